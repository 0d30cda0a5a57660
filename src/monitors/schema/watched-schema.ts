// What everything that watches the schema of one database needs to know of it.
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { SchemaStatement } from '../../core/schema-change.ts';
import type { DatabaseConnection } from '../../databases/driver.ts';
import type { NeedsReader } from '../../databases/needs/needs-reader.ts';
import type { SchemaSettings } from '../../databases/target.ts';
import type { Store } from '../../store/store.ts';

/** The schema cannot be read; the message says why, in words for everybody. */
export class UnreadableSchemaError extends Error {
  override readonly name = 'UnreadableSchemaError';
}

export interface SchemaTimings {
  /** How long after a change a migration may still turn up that explains it. */
  readonly graceMs: number;
  /** The same while the histories of migrations have not been read again. */
  readonly longestGraceMs: number;
  /** How often the store is asked whether a migration that holds a look back has ended. */
  readonly heldEveryMs: number;
  /** After so long a migration does not hold a look back any more. */
  readonly longestHoldMs: number;
  /** How often the store is told that nothing has changed. */
  readonly markEveryMs: number;
}

export const defaultTimings: SchemaTimings = {
  graceMs: 3_000,
  longestGraceMs: 30_000,
  heldEveryMs: 250,
  longestHoldMs: 600_000,
  markEveryMs: 60_000,
};

export interface WatchedSchema {
  readonly database: { readonly id: string; readonly name: string };
  readonly connection: DatabaseConnection;
  readonly settings: SchemaSettings;
  readonly hasSources: boolean;
  readonly needs: Pick<NeedsReader, 'load'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly timings: SchemaTimings;
  /** Runs `work` when it is its turn: only so many databases are read as a whole at once. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** What is remembered from one look to the next, and may be lost without harm. */
export interface WatchMemory {
  /** The fingerprint that the store has. */
  fingerprint: string | undefined;
  /** Sets whose origin is not known yet may be there. */
  mayBeUndecided: boolean;
  /** When the schema was last seen to be what the store has. */
  checkedAt: Date | undefined;
  markedMs: number | undefined;
  heldSinceMs: number | undefined;
  /** Entries of the database's log whose changes have not been seen in a snapshot yet. */
  carried: readonly SchemaStatement[];
  /** What the last whole reading left out. */
  notes: readonly string[];
  /** What the store was told last of whether the schema can be read. */
  toldState: string | undefined;
  /** Drift was judged by the present configuration. */
  isJudged: boolean;
}

/** Nothing remembered. */
export function createWatchMemory(): WatchMemory {
  return {
    fingerprint: undefined,
    mayBeUndecided: true,
    checkedAt: undefined,
    markedMs: undefined,
    heldSinceMs: undefined,
    carried: [],
    notes: [],
    toldState: undefined,
    isJudged: false,
  };
}
