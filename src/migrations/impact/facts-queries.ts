// What is asked of a monitored database before an assessment, but for what measures tables: catalogue
// and statistics views only, no user's rows, no lock on a user's table.
import { quoteLiteral, type TargetClient } from '../../databases/postgres/client.ts';
import type { NamedObjects } from './named-objects.ts';

const statementTimeoutMs = 8000;
const lockTimeoutMs = 500;
/** No reading tells more tables than this. */
export const maxTables = 2000;

/** What a query of this file returned; its `rows` have the form that the query's name stands for. */
export async function readRows<Row extends object>(
  client: TargetClient,
  query: string,
): Promise<readonly Row[]> {
  // One message is one transaction: the settings last as long as it, and nothing is left open.
  const results: unknown = await client
    .unsafe(
      `set transaction read only;
       set local statement_timeout = ${statementTimeoutMs};
       set local lock_timeout = ${lockTimeoutMs};
       set local jit = off;
       ${query}`,
    )
    .simple();
  const last: unknown = Array.isArray(results) ? results.at(-1) : undefined;
  return Array.isArray(last) ? (last as readonly Row[]) : [];
}

export interface ServerRow {
  version: number;
  time_zone: string;
  search_path: string[];
  /** Since when counters count, in minutes; null when nobody knows. */
  counted_minutes: number | null;
  /** Sessions of others of which this role may not see what they do. */
  hidden_sessions: number;
}

// Without a reset of their own, a database's counters are as old as the server's statistics, which
// start anew after a crash.
export const serverQuery = `
  select current_setting('server_version_num')::int as version,
    current_setting('TimeZone') as time_zone,
    to_json(current_schemas(false)) as search_path,
    (select extract(epoch from clock_timestamp() - coalesce(d.stats_reset, b.stats_reset))::float8
        / 60
      from pg_catalog.pg_stat_database d, pg_catalog.pg_stat_bgwriter b
      where d.datname = current_database()) as counted_minutes,
    (select count(*)::int from pg_catalog.pg_stat_activity a
      where a.datname = current_database() and a.query = '<insufficient privilege>')
      as hidden_sessions`;

export interface RelationRow {
  oid: number;
  schema: string;
  name: string;
  kind: 'r' | 'p' | 'v' | 'm' | 'f';
  columns: { name: string; type: string; not_null: boolean }[];
  indexes: { name: string; columns: string[]; unique: boolean; valid: boolean }[];
  dependents: string[];
  partition_of: string | null;
}

const json = (value: unknown): string => quoteLiteral(JSON.stringify(value));

/**
 * The relations that are named, looked up in the search path as PostgreSQL does, and those that work
 * on them reaches: an index's table, both ends of foreign keys (from the referencing side all the
 * way, as TRUNCATE … CASCADE goes), partitioned parents, everything in a dropped schema, tables with
 * columns of a changed type.
 */
