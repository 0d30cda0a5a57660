// Which buckets of the roll-ups do not show all samples yet. Whoever changes what a bucket is made of
// adds a row in the same transaction; whoever computes buckets removes rows, and reads what they are made
// of in a later statement, which sees all that the removed rows stand for.
import { sql } from './drizzle.ts';
import type { Queryable } from './store.ts';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;

/** 1: minutes, of samples. 2: hours, of minutes. */
export type RollupLevel = 1 | 2;

export interface StaleBucket {
  /** Milliseconds since 1970, at the bucket's start. */
  readonly bucketMs: number;
  readonly series: readonly number[];
}

/** SQL that adds rows; of numbers only, so that it may stand in a text of several statements. */
export function insertStaleText(level: RollupLevel, buckets: readonly StaleBucket[]): string {
  const rows = buckets.map(({ bucketMs, series }) => {
    const at = `'${new Date(bucketMs).toISOString()}'::timestamptz`;
    return `(${level}, ${at}, '{${series.map(Number).join(',')}}'::int[])`;
  });
  return `insert into hawkwatch_store.metric_stale_buckets (level, bucket, series)
    values ${rows.join(', ')}`;
}

/** Removes the oldest rows of buckets that begin before `before`, at most `limit`. */
export async function claimStaleBuckets(
  q: Queryable,
  level: RollupLevel,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<readonly StaleBucket[]> {
  const rows = await q.execute<{ bucket_ms: string; series: string }>(sql`
    delete from hawkwatch_store.metric_stale_buckets where id = any(array(
      select id from hawkwatch_store.metric_stale_buckets
      where level = ${level} and bucket < ${before.toISOString()}::timestamptz
      order by bucket, id limit ${limit} for update skip locked))
    returning (extract(epoch from bucket) * 1000)::int8 as bucket_ms, series::text as series`);
  return [...rows].map(({ bucket_ms, series }) => ({
    bucketMs: Number(bucket_ms),
    series: series.slice(1, -1).split(',').map(Number),
  }));
}

/** Buckets within [from, to) that are stale, oldest first; the newest `limit` of them. */
export async function listStaleBuckets(
  q: Queryable,
  level: RollupLevel,
  { from, to, limit }: { readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<readonly number[]> {
  const rows = await q.execute<{ bucket_ms: string }>(sql`
    select distinct (extract(epoch from bucket) * 1000)::int8 as bucket_ms
    from hawkwatch_store.metric_stale_buckets
    where level = ${level} and bucket >= ${from.toISOString()}::timestamptz
      and bucket < ${to.toISOString()}::timestamptz
    order by 1 desc limit ${limit}`);
  return [...rows].map(({ bucket_ms }) => Number(bucket_ms)).toReversed();
}
