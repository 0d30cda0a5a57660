// What was done about alerts: written before it is done, so that what a dead replica began is known, and
// never done twice. One at a time for each object, so many in an hour at most.
import { z } from 'zod';

import { remediationActions, type RemediationAction } from '../core/correlation.ts';
import { defineEvent } from '../core/events.ts';
import { and, asc, desc, eq, inArray, isNull, lt, sql } from './drizzle.ts';
import { alertRemediations, containers } from './schema/index.ts';
import { storableJson, storableText } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export const remediationStates = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'UNKNOWN'] as const;
/** `UNKNOWN`: whoever did it ended before it was over; it is not done again. */
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

export const remediationFinished = defineEvent({
  type: 'remediation.finished',
  version: 1,
  audience: 'operator',
  schema: z.object({
    remediationId: z.string(),
    alertId: z.string(),
    remedy: z.string(),
    action: z.enum(remediationActions),
    object: z.string(),
    automatic: z.boolean(),
    by: z.string(),
    state: z.enum(remediationStates),
    message: z.string().nullable(),
  }),
});

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

/** Takes a queued one; undefined when somebody else has it. */
export async function claimRemediation(
  q: Queryable,
  id: string,
  now: Date,
): Promise<Remediation | undefined> {
  const [row] = await q
    .update(alertRemediations)
    .set({ state: 'RUNNING', startedAt: now })
    .where(and(eq(alertRemediations.id, id), eq(alertRemediations.state, 'QUEUED')))
    .returning();
  return row && toRemediation(row);
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

/** Locks those that began before a time and never ended. */
export async function lockLostRemediations(
  q: Queryable,
  before: Date,
  limit: number,
): Promise<Remediation[]> {
  const rows = await q
    .select()
    .from(alertRemediations)
    .where(and(isNull(alertRemediations.finishedAt), lt(alertRemediations.startedAt, before)))
    .orderBy(asc(alertRemediations.startedAt))
    .limit(limit)
    .for('update', { skipLocked: true });
  return rows.map(toRemediation);
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
    .set({ state, message: storableText(message).slice(0, 1000), finishedAt: now })
    .where(and(eq(alertRemediations.id, id), isNull(alertRemediations.finishedAt)))
    .returning();
  if (row === undefined) return undefined;
  const ended = toRemediation(row);
  const { alertId, remedy, action, object, automatic, askedBy: by } = ended;
  tx.append(
    remediationFinished.create({
      subject: `alert:${alertId}`,
      occurredAt: now,
      payload: {
        remediationId: id,
        alertId,
        remedy,
        action,
        object,
        automatic,
        by,
        state,
        message: ended.message,
      },
    }),
  );
  return ended;
}

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
