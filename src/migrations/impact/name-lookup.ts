// From names to tables, as PostgreSQL would look them up at this point of the migration: along the
// search path, with what the migration has made, renamed and dropped so far.
import type { QualifiedName } from '../../sql/tree.ts';
import type { DatabaseFacts, TableFacts } from './facts.ts';
import type { CreatedIndex, TableRef } from './scope.ts';
import { writtenName } from './table-definitions.ts';

export interface NameLookupOptions {
  readonly facts: DatabaseFacts;
  /** Keys of tables that earlier files of the same assessment made. */
  readonly madeEarlier: ReadonlySet<string>;
  /** Told when a table counts as new only because CREATE TABLE IF NOT EXISTS may have made it. */
  readonly onConditional: (label: string) => void;
}

export interface NameLookup {
  readonly createdTables: ReadonlySet<string>;
  readonly createdIndexes: ReadonlyMap<string, CreatedIndex>;
  readonly searchPath: readonly string[];
  table(name: QualifiedName): TableRef;
  tableOfIndex(name: QualifiedName): TableRef | undefined;
  referencing(key: string): readonly QualifiedName[];
  create(name: QualifiedName, conditional: boolean): void;
  drop(name: QualifiedName): void;
  rename(from: QualifiedName, to: QualifiedName): void;
  addIndex(name: string, index: CreatedIndex): void;
  /** Undefined: back to the path of the session. */
  setSearchPath(schemas: readonly string[] | undefined): void;
}

/** A lookup for one file. */
export function createNameLookup(options: NameLookupOptions): NameLookup {
  const { facts, madeEarlier } = options;
  const created = new Set<string>();
  const conditionally = new Set<string>();
  const renamed = new Map<string, TableFacts>();
  const gone = new Set<string>();
  const indexes = new Map<string, CreatedIndex>();
  let path = facts.searchPath;
  let indexedTables: ReadonlyMap<string, TableFacts> | undefined;

  const liveTable = (key: string): TableFacts | undefined =>
    renamed.get(key) ?? (gone.has(key) ? undefined : facts.tables.get(key));

  const placeOf = (name: QualifiedName): string =>
    `${name.schema ?? path[0] ?? 'public'}.${name.name}`;

  const table = (name: QualifiedName): TableRef => {
    const schemas = name.schema === undefined ? ['pg_temp', ...path] : [name.schema];
    const ref = (key: string, rest: Partial<TableRef>): TableRef => ({
      key,
      label: writtenName(name),
      isNew: false,
      madeEarlier: false,
      facts: undefined,
      ...rest,
    });
    for (const schema of schemas) {
      const key = `${schema}.${name.name}`;
      if (created.has(key)) {
        if (conditionally.has(key)) options.onConditional(writtenName(name));
        return ref(key, { isNew: true });
      }
      const live = liveTable(key);
      if (live !== undefined) return ref(key, { label: key, facts: live });
      if (madeEarlier.has(key) && !gone.has(key)) return ref(key, { madeEarlier: true });
    }
    return ref(placeOf(name), {});
  };

  /** Built when it is first needed: by index name with and without its schema. */
  const tablesByIndex = (): ReadonlyMap<string, TableFacts> => {
    if (indexedTables !== undefined) return indexedTables;
    const found = new Map<string, TableFacts>();
    for (const live of facts.tables.values()) {
      for (const index of live.indexes) {
        found.set(`${live.schema}.${index.name}`, live);
        if (!found.has(index.name)) found.set(index.name, live);
      }
    }
    indexedTables = found;
    return found;
  };

  const referencing = (key: string): readonly QualifiedName[] =>
    [...facts.tables.values()]
      .filter((live) => live.constraints.some((constraint) => constraint.references === key))
      .map(({ schema, name }) => ({ schema, name }));

  const forget = (key: string): void => {
    created.delete(key);
    conditionally.delete(key);
    renamed.delete(key);
    gone.add(key);
  };

  return {
    createdTables: created,
    createdIndexes: indexes,
    get searchPath() {
      return path;
    },
    table,
    referencing,
    tableOfIndex: (name) => {
      const made = indexes.get(name.name);
      if (made !== undefined) return made.table;
      const live = tablesByIndex().get(writtenName(name));
      return live === undefined ? undefined : table({ schema: live.schema, name: live.name });
    },
    create: (name, conditional) => {
      const key = placeOf(name);
      // It is there already, so IF NOT EXISTS makes nothing.
      if (conditional && (liveTable(key) !== undefined || madeEarlier.has(key))) return;
      if (conditional && !created.has(key) && !gone.has(key)) conditionally.add(key);
      created.add(key);
    },
    drop: (name) => forget(table(name).key),
    rename: (from, to) => {
      const old = table(from);
      const dot = old.key.indexOf('.');
      const key = `${to.schema ?? old.key.slice(0, dot)}.${to.name}`;
      forget(old.key);
      if (old.isNew) created.add(key);
      else if (old.facts !== undefined) renamed.set(key, old.facts);
      gone.delete(key);
    },
    addIndex: (name, index) => void indexes.set(name, index),
    setSearchPath: (schemas) => {
      path = schemas ?? facts.searchPath;
    },
  };
}
