// Tables, foreign tables, views, materialised views and sequences.
import type { SchemaObjectKind } from '../../../core/schema.ts';
import {
  commentsOnColumns,
  countedSchema,
  defineQuery,
  found,
  notOfExtension,
  sortedOptions,
  type CatalogueRow,
} from './catalogue-query.ts';
import { normaliseViewText } from './view-text.ts';

interface TableRow extends CatalogueRow {
  readonly kind: 'r' | 'p' | 'f';
  readonly persistence: 'p' | 'u' | 't';
  readonly row_security: boolean;
  readonly force_row_security: boolean;
  readonly partition_key: string | null;
  readonly partition_of: string | null;
  readonly bound: string | null;
  readonly inherits: readonly string[] | null;
  readonly access_method: string | null;
  readonly tablespace: string | null;
  readonly options: readonly string[] | null;
  readonly toast_options: readonly string[] | null;
  readonly replica_identity: 'd' | 'n' | 'f' | 'i';
  readonly replica_index: string | null;
  readonly of_type: string | null;
  readonly foreign_server: string | null;
  readonly foreign_options: readonly string[] | null;
}

const replicaIdentities = { d: undefined, n: 'NOTHING', f: 'FULL' } as const;

function replicaIdentityOf(row: TableRow): string | undefined {
  if (row.replica_identity !== 'i') return replicaIdentities[row.replica_identity];
  // Without its index it is as good as none.
  return row.replica_index === null ? 'INDEX (dropped)' : `INDEX ${row.replica_index}`;
}

export const tables = defineQuery<TableRow>({
  about: 'tables',
  kinds: ['TABLE', 'FOREIGN_TABLE'],
  sql: (scope) => `
    select c.oid, format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind,
      c.relpersistence as persistence, c.relrowsecurity as row_security,
      c.relforcerowsecurity as force_row_security,
      case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_key,
      case when c.relispartition then (select format('%I.%I', pn.nspname, pc.relname)
        from pg_inherits i join pg_class pc on pc.oid = i.inhparent
        join pg_namespace pn on pn.oid = pc.relnamespace where i.inhrelid = c.oid limit 1)
        end as partition_of,
      pg_get_expr(c.relpartbound, c.oid) as bound,
      case when not c.relispartition and c.oid in (select i.inhrelid from pg_inherits i)
        then (select json_agg(format('%I.%I', pn.nspname, pc.relname) order by i.inhseqno)
          from pg_inherits i join pg_class pc on pc.oid = i.inhparent
          join pg_namespace pn on pn.oid = pc.relnamespace where i.inhrelid = c.oid)
        end as inherits,
      nullif(am.amname, 'heap') as access_method, ts.spcname as tablespace,
      to_json(c.reloptions) as options, to_json(tc.reloptions) as toast_options,
      c.relreplident as replica_identity,
      case when c.relreplident = 'i' then (select quote_ident(xc.relname) from pg_index x
        join pg_class xc on xc.oid = x.indexrelid
        where x.indrelid = c.oid and x.indisreplident limit 1) end as replica_index,
      case when c.reloftype <> 0 then format_type(c.reloftype, null) end as of_type,
      fs.srvname as foreign_server, to_json(ft.ftoptions) as foreign_options
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_am am on am.oid = c.relam
    left join pg_tablespace ts on ts.oid = c.reltablespace
    left join pg_class tc on tc.oid = c.reltoastrelid
    left join pg_foreign_table ft on ft.ftrelid = c.oid
    left join pg_foreign_server fs on fs.oid = ft.ftserver
    where c.relkind in ('r', 'p', 'f') and ${countedSchema(scope)}
      and ${notOfExtension('pg_class', 'c.oid')}`,
  map: (row) =>
    found('pg_class', row, {
      kind: row.kind === 'f' ? 'FOREIGN_TABLE' : 'TABLE',
      attributes: {
        unlogged: row.persistence === 'u',
        rowSecurity: row.row_security,
        forceRowSecurity: row.force_row_security,
        partitionBy: row.partition_key,
        partitionOf: row.partition_of,
        partitionBound: row.bound,
        inherits: row.inherits ?? undefined,
        accessMethod: row.access_method,
        tablespace: row.tablespace,
        options: sortedOptions(row.options),
        toastOptions: sortedOptions(row.toast_options),
        replicaIdentity: replicaIdentityOf(row),
        ofType: row.of_type,
        server: row.foreign_server,
        foreignOptions: sortedOptions(row.foreign_options),
      },
    }),
});

