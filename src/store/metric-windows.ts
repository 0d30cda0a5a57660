// What all series of some metrics were in the last so many milliseconds: one statement for all that is
// wanted, whatever number of series that is.
import { sql } from './drizzle.ts';
import { limitStatements } from './metric-history.ts';
import { findSeries, type SeriesRecord } from './metric-series.ts';
import type { Queryable, Store } from './store.ts';

export interface WantedWindow {
  /** Names of metrics, or patterns with `*`, `?` and `|`. */
  readonly metric: string;
  readonly windowMs: number;
  /** The newest sample is looked for as far back as this, if that is more. */
  readonly lastMs: number;
}

export interface SeriesWindowRow {
  /** The place of what was wanted. */
  readonly place: number;
  readonly metric: string;
  readonly subject: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit: string;
  /** Null when there is no sample in the window. */
  readonly values: {
    readonly LAST: number;
    readonly AVERAGE: number;
    readonly MAX: number;
    readonly MIN: number;
  } | null;
  readonly lastAt: Date | null;
}

export interface WindowOptions {
  readonly now: Date;
  readonly timeoutMs: number;
  /** Series of which nothing was recorded for so long are not there any more. */
  readonly forgetMs: number;
  /** @throws when there are more series. */
  readonly maxSeries: number;
}

/** A pattern's alternatives as patterns of LIKE. */
function likesOf(pattern: string): readonly string[] {
  return pattern.split('|').map((one) =>
    one
      .replace(/[\\%_]/g, (character) => `\\${character}`)
      .replaceAll('*', '%')
      .replaceAll('?', '_'),
  );
}

/**
 * The series of what is wanted, in the order of places and numbers.
 * @throws when it takes too long, or there are too many series.
 */
export function listWindows(
  store: Pick<Store, 'transaction'>,
  wanted: readonly WantedWindow[],
  { now, timeoutMs, forgetMs, maxSeries }: WindowOptions,
): Promise<readonly SeriesWindowRow[]> {
  if (wanted.length === 0) return Promise.resolve([]);
  const at = (beforeMs: number): string => new Date(now.getTime() - beforeMs).toISOString();
  const list = JSON.stringify(
    wanted.map(({ metric, windowMs, lastMs }, place) => ({
      place,
      likes: likesOf(metric),
      since: at(windowMs),
      first: at(Math.max(windowMs, lastMs)),
      // `last_seen` is kept to the hour.
      seen: at(Math.max(forgetMs, windowMs, lastMs) + 3_600_000),
    })),
  );
  return store.transaction(async ({ q }) => {
    await limitStatements(q, timeoutMs);
    const rows = await q.execute<{
      place: number;
      metric: string;
      subject: string;
      labels: Record<string, string>;
      unit: string;
      last: number | null;
      average: number | null;
      max: number | null;
      min: number | null;
      last_ms: number | null;
    }>(sql`
      with wanted as (
        select * from jsonb_to_recordset(${list}::jsonb)
          as w(place int, likes jsonb, since timestamptz, first timestamptz, seen timestamptz)),
      found as (
        select w.place, w.since, w.first, s.id, s.metric, s.subject, s.labels, s.unit
        from wanted w join hawkwatch_store.metric_series s
          on s.metric like any(array(select jsonb_array_elements_text(w.likes)))
            and s.last_seen >= w.seen
        limit ${maxSeries + 1})
      select f.place, f.metric, f.subject, f.labels, f.unit, a.last, a.average, a.max, a.min,
        date_part('epoch', a.last_at) * 1000 as last_ms
      from found f cross join lateral (
        select (array_agg(value order by at desc) filter (where at > f.since))[1] as last,
          avg(value) filter (where at > f.since) as average,
          max(value) filter (where at > f.since) as max,
          min(value) filter (where at > f.since) as min,
          max(at) as last_at
        from hawkwatch_store.metric_samples m
        where m.series_id = f.id and m.at > f.first
          and m.at <= ${now.toISOString()}::timestamptz) a
      order by f.place, f.id`);
    if (rows.length > maxSeries) throw new Error(`more than ${maxSeries} series are wanted`);
    return [...rows].map((row) => ({
      place: row.place,
      metric: row.metric,
      subject: row.subject,
      labels: row.labels,
      unit: row.unit,
      values:
        row.last === null || row.average === null || row.max === null || row.min === null
          ? null
          : { LAST: row.last, AVERAGE: row.average, MAX: row.max, MIN: row.min },
      lastAt: row.last_ms === null ? null : new Date(Math.round(row.last_ms)),
    }));
  });
}

/** Series of a metric or pattern that were seen since, at most `limit`. */
export async function listMatchingSeries(
  q: Queryable,
  metric: string,
  { seenSince, limit }: { readonly seenSince: Date; readonly limit: number },
): Promise<readonly SeriesRecord[]> {
  const rows = await q.execute<{ id: number }>(sql`
    select id from hawkwatch_store.metric_series
    where metric like any(array(select jsonb_array_elements_text(${JSON.stringify(likesOf(metric))}::jsonb)))
      and last_seen >= ${new Date(seenSince.getTime() - 3_600_000).toISOString()}::timestamptz
    order by id limit ${limit}`);
  return findSeries(
    q,
    [...rows].map(({ id }) => id),
  );
}
