// Endpoints that were registered through the API. Their settings are sealed (`sealing.ts`) before they come
// here. Callers hold `lockDeclaredEndpoints`.
import { asc, count, eq } from './drizzle.ts';
import { endpointRegistered, endpointUnregistered } from './endpoint-events.ts';
import { endpointSubject } from './endpoints.ts';
import { registeredEndpoints } from './schema/index.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export type RegisteredEndpoint = typeof registeredEndpoints.$inferSelect;

/** All of them by name. */
export function listRegisteredEndpoints(q: Queryable): Promise<RegisteredEndpoint[]> {
  return q.select().from(registeredEndpoints).orderBy(asc(registeredEndpoints.name));
}

export async function findRegisteredEndpoint(
  q: Queryable,
  name: string,
): Promise<RegisteredEndpoint | undefined> {
  const [row] = await q
    .select()
    .from(registeredEndpoints)
    .where(eq(registeredEndpoints.name, name));
  return row;
}

export async function countRegisteredEndpoints(q: Queryable): Promise<number> {
  const [row] = await q.select({ n: count() }).from(registeredEndpoints);
  return row?.n ?? 0;
}

export async function insertRegisteredEndpoint(
  tx: StoreTransaction,
  row: RegisteredEndpoint,
  kind: string,
): Promise<void> {
  await tx.q.insert(registeredEndpoints).values(row);
  const payload = { endpoint: row.name, kind };
  const subject = endpointSubject(row.name);
  tx.append(endpointRegistered.create({ subject, occurredAt: row.registeredAt, payload }));
}

/** Removes a registration, its settings with it. */
export async function deleteRegisteredEndpoint(
  tx: StoreTransaction,
  name: string,
  now: Date,
): Promise<void> {
  await tx.q.delete(registeredEndpoints).where(eq(registeredEndpoints.name, name));
  const payload = { endpoint: name };
  const subject = endpointSubject(name);
  tx.append(endpointUnregistered.create({ subject, occurredAt: now, payload }));
}
