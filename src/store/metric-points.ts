// Reads series as buckets of a step, with what each bucket holds. Whole buckets come from roll-ups; what is
// stale of these is read where it comes from (hours from minutes, minutes from samples), so that the
// answer is the same as if all samples had been read. A bucket without samples is not there.
import type { SqlClient } from './connection.ts';
import { sql } from './drizzle.ts';
import { limitStatements } from './metric-history.ts';
import { hourMs, listStaleBuckets, minuteMs } from './metric-stale-buckets.ts';
import type { Queryable, Store } from './store.ts';

export type PointSource = 'RAW' | 'MINUTES' | 'HOURS';

/** The buckets of one series, column by column, oldest first. */
export interface SeriesPoints {
  readonly seriesId: number;
  /** Starts of the buckets, in milliseconds since 1970. */
  readonly at: readonly number[];
  readonly count: readonly number[];
  readonly sum: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
  /** The newest sample of each bucket; empty when it was not asked for. */
  readonly last: readonly number[];
  /**
   * When that was measured, in milliseconds since 1970; null where it comes from a roll-up, which does not keep
   * it. Empty when it was not asked for.
   */
  readonly lastAt: readonly (number | null)[];
}

export interface PointsQuery {
  readonly seriesIds: readonly number[];
  /** Inclusive, and a multiple of the step. */
  readonly fromMs: number;
  /** Exclusive, and a multiple of the step. */
  readonly toMs: number;
  /** A multiple of a minute for MINUTES, of an hour for HOURS. */
  readonly stepMs: number;
  readonly source: PointSource;
  /** Reads the newest sample of each bucket too, which takes longer. */
  readonly last?: boolean | undefined;
}

interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

const statementTimeoutMs = 15_000;
const maxStale = 1_440;
const maxRanges = 20;

/** Ranges that hold all buckets, at most `maxRanges`; the smallest gaps between them are closed. */
export function rangesOf(buckets: readonly number[], bucketMs: number): readonly Range[] {
  const ranges: { fromMs: number; toMs: number }[] = [];
  for (const fromMs of buckets) {
    const last = ranges.at(-1);
    if (last !== undefined && last.toMs >= fromMs)
      last.toMs = Math.max(last.toMs, fromMs + bucketMs);
    else ranges.push({ fromMs, toMs: fromMs + bucketMs });
  }
  while (ranges.length > maxRanges) {
    let smallest = 1;
    const gap = (n: number): number => (ranges[n]?.fromMs ?? 0) - (ranges[n - 1]?.toMs ?? 0);
    for (let n = 2; n < ranges.length; n += 1) if (gap(n) < gap(smallest)) smallest = n;
    const [closed] = ranges.splice(smallest, 1);
    const before = ranges[smallest - 1];
    if (before !== undefined && closed !== undefined) before.toMs = closed.toMs;
  }
  return ranges;
}

/** Time as SQL; of numbers only. */
function instant(ms: number): string {
  return `'${new Date(ms).toISOString()}'::timestamptz`;
}

function within(column: string, ranges: readonly Range[]): string {
  const parts = ranges.map(
    ({ fromMs, toMs }) => `(${column} >= ${instant(fromMs)} and ${column} < ${instant(toMs)})`,
  );
  return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
}

/** The parts of `ranges` that lie in `limits`. */
function intersect(ranges: readonly Range[], limits: readonly Range[]): readonly Range[] {
  return ranges.flatMap((one) =>
    limits.flatMap((other) => {
      const fromMs = Math.max(one.fromMs, other.fromMs);
      const toMs = Math.min(one.toMs, other.toMs);
      return fromMs < toMs ? [{ fromMs, toMs }] : [];
    }),
  );
}

const ofSample =
  'at, 1 as count, value as sum, value as min, value as max, value as last, at as last_at';

const ofRollup = 'bucket as at, count, sum, min, max, last, null::timestamptz as last_at';

/** Selects that together hold each sample of the window once. */
function partsOf(
  { seriesIds, fromMs, toMs, source }: PointsQuery,
  stale: { readonly minutes: readonly Range[]; readonly hours: readonly Range[] },
): readonly string[] {
  const mine = `series_id = any('{${seriesIds.map(Number).join(',')}}'::int[])`;
  const window: Range = { fromMs, toMs };
  const samples = (ranges: readonly Range[]): readonly string[] =>
    ranges.length === 0
      ? []
      : [
          `select series_id, ${ofSample} from hawkwatch_store.metric_samples
           where ${mine} and ${within('at', ranges)}`,
        ];
  const rolledUp = (
    table: 'metric_rollups_1m' | 'metric_rollups_1h',
    ranges: readonly Range[],
    except: readonly Range[],
  ): string =>
    `select series_id, ${ofRollup} from hawkwatch_store.${table}
     where ${mine} and ${within('bucket', ranges)} and not ${within('bucket', except)}`;
  if (source === 'RAW') return samples([window]);
  const minutes = intersect(stale.minutes, [window]);
  if (source === 'MINUTES') {
    return [rolledUp('metric_rollups_1m', [window], minutes), ...samples(minutes)];
  }
  const hours = intersect(stale.hours, [window]);
  return [
    rolledUp('metric_rollups_1h', [window], hours),
    ...(hours.length === 0 ? [] : [rolledUp('metric_rollups_1m', hours, minutes)]),
    ...samples(minutes),
  ];
}

