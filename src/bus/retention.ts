// Prunes the event log: a batch per transaction, again while there is more, then a pause.
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { pruneEvents } from '../store/consumers.ts';
import type { Store } from '../store/store.ts';

export interface RetentionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Read before each round, so that a new configuration applies. */
  settings(): { readonly eventsMs: number; readonly eventsHardLimitMs: number };
  readonly everyMs?: number;
}

const batch = 10_000;

/** Starts pruning; the returned function stops it. */
export function startRetention(options: RetentionOptions): () => Promise<void> {
  const { store, clock, logger, everyMs = 60_000 } = options;
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const { eventsMs, eventsHardLimitMs } = options.settings();
        const removed = await pruneEvents(store, {
          now: clock.now(),
          retentionMs: eventsMs,
          hardLimitMs: eventsHardLimitMs,
          batch,
        });
        if (removed >= batch) continue;
      } catch (error) {
        logger.warn({ err: coerceError(error) }, 'old events could not be removed');
      }
      await clock.sleep(everyMs, stopping.signal).catch(() => undefined);
    }
  };
  const running = loop();
  return async () => {
    stopping.abort();
    await running;
  };
}
