// Reads the event log in order and hands every event, once, to its listener. NOTIFY only wakes it:
// a missed notification costs latency, never an event, because it also looks on a slow timer and
// whenever the listening connection was made anew. It never skips: its position moves only after
// the listener has taken a page.
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { StoredEvent } from '../core/events.ts';
import type { Logger } from '../core/logger.ts';
import { identifyLog, readEvents, readLogState, type LogState } from '../store/event-log.ts';
import type { Store } from '../store/store.ts';

export interface TailListener {
  /** The tail starts, or starts anew because the log has another epoch. */
  onReset(state: LogState): void;
  onEvents(events: readonly StoredEvent[]): void;
}

export interface Tail {
  /** False while the log cannot be read. */
  readonly healthy: boolean;
  /** The last event that was handed on. */
  readonly position: number;
  /** When the log was last read to its end, by the monotonic clock. */
  readonly readAtMs: number;
  stop(): Promise<void>;
}

export interface TailOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly listener: TailListener;
  readonly pollMs?: number;
  readonly retryMs?: number;
}

const pageSize = 1000;

/** Starts a tail at the log's head; resolves once it listens and knows where it stands. */
export async function startTail(options: TailOptions): Promise<Tail> {
  const { store, clock, logger, listener } = options;
  const { pollMs = 1000, retryMs = 250 } = options;
  const stopped = new AbortController();
  let epoch = '';
  let position = 0;
  let healthy = true;
  let readAtMs = clock.monotonicMs();
  let pending = true;
  let wake: () => void = () => undefined;

  const nudge = (): void => {
    pending = true;
    wake();
  };

  const reset = (state: LogState): void => {
    epoch = state.epoch;
    position = state.id;
    listener.onReset(state);
  };

  // The second callback runs at each (re)connection: what was notified meanwhile is gone, so look.
  // Another epoch shows only there, because a restored store always breaks the connection.
  let identify = false;
  const subscription = await store.raw.listen('hawkwatch_events', nudge, () => {
    identify = true;
    nudge();
  });
  reset(await readLogState(store.raw));
  identify = false;

  const read = async (): Promise<void> => {
    if (identify) {
      // The server may be another one now: a standby that took over, or a restored one.
      await identifyLog(store.q);
      const state = await readLogState(store.raw);
      identify = false;
      if (state.epoch !== epoch || state.id < position) reset(state);
    }
    for (;;) {
      const events = await readEvents(store.raw, { after: position, limit: pageSize });
      const last = events.at(-1);
      if (last === undefined || stopped.signal.aborted) return;
      listener.onEvents(events);
      position = last.id;
      if (events.length < pageSize) return;
    }
  };

  const wait = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.setTimer(delayMs, resolve);
      wake = () => {
        cancel();
        resolve();
      };
      if (pending || stopped.signal.aborted) wake();
    });

  const loop = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      pending = false;
      try {
        await read();
        if (!healthy) logger.info({}, 'the event log can be read again');
        healthy = true;
        readAtMs = clock.monotonicMs();
        await wait(pollMs);
      } catch (error) {
        if (stopped.signal.aborted) return;
        if (healthy) logger.warn({ err: coerceError(error) }, 'the event log cannot be read');
        healthy = false;
        identify = true;
        pending = false;
        await wait(retryMs);
      }
    }
  };
  const running = loop();

  return {
    get healthy() {
      return healthy;
    },
    get position() {
      return position;
    },
    get readAtMs() {
      return readAtMs;
    },
    stop: async () => {
      stopped.abort();
      wake();
      await running;
      await subscription.unlisten().catch((error: unknown) => {
        logger.debug({ err: coerceError(error) }, 'the listening connection was gone already');
      });
    },
  };
}
