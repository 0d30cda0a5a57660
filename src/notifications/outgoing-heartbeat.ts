// Reports to somebody outside that hawkwatch lives, so that its own end is noticed: on the replica that
// leads, once every interval, as long as the store answers. The URL is a secret and is never shown; that a
// report failed is logged and shown in health, and has no other effect.
import { coerceError } from '../core/errors.ts';
import type { Clock } from '../core/clock.ts';
import type { OutgoingHeartbeatSettings } from '../core/heartbeats.ts';
import type { Logger } from '../core/logger.ts';
import type { StoreAddress } from '../store/connection.ts';
import { startLeadership, type Leadership } from '../store/leadership.ts';
import type { Store } from '../store/store.ts';
import { sendHttp } from './sending/http-send.ts';

export interface OutgoingHeartbeatOptions {
  readonly store: Pick<Store, 'raw'>;
  readonly address: StoreAddress;
  readonly clock: Clock;
  readonly logger: Logger;
  /** @throws when it was not taken; what it says of that holds no secret. */
  readonly send?: typeof sendHttp;
  readonly timeoutMs?: number;
  /** See `startLeadership`. */
  readonly pollMs?: number;
}

export interface OutgoingHeartbeat {
  /** Reports to another place from now on; undefined: to nobody. */
  configure(settings: OutgoingHeartbeatSettings | undefined): Promise<void>;
  /** Why the last report of this replica failed; null when it did not, or there was none. */
  failure(): string | null;
  stop(): Promise<void>;
}

export function createOutgoingHeartbeat(options: OutgoingHeartbeatOptions): OutgoingHeartbeat {
  const { store, address, clock, logger, send = sendHttp, timeoutMs = 10_000 } = options;
  let current: OutgoingHeartbeatSettings | undefined;
  let leadership: Leadership | undefined;
  let failure: string | null = null;

  const report = async (
    { url, method }: OutgoingHeartbeatSettings,
    ending: AbortSignal,
  ): Promise<void> => {
    const late = new AbortController();
    const cancel = clock.setTimer(timeoutMs, () => late.abort(new Error('it took too long')));
    const signal = AbortSignal.any([ending, late.signal]);
    try {
      await within(signal, store.raw`select 1`);
      await send({ url, method, signal, at: clock.now() });
      if (failure !== null) logger.info({}, "hawkwatch's own heartbeat is taken again");
      failure = null;
    } catch (error) {
      if (ending.aborted) return;
      failure = coerceError(error).message;
      logger.warn({ reason: failure }, "hawkwatch's own heartbeat was not taken");
    } finally {
      cancel();
    }
  };

  const lead = async (settings: OutgoingHeartbeatSettings, signal: AbortSignal): Promise<void> => {
    try {
      while (!signal.aborted) {
        const beganMs = clock.monotonicMs();
        await report(settings, signal);
        const tookMs = clock.monotonicMs() - beganMs;
        await clock.sleep(Math.max(0, settings.everyMs - tookMs), signal).catch(() => undefined);
      }
    } finally {
      // Whoever leads now knows how it is.
      failure = null;
    }
  };

  const stop = async (): Promise<void> => {
    await leadership?.stop();
    leadership = undefined;
  };

  return {
    configure: async (settings) => {
      if (JSON.stringify(settings) === JSON.stringify(current)) return;
      await stop();
      current = settings;
      if (settings === undefined) return;
      const { pollMs } = options;
      leadership = startLeadership({
        address,
        name: 'outgoing heartbeat',
        clock,
        logger,
        work: (signal) => lead(settings, signal),
        ...(pollMs === undefined ? {} : { pollMs }),
      });
    },
    failure: () => failure,
    stop,
  };
}

/** @throws when the signal ends it first. */
async function within(signal: AbortSignal, work: PromiseLike<unknown>): Promise<void> {
  signal.throwIfAborted();
  let end: () => void = () => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    end = () => reject(new Error("hawkwatch's own database does not answer"));
    signal.addEventListener('abort', end, { once: true });
  });
  try {
    await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
