// The running hawkwatch processes on this store. A run belongs to a replica; when its heartbeat
// stops, another one takes over what it left.
import { z } from 'zod';

import { and, eq, ne, sql } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import { replicas } from './schema/index.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export const configurationDiverged = defineEvent({
  type: 'configuration.diverged',
  version: 1,
  audience: 'operator',
  schema: z.object({ replica: z.string(), host: z.string(), others: z.array(z.string()) }),
});

// Heartbeats are compared between hosts, so they are told by the store's clock, not by each host's.
const storeNow = sql`now()`;

export interface Replica {
  readonly id: string;
  readonly host: string;
  readonly processId: string;
  readonly configurationHash: string;
}

/** Registers this replica, or its changed configuration; a difference to others is an event. */
export async function updateReplica(
  tx: StoreTransaction,
  replica: Replica,
  now: Date,
): Promise<void> {
  await tx.q
    .insert(replicas)
    .values({ ...replica, startedAt: now, heartbeatAt: storeNow })
    .onConflictDoUpdate({ target: replicas.id, set: { ...replica, heartbeatAt: storeNow } });
  const others = await tx.q
    .select({ host: replicas.host, hash: replicas.configurationHash })
    .from(replicas)
    .where(ne(replicas.id, replica.id));
  const different = others.filter((other) => other.hash !== replica.configurationHash);
  if (different.length > 0) {
    tx.append(
      configurationDiverged.create({
        subject: `replica:${replica.id}`,
        occurredAt: now,
        payload: {
          replica: replica.id,
          host: replica.host,
          others: different.map((other) => other.host),
        },
      }),
    );
  }
}

/** Says that a replica lives; false when it was forgotten meanwhile and must register again. */
export async function updateHeartbeat(q: Queryable, id: string): Promise<boolean> {
  const rows = await q
    .update(replicas)
    .set({ heartbeatAt: storeNow })
    .where(eq(replicas.id, id))
    .returning({ id: replicas.id });
  return rows.length > 0;
}

/** Forgets a replica that stopped by itself. */
export async function deleteReplica(q: Queryable, id: string): Promise<void> {
  await q.delete(replicas).where(eq(replicas.id, id));
}

/** Forgets replicas whose heartbeat stopped `silentMs` milliseconds ago or earlier. */
export async function deleteDeadReplicas(q: Queryable, silentMs: number): Promise<void> {
  await q
    .delete(replicas)
    .where(sql`${replicas.heartbeatAt} < now() - ${silentMs} * interval '1 millisecond'`);
}

/** True when a replica that was heard of within `goneMs` has another configuration than this one. */
export async function hasOtherConfiguration(
  q: Queryable,
  hash: string,
  goneMs: number,
): Promise<boolean> {
  const others = await q
    .select({ id: replicas.id })
    .from(replicas)
    .where(
      and(
        ne(replicas.configurationHash, hash),
        sql`${replicas.heartbeatAt} > now() - ${goneMs} * interval '1 millisecond'`,
      ),
    )
    .limit(1);
  return others.length > 0;
}
