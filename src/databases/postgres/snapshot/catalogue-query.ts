// What the queries of a snapshot share: which objects count, how names are written, and the rows they
// give. Every query reads catalogue tables only, in one transaction with an empty search path, so that
// the server writes every name qualified.
import type { AttributeValue, SchemaObject, SchemaObjectKind } from '../../../core/schema.ts';
import { quoteLiteral } from '../client.ts';

export interface SnapshotScope {
  /** As `180004`. */
  readonly serverVersion: number;
  /** Schemas that are left out, beside PostgreSQL's own. */
  readonly without: readonly string[];
}

/** A row as every query gives it, with what the mapper needs besides. */
export interface CatalogueRow {
  /** Object id within its catalogue table. */
  readonly oid: number;
  /** Qualified, quoted where SQL needs it. */
  readonly name: string;
}

/** An object with its place in the catalogue, for the dependencies between objects. */
export interface FoundObject {
  /** The catalogue table, as `pg_class`. */
  readonly catalogue: string;
  readonly oid: number;
  /** Number of the column; 0 for anything else. */
  readonly column: number;
  readonly object: SchemaObject;
  /** The object's own, to be filled. */
  readonly attributes: Record<string, AttributeValue>;
  readonly uses: string[];
}

/** One kind (or a few of a kind) of objects: a query and what its rows mean. */
export interface CatalogueQuery {
  readonly about: string;
  readonly kinds: readonly SchemaObjectKind[];
  /** There may be so many rows that they are not taken all at once. */
  readonly isLarge?: boolean;
  sql(scope: SnapshotScope): string;
  map(row: Readonly<Record<string, unknown>>): FoundObject;
}

/** Declares a query; its mapper is checked against the rows it declares. */
export function defineQuery<Row extends CatalogueRow>(query: {
  readonly about: string;
  readonly kinds: readonly SchemaObjectKind[];
  readonly isLarge?: boolean;
  sql(scope: SnapshotScope): string;
  map(row: Row): FoundObject;
}): CatalogueQuery {
  // The rows are those that the query beside it selects; nobody else calls the mapper.
  return query as CatalogueQuery;
}

/** The condition on a namespace `n` whose objects count. */
export function countedSchema({ without }: SnapshotScope, alias = 'n'): string {
  const others = without.map((name) => ` and ${alias}.nspname <> ${quoteLiteral(name)}`).join('');
  return `${alias}.nspname !~ '^pg_' and ${alias}.nspname <> 'information_schema'${others}`;
}

/** The condition that an object is no part of an extension: few are, so they are looked up at once. */
export function notOfExtension(catalogue: string, oid: string): string {
  return `${oid} not in (select e.objid from pg_catalog.pg_depend e where e.deptype = 'e'
    and e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
    and e.classid = 'pg_catalog.${catalogue}'::pg_catalog.regclass)`;
}

/** A comment as a sub-select. */
export function commentOn(catalogue: string, oid: string): string {
  return `(select d.description from pg_catalog.pg_description d where d.objoid = ${oid}
    and d.classoid = 'pg_catalog.${catalogue}'::pg_catalog.regclass and d.objsubid = 0)`;
}

/** Comments on the columns of a relation, as a sub-select: `column: comment`. */
export function commentsOnColumns(relation: string): string {
  return `(select json_agg(format('%I: %s', ca.attname, cd.description) order by ca.attnum)
    from pg_catalog.pg_description cd join pg_catalog.pg_attribute ca
      on ca.attrelid = cd.objoid and ca.attnum = cd.objsubid and not ca.attisdropped
    where cd.objoid = ${relation} and cd.objsubid > 0
      and cd.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass)`;
}

/** Attributes without those that are not set: what has its default is not told. */
export function attributesOf(
  all: Readonly<Record<string, AttributeValue | undefined>>,
): Record<string, AttributeValue> {
  const kept: Record<string, AttributeValue> = {};
  for (const name in all) {
    const value = all[name];
    if (value !== undefined && value !== null && value !== false) kept[name] = value;
  }
  return kept;
}

/** An object found in a catalogue table. */
export function found(
  catalogue: string,
  { oid, name }: CatalogueRow,
  object: {
    readonly kind: SchemaObjectKind;
    readonly parent?: string | null;
    readonly column?: number;
    readonly attributes: Readonly<Record<string, AttributeValue | undefined>>;
  },
): FoundObject {
  const { kind, parent = null, column = 0 } = object;
  const uses: string[] = [];
  const attributes = attributesOf(object.attributes);
  return {
    catalogue,
    oid,
    column,
    attributes,
    uses,
    object: { kind, name, parent, attributes, uses },
  };
}

/** Options (`{fillfactor=70}`) as a sorted list. */
export function sortedOptions(options: readonly string[] | null): readonly string[] | undefined {
  if (options === null || options.length === 0) return undefined;
  return options.toSorted((a, b) => (a < b ? -1 : 1));
}
