// Endpoints, what their checks found, and which of them failed together.

import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  primaryKey,
  sql,
  text,
  uuid,
} from '../drizzle.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
});

export const endpoints = storeSchema.table(
  'endpoints',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull().unique(),
    /** `FILE` or `API`. */
    origin: text('origin').notNull(),
    kind: text('kind').notNull(),
    environment: text('environment'),
    labels: json('labels').notNull(),
    /** Name of the monitored database that it stands for. */
    databaseName: text('database_name'),
    /** Where it leads, without anything secret. */
    target: text('target').notNull(),
    everyMs: integer('every_ms').notNull(),
    declaredAt: instant('declared_at').notNull(),
    /** Set when the name went away; what was measured is kept. */
    retiredAt: instant('retired_at'),
    state: text('state').notNull(),
    reason: text('reason'),
    since: instant('since').notNull(),
    failures: integer('failures').notNull(),
    successes: integer('successes').notNull(),
    /** The first of the present row of failures or successes. */
    rowSince: instant('row_since').notNull(),
    lastOkAt: instant('last_ok_at'),
    /** The last check: when, how long it speaks, what it found. */
    checkedAt: instant('checked_at'),
    checkedOk: boolean('checked_ok'),
    validMs: integer('valid_ms'),
    finding: json('finding'),
    /** Which ends of certificates were told of. */
    told: json('told').notNull(),
  },
  (table) => [
    index('endpoints_active')
      .on(table.name)
      .where(sql`${table.retiredAt} is null`),
  ],
);

/** What was declared over the API, sealed. */
export const registeredEndpoints = storeSchema.table('registered_endpoints', {
  name: text('name').primaryKey(),
  /** Names the key that sealed the settings. */
  keyId: text('key_id').notNull(),
  sealedSettings: bytes('sealed_settings').notNull(),
  registeredBy: text('registered_by').notNull(),
  registeredAt: instant('registered_at').notNull(),
});

export const endpointChecks = storeSchema.table(
  'endpoint_checks',
  {
    endpointId: uuid('endpoint_id').notNull(),
    at: instant('at').notNull(),
    ok: boolean('ok').notNull(),
    /** The state with this check. */
    state: text('state').notNull(),
    reason: text('reason'),
    status: integer('status'),
    durationMs: doublePrecision('duration_ms').notNull(),
    phases: json('phases').notNull(),
    /** It speaks for so long at most. */
    validMs: integer('valid_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.endpointId, table.at] }),
    foreignKey({ columns: [table.endpointId], foreignColumns: [endpoints.id] }),
  ],
);

/** How long each endpoint was up and down on each day (UTC), by all checks but the last one. */
export const endpointDays = storeSchema.table(
  'endpoint_days',
  {
    endpointId: uuid('endpoint_id').notNull(),
    day: instant('day').notNull(),
    upMs: bigint('up_ms', { mode: 'number' }).notNull(),
    downMs: bigint('down_ms', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.endpointId, table.day] }),
    foreignKey({ columns: [table.endpointId], foreignColumns: [endpoints.id] }),
  ],
);

/** Several endpoints that failed together. */
export const endpointOutages = storeSchema.table(
  'endpoint_outages',
  {
    id: uuid('id').primaryKey(),
    beganAt: instant('began_at').notNull(),
    foundAt: instant('found_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    index('endpoint_outages_open')
      .on(table.foundAt)
      .where(sql`${table.endedAt} is null`),
  ],
);

export const endpointOutageMembers = storeSchema.table(
  'endpoint_outage_members',
  {
    outageId: uuid('outage_id').notNull(),
    endpointId: uuid('endpoint_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.outageId, table.endpointId] }),
    foreignKey({ columns: [table.outageId], foreignColumns: [endpointOutages.id] }),
    foreignKey({ columns: [table.endpointId], foreignColumns: [endpoints.id] }),
    index('endpoint_outage_members_endpoint').on(table.endpointId),
  ],
);
