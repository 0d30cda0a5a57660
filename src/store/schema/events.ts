// The event log and those who read it with a cursor of their own.

import {
  bigint,
  check,
  customType,
  index,
  integer,
  primaryKey,
  sql,
  text,
  timestamp,
} from '../drizzle.ts';
import { storeSchema } from './namespace.ts';

/** jsonb that is written from and read into any JSON value. */
export const json = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value),
});

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** One row: which log this is and how far retention has come. */
export const eventLog = storeSchema.table(
  'event_log',
  {
    id: integer('id').primaryKey().default(1),
    /** Names this log in cursors; a new one when the store is new or restored. */
    epoch: text('epoch').notNull(),
    /** What identified the store when the epoch was made (cluster, timeline, database, table). */
    fingerprint: text('fingerprint').notNull(),
    /** Every event up to this id may have been removed. */
    prunedThrough: bigint('pruned_through', { mode: 'number' }).notNull().default(0),
  },
  (table) => [check('event_log_single_row', sql`${table.id} = 1`)],
);

export const events = storeSchema.table(
  'events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey(),
    type: text('type').notNull(),
    version: integer('version').notNull(),
    audience: text('audience').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    subject: text('subject').notNull(),
    payload: json('payload').notNull(),
  },
  (table) => [
    // A subscription's replay reads one subject in order; lists filter by type.
    index('events_subject_id').on(table.subject, table.id),
    index('events_type_id').on(table.type, table.id),
    // Retention and `since` need only a rough range: a block-range index costs inserts nothing.
    index('events_occurred_at').using('brin', table.occurredAt),
  ],
);

export const consumers = storeSchema.table('consumers', {
  name: text('name').primaryKey(),
  cursor: bigint('cursor', { mode: 'number' }).notNull(),
  /** The event that fails right now and how often it did. */
  failingEventId: bigint('failing_event_id', { mode: 'number' }),
  failures: integer('failures').notNull().default(0),
  updatedAt: instant('updated_at').notNull(),
});

/** Events a consumer gave up on, and ranges that retention took from it. */
export const consumerFailures = storeSchema.table(
  'consumer_failures',
  {
    consumer: text('consumer').notNull(),
    firstEventId: bigint('first_event_id', { mode: 'number' }).notNull(),
    lastEventId: bigint('last_event_id', { mode: 'number' }).notNull(),
    reason: text('reason').notNull(),
    failedAt: instant('failed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.consumer, table.firstEventId] })],
);