async function readStale(q: Queryable, { fromMs, toMs, source }: PointsQuery) {
  if (source === 'RAW') return { minutes: [], hours: [] };
  const window = { from: new Date(fromMs), to: new Date(toMs), limit: maxStale };
  // Minutes first: one that is rolled up meanwhile makes its hour stale before it is gone.
  const minutes = rangesOf(await listStaleBuckets(q, 1, window), minuteMs);
  if (source === 'MINUTES') return { minutes, hours: [] };
  const ofMinutes = minutes.flatMap((range) => {
    const hours: number[] = [];
    for (let at = Math.floor(range.fromMs / hourMs) * hourMs; at < range.toMs; at += hourMs) {
      hours.push(at);
    }
    return hours;
  });
  const own = await listStaleBuckets(q, 2, window);
  const hours = rangesOf(
    [...new Set([...own, ...ofMinutes])].toSorted((a, b) => a - b),
    hourMs,
  );
  return { minutes, hours };
}

/**
 * The buckets of some series; a series without samples in the window is left out. Not read with the client
 * that the event log is read with: a large window may take as long as its statement is allowed to.
 */
export function listPoints(
  store: Pick<Store, 'transaction'>,
  query: PointsQuery,
): Promise<readonly SeriesPoints[]> {
  if (query.seriesIds.length === 0) return Promise.resolve([]);
  return store.transaction(async ({ q }) => {
    await limitStatements(q, statementTimeoutMs);
    return readPoints(q, query);
  });
}

// Known where the newest is a sample: the end of a roll-up's time would not do, for between it and a sample
// would lie a time that never passed.
const lastAtOf = 'case when max(last_at) = max(at) then max(last_at) end';

const noLast = "'last', '[]'::json, 'lastAt', '[]'::json";

async function readPoints(q: Queryable, query: PointsQuery): Promise<readonly SeriesPoints[]> {
  const { stepMs, last = false } = query;
  const parts = partsOf(query, await readStale(q, query));
  const lastOf = last ? '(array_agg(last order by at desc))[1]' : 'null::float8';
  const columns = last ? "'last', json_agg(last), 'lastAt', json_agg(last_at)" : noLast;
  const text = `
    select series_id as id, json_build_object(
      'at', json_agg(at), 'count', json_agg(count), 'sum', json_agg(sum), 'min', json_agg(min),
      'max', json_agg(max), ${columns}) as points
    from (
      select series_id, date_part('epoch', bin) as at, count, sum, min, max, last,
        date_part('epoch', last_at) as last_at
      from (
        select series_id, date_bin('${Number(stepMs)} milliseconds', at, 'epoch') as bin,
          sum(count) as count, sum(sum) as sum, min(min) as min, max(max) as max, ${lastOf} as last,
          ${lastAtOf} as last_at
        from (${parts.join(' union all ')}) as held group by 1, 2) as binned
      order by series_id, bin) as ordered
    group by series_id order by series_id`;
  const rows = await q.execute<{ id: number; points: Omit<SeriesPoints, 'seriesId'> }>(
    sql.raw(text),
  );
  return [...rows].map(({ id, points }) => ({
    ...points,
    seriesId: id,
    at: points.at.map(toMs),
    lastAt: points.lastAt.map((seconds) => (seconds === null ? null : toMs(seconds))),
  }));
}

const toMs = (seconds: number): number => Math.round(seconds * 1_000);

export interface LatestSample {
  readonly seriesId: number;
  readonly at: Date;
  readonly value: number;
}

/** The newest sample of each series; those without any are left out. */
export async function listLatestSamples(
  raw: SqlClient,
  seriesIds: readonly number[],
): Promise<readonly LatestSample[]> {
  if (seriesIds.length === 0) return [];
  const rows = await raw<{ id: number; at: Date; value: number }[]>`
    select wanted.id, newest.at, newest.value
    from unnest(${`{${seriesIds.join(',')}}`}::int[]) as wanted(id) cross join lateral (
      select at, value from hawkwatch_store.metric_samples
      where series_id = wanted.id order by at desc limit 1) as newest`;
  return rows.map(({ id, at, value }) => ({ seriesId: id, at, value }));
}
