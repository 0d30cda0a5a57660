// Rules that say of which objects a change is no drift, as somebody made them over the API. Whoever
// judges drift is told that they changed; nothing here judges.
import { z } from 'zod';

import { and, asc, count, eq, inArray } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import { driftIgnores } from './schema/index.ts';
import type { DriftIgnoreRow } from './schema-drifts.ts';
import { storableText } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

/** The rules of a database changed: its drift has to be judged again. */
export const driftIgnoresChanged = defineEvent({
  type: 'drift.ignores_changed',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    database: z.string(),
    databaseId: z.string(),
    change: z.enum(['ADDED', 'REMOVED']),
    objects: z.string(),
    reason: z.string(),
    actor: z.string(),
  }),
});

export type NewDriftIgnore = DriftIgnoreRow & { readonly database: string };

/** Adds a rule and tells it; the pattern must not have one already. */
export async function insertDriftIgnore(
  tx: StoreTransaction,
  { database, ...rule }: NewDriftIgnore,
): Promise<DriftIgnoreRow> {
  const objects = storableText(rule.objects);
  const row = { ...rule, objects, reason: storableText(rule.reason) };
  await tx.q.insert(driftIgnores).values(row);
  tell(tx, 'ADDED', row, { database, actor: row.createdBy, at: row.createdAt });
  return row;
}

/** Gives a rule another reason; which objects it is about stays, so nothing is judged again. */
export async function updateDriftIgnore(
  q: Queryable,
  id: string,
  set: Pick<DriftIgnoreRow, 'reason' | 'createdBy' | 'createdAt'>,
): Promise<void> {
  const reason = storableText(set.reason);
  await q
    .update(driftIgnores)
    .set({ ...set, reason })
    .where(eq(driftIgnores.id, id));
}

export interface IgnoreRemoval {
  readonly database: string;
  readonly actor: string;
  readonly at: Date;
}

/** Removes a rule and tells it; false when somebody else has removed it. */
export async function deleteDriftIgnore(
  tx: StoreTransaction,
  row: DriftIgnoreRow,
  removal: IgnoreRemoval,
): Promise<boolean> {
  const gone = await tx.q
    .delete(driftIgnores)
    .where(eq(driftIgnores.id, row.id))
    .returning({ id: driftIgnores.id });
  if (gone.length === 0) return false;
  tell(tx, 'REMOVED', row, removal);
  return true;
}

function tell(
  tx: StoreTransaction,
  change: 'ADDED' | 'REMOVED',
  { databaseId, objects, reason }: DriftIgnoreRow,
  { database, actor, at }: IgnoreRemoval,
): void {
  const payload = { database, databaseId, change, objects, reason, actor };
  const subject = `database:${database}`;
  tx.append(driftIgnoresChanged.create({ subject, occurredAt: at, payload }));
}

export async function findDriftIgnore(
  q: Queryable,
  id: string,
): Promise<DriftIgnoreRow | undefined> {
  const [row] = await q.select().from(driftIgnores).where(eq(driftIgnores.id, id));
  return row;
}

/** The rule of a database with exactly this pattern. */
export async function findDriftIgnoreOf(
  q: Queryable,
  databaseId: string,
  objects: string,
): Promise<DriftIgnoreRow | undefined> {
  const [row] = await q
    .select()
    .from(driftIgnores)
    .where(and(eq(driftIgnores.databaseId, databaseId), eq(driftIgnores.objects, objects)));
  return row;
}

export async function countDriftIgnores(q: Queryable, databaseId: string): Promise<number> {
  const [row] = await q
    .select({ n: count() })
    .from(driftIgnores)
    .where(eq(driftIgnores.databaseId, databaseId));
  return row?.n ?? 0;
}

/** The rules of several databases, the oldest first. */
export function listDriftIgnoresOf(
  q: Queryable,
  databaseIds: readonly string[],
): Promise<DriftIgnoreRow[]> {
  return q
    .select()
    .from(driftIgnores)
    .where(inArray(driftIgnores.databaseId, [...databaseIds]))
    .orderBy(asc(driftIgnores.createdAt), asc(driftIgnores.id));
}
