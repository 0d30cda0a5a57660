// Who stands in for whom in a rotation, as it was said over the API. Those of the configuration file are not
// stored. What is over is kept for a year.
import { defineEvent } from '../core/events.ts';
import { z } from 'zod';

import { asc, gt, lt } from './drizzle.ts';
import { onCallOverrides } from './schema/index.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export const onCallOverridden = defineEvent({
  type: 'on_call.overridden',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    overrideId: z.string(),
    rotation: z.string(),
    person: z.string(),
    from: z.string(),
    until: z.string(),
    by: z.string(),
  }),
});

export type OnCallOverrideRow = typeof onCallOverrides.$inferSelect;

const keptMs = 365 * 86_400_000;

/** Those that are not over at a time, the newest last. */
export function listOnCallOverrides(q: Queryable, at: Date): Promise<OnCallOverrideRow[]> {
  return q
    .select()
    .from(onCallOverrides)
    .where(gt(onCallOverrides.until, at))
    .orderBy(asc(onCallOverrides.createdAt), asc(onCallOverrides.id));
}

/** Stores one, tells of it, and forgets what was over long ago. */
export async function insertOnCallOverride(
  tx: StoreTransaction,
  row: OnCallOverrideRow,
): Promise<void> {
  const { createdAt } = row;
  await tx.q
    .delete(onCallOverrides)
    .where(lt(onCallOverrides.until, new Date(createdAt.getTime() - keptMs)));
  await tx.q.insert(onCallOverrides).values(row);
  const { rotation, person } = row;
  const payload = {
    overrideId: row.id,
    rotation,
    person,
    from: row.from.toISOString(),
    until: row.until.toISOString(),
    by: row.createdBy,
  };
  const subject = `rotation:${rotation}`;
  tx.append(onCallOverridden.create({ subject, occurredAt: createdAt, payload }));
}
