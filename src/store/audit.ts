// The audit log: who did what, from where, with which result. Written in the transaction of what
// it tells of; refusals are written by themselves.
import { z } from 'zod';

import { and, asc, desc, eq, gt, inArray, lt, or, type SQL } from './drizzle.ts';
import type { Actor } from '../core/actor.ts';
import { defineEvent } from '../core/events.ts';
import type { Random } from '../core/random.ts';
import { auditLog } from './schema/index.ts';
import { storableJson, storableText } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export const auditRecorded = defineEvent({
  type: 'audit.recorded',
  version: 1,
  audience: 'admin',
  schema: z.object({
    id: z.string(),
    actor: z.string(),
    actorId: z.string(),
    action: z.string(),
    subject: z.string(),
    origin: z.string(),
    result: z.string(),
  }),
});

export type AuditEntry = typeof auditLog.$inferSelect;

export interface AuditFact {
  readonly actor: Actor;
  /** The mutation's name. */
  readonly action: string;
  readonly subject: string;
  /** `ok`, or the code of the error. */
  readonly result: string;
  readonly at: Date;
  /** What was asked for; must hold no secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Adds an entry to the audit log and announces it to admins. */
export async function insertAuditEntry(
  tx: StoreTransaction,
  random: Random,
  fact: AuditFact,
): Promise<void> {
  const entry = {
    id: random.uuid(),
    actor: fact.actor.name,
    actorId: fact.actor.id,
    action: fact.action,
    subject: storableText(fact.subject),
    origin: fact.actor.origin,
    result: fact.result,
  };
  await tx.q
    .insert(auditLog)
    .values({ ...entry, at: fact.at, detail: JSON.parse(storableJson(fact.detail ?? {})) });
  tx.append(
    auditRecorded.create({
      subject: `audit:${fact.action}`,
      occurredAt: fact.at,
      payload: entry,
    }),
  );
}

export interface AuditPage {
  readonly limit: number;
  /** Entries older than this one. */
  readonly before?: { at: Date; id: string } | undefined;
  /** Entries newer than this one. */
  readonly after?: { at: Date; id: string } | undefined;
  /** Pages from the old end, in ascending order. */
  readonly backwards?: boolean | undefined;
}

function beyond(compare: typeof lt, place: { at: Date; id: string } | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  return or(
    compare(auditLog.at, place.at),
    and(eq(auditLog.at, place.at), compare(auditLog.id, place.id)),
  );
}

/** Entries, newest first. */
export function listAuditEntries(q: Queryable, page: AuditPage): Promise<AuditEntry[]> {
  const order = page.backwards === true ? asc : desc;
  return q
    .select()
    .from(auditLog)
    .where(and(beyond(lt, page.before), beyond(gt, page.after)))
    .orderBy(order(auditLog.at), order(auditLog.id))
    .limit(page.limit);
}

export async function findAuditEntries(
  q: Queryable,
  ids: readonly string[],
): Promise<readonly AuditEntry[]> {
  if (ids.length === 0) return [];
  return q
    .select()
    .from(auditLog)
    .where(inArray(auditLog.id, [...ids]));
}
