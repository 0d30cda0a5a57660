// Which objects need which: what breaks when something is changed. Read as numbers and translated here,
// because a big database has many.
import { objectId } from '../../schema/snapshot.ts';
import type { FoundObject } from './catalogue-query.ts';
import { findByPlace } from './found-by-place.ts';

/** Rows of `dependenciesSql`. */
export interface DependencyRow {
  readonly catalogue: string;
  readonly oid: number;
  readonly column: number;
  readonly needed_catalogue: string;
  readonly needed_oid: number;
  readonly needed_column: number;
}

const catalogues = ['pg_class', 'pg_constraint', 'pg_proc', 'pg_type', 'pg_trigger', 'pg_policy'];
const those = [...catalogues, 'pg_attrdef', 'pg_rewrite'];

/** The name of a catalogue table whose oid that is; a cast would look each of them up. */
const nameOf = (oid: string): string =>
  `case ${oid} ${catalogues.map((name) => `when '${name}'::regclass then '${name}'`).join(' ')} end`;

const listed = (names: readonly string[]): string =>
  `(${names.map((name) => `'${name}'::regclass`).join(', ')})`;

/**
 * A view's needs are those of its rule, a default's those of its column. What only belongs to an
 * object, as an index to its table, goes away with it and is no victim: it is left out.
 */
export const dependenciesSql = `
  select coalesce(${nameOf('d.classid')}, 'pg_class') as catalogue,
    coalesce(r.ev_class, ad.adrelid, d.objid) as oid,
    case when ad.oid is not null then ad.adnum when d.classid = 'pg_class'::regclass
      then d.objsubid else 0 end as column,
    ${nameOf('d.refclassid')} as needed_catalogue, d.refobjid as needed_oid,
    d.refobjsubid as needed_column
  from pg_depend d
  left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
  left join pg_attrdef ad on d.classid = 'pg_attrdef'::regclass and ad.oid = d.objid
  where d.deptype = 'n' and d.refobjid >= 16384
    and d.classid in ${listed(those)} and d.refclassid in ${listed(catalogues)}
    and (r.oid is null or r.rulename = '_RETURN') and coalesce(r.ev_class, 0) <> d.refobjid`;

/** Tells each object what it needs. */
export function addDependencies(
  found: readonly FoundObject[],
  rows: readonly DependencyRow[],
): void {
  const wanted = new Set<number>();
  for (const { oid, needed_oid: needed } of rows) wanted.add(oid).add(needed);
  const find = findByPlace(found, wanted);
  const users = new Set<FoundObject>();
  for (const row of rows) {
    const own = find(row.catalogue, row.oid, row.column);
    const needed = find(row.needed_catalogue, row.needed_oid, row.needed_column);
    if (own === undefined || needed === undefined || own === needed) continue;
    const id = objectId(needed.object);
    if (!own.uses.includes(id)) own.uses.push(id);
    users.add(own);
  }
  for (const { uses } of users) uses.sort();
}