export function relationsQuery(objects: NamedObjects): string {
  return `
  with recursive wanted as (
    select schema, name::name as name
    from jsonb_to_recordset(${json(objects.relations)}::jsonb) as w(schema text, name text)),
  wanted_types as (
    select schema, name::name as name
    from jsonb_to_recordset(${json(objects.types)}::jsonb) as w(schema text, name text)),
  wanted_schemas as (
    select n.oid from jsonb_array_elements_text(${json(objects.schemas)}::jsonb) as w(name)
    join pg_catalog.pg_namespace n on n.nspname = w.name::name),
  path as (
    select name, place from unnest(current_schemas(true)) with ordinality as p(name, place)),
  named as (
    select distinct on (w.schema, w.name) c.oid
    from wanted w
    join pg_catalog.pg_class c on c.relname = w.name
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join path p on p.name = n.nspname
    where case when w.schema is null then p.place is not null else n.nspname = w.schema end
    order by w.schema, w.name, p.place),
  typed as (
    select distinct on (w.schema, w.name) t.oid
    from wanted_types w
    join pg_catalog.pg_type t on t.typname = w.name
    join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    left join path p on p.name = n.nspname
    where case when w.schema is null then p.place is not null else n.nspname = w.schema end
    order by w.schema, w.name, p.place),
  base as (
    select coalesce(i.indrelid, named.oid) as oid
    from named left join pg_catalog.pg_index i on i.indexrelid = named.oid
    union select c.oid from pg_catalog.pg_class c
      where c.relnamespace in (select oid from wanted_schemas)
        -- Their parents count for them.
        and not (c.relispartition and exists (
          select from pg_catalog.pg_inherits i
          join pg_catalog.pg_class p on p.oid = i.inhparent and p.relnamespace = c.relnamespace
          where i.inhrelid = c.oid))
    union select a.attrelid from pg_catalog.pg_attribute a
      where a.atttypid in (select oid from typed) and not a.attisdropped),
  referencing as (
    select oid from base
    union select k.conrelid from referencing r
      join pg_catalog.pg_constraint k on k.contype = 'f' and k.confrelid = r.oid),
  parents as (
    select oid from base
    union select i.inhparent from parents p
      join pg_catalog.pg_inherits i on i.inhrelid = p.oid),
  reached as (
    select oid, 0 as rank from base
    union all select oid, 1 from parents
    union all select k.confrelid, 1 from base
      join pg_catalog.pg_constraint k on k.contype = 'f' and k.conrelid = base.oid
    union all select oid, 2 from referencing),
  chosen as (
    select c.oid, c.relname, c.relkind, n.nspname, min(r.rank) as rank
    from reached r
    join pg_catalog.pg_class c on c.oid = r.oid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
      and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    group by c.oid, c.relname, c.relkind, n.nspname
    order by rank, c.oid limit ${maxTables + 1})
  select c.oid::int8::float8 as oid, c.nspname::text as schema, c.relname::text as name,
    c.relkind as kind,
    (select n.nspname || '.' || p.relname
      from pg_catalog.pg_inherits i
      join pg_catalog.pg_class p on p.oid = i.inhparent and p.relkind = 'p'
      join pg_catalog.pg_namespace n on n.oid = p.relnamespace
      where i.inhrelid = c.oid) as partition_of,
    (select coalesce(json_agg(json_build_object('name', a.attname,
        'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
        'not_null', a.attnotnull and not exists (
          select from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.contype = 'n'
            and not k.convalidated and k.conkey = array[a.attnum])) order by a.attnum), '[]')
      from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select coalesce(json_agg(json_build_object('name', x.relname,
        'unique', i.indisunique, 'valid', i.indisvalid and i.indisready,
        'columns', (select json_agg(coalesce(a.attname, '(expression)') order by k.place)
          from unnest(i.indkey::int2[]) with ordinality as k(attnum, place)
          left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
          where k.place <= i.indnkeyatts)) order by x.relname), '[]')
      from pg_catalog.pg_index i
      join pg_catalog.pg_class x on x.oid = i.indexrelid
      where i.indrelid = c.oid) as indexes,
    (with recursive dependents as (
        select w.ev_class as oid from pg_catalog.pg_depend d
          join pg_catalog.pg_rewrite w on w.oid = d.objid
          where d.classid = 'pg_catalog.pg_rewrite'::regclass
            and d.refclassid = 'pg_catalog.pg_class'::regclass
            and d.refobjid = c.oid and w.ev_class <> c.oid
        union select w.ev_class from dependents s
          join pg_catalog.pg_depend d on d.refobjid = s.oid
            and d.classid = 'pg_catalog.pg_rewrite'::regclass
            and d.refclassid = 'pg_catalog.pg_class'::regclass
          join pg_catalog.pg_rewrite w on w.oid = d.objid and w.ev_class <> s.oid)
      select coalesce(json_agg(n.nspname || '.' || v.relname order by n.nspname, v.relname), '[]')
      from dependents s
      join pg_catalog.pg_class v on v.oid = s.oid and v.relkind in ('v', 'm')
      join pg_catalog.pg_namespace n on n.oid = v.relnamespace) as dependents
  from chosen c order by c.rank, c.oid`;
}

