// Incidents: alerts that belong together. Whoever opens one, or adds to one, holds the locks of the parts
// that its alerts are about (`lockParts`), so that two replicas never open two for the same thing; whoever
// changes one holds its row. Alerts that somebody else has locked are left alone: their holder may be
// waiting for the parts, and sees the incident when it has them.
import { z } from 'zod';

import { severities, type Severity } from '../core/alerts.ts';
import { defineEvent } from '../core/events.ts';
import { roles, type Role } from '../core/role.ts';
import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  or,
  sql,
  type SQL,
} from './drizzle.ts';
import { toAlert, type AlertRow } from './alerts.ts';
import { alerts, alertTimeline, incidents } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';
import { visibleTo } from './visible-rows.ts';

export interface Incident {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly reason: string;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly resolvedAt: Date | null;
  /** The least role that may see it: what is said of it comes of alerts that this role may see. */
  readonly audience: Role;
}

const incidentFact = z.object({
  incidentId: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  reason: z.string(),
  startedAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  alertCount: z.number(),
  openCount: z.number(),
  /** The alerts that came to it with this event; the first hundred of them. */
  alertIds: z.array(z.string()),
});

const define = <const Type extends string>(type: Type) =>
  defineEvent({ type, version: 1, audience: 'viewer', schema: incidentFact });

export const incidentEvents = {
  opened: define('incident.opened'),
  updated: define('incident.updated'),
  resolved: define('incident.resolved'),
} as const;

export const incidentSubject = (id: string): string => `incident:${id}`;

/** Made once: making a form costs more than reading a row by it. */
export const severityForm = z.enum(severities);
export const audienceForm = z.enum(roles);

function toIncident({
  alertCount: _all,
  openCount: _open,
  ...row
}: typeof incidents.$inferSelect): Incident {
  return {
    ...row,
    severity: severityForm.parse(row.severity),
    audience: audienceForm.parse(row.audience),
  };
}

const lockClass = 1_751_218_032;

/** Locks parts by their numbers, in their order, until the transaction ends. */
export async function lockParts(q: Queryable, parts: readonly number[]): Promise<void> {
  if (parts.length === 0) return;
  const sorted = [...new Set(parts)].toSorted((a, b) => a - b);
  await q.execute(sql`
    select pg_advisory_xact_lock(${lockClass}::int4, part)
    from unnest(${`{${sorted.join(',')}}`}::int4[]) as part`);
}

/** Locks those of these incidents that are open; returns their ids. */
export async function lockOpenIncidents(
  q: Queryable,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await q
    .select({ id: incidents.id })
    .from(incidents)
    .where(
      and(
        sql`${incidents.id} = any(${`{${ids.join(',')}}`}::uuid[])`,
        isNull(incidents.resolvedAt),
      ),
    )
    .orderBy(asc(incidents.id))
    .for('no key update');
  return new Set(rows.map(({ id }) => id));
}

/** Writes new ones, which have no alerts yet. */
export async function insertIncidents(q: Queryable, rows: readonly Incident[]): Promise<void> {
  if (rows.length === 0) return;
  await q.insert(incidents).values(rows.map((row) => ({ ...row, alertCount: 0, openCount: 0 })));
}

/** Of its alerts, and of those that are not over. */
export interface IncidentCounts {
  readonly alertCount: number;
  readonly openCount: number;
}

export interface Attachment {
  readonly alertId: string;
  readonly incidentId: string;
}

/**
 * Gives alerts their incident; those that have one, that are over, or that somebody else holds, stay as they
 * are.
 */
export async function attachAlerts(
  q: Queryable,
  attachments: readonly Attachment[],
): Promise<readonly Attachment[]> {
  if (attachments.length === 0) return [];
  // Said once more as a list, whose length the planner knows: of records it would expect a hundred.
  const ids = `{${attachments.map(({ alertId }) => alertId).join(',')}}`;
  const rows = await q.execute<{ id: string }>(sql`
    with free as materialized (
      select a.id, r."incidentId" from jsonb_to_recordset(${storableJson(attachments)}::jsonb)
        as r("alertId" uuid, "incidentId" uuid)
      join ${alerts} a on a.id = r."alertId"
      where a.id = any(${ids}::uuid[]) and a.incident_id is null and a.resolved_at is null
      order by a.fingerprint
      for no key update of a skip locked)
    update ${alerts} a set incident_id = free."incidentId"
    from free where a.id = free.id and a.id = any(${ids}::uuid[])
    returning a.id`);
  const mine = new Set([...rows].map(({ id }) => id));
  return attachments.filter(({ alertId }) => mine.has(alertId));
}

