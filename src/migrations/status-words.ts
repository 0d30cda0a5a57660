// What a migration source looks like in one database, whatever tool it belongs to.
import type {
  MigrationCounts,
  MigrationState,
  MigrationStatusState,
  MigrationTool,
} from '../core/migrations.ts';

export interface MigrationEntry {
  readonly version: string;
  readonly name: string;
  readonly state: MigrationState;
  readonly reason: string | null;
  /**
   * True: whether one of its statements took effect is not known, and somebody has to say so. Null: only the
   * database itself would tell.
   */
  readonly inDoubt?: boolean | null;
  readonly checksum: string | null;
  readonly appliedAt: Date | null;
  readonly appliedBy: string | null;
  readonly durationMs: number | null;
}

/** What hawkwatch can do with a source: with its own form all, with another tool's what its command can. */
export type SourceDeed = 'RUN' | 'DRY_RUN' | 'ROLL_BACK';

export interface SourceStatus {
  readonly databaseName: string;
  readonly source: string;
  /** As configured, or as recognised where that is left to hawkwatch. */
  readonly tool: string;
  readonly state: MigrationStatusState;
  readonly reason: string | null;
  readonly currentVersion: string | null;
  readonly counts: MigrationCounts;
  /** In the order in which they run. */
  readonly migrations: readonly MigrationEntry[];
  /** Commit or manifest that was compared; null for a folder. */
  readonly revision: string | null;
  readonly checkedAt: Date;
  /** Absent: nothing but reading it. */
  readonly deeds?: readonly SourceDeed[];
}

/** A migration tool whose history was found in a database. */
export interface RecognisedTool {
  readonly tool: MigrationTool;
  /** The tool's own name, as `Flyway`. */
  readonly title: string;
  /** `schema.table`. */
  readonly table: string;
  /** What it was recognised by. */
  readonly why: string;
  /** True when it may be another source's, or another program's. */
  readonly doubtful: boolean;
}

export interface StatusReader {
  /**
   * The status of a database's sources, or of one of them, read from the database now. An
   * unreachable database is a status, not an error. Never writes to the database.
   * @throws NotFoundError when the database or source is not configured.
   */
  read(databaseName: string, source?: string): Promise<readonly SourceStatus[]>;
  /**
   * The tools whose histories the database has, configured or not; none while it does not answer.
   * @throws NotFoundError when the database is not configured.
   */
  recognise(databaseName: string): Promise<readonly RecognisedTool[]>;
}
