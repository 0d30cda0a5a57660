// Reads the schema of an open SQLite database into objects. Runs in the worker thread; reads only.
import type { DatabaseSync } from 'node:sqlite';

import type { AttributeValue, SchemaObject } from '../../core/schema.ts';
import { normaliseSql, readTableText, type TableText } from '../sql-text.ts';

interface MasterRow {
  type: 'table' | 'index' | 'view' | 'trigger';
  name: string;
  tbl_name: string;
  sql: string | null;
}

interface ColumnRow {
  cid: number;
  name: string;
  type: string;
  notnull: number;
  dflt_value: string | null;
  pk: number;
  /** 1 hidden, 2 virtual generated, 3 stored generated. */
  hidden: number;
}

interface ForeignKeyRow {
  id: number;
  seq: number;
  table: string;
  from: string;
  to: string | null;
  on_update: string;
  on_delete: string;
  match: string;
}

interface IndexRow {
  name: string;
  unique: number;
  origin: 'c' | 'u' | 'pk';
  partial: number;
}

const simpleName = /^[a-z_][a-z0-9_]*$/;

/** A name in the form that objects carry: names are the same in any case. */
function nameOf(...parts: readonly string[]): string {
  return parts
    .map((part) => part.toLowerCase())
    .map((part) => (simpleName.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.');
}

function attributesOf(
  all: Readonly<Record<string, AttributeValue | undefined>>,
): Readonly<Record<string, AttributeValue>> {
  const kept: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && value !== null && value !== false && value !== '')
      kept[name] = value;
  }
  return kept;
}

/** All objects of the main database. */
export function readSqliteObjects(database: DatabaseSync): readonly SchemaObject[] {
  const all = <Row>(sql: string, ...values: string[]): Row[] =>
    // The rows are those of the statement beside it.
    database.prepare(sql).all(...values) as Row[];
  const master = all<MasterRow>(
    `select type, name, tbl_name, sql from sqlite_schema where name not like 'sqlite\\_%' escape '\\'`,
  );
  const kinds = new Map(
    all<{ name: string; type: string; wr: number; strict: number }>('pragma main.table_list').map(
      (row) => [row.name, row],
    ),
  );
  const views = new Set(
    master.filter(({ type }) => type === 'view').map(({ name }) => nameOf(name)),
  );
  const objects: SchemaObject[] = [];
  for (const row of master) {
    if (row.type === 'table') {
      const facts = kinds.get(row.name);
      // The tables in which a virtual table keeps its data are its own business.
      if (facts?.type === 'shadow') continue;
      objects.push(...readTable(all, row, facts));
    } else if (row.type === 'view') {
      const columns = all<ColumnRow>('select * from pragma_table_xinfo(?)', row.name);
      objects.push({
        kind: 'VIEW',
        name: nameOf(row.name),
        parent: null,
        attributes: attributesOf({
          definition: normaliseSql(row.sql ?? ''),
          columns: columns.map(({ name, type }) =>
            `${name.toLowerCase()} ${type.toLowerCase()}`.trim(),
          ),
        }),
        uses: [],
      });
    } else if (row.type === 'trigger') {
      objects.push({
        kind: 'TRIGGER',
        name: nameOf(row.name),
        parent: `${views.has(nameOf(row.tbl_name)) ? 'VIEW' : 'TABLE'} ${nameOf(row.tbl_name)}`,
        attributes: attributesOf({ definition: normaliseSql(row.sql ?? '') }),
        uses: [],
      });
    }
  }
  return withUses(objects);
}

type All = <Row>(sql: string, ...values: string[]) => Row[];

function readTable(
  all: All,
  row: MasterRow,
  facts: { type: string; wr: number; strict: number } | undefined,
): readonly SchemaObject[] {
  const name = nameOf(row.name);
  const parent = `TABLE ${name}`;
  const text = readTableText(row.sql ?? '');
  const isVirtual = facts?.type === 'virtual';
  const table: SchemaObject = {
    kind: 'TABLE',
    name,
    parent: null,
    attributes: attributesOf({
      strict: facts?.strict === 1,
      withoutRowid: facts?.wr === 1,
      virtual: isVirtual ? normaliseSql(row.sql ?? '') : null,
    }),
    uses: [],
  };
  const columns = all<ColumnRow>('select * from pragma_table_xinfo(?)', row.name);
  return [
    table,
    ...columns.map((column) => readColumn(row.name, parent, column, text)),
    ...readConstraints(all, row.name, parent, columns, text),
    ...readIndexes(all, row.name, parent),
  ];
}