/** Announces what became of an incident. */
export function announceIncident(
  tx: StoreTransaction,
  kind: keyof typeof incidentEvents,
  incident: Incident & IncidentCounts,
  alertIds: readonly string[],
  now: Date,
): void {
  const { id, title, severity, reason, startedAt, resolvedAt, alertCount, openCount } = incident;
  tx.append({
    ...incidentEvents[kind].create({
      subject: incidentSubject(id),
      occurredAt: now,
      payload: {
        incidentId: id,
        title,
        severity,
        reason,
        alertCount,
        openCount,
        startedAt: startedAt.toISOString(),
        resolvedAt: resolvedAt?.toISOString() ?? null,
        alertIds: alertIds.slice(0, 100),
      },
    }),
    audience: incident.audience,
  });
}

export async function findIncidents(q: Queryable, ids: readonly string[]): Promise<Incident[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(incidents)
    .where(inArray(incidents.id, [...ids]));
  return rows.map(toIncident);
}

interface Place {
  readonly at: Date;
  readonly id: string;
}

export interface IncidentPage {
  readonly limit: number;
  readonly before?: Place | undefined;
  readonly after?: Place | undefined;
  readonly backwards?: boolean | undefined;
}

export interface IncidentFilter {
  /** True: those that are not over; false: those that are. */
  readonly open?: boolean | undefined;
  readonly severities?: readonly Severity[] | undefined;
  readonly since?: Date | undefined;
  /** Whose view it is; left out: all. */
  readonly role?: Role | undefined;
}

function beyond(compare: typeof lt, place: Place | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  return or(
    compare(incidents.startedAt, place.at),
    and(eq(incidents.startedAt, place.at), compare(incidents.id, place.id)),
  );
}

/** Incidents, the newest first; `after` is older. */
export async function listIncidents(
  q: Queryable,
  { open, severities: wanted, since, role }: IncidentFilter,
  page: IncidentPage,
): Promise<Incident[]> {
  const order = page.backwards === true ? asc : desc;
  const rows = await q
    .select()
    .from(incidents)
    .where(
      and(
        open === undefined
          ? undefined
          : open
            ? isNull(incidents.resolvedAt)
            : isNotNull(incidents.resolvedAt),
        wanted && inArray(incidents.severity, [...wanted]),
        since && gte(incidents.startedAt, since),
        visibleTo(incidents.audience, role),
        beyond(lt, page.after),
        beyond(gt, page.before),
      ),
    )
    .orderBy(order(incidents.startedAt), order(incidents.id))
    .limit(page.limit);
  return rows.map(toIncident);
}

/** Removes incidents that were over before a time and have no alert any more; `most` at most. */
export async function deleteOldIncidents(
  q: Queryable,
  before: Date,
  most: number,
): Promise<number> {
  const gone = await q.execute<{ id: string }>(sql`
    delete from ${incidents} where id in (
      select i.id from ${incidents} i
      where i.started_at < ${before.toISOString()}::timestamptz
        and not exists (select 1 from ${alerts} a where a.incident_id = i.id)
      order by i.started_at limit ${most})
    returning id`);
  return gone.length;
}

/** Alerts of an incident that `role` may see, in the order in which they began; `after` is later. */
export async function listAlertsOfIncident(
  q: Queryable,
  incidentId: string,
  page: IncidentPage,
  role: Role,
): Promise<AlertRow[]> {
  const place = (compare: typeof lt, of: Place | undefined): SQL | undefined =>
    of &&
    or(
      compare(alerts.startedAt, of.at),
      and(eq(alerts.startedAt, of.at), compare(alerts.id, of.id)),
    );
  const order = page.backwards === true ? desc : asc;
  const rows = await q
    .select()
    .from(alerts)
    .where(
      and(
        eq(alerts.incidentId, incidentId),
        visibleTo(alerts.audience, role),
        place(gt, page.after),
        place(lt, page.before),
      ),
    )
    .orderBy(order(alerts.startedAt), order(alerts.id))
    .limit(page.limit);
  return rows.map(toAlert);
}

export type IncidentEntry = typeof alertTimeline.$inferSelect;

interface EntryPage {
  readonly limit: number;
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly backwards?: boolean | undefined;
}

/** What happened to the alerts of an incident that `role` may see, oldest first. */
export async function listIncidentTimeline(
  q: Queryable,
  incidentId: string,
  page: EntryPage,
  role: Role,
): Promise<IncidentEntry[]> {
  const rows = await q
    .select({ entry: alertTimeline })
    .from(alertTimeline)
    .innerJoin(alerts, eq(alerts.id, alertTimeline.alertId))
    .where(
      and(
        eq(alerts.incidentId, incidentId),
        visibleTo(alerts.audience, role),
        page.after === undefined ? undefined : gt(alertTimeline.id, page.after),
        page.before === undefined ? undefined : lt(alertTimeline.id, page.before),
      ),
    )
    .orderBy(page.backwards === true ? desc(alertTimeline.id) : asc(alertTimeline.id))
    .limit(page.limit);
  return rows.map(({ entry }) => entry);
}
