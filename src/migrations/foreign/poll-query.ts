// The texts of what is asked of a watched database, and the shape of the answers. Only catalogue
// views are read, and lock tables with a short lock_timeout; every query is bounded in its rows.
import { quoteIdentifier, quoteLiteral } from '../../databases/postgres/client.ts';
import { applicationPattern } from './signs.ts';
import type { ToolTable } from './tool-tables.ts';

/** A lock of a session, as an array because that is cheap to send: see `locksOf`. */
type LockTuple = readonly [
  type: string,
  classId: string | null,
  objectId: string | null,
  keys: number | null,
  granted: boolean,
  mode: string,
  relation: string | null,
  relationName: string | null,
  kind: string | null,
];

export interface SessionRow {
  readonly pid: number;
  /** Seconds since 1970 as text, to the microsecond: names the session together with its pid. */
  readonly backend_start: string | null;
  readonly application: string | null;
  readonly usename: string | null;
  readonly client: string | null;
  readonly state: string | null;
  readonly query: string | null;
  readonly backend_ms: number | null;
  readonly xact_ms: number | null;
  readonly query_ms: number | null;
  readonly state_ms: number | null;
  readonly locks: readonly LockTuple[] | null;
  /** The database's clock, in milliseconds since 1970. */
  readonly now_ms: number;
}

/** An application's tables; everything below belongs to the system. */
const firstUserOid = 16_384;
const maxSessions = 200;

const strongModes =
  `'AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock', ` +
  `'ShareUpdateExclusiveLock'`;

export interface PollQuery {
  /** The condition that known advisory locks fulfil. */
  readonly advisory: string;
  /** Tools' tables: writing to one of them is a sign. */
  readonly tableOids: readonly number[];
  /** From when on a statement counts as long. */
  readonly longMs: number;
}

const own = `coalesce(a.application_name, '') like 'hawkwatch%'`;
const client = `coalesce(a.backend_type, 'client backend') = 'client backend'`;
const here = `(select oid from pg_catalog.pg_database where datname = current_database())`;
const ageMs = (column: string): string =>
  `extract(epoch from clock_timestamp() - ${column})::float8 * 1000`;

const sessionColumns = `a.pid, extract(epoch from a.backend_start)::text as backend_start,
  nullif(a.application_name, '') as application, a.usename::text as usename,
  host(a.client_addr) as client, a.state, left(a.query, 4000) as query,
  ${ageMs('a.backend_start')} as backend_ms, ${ageMs('a.xact_start')} as xact_ms,
  ${ageMs('a.query_start')} as query_ms, ${ageMs('a.state_change')} as state_ms,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms`;

/**
 * The one query of a tick: the sessions that show a sign, and what they have locked. `$1` stands for
 * the server processes that are reported whatever they do (see `pidArray`).
 */
export function pollQuery({ advisory, tableOids, longMs }: PollQuery): string {
  const oids = tableOids.map((oid) => `'${oid}'`).join(', ');
  const written =
    oids === '' ? '' : ` or relation in (${oids}) and mode = 'RowExclusiveLock' and granted`;
  const long = (column: string): string =>
    `${column} < clock_timestamp() - interval '${longMs} ms'`;
  return `with l as materialized (
    select pid, json_agg(json_build_array(locktype, classid, objid, objsubid, granted, mode,
        relation, case when relation is not null then relation::regclass::text end,
        (select relpersistence::text || relkind::text from pg_catalog.pg_class c
          where c.oid = relation))) as locks
    from pg_catalog.pg_locks
    where database = ${here} and pid <> pg_catalog.pg_backend_pid()
      and (locktype = 'advisory' and (${advisory})
        or locktype = 'relation' and relation >= ${firstUserOid}
          and (mode in (${strongModes})${written}))
    group by pid)
  select ${sessionColumns}, l.locks
  from pg_catalog.pg_stat_activity a left join l on l.pid = a.pid
  where a.datid = ${here} and ${client} and not ${own}
    and (l.pid is not null or a.pid = any ($1)
      or a.application_name ~* '${applicationPattern}' and ${long('a.xact_start')})
  order by a.pid = any ($1) desc, l.pid is null, a.pid limit ${maxSessions}`;
}

