// Who may do what: one object for each pair of an object and a role with rights to it, one with the owner
// of each object, and default privileges. Rights are told as they are in force: an object whose rights
// nobody has touched has those that the server gives by itself. What its owner may do without being told
// is left out, and so is who granted it.
import {
  countedSchema,
  defineQuery,
  found,
  notOfExtension,
  sortedOptions,
  type CatalogueRow,
  type SnapshotScope,
} from './catalogue-query.ts';
import { made, routineName } from './routines.ts';

interface Right {
  readonly right: string;
  /** Null for the whole object. */
  readonly column: string | null;
  /** It may be passed on. */
  readonly grantable: boolean;
}

interface PrivilegeRow extends CatalogueRow {
  readonly parent: string | null;
  /** Null but for the object of the owner. */
  readonly owner: string | null;
  /** How many rights there are to such an object on this server. */
  readonly whole: number;
  readonly rights: readonly Right[] | null;
  /** What everybody has who is told nothing, and this role has not. */
  readonly withheld: readonly string[] | null;
}

const rightsToColumns = 4;

/** All rights there are as `ALL`: a later server has more of them, and the same statement gives them all. */
function listOf(
  rights: readonly string[],
  whole: number,
  name = (right: string): string => right,
): readonly string[] {
  return (whole > 1 && rights.length === whole ? ['ALL'] : rights).map(name);
}

function listRights(all: readonly Right[], whole: number): readonly string[] | undefined {
  const parts = Map.groupBy(all, ({ column }) => column);
  return sortedOptions(
    [...parts].flatMap(([column, own]) => {
      const rights = own.map(({ right }) => right);
      return column === null
        ? listOf(rights, whole)
        : listOf(rights, rightsToColumns, (right) => `${right} (${column})`);
    }),
  );
}

const relationKinds = `case c.relkind when 'S' then 'SEQUENCE' when 'v' then 'VIEW'
  when 'm' then 'MATERIALIZED_VIEW' when 'f' then 'FOREIGN_TABLE' else 'TABLE' end`;
const roleName = (oid: string): string => `quote_ident(pg_get_userbyid(${oid}))`;

/** Every object whose rights count: its owner, its rights as they are, and those it would have untouched. */
const objects = (scope: SnapshotScope): string => `
  select ${relationKinds} as kind, c.oid, format('%I.%I', n.nspname, c.relname) as name,
    ${relationKinds} || format(' %I.%I', n.nspname, c.relname) as parent, c.relowner as owner,
    case c.relkind when 'S' then 's' else 'r' end::"char" as type, c.relacl as acl
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and ${countedSchema(scope)}
    and ${notOfExtension('pg_class', 'c.oid')}
  union all
  select 'SCHEMA', n.oid, quote_ident(n.nspname), 'SCHEMA ' || quote_ident(n.nspname), n.nspowner, 'n',
    n.nspacl
  from pg_namespace n where ${countedSchema(scope)} and ${notOfExtension('pg_namespace', 'n.oid')}
  union all
  select 'ROUTINE', p.oid, ${routineName},
    case p.prokind when 'p' then 'PROCEDURE ' when 'a' then 'AGGREGATE ' else 'FUNCTION ' end || ${routineName},
    p.proowner, 'f', p.proacl
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where ${made} and ${countedSchema(scope)} and ${notOfExtension('pg_proc', 'p.oid')}
  union all
  select 'TYPE', t.oid,
    -- Only a sequence may be called as a type is.
    format('%I.%I', n.nspname, t.typname) || case when exists (select from pg_class s
      where s.relnamespace = n.oid and s.relname = t.typname and s.relkind = 'S') then ' (type)' else '' end,
    case t.typtype when 'e' then 'ENUM' when 'd' then 'DOMAIN' when 'r' then 'RANGE_TYPE'
      else 'COMPOSITE_TYPE' end || format(' %I.%I', n.nspname, t.typname),
    t.typowner, 'T', t.typacl
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and exists (select from pg_class c
      where c.oid = t.typrelid and c.relkind = 'c')))
    and ${countedSchema(scope)} and ${notOfExtension('pg_type', 't.oid')}`;