interface ViewRow extends CatalogueRow {
  readonly kind: 'v' | 'm';
  /** Null when the view is just being dropped. */
  readonly definition: string | null;
  readonly columns: readonly string[] | null;
  readonly column_defaults: readonly string[] | null;
  readonly column_comments: readonly string[] | null;
  readonly column_settings: readonly string[] | null;
  readonly options: readonly string[] | null;
  readonly populated: boolean;
  readonly access_method: string | null;
  readonly tablespace: string | null;
}

export const views = defineQuery<ViewRow>({
  about: 'views',
  kinds: ['VIEW', 'MATERIALIZED_VIEW'],
  sql: (scope) => `
    select c.oid, format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind,
      pg_get_viewdef(c.oid) as definition,
      (select json_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
        order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select json_agg(format('%I %s', a.attname, pg_get_expr(d.adbin, d.adrelid)) order by a.attnum)
        from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
        where d.adrelid = c.oid) as column_defaults,
      ${commentsOnColumns('c.oid')} as column_comments,
      case when c.relkind = 'm' then (select json_agg(concat_ws(' ', quote_ident(a.attname),
            'storage=' || nullif(a.attstorage, t.typstorage)::text,
            'compression=' || nullif(a.attcompression, '')::text,
            'statistics=' || nullif(a.attstattarget, -1), a.attoptions::text) order by a.attnum)
        from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and (a.attstorage <> t.typstorage or a.attcompression <> '' or a.attstattarget >= 0
            or a.attoptions is not null)) end as column_settings,
      to_json(c.reloptions) as options, c.relispopulated as populated,
      nullif(am.amname, 'heap') as access_method, ts.spcname as tablespace
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_am am on am.oid = c.relam
    left join pg_tablespace ts on ts.oid = c.reltablespace
    where c.relkind in ('v', 'm') and ${countedSchema(scope)}
      and ${notOfExtension('pg_class', 'c.oid')}`,
  map: (row) => {
    const kind: SchemaObjectKind = row.kind === 'v' ? 'VIEW' : 'MATERIALIZED_VIEW';
    return found('pg_class', row, {
      kind,
      attributes: {
        definition: normaliseViewText(row.definition ?? ''),
        columns: row.columns ?? undefined,
        columnDefaults: row.column_defaults ?? undefined,
        columnComments: row.column_comments ?? undefined,
        columnSettings: row.column_settings ?? undefined,
        options: sortedOptions(row.options),
        unpopulated: row.kind === 'm' && !row.populated,
        accessMethod: row.access_method,
        tablespace: row.tablespace,
      },
    });
  },
});

interface SequenceRow extends CatalogueRow {
  readonly persistence: 'p' | 'u' | 't';
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly least: string;
  readonly greatest: string;
  readonly cache: string;
  readonly cycle: boolean;
  readonly owned_by: string | null;
}

export const sequences = defineQuery<SequenceRow>({
  about: 'sequences',
  kinds: ['SEQUENCE'],
  sql: (scope) => `
    select c.oid, format('%I.%I', n.nspname, c.relname) as name,
      c.relpersistence as persistence, format_type(s.seqtypid, null) as type,
      s.seqstart::text as start, s.seqincrement::text as increment, s.seqmin::text as least,
      s.seqmax::text as greatest, s.seqcache::text as cache, s.seqcycle as cycle,
      (select format('%I.%I.%I', tn.nspname, t.relname, a.attname) from pg_depend d
        join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
        join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
          and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 limit 1) as owned_by
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_sequence s on s.seqrelid = c.oid
    where c.relkind = 'S' and ${countedSchema(scope)} and ${notOfExtension('pg_class', 'c.oid')}`,
  map: (row) =>
    found('pg_class', row, {
      kind: 'SEQUENCE',
      attributes: {
        unlogged: row.persistence === 'u',
        type: row.type,
        start: row.start,
        increment: row.increment,
        minimum: row.least,
        maximum: row.greatest,
        cache: row.cache,
        cycle: row.cycle,
        ownedBy: row.owned_by,
      },
    }),
});
