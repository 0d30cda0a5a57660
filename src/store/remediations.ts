// What was done about alerts: written before it is done, so that what a dead replica began is known, and
// never done twice. One at a time for each object, so many in an hour at most.
import { z } from 'zod';

import { remediationActions, type RemediationAction } from '../core/correlation.ts';
import { defineEvent } from '../core/events.ts';
import { and, asc, desc, eq, inArray, isNull, lt, or, sql } from './drizzle.ts';
import { alertRemediations, containers } from './schema/index.ts';
import { storableJson, storableText } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export const remediationStates = [
  'QUEUED',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'UNKNOWN',
] as const;
/**
 * `TIMED_OUT`: it took too long; it goes on, and keeps its object, until it has finished. `UNKNOWN`: whoever
 * did it ended before it was over; it is not done again.
 */
export type RemediationState = (typeof remediationStates)[number];

export interface Remediation {
  readonly id: string;
  readonly alertId: string;
  readonly remedy: string;
  readonly action: RemediationAction;
  readonly object: string;
  readonly source: string | null;
  readonly automatic: boolean;
  readonly askedBy: string;
  readonly state: RemediationState;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly message: string | null;
}

export interface NewRemediation extends Omit<
  Remediation,
  'state' | 'startedAt' | 'finishedAt' | 'message'
> {
  readonly maxPerHour: number;
}

const eventSchema = z.object({
  remediationId: z.string(),
  alertId: z.string(),
  remedy: z.string(),
  action: z.enum(remediationActions),
  object: z.string(),
  automatic: z.boolean(),
  by: z.string(),
  state: z.enum(remediationStates),
  message: z.string().nullable(),
});

export const remediationFinished = defineEvent({
  type: 'remediation.finished',
  version: 1,
  audience: 'operator',
  schema: eventSchema,
});

/** It takes too long, and goes on. */
export const remediationTimedOut = defineEvent({
  type: 'remediation.timed_out',
  version: 1,
  audience: 'operator',
  schema: eventSchema,
});

function payloadOf(row: Remediation): z.infer<typeof eventSchema> {
  const { id: remediationId, alertId, remedy, action, object, automatic, state, message } = row;
  const what = { remediationId, alertId, remedy, action, object, automatic };
  return { ...what, by: row.askedBy, state, message };
}

function toRemediation(row: typeof alertRemediations.$inferSelect): Remediation {
  return {
    ...row,
    action: z.enum(remediationActions).parse(row.action),
    state: z.enum(remediationStates).parse(row.state),
  };
}

/**
 * Queues remediations; those whose object has one under way, or has had as many as it may in the last
 * hour, are left out. Returns the ids of the others. Objects are taken in their order.
 */
