// Reads the roll-ups of series as columns for analysis: buckets of one width, packed into bytes by
// PostgreSQL, so that a month of a series is one row of some kilobytes and costs no parsing.
import { sql } from './drizzle.ts';
import type { Queryable, Store } from './store.ts';

/** One series: times in milliseconds since 1970, in order, and as many values. */
export interface SeriesColumns {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export interface HistoryRange {
  readonly from: Date;
  /** Exclusive. */
  readonly until: Date;
  /** Whole minutes; whole hours read the hourly roll-up. */
  readonly stepMs: number;
  /** `last` is for counters. */
  readonly value: 'average' | 'last' | 'max' | 'min';
}

const hourMs = 3_600_000;
const statementTimeoutMs = 15_000;
/** Buckets of all series of one reading. */
const mostBuckets = 500_000;

const expressions = {
  average: sql.raw('sum(sum) / sum(count)'),
  last: sql.raw('(array_agg(last order by bucket desc))[1]'),
  max: sql.raw('max(max)'),
  min: sql.raw('min(min)'),
};

/**
 * The buckets of some series; a series without any is not in the map.
 * @throws when that would be more than half a million buckets, or takes longer than 15 seconds
 */
export function readHistory(
  store: Store,
  seriesIds: readonly number[],
  range: HistoryRange,
): Promise<ReadonlyMap<number, SeriesColumns>> {
  if (seriesIds.length === 0) return Promise.resolve(new Map());
  const { from, until, stepMs } = range;
  if ((seriesIds.length * (until.getTime() - from.getTime())) / stepMs > mostBuckets) {
    throw new Error(`a reading of ${seriesIds.length} series is too large`);
  }
  return store.transaction(async ({ q }) => {
    await limitStatements(q, statementTimeoutMs);
    return readColumns(q, seriesIds, range);
  });
}

/** No statement of the transaction takes longer. */
export async function limitStatements(q: Queryable, timeoutMs: number): Promise<void> {
  await q.execute(sql.raw(`set local statement_timeout = ${Math.round(timeoutMs)}`));
}

async function readColumns(
  q: Queryable,
  seriesIds: readonly number[],
  { from, until, stepMs, value }: HistoryRange,
): Promise<ReadonlyMap<number, SeriesColumns>> {
  const table = stepMs % hourMs === 0 ? 'metric_rollups_1h' : 'metric_rollups_1m';
  const width = sql.raw(String(Math.round(stepMs / 1000)));
  const rows = await q.execute<{ series_id: number; times: Uint8Array; values: Uint8Array }>(sql`
    select series_id, string_agg(int4send(b), ''::bytea order by b) as times,
      string_agg(float8send(v), ''::bytea order by b) as values
    from (
      select series_id, floor(extract(epoch from bucket) / ${width})::int as b,
        ${expressions[value]} as v
      from hawkwatch_store.${sql.raw(table)}
      where series_id = any(${`{${seriesIds.map(Number).join(',')}}`}::int[])
        and bucket >= ${from.toISOString()}::timestamptz
        and bucket < ${until.toISOString()}::timestamptz
      group by 1, 2) as buckets
    group by series_id`);
  return new Map(
    [...rows].map(({ series_id, times, values }) => [series_id, unpack(times, values, stepMs)]),
  );
}

function unpack(times: Uint8Array, values: Uint8Array, stepMs: number): SeriesColumns {
  const places = new DataView(times.buffer, times.byteOffset, times.byteLength);
  const numbers = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const length = times.byteLength / 4;
  const columns = { times: new Float64Array(length), values: new Float64Array(length) };
  for (let index = 0; index < length; index += 1) {
    columns.times[index] = places.getInt32(index * 4) * stepMs;
    columns.values[index] = numbers.getFloat64(index * 8);
  }
  return columns;
}

/**
 * The first minute since `from` whose roll-up does not show all samples yet, or `until` when all do.
 */
export async function findRolledUpUntil(q: Queryable, from: Date, until: Date): Promise<Date> {
  const [row] = await q.execute<{ bucket_ms: string | null }>(sql`
    select (extract(epoch from min(bucket)) * 1000)::int8 as bucket_ms
    from hawkwatch_store.metric_stale_buckets
    where level = 1 and bucket >= ${from.toISOString()}::timestamptz
      and bucket < ${until.toISOString()}::timestamptz`);
  const bucketMs = row?.bucket_ms ?? null;
  return bucketMs === null ? until : new Date(Number(bucketMs));
}
