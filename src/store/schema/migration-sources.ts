// How the sources of databases stood when they were last looked at, and what CI said a source has.

import { index, integer, primaryKey, text, uuid } from '../drizzle.ts';
import { databases } from './databases.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

export const migrationStatuses = storeSchema.table(
  'migration_statuses',
  {
    databaseId: uuid('database_id')
      .notNull()
      .references(() => databases.id),
    source: text('source').notNull(),
    tool: text('tool').notNull(),
    state: text('state').notNull(),
    reason: text('reason'),
    currentVersion: text('current_version'),
    total: integer('total').notNull(),
    applied: integer('applied').notNull(),
    pending: integer('pending').notNull(),
    failed: integer('failed').notNull(),
    other: integer('other').notNull(),
    /** The migrations that are not simply applied, and the last applied ones: bounded. */
    migrations: json('migrations').notNull(),
    /** Hash of what is shown, to tell a change from a repetition. */
    digest: text('digest').notNull(),
    /** Commit or manifest that was compared; null for a folder. */
    revision: text('revision'),
    checkedAt: instant('checked_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.databaseId, table.source] }),
    index('migration_statuses_state').on(table.state),
    index('migration_statuses_source').on(table.source),
  ],
);

export const migrationManifests = storeSchema.table(
  'migration_manifests',
  {
    databaseId: uuid('database_id')
      .notNull()
      .references(() => databases.id),
    source: text('source').notNull(),
    tool: text('tool').notNull(),
    /** Commit or build that it describes. */
    revision: text('revision'),
    entries: json('entries').notNull(),
    uploadedBy: text('uploaded_by').notNull(),
    uploadedAt: instant('uploaded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.databaseId, table.source] })],
);

/** What the watcher found last in a source's pending migrations, so that it is told once. */
export const migrationAssessments = storeSchema.table(
  'migration_assessments',
  {
    databaseId: uuid('database_id')
      .notNull()
      .references(() => databases.id),
    source: text('source').notNull(),
    /** SHA-256 over the pending versions and the bytes of their files. */
    digest: text('digest').notNull(),
    assessment: json('assessment').notNull(),
    /** What followed: `run`, `review`, `waits` (outside the hours, switched off) or `none`. */
    decision: text('decision').notNull(),
    reason: text('reason'),
    runId: uuid('run_id'),
    assessedAt: instant('assessed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.databaseId, table.source] })],
);

/** What is decided while hawkwatch runs and must survive it, by name. */
export const settings = storeSchema.table('settings', {
  name: text('name').primaryKey(),
  value: json('value').notNull(),
  updatedBy: text('updated_by').notNull(),
  updatedAt: instant('updated_at').notNull(),
});
