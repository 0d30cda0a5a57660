// Removes what was measured of endpoints when it is old, once a day, in bounded batches: of all endpoints,
// also of those that are paused, retired or not checked for another reason.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { deleteEndpointChecks, deleteEndpointDays } from '../../store/endpoint-checks.ts';
import { deleteEndedOutages } from '../../store/endpoint-outages.ts';
import { listEndpointIds } from '../../store/endpoints.ts';
import type { Store } from '../../store/store.ts';

export interface EndpointRetentionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Read before each round, so that a new configuration applies. */
  keepChecksMs(): number;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const keepDaysMs = 800 * dayMs;
const batch = 5_000;
const page = 500;

/** Starts with a first round; the returned function stops it. */
export function startEndpointRetention(options: EndpointRetentionOptions): () => Promise<void> {
  const { store, clock, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      let waitMs = dayMs;
      try {
        await deleteOldMeasurements(store, clock.now(), options.keepChecksMs(), signal);
      } catch (error) {
        waitMs = hourMs;
        logger.warn({ err: coerceError(error) }, 'old checks of endpoints could not be removed');
      }
      await clock.sleep(waitMs, signal).catch(() => undefined);
    }
  };
  const running = loop();
  return async () => {
    stopping.abort();
    await running;
  };
}

/** One round; ends early with the signal. */
export async function deleteOldMeasurements(
  store: Store,
  now: Date,
  keepChecksMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const before = new Date(now.getTime() - keepChecksMs);
  const firstDay = new Date(now.getTime() - keepDaysMs);
  const untilDone = async (removeSome: () => Promise<number>): Promise<void> => {
    while (signal?.aborted !== true && (await removeSome()) >= batch);
  };
  let after: string | undefined;
  do {
    const ids = await listEndpointIds(store.q, { after, limit: page });
    for (const id of ids) {
      if (signal?.aborted === true) return;
      await untilDone(() => deleteEndpointChecks(store.q, id, { before, limit: batch }));
      await deleteEndpointDays(store.q, id, firstDay);
    }
    after = ids.length < page ? undefined : ids.at(-1);
  } while (after !== undefined);
  await untilDone(() =>
    store.transaction((tx) => deleteEndedOutages(tx, { before, limit: batch })),
  );
}
