// Takes samples from whoever measures, and writes them in batches: each second, or as soon as many wait.
// Measuring never waits for the store. While that is away samples are kept up to a bound, then the oldest
// are dropped; nothing is dropped without being counted, and the state tells it.
//
//   record ──> pending (bounded, oldest dropped) ──> batch ──> writer ──> store
//                                                     └─ kept and tried again while the store is away
import { backoffMs } from '../core/backoff.ts';
import { createBell } from '../core/bell.ts';
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';
import { isStoreAway, type StoreAddress } from '../store/connection.ts';
import { partitionStart } from '../store/metric-partitions.ts';
import {
  createSampleWriter,
  type SampleBatch,
  type SampleWriter,
} from '../store/metric-samples.ts';
import { claimSeries } from '../store/metric-series.ts';
import type { Store } from '../store/store.ts';
import type { Sample, SampleRecorder } from './samples.ts';
import { SeriesCache, seriesKey, toWanted, type KnownSeries } from './series-cache.ts';

/** Why samples were not stored. */
export interface DroppedSamples {
  /** The store was away for so long that they did not fit into memory. */
  overflow: number;
  /** No number, no time, or names that are too long. */
  invalid: number;
  /** Older than what is kept. */
  late: number;
  /** Ahead of this machine's clock by more than some minutes. */
  future: number;
  /** Of new series, while there are as many as there may be. */
  series: number;
  /** The store refused them again and again. */
  failed: number;
}

/** Reasons that lie in the samples, not in the store. */
export const refusals = ['invalid', 'late', 'future', 'series'] as const;

export interface RecorderState {
  /** Samples that wait to be written. */
  readonly pending: number;
  /** Samples written since the start; those that were stored before count too. */
  readonly written: number;
  readonly dropped: Readonly<DroppedSamples>;
  /** Why the last batch could not be written; null when it was. */
  readonly failure: string | null;
  /** When samples were last dropped because the store was away or refused them. */
  readonly lostAt: Date | null;
  /** When samples were last refused, by reason. */
  readonly refusedAt: Readonly<Partial<Record<(typeof refusals)[number], Date>>>;
}

export interface RunningRecorder extends SampleRecorder {
  readonly state: RecorderState;
  /** Resolves when all that was recorded before is written or dropped. */
  flush(): Promise<void>;
  /** Writes what waits, for at most two seconds. */
  stop(): Promise<void>;
}

export interface RecorderOptions {
  readonly store: Store;
  readonly address: StoreAddress;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Read with each batch. */
  settings(): { readonly samplesMs: number; readonly maxSeries: number };
  /** Sees all samples as they come; must be quick. */
  readonly taps?: readonly ((samples: readonly Sample[]) => void)[];
  readonly writer?: SampleWriter;
  readonly everyMs?: number;
  readonly maxPending?: number;
}

const batchSize = 5_000;
/** A store that was away gets what waits in larger portions. */
const largestBatch = 20_000;
const futureMs = 5 * 60_000;
/** PostgreSQL fails when a sum goes beyond what a double holds. */
const largestValue = 1e290;
const attempts = 5;
const lastFlushMs = 1_800;