const defaults = (scope: SnapshotScope): string => `
  select 'DEFAULT', d.oid, 'DEFAULT ' || case d.defaclobjtype when 'r' then 'TABLES' when 'S' then 'SEQUENCES'
      when 'f' then 'FUNCTIONS' when 'T' then 'TYPES' when 'n' then 'SCHEMAS' else 'LARGE OBJECTS' end ||
    ' OF ' || ${roleName('d.defaclrole')} || coalesce(' IN ' || quote_ident(n.nspname), ''),
    'SCHEMA ' || quote_ident(n.nspname), d.defaclrole,
    case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclacl
  from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
  where d.defaclnamespace = 0 or ${countedSchema(scope)}`;

export const privileges = defineQuery<PrivilegeRow>({
  about: 'privileges',
  kinds: ['PRIVILEGE'],
  isLarge: true,
  sql: (scope) => `
    with objects as materialized (${objects(scope)} union all ${defaults(scope)}),
    types as materialized (
      select type, (select count(*)::int from aclexplode(acldefault(type, 10)) a where a.grantee = 10)
        as whole
      from (select distinct type from objects) t
    ), given as materialized (
      select o.kind, o.oid, a.grantee, a.privilege_type as right, null::text as column,
        bool_or(a.is_grantable) as grantable
      from objects o cross join aclexplode(coalesce(o.acl, acldefault(o.type, o.owner))) a
      group by 1, 2, 3, 4
      union all
      -- To his own columns an owner has more only where rights to the whole were taken from him.
      select o.kind, o.oid, a.grantee, a.privilege_type, quote_ident(t.attname), bool_or(a.is_grantable)
      from objects o
      join pg_attribute t on t.attrelid = o.oid and t.attacl is not null and not t.attisdropped
      cross join aclexplode(t.attacl) a
      where o.type = 'r' and o.kind <> 'DEFAULT' and not (a.grantee = o.owner and (o.acl is null
        or aclcontains(o.acl, makeaclitem(o.owner, o.owner, a.privilege_type, false))))
      group by 1, 2, 3, 4, 5
    ), usual as materialized (
      -- Default privileges of a schema only add to those of all schemas.
      select o.kind, o.oid, a.grantee, a.privilege_type as right
      from objects o cross join aclexplode(acldefault(o.type, o.owner)) a
      where case when o.kind = 'DEFAULT' then o.parent is null else a.grantee = o.owner end
    ), entries as (
      select g.kind, g.oid, g.grantee, g.right, g.column, g.grantable, true as is_given
      from given g left join usual u on u.kind = g.kind and u.oid = g.oid and u.grantee = g.grantee
        and u.right = g.right
      where g.column is not null or u.oid is null
      union all
      select u.kind, u.oid, u.grantee, u.right, null, false, false
      from usual u left join given g on u.kind = g.kind and u.oid = g.oid and u.grantee = g.grantee
        and u.right = g.right and g.column is null
      where g.oid is null
      union all
      select o.kind, o.oid, o.owner, null, null, false, null from objects o where o.kind <> 'DEFAULT'
    )
    select o.oid, o.parent, t.whole,
      o.name || case when o.kind <> 'DEFAULT' and e.grantee = o.owner then '' when e.grantee = 0
        then ' TO PUBLIC' else ' TO ' || ${roleName('e.grantee')} end as name,
      case when o.kind <> 'DEFAULT' and e.grantee = o.owner then ${roleName('o.owner')} end as owner,
      json_agg(json_build_object('right', e.right, 'column', e.column, 'grantable', e.grantable)
        order by e.right) filter (where e.is_given) as rights,
      json_agg(e.right order by e.right) filter (where not e.is_given) as withheld
    from objects o
    join types t on t.type = o.type
    join entries e on e.kind = o.kind and e.oid = o.oid
    group by o.kind, o.oid, o.name, o.parent, o.owner, t.whole, e.grantee`,
  map: ({ owner, whole, rights, withheld, ...row }) =>
    found('privilege', row, {
      kind: 'PRIVILEGE',
      parent: row.parent,
      attributes: {
        owner,
        rights: listRights(rights ?? [], whole),
        grantable: listRights(
          (rights ?? []).filter(({ grantable }) => grantable),
          whole,
        ),
        withheld: sortedOptions(listOf(withheld ?? [], whole)),
      },
    }),
});
