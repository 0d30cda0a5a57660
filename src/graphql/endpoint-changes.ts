// The live list of changes of endpoints.
//
// Without `after` the log's position is taken first, then the states are read and shown, then come the
// changes after the position; a change that the states showed already is left out.
import type { EndpointState } from '../core/endpoints.ts';
import { endpointStateChanged } from '../store/endpoint-events.ts';
import { listEndpoints, type EndpointRecord } from '../store/endpoints.ts';
import type { GraphqlContext } from './context.ts';
import { getEndpoint } from './endpoints.ts';
import { LogStream } from './log-stream.ts';
import type { Services } from './services.ts';

export interface EndpointChangeView {
  readonly cursor: string;
  readonly at: Date;
  /** Null for a present state. */
  readonly before: EndpointState | null;
  readonly state: EndpointState;
  readonly reason: string | null;
  readonly since: Date;
  readonly endpointId: string;
  readonly outageId: string | null;
}

const mostShown = 1_500;

/** Changes of endpoints: after a replay of those since `after`, else after the present states. */
export async function openEndpointChanges(
  context: GraphqlContext,
  reference: string | null | undefined,
  after: string | null | undefined,
): Promise<LogStream<EndpointChangeView>> {
  const { hub, store } = context.services;
  const only = typeof reference === 'string' ? await getEndpoint(context, reference) : undefined;
  const resumed = context.resumeAfter ?? after ?? undefined;
  const start = await hub.locate(resumed);
  const rows = resumed !== undefined ? [] : await readPresent(store.q, only);
  const cursor = hub.cursorOf(start);
  const shown = new Map(rows.map((row) => [row.id, row.since.getTime()]));
  return new LogStream<EndpointChangeView>(hub, {
    start,
    selection: { role: context.viewer.role, types: [endpointStateChanged.type] },
    convert: (event) => {
      const fact = endpointStateChanged.read(event);
      if (fact === undefined || (only !== undefined && fact.endpointId !== only.id)) {
        return undefined;
      }
      const { since, ...rest } = fact;
      const position = hub.cursorOf(event.id);
      return { ...rest, since: new Date(since), cursor: position, at: event.occurredAt };
    },
    leading: rows.map(({ id, since, state, reason }) => ({
      cursor,
      at: since,
      since,
      before: null,
      state,
      reason,
      endpointId: id,
      outageId: null,
    })),
    shows: ({ endpointId, since }) =>
      since.getTime() <= (shown.get(endpointId) ?? Number.NEGATIVE_INFINITY),
  });
}

async function readPresent(
  q: Services['store']['q'],
  only: EndpointRecord | undefined,
): Promise<readonly EndpointRecord[]> {
  if (only === undefined) return listEndpoints(q, {}, { limit: mostShown });
  return only.retiredAt === null ? [only] : [];
}
