// Figures for the report of operations: how migrations went, and where measurements were above a limit.
import { sql } from './drizzle.ts';
import type { Queryable, Store } from './store.ts';
import { limitStatements } from './metric-history.ts';

export interface RunFigures {
  /** Null: of all databases together. */
  readonly database: string | null;
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Neither ended nor given up. */
  readonly open: number;
  readonly dryRuns: number;
  /** Of runs that ended and were no dry runs, in milliseconds; null without any. */
  readonly averageMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly longestMs: number | null;
  /** Runs that took longer than `longMs`. */
  readonly long: number;
}

export interface FiguresRange {
  readonly from: Date;
  /** Exclusive. */
  readonly until: Date;
  /** Minutes are kept since then; without it, all are. */
  readonly minutesSince?: Date | undefined;
}

const statementTimeoutMs = 15_000;

/** Of all runs that were asked for within the range, then of the databases with most of them. */
export function readRunFigures(
  store: Store,
  { from, until }: FiguresRange,
  { longMs, maxDatabases }: { readonly longMs: number; readonly maxDatabases: number },
): Promise<readonly RunFigures[]> {
  return store.transaction(async ({ q }) => {
    await limitStatements(q, statementTimeoutMs);
    const rows = await q.execute<Record<string, unknown>>(sql`
      with runs as (
        select d.name, r.state, r.dry_run,
          case when not r.dry_run
            then extract(epoch from r.finished_at - r.started_at) * 1000 end as ms
        from hawkwatch_store.migration_runs r
        join hawkwatch_store.databases d on d.id = r.database_id
        where r.queued_at >= ${from.toISOString()}::timestamptz
          and r.queued_at < ${until.toISOString()}::timestamptz)
      select name as database, count(*)::int as total,
        count(*) filter (where state = 'SUCCEEDED')::int as succeeded,
        count(*) filter (where state in ('FAILED', 'INTERRUPTED'))::int as failed,
        count(*) filter (where state = 'CANCELLED')::int as cancelled,
        count(*) filter (where state in ('AWAITING_REVIEW', 'QUEUED', 'RUNNING'))::int as open,
        count(*) filter (where dry_run)::int as dry_runs,
        avg(ms)::float8 as average, max(ms)::float8 as longest,
        percentile_cont(0.5) within group (order by ms) as p50,
        percentile_cont(0.95) within group (order by ms) as p95,
        percentile_cont(0.99) within group (order by ms) as p99,
        count(*) filter (where ms > ${longMs}::float8)::int as long
      from runs group by grouping sets ((), (name))
      order by name is null desc, count(*) desc, name limit ${maxDatabases + 1}`);
    return [...rows].map(toFigures);
  });
}

function toFigures(row: Record<string, unknown>): RunFigures {
  const count = (name: string): number => Number(row[name] ?? 0);
  const figure = (name: string): number | null => {
    const value = row[name];
    return value === null || value === undefined ? null : Number(value);
  };
  const database = row['database'];
  return {
    database: typeof database === 'string' ? database : null,
    total: count('total'),
    succeeded: count('succeeded'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    open: count('open'),
    dryRuns: count('dry_runs'),
    averageMs: figure('average'),
    p50Ms: figure('p50'),
    p95Ms: figure('p95'),
    p99Ms: figure('p99'),
    longestMs: figure('longest'),
    long: count('long'),
  };
}

/** Where a series was above its limit. */
export interface Exceeded {
  readonly seriesId: number;
  /** Buckets with a sample above it. */
  readonly buckets: number;
  readonly peak: number;
  readonly peakAt: Date;
}

/**
 * The series that were above their limits, the highest above first. Minutes are looked through for a
 * range of two days, hours for a longer one.
 */
export async function listExceeded(
  q: Queryable,
  range: FiguresRange,
  limits: readonly { readonly seriesId: number; readonly above: number }[],
  limit: number,
): Promise<readonly Exceeded[]> {
  if (limits.length === 0) return [];
  const { from, until } = range;
  const table = isShort(range) ? 'metric_rollups_1m' : 'metric_rollups_1h';
  const list = (values: readonly number[]): string => `{${values.map(Number).join(',')}}`;
  const rows = await q.execute<{ id: number; n: number; peak: number; at_ms: string }>(sql`
    select r.series_id as id, count(*)::int as n, max(r.max) as peak,
      (extract(epoch from (array_agg(r.bucket order by r.max desc, r.bucket))[1]) * 1000)::int8
        as at_ms
    from unnest(${list(limits.map(({ seriesId }) => seriesId))}::int[],
                ${list(limits.map(({ above }) => above))}::float8[]) as l(series_id, above)
    join hawkwatch_store.${sql.raw(table)} r on r.series_id = l.series_id and r.max > l.above
    where r.bucket >= ${from.toISOString()}::timestamptz
      and r.bucket < ${until.toISOString()}::timestamptz
    group by r.series_id, l.above
    order by max(r.max) / nullif(l.above, 0) desc nulls last, r.series_id limit ${limit}`);
  return [...rows].map(({ id, n, peak, at_ms }) => ({
    seriesId: id,
    buckets: n,
    peak,
    peakAt: new Date(Number(at_ms)),
  }));
}

/** Minutes are looked through, which are there still; otherwise hours. */
export function isShort({ from, until, minutesSince }: FiguresRange): boolean {
  if (minutesSince !== undefined && from < minutesSince) return false;
  return until.getTime() - from.getTime() <= 2 * 86_400_000;
}
