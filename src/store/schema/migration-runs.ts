// Runs of migrations, their steps, and the sealed bytes that a run executes.

import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  primaryKey,
  sql,
  text,
  uniqueIndex,
  uuid,
} from '../drizzle.ts';
import { databases } from './databases.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
});

export const migrationRuns = storeSchema.table(
  'migration_runs',
  {
    id: uuid('id').primaryKey(),
    databaseId: uuid('database_id')
      .notNull()
      .references(() => databases.id),
    source: text('source').notNull(),
    kind: text('kind').notNull(),
    origin: text('origin').notNull(),
    state: text('state').notNull(),
    dryRun: boolean('dry_run').notNull(),
    toVersion: text('to_version'),
    /** Actor (token id) and key of the request that made it: the same key gives the same run. */
    triggeredBy: text('triggered_by'),
    actorId: text('actor_id').notNull(),
    clientMutationId: text('client_mutation_id'),
    /** Hash of the request's input, to tell a repetition from another request with the same key. */
    inputHash: text('input_hash').notNull(),
    /** The run this one takes up again. */
    retryOf: uuid('retry_of'),
    queuedAt: instant('queued_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    cancelRequestedAt: instant('cancel_requested_at'),
    percent: doublePrecision('percent').notNull().default(0),
    error: json('error'),
    report: json('report'),
    /** Position of the log just before the run's first event: (epoch, id). */
    cursorEpoch: text('cursor_epoch').notNull(),
    cursorId: bigint('cursor_id', { mode: 'number' }).notNull(),
    /** The replica that executes it, and a number that grows with each claim (fencing token). */
    claimedBy: uuid('claimed_by'),
    claim: integer('claim').notNull().default(0),
    /** The run's events are numbered; those up to here are in the log. */
    recordedSeq: integer('recorded_seq').notNull().default(0),
    /** Names the key that sealed the bytes; only a replica that has it can execute the run. */
    keyId: text('key_id').notNull(),
  },
  (table) => [
    uniqueIndex('migration_runs_client_mutation').on(table.actorId, table.clientMutationId),
    // One run per database at a time, whatever races for it.
    uniqueIndex('migration_runs_one_running')
      .on(table.databaseId)
      .where(sql`${table.state} = 'RUNNING'`),
    index('migration_runs_queue')
      .on(table.queuedAt)
      .where(sql`${table.state} in ('QUEUED', 'RUNNING')`),
    index('migration_runs_database').on(table.databaseId, table.queuedAt, table.id),
    index('migration_runs_queued_at').on(table.queuedAt, table.id),
  ],
);

export const migrationRunSteps = storeSchema.table(
  'migration_run_steps',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => migrationRuns.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    version: text('version').notNull(),
    name: text('name').notNull(),
    /** SHA-256 (hex) of the bytes below. */
    checksum: text('checksum').notNull(),
    state: text('state').notNull(),
    statementsDone: integer('statements_done').notNull().default(0),
    statementsTotal: integer('statements_total').notNull(),
    durationMs: doublePrecision('duration_ms'),
    /** The file, sealed with the installation's key; null once the run has ended. */
    sealed: bytes('sealed'),
  },
  (table) => [primaryKey({ columns: [table.runId, table.position] })],
);
