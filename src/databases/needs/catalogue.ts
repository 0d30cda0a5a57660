// A snapshot as those see it who look up names: which table has which columns. What it does not know (a
// kind that could not be read, tables of extensions) it says, rather than that there is none.
import type { SchemaObject, SchemaSnapshot } from '../../core/schema.ts';
import { objectId } from '../schema/snapshot.ts';

export interface Relation {
  readonly id: string;
  /** As `public.orders`. */
  readonly name: string;
  readonly kind: SchemaObject['kind'];
  /** By name as it is compared. */
  readonly columns: ReadonlyMap<string, SchemaObject | null>;
  /** There may be columns that are not among them. */
  readonly isOpen: boolean;
  /** What belongs to it beside columns. */
  readonly parts: readonly SchemaObject[];
}

export type Lookup =
  | { readonly kind: 'found'; readonly relation: Relation }
  /** It is not there, for sure. */
  | { readonly kind: 'missing'; readonly name: string }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      /** It is not among what was read, which is all but what belongs to extensions. */
      readonly isAbsent: boolean;
    };

export interface Catalogue {
  readonly engine: SchemaSnapshot['engine'];
  /** Where unqualified names are looked for. */
  readonly mainSchema: string;
  relation(schema: string | null, name: string): Lookup;
  /** Ids of functions, types or sequences of that name. */
  named(kind: 'FUNCTION' | 'TYPE' | 'SEQUENCE', schema: string | null, name: string): string[];
  object(id: string): SchemaObject | undefined;
  /** A name in the form in which names are compared. */
  fold(name: string): string;
}

const relationKinds = new Set(['TABLE', 'FOREIGN_TABLE', 'VIEW', 'MATERIALIZED_VIEW', 'SEQUENCE']);
const groups = {
  FUNCTION: new Set(['FUNCTION', 'PROCEDURE', 'AGGREGATE']),
  TYPE: new Set(['ENUM', 'DOMAIN', 'COMPOSITE_TYPE', 'RANGE_TYPE', 'TABLE', 'VIEW']),
  SEQUENCE: new Set(['SEQUENCE']),
} as const;
// Extensions that bring no tables and views of their own.
const tableless = new Set(
  (
    'btree_gin btree_gist citext cube dblink earthdistance fuzzystrmatch hstore intarray isn ltree ' +
    'moddatetime pg_trgm pgcrypto tablefunc unaccent uuid-ossp vector'
  ).split(' '),
);
const ownSchemas = new Set(['pg_catalog', 'information_schema', 'pg_temp', 'pg_toast']);

/** The parts of a qualified name, without quotes; what a routine's brackets hold is left out. */
export function partsOfName(name: string): string[] {
  const parts: string[] = [];
  const form = /"((?:[^"]|"")*)"|([^".(]+)|(\()/gy;
  for (let match = form.exec(name); match !== null; match = form.exec(name)) {
    if (match[3] !== undefined) break;
    parts.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (name[form.lastIndex] === '.') form.lastIndex += 1;
  }
  return parts;
}

