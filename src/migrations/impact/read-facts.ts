// Fills the facts about the live tables that migrations name. A few bounded queries on catalogue
// views; it never writes, and never waits for a lock for longer than a moment. What cannot be had is
// null or told as a note.
import type { Clock } from '../../core/clock.ts';
import type { TargetClient } from '../../databases/postgres/client.ts';
import type { ConstraintFacts, DatabaseFacts, LongTransaction, TableFacts } from './facts.ts';
import {
  domainsQuery,
  maxTables,
  readRows,
  relationsQuery,
  serverQuery,
  transactionsQuery,
  type RelationRow,
  type ServerRow,
  type TransactionRow,
} from './facts-queries.ts';
import {
  constraintsQuery,
  sizesQuery,
  type ConstraintRow,
  type SizeRow,
} from './measuring-queries.ts';
import type { NamedObjects } from './named-objects.ts';
import { readTraffic, type Traffic, type TrafficOptions } from './read-traffic.ts';

export interface FactsOptions {
  readonly clock: Clock;
  /** A transaction that is open for longer holds up whoever needs its tables. */
  readonly longTransactionMs?: number;
  readonly traffic?: Pick<TrafficOptions, 'leastCountedMinutes' | 'sampledAboveMinutes'>;
}

const tableKinds = {
  r: 'table',
  p: 'partitioned',
  v: 'view',
  m: 'materialized-view',
  f: 'foreign-table',
} as const satisfies Record<RelationRow['kind'], TableFacts['kind']>;

const constraintKinds = {
  p: 'primary',
  u: 'unique',
  f: 'foreign',
  c: 'check',
  x: 'exclusion',
  n: 'not-null',
} as const satisfies Record<ConstraintRow['kind'], ConstraintFacts['kind']>;

/** Facts without rates; `notes` tell what could not be seen and what to do about it. */
export type ReadFacts = DatabaseFacts & { readonly notes: readonly string[] };

/** Reads the facts; throws when the database cannot be reached. */
export async function readDatabaseFacts(
  client: TargetClient,
  objects: NamedObjects,
  { clock, longTransactionMs = 5000, traffic: when }: FactsOptions,
): Promise<ReadFacts> {
  const [server] = await readRows<ServerRow>(client, serverQuery);
  if (server === undefined) throw new Error('the server did not tell its version');
  const relations = await readRows<RelationRow>(client, relationsQuery(objects));
  const told = relations.slice(0, maxTables);
  const oids = told.map((row) => row.oid);
  const sizes = await measured<SizeRow>(client, oids, sizesQuery);
  const countedMinutes = server.counted_minutes;
  const traffic = await readTraffic(client, oids, { clock, countedMinutes, ...when });
  const constraints = await measured<ConstraintRow>(client, oids, constraintsQuery);
  const transactions = await readRows<TransactionRow>(client, transactionsQuery(longTransactionMs));
  const domains =
    objects.columnTypes.length === 0
      ? []
      : await readRows<{ name: string }>(client, domainsQuery(objects));
  const notes = [
    ...noteOf(
      relations.length > maxTables,
      `the migrations reach more than ${maxTables} tables; only those were looked at`,
    ),
    ...noteOf(
      server.hidden_sessions > 0,
      `the transactions of ${server.hidden_sessions} sessions cannot be seen: grant ` +
        'pg_read_all_stats to the role that hawkwatch uses',
    ),
    ...noteOf(
      sizes.some((row) => row.locked),
      'somebody has an exclusive lock on some of the tables; their sizes are those of the last VACUUM',
    ),
  ];
  return {
    serverVersion: server.version,
    timeZone: server.time_zone,
    searchPath: server.search_path,
    constrainedDomains: domains.map((row) => row.name),
    tables: tablesOf(told, { sizes, constraints, traffic }),
    longTransactions: transactions.map(toTransaction),
    scanBytesPerSecond: null,
    rewriteBytesPerSecond: null,
    notes,
  };
}

const noteOf = (applies: boolean, note: string): readonly string[] => (applies ? [note] : []);

/** Waiting for a lock, or too long for one statement. */
const notInTime = new Set(['55P03', '57014']);

/** Measures; where that would take too long, takes what the catalogue has. */
async function measured<Row extends object>(
  client: TargetClient,
  oids: readonly number[],
  query: (oids: readonly number[], everythingLocked?: boolean) => string,
): Promise<readonly Row[]> {
  if (oids.length === 0) return [];
  try {
    return await readRows<Row>(client, query(oids));
  } catch (error) {
    const isLate =
      typeof error === 'object' &&
      error !== null &&
      'code' in error &&
      notInTime.has(String(error.code));
    if (!isLate) throw error;
    return readRows<Row>(client, query(oids, true));
  }
}

function tablesOf(
  relations: readonly RelationRow[],
  measured: {
    readonly sizes: readonly SizeRow[];
    readonly constraints: readonly ConstraintRow[];
    readonly traffic: ReadonlyMap<number, Traffic>;
  },
): ReadonlyMap<string, TableFacts> {
  const sizeOf = new Map(measured.sizes.map((row) => [row.oid, row]));
  const constraintsOf = Map.groupBy(measured.constraints, (row) => row.oid);
  return new Map(
    relations.map((row): [string, TableFacts] => {
      const size = sizeOf.get(row.oid);
      const traffic = measured.traffic.get(row.oid);
      const table: TableFacts = {
        schema: row.schema,
        name: row.name,
        kind: tableKinds[row.kind],
        rows: size?.rows ?? null,
        totalBytes: size?.total_bytes ?? 0,
        heapBytes: size?.heap_bytes ?? 0,
        readsPerMinute: traffic?.readsPerMinute ?? null,
        writesPerMinute: traffic?.writesPerMinute ?? null,
        partitions: size?.partitions ?? 0,
        partitionOf: row.partition_of,
        columns: row.columns.map(({ name, type, not_null }) => ({ name, type, notNull: not_null })),
        constraints: (constraintsOf.get(row.oid) ?? []).map(toConstraint),
        indexes: row.indexes,
        dependents: row.dependents,
      };
      return [`${row.schema}.${row.name}`, table];
    }),
  );
}

function toConstraint(row: ConstraintRow): ConstraintFacts {
  const { name, kind, validated, definition, columns } = row;
  return {
    name,
    kind: constraintKinds[kind],
    validated,
    definition,
    columns,
    references: row.foreign_name === null ? null : `${row.foreign_schema}.${row.foreign_name}`,
  };
}

function toTransaction(row: TransactionRow): LongTransaction {
  const { pid, application, locks } = row;
  return { pid, application, user: row.user_name, sinceMs: row.since_ms, locks };
}
