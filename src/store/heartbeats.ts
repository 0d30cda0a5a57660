// When heartbeats were heard of last, and until when they are waited for. Whoever looks for those that are
// missing passes over what somebody else has locked, so that each is told once.
import { and, asc, inArray, isNotNull, isNull, lte, notInArray, sql } from './drizzle.ts';
import { heartbeats } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

export type HeartbeatRow = typeof heartbeats.$inferSelect;

/** The rows of these heartbeats, in no order; those that were never heard of have none. */
export async function listHeartbeats(
  q: Queryable,
  names: readonly string[],
): Promise<HeartbeatRow[]> {
  if (names.length === 0) return [];
  return q
    .select()
    .from(heartbeats)
    .where(inArray(heartbeats.name, [...names]));
}

/**
 * Writes that a heartbeat was heard of.
 * @returns since when it was missing; null when it was not.
 */
export async function recordHeartbeat(
  q: Queryable,
  { name, at, dueAt }: { readonly name: string; readonly at: Date; readonly dueAt: Date },
): Promise<Date | null> {
  const [before] = await q
    .select({ missingSince: heartbeats.missingSince })
    .from(heartbeats)
    .where(sql`${heartbeats.name} = ${name}`)
    .for('update');
  await q
    .insert(heartbeats)
    .values({ name, lastAt: at, dueAt, missingSince: null, count: 1 })
    .onConflictDoUpdate({
      target: heartbeats.name,
      // Clocks of replicas differ: what was heard of later stays.
      set: {
        lastAt: sql`greatest(${heartbeats.lastAt}, excluded.last_at)`,
        dueAt: sql`greatest(${heartbeats.dueAt}, excluded.due_at)`,
        missingSince: null,
        count: sql`${heartbeats.count} + 1`,
      },
    });
  return before?.missingSince ?? null;
}

/** Marks those of `names` as missing that are due; each is returned to one caller only. */
export async function claimMissingHeartbeats(
  q: Queryable,
  { names, now, limit }: { names: readonly string[]; now: Date; limit: number },
): Promise<HeartbeatRow[]> {
  if (names.length === 0) return [];
  const rows = await q
    .select({ name: heartbeats.name })
    .from(heartbeats)
    .where(
      and(
        inArray(heartbeats.name, [...names]),
        isNull(heartbeats.missingSince),
        lte(heartbeats.dueAt, now),
      ),
    )
    .orderBy(asc(heartbeats.dueAt), asc(heartbeats.name))
    .limit(limit)
    .for('update', { skipLocked: true });
  if (rows.length === 0) return [];
  const due = rows.map(({ name }) => name);
  return q
    .update(heartbeats)
    .set({ missingSince: sql`${heartbeats.dueAt}` })
    .where(inArray(heartbeats.name, due))
    .returning();
}

/** Those that are waited for, and when they are due. */
export async function listAwaitedHeartbeats(
  q: Queryable,
  names: readonly string[],
): Promise<{ readonly name: string; readonly dueAt: Date | null }[]> {
  if (names.length === 0) return [];
  return q
    .select({ name: heartbeats.name, dueAt: heartbeats.dueAt })
    .from(heartbeats)
    .where(
      and(
        inArray(heartbeats.name, [...names]),
        isNull(heartbeats.missingSince),
        isNotNull(heartbeats.dueAt),
      ),
    );
}

/** Takes over how long is waited for each; of one that is missing nothing changes. */
export async function updateHeartbeatTimes(
  q: Queryable,
  times: readonly { readonly name: string; readonly waitMs: number }[],
): Promise<void> {
  if (times.length === 0) return;
  const given = times
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, waitMs }) => ({ name, wait_ms: waitMs }));
  await q.execute(sql`
    update ${heartbeats} h
    set due_at = h.last_at + r.wait_ms * interval '1 millisecond'
    from jsonb_to_recordset(${storableJson(given)}::jsonb) as r(name text, wait_ms bigint)
    where h.name = r.name and h.missing_since is null
      and h.due_at <> h.last_at + r.wait_ms * interval '1 millisecond'`);
}

/** Forgets these heartbeats; those that there were. */
export async function deleteHeartbeats(
  q: Queryable,
  names: readonly string[],
): Promise<HeartbeatRow[]> {
  if (names.length === 0) return [];
  return q
    .delete(heartbeats)
    .where(inArray(heartbeats.name, [...names]))
    .returning();
}

/** Names of heartbeats that are kept, but are none of these. */
export async function listOtherHeartbeats(
  q: Queryable,
  names: readonly string[],
): Promise<string[]> {
  const rows = await q
    .select({ name: heartbeats.name })
    .from(heartbeats)
    .where(names.length === 0 ? undefined : notInArray(heartbeats.name, [...names]));
  return rows.map(({ name }) => name);
}
