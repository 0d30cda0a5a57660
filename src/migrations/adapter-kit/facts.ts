// What adapters read before they judge: the migrations a source has, and what a history says.
import type { MigrationState } from '../../core/migrations.ts';

/** A migration as its files (or a manifest) tell it. */
export interface SourceMigration {
  /** As the tool's history names it; unique within the source. */
  readonly version: string;
  readonly name: string;
  /** In the form that the tool uses; null where the tool has none. */
  readonly checksum: string | null;
  /** Other checksums that the tool accepts for the same file. */
  readonly accepted?: readonly string[];
  /** Runs again whenever it changes. */
  readonly repeatable?: boolean;
  /** Versions that must be applied before it, where the tool has a graph and not a line. */
  readonly after?: readonly string[];
  /** Versions that it stands for (squashed ones). */
  readonly replaces?: readonly string[];
  /** Why the tool will refuse to run it, while it is not applied. */
  readonly refused?: string;
  /** The tool was told to leave it out. */
  readonly ignored?: boolean;
  /** What to say of it while it is not applied. */
  readonly remark?: string;
  /** The time by which the tool orders, in milliseconds, where that is not the version itself. */
  readonly at?: number;
  /** Path relative to the source; null when it came from a manifest. */
  readonly path: string | null;
}

export interface SourceReading {
  /** In the order in which the tool runs them. */
  readonly migrations: readonly SourceMigration[];
  /** What makes the source unusable, each with what to do; then no status is "up to date". */
  readonly faults: readonly string[];
  /** What to know about the source that is no fault, as "only the applied side is compared". */
  readonly notes: readonly string[];
  /** True when only the history can be told: nothing can be called pending or missing. */
  readonly appliedSideOnly?: boolean;
}

/** A migration as the history tells it, already reduced to its latest row. */
export interface AppliedMigration {
  readonly version: string;
  readonly name: string;
  readonly state: Extract<
    MigrationState,
    | 'APPLIED'
    | 'FAILED'
    | 'PARTIAL'
    | 'ROLLED_BACK'
    | 'BASELINE'
    | 'MARKED'
    | 'RUNNING'
    | 'IGNORED'
    | 'SUPERSEDED'
  >;
  readonly reason: string | null;
  readonly checksum: string | null;
  /** As in `SourceMigration`. */
  readonly at?: number;
  readonly appliedAt: Date | null;
  readonly appliedBy: string | null;
  readonly durationMs: number | null;
}

export interface HistoryReading {
  /** In the order in which they were applied. */
  readonly applied: readonly AppliedMigration[];
  /** What is wrong with the table, each with what to do; then no status is "up to date". */
  readonly faults: readonly string[];
  /** Who holds the tool's lock, in words; null when nobody does. */
  readonly lockedBy: string | null;
  /** Why nothing can be told of the history at all, with what to do; then there is no status. */
  readonly unreadable?: string;
  /** Which form the table has, where the tool has several. */
  readonly form?: string;
  /** The tool says that it stopped half way (`dirty`). */
  readonly dirty?: string | null;
  /** What to know about the history that is no fault, as "changes were made by others". */
  readonly notes?: readonly string[];
}