/** Looks at a snapshot; it is read through once. */
export function createCatalogue(snapshot: SchemaSnapshot): Catalogue {
  const { engine, unread } = snapshot;
  const mainSchema = engine === 'POSTGRESQL' ? 'public' : 'main';
  const fold = (name: string): string => (engine === 'POSTGRESQL' ? name : name.toLowerCase());
  // SQLite has one schema, and does not name it.
  const placeOf = (parts: readonly string[]): readonly [schema: string, name: string] =>
    parts.length < 2
      ? [mainSchema, fold(parts[0] ?? '')]
      : [fold(parts[0] ?? ''), fold(parts[1] ?? '')];
  const keyOf = (schema: string, name: string): string => JSON.stringify([schema, name]);

  const children = Map.groupBy(snapshot.objects, ({ parent }) => parent);
  const relations = new Map<string, SchemaObject>();
  const schemasOf = new Map<string, string[]>();
  const names = new Map<string, string[]>();
  const objects = new Map<string, SchemaObject>();
  let hasExtensions = false;
  for (const object of snapshot.objects) {
    if (object.parent === null) objects.set(objectId(object), object);
    if (object.kind === 'EXTENSION' && !tableless.has(partsOfName(object.name)[0] ?? '')) {
      hasExtensions = true;
    }
    const isRelation = relationKinds.has(object.kind);
    const kinds = (['FUNCTION', 'TYPE', 'SEQUENCE'] as const).filter((kind) =>
      groups[kind].has(object.kind),
    );
    if (!isRelation && kinds.length === 0) continue;
    const [schema, name] = placeOf(partsOfName(object.name));
    if (isRelation) {
      relations.set(keyOf(schema, name), object);
      schemasOf.set(name, [...(schemasOf.get(name) ?? []), schema]);
    }
    for (const kind of kinds) {
      for (const key of [`${kind} ${keyOf(schema, name)}`, `${kind} ${name}`]) {
        names.set(key, [...(names.get(key) ?? []), objectId(object)]);
      }
    }
  }

  const known = new Map<SchemaObject, Relation>();
  const relationOf = (object: SchemaObject): Relation => {
    const made = known.get(object) ?? readRelation(object, children.get(objectId(object)) ?? []);
    known.set(object, made);
    return made;
  };

  const readRelation = (object: SchemaObject, parts: readonly SchemaObject[]): Relation => {
    const columns = new Map<string, SchemaObject | null>();
    const listed = object.attributes['columns'];
    for (const part of parts) {
      if (part.kind === 'COLUMN') columns.set(fold(partsOfName(part.name).at(-1) ?? ''), part);
    }
    for (const text of Array.isArray(listed) ? (listed as readonly string[]) : []) {
      for (const name of namesOfViewColumn(text)) columns.set(fold(name), null);
    }
    return {
      id: objectId(object),
      name: object.name,
      kind: object.kind,
      columns,
      isOpen: columns.size === 0 || unread.includes('COLUMN'),
      parts: parts.filter(({ kind }) => kind !== 'COLUMN'),
    };
  };

  const doubt = (schema: string | null, name: string): string | undefined => {
    const elsewhere = schemasOf.get(name) ?? [];
    const unreadable = unread.find((kind) => relationKinds.has(kind));
    if (unreadable !== undefined) return `objects of the kind ${unreadable} could not be read`;
    if (hasExtensions) return `${name} may belong to an extension`;
    if (schema === null && elsewhere.length > 0) {
      return `${name} is in the schema ${elsewhere.join(', ')}: whether the search path has it is not known`;
    }
    return undefined;
  };

  return {
    engine,
    mainSchema,
    fold,
    object: (id) => objects.get(id),
    relation: (written, writtenName) => {
      const name = fold(writtenName);
      const schema = written === null ? null : fold(written);
      const isSystem = schema === null ? /^(?:pg|sqlite|duckdb)_/.test(name) : false;
      const object = relations.get(keyOf(schema ?? mainSchema, name));
      if (object !== undefined) return { kind: 'found', relation: relationOf(object) };
      if (isSystem || (schema !== null && ownSchemas.has(schema))) {
        return { kind: 'unknown', reason: `${name} belongs to the system`, isAbsent: false };
      }
      if (schema !== null && engine !== 'POSTGRESQL' && !hasSchema(schema)) {
        return {
          kind: 'unknown',
          reason: `${schema} may be an attached database`,
          isAbsent: false,
        };
      }
      const reason = doubt(schema, name);
      if (reason !== undefined) return { kind: 'unknown', reason, isAbsent: unread.length === 0 };
      return { kind: 'missing', name: `${schema ?? mainSchema}.${name}` };
    },
    named: (kind, schema, name) =>
      names.get(`${kind} ${schema === null ? fold(name) : keyOf(fold(schema), fold(name))}`) ?? [],
  };

  function hasSchema(schema: string): boolean {
    return schema === mainSchema || objects.has(`SCHEMA ${schema}`);
  }
}

/** Views tell their columns with types, `id integer`; a name may hold blanks. */
function namesOfViewColumn(text: string): readonly string[] {
  if (text.startsWith('"')) return partsOfName(text.slice(0, text.lastIndexOf('"') + 1));
  const words = text.split(' ');
  return words.map((_word, place) => words.slice(0, place + 1).join(' '));
}
