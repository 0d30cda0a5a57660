// The instances of monitors: how each one is, who runs it, and how far it has come.

import { bigint, doublePrecision, index, text, unique, uuid } from '../drizzle.ts';
import { instant, json } from './events.ts';
import { storeSchema } from './namespace.ts';

export const monitors = storeSchema.table(
  'monitors',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').notNull(),
    name: text('name').notNull(),
    scope: text('scope').notNull(),
    /** Empty for what runs once in the cluster. */
    host: text('host').notNull(),
    state: text('state').notNull(),
    reason: text('reason'),
    since: instant('since').notNull(),
    /** Raised whenever somebody begins to run it, or is to end: older holders are refused. */
    claim: bigint('claim', { mode: 'number' }).notNull().default(0),
    /** Who runs it, or did last. */
    replica: text('replica'),
    /** How far it has come in what it watches; its kind's own. */
    position: json('position'),
    pausedAt: instant('paused_at'),
    pausedBy: text('paused_by'),
    lastSuccessAt: instant('last_success_at'),
    lastErrorAt: instant('last_error_at'),
    lastError: text('last_error'),
    lagMs: doublePrecision('lag_ms'),
    /** Of a check. */
    nextRunAt: instant('next_run_at'),
    runRequestedAt: instant('run_requested_at'),
    beatAt: instant('beat_at'),
    retiredAt: instant('retired_at'),
  },
  (table) => [
    unique('monitors_identity').on(table.kind, table.name, table.host),
    index('monitors_host').on(table.host),
  ],
);
