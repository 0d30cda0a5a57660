// What a server process does and what it waits for, seen from another connection. Only catalogue
// views are read; nothing here takes a lock.
import { normaliseQuery } from '../../sql/normalise.ts';
import type { TargetClient } from './client.ts';

/** A session that another one waits for. Its query is normalised: constants are replaced. */
export interface OtherSession {
  readonly pid: number;
  readonly application: string | null;
  readonly user: string | null;
  readonly query: string | null;
  /** For how long its transaction (or query) has been going on. */
  readonly sinceMs: number | null;
}

interface SessionRow {
  pid: number;
  application: string | null;
  usename: string | null;
  query: string | null;
  since_ms: number | null;
}

function toSession(row: SessionRow): OtherSession {
  return {
    pid: row.pid,
    application: row.application === '' ? null : row.application,
    user: row.usename,
    query: row.query === null || row.query === '' ? null : normaliseQuery(row.query),
    sinceMs: row.since_ms,
  };
}

/** The sessions that block `pid`, in the order of their start; none when it does not wait. */
export async function listBlockers(
  client: TargetClient,
  pid: number,
): Promise<readonly OtherSession[]> {
  const rows = await client<SessionRow[]>`
    select b.pid, a.application_name as application, a.usename, a.query,
           extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start))::float8
             * 1000 as since_ms
    from (select distinct unnest(pg_blocking_pids(${pid})) as pid) b
    left join pg_stat_activity a on a.pid = b.pid
    order by a.xact_start nulls last, b.pid`;
  return rows.map(toSession);
}

/** Who holds a two-part advisory lock of this database. */
export async function findLockHolder(
  client: TargetClient,
  lock: { readonly classId: number; readonly objectId: number },
): Promise<OtherSession | undefined> {
  const rows = await client<SessionRow[]>`
    select l.pid, a.application_name as application, a.usename, a.query,
           extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start,
             a.backend_start))::float8 * 1000 as since_ms
    from pg_locks l left join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.granted and l.objsubid = 2
      and l.classid = ${lock.classId} and l.objid = ${lock.objectId}
      and l.database = (select oid from pg_database where datname = current_database())`;
  return rows[0] === undefined ? undefined : toSession(rows[0]);
}

/** How far a long statement has come, in the units of its phase. */
export interface StatementProgress {
  readonly phase: string;
  readonly done: number | null;
  readonly of: number | null;
}

export interface ProgressRow {
  phase: string;
  done: string | null;
  total: string | null;
}

/** What asks for the progress of `pid`: at most one row, for `toStatementProgress`. */
export function statementProgressSql(pid: number): string {
  return `
    select phase,
           case when tuples_total > 0 then tuples_done
                when lockers_total > 0 then lockers_done else blocks_done end as done,
           case when tuples_total > 0 then tuples_total
                when lockers_total > 0 then lockers_total else blocks_total end as total
      from pg_stat_progress_create_index where pid = ${pid}
    union all
    select 'vacuum: ' || phase, heap_blks_scanned, heap_blks_total
      from pg_stat_progress_vacuum where pid = ${pid}
    union all
    select 'cluster: ' || phase, heap_blks_scanned, heap_blks_total
      from pg_stat_progress_cluster where pid = ${pid}
    union all
    select 'analyze: ' || phase, sample_blks_scanned, sample_blks_total
      from pg_stat_progress_analyze where pid = ${pid}
    union all
    select 'copy: ' || type, bytes_processed, nullif(bytes_total, 0)
      from pg_stat_progress_copy where pid = ${pid}
    limit 1`;
}

/** The progress that a row of `statementProgressSql` tells; undefined without one. */
export function toStatementProgress(row: ProgressRow | undefined): StatementProgress | undefined {
  if (row === undefined) return undefined;
  const total = Number(row.total ?? 0);
  return {
    phase: row.phase,
    done: row.done === null ? null : Number(row.done),
    of: total > 0 ? total : null,
  };
}

/** The progress of what `pid` does, from `pg_stat_progress_*`; undefined when it reports none. */
export async function findStatementProgress(
  client: TargetClient,
  pid: number,
): Promise<StatementProgress | undefined> {
  const [row] = await client.unsafe<ProgressRow[]>(statementProgressSql(pid));
  return toStatementProgress(row);
}

/** Asks the server to end what `pid` does now; its session stays. */
export async function cancelBackend(client: TargetClient, pid: number): Promise<void> {
  await client`select pg_cancel_backend(${pid})`;
}
