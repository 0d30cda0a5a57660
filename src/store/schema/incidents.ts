// Incidents, and what new alerts find them by. What alerts have in common (an object, a suspect) stands here
// by its key, so that whoever fires looks up its own keys and never reads the alerts around it.
import { index, integer, primaryKey, sql, text, uuid } from '../drizzle.ts';
import { alerts } from './alerts.ts';
import { instant } from './events.ts';
import { storeSchema } from './namespace.ts';

/** Alerts that belong together. */
export const incidents = storeSchema.table(
  'incidents',
  {
    id: uuid('id').primaryKey(),
    title: text('title').notNull(),
    severity: text('severity').notNull(),
    /** Why its alerts belong together. */
    reason: text('reason').notNull(),
    startedAt: instant('started_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    resolvedAt: instant('resolved_at'),
    /** The least role that may see it: what it says comes of alerts that this role may see. */
    audience: text('audience').notNull().default('viewer'),
    /** Of its alerts that this role may see, and of those that are not over; null: not counted yet. */
    alertCount: integer('alert_count'),
    openCount: integer('open_count'),
  },
  (table) => [
    index('incidents_started').on(table.startedAt, table.id),
    index('incidents_open')
      .on(table.startedAt)
      .where(sql`${table.resolvedAt} is null`),
  ],
);

/** What the alerts of an open incident are about or suspect; gone when it is over. */
export const incidentTies = storeSchema.table(
  'incident_ties',
  {
    /** SHA-256 (hex, 32 characters) of what it is. */
    key: text('key').notNull(),
    incidentId: uuid('incident_id')
      .notNull()
      .references(() => incidents.id, { onDelete: 'cascade' }),
    /** When the first and the last of its alerts with this key began. */
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.incidentId] }),
    index('incident_ties_incident').on(table.incidentId),
  ],
);

/** The same of alerts that fired, are not over, and belong to no incident yet. */
export const loneAlerts = storeSchema.table(
  'lone_alerts',
  {
    key: text('key').notNull(),
    startedAt: instant('started_at').notNull(),
    alertId: uuid('alert_id')
      .notNull()
      .references(() => alerts.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.startedAt, table.alertId] }),
    index('lone_alerts_alert').on(table.alertId),
  ],
);
