// Facts about tables for tests of the impact rules, with what a test does not care about filled in.
import type {
  ColumnFacts,
  ConstraintFacts,
  DatabaseFacts,
  IndexFacts,
  LongTransaction,
  TableFacts,
} from '../../src/migrations/impact/facts.ts';

export const mib = 1024 ** 2;
export const gib = 1024 ** 3;

/** `id: 'integer not null'` … as columns. */
export function columns(types: Readonly<Record<string, string>>): ColumnFacts[] {
  return Object.entries(types).map(([name, type]) => ({
    name,
    type: type.replace(/ not null$/, ''),
    notNull: type.endsWith(' not null'),
  }));
}

export function constraint(
  part: Partial<ConstraintFacts> & Pick<ConstraintFacts, 'name' | 'kind'>,
): ConstraintFacts {
  return { validated: true, definition: '', columns: [], references: null, ...part };
}

export function index(name: string, indexed: readonly string[], unique = false): IndexFacts {
  return { name, columns: indexed, unique, valid: true };
}

/** A table of middling size (1 GiB, five million rows) that is used now and then. */
export function table(name: string, part: Partial<TableFacts> = {}): TableFacts {
  return {
    schema: 'public',
    name,
    kind: 'table',
    rows: 5_000_000,
    totalBytes: gib,
    heapBytes: 700 * mib,
    readsPerMinute: 200,
    writesPerMinute: 50,
    partitions: 0,
    columns: columns({ id: 'bigint not null' }),
    constraints: [],
    indexes: [index(`${name}_pkey`, ['id'], true)],
    dependents: [],
    ...part,
  };
}

/** A table of a hundred rows. */
export function smallTable(name: string, part: Partial<TableFacts> = {}): TableFacts {
  return table(name, { rows: 100, totalBytes: 64 * 1024, heapBytes: 16 * 1024, ...part });
}

export function longTransaction(part: Partial<LongTransaction> = {}): LongTransaction {
  return { pid: 4711, application: 'report', user: 'app', sinceMs: 300_000, locks: [], ...part };
}

/** Facts of a PostgreSQL 18 with these tables. */
export function databaseFacts(
  tables: readonly TableFacts[] = [],
  part: Partial<DatabaseFacts> = {},
): DatabaseFacts {
  return {
    serverVersion: 180_004,
    timeZone: 'UTC',
    searchPath: ['public'],
    tables: new Map(tables.map((each) => [`${each.schema}.${each.name}`, each])),
    longTransactions: [],
    scanBytesPerSecond: null,
    rewriteBytesPerSecond: null,
    ...part,
  };
}
