// Endpoints that fail together: one finding, which others may join, and which ends when none of its
// members is down any more. Whoever changes one holds `lockOutages`, taken after the locks of endpoints.
import { and, asc, eq, inArray, isNull, lt, notExists, sql } from './drizzle.ts';
import { endpointsRecoveredTogether } from './endpoint-events.ts';
import { endpointOutageMembers, endpointOutages, endpoints } from './schema/index.ts';
import { lockSetting } from './settings.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export interface EndpointOutage {
  readonly id: string;
  readonly beganAt: Date;
  readonly foundAt: Date;
  readonly endedAt: Date | null;
}

export function lockOutages(q: Queryable): Promise<void> {
  return lockSetting(q, 'endpoint outages', 'exclusive');
}

/** The newest outage that has not ended and has one of these endpoints. */
export async function findOpenOutage(
  q: Queryable,
  endpointIds: readonly string[],
): Promise<EndpointOutage | undefined> {
  if (endpointIds.length === 0) return undefined;
  const [row] = await q
    .select({ outage: endpointOutages })
    .from(endpointOutages)
    .innerJoin(endpointOutageMembers, eq(endpointOutageMembers.outageId, endpointOutages.id))
    .where(
      and(
        isNull(endpointOutages.endedAt),
        inArray(endpointOutageMembers.endpointId, [...endpointIds]),
      ),
    )
    .orderBy(sql`${endpointOutages.foundAt} desc`)
    .limit(1);
  return row?.outage;
}

export async function insertOutage(q: Queryable, outage: EndpointOutage): Promise<void> {
  await q.insert(endpointOutages).values(outage);
}

/** Adds endpoints to an outage; those that are in it stay. */
export async function insertOutageMembers(
  q: Queryable,
  outageId: string,
  endpointIds: readonly string[],
): Promise<void> {
  if (endpointIds.length === 0) return;
  await q
    .insert(endpointOutageMembers)
    .values(endpointIds.map((endpointId) => ({ outageId, endpointId })))
    .onConflictDoNothing();
}

/** Ends the outages of which no endpoint is down any more, and tells of it. */
export async function endOutages(tx: StoreTransaction, now: Date): Promise<void> {
  const { q } = tx;
  const down = q
    .select({ one: sql`1` })
    .from(endpointOutageMembers)
    .innerJoin(endpoints, eq(endpoints.id, endpointOutageMembers.endpointId))
    .where(
      and(
        eq(endpointOutageMembers.outageId, endpointOutages.id),
        eq(endpoints.state, 'DOWN'),
        isNull(endpoints.retiredAt),
      ),
    );
  const ended = await q
    .update(endpointOutages)
    .set({ endedAt: now })
    .where(and(isNull(endpointOutages.endedAt), notExists(down)))
    .returning();
  for (const { id, beganAt } of ended) {
    const payload = {
      outageId: id,
      beganAt: beganAt.toISOString(),
      endedAt: now.toISOString(),
      endpoints: await listOutageMembers(q, id),
    };
    tx.append(
      endpointsRecoveredTogether.create({ subject: 'endpoints', occurredAt: now, payload }),
    );
  }
}

/** Removes outages that ended before; returns how many. */
export async function deleteEndedOutages(
  { q }: StoreTransaction,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<number> {
  // Several replicas may do it at once.
  const old = await q
    .select({ id: endpointOutages.id })
    .from(endpointOutages)
    .where(lt(endpointOutages.endedAt, before))
    .limit(limit)
    .for('update', { skipLocked: true });
  const ids = old.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await q.delete(endpointOutageMembers).where(inArray(endpointOutageMembers.outageId, ids));
  await q.delete(endpointOutages).where(inArray(endpointOutages.id, ids));
  return ids.length;
}

/** The names of an outage's endpoints. */
async function listOutageMembers(q: Queryable, outageId: string): Promise<string[]> {
  const rows = await q
    .select({ name: endpoints.name })
    .from(endpointOutageMembers)
    .innerJoin(endpoints, eq(endpoints.id, endpointOutageMembers.endpointId))
    .where(eq(endpointOutageMembers.outageId, outageId))
    .orderBy(asc(endpoints.name));
  return rows.map(({ name }) => name);
}

/** The open outage of each of these endpoints that has one. */
export async function findOutagesOf(
  q: Queryable,
  endpointIds: readonly string[],
): Promise<readonly { readonly endpointId: string; readonly outage: EndpointOutage }[]> {
  if (endpointIds.length === 0) return [];
  return q
    .select({ endpointId: endpointOutageMembers.endpointId, outage: endpointOutages })
    .from(endpointOutageMembers)
    .innerJoin(endpointOutages, eq(endpointOutages.id, endpointOutageMembers.outageId))
    .where(
      and(
        isNull(endpointOutages.endedAt),
        inArray(endpointOutageMembers.endpointId, [...endpointIds]),
      ),
    )
    .orderBy(asc(endpointOutages.foundAt));
}

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Names of the endpoints that belong to these outages; what is no id of one is left out. */
export async function listOutageEndpoints(
  q: Queryable,
  outageIds: readonly string[],
): Promise<{ readonly outageId: string; readonly endpoint: string }[]> {
  const ids = outageIds.filter((id) => uuidForm.test(id));
  if (ids.length === 0) return [];
  return q
    .select({ outageId: endpointOutageMembers.outageId, endpoint: endpoints.name })
    .from(endpointOutageMembers)
    .innerJoin(endpoints, eq(endpoints.id, endpointOutageMembers.endpointId))
    .where(inArray(endpointOutageMembers.outageId, ids));
}
