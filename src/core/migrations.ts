// The words for migrations that the store, the runner and the API share.

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
