// What is known about the live database a migration is going to meet. Plain data that `read-facts`
// fills from catalogue views; rules and weighing are pure over it. What is not known is null, never
// a guess.

export interface ColumnFacts {
  readonly name: string;
  /** As `format_type` writes it, as `character varying(20)`. */
  readonly type: string;
  readonly notNull: boolean;
}

export interface ConstraintFacts {
  readonly name: string;
  readonly kind: 'primary' | 'unique' | 'foreign' | 'check' | 'exclusion' | 'not-null';
  readonly validated: boolean;
  /** As `pg_get_constraintdef` writes it. */
  readonly definition: string;
  readonly columns: readonly string[];
  /** Qualified; of a foreign key. */
  readonly references: string | null;
}

export interface IndexFacts {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly valid: boolean;
}

export interface TableFacts {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'partitioned' | 'view' | 'materialized-view' | 'foreign-table';
  /** `reltuples`; null when the table was never analysed. For partitioned tables the sum. */
  readonly rows: number | null;
  /** Bytes of the table with its indexes and TOAST; for partitioned tables the sum. */
  readonly totalBytes: number;
  /** Bytes of the heap alone. */
  readonly heapBytes: number;
  /** Since the statistics were reset, divided by that time; null when it is too short to say. */
  readonly readsPerMinute: number | null;
  readonly writesPerMinute: number | null;
  readonly partitions: number;
  /** Qualified name of the table it is a partition of. */
  readonly partitionOf?: string | null;
  readonly columns: readonly ColumnFacts[];
  readonly constraints: readonly ConstraintFacts[];
  readonly indexes: readonly IndexFacts[];
  /** Qualified names of views and materialised views that read it. */
  readonly dependents: readonly string[];
}

export interface LongTransaction {
  readonly pid: number;
  readonly application: string | null;
  readonly user: string | null;
  readonly sinceMs: number;
  /** Qualified names of tables on which it holds a lock. */
  readonly locks: readonly string[];
}

export interface DatabaseFacts {
  /** As `180004`; null offline, where `assumedVersion` counts. */
  readonly serverVersion: number | null;
  /** The `TimeZone` of the session that will run the migration. */
  readonly timeZone: string | null;
  /** Schemas in which unqualified names are looked up, in order. */
  readonly searchPath: readonly string[];
  /** By qualified name, as `public.orders`; only those that the migrations name. */
  readonly tables: ReadonlyMap<string, TableFacts>;
  /** Qualified names of the named domains that have a constraint, their own or a base type's. */
  readonly constrainedDomains?: readonly string[];
  readonly longTransactions: readonly LongTransaction[];
  /** Measured on this server, in bytes per second; null when there is no measurement. */
  readonly scanBytesPerSecond: { readonly low: number; readonly high: number } | null;
  readonly rewriteBytesPerSecond: { readonly low: number; readonly high: number } | null;
  /** What was measured for the rates, in words. */
  readonly rateBasis?: string | null;
  /** What could not be seen, and what to do about it: doubts of every assessment on these facts. */
  readonly notes?: readonly string[];
}

/** The facts where no database can be asked: nothing is known. */
export const noFacts: DatabaseFacts = {
  serverVersion: null,
  timeZone: null,
  searchPath: ['public'],
  tables: new Map(),
  longTransactions: [],
  scanBytesPerSecond: null,
  rewriteBytesPerSecond: null,
};
