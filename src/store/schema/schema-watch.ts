// What is known of the schemas of databases: snapshots, where each database stands, what changed and
// what of it is drift.

import {
  bigint,
  customType,
  foreignKey,
  index,
  integer,
  sql,
  text,
  unique,
  uniqueIndex,
  uuid,
} from '../drizzle.ts';
import { databases } from './databases.ts';
import { instant, json } from './events.ts';
import { migrationRuns } from './migration-runs.ts';
import { storeSchema } from './namespace.ts';

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
});

const databaseId = () =>
  uuid('database_id')
    .notNull()
    .references(() => databases.id);

/** Each schema a database has had, once. */
export const schemaSnapshots = storeSchema.table(
  'schema_snapshots',
  {
    id: uuid('id').primaryKey(),
    databaseId: databaseId(),
    engine: text('engine').notNull(),
    /** SHA-256 over identities and attributes. */
    hash: text('hash').notNull(),
    /** Compressed JSON of objects and unread kinds; null once it was too old to be kept. */
    content: bytes('content'),
    objectCount: integer('object_count').notNull(),
    /** Null for a baseline that no database was ever seen with. */
    serverVersion: text('server_version'),
    notes: json('notes').notNull(),
    takenAt: instant('taken_at').notNull(),
  },
  (table) => [
    unique('schema_snapshots_hash').on(table.databaseId, table.hash),
    index('schema_snapshots_taken').on(table.databaseId, table.takenAt),
  ],
);

/** Where the schema of a database stands, and from where on nothing has been told yet. */
export const schemaPositions = storeSchema.table('schema_positions', {
  databaseId: databaseId().primaryKey(),
  snapshotId: uuid('snapshot_id')
    .notNull()
    .references(() => schemaSnapshots.id),
  /** What the schema would be without drift. */
  baselineId: uuid('baseline_id')
    .notNull()
    .references(() => schemaSnapshots.id),
  fingerprint: text('fingerprint').notNull(),
  /** How far the database's own log of changes was read; null without one. */
  ddlPosition: text('ddl_position'),
  /** When the snapshot was last known to be what the database has. */
  checkedAt: instant('checked_at').notNull(),
});

/** Whether the schema of a database can be read. */
export const schemaWatchStates = storeSchema.table('schema_watch_states', {
  databaseId: databaseId().primaryKey(),
  state: text('state').notNull(),
  /** Why it cannot be read, or what of it could not. */
  reason: text('reason'),
  since: instant('since').notNull(),
});

/** What was found to have changed between two snapshots, in one go. */
export const schemaChangeSets = storeSchema.table(
  'schema_change_sets',
  {
    id: uuid('id').primaryKey(),
    databaseId: databaseId(),
    beforeId: uuid('before_id'),
    afterId: uuid('after_id'),
    origin: text('origin').notNull(),
    runId: uuid('run_id').references(() => migrationRuns.id),
    driftId: uuid('drift_id'),
    /** Source and versions of a migration that nobody saw run. */
    migration: json('migration'),
    /** Who did what, as far as the database's own log tells it. */
    statements: json('statements').notNull(),
    renames: json('renames').notNull(),
    risk: text('risk').notNull(),
    changeCount: integer('change_count').notNull(),
    /** The change was made after this moment, and before `detectedAt`. */
    sinceAt: instant('since_at').notNull(),
    detectedAt: instant('detected_at').notNull(),
    /** When its origin was found; null while it is not known. */
    attributedAt: instant('attributed_at'),
  },
  (table) => [
    index('schema_change_sets_detected').on(table.databaseId, table.detectedAt),
    index('schema_change_sets_run').on(table.runId),
    index('schema_change_sets_undecided')
      .on(table.databaseId)
      .where(sql`${table.attributedAt} is null`),
    foreignKey({
      name: 'schema_change_sets_before',
      columns: [table.beforeId],
      foreignColumns: [schemaSnapshots.id],
    }).onDelete('set null'),
    foreignKey({
      name: 'schema_change_sets_after',
      columns: [table.afterId],
      foreignColumns: [schemaSnapshots.id],
    }).onDelete('set null'),
  ],
);

/** The changes of a set, one row for each object. */
export const schemaChanges = storeSchema.table(
  'schema_changes',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    setId: uuid('set_id')
      .notNull()
      .references(() => schemaChangeSets.id),
    databaseId: databaseId(),
    change: text('change').notNull(),
    kind: text('kind').notNull(),
    name: text('name').notNull(),
    parent: text('parent'),
    risk: text('risk').notNull(),
    classes: json('classes').notNull(),
    attributes: json('attributes').notNull(),
    message: text('message').notNull(),
    breaks: json('breaks').notNull(),
    detectedAt: instant('detected_at').notNull(),
  },
  (table) => [
    index('schema_changes_set').on(table.setId),
    // Lists are in the order of time, of some databases or of all.
    index('schema_changes_database').on(table.databaseId, table.detectedAt, table.id),
    index('schema_changes_detected').on(table.detectedAt, table.id),
  ],
);

/** A database whose schema is not what its migrations made of it. */
export const schemaDrifts = storeSchema.table(
  'schema_drifts',
  {
    id: uuid('id').primaryKey(),
    databaseId: databaseId(),
    state: text('state').notNull(),
    /** GONE, MIGRATED, ACCEPTED or IGNORED; null while it lasts. */
    resolution: text('resolution'),
    /** From the baseline to the present schema, as it was seen last: bounded. */
    changes: json('changes').notNull(),
    changeCount: integer('change_count').notNull(),
    risk: text('risk').notNull(),
    /** Hash over the changes, to tell another drift from the same one. */
    digest: text('digest').notNull(),
    /** Who and when, as far as the database's own log tells it: bounded. */
    statements: json('statements').notNull(),
    openedAt: instant('opened_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    resolvedAt: instant('resolved_at'),
    resolvedBy: text('resolved_by'),
    comment: text('comment'),
  },
  (table) => [
    // Whoever races for it: one drift of a database at a time.
    uniqueIndex('schema_drifts_one_open')
      .on(table.databaseId)
      .where(sql`${table.state} <> 'RESOLVED'`),
    index('schema_drifts_opened').on(table.databaseId, table.openedAt),
  ],
);

/** Objects whose changes are no drift, beside what the configuration says. */
export const driftIgnores = storeSchema.table(
  'drift_ignores',
  {
    id: uuid('id').primaryKey(),
    databaseId: databaseId(),
    objects: text('objects').notNull(),
    reason: text('reason').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [unique('drift_ignores_objects').on(table.databaseId, table.objects)],
);