/** Starts a recorder. */
export function startSampleRecorder(options: RecorderOptions): RunningRecorder {
  const { store, clock, random, logger, taps = [], everyMs = 1000, maxPending = 100_000 } = options;
  const writer = options.writer ?? createSampleWriter(options);
  const stopping = new AbortController();
  const bell = createBell(stopping.signal);
  const cache = new SeriesCache(100_000);
  const dropped: DroppedSamples = {
    overflow: 0,
    invalid: 0,
    late: 0,
    future: 0,
    series: 0,
    failed: 0,
  };
  let pending: Sample[] = [];
  /** Those before it were taken or dropped. */
  let head = 0;
  let inHand = 0;
  let written = 0;
  let failure: string | null = null;
  let lostAt: Date | null = null;
  const refusedAt: Partial<Record<(typeof refusals)[number], Date>> = {};
  let idle: (() => void)[] = [];

  const waiting = (): number => pending.length - head + inHand;

  const dropOldest = (): void => {
    const excess = Math.min(waiting() - maxPending, pending.length - head);
    if (excess <= 0) return;
    head += excess;
    dropped.overflow += excess;
    lostAt = clock.now();
    compact();
  };

  const compact = (): void => {
    if (head < largestBatch && head < pending.length) return;
    pending = pending.slice(head);
    head = 0;
  };

  const take = (): readonly Sample[] => {
    const size = pending.length - head > largestBatch ? largestBatch : batchSize;
    const batch = pending.slice(head, head + size);
    head += batch.length;
    inHand = batch.length;
    compact();
    return batch;
  };

  /** The numbers of the series of some samples, by key. */
  const resolve = async (samples: readonly Sample[]): Promise<readonly KnownSeries[]> => {
    const nowMs = clock.monotonicMs();
    const unknown = new Map<string, Sample>();
    const keys: string[] = [];
    const found = new Map<string, KnownSeries>();
    for (const sample of samples) {
      const key = seriesKey(sample);
      keys.push(key);
      if (found.has(key) || unknown.has(key)) continue;
      const known = cache.find(key, nowMs);
      if (known === undefined) unknown.set(key, sample);
      else found.set(key, known);
    }
    const wanted = [...unknown].flatMap(([key, sample]) => {
      const series = toWanted(sample);
      return series === undefined ? [] : [{ key, series }];
    });
    const { maxSeries } = options.settings();
    const ids = await claimSeries(
      store,
      wanted.map(({ series }) => series),
      { now: clock.now(), maxSeries },
    );
    for (const [place, { key }] of wanted.entries()) {
      const known = { id: ids[place], claimedMs: nowMs };
      cache.set(key, known);
      found.set(key, known);
    }
    return keys.map((key) => found.get(key) ?? invalidSeries);
  };

  /** The samples that may be written; what may not is counted when the batch is done. */
  const prepare = async (
    samples: readonly Sample[],
  ): Promise<{ readonly batch: SampleBatch; readonly refused: Partial<DroppedSamples> }> => {
    const now = clock.now();
    const floorMs = partitionStart(
      'metric_samples',
      new Date(now.getTime() - options.settings().samplesMs),
    ).getTime();
    const ceilingMs = now.getTime() + futureMs;
    const refused = { invalid: 0, late: 0, future: 0, series: 0 };
    const timely: Sample[] = [];
    for (const sample of samples) {
      const fault = faultOf(sample, floorMs, ceilingMs);
      if (fault === undefined) timely.push(sample);
      else refused[fault] += 1;
    }
    const series = new Int32Array(timely.length);
    const at = new Float64Array(timely.length);
    const value = new Float64Array(timely.length);
    let length = 0;
    const known = await resolve(timely);
    for (const [place, sample] of timely.entries()) {
      const of = known[place];
      if (of === undefined || of === invalidSeries) refused.invalid += 1;
      else if (of.id === undefined) refused.series += 1;
      else {
        series[length] = of.id;
        at[length] = sample.at.getTime();
        value[length] = sample.value;
        length += 1;
      }
    }
    return { batch: { length, series, at, value }, refused };
  };

  const write = async (samples: readonly Sample[]): Promise<void> => {
    let failures = 0;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { batch, refused } = await prepare(samples);
        const tooOld = await writer.write(batch);
        written += batch.length - tooOld;
        for (const reason of refusals) {
          const count = (refused[reason] ?? 0) + (reason === 'late' ? tooOld : 0);
          if (count === 0) continue;
          dropped[reason] += count;
          refusedAt[reason] = clock.now();
        }
        if (failure !== null) logger.info({ pending: waiting() }, 'samples are written again');
        failure = null;
        return;
      } catch (error) {
        const away = isStoreAway(error);
        if (!away) failures += 1;
        if (failure === null) {
          logger.warn({ err: coerceError(error) }, 'samples cannot be written now');
        }
        failure = away ? "hawkwatch's own database does not answer" : 'the store refused a batch';
        if (failures >= attempts || stopping.signal.aborted) {
          dropped.failed += samples.length;
          lostAt = clock.now();
          if (failures >= attempts) {
            logger.error({ err: coerceError(error), count: samples.length }, 'samples are dropped');
          }
          return;
        }
        const delayMs = backoffMs(attempt, { firstMs: 250, maxMs: 5000 }, random);
        await clock.sleep(delayMs, stopping.signal).catch(() => undefined);
      }
    }
  };

  const drain = async (): Promise<void> => {
    while (head < pending.length) {
      await write(take());
      inHand = 0;
    }
    const told = idle;
    idle = [];
    for (const tell of told) tell();
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await bell.wait(clock, everyMs);
      await drain();
    }
  };
  const running = loop().catch((error: unknown) => {
    logger.error({ err: coerceError(error) }, 'the recorder of samples ended');
  });

  return {
    get state() {
      return {
        pending: waiting(),
        written,
        dropped: { ...dropped },
        failure,
        lostAt,
        refusedAt: { ...refusedAt },
      };
    },
    record: (samples) => {
      for (const tap of taps) {
        try {
          tap(samples);
        } catch (error) {
          logger.warn({ err: coerceError(error) }, 'samples could not be passed on');
        }
      }
      for (const sample of samples) pending.push(sample);
      if (waiting() > maxPending) dropOldest();
      if (pending.length - head >= batchSize) bell.ring();
    },
    flush: () => {
      if (waiting() === 0) return Promise.resolve();
      return new Promise((resolve) => {
        idle.push(resolve);
        bell.ring();
      });
    },
    stop: async () => {
      stopping.abort(new Error('hawkwatch is stopping'));
      const late = new AbortController();
      const last = running.then(drain).catch(() => undefined);
      await Promise.race([last, clock.sleep(lastFlushMs, late.signal).catch(() => undefined)]);
      late.abort();
      await writer.close();
    },
  };
}

const invalidSeries: KnownSeries = { id: undefined, claimedMs: 0 };

function faultOf(
  { at, value }: Sample,
  floorMs: number,
  ceilingMs: number,
): 'invalid' | 'late' | 'future' | undefined {
  if (!(Math.abs(value) <= largestValue) || !(at instanceof Date)) return 'invalid';
  const atMs = at.getTime();
  if (Number.isNaN(atMs)) return 'invalid';
  if (atMs < floorMs) return 'late';
  return atMs > ceilingMs ? 'future' : undefined;
}
