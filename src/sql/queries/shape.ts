// What a query names, as plain data that is small and crosses threads: which tables it reads and writes, and
// which columns of which of them. It is found in the text alone; what the names mean, and whether they
// are there, is for those who know a schema.

/** A statement, or a query within one. */
export interface QueryShape {
  /** What stands in FROM, or is written to: what the columns may belong to. */
  readonly sources: readonly QuerySource[];
  readonly columns: readonly ColumnUse[];
  readonly writes: readonly TableWrite[];
  readonly uses: readonly NameUse[];
  /** What the result consists of. */
  readonly output: QueryOutput;
  readonly inner: readonly InnerQuery[];
  /** Columns that several sources share as one (USING); `ALL` for a natural join. */
  readonly merged: 'ALL' | readonly string[];
}

export interface InnerQuery {
  readonly shape: QueryShape;
  /** Its columns may also belong to so many sources of the query around it, from the first one on. */
  readonly sees: number;
}

export type QuerySource =
  | {
      readonly kind: 'table';
      readonly catalog: string | null;
      readonly schema: string | null;
      readonly name: string;
      readonly alias: string | null;
      /** Other names of its columns: `orders as o (a, b)`. */
      readonly columnAliases: readonly string[];
    }
  /** A sub-query or a CTE. */
  | {
      readonly kind: 'query';
      readonly alias: string | null;
      readonly columnAliases: readonly string[];
      readonly query: QueryShape;
    }
  /** Nothing is known of its columns: a function, a recursive CTE, a table made by the script. */
  | { readonly kind: 'unknown'; readonly alias: string | null };

export interface QueryOutput {
  readonly names: readonly string[];
  /** All columns of these sources by alias; null for those of all. */
  readonly stars: readonly (string | null)[];
  /** There may be others. */
  readonly isOpen: boolean;
}

export interface ColumnUse {
  readonly schema: string | null;
  /** Name or alias of the source; null when it is not written. */
  readonly source: string | null;
  readonly name: string;
  /** A column of the result has that name: some engines mean it first. */
  readonly mayBeOutput: boolean;
  /** Written in double quotes: SQLite takes it for a text where there is no such column. */
  readonly isQuoted: boolean;
}

export interface TableWrite {
  readonly kind: 'INSERT' | 'UPDATE';
  /** Place of the table among `sources`. */
  readonly source: number;
  /** Null: all of them, in their order. */
  readonly columns: readonly WrittenColumn[] | null;
  /** How many values a row has, when no columns are named; null when that is not known. */
  readonly values: number | null;
  /** Generated identities may be overridden. */
  readonly isOverriding: boolean;
}

export interface WrittenColumn {
  readonly name: string;
  /** In some row it is given the keyword DEFAULT. */
  readonly isDefault: boolean;
}

/** A function, type or sequence that is named. */
export interface NameUse {
  readonly kind: 'FUNCTION' | 'TYPE' | 'SEQUENCE';
  readonly schema: string | null;
  readonly name: string;
}

/** One statement of a script. */
export type ReadQuery =
  | { readonly line: number; readonly ok: true; readonly shape: QueryShape }
  /** It cannot be told what it names. */
  | { readonly line: number; readonly ok: false; readonly reason: string };
