// What a migration source looks like in one database, whatever tool it belongs to.
import type { MigrationState, MigrationStatusState } from '../core/migrations.ts';

export interface MigrationEntry {
  readonly version: string;
  readonly name: string;
  readonly state: MigrationState;
  readonly reason: string | null;
  readonly checksum: string | null;
  readonly appliedAt: Date | null;
  readonly appliedBy: string | null;
  readonly durationMs: number | null;
}

export interface MigrationCounts {
  readonly total: number;
  readonly applied: number;
  readonly pending: number;
  readonly failed: number;
  readonly other: number;
}

export interface SourceStatus {
  readonly databaseName: string;
  readonly source: string;
  readonly tool: string;
  readonly state: MigrationStatusState;
  readonly reason: string | null;
  readonly currentVersion: string | null;
  readonly counts: MigrationCounts;
  /** In the order in which they run. */
  readonly migrations: readonly MigrationEntry[];
  readonly checkedAt: Date;
}

export interface StatusReader {
  /**
   * The status of a database's sources, or of one of them, read from the database now. An
   * unreachable database is a status, not an error. Never writes to the database.
   * @throws NotFoundError when the database or source is not configured.
   */
  read(databaseName: string, source?: string): Promise<readonly SourceStatus[]>;
}
