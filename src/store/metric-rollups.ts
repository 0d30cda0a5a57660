// Rolls samples up into minutes, and minutes into hours. What a bucket shows is always computed anew of
// all it is made of, so a roll-up that is repeated, or that a late sample brings about, is as right as
// the first one. Claiming stale buckets and storing what they come to is one transaction.
import { sql } from './drizzle.ts';
import { insertPartitions, partitionOf, type PartitionedTable } from './metric-partitions.ts';
import {
  claimStaleBuckets,
  hourMs,
  insertStaleText,
  minuteMs,
  type RollupLevel,
  type StaleBucket,
} from './metric-stale-buckets.ts';
import type { Queryable, Store } from './store.ts';

const tables: Readonly<Record<RollupLevel, PartitionedTable>> = {
  1: 'metric_rollups_1m',
  2: 'metric_rollups_1h',
};
const bucketMsOf: Readonly<Record<RollupLevel, number>> = { 1: minuteMs, 2: hourMs };
/** Ranges of one statement. */
const chunk = 20_000;

/** Buckets of a series that follow each other without a gap. */
interface Run {
  readonly series: number;
  readonly fromMs: number;
  toMs: number;
}

/**
 * Computes stale buckets that begin before `before`, the oldest first.
 * @returns how many marks were taken: less than `limit` when none is left
 */
export function updateRollups(
  store: Store,
  level: RollupLevel,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<number> {
  const table = tables[level];
  return store.transaction(async ({ q }) => {
    await q.execute(sql`set local statement_timeout = '60s'`);
    const claimed = await claimStaleBuckets(q, level, { before, limit });
    const partitions = claimed.map(({ bucketMs }) => partitionOf(table, bucketMs));
    const first = await insertPartitions(store, table, partitions);
    const kept = claimed.filter(({ bucketMs }) => partitionOf(table, bucketMs) >= first);
    const runs = runsOf(kept, bucketMsOf[level]);
    for (let n = 0; n < runs.length; n += chunk) {
      await compute(q, level, runs.slice(n, n + chunk));
    }
    if (level === 1 && kept.length > 0) {
      await q.execute(sql.raw(insertStaleText(2, hoursOf(kept))));
    }
    return claimed.length;
  });
}

async function compute(q: Queryable, level: RollupLevel, runs: readonly Run[]): Promise<void> {
  const column = (pick: (run: Run) => number): string => `{${runs.map(pick).join(',')}}`;
  // One look into the index for each run of a series, however many samples others have.
  const given = sql`unnest(${column(({ series }) => series)}::int[],
    ${column(({ fromMs }) => fromMs)}::float8[], ${column(({ toMs }) => toMs)}::float8[])
    as run(series, from_ms, to_ms)`;
  const made =
    level === 1
      ? sql`
        select date_bin('1 minute', at, 'epoch') as bucket, count(*)::int as count,
          sum(value) as sum, min(value) as min, max(value) as max,
          (array_agg(value order by at desc))[1] as last
        from hawkwatch_store.metric_samples where series_id = run.series
          and at >= to_timestamp(run.from_ms / 1000) and at < to_timestamp(run.to_ms / 1000)
        group by 1`
      : sql`
        select date_bin('1 hour', bucket, 'epoch') as bucket, sum(count)::int as count,
          sum(sum) as sum, min(min) as min, max(max) as max,
          (array_agg(last order by bucket desc))[1] as last
        from hawkwatch_store.metric_rollups_1m where series_id = run.series
          and bucket >= to_timestamp(run.from_ms / 1000) and bucket < to_timestamp(run.to_ms / 1000)
        group by 1`;
  await q.execute(sql`
    insert into ${sql.raw(`hawkwatch_store.${tables[level]}`)}
      (series_id, bucket, count, sum, min, max, last)
    select run.series, made.bucket, made.count, made.sum, made.min, made.max, made.last
    from ${given} cross join lateral (${made}) as made
    on conflict (series_id, bucket) do update set count = excluded.count, sum = excluded.sum,
      min = excluded.min, max = excluded.max, last = excluded.last`);
}

function runsOf(stale: readonly StaleBucket[], stepMs: number): readonly Run[] {
  const bySeries = new Map<number, Set<number>>();
  for (const { bucketMs, series } of stale) {
    for (const id of series) {
      let buckets = bySeries.get(id);
      if (buckets === undefined) bySeries.set(id, (buckets = new Set()));
      buckets.add(bucketMs);
    }
  }
  const runs: Run[] = [];
  for (const [series, buckets] of bySeries) {
    let last: Run | undefined;
    for (const fromMs of [...buckets].toSorted((a, b) => a - b)) {
      if (last?.toMs === fromMs) last.toMs += stepMs;
      else runs.push((last = { series, fromMs, toMs: fromMs + stepMs }));
    }
  }
  return runs;
}

function hoursOf(minutes: readonly StaleBucket[]): readonly StaleBucket[] {
  const hours = new Map<number, Set<number>>();
  for (const { bucketMs, series } of minutes) {
    const hour = Math.floor(bucketMs / hourMs) * hourMs;
    let ofHour = hours.get(hour);
    if (ofHour === undefined) hours.set(hour, (ofHour = new Set()));
    for (const id of series) ofHour.add(id);
  }
  return [...hours].map(([bucketMs, series]) => ({ bucketMs, series: [...series] }));
}
