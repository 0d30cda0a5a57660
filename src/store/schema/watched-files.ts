// Files that are watched on each host, as they were seen last, and what changed about them. No text
// in here holds a secret: what is stored was masked before.

import { bigint, boolean, index, integer, text, unique, uuid } from '../drizzle.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

export const watchedFiles = storeSchema.table(
  'watched_files',
  {
    id: uuid('id').primaryKey(),
    host: text('host').notNull(),
    /** Name of the watch in the configuration. */
    watch: text('watch').notNull(),
    path: text('path').notNull(),
    kind: text('kind').notNull(),
    /** Name of the database it belongs to. */
    database: text('database'),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    modifiedAt: instant('modified_at').notNull(),
    /** Names the file's stand to the nanosecond: an equal one needs no reading. */
    signature: text('signature').notNull(),
    inode: text('inode').notNull(),
    mode: integer('mode').notNull(),
    uid: bigint('uid', { mode: 'number' }).notNull(),
    gid: bigint('gid', { mode: 'number' }).notNull(),
    /** Where a link leads; null for a file. */
    target: text('target'),
    /** SHA-256 in hex; null when it is too large or cannot be read. */
    hash: text('hash'),
    /** Masked; null when it is none, too large, or never to be stored. */
    content: text('content'),
    /** What a Terraform file or a manifest declares of databases. */
    settings: json('settings'),
    /** Why it could not be read, or understood. */
    fault: text('fault'),
    changedAt: instant('changed_at').notNull(),
    removedAt: instant('removed_at'),
  },
  (table) => [
    unique('watched_files_path').on(table.host, table.watch, table.path),
    index('watched_files_list').on(table.path, table.id),
  ],
);

export const fileChanges = storeSchema.table(
  'file_changes',
  {
    id: uuid('id').primaryKey(),
    fileId: uuid('file_id').notNull(),
    host: text('host').notNull(),
    watch: text('watch').notNull(),
    path: text('path').notNull(),
    change: text('change').notNull(),
    kind: text('kind').notNull(),
    database: text('database'),
    /** Sizes, hashes, permissions and times before and after. */
    facts: json('facts').notNull(),
    /** Of masked texts, so masked itself. */
    diff: text('diff'),
    /** Why there is no difference to show, or not all of it. */
    note: text('note'),
    settings: json('settings').notNull(),
    risk: text('risk').notNull(),
    /** It happened while nobody looked. */
    foundLater: boolean('found_later').notNull(),
    /** False: it was still being written. */
    settled: boolean('settled').notNull(),
    /** Shared by the changes that were announced by one event. */
    burstId: uuid('burst_id'),
    detectedAt: instant('detected_at').notNull(),
  },
  (table) => [
    index('file_changes_detected').on(table.detectedAt, table.id),
    index('file_changes_file').on(table.fileId, table.detectedAt),
    index('file_changes_database').on(table.database, table.detectedAt),
    index('file_changes_watch').on(table.host, table.watch, table.detectedAt),
    index('file_changes_burst').on(table.burstId),
  ],
);
