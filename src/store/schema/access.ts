// Who may come in (tokens), what they did (audit log), and which replicas serve them.

import { index, text, uuid } from '../drizzle.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

export const tokens = storeSchema.table('tokens', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  role: text('role').notNull(),
  /** SHA-256 (hex) of the token; the token itself is shown once and stored nowhere. */
  hash: text('hash').notNull().unique(),
  createdAt: instant('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  expiresAt: instant('expires_at'),
  revokedAt: instant('revoked_at'),
});

export const auditLog = storeSchema.table(
  'audit_log',
  {
    id: uuid('id').primaryKey(),
    at: instant('at').notNull(),
    /** Name of the token, or `system`. */
    actor: text('actor').notNull(),
    actorId: text('actor_id').notNull(),
    /** The mutation's name. */
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    /** Address and transport the request came from. */
    origin: text('origin').notNull(),
    /** `ok`, or the code of the error. */
    result: text('result').notNull(),
    detail: json('detail').notNull(),
  },
  (table) => [
    index('audit_log_at').on(table.at, table.id),
    // What was decided about one database, for its record.
    index('audit_log_subject').on(table.subject, table.at, table.id),
  ],
);

export const replicas = storeSchema.table('replicas', {
  id: uuid('id').primaryKey(),
  host: text('host').notNull(),
  processId: text('process_id').notNull(),
  configurationHash: text('configuration_hash').notNull(),
  startedAt: instant('started_at').notNull(),
  heartbeatAt: instant('heartbeat_at').notNull(),
});
