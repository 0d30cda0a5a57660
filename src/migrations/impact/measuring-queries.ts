// Queries that measure tables and write out their constraints. The functions for that take an ACCESS
// SHARE lock for a moment, so they are not called for tables that somebody has locked exclusively.

/** No table is measured with more partitions than this. */
const maxPartitions = 20_000;

export interface SizeRow {
  oid: number;
  partitions: number;
  rows: number | null;
  heap_bytes: number;
  total_bytes: number;
  /** Somebody has it, or waits for it, with the strongest lock: sizes are those of the last VACUUM. */
  locked: boolean;
}

export interface ConstraintRow {
  oid: number;
  name: string;
  kind: 'p' | 'u' | 'f' | 'c' | 'x' | 'n';
  validated: boolean;
  definition: string;
  columns: string[];
  foreign_schema: string | null;
  foreign_name: string | null;
}

/** Relations whose measuring would wait; `everything`: treat all of them so. */
function lockedRelations(everything: boolean): string {
  return everything
    ? 'select oid as relation from pg_catalog.pg_class'
    : `select distinct l.relation from pg_catalog.pg_locks l
        where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock'
          and l.database = (select oid from pg_catalog.pg_database
            where datname = current_database())`;
}

const oidList = (oids: readonly number[]): string => (oids.length === 0 ? '0' : oids.join(', '));

/**
 * Rows and bytes, summed over partitions and inheriting tables. Rows are the last
 * ANALYZE's, scaled to today's size as the planner does.
 */
export function sizesQuery(oids: readonly number[], everythingLocked = false): string {
  return `
  with recursive locked as materialized (${lockedRelations(everythingLocked)}),
  tree as (
    select c.oid as root, c.oid from pg_catalog.pg_class c where c.oid in (${oidList(oids)})
    union select t.root, i.inhrelid from tree t
      join pg_catalog.pg_inherits i on i.inhparent = t.oid),
  leaves as materialized (
    select t.root, c.oid, c.relkind, c.reltuples, c.relpages, l.relation is not null as locked,
      case when c.relkind not in ('r', 'm') then 0 when l.relation is null
        then coalesce(pg_catalog.pg_relation_size(c.oid), 0)
        else c.relpages * current_setting('block_size')::int8 end as heap_bytes,
      case when c.relkind not in ('r', 'm') then 0 when l.relation is null
        then coalesce(pg_catalog.pg_total_relation_size(c.oid), 0)
        else (c.relpages + (select coalesce(sum(o.relpages), 0) from pg_catalog.pg_class o
          where o.oid = c.reltoastrelid or o.oid in (
            select i.indexrelid from pg_catalog.pg_index i where i.indrelid = c.oid)))
          * current_setting('block_size')::int8 end as total_bytes
    from (select * from tree limit ${maxPartitions}) t
    join pg_catalog.pg_class c on c.oid = t.oid
    left join locked l on l.relation = c.oid),
  measured as (
    select *, case
        when relkind = 'f' then nullif(reltuples, -1)
        when relkind not in ('r', 'm') then 0
        when locked then coalesce(nullif(reltuples, -1),
          nullif(pg_catalog.pg_stat_get_live_tuples(oid), 0)::float8)
        when heap_bytes = 0 then 0
        when relpages > 0 and reltuples >= 0
          then reltuples * (heap_bytes / current_setting('block_size')::float8) / relpages
      end::float8 as rows
    from leaves)
  select root::int8::float8 as oid,
    count(*) filter (where oid <> root and relkind in ('r', 'f'))::int as partitions,
    case when count(*) = count(rows) then round(sum(rows)) end::float8 as rows,
    sum(heap_bytes)::float8 as heap_bytes, sum(total_bytes)::float8 as total_bytes,
    bool_or(locked) as locked
  from measured group by root`;
}

export interface TrafficRow {
  oid: number;
  /** Scans of the table and of its indexes, and rows written, since the counters began. */
  reads: number;
  writes: number;
  /** When they were read, in seconds. */
  at: number;
}

/** The counters behind pg_stat_user_tables, summed over partitions and inheriting tables. */
export function trafficQuery(oids: readonly number[]): string {
  return `
  with recursive tree as (
    select c.oid as root, c.oid from pg_catalog.pg_class c where c.oid in (${oidList(oids)})
    union select t.root, i.inhrelid from tree t
      join pg_catalog.pg_inherits i on i.inhparent = t.oid)
  select t.root::int8::float8 as oid,
    sum(pg_catalog.pg_stat_get_numscans(t.oid) + (
      select coalesce(sum(pg_catalog.pg_stat_get_numscans(i.indexrelid)), 0)
      from pg_catalog.pg_index i where i.indrelid = t.oid))::float8 as reads,
    sum(pg_catalog.pg_stat_get_tuples_inserted(t.oid)
      + pg_catalog.pg_stat_get_tuples_updated(t.oid)
      + pg_catalog.pg_stat_get_tuples_deleted(t.oid))::float8 as writes,
    extract(epoch from clock_timestamp())::float8 as at
  from (select * from tree limit ${maxPartitions}) t group by t.root`;
}

/** Constraints with their definitions; of locked tables without. */
export function constraintsQuery(oids: readonly number[], everythingLocked = false): string {
  return `
  with locked as materialized (${lockedRelations(everythingLocked)})
  select k.conrelid::int8::float8 as oid, k.conname::text as name, k.contype as kind,
    k.convalidated as validated,
    case when l.relation is null then pg_catalog.pg_get_constraintdef(k.oid) else '' end
      as definition,
    (select coalesce(json_agg(a.attname order by c.place), '[]')
      from unnest(k.conkey) with ordinality as c(attnum, place)
      join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.attnum)
      as columns,
    n.nspname::text as foreign_schema, f.relname::text as foreign_name
  from pg_catalog.pg_constraint k
  left join locked l on l.relation = k.conrelid
  left join pg_catalog.pg_class f on f.oid = k.confrelid
  left join pg_catalog.pg_namespace n on n.oid = f.relnamespace
  where k.conrelid in (${oidList(oids)}) and k.contype in ('p', 'u', 'f', 'c', 'x', 'n')
  order by k.conrelid, k.conname`;
}
