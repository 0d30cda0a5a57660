// The series that samples belong to: a metric of a subject, told apart by labels. A series gets its
// number with its first sample, and is removed when nothing of it is kept any more.
import { inArray, lt, sql } from './drizzle.ts';
import { metricSeries } from './schema/index.ts';
import type { Queryable, Store } from './store.ts';

export type MetricLabels = Readonly<Record<string, string>>;

/** What makes a series itself. */
export interface SeriesIdentity {
  readonly metric: string;
  readonly subject: string;
  readonly labels: MetricLabels;
}

export interface SeriesRecord extends SeriesIdentity {
  readonly id: number;
  readonly unit: string;
  readonly firstSeen: Date;
  /** To the hour. */
  readonly lastSeen: Date;
}

export interface WantedSeries extends SeriesIdentity {
  readonly unit: string;
}

function toRecord(row: typeof metricSeries.$inferSelect): SeriesRecord {
  return { ...row, labels: toLabels(row.labels) };
}

function toLabels(value: unknown): MetricLabels {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}

/**
 * The numbers of series, in the order asked; unknown ones are made, as long as there are fewer than
 * `maxSeries`: undefined for those that found no room. Marks all as seen.
 */
export async function claimSeries(
  store: Store,
  wanted: readonly WantedSeries[],
  { now, maxSeries }: { readonly now: Date; readonly maxSeries: number },
): Promise<readonly (number | undefined)[]> {
  if (wanted.length === 0) return [];
  const list = JSON.stringify(
    wanted.map(({ metric, subject, labels, unit }, place) => ({
      place,
      metric,
      subject,
      labels,
      unit,
    })),
  );
  const asked = sql`select * from jsonb_to_recordset(${list}::jsonb)
    as w(place int, metric text, subject text, labels jsonb, unit text)`;
  const at = now.toISOString();
  const ids = Array.from<number | undefined>({ length: wanted.length });
  const note = (rows: Iterable<{ place: number; id: number }>): void => {
    for (const { place, id } of rows) ids[place] = id;
  };
  note(
    await store.transaction(({ q }) =>
      // In one order everywhere, so that two replicas do not wait for each other in a circle.
      q.execute<{ place: number; id: number }>(sql`
        with asked as (${asked}), known as (
          select w.place, w.unit, s.id from asked w join hawkwatch_store.metric_series s
            using (metric, subject, labels) order by s.id for update of s),
        touched as (
          update hawkwatch_store.metric_series s
          set last_seen = greatest(s.last_seen, ${at}::timestamptz), unit = known.unit
          from known where s.id = known.id)
        select place, id from known`),
    ),
  );
  const missing = ids.flatMap((id, place) => (id === undefined ? [place] : []));
  if (missing.length === 0) return ids;
  // Counted without a lock: some more than the bound do no harm.
  const room = maxSeries - (await countSeries(store.q));
  if (room <= 0) return ids;
  const added = `{${missing.slice(0, room).join(',')}}`;
  note(
    await store.transaction(({ q }) =>
      q.execute<{ place: number; id: number }>(sql`
        with asked as (${asked}), made as (
          insert into hawkwatch_store.metric_series
            (metric, subject, labels, unit, first_seen, last_seen)
          select metric, subject, labels, unit, ${at}::timestamptz, ${at}::timestamptz
          from asked where place = any(${added}::int[]) order by metric, subject, labels
          on conflict (metric, subject, labels) do update set last_seen = excluded.last_seen
          returning id, metric, subject, labels)
        select w.place, made.id from asked w join made using (metric, subject, labels)`),
    ),
  );
  return ids;
}

export async function countSeries(q: Queryable): Promise<number> {
  const [row] = await q.execute<{ n: string }>(
    sql`select count(*) as n from hawkwatch_store.metric_series`,
  );
  return Number(row?.n ?? 0);
}

export interface SeriesFilter {
  readonly metrics?: readonly string[] | undefined;
  readonly subjects?: readonly string[] | undefined;
  /** All of these, among others. */
  readonly labels?: MetricLabels | undefined;
  /** Only series that were seen since. */
  readonly seenSince?: Date | undefined;
}

