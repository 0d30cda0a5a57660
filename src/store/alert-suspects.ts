// The changes that came before alerts, as they were ranked when the alert fired. The event is copied within
// the store, because the log is pruned; who may see it is what it always was.
import { z } from 'zod';

import { and, asc, desc, eq, inArray, sql } from './drizzle.ts';
import type { StoredEvent } from '../core/events.ts';
import { audiencesOf, roles, type Role } from '../core/role.ts';
import { alerts, alertSuspects } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';
import { visibleTo } from './visible-rows.ts';

export interface NewSuspect {
  readonly alertId: string;
  /** From 0, the most likely first. */
  readonly rank: number;
  readonly eventId: number;
  readonly score: number;
  readonly reason: string;
}

export interface AlertSuspect extends NewSuspect {
  readonly event: StoredEvent;
}

const copiedEvent = z.object({
  id: z.number(),
  type: z.string(),
  version: z.number(),
  audience: z.enum(roles),
  occurredAt: z.string().transform((text) => new Date(text)),
  subject: z.string(),
  payload: z.unknown(),
});

/** Writes suspects with copies of their events; one whose event is gone by now is left out. */
export async function insertSuspects(q: Queryable, suspects: readonly NewSuspect[]): Promise<void> {
  if (suspects.length === 0) return;
  // Said once more as a list, whose length the planner knows: of records it would expect a hundred.
  const eventIds = `{${[...new Set(suspects.map(({ eventId }) => eventId))].join(',')}}`;
  await q.execute(sql`
    insert into ${alertSuspects} (alert_id, rank, event_id, event, score, reason)
    select r."alertId", r.rank, r."eventId",
           jsonb_build_object('id', e.id, 'type', e.type, 'version', e.version,
             'audience', e.audience, 'occurredAt', e.occurred_at, 'subject', e.subject,
             'payload', e.payload),
           r.score, r.reason
    from jsonb_to_recordset(${storableJson(suspects)}::jsonb)
      as r("alertId" uuid, rank int, "eventId" bigint, score double precision, reason text)
    join hawkwatch_store.events e on e.id = r."eventId" and e.id = any(${eventIds}::bigint[])
    on conflict (alert_id, rank) do nothing`);
}

/** The suspects of alerts that `role` may see, the most likely first. */
export async function listSuspects(
  q: Queryable,
  alertIds: readonly string[],
  role: Role,
): Promise<AlertSuspect[]> {
  if (alertIds.length === 0) return [];
  const rows = await q
    .select()
    .from(alertSuspects)
    .where(inArray(alertSuspects.alertId, [...alertIds]))
    .orderBy(asc(alertSuspects.alertId), asc(alertSuspects.rank));
  const audiences = audiencesOf(role);
  return rows
    .map((row) => ({ ...row, event: copiedEvent.parse(row.event) }))
    .filter(({ event }) => audiences.includes(event.audience));
}

export interface IncidentSuspect extends AlertSuspect {
  readonly incidentId: string;
}

/** The suspects of all alerts of incidents that `role` may see: each event once for each, the most likely first. */
export async function listSuspectsOfIncidents(
  q: Queryable,
  incidentIds: readonly string[],
  role: Role,
): Promise<IncidentSuspect[]> {
  if (incidentIds.length === 0) return [];
  const rows = await q
    .selectDistinctOn([alerts.incidentId, alertSuspects.eventId], {
      incidentId: alerts.incidentId,
      row: alertSuspects,
    })
    .from(alertSuspects)
    .innerJoin(alerts, eq(alerts.id, alertSuspects.alertId))
    .where(and(inArray(alerts.incidentId, [...incidentIds]), visibleTo(alerts.audience, role)))
    .orderBy(asc(alerts.incidentId), asc(alertSuspects.eventId), desc(alertSuspects.score));
  return rows
    .map(({ incidentId, row }) => ({
      ...row,
      incidentId: incidentId ?? '',
      event: copiedEvent.parse(row.event),
    }))
    .toSorted((a, b) => b.score - a.score || a.eventId - b.eventId);
}

/**
 * What may be told of the suspects to whoever is notified, in words, by the alert's id. Notifications have
 * no role, so only what every viewer may see is told.
 */
export async function listSuspectReasons(
  q: Queryable,
  alertIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const reasons = new Map<string, string[]>();
  if (alertIds.length === 0) return reasons;
  const rows = await q
    .select({ alertId: alertSuspects.alertId, reason: alertSuspects.reason })
    .from(alertSuspects)
    .where(
      sql`${alertSuspects.alertId} = any(${`{${alertIds.join(',')}}`}::uuid[]) and ${alertSuspects.event} ->> 'audience' = 'viewer'`,
    )
    .orderBy(asc(alertSuspects.alertId), asc(alertSuspects.rank));
  for (const { alertId, reason } of rows) {
    reasons.set(alertId, [...(reasons.get(alertId) ?? []), reason]);
  }
  return reasons;
}
