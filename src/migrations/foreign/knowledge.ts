// What is looked for in one database: the locks whose keys follow from its names, and the tables of
// migration tools it has. Found out from its catalogue now and then, because tables come and go.
import type { SourceSettings } from '../../databases/target.ts';
import { createLockBook, type LockBook } from './lock-keys.ts';
import { pollQuery, tablesQuery } from './poll-query.ts';
import {
  configuredTables,
  recogniseTables,
  tableNames,
  type FoundTable,
  type ToolTable,
} from './tool-tables.ts';
import type { WatchConnection } from './watch-connection.ts';

export interface Knowledge {
  /** The one query of a look. */
  readonly sql: string;
  readonly book: LockBook;
  /** Tools' tables by oid. */
  readonly tables: ReadonlyMap<number, ToolTable>;
  /** Those whose rows are locks, as far as they may be read. */
  readonly lockTables: readonly ToolTable[];
}

/** Asks the catalogue; `longMs` is from when on a transaction is long enough to be looked at. */
export async function findOut(
  connection: Pick<WatchConnection, 'query'>,
  sources: readonly SourceSettings[],
  longMs: number,
): Promise<Knowledge> {
  const configured = configuredTables(sources);
  const [row] = await connection.query<{ database: string; tables: FoundTable[] }>(
    tablesQuery(tableNames(configured)),
  );
  const tables = recogniseTables(row?.tables ?? [], configured);
  // A lock is named after its table before there is one.
  const named = configured
    .filter(({ name }) => !tables.some((table) => table.name === name))
    .map(({ tool, schema, name }) => ({ tool, schema: schema ?? 'public', name }));
  const book = createLockBook({ databaseName: row?.database ?? '', tables: [...tables, ...named] });
  const tableOids = tables.map(({ oid }) => oid);
  return {
    sql: pollQuery({ advisory: book.condition, tableOids, longMs }),
    book,
    tables: new Map(tables.map((table) => [table.oid, table])),
    lockTables: tables.filter(({ role, readable }) => role === 'lock' && readable),
  };
}
