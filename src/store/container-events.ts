// What the daemons told of containers, and what was concluded from their lists: each fact once, by
// Docker's id, the action and the daemon's own time.
import { and, eq, gte, inArray, sql } from './drizzle.ts';
import { parseContainerVerdict, type ContainerVerdict } from './container-facts.ts';
import { containerEvents, containers } from './schema/index.ts';
import { storableText } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export interface NewContainerEvent {
  /** The id of the container's row. */
  readonly container: string;
  readonly dockerId: string;
  readonly at: Date;
  /** Nanoseconds since 1970 in digits. */
  readonly timeNano: string;
  readonly action: string;
  readonly verdict: ContainerVerdict | null;
  readonly exitCode: number | null;
  readonly signal: number | null;
  readonly reason: string | null;
  readonly inferred: boolean;
}

export interface ContainerEventRow extends NewContainerEvent {
  readonly id: number;
}

type Row = typeof containerEvents.$inferSelect;

export const toContainerEventRow = (row: Row): ContainerEventRow => ({
  ...row,
  verdict: parseContainerVerdict(row.verdict),
});

/** Writes events; one that is there already is left as it is. */
export async function insertContainerEvents(
  tx: StoreTransaction,
  events: readonly NewContainerEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    ...event,
    action: storableText(event.action),
    reason: event.reason === null ? null : storableText(event.reason),
  }));
  await tx.q.insert(containerEvents).values(rows).onConflictDoNothing();
}

/** The events of a daemon since `since`, in the order in which they were written; `most` at most. */
export async function listRecentContainerEvents(
  q: Queryable,
  { host, daemon }: { readonly host: string; readonly daemon: string },
  since: Date,
  most: number,
): Promise<ContainerEventRow[]> {
  const rows = await q
    .select({ event: containerEvents })
    .from(containerEvents)
    .innerJoin(containers, eq(containers.id, containerEvents.container))
    .where(
      and(eq(containers.host, host), eq(containers.daemon, daemon), gte(containerEvents.at, since)),
    )
    .orderBy(sql`${containerEvents.id} desc`)
    .limit(most);
  return rows.map(({ event }) => toContainerEventRow(event)).toReversed();
}

/** Gives the ends of containers since `since` another verdict, once more is known. */
export async function updateDeathVerdicts(
  tx: StoreTransaction,
  dockerIds: readonly string[],
  since: Date,
  verdict: ContainerVerdict,
): Promise<void> {
  if (dockerIds.length === 0) return;
  await tx.q
    .update(containerEvents)
    .set({ verdict })
    .where(
      and(
        inArray(containerEvents.dockerId, [...dockerIds]),
        eq(containerEvents.action, 'die'),
        gte(containerEvents.at, since),
      ),
    );
}
