// What CI told of deployments: each call is a record of its own, and an event. The same key of the same
// actor is the same record, so that a pipeline may send it again.
import { z } from 'zod';

import { and, asc, desc, eq, gt, gte, inArray, lt, or, sql, type SQL } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import { deployments } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export const deploymentStatuses = ['STARTED', 'SUCCEEDED', 'FAILED', 'ROLLED_BACK'] as const;
export type DeploymentStatus = (typeof deploymentStatuses)[number];

export const deploymentRecorded = defineEvent({
  type: 'deployment.recorded',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    deploymentId: z.string(),
    service: z.string(),
    version: z.string(),
    environment: z.string().nullable(),
    /** Names of the databases that it uses. */
    databases: z.array(z.string()),
    status: z.enum(deploymentStatuses),
    url: z.string().nullable(),
    /** Name of the token. */
    by: z.string(),
  }),
});

export interface Deployment {
  readonly id: string;
  readonly service: string;
  readonly version: string;
  readonly environment: string | null;
  readonly databases: readonly string[];
  readonly status: DeploymentStatus;
  readonly url: string | null;
  readonly at: Date;
  readonly recordedBy: string;
  readonly clientMutationId: string | null;
}

function toDeployment(row: typeof deployments.$inferSelect): Deployment {
  return { ...row, status: z.enum(deploymentStatuses).parse(row.status) };
}

/** Writes a deployment and its event; undefined, and nothing is written, when its key is taken. */
export async function insertDeployment(
  tx: StoreTransaction,
  deployment: Deployment,
): Promise<Deployment | undefined> {
  const [row] = await tx.q
    .insert(deployments)
    .values({ ...deployment, databases: [...deployment.databases] })
    .onConflictDoNothing({ target: [deployments.recordedBy, deployments.clientMutationId] })
    .returning();
  if (row === undefined) return undefined;
  const { id: deploymentId, service, version, environment, databases, status, url } = row;
  tx.append(
    deploymentRecorded.create({
      subject: `service:${service}`,
      occurredAt: row.at,
      payload: {
        deploymentId,
        service,
        version,
        environment,
        databases,
        url,
        by: row.recordedBy,
        status: z.enum(deploymentStatuses).parse(status),
      },
    }),
  );
  return toDeployment(row);
}

/** What an actor recorded under a key. */
export async function findDeploymentByKey(
  q: Queryable,
  recordedBy: string,
  clientMutationId: string,
): Promise<Deployment | undefined> {
  const [row] = await q
    .select()
    .from(deployments)
    .where(
      and(
        eq(deployments.recordedBy, recordedBy),
        eq(deployments.clientMutationId, clientMutationId),
      ),
    );
  return row && toDeployment(row);
}

export async function findDeployments(q: Queryable, ids: readonly string[]): Promise<Deployment[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(deployments)
    .where(inArray(deployments.id, [...ids]));
  return rows.map(toDeployment);
}

export interface DeploymentFilter {
  readonly services?: readonly string[] | undefined;
  readonly environments?: readonly string[] | undefined;
  readonly statuses?: readonly DeploymentStatus[] | undefined;
  /** Deployments that name one of these databases. */
  readonly databases?: readonly string[] | undefined;
  readonly since?: Date | undefined;
}

interface Place {
  readonly at: Date;
  readonly id: string;
}

export interface DeploymentPage {
  readonly limit: number;
  readonly before?: Place | undefined;
  readonly after?: Place | undefined;
  readonly backwards?: boolean | undefined;
}

function beyond(compare: typeof lt, place: Place | undefined): SQL | undefined {
  if (place === undefined) return undefined;
  return or(
    compare(deployments.at, place.at),
    and(eq(deployments.at, place.at), compare(deployments.id, place.id)),
  );
}

function selected(filter: DeploymentFilter): SQL | undefined {
  const { services, environments, statuses, databases, since } = filter;
  return and(
    services && inArray(deployments.service, [...services]),
    environments && inArray(deployments.environment, [...environments]),
    statuses && inArray(deployments.status, [...statuses]),
    databases &&
      sql`${deployments.databases} && array(select jsonb_array_elements_text(${storableJson(databases)}::jsonb))`,
    since && gte(deployments.at, since),
  );
}

/** Deployments, newest first; `after` is older. */
export async function listDeployments(
  q: Queryable,
  filter: DeploymentFilter,
  page: DeploymentPage,
): Promise<Deployment[]> {
  const order = page.backwards === true ? asc : desc;
  const rows = await q
    .select()
    .from(deployments)
    .where(and(selected(filter), beyond(lt, page.after), beyond(gt, page.before)))
    .orderBy(order(deployments.at), order(deployments.id))
    .limit(page.limit);
  return rows.map(toDeployment);
}

/** Removes deployments from before a time, `most` of them at most. */
export async function deleteOldDeployments(
  q: Queryable,
  before: Date,
  most: number,
): Promise<number> {
  const old = q
    .select({ id: deployments.id })
    .from(deployments)
    .where(lt(deployments.at, before))
    .orderBy(asc(deployments.at))
    .limit(most);
  const gone = await q
    .delete(deployments)
    .where(sql`${deployments.id} in ${old}`)
    .returning({ id: deployments.id });
  return gone.length;
}
