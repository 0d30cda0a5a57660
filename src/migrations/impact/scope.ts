// What the statements of a migration that come before the present one have done, as far as rules
// need it. Kept by `scope-tracker`, read by rules; nothing here is ever asked of a database.
import type { LockMode } from '../../core/impact.ts';
import type { QualifiedName } from '../../sql/tree.ts';
import type { TableFacts } from './facts.ts';

/** A table as a statement sees it. */
export interface TableRef {
  /** Schema and name, for comparing within a migration: `public.orders`. */
  readonly key: string;
  /** What to call it in messages: qualified as found, or as it was written. */
  readonly label: string;
  /** Made by this migration: nobody uses it yet. */
  readonly isNew: boolean;
  /** Made by a migration that is assessed with this one and runs before it. */
  readonly madeEarlier: boolean;
  /** Undefined when it is not known. */
  readonly facts: TableFacts | undefined;
}

export interface HeldLock {
  readonly table: TableRef;
  readonly mode: LockMode;
}

export interface CreatedIndex {
  readonly table: TableRef;
  /** Empty for expressions. */
  readonly columns: readonly string[];
  readonly unique: boolean;
}

export interface MigrationScope {
  /** Keys of the tables that this migration made (or made anew). */
  readonly createdTables: ReadonlySet<string>;
  /** Types, views, functions … made by this migration, as `view:public.v`. */
  readonly createdObjects: ReadonlySet<string>;
  /** By name, in lower case as PostgreSQL keeps them. */
  readonly createdIndexes: ReadonlyMap<string, CreatedIndex>;
  readonly createdFunctions: ReadonlyMap<string, 'volatile' | 'stable' | 'immutable'>;
  /** True: the domain has a constraint. */
  readonly createdDomains: ReadonlyMap<string, boolean>;
  /** Columns added to existing tables, as `public.orders/note`. */
  readonly addedColumns: ReadonlySet<string>;
  /** As `public.orders/name_of_constraint`. */
  readonly droppedConstraints: ReadonlySet<string>;
  /** Columns that a constraint validated by this migration proves to hold no NULL. */
  readonly provenNotNull: ReadonlySet<string>;
  readonly searchPath: readonly string[];
  /** The session's TimeZone, as the migration has set it; null when it is not known. */
  readonly timeZone: string | null;

  /** The next statement runs in a transaction together with others. */
  readonly inTransaction: boolean;
  /** The statement that opened the present transaction by BEGIN; null when none did. */
  readonly openedBy: number | null;
  /** Constraints added NOT VALID in the present transaction, as `public.orders/k`. */
  readonly addedNotValid: ReadonlySet<string>;
  /**
   * SHARE and stronger, on tables in use, by the present transaction, as long as no other work was
   * done under them.
   */
  readonly unfollowedLocks: ReadonlyMap<string, HeldLock>;
  readonly hasLockTimeout: boolean;
  readonly hasStatementTimeout: boolean;
  /** Keys of tables in use that were locked so far without a lock_timeout. */
  readonly lockedWithoutTimeout: ReadonlySet<string>;
  /** A strong lock was taken so far without a statement_timeout. */
  readonly lockedWithoutStatementTimeout: boolean;

  /** The table of a name, looked up along the search path. */
  table(name: QualifiedName): TableRef;
  /** Tables with a foreign key to a table, by its key. */
  referencing(key: string): readonly QualifiedName[];
  /** The table of an index; undefined when it is not known. */
  tableOfIndex(name: QualifiedName): TableRef | undefined;
}
