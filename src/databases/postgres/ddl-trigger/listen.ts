// Listens to the schema trigger's notifications on a connection of its own, whether or not the trigger
// is there: installed later, it is heard at once. Notifications are lost while the connection is: each
// time it is made anew the listener is told so. A connection that died silently is found by asking.
import { backoffMs } from '../../../core/backoff.ts';
import type { ChangeHint, DriverOptions } from '../../driver.ts';
import { within } from '../../within.ts';
import { openTargetClient, type TargetClient } from '../client.ts';
import { channel } from './recorder.ts';

export interface ListenOptions extends Omit<DriverOptions, 'name'> {
  readonly applicationName: string;
  /** How often the connection is asked whether it still lives. */
  readonly aliveEveryMs?: number;
  onHint(hint: ChangeHint): void;
}

const backoff = { firstMs: 200, maxMs: 30_000 };
/** A connection that stood so long was a good one. */
const steadyMs = 5_000;

/** Listens until it is closed. */
export function listenForDdl(options: ListenOptions): { close(): Promise<void> } {
  const { clock, random, onHint, aliveEveryMs = 30_000 } = options;
  const stop = new AbortController();
  const { signal } = stop;
  const timeoutMs = options.connectTimeoutMs + options.statementTimeoutMs;

  const open = (onClose: () => void): TargetClient =>
    openTargetClient({
      url: options.url,
      applicationName: options.applicationName,
      max: 1,
      connectTimeoutMs: options.connectTimeoutMs,
      statementTimeoutMs: options.statementTimeoutMs,
      idleTimeoutMs: 0,
      onClose,
      onNotify: (heard) => {
        if (heard === channel && !signal.aborted) onHint({ kind: 'notification' });
      },
    });

  /** Resolves when the connection is lost, or with its failure. */
  const listenOnce = async (): Promise<void> => {
    const lost = new AbortController();
    const client = open(() => lost.abort());
    const ended = AbortSignal.any([signal, lost.signal]);
    const ask = (sql: string): Promise<unknown> =>
      within({ clock, timeoutMs, signal: ended, onGivenUp: () => undefined }, () =>
        client.unsafe(sql).simple(),
      );
    try {
      await ask(`listen ${channel}`);
      onHint({ kind: 'reconnected' });
      while (!ended.aborted) {
        await clock.sleep(aliveEveryMs, ended).catch(() => undefined);
        if (!ended.aborted) await ask('select 1');
      }
    } finally {
      await client.end({ timeout: 0.25 }).catch(() => undefined);
    }
  };

  const listen = async (): Promise<void> => {
    let attempt = 0;
    while (!signal.aborted) {
      const began = clock.monotonicMs();
      // Why it cannot be reached is told by the database's health.
      await listenOnce().catch(() => undefined);
      attempt = clock.monotonicMs() - began >= steadyMs ? 0 : attempt + 1;
      const delayMs = backoffMs(Math.max(0, attempt - 1), backoff, random);
      await clock.sleep(delayMs, signal).catch(() => undefined);
    }
  };
  const running = listen();
  return {
    close: async () => {
      stop.abort();
      await running;
    },
  };
}
