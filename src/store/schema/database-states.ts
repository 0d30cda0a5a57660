// How the monitored databases were found to be, and those that were registered through the API.

import { customType, text, uuid } from '../drizzle.ts';
import { databases } from './databases.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
});

export const databaseStates = storeSchema.table('database_states', {
  databaseId: uuid('database_id')
    .primaryKey()
    .references(() => databases.id),
  state: text('state').notNull(),
  reason: text('reason'),
  since: instant('since').notNull(),
  /** Latency, version, size, role, TLS, and what was told of its certificate. */
  facts: json('facts').notNull(),
  checkedAt: instant('checked_at').notNull(),
});

/** Databases that no configuration file names. */
export const registeredDatabases = storeSchema.table('registered_databases', {
  name: text('name').primaryKey(),
  /** Names the key that sealed the URL. */
  keyId: text('key_id').notNull(),
  sealedUrl: bytes('sealed_url').notNull(),
  engine: text('engine').notNull(),
  environment: text('environment'),
  labels: json('labels').notNull(),
  /** Of its schema: interval, drift. */
  settings: json('settings').notNull(),
  registeredBy: text('registered_by').notNull(),
  registeredAt: instant('registered_at').notNull(),
});
