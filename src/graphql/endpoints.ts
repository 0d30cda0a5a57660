// Endpoints for the API: pages of them and of their checks.
import type { EndpointKind, EndpointState } from '../core/endpoints.ts';
import { NotFoundError } from '../core/errors.ts';
import { presentState, type PresentState } from '../monitors/endpoints/present-state.ts';
import { listEndpointChecks, type EndpointCheck } from '../store/endpoint-checks.ts';
import {
  findEndpointByName,
  listEndpoints,
  type EndpointFilter,
  type EndpointRecord,
} from '../store/endpoints.ts';
import type { GraphqlContext } from './context.ts';
import { checkFilterSize } from './filter-size.ts';
import { decodeGlobalId } from './global-ids.ts';
import { connectionOf, parsePage, type Connection, type PageArguments } from './paging.ts';

/** How an endpoint is now. */
export async function readPresentState(
  { loaders, services }: GraphqlContext,
  endpoint: EndpointRecord,
): Promise<PresentState> {
  const isPaused = await loaders.endpoints.paused.load(endpoint.name);
  return presentState(endpoint, { now: services.clock.now(), isPaused });
}

/** The endpoint with this global id or name. */
export async function findEndpoint(
  { loaders, services }: GraphqlContext,
  reference: string,
): Promise<EndpointRecord | undefined> {
  const decoded = decodeGlobalId(reference);
  if (decoded?.typename === 'Endpoint') return loaders.endpoints.byId.load(decoded.id);
  return findEndpointByName(services.store.q, reference);
}

/** @throws NotFoundError */
export async function getEndpoint(
  context: GraphqlContext,
  reference: string,
): Promise<EndpointRecord> {
  const endpoint = await findEndpoint(context, reference);
  if (endpoint !== undefined) return endpoint;
  throw new NotFoundError('There is no such endpoint. `endpoints` lists those there are.');
}

export interface EndpointFilterInput {
  readonly states?: readonly EndpointState[] | null | undefined;
  readonly kinds?: readonly EndpointKind[] | null | undefined;
  readonly environments?: readonly string[] | null | undefined;
  readonly databases?: readonly string[] | null | undefined;
  readonly retired?: boolean | null | undefined;
}

function parseFilter(input: EndpointFilterInput | null | undefined): EndpointFilter {
  checkFilterSize(input ?? {});
  const { states, kinds, environments, databases, retired } = input ?? {};
  return {
    states: states ?? undefined,
    kinds: kinds ?? undefined,
    environments: environments ?? undefined,
    databases: databases ?? undefined,
    retired: retired ?? undefined,
  };
}

const encodePlace = (kind: 'name' | 'at', place: string): string =>
  Buffer.from(`${kind}:${place}`).toString('base64url');

function decodePlace(kind: 'name' | 'at', cursor: string): string | undefined {
  if (cursor.length > 400) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  return text.startsWith(`${kind}:`) && !text.includes('\0')
    ? text.slice(kind.length + 1)
    : undefined;
}

/** A page of endpoints by name. */
export async function readEndpoints(
  context: GraphqlContext,
  input: EndpointFilterInput | null | undefined,
  args: PageArguments,
): Promise<Connection<EndpointRecord>> {
  const asOf = await context.asOf();
  const page = parsePage(args, (cursor) => decodePlace('name', cursor));
  const rows = await listEndpoints(context.services.store.q, parseFilter(input), page);
  return connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: encodePlace('name', node.name),
  }));
}

function decodeTime(cursor: string): Date | undefined {
  const ms = decodePlace('at', cursor);
  return ms !== undefined && /^\d{1,14}$/.test(ms) ? new Date(Number(ms)) : undefined;
}

/** A page of an endpoint's checks, newest first. */
export async function readEndpointChecks(
  context: GraphqlContext,
  { id }: EndpointRecord,
  args: PageArguments,
): Promise<Connection<EndpointCheck>> {
  const asOf = await context.asOf();
  const page = parsePage(args, decodeTime);
  const rows = await listEndpointChecks(context.services.store.q, id, {
    limit: page.limit,
    before: page.after,
    after: page.before,
    backwards: page.backwards,
  });
  return connectionOf(page, rows, asOf, (node) => ({
    node,
    cursor: encodePlace('at', String(node.at.getTime())),
  }));
}
