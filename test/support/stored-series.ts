// Series in the store as the recorder and the roll-ups leave them, put there directly.
import type { TimeSeries } from '../../src/metrics/analysis/time-series.ts';
import { sql } from '../../src/store/drizzle.ts';
import {
  insertPartitions,
  partitionOf,
  type PartitionedTable,
} from '../../src/store/metric-partitions.ts';
import { claimSeries, type SeriesIdentity } from '../../src/store/metric-series.ts';
import type { Store } from '../../src/store/store.ts';

/** Stores a bucket of a roll-up for each point; returns the number of the series. */
export async function storeSeries(
  store: Store,
  identity: SeriesIdentity & { readonly unit: string },
  series: TimeSeries,
  tables: readonly PartitionedTable[] = ['metric_rollups_1m', 'metric_rollups_1h'],
): Promise<number> {
  const now = new Date(series.times.at(-1) ?? 0);
  const [id] = await claimSeries(store, [identity], { now, maxSeries: 1_000_000 });
  if (id === undefined) throw new Error('the series found no room');
  for (const table of tables) {
    const width = table === 'metric_rollups_1h' ? 3600 : 60;
    await insertPartitions(
      store,
      table,
      Array.from(series.times, (atMs) => partitionOf(table, atMs)),
    );
    const list = (values: Float64Array): string => `{${values.join(',')}}`;
    await store.q.execute(sql`
      insert into hawkwatch_store.${sql.raw(table)}
        (series_id, bucket, count, sum, min, max, last)
      select ${id}::int, b, count(*), sum(v), min(v), max(v),
        (array_agg(v order by a desc))[1]
      from (select a, v, to_timestamp(floor(a / 1000 / ${width}::int) * ${width}::int) as b
            from unnest(${list(series.times)}::float8[], ${list(series.values)}::float8[])
              as points(a, v)) as bucketed
      group by b on conflict do nothing`);
  }
  return id;
}
