// Pages of deployments and incidents for the API, and what belongs to an incident.
import type { Severity } from '../core/alerts.ts';
import { roleIncludes, type Role } from '../core/role.ts';
import type { AlertSuspect } from '../store/alert-suspects.ts';
import { listDeployments, type Deployment, type DeploymentStatus } from '../store/deployments.ts';
import {
  listAlertsOfIncident,
  listIncidents,
  listIncidentTimeline,
  type Incident,
  type IncidentEntry,
} from '../store/incidents.ts';
import type { AlertRow } from '../store/alerts.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import {
  connectionOf,
  decodeTimedPlace,
  encodeTimedPlace,
  parsePage,
  type Connection,
  type PageArguments,
} from './paging.ts';

export interface DeploymentFilterInput {
  readonly services?: readonly string[] | null | undefined;
  readonly environments?: readonly string[] | null | undefined;
  readonly statuses?: readonly DeploymentStatus[] | null | undefined;
  readonly databases?: readonly string[] | null | undefined;
  readonly since?: Date | null | undefined;
}

/** A page of deployments, newest first. */
export async function readDeployments(
  context: GraphqlContext,
  input: DeploymentFilterInput | null | undefined,
  args: PageArguments,
): Promise<Connection<Deployment>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeTimedPlace);
  checkFilterSize(input ?? {});
  const filter = {
    services: input?.services ?? undefined,
    environments: input?.environments ?? undefined,
    statuses: input?.statuses ?? undefined,
    databases: input?.databases ?? undefined,
    since: input?.since ?? undefined,
  };
  const rows = await listDeployments(context.services.store.q, filter, page);
  return connectionOf(page, rows, asOf, (node) => ({ node, cursor: encodeTimedPlace(node) }));
}

export interface IncidentFilterInput {
  readonly open?: boolean | null | undefined;
  readonly severities?: readonly Severity[] | null | undefined;
  readonly since?: Date | null | undefined;
}

/** A page of incidents, newest first. */
export async function readIncidents(
  context: GraphqlContext,
  input: IncidentFilterInput | null | undefined,
  args: PageArguments,
): Promise<Connection<Incident>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeTimedPlace);
  checkFilterSize(input ?? {});
  const filter = {
    open: input?.open ?? undefined,
    severities: input?.severities ?? undefined,
    since: input?.since ?? undefined,
    role: context.viewer.role,
  };
  const rows = await listIncidents(context.services.store.q, filter, page);
  return connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: encodeTimedPlace({ at: node.startedAt, id: node.id }),
  }));
}

/** A page of an incident's alerts, the first that began first. */
export async function readAlertsOfIncident(
  context: GraphqlContext,
  { id }: Incident,
  args: PageArguments,
): Promise<Connection<AlertRow>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeTimedPlace);
  const rows = await listAlertsOfIncident(context.services.store.q, id, page, context.viewer.role);
  return connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: encodeTimedPlace({ at: node.startedAt, id: node.id }),
  }));
}

/** A page of what happened to an incident's alerts, oldest first. */
export async function readIncidentTimeline(
  context: GraphqlContext,
  { id }: Incident,
  args: PageArguments,
): Promise<Connection<IncidentEntry>> {
  const asOf = await context.asOf();
  const page = parsePage(args, (cursor) => {
    const text = cursor.length > 30 ? '' : Buffer.from(cursor, 'base64url').toString('latin1');
    return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  });
  const rows = await listIncidentTimeline(context.services.store.q, id, page, context.viewer.role);
  return connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: Buffer.from(`${node.id}`).toString('base64url'),
  }));
}

/** The suspects that a role may see. */
export function visibleSuspects(
  suspects: readonly AlertSuspect[],
  role: Role,
): readonly AlertSuspect[] {
  return suspects.filter(({ event }) => roleIncludes(role, event.audience));
}
