// Indexes. Those that belong to a constraint are told with it, unless something is wrong with them.
import {
  countedSchema,
  defineQuery,
  found,
  notOfExtension,
  type CatalogueRow,
} from './catalogue-query.ts';

interface IndexRow extends CatalogueRow {
  readonly table_kind: 'r' | 'p' | 'm' | 'f';
  readonly table_name: string;
  readonly definition: string;
  readonly unique: boolean;
  readonly valid: boolean;
  readonly clustered: boolean;
  readonly partition_of: string | null;
  readonly tablespace: string | null;
  readonly statistics: readonly string[] | null;
}

export const indexes = defineQuery<IndexRow>({
  about: 'indexes',
  kinds: ['INDEX'],
  sql: (scope) => `
    select c.oid, t.relkind as table_kind,
      format('%I.%I', n.nspname, t.relname) as table_name,
      format('%I.%I', n.nspname, c.relname) as name, pg_get_indexdef(c.oid) as definition,
      i.indisunique as unique, i.indisvalid and i.indisready as valid,
      i.indisclustered as clustered,
      case when c.relispartition then (select format('%I.%I', pn.nspname, pc.relname)
        from pg_inherits h join pg_class pc on pc.oid = h.inhparent
        join pg_namespace pn on pn.oid = pc.relnamespace
        where h.inhrelid = c.oid limit 1) end as partition_of,
      ts.spcname as tablespace,
      -- Only what is an expression can have them.
      case when i.indexprs is not null then
        (select json_agg(a.attnum::text || '=' || a.attstattarget order by a.attnum)
          from pg_attribute a where a.attrelid = c.oid and a.attstattarget >= 0)
        end as statistics
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_class t on t.oid = i.indrelid
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_tablespace ts on ts.oid = c.reltablespace
    where ${countedSchema(scope)} and ${notOfExtension('pg_class', 't.oid')}
      and not exists (select from pg_constraint k
        where k.conindid = c.oid and k.contype in ('p', 'u', 'x') and k.conrelid = i.indrelid)`,
  map: (row) =>
    found('pg_class', row, {
      kind: 'INDEX',
      parent: `${row.table_kind === 'm' ? 'MATERIALIZED_VIEW' : 'TABLE'} ${row.table_name}`,
      attributes: {
        definition: row.definition,
        unique: row.unique,
        invalid: !row.valid,
        clustered: row.clustered,
        partitionOf: row.partition_of,
        tablespace: row.tablespace,
        statistics: row.statistics ?? undefined,
      },
    }),
});
