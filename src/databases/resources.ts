// What the resources of a database were found to be: numbers as the engine tells them. What only grows
// (a counter) means nothing by itself: whoever reads twice makes rates of it.

export interface Measure {
  /** `noun.measure_unit`, as `database.size_bytes`. */
  readonly metric: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Grows until the statistics are reset. */
export interface Counter {
  /** Of the rate that is made of it: `per_second` measures have their seconds, others count. */
  readonly metric: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly total: number;
}

/** Two counters whose growth is compared. */
export interface Share {
  /** Percent of `part` in `whole`. */
  readonly metric: string;
  readonly part: number;
  readonly whole: number;
  /** A growth of the whole below this says nothing. */
  readonly least: number;
}

/** What all executions of a statement have cost since its numbers began. */
export interface StatementTotals {
  /** The engine's id of the statement's shape; a decimal number as text. */
  readonly id: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly rows: number;
  readonly blocksHit: number;
  readonly blocksRead: number;
  readonly tempBlocks: number;
  readonly walBytes: number;
}

export interface StatementReading {
  /** Changes when all numbers begin anew. */
  readonly epoch: string;
  readonly totals: readonly StatementTotals[];
  /** False when there were more than are read. */
  readonly complete: boolean;
}

export interface TableFacts {
  readonly schema: string;
  readonly name: string;
  /** With its indexes and what is stored apart; null when it was locked. */
  readonly bytes: number | null;
  /** An estimate of the engine's. */
  readonly liveRows: number;
  /** Rows that are gone and not cleaned up. */
  readonly deadRows: number;
}

/** Something that could not be read, and what would help. */
export interface ResourceNote {
  readonly about: string;
  readonly reason: string;
}

export interface ResourceReading {
  /** Changes when the counters begin anew. */
  readonly epoch: string;
  readonly measures: readonly Measure[];
  readonly counters: readonly Counter[];
  readonly shares: readonly Share[];
  /** Undefined when not asked for or not to be had. */
  readonly statements?: StatementReading | undefined;
  /** The largest, and those with the most dead rows; undefined when not asked for. */
  readonly tables?: readonly TableFacts[] | undefined;
  /** What was measured of sizes and tables; read less often than `measures`. */
  readonly tableMeasures?: readonly Measure[] | undefined;
  readonly notes: readonly ResourceNote[];
}

export interface ResourceRequest {
  /** Sizes and tables, which cost more. */
  readonly tables: boolean;
  /** What statements have cost. */
  readonly statements: boolean;
}
