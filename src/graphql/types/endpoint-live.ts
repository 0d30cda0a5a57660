// The live list of changes of endpoints.
import { openEndpointChanges, type EndpointChangeView } from '../endpoint-changes.ts';
import { getEndpoint } from '../endpoints.ts';
import { builder } from '../builder.ts';
import { encodeGlobalId } from '../global-ids.ts';
import { Endpoint, EndpointStateType } from './endpoint.ts';

const Change = builder.objectRef<EndpointChangeView>('EndpointChange').implement({
  description: 'The state of an endpoint became different.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Position of the change: pass it as `after` to see what came later.',
      resolve: ({ cursor }) => cursor,
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When it was seen; of a present state, since when it is.',
      resolve: ({ at }) => at,
    }),
    before: t.field({
      type: EndpointStateType,
      nullable: true,
      description: 'The state before; null for a present state.',
      resolve: ({ before }) => before,
    }),
    state: t.field({
      type: EndpointStateType,
      description: 'The state after it.',
      resolve: ({ state }) => state,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it is not UP.' }),
    since: t.field({
      type: 'DateTime',
      description: 'Since when it is so; of DOWN, when it failed first.',
      resolve: ({ since }) => since,
    }),
    outageId: t.exposeString('outageId', {
      nullable: true,
      description: 'The finding of several endpoints that it belongs to.',
    }),
    endpoint: t.field({
      type: Endpoint,
      description: 'The endpoint as it is now.',
      reads: ['store'],
      resolve: ({ endpointId }, _args, context) =>
        getEndpoint(context, encodeGlobalId('Endpoint', endpointId)),
    }),
  }),
});

builder.subscriptionField('endpointsChanged', (t) =>
  t.field({
    type: Change,
    description:
      'States of endpoints as they change. With `after`: first the changes since then. Without: ' +
      'first the present state of each. None is lost, none comes twice.',
    authScopes: { role: 'viewer' },
    args: {
      endpoint: t.arg.id({ description: 'Only this one: its global id or name.' }),
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, { endpoint, after }, context) =>
      openEndpointChanges(context, endpoint, after),
    resolve: (change) => change,
  }),
);
