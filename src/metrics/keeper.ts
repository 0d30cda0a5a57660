// Looks after what is stored of samples, on one replica at a time: rolls up what has become stale, makes
// partitions ahead, and drops what is older than is kept. Samples are dropped a day later than the
// recorders refuse them, and only when all of them are rolled up.
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { StoreAddress } from '../store/connection.ts';
import { startLeadership, type Leadership } from '../store/leadership.ts';
import {
  deletePartitions,
  insertPartitions,
  partitionOf,
  readTrustedTime,
  type PartitionedTable,
} from '../store/metric-partitions.ts';
import { updateRollups } from '../store/metric-rollups.ts';
import { deleteOldSeries } from '../store/metric-series.ts';
import { hourMs, minuteMs, type RollupLevel } from '../store/metric-stale-buckets.ts';
import type { Store } from '../store/store.ts';

export interface SampleRetention {
  /** How long single samples are kept. */
  readonly samplesMs: number;
  /** How long minutes are kept; not shorter than samples. */
  readonly minutesMs: number;
  /** How long hours are kept; not shorter than minutes. */
  readonly rollupsMs: number;
}

export interface KeeperOptions {
  readonly store: Store;
  readonly address: StoreAddress;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Read before each round. */
  retention(): SampleRetention;
  readonly everyMs?: number;
}

const dayMs = 86_400_000;
/** Marks that are taken at a time; each can name many series. */
const marks = 200;
/** A minute is rolled up when it has been over for so long, so that it is mostly done once. */
const settledMs = 5_000;

type KeeperParts = Pick<KeeperOptions, 'store' | 'clock' | 'retention'>;

async function rollUp(
  { store }: KeeperParts,
  level: RollupLevel,
  before: Date,
  signal?: AbortSignal,
): Promise<void> {
  while (signal?.aborted !== true) {
    if ((await updateRollups(store, level, { before, limit: marks })) < marks) return;
  }
}

/** Rolls up all that is stale and whose time is over. */
export async function rollUpSamples(parts: KeeperParts, signal?: AbortSignal): Promise<void> {
  const nowMs = parts.clock.now().getTime();
  const startOf = (bucketMs: number): Date =>
    new Date(Math.floor((nowMs - settledMs) / bucketMs) * bucketMs);
  await rollUp(parts, 1, startOf(minuteMs), signal);
  await rollUp(parts, 2, startOf(hourMs), signal);
}

/** Makes partitions for the days to come; they are made when needed as well, but that holds up a batch. */
async function preparePartitions({ store, clock }: KeeperParts): Promise<void> {
  const nowMs = clock.now().getTime();
  const tables: readonly PartitionedTable[] = [
    'metric_samples',
    'metric_rollups_1m',
    'metric_rollups_1h',
  ];
  for (const table of tables) {
    const partitions = [0, 2].map((days) => partitionOf(table, nowMs + days * dayMs));
    const [first = 0, last = first] = partitions;
    await insertPartitions(
      store,
      table,
      Array.from({ length: last - first + 1 }, (_, n) => first + n),
    );
  }
}

/** Drops what is older than is kept; returns what was dropped. */
export async function dropOldSamples(parts: KeeperParts): Promise<readonly string[]> {
  const { store, clock } = parts;
  const { samplesMs, minutesMs, rollupsMs } = parts.retention();
  const now = await readTrustedTime(store.q, clock.now());
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  const dropped: string[] = [];
  const drop = async (table: PartitionedTable, keptMs: number): Promise<void> => {
    dropped.push(...(await deletePartitions(store, table, { keptMs, now })));
  };
  await drop('metric_samples', samplesMs + dayMs);
  await drop('metric_rollups_1m', minutesMs + dayMs);
  await drop('metric_rollups_1h', rollupsMs + dayMs);
  // A series is said to be seen once an hour.
  await deleteOldSeries(store.q, ago(rollupsMs + 2 * dayMs));
  return dropped;
}

/** Starts to look after the samples. */
export function startSampleKeeper(options: KeeperOptions): Leadership {
  const { clock, logger, everyMs = 10_000 } = options;
  const work = async (signal: AbortSignal): Promise<void> => {
    let housekeepingMs = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      try {
        await rollUpSamples(options, signal);
        if (clock.monotonicMs() - housekeepingMs >= hourMs) {
          await preparePartitions(options);
          const dropped = await dropOldSamples(options);
          if (dropped.length > 0) logger.info({ dropped }, 'old samples were removed');
          housekeepingMs = clock.monotonicMs();
        }
      } catch (error) {
        logger.warn({ err: coerceError(error) }, 'samples could not be rolled up; tried again');
      }
      await clock.sleep(everyMs, signal).catch(() => undefined);
    }
  };
  return startLeadership({ ...options, name: 'metrics', work });
}
