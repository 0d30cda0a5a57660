// What is usual for the series that are watched, and what is forecast of them. What a baseline is made
// of is not looked into here: `metrics/` writes and reads it.
import { asc, eq, inArray, sql } from './drizzle.ts';
import { metricBaselines, metricForecasts, metricSeries } from './schema/index.ts';
import { storableValue } from './storable.ts';
import type { Queryable } from './store.ts';

/** A found thing, or in `silence` why there is none. */
export interface BaselineRow {
  readonly seriesId: number;
  readonly computedAt: Date;
  readonly dueAt: Date;
  readonly baseline: unknown;
  readonly silence: string | null;
  /** Where the search for anomalies stands; null while all is usual. */
  readonly walk: unknown;
}

export interface ForecastRow {
  readonly seriesId: number;
  readonly limit: string;
  readonly computedAt: Date;
  readonly forecast: unknown;
  readonly silence: string | null;
  readonly toldAt: Date | null;
}

export async function findBaselines(
  q: Queryable,
  seriesIds: readonly number[],
): Promise<readonly BaselineRow[]> {
  if (seriesIds.length === 0) return [];
  return q
    .select()
    .from(metricBaselines)
    .where(inArray(metricBaselines.seriesId, [...seriesIds]));
}

export async function findForecasts(
  q: Queryable,
  seriesIds: readonly number[],
): Promise<readonly ForecastRow[]> {
  if (seriesIds.length === 0) return [];
  return q
    .select()
    .from(metricForecasts)
    .where(inArray(metricForecasts.seriesId, [...seriesIds]))
    .orderBy(asc(metricForecasts.seriesId), asc(metricForecasts.limit));
}

/** The series that have a baseline or its silence, by their number. */
export async function listWatchedSeries(q: Queryable, limit: number): Promise<readonly number[]> {
  const rows = await q
    .select({ id: metricBaselines.seriesId })
    .from(metricBaselines)
    .orderBy(asc(metricBaselines.seriesId))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Those of some series whose baseline is missing or due, the longest due first. */
export async function listDueSeries(
  q: Queryable,
  seriesIds: readonly number[],
  now: Date,
  limit: number,
): Promise<readonly number[]> {
  const rows = await q.execute<{ id: number }>(sql`
    select s.id from unnest(${`{${seriesIds.map(Number).join(',')}}`}::int[]) as s(id)
    left join hawkwatch_store.metric_baselines b on b.series_id = s.id
    where b.series_id is null or b.due_at <= ${now.toISOString()}::timestamptz
    order by b.due_at nulls first, s.id limit ${limit}`);
  return [...rows].map(({ id }) => id);
}

/** Stores what is usual; where the search for anomalies stands is left as it is. */
export async function updateBaseline(q: Queryable, row: Omit<BaselineRow, 'walk'>): Promise<void> {
  const set = { ...row, baseline: row.baseline === null ? null : storableValue(row.baseline) };
  await q
    .insert(metricBaselines)
    .values({ ...set, walk: null })
    .onConflictDoUpdate({ target: metricBaselines.seriesId, set });
}

/** Stores where the search for anomalies stands, in one statement for all of a batch. */
export async function updateWalks(
  q: Queryable,
  walks: readonly { readonly seriesId: number; readonly walk: unknown }[],
): Promise<void> {
  if (walks.length === 0) return;
  await q.execute(sql`
    update hawkwatch_store.metric_baselines b set walk = nullif(w.walk, 'null'::jsonb)
    from jsonb_to_recordset(${JSON.stringify(walks)}::jsonb) as w("seriesId" int, walk jsonb)
    where b.series_id = w."seriesId"`);
}

/** Forgets the baselines and forecasts of series that are not watched any more. */
export async function deleteBaselines(q: Queryable, seriesIds: readonly number[]): Promise<void> {
  if (seriesIds.length === 0) return;
  await q.delete(metricForecasts).where(inArray(metricForecasts.seriesId, [...seriesIds]));
  await q.delete(metricBaselines).where(inArray(metricBaselines.seriesId, [...seriesIds]));
}

export async function updateForecast(q: Queryable, row: ForecastRow): Promise<void> {
  const set = { ...row, forecast: row.forecast === null ? null : storableValue(row.forecast) };
  await q
    .insert(metricForecasts)
    .values(set)
    .onConflictDoUpdate({ target: [metricForecasts.seriesId, metricForecasts.limit], set });
}

/** Keeps a series from being removed until the transaction ends; false when it is gone already. */
export async function lockSeries(q: Queryable, seriesId: number): Promise<boolean> {
  const rows = await q
    .select({ id: metricSeries.id })
    .from(metricSeries)
    .where(eq(metricSeries.id, seriesId))
    .for('key share');
  return rows.length > 0;
}
