// Forgets resolved alerts after a while, with their timelines, and what is too long of the timelines that
// are kept. Open alerts are never forgotten.
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { deleteOldAlerts } from '../store/alert-writes.ts';
import { findNewestEntry, trimTimelines } from '../store/alert-timeline.ts';
import type { Store } from '../store/store.ts';

export interface AlertRetentionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Read before each round, so that a new configuration applies. */
  alertsMs(): number;
  readonly everyMs?: number;
}

const batch = 1000;
const entriesAtOnce = 10_000;
const entriesBefore = 100_000;
const entriesLate = 1000;
/** Entries that one alert may have. */
export const longestTimeline = 1000;

/** One round of it; returns how many alerts went. */
export async function forgetOldAlerts(
  { store, clock, alertsMs }: Pick<AlertRetentionOptions, 'store' | 'clock' | 'alertsMs'>,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(clock.now().getTime() - alertsMs());
  let all = 0;
  for (;;) {
    const gone = await store.transaction((tx) => deleteOldAlerts(tx.q, before, batch));
    all += gone;
    if (gone < batch || signal?.aborted === true) break;
  }
  return all;
}

/**
 * Cuts timelines that have become too long. It remembers up to which entry it has looked, and begins with the
 * last ones before it: what others left too long is cut when it grows again.
 */
export function createTimelineTrimmer(store: Store): (signal?: AbortSignal) => Promise<void> {
  let after: number | undefined;
  return async (signal) => {
    after ??= Math.max(0, (await findNewestEntry(store.q)) - entriesBefore);
    for (;;) {
      const page = { most: longestTimeline, after, limit: entriesAtOnce };
      const { newest, count } = await trimTimelines(store.q, page);
      after = newest ?? after;
      if (count < entriesAtOnce || signal?.aborted === true) break;
    }
    // What was written before and committed late is looked at the next time.
    after = Math.max(0, after - entriesLate);
  };
}

/** Starts forgetting; the returned function stops it. */
export function startAlertRetention(options: AlertRetentionOptions): () => Promise<void> {
  const { clock, logger, everyMs = 600_000 } = options;
  const stopping = new AbortController();
  const trim = createTimelineTrimmer(options.store);
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await clock.sleep(everyMs, stopping.signal).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        await forgetOldAlerts(options, stopping.signal);
        await trim(stopping.signal);
      } catch (error) {
        logger.warn({ err: coerceError(error) }, 'old alerts could not be removed');
      }
    }
  };
  const running = loop();
  return async () => {
    stopping.abort();
    await running;
  };
}