/** A place in the order of series: by metric, subject and number. */
export interface SeriesPlace {
  readonly metric: string;
  readonly subject: string;
  readonly id: number;
}

/** A PostgreSQL array of texts. */
function textArray(words: readonly string[]) {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(words)}::jsonb))`;
}

function conditions({ metrics, subjects, labels, seenSince }: SeriesFilter) {
  return [
    ...(metrics === undefined ? [] : [sql`metric = any(${textArray(metrics)})`]),
    ...(subjects === undefined ? [] : [sql`subject = any(${textArray(subjects)})`]),
    ...(labels === undefined ? [] : [sql`labels @> ${JSON.stringify(labels)}::jsonb`]),
    ...(seenSince === undefined ? [] : [sql`last_seen >= ${seenSince.toISOString()}::timestamptz`]),
  ];
}

/** Series by metric and subject, at most `limit`; backwards from the end or `before`. */
export async function listSeries(
  q: Queryable,
  filter: SeriesFilter,
  page: {
    readonly limit: number;
    readonly after?: SeriesPlace | undefined;
    readonly before?: SeriesPlace | undefined;
    readonly backwards?: boolean | undefined;
  },
): Promise<readonly SeriesRecord[]> {
  const { after, before, backwards = false } = page;
  const place = ({ metric, subject, id }: SeriesPlace) => sql`(${metric}, ${subject}, ${id}::int)`;
  const where = [
    ...conditions(filter),
    ...(after === undefined ? [] : [sql`(metric, subject, id) > ${place(after)}`]),
    ...(before === undefined ? [] : [sql`(metric, subject, id) < ${place(before)}`]),
  ];
  const rows = await q
    .select()
    .from(metricSeries)
    .where(where.length === 0 ? undefined : sql.join(where, sql` and `))
    .orderBy(backwards ? sql`metric desc, subject desc, id desc` : sql`metric, subject, id`)
    .limit(page.limit);
  return rows.map(toRecord);
}

export async function findSeries(
  q: Queryable,
  ids: readonly number[],
): Promise<readonly SeriesRecord[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(metricSeries)
    .where(inArray(metricSeries.id, [...ids]));
  return rows.map(toRecord);
}

/** What there is of a metric. */
export interface MetricSummary {
  readonly metric: string;
  readonly unit: string;
  readonly series: number;
  /** How many things it was measured of. */
  readonly subjectCount: number;
  /** The first of them by name. */
  readonly subjects: readonly string[];
  readonly lastSeen: Date;
}

const shownSubjects = 100;

/** Metrics that were recorded, by name. */
export async function listMetrics(
  q: Queryable,
  filter: SeriesFilter = {},
): Promise<readonly MetricSummary[]> {
  const where = conditions(filter);
  const rows = await q.execute<{
    metric: string;
    unit: string;
    series: string;
    subject_count: string;
    subjects: string[];
    last_seen: string;
  }>(sql`
    select metric, max(unit) as unit, sum(series) as series, count(*) as subject_count,
      to_json((array_agg(subject order by subject))[1:${sql.raw(String(shownSubjects))}]) as subjects,
      (extract(epoch from max(last_seen)) * 1000)::int8 as last_seen
    from (select metric, subject, max(unit) as unit, count(*) as series, max(last_seen) as last_seen
          from hawkwatch_store.metric_series
          ${where.length === 0 ? sql`` : sql`where ${sql.join(where, sql` and `)}`}
          group by metric, subject) as measured
    group by metric order by metric`);
  return [...rows].map((row) => ({
    metric: row.metric,
    unit: row.unit,
    series: Number(row.series),
    subjectCount: Number(row.subject_count),
    subjects: row.subjects,
    lastSeen: new Date(Number(row.last_seen)),
  }));
}

/** Removes series that nothing was recorded of since `before`; returns how many. */
export async function deleteOldSeries(q: Queryable, before: Date): Promise<number> {
  const rows = await q
    .delete(metricSeries)
    .where(lt(metricSeries.lastSeen, before))
    .returning({ id: metricSeries.id });
  return rows.length;
}
