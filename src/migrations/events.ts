// The events of a run. All carry the same payload, so that a subscriber can show a run from any one
// of them; their subject is the run. SQL in them is redacted and cut, other sessions' queries are
// normalised: they are for every viewer.
import { z } from 'zod';

import { defineEvent, type EventKind } from '../core/events.ts';
import { migrationStates, runKinds, runStates } from '../core/migrations.ts';

export const progressKinds = [
  'SNAPSHOT',
  'QUEUED',
  'STARTED',
  'MIGRATION_STARTED',
  'STATEMENT_STARTED',
  'STATEMENT_PROGRESS',
  'STATEMENT_FINISHED',
  'BLOCKED',
  'UNBLOCKED',
  'LOCK_RETRY',
  'MIGRATION_FINISHED',
  'LOG',
  'FINISHED',
] as const;
export type ProgressKind = (typeof progressKinds)[number];

const blockingSession = z.object({
  pid: z.number(),
  application: z.string().nullable(),
  user: z.string().nullable(),
  query: z.string().nullable(),
  sinceMs: z.number().nullable(),
});
export type BlockingSession = z.infer<typeof blockingSession>;

const stepFact = z.object({
  version: z.string(),
  name: z.string(),
  state: z.enum(migrationStates),
  statementsDone: z.number(),
  statementsTotal: z.number(),
  durationMs: z.number().nullable(),
});
export type StepFact = z.infer<typeof stepFact>;

const statementFact = z.object({
  /** Counted from 1. */
  index: z.number(),
  total: z.number(),
  text: z.string(),
  rows: z.number().nullable(),
  durationMs: z.number().nullable(),
  phase: z.string().nullable(),
  done: z.number().nullable(),
  of: z.number().nullable(),
});
export type StatementFact = z.infer<typeof statementFact>;

/** How a run's error is written down, in events and in the spool. */
export const runError = z.object({
  message: z.string(),
  sqlState: z.string().nullable(),
  statement: z.string().nullable(),
  position: z.number().nullable(),
  hint: z.string().nullable(),
});

const progress = z.object({
  runId: z.string(),
  seq: z.number(),
  database: z.string(),
  databaseId: z.string(),
  source: z.string(),
  runKind: z.enum(runKinds),
  dryRun: z.boolean(),
  runState: z.enum(runStates),
  percent: z.number(),
  etaMs: z.number().nullable(),
  migration: stepFact.nullable(),
  statement: statementFact.nullable(),
  blockedBy: z.array(blockingSession),
  message: z.string().nullable(),
  error: runError.nullable(),
});
export type Progress = z.infer<typeof progress>;

const define = <const Type extends string>(type: Type): EventKind<Type, Progress> =>
  defineEvent({ type, version: 1, audience: 'viewer', schema: progress });

/** The event kind of each kind of progress; SNAPSHOT is made when asked for and is no event. */
export const progressEvents = {
  QUEUED: define('migration.queued'),
  STARTED: define('migration.started'),
  MIGRATION_STARTED: define('migration.step_started'),
  STATEMENT_STARTED: define('migration.statement_started'),
  STATEMENT_PROGRESS: define('migration.statement_progressed'),
  STATEMENT_FINISHED: define('migration.statement_finished'),
  BLOCKED: define('migration.blocked'),
  UNBLOCKED: define('migration.unblocked'),
  LOCK_RETRY: define('migration.lock_retried'),
  MIGRATION_FINISHED: define('migration.step_finished'),
  LOG: define('migration.logged'),
  FINISHED: define('migration.completed'),
} as const satisfies Record<Exclude<ProgressKind, 'SNAPSHOT'>, EventKind<string, Progress>>;

/** Someone asked for a run's end; its executor, on whatever replica, obeys. */
export const cancelRequested = defineEvent({
  type: 'migration.cancel_requested',
  version: 1,
  audience: 'viewer',
  schema: z.object({ runId: z.string(), requestedBy: z.string() }),
});

/** The subject of a run's events. */
export function runSubject(runId: string): string {
  return `migration-run:${runId}`;
}

const kindsByType = new Map<string, keyof typeof progressEvents>();
for (const kind of progressKinds) {
  if (kind !== 'SNAPSHOT') kindsByType.set(progressEvents[kind].type, kind);
}

/** The kind of progress an event type tells of, or undefined. */
export function progressKindOf(eventType: string): keyof typeof progressEvents | undefined {
  return kindsByType.get(eventType);
}