/** A literal of server processes. */
export function pidArray(pids: readonly number[]): string {
  return `'{${pids.join(',')}}'::int[]`;
}

/**
 * Sessions of the same client as one of `holders`, for a tool that locks on one
 * connection and migrates on another: at work, or idle for less than `recentMs`.
 */
export function companionsQuery(holders: readonly number[], recentMs: number): string {
  return `select ${sessionColumns}, null as locks, h.pid as holder
  from pg_catalog.pg_stat_activity h
  join pg_catalog.pg_stat_activity a on a.usesysid = h.usesysid and a.datid = h.datid
    and a.application_name = h.application_name
    and a.client_addr is not distinct from h.client_addr and a.pid <> h.pid
  where h.pid in (${holders.join(', ')}) and ${client} and not ${own}
    and (a.state <> 'idle' or a.state_change > clock_timestamp() - interval '${recentMs} ms')
  order by a.xact_start nulls last, a.pid limit ${maxSessions}`;
}

/**
 * Sessions of the database that were killed or crashed. Those that were abandoned are not counted:
 * many tools just exit when they are done.
 */
export const badEndsQuery = `select (sessions_killed + sessions_fatal)::float8
  as ends from pg_catalog.pg_stat_database where datname = current_database()`;

/** Who is at work in the database at all; a lock row does not tell whose it is. */
export const busyQuery = `select exists (select from pg_catalog.pg_stat_activity a
  where a.datid = ${here} and ${client} and not ${own} and a.pid <> pg_catalog.pg_backend_pid()
    and a.state <> 'idle' and a.xact_start < clock_timestamp() - interval '2 s') as busy`;

/** One session that waits for another one. */
export interface WaitRow {
  readonly waiter: number;
  readonly waiter_application: string | null;
  readonly blocker: number;
  readonly application: string | null;
  readonly usename: string | null;
  readonly query: string | null;
  readonly since_ms: number | null;
}

/** Who waits for whom, as far as one of `pids` is concerned. */
export function waitsQuery(pids: readonly number[]): string {
  const ours = pids.join(', ');
  return `with waiting as materialized (
    select distinct pid from pg_catalog.pg_locks where not granted order by pid limit 100),
  edges as materialized (
    select pid as waiter, unnest(pg_catalog.pg_blocking_pids(pid)) as blocker from waiting)
  select distinct e.waiter, nullif(w.application_name, '') as waiter_application, e.blocker,
    nullif(b.application_name, '') as application, b.usename::text as usename,
    left(b.query, 4000) as query,
    extract(epoch from clock_timestamp() - coalesce(b.xact_start, b.query_start))::float8 * 1000
      as since_ms
  from edges e
  left join pg_catalog.pg_stat_activity w on w.pid = e.waiter
  left join pg_catalog.pg_stat_activity b on b.pid = e.blocker
  where e.waiter in (${ours}) or e.blocker in (${ours})
  order by e.waiter, e.blocker limit ${maxSessions}`;
}

/** What the catalogue has of the tables named. */
export function tablesQuery(names: readonly string[]): string {
  return `select pg_catalog.current_database()::text as database, (
    select coalesce(json_agg(t), '[]') from (
      select c.oid::bigint as oid, n.nspname::text as schema, c.relname::text as name,
        pg_catalog.has_schema_privilege(n.oid, 'usage')
          and pg_catalog.has_table_privilege(c.oid, 'select') as readable,
        (select coalesce(json_agg(a.attname), '[]') from pg_catalog.pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relname = any (array[${names.map(quoteLiteral).join(', ')}]::name[])
        and c.relkind in ('r', 'p') and c.relpersistence <> 't' and n.nspname !~ '^pg_'
      order by n.nspname, c.relname limit 500) t) as tables`;
}

/** The rows of lock tables. A table that somebody has locked is not waited for. */
export function lockRowsQuery(tables: readonly ToolTable[]): string {
  const rows = tables.map(
    ({ oid, schema, name }) =>
      `(select ${oid}::bigint as oid, to_jsonb(t) as lock, clock_timestamp() as now ` +
      `from ${quoteIdentifier(schema)}.${quoteIdentifier(name)} t limit 10)`,
  );
  return `set local lock_timeout = '100ms'; ${rows.join(' union all ')}`;
}