/** Of the named types, the domains with a constraint, their own or a base type's. */
export function domainsQuery({ columnTypes }: NamedObjects): string {
  return `
  with recursive wanted as (
    select schema, name::name as name
    from jsonb_to_recordset(${json(columnTypes)}::jsonb) as w(schema text, name text)),
  path as (
    select name, place from unnest(current_schemas(true)) with ordinality as p(name, place)),
  named as (
    select distinct on (w.schema, w.name) t.oid, n.nspname, t.typname
    from wanted w
    join pg_catalog.pg_type t on t.typname = w.name
    join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    left join path p on p.name = n.nspname
    where case when w.schema is null then p.place is not null else n.nspname = w.schema end
    order by w.schema, w.name, p.place),
  chain as (
    select nspname, typname, oid from named
    union select c.nspname, c.typname, t.typbasetype from chain c
      join pg_catalog.pg_type t on t.oid = c.oid and t.typtype = 'd')
  select distinct c.nspname || '.' || c.typname as name
  from chain c join pg_catalog.pg_type t on t.oid = c.oid and t.typtype = 'd'
  where t.typnotnull or exists (
    select from pg_catalog.pg_constraint k where k.contypid = t.oid)`;
}

export interface TransactionRow {
  pid: number;
  application: string | null;
  user_name: string | null;
  since_ms: number;
  locks: string[];
}

/**
 * Transactions older than `minAgeMs` with the tables they lock, prepared ones too (their pid is 0);
 * a locked partition counts for its parents as well. Of autovacuum only that against wraparound,
 * which does not give way.
 */
export function transactionsQuery(minAgeMs: number): string {
  return `
  with recursive here as (
    select oid from pg_catalog.pg_database where datname = current_database()),
  open as (
    select a.pid, nullif(a.application_name, '') as application, a.usename::text as user_name,
      a.xact_start as since, null::text as transaction
    from pg_catalog.pg_stat_activity a
    where a.datid = (select oid from here) and a.pid <> pg_catalog.pg_backend_pid()
      and (a.backend_type = 'client backend' or a.backend_type = 'autovacuum worker'
        and a.query like '%(to prevent wraparound)')
    union all
    select 0, 'prepared transaction ' || p.gid, p.owner::text, p.prepared,
      (select l.virtualtransaction from pg_catalog.pg_locks l
        where l.locktype = 'transactionid' and l.transactionid = p.transaction and l.pid is null)
    from pg_catalog.pg_prepared_xacts p where p.database = current_database()),
  old as materialized (
    select * from open where since < clock_timestamp() - interval '${minAgeMs} ms'
    order by since limit 50),
  held as (
    select o.pid, o.transaction, l.relation as oid
    from old o join pg_catalog.pg_locks l on l.locktype = 'relation' and l.granted
      and l.database = (select oid from here)
      and case when o.transaction is null then l.pid = o.pid
        else l.pid is null and l.virtualtransaction = o.transaction end
    union select h.pid, h.transaction, i.inhparent from held h
      join pg_catalog.pg_inherits i on i.inhrelid = h.oid)
  select o.pid, o.application, o.user_name,
    extract(epoch from clock_timestamp() - o.since)::float8 * 1000 as since_ms,
    (select coalesce(json_agg(distinct n.nspname || '.' || c.relname), '[]')
      from held h
      join pg_catalog.pg_class c on c.oid = h.oid and c.relkind in ('r', 'p', 'm', 'f', 'v')
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where h.pid = o.pid and h.transaction is not distinct from o.transaction
        and n.nspname !~ '^pg_' and n.nspname <> 'information_schema') as locks
  from old o order by o.since`;
}
