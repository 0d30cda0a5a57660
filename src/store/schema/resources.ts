// What resources were found to be last: of monitored databases, of their statements, of hosts. What they
// were before is in the samples.

import { text, uuid } from '../drizzle.ts';
import { databases } from './databases.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

export const databaseResources = storeSchema.table('database_resources', {
  databaseId: uuid('database_id')
    .primaryKey()
    .references(() => databases.id),
  at: instant('at').notNull(),
  /** Measures, the tables that stand out, and what could not be read. */
  facts: json('facts').notNull(),
});

/** What statements cost within the latest window of time, one row for each database. */
export const slowStatements = storeSchema.table('slow_statements', {
  databaseId: uuid('database_id')
    .primaryKey()
    .references(() => databases.id),
  since: instant('since').notNull(),
  until: instant('until').notNull(),
  /** The costliest, without constants and secrets. */
  statements: json('statements').notNull(),
});

export const hostResources = storeSchema.table('host_resources', {
  host: text('host').primaryKey(),
  at: instant('at').notNull(),
  /** Measures, what the host is, and what could not be read. */
  facts: json('facts').notNull(),
});
