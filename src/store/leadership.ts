// Lets one replica do what only one may do at a time: the holder of a session advisory lock in the
// store. Losing the lock's connection aborts the work; whoever takes the lock next starts it anew.
//
//   waiting -> leading (lock taken) -> waiting (connection lost, or the work ended or failed)
//
// A leader that stands still (frozen, its host gone without a word) must not keep the lock: the server
// itself ends a session of which it has heard nothing for `idleMs` (`idle_session_timeout`). So whoever
// leads says something every second. And it gives up by itself, before the server does, when no answer
// comes: the work of two leaders overlaps only where a process stood still in the middle of something,
// and what it then still writes has to be refused where it is written.
import { createHash } from 'node:crypto';

import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { openClient, type SqlClient, type StoreAddress } from './connection.ts';

export interface LeadershipOptions {
  readonly address: StoreAddress;
  /** What is led, as `status refresher`: the same name excludes each other. */
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How often those who wait try; with `idleMs`, the time a take-over takes. */
  readonly pollMs?: number;
  /** After so many milliseconds of silence the server ends the leader's session. */
  readonly idleMs?: number;
  /**
   * Called with the lock held; it must end soon after `signal` is aborted. When it ends or throws by
   * itself it is called again after `pollMs`.
   */
  work(signal: AbortSignal): Promise<void>;
}

export interface Leadership {
  readonly leading: boolean;
  /** Milliseconds since it was last known that somebody leads, here or elsewhere. */
  unledMs(): number;
  /** Aborts the work and waits for its end. */
  stop(): Promise<void>;
}

const lockClass = 1_751_218_030;

const objectOf = (name: string): number =>
  createHash('sha256').update(name).digest().readInt32BE(0);

/** Of these names, those that somebody leads right now. */
export async function listLed(raw: SqlClient, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await raw<{ object: string }[]>`
    select distinct objid::text as object from pg_locks
    where locktype = 'advisory' and granted and objsubid = 2 and classid = ${lockClass}::bigint::oid
      and database = (select oid from pg_database where datname = current_database())`;
  const held = new Set(rows.map(({ object }) => Number(object)));
  return names.filter((name) => held.has(objectOf(name) >>> 0));
}

/** Starts to compete for the lock. */
export function startLeadership(options: LeadershipOptions): Leadership {
  const { clock, logger, name, pollMs = 2000, idleMs = 6000 } = options;
  const lockObject = objectOf(name);
  // Those who wait are heard of once every `pollMs` only.
  const sessionMs = String(Math.max(idleMs, 3 * pollMs));
  const stopping = new AbortController();
  let leading = false;
  let ledAtMs = clock.monotonicMs();

  const tryLock = async (client: SqlClient): Promise<boolean> => {
    const [lock] = await answerOf(
      client<{ got: boolean }[]>`
        select set_config('idle_session_timeout', ${sessionMs}, false),
          pg_try_advisory_lock(${lockClass}::int4, ${lockObject}::int4) as got`,
    );
    ledAtMs = clock.monotonicMs();
    return lock?.got === true;
  };

  /** @throws when the store does not answer for two thirds of `idleMs`. */
  const answerOf = async <T>(answer: Promise<T>): Promise<T> => {
    let cancel = (): void => undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const give = (): void => reject(new Error('the store did not answer in time'));
      cancel = clock.setTimer((idleMs * 2) / 3, give);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      cancel();
    }
  };

  const beHeard = async (client: SqlClient, lost: AbortController): Promise<void> => {
    const { signal } = lost;
    let heardMs = clock.monotonicMs();
    try {
      for (;;) {
        await clock.sleep(idleMs / 6, signal);
        if (clock.monotonicMs() - heardMs > idleMs) throw new Error('this process stood still');
        heardMs = clock.monotonicMs();
        await answerOf(client`select 1`);
        ledAtMs = clock.monotonicMs();
      }
    } catch (error) {
      // Without effect when that is the reason already.
      lost.abort(coerceError(error));
    }
  };

  const lead = async (client: SqlClient, lost: AbortController): Promise<void> => {
    leading = true;
    logger.debug({ name }, 'this replica leads');
    const hearing = beHeard(client, lost);
    try {
      await options.work(AbortSignal.any([stopping.signal, lost.signal]));
    } finally {
      leading = false;
      if (lost.signal.aborted && !stopping.signal.aborted) {
        logger.warn({ name, err: coerceError(lost.signal.reason) }, 'this replica leads no more');
      }
      lost.abort(new Error('the work has ended'));
      await hearing;
    }
  };

  /** Until the connection is lost, or what was led has ended. */
  const compete = async (): Promise<void> => {
    const lost = new AbortController();
    const client = openClient(options.address, {
      max: 1,
      applicationName: `hawkwatch ${name}`.slice(0, 63),
      onClose: () => lost.abort(new Error('the connection that holds the lock was lost')),
    });
    const ended = AbortSignal.any([stopping.signal, lost.signal]);
    try {
      while (!ended.aborted) {
        if (await tryLock(client)) {
          await lead(client, lost);
          return;
        }
        await clock.sleep(pollMs, ended).catch(() => undefined);
      }
    } finally {
      await client.end({ timeout: 1 });
    }
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await compete();
      } catch (error) {
        if (stopping.signal.aborted) return;
        logger.warn({ err: coerceError(error), name }, 'led work failed; it starts again');
      }
      await clock.sleep(pollMs, stopping.signal).catch(() => undefined);
    }
  };
  const running = loop();

  return {
    get leading() {
      return leading;
    },
    unledMs: () => clock.monotonicMs() - ledAtMs,
    stop: async () => {
      stopping.abort(new Error('hawkwatch is stopping'));
      await running;
    },
  };
}
