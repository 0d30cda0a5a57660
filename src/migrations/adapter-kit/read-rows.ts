// Reads the rows of a history table as text, whatever the types of its columns are; times come in one
// form. Columns that are missing are told, and the number of rows is bounded.
import { quoteIdentifier } from '../../databases/postgres/client.ts';
import { hasColumns, nameOf, type CatalogueTable } from './catalogue.ts';
import type { HistoryReader } from './history-reader.ts';

export interface RowsRequest<Column extends string> {
  /** The tool's own name. */
  readonly title: string;
  readonly columns: readonly Column[];
  /** Those of `columns` that may be missing; they are null then. */
  readonly optional?: readonly Column[];
  /** Columns that give the order; missing ones are passed over. */
  readonly orderBy?: readonly string[];
}

export type Row<Column extends string> = Readonly<Record<Column, string | null>>;

export type RowsReading<Column extends string> =
  | { readonly rows: readonly Row<Column>[]; readonly unreadable?: undefined }
  | { readonly unreadable: string };

/** No history has more rows than this. */
const maxRows = 50_000;

/** The rows, or why they cannot be read, with what to do. */
export async function readRows<Column extends string>(
  reader: HistoryReader,
  table: CatalogueTable,
  request: RowsRequest<Column>,
): Promise<RowsReading<Column>> {
  const { title, columns, optional = [], orderBy = [] } = request;
  const missing = columns.filter(
    (column) => !optional.includes(column) && !hasColumns(table, column),
  );
  if (missing.length > 0) {
    return {
      unreadable:
        `${nameOf(table)} has no column ${missing.join(', ')}: it is not the history of ${title}, ` +
        'or of a version that hawkwatch does not know. Set `table` to the one',
    };
  }
  const types = new Map(table.columns.map(({ name, type }) => [name, type]));
  const expressions = columns.map((column) => {
    const quoted = quoteIdentifier(column);
    const type = types.get(column);
    if (type === undefined) return `null::text as ${quoted}`;
    // The same under every DateStyle and time zone.
    return type.startsWith('timestamp')
      ? `pg_catalog.to_json(${quoted}::timestamptz) #>> '{}' as ${quoted}`
      : `${quoted}::text as ${quoted}`;
  });
  const order = orderBy.filter((column) => types.has(column)).map((name) => quoteIdentifier(name));
  const rows = await reader.read<Row<Column>>(
    `select ${expressions.join(', ')}
     from ${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)} as history
     ${order.length === 0 ? '' : `order by ${order.map((name) => `history.${name}`).join(', ')}`}
     limit ${maxRows + 1}`,
  );
  if (rows.length > maxRows) {
    return { unreadable: `${nameOf(table)} has more than ${maxRows} rows: too many for a history` };
  }
  return { rows };
}

/** A time as `readRows` gives it; null when it is none. */
export function toTime(text: string | null): Date | null {
  if (text === null) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time;
}
