// The words for migrations that the store, the runner and the API share.

export const migrationTools = [
  'sql',
  'drizzle',
  'prisma',
  'node-pg-migrate',
  'knex',
  'typeorm',
  'sequelize',
  'graphile-migrate',
  'flyway',
  'liquibase',
  'goose',
  'golang-migrate',
  'dbmate',
  'rails',
  'django',
  'alembic',
  'atlas',
  'pgroll',
] as const;
/** A migration tool whose sources can be read; `sql` is hawkwatch's own form. */
export type MigrationTool = (typeof migrationTools)[number];

/** In the configuration: hawkwatch finds out which tool it is. */
export const recognisedTool = 'auto';

export const migrationStates = [
  'PENDING',
  'RUNNING',
  'APPLIED',
  'FAILED',
  'PARTIAL',
  'ROLLED_BACK',
  'OUT_OF_ORDER',
  'EDITED',
  'MISSING_FILE',
  'BASELINE',
  'SKIPPED_SILENTLY',
  'OUTDATED',
  'SUPERSEDED',
  'MARKED',
  'FUTURE',
  'IGNORED',
] as const;
/** How one migration of a source stands in one database. */
export type MigrationState = (typeof migrationStates)[number];

export const migrationStatusStates = [
  'UP_TO_DATE',
  'BEHIND',
  'AHEAD',
  'DIVERGED',
  'DIRTY',
  'LOCKED',
  'UNINITIALISED',
  'UNREACHABLE',
] as const;
/** How a source as a whole stands in one database. */
export type MigrationStatusState = (typeof migrationStatusStates)[number];

/** Migrations of a source by what is to be done about them. */
export interface MigrationCounts {
  readonly total: number;
  readonly applied: number;
  readonly pending: number;
  readonly failed: number;
  readonly other: number;
}

/** From what needs nobody to what needs somebody most. */
export const statusSeverity: Record<MigrationStatusState, number> = {
  UP_TO_DATE: 0,
  BEHIND: 1,
  UNINITIALISED: 2,
  LOCKED: 3,
  AHEAD: 4,
  DIVERGED: 5,
  DIRTY: 6,
  UNREACHABLE: 7,
};

/** States that do not pass by themselves: somebody has to look. */
export const failingStates = [
  'UNREACHABLE',
  'DIRTY',
  'DIVERGED',
  'AHEAD',
] as const satisfies readonly MigrationStatusState[];

export const runKinds = ['MIGRATE', 'ROLLBACK'] as const;
export type RunKind = (typeof runKinds)[number];

export const runOrigins = ['API', 'AUTOMATIC', 'COMMAND', 'FOREIGN'] as const;
export type RunOrigin = (typeof runOrigins)[number];

export const runStates = [
  'AWAITING_REVIEW',
  'QUEUED',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'INTERRUPTED',
  'REJECTED',
] as const;
export type RunState = (typeof runStates)[number];

export const runExecutors = ['sql', 'command', 'foreign'] as const;
/** What executes a run: hawkwatch itself, the tool's own command, or somebody else. */
export type RunExecutor = (typeof runExecutors)[number];

/** True when a run in this state will not change any more. */
export function isRunEnded(state: RunState): boolean {
  return state !== 'AWAITING_REVIEW' && state !== 'QUEUED' && state !== 'RUNNING';
}

/** Why a run failed; every text is redacted before it gets here. */
export interface RunError {
  readonly message: string;
  readonly sqlState: string | null;
  readonly statement: string | null;
  /** Character position within the statement, counted from 1. */
  readonly position: number | null;
  readonly hint: string | null;
}

/** One statement of a dry run, which was executed and rolled back, or only listed. */
export interface DryRunStatement {
  readonly version: string;
  readonly index: number;
  readonly text: string;
  readonly executed: boolean;
  readonly reason: string | null;
  readonly durationMs: number | null;
  readonly rows: number | null;
  readonly locks: readonly { readonly relation: string; readonly mode: string }[];
  readonly rewrites: readonly string[];
}

/** Who decided about a run that waited for a review. */
export interface RunReview {
  readonly decision: 'approved' | 'rejected';
  readonly by: string;
  readonly actorId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly comment: string | null;
}

/** The session of a migration that hawkwatch did not start. */
export interface ForeignSession {
  readonly tool: string;
  /** 0 where only a row of the tool's lock table is seen. */
  readonly pid: number;
  /** Tells the session from a later one with the same pid; null when the role may not see it. */
  readonly backendStart?: string | null;
  readonly application: string | null;
  readonly user: string | null;
  /** ISO 8601. */
  readonly since: string;
  /** What tells of it, in words: the lock it holds, the statement it runs. */
  readonly sign: string;
  /** The session that does the work, where another one holds the lock. */
  readonly worker?: {
    readonly pid: number;
    readonly application: string | null;
    readonly backendStart: string | null;
  } | null;
  /** It holds its lock and does nothing. */
  readonly stale: boolean;
  /** Who ended its session with `terminateSession`. */
  readonly terminatedBy?: string | undefined;
  /** Its statement, without constants. */
  readonly query: string | null;
  readonly waitsFor: readonly { readonly pid: number; readonly application: string | null }[];
  readonly blocks: readonly { readonly pid: number; readonly application: string | null }[];
}

/** What was looked at after a roll-back. */
export interface RunVerification {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly message: string;
  }[];
  /** ISO 8601. */
  readonly at: string;
}
