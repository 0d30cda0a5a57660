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

/** One source migrated in several databases: canaries first, then the others. */
export const migrationWaves = storeSchema.table(
  'migration_waves',
  {
    id: uuid('id').primaryKey(),
    source: text('source').notNull(),
    state: text('state').notNull(),
    /** Databases in their order, with stage and outcome; policy. */
    plan: json('plan').notNull(),
    startedBy: text('started_by').notNull(),
    actorId: text('actor_id').notNull(),
    clientMutationId: text('client_mutation_id'),
    inputHash: text('input_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
    reason: text('reason'),
  },
  (table) => [
    uniqueIndex('migration_waves_client_mutation').on(table.actorId, table.clientMutationId),
    index('migration_waves_open')
      .on(table.createdAt)
      .where(sql`${table.state} = 'RUNNING'`),
  ],
);

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
    /** What executes it: hawkwatch (`sql`), the tool's own `command`, or somebody else (`foreign`). */
    executor: text('executor').notNull().default('sql'),
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
    /** What it was assessed as before it was queued or put up for review. */
    assessment: json('assessment'),
    /** Who approved or rejected it, when and why. */
    review: json('review'),
    /** The wave it belongs to, and its place in it. */
    waveId: uuid('wave_id').references(() => migrationWaves.id),
    /** Of a foreign run: tool, session, lock, what it waits for and blocks. */
    foreign: json('foreign_session'),
    /** What was found after an emergency roll-back. */
    verification: json('verification'),
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
      .where(sql`${table.state} = 'RUNNING' and ${table.executor} <> 'foreign'`),
    // Two replicas that see the same foreign migration make one run of it.
    uniqueIndex('migration_runs_one_foreign')
      .on(table.databaseId, table.clientMutationId)
      .where(sql`${table.state} = 'RUNNING' and ${table.executor} = 'foreign'`),
    index('migration_runs_wave').on(table.waveId),
    // Which runs were going on at some time.
    index('migration_runs_finished').on(table.databaseId, table.finishedAt),
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