function readColumn(
  table: string,
  parent: string,
  column: ColumnRow,
  text: TableText,
): SchemaObject {
  const more = text.columns.get(column.name.toLowerCase());
  return {
    kind: 'COLUMN',
    name: nameOf(table, column.name),
    parent,
    attributes: attributesOf({
      position: column.cid + 1,
      type: column.type.toLowerCase().replaceAll(/\s+/g, ' '),
      notNull: column.notnull === 1,
      default: column.dflt_value === null ? null : normaliseSql(column.dflt_value),
      generated: more?.generated ?? null,
      virtual: column.hidden === 2,
      hidden: column.hidden === 1,
      collation: more?.collation ?? null,
      autoincrement: more?.autoincrement ?? false,
    }),
    uses: [],
  };
}

function readConstraints(
  all: All,
  table: string,
  parent: string,
  columns: readonly ColumnRow[],
  text: TableText,
): readonly SchemaObject[] {
  const list = (names: readonly string[]): string => names.map((name) => nameOf(name)).join(', ');
  const made: { name: string; definition: string; type: string; uses: readonly string[] }[] = [];
  const key = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
  if (key.length > 0) {
    const definition = `PRIMARY KEY (${list(key.map((column) => column.name))})`;
    made.push({ name: 'primary key', type: 'PRIMARY KEY', definition, uses: [] });
  }
  const foreign = Map.groupBy(
    all<ForeignKeyRow>('select * from pragma_foreign_key_list(?)', table),
    ({ id }) => id,
  );
  for (const rows of foreign.values()) {
    const [first] = rows.toSorted((a, b) => a.seq - b.seq);
    if (first === undefined) continue;
    const from = list(rows.map((one) => one.from));
    const to = rows.some((one) => one.to === null)
      ? ''
      : ` (${list(rows.map((one) => one.to ?? ''))})`;
    const action = (when: string, what: string): string =>
      what === 'NO ACTION' ? '' : ` ON ${when} ${what}`;
    const definition =
      `FOREIGN KEY (${from}) REFERENCES ${nameOf(first.table)}${to}` +
      action('UPDATE', first.on_update) +
      action('DELETE', first.on_delete);
    // SQLite keeps no name of it: what it says is what it is.
    made.push({
      name: definition.toLowerCase(),
      type: 'FOREIGN KEY',
      definition,
      uses: [`TABLE ${nameOf(first.table)}`],
    });
  }
  for (const index of all<IndexRow>('select * from pragma_index_list(?)', table)) {
    if (index.origin !== 'u') continue;
    const parts = all<{ name: string | null }>('select name from pragma_index_info(?)', index.name);
    const definition = `UNIQUE (${list(parts.map((part) => part.name ?? ''))})`;
    made.push({ name: definition.toLowerCase(), type: 'UNIQUE', definition, uses: [] });
  }
  for (const check of text.checks) {
    const definition = `CHECK (${check.expression})`;
    made.push({
      name: check.name ?? definition.toLowerCase(),
      type: 'CHECK',
      definition,
      uses: [],
    });
  }
  const seen = new Set<string>();
  return made.flatMap(({ name, type, definition, uses }) => {
    const full = nameOf(table, name);
    if (seen.has(full)) return [];
    seen.add(full);
    return [
      { kind: 'CONSTRAINT' as const, name: full, parent, attributes: { type, definition }, uses },
    ];
  });
}

function readIndexes(all: All, table: string, parent: string): readonly SchemaObject[] {
  const sqlOf = new Map(
    all<{ name: string; sql: string | null }>(
      `select name, sql from sqlite_schema where type = 'index' and tbl_name = ?`,
      table,
    ).map(({ name, sql }) => [name, sql]),
  );
  return all<IndexRow>('select * from pragma_index_list(?)', table)
    .filter(({ origin }) => origin === 'c')
    .map((index) => ({
      kind: 'INDEX' as const,
      name: nameOf(index.name),
      parent,
      attributes: attributesOf({
        definition: normaliseSql(sqlOf.get(index.name) ?? '').replace(' if not exists ', ' '),
        unique: index.unique === 1,
      }),
      uses: [],
    }));
}

/** Views and triggers need the tables that their text names. */
function withUses(objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const relations = new Map(
    objects
      .filter(({ kind }) => kind === 'TABLE' || kind === 'VIEW')
      .map(({ kind, name }) => [name, `${kind} ${name}`]),
  );
  return objects.map((object) => {
    if (object.kind !== 'VIEW' && object.kind !== 'TRIGGER') return object;
    const words = new Set(
      String(object.attributes['definition'] ?? '').match(/"[^"]+"|[a-z_][a-z0-9_]*/g),
    );
    const uses = [...relations]
      .filter(([name]) => words.has(name) && name !== object.name)
      .map(([, id]) => id)
      .toSorted((a, b) => (a < b ? -1 : 1));
    return { ...object, uses };
  });
}