export async function insertRemediations(
  q: Queryable,
  rows: readonly NewRemediation[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const hourAgo = new Date(now.getTime() - 3_600_000).toISOString();
  const inserted = await q.execute<{ id: string }>(sql`
    insert into ${alertRemediations} (id, alert_id, remedy, action, object, source, automatic,
      asked_by, state, queued_at)
    select r.id, r."alertId", r.remedy, r.action, r.object, r.source, r.automatic, r."askedBy",
      'QUEUED', r."queuedAt"
    from jsonb_to_recordset(${storableJson(rows)}::jsonb)
      as r(id uuid, "alertId" uuid, remedy text, action text, object text, source text,
           automatic boolean, "askedBy" text, "queuedAt" timestamptz, "maxPerHour" int)
    where (select count(*) from ${alertRemediations} o
           where o.object = r.object and o.queued_at > ${hourAgo}::timestamptz) < r."maxPerHour"
    order by r.object
    on conflict (object) where finished_at is null do nothing
    returning id`);
  return new Set(inserted.map(({ id }) => id));
}

/** Takes a queued one until its lease ends or is renewed; undefined when somebody else has it. */
export async function claimRemediation(
  q: Queryable,
  id: string,
  { now, leaseUntil }: { readonly now: Date; readonly leaseUntil: Date },
): Promise<Remediation | undefined> {
  const [row] = await q
    .update(alertRemediations)
    .set({ state: 'RUNNING', startedAt: now, leaseUntil })
    .where(and(eq(alertRemediations.id, id), eq(alertRemediations.state, 'QUEUED')))
    .returning();
  return row && toRemediation(row);
}

/** Says that whoever does these lives. */
export async function renewRemediations(
  q: Queryable,
  ids: readonly string[],
  leaseUntil: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await q
    .update(alertRemediations)
    .set({ leaseUntil })
    .where(and(inArray(alertRemediations.id, [...ids]), isNull(alertRemediations.finishedAt)));
}

/** The ids of those that have been queued since before a time: whoever queued them is gone. */
export async function listLeftRemediations(
  q: Queryable,
  before: Date,
  limit: number,
): Promise<string[]> {
  const rows = await q
    .select({ id: alertRemediations.id })
    .from(alertRemediations)
    .where(and(eq(alertRemediations.state, 'QUEUED'), lt(alertRemediations.queuedAt, before)))
    .orderBy(asc(alertRemediations.queuedAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** What was begun before leases were kept is lost so long after. */
const unleasedMs = 600_000;

/** Locks those whose lease has ended, but not they themselves. */
export async function lockLostRemediations(
  q: Queryable,
  now: Date,
  limit: number,
): Promise<Remediation[]> {
  const { finishedAt, leaseUntil, startedAt } = alertRemediations;
  const begunBefore = new Date(now.getTime() - unleasedMs);
  const rows = await q
    .select()
    .from(alertRemediations)
    .where(
      and(
        isNull(finishedAt),
        or(lt(leaseUntil, now), and(isNull(leaseUntil), lt(startedAt, begunBefore))),
      ),
    )
    .orderBy(asc(startedAt))
    .limit(limit)
    .for('update', { skipLocked: true });
  return rows.map(toRemediation);
}

/** Writes that one takes too long, with its event: it goes on. Undefined when it has ended already. */
export async function noteRemediationTimedOut(
  tx: StoreTransaction,
  id: string,
  message: string,
  now: Date,
): Promise<Remediation | undefined> {
  const [row] = await tx.q
    .update(alertRemediations)
    .set({ state: 'TIMED_OUT', message: storedMessage(message) })
    .where(and(eq(alertRemediations.id, id), isNull(alertRemediations.finishedAt)))
    .returning();
  if (row === undefined) return undefined;
  const noted = toRemediation(row);
  const subject = `alert:${noted.alertId}`;
  const payload = payloadOf(noted);
  tx.append(remediationTimedOut.create({ subject, occurredAt: now, payload }));
  return noted;
}

/** Writes how one ended, with its event; undefined when that was written already. */
export async function finishRemediation(
  tx: StoreTransaction,
  id: string,
  state: Exclude<RemediationState, 'QUEUED' | 'RUNNING'>,
  message: string,
  now: Date,
): Promise<Remediation | undefined> {
  const [row] = await tx.q
    .update(alertRemediations)
    .set({ state, message: storedMessage(message), finishedAt: now })
    .where(and(eq(alertRemediations.id, id), isNull(alertRemediations.finishedAt)))
    .returning();
  if (row === undefined) return undefined;
  const ended = toRemediation(row);
  const subject = `alert:${ended.alertId}`;
  const payload = payloadOf(ended);
  tx.append(remediationFinished.create({ subject, occurredAt: now, payload }));
  return ended;
}

const storedMessage = (message: string): string => storableText(message).slice(0, 1000);

export async function findRemediation(q: Queryable, id: string): Promise<Remediation | undefined> {
  const [row] = await q.select().from(alertRemediations).where(eq(alertRemediations.id, id));
  return row && toRemediation(row);
}

const mostOfAlert = 100;

/** What was done about alerts, newest first; the last hundred of each. */
export async function listRemediationsOf(
  q: Queryable,
  alertIds: readonly string[],
): Promise<Remediation[]> {
  if (alertIds.length === 0) return [];
  const rows = await q
    .select()
    .from(alertRemediations)
    .where(inArray(alertRemediations.alertId, [...alertIds]))
    .orderBy(desc(alertRemediations.queuedAt), desc(alertRemediations.id))
    .limit(alertIds.length * mostOfAlert);
  return rows.map(toRemediation);
}

/** Ids of the containers that are called so now; on any host when none is named. */
export async function listContainersCalled(
  q: Queryable,
  key: string,
  host: string | undefined,
): Promise<string[]> {
  const rows = await q
    .select({ id: containers.id })
    .from(containers)
    .where(
      and(
        eq(containers.key, key),
        host === undefined ? undefined : eq(containers.host, host),
        isNull(containers.vanishedAt),
      ),
    )
    .limit(2);
  return rows.map(({ id }) => id);
}
