// Constraints of tables and domains. NOT NULL is told with its column, on every version.
import {
  commentOn,
  countedSchema,
  defineQuery,
  found,
  notOfExtension,
  type CatalogueRow,
} from './catalogue-query.ts';

interface ConstraintRow extends CatalogueRow {
  readonly owner_kind: 'r' | 'p' | 'f' | 'domain';
  readonly owner_name: string;
  readonly type: keyof typeof types;
  /** Null when the constraint is just being dropped. */
  readonly definition: string | null;
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly inherited: boolean;
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  readonly clustered: boolean;
  readonly index_comment: string | null;
  readonly partition_of: string | null;
}

const types = {
  p: 'PRIMARY KEY',
  u: 'UNIQUE',
  f: 'FOREIGN KEY',
  c: 'CHECK',
  x: 'EXCLUDE',
  t: 'TRIGGER',
} as const;

const ownerKinds = { r: 'TABLE', p: 'TABLE', f: 'FOREIGN_TABLE', domain: 'DOMAIN' } as const;

export const constraints = defineQuery<ConstraintRow>({
  about: 'constraints',
  kinds: ['CONSTRAINT'],
  isLarge: true,
  sql: (scope) => `
    select k.oid, case when k.contypid <> 0 then 'domain' else c.relkind::text end
        as owner_kind,
      format('%I.%I', n.nspname, coalesce(c.relname, t.typname)) as owner_name,
      format('%I.%I.%I', n.nspname, coalesce(c.relname, t.typname), k.conname) as name,
      k.contype as type, pg_get_constraintdef(k.oid) as definition, k.convalidated as validated,
      ${scope.serverVersion >= 180_000 ? 'k.conenforced' : 'true'} as enforced,
      -- A partition has all that its parent has, however it became one.
      not k.conislocal and k.coninhcount > 0 and not coalesce(c.relispartition, false) as inherited,
      case when ic.oid is not null then ${commentOn('pg_class', 'ic.oid')} end as index_comment,
      case when ic.relispartition then (select format('%I.%I', pn.nspname, pc.relname)
        from pg_inherits h join pg_class pc on pc.oid = h.inhparent
        join pg_namespace pn on pn.oid = pc.relnamespace
        where h.inhrelid = ic.oid limit 1) end as partition_of,
      to_json(ic.reloptions) as options, ts.spcname as tablespace,
      coalesce(i.indisclustered, false) as clustered
    from pg_constraint k
    join pg_namespace n on n.oid = k.connamespace
    left join pg_class c on c.oid = k.conrelid
    left join pg_type t on t.oid = k.contypid
    left join pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')
    left join pg_class ic on ic.oid = i.indexrelid
    left join pg_tablespace ts on ts.oid = ic.reltablespace
    where k.contype in ('p', 'u', 'f', 'c', 'x') and (k.conrelid <> 0 or k.contypid <> 0)
      -- The copies of a foreign key that partitions get are the parent's.
      and (k.contype <> 'f' or k.conparentid = 0) and ${countedSchema(scope)}
      and ${notOfExtension('pg_class', 'k.conrelid')} and ${notOfExtension('pg_type', 'k.contypid')}`,
  map: (row) =>
    found('pg_constraint', row, {
      kind: 'CONSTRAINT',
      parent: `${ownerKinds[row.owner_kind]} ${row.owner_name}`,
      attributes: {
        type: types[row.type],
        definition: row.definition?.replace(/ NOT VALID$/, '').replace(/ NOT ENFORCED$/, ''),
        notValid: !row.validated && row.enforced,
        notEnforced: !row.enforced,
        inherited: row.inherited,
        options: row.options ?? undefined,
        tablespace: row.tablespace,
        clustered: row.clustered,
        indexComment: row.index_comment,
        partitionOf: row.partition_of,
      },
    }),
});
