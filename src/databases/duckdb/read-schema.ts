// Reads the schema of an open DuckDB database into objects. Runs in the reader process.
import type { DuckDBConnection } from '@duckdb/node-api';

import { readTableText, type TableText } from '../sql-text.ts';
import type { AttributeValue, SchemaObject, SchemaObjectKind } from '../../core/schema.ts';

type Row = Readonly<Record<string, unknown>>;

const simpleName = /^[a-z_][a-z0-9_]*$/;

function nameOf(...parts: readonly unknown[]): string {
  return parts
    .map(String)
    .map((part) => (simpleName.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.');
}

function valueOf(value: unknown): AttributeValue | undefined {
  if (value === undefined || value === null || value === false || value === '') return undefined;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
    return value;
  if (typeof value === 'bigint') return value.toString();
  return Array.isArray(value) ? value.map(String) : JSON.stringify(value);
}

function object(
  kind: SchemaObjectKind,
  name: string,
  parent: string | null,
  attributes: Readonly<Record<string, unknown>>,
  uses: readonly string[] = [],
): SchemaObject {
  const kept: Record<string, AttributeValue> = {};
  for (const [key, raw] of Object.entries(attributes)) {
    const value = valueOf(raw);
    if (value !== undefined) kept[key] = value;
  }
  return { kind, name, parent, attributes: kept, uses };
}

/** The catalogue tells a generated column's expression as its default; only the text tells them apart. */
function valueOfColumn(row: Row): Readonly<Record<string, unknown>> {
  const text = typeof row['sql'] === 'string' ? row['sql'] : '';
  const known = lastText?.text === text ? lastText : { text, table: readTableText(text) };
  lastText = known;
  const column = known.table.columns.get(String(row['column_name']).toLowerCase());
  const collation = column?.collation ?? null;
  return column == null || column.generated === null
    ? { default: row['column_default'], collation }
    : { generated: column.generated, collation };
}

// A table's columns come one after the other.
let lastText: { readonly text: string; readonly table: TableText } | undefined;

interface Part {
  readonly sql: string;
  map(row: Row): readonly SchemaObject[];
}

const mine = `database_name = current_database() and not internal`;
const table = (row: Row): string => nameOf(row['schema_name'], row['table_name']);

const parts: readonly Part[] = [
  {
    sql: `select schema_name, comment from duckdb_schemas()
      where ${mine} and schema_name <> 'main' or (database_name = current_database() and schema_name = 'main')`,
    map: (row) => [object('SCHEMA', nameOf(row['schema_name']), null, { comment: row['comment'] })],
  },
  {
    sql: `select schema_name, table_name, comment, temporary from duckdb_tables() where ${mine} and not temporary`,
    map: (row) => [object('TABLE', table(row), null, { comment: row['comment'] })],
  },
  {
    sql: `select c.schema_name, c.table_name, c.column_name, c.column_index::int as place, c.data_type,
        c.is_nullable, c.column_default, c.comment, t.sql
      from duckdb_columns() c join duckdb_tables() t using (database_name, schema_name, table_name)
      where c.database_name = current_database() and not c.internal and not t.temporary
      order by t.table_oid, c.column_index`,
    map: (row) => [
      object(
        'COLUMN',
        nameOf(row['schema_name'], row['table_name'], row['column_name']),
        `TABLE ${table(row)}`,
        {
          position: row['place'],
          type: row['data_type'],
          notNull: row['is_nullable'] === false,
          ...valueOfColumn(row),
          comment: row['comment'],
        },
      ),
    ],
  },
  {
    // NOT NULL is told with its column.
    sql: `select schema_name, table_name, constraint_type, constraint_text, constraint_name,
        referenced_table from duckdb_constraints()
      where database_name = current_database() and constraint_type <> 'NOT NULL'`,
    map: (row) => [
      object(
        'CONSTRAINT',
        nameOf(
          row['schema_name'],
          row['table_name'],
          row['constraint_name'] ?? row['constraint_text'],
        ),
        `TABLE ${table(row)}`,
        { type: row['constraint_type'], definition: row['constraint_text'] },
        row['referenced_table'] == null
          ? []
          : [`TABLE ${nameOf(row['schema_name'], row['referenced_table'])}`],
      ),
    ],
  },
  {
    sql: `select schema_name, table_name, index_name, is_unique, sql, comment from duckdb_indexes()
      where database_name = current_database()`,
    map: (row) => [
      object('INDEX', nameOf(row['schema_name'], row['index_name']), `TABLE ${table(row)}`, {
        definition: definition(row['sql']),
        unique: row['is_unique'],
        comment: row['comment'],
      }),
    ],
  },
  {
    sql: `select schema_name, view_name, sql, comment from duckdb_views()
      where ${mine} and not temporary`,
    map: (row) => [
      object('VIEW', nameOf(row['schema_name'], row['view_name']), null, {
        definition: definition(row['sql']),
        comment: row['comment'],
      }),
    ],
  },
  {
    sql: `select schema_name, sequence_name, start_value::varchar as start, min_value::varchar as least,
        max_value::varchar as greatest, increment_by::varchar as increment, cycle, comment
      from duckdb_sequences() where database_name = current_database() and not temporary`,
    map: (row) => [
      object('SEQUENCE', nameOf(row['schema_name'], row['sequence_name']), null, {
        start: row['start'],
        minimum: row['least'],
        maximum: row['greatest'],
        increment: row['increment'],
        cycle: row['cycle'],
        comment: row['comment'],
      }),
    ],
  },
  {
    sql: `select schema_name, type_name, logical_type, labels from duckdb_types()
      where ${mine} and type_name is not null`,
    map: (row) => [
      row['logical_type'] === 'ENUM'
        ? object('ENUM', nameOf(row['schema_name'], row['type_name']), null, {
            labels: Array.isArray(row['labels']) ? row['labels'] : [],
          })
        : object('DOMAIN', nameOf(row['schema_name'], row['type_name']), null, {
            type: row['logical_type'],
          }),
    ],
  },
  {
    sql: `select schema_name, function_name, function_type, parameters, macro_definition, comment
      from duckdb_functions() where ${mine} and function_type in ('macro', 'table_macro')`,
    map: (row) => {
      const parameters = Array.isArray(row['parameters']) ? row['parameters'].map(String) : [];
      const name = `${nameOf(row['schema_name'], row['function_name'])}(${parameters.join(', ')})`;
      return [
        object('FUNCTION', name, null, {
          language: row['function_type'],
          body: row['macro_definition'],
          comment: row['comment'],
        }),
      ];
    },
  },
];

function definition(sql: unknown): string {
  return typeof sql === 'string' ? sql.trim().replace(/;$/, '').replaceAll(/\s+/g, ' ') : '';
}

/** All objects of the current database. */
export async function readDuckdbObjects(
  connection: DuckDBConnection,
): Promise<readonly SchemaObject[]> {
  const objects: SchemaObject[] = [];
  for (const part of parts) {
    const reader = await connection.runAndReadAll(part.sql);
    for (const row of reader.getRowObjectsJson()) objects.push(...part.map(row));
  }
  const seen = new Map(objects.map((one) => [`${one.kind} ${one.name}`, one]));
  return [...seen.values()];
}
