// Registering and removing endpoints over the API, and checking one now. Roles, rules and audit are the
// commands' business.
import type { EndpointFinding } from '../../core/endpoints.ts';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import type { EndpointCheckNow } from '../../monitors/endpoints/commands.ts';
import { builder } from '../builder.ts';
import { declarationOf } from '../endpoint-declaration.ts';
import { findEndpoint } from '../endpoints.ts';
import type { GraphqlContext } from '../context.ts';
import { auditedName } from '../registration-input.ts';
import { Endpoint } from './endpoint.ts';
import { RegisterInput } from './endpoint-input.ts';

const Finding = builder.objectRef<EndpointFinding>('EndpointFinding').implement({
  description: 'What one check found.',
  fields: (t) => ({
    ok: t.exposeBoolean('ok', { description: 'The endpoint is as it should be.' }),
    degraded: t.exposeBoolean('degraded', { description: 'It works, but not as it should.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'What is wrong.' }),
    status: t.exposeInt('status', { nullable: true, description: 'Of the HTTP response.' }),
    durationMs: t.exposeFloat('durationMs', { description: 'All of it, in milliseconds.' }),
  }),
});

const CheckNow = builder.objectRef<EndpointCheckNow>('EndpointCheckNow').implement({
  description: 'A check that was asked for.',
  fields: (t) => ({
    endpoint: t.field({
      type: Endpoint,
      description: 'The endpoint after it.',
      resolve: ({ endpoint }) => endpoint,
    }),
    finding: t.field({
      type: Finding,
      description: 'What was found; the state may need several checks to follow.',
      resolve: ({ finding }) => finding,
    }),
    recorded: t.exposeBoolean('recorded', {
      description: 'False when it is paused: then its state and uptime stay as they are.',
    }),
  }),
});

const RegisterResult = builder.errorUnion('RegisterEndpointResult', {
  description: 'The endpoint, or why it was not registered.',
  types: [Endpoint, InvalidInputError, ConflictError, ForbiddenError],
  resolveType: () => Endpoint,
});

const RemoveResult = builder.errorUnion('RemoveEndpointResult', {
  description: 'The endpoint, which is retired, or why it was not removed.',
  types: [Endpoint, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Endpoint,
});

const CheckResult = builder.errorUnion('CheckEndpointResult', {
  description: 'What was found, or why it was not checked.',
  types: [CheckNow, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => CheckNow,
});

builder.mutationField('registerEndpoint', (t) =>
  t.field({
    type: RegisterResult,
    description:
      'Registers an endpoint, which is checked from then on. A name that the configuration file ' +
      'has is refused, and so are addresses that are not public, unless the configuration allows ' +
      'them; the same declaration again changes nothing. For admins.',
    authScopes: { role: 'admin' },
    args: { input: t.arg({ type: RegisterInput, required: true, description: 'The endpoint.' }) },
    audit: ({ input }) => ({ subject: `endpoint:${auditedName(input.name)}` }),
    resolve: (_root, { input }, { services, viewer }) =>
      services.endpoints.register(viewer, input.name, declarationOf({ ...input })),
  }),
);

const endpointArgument = { required: true, description: 'Global id or name of it.' } as const;

builder.mutationField('removeEndpoint', (t) =>
  t.field({
    type: RemoveResult,
    description:
      'Removes a registered endpoint: its settings are forgotten, it is retired, and what was ' +
      'measured is kept. For admins.',
    authScopes: { role: 'admin' },
    args: { endpoint: t.arg.id(endpointArgument) },
    audit: ({ endpoint }) => ({ subject: `endpoint:${auditedName(endpoint)}` }),
    resolve: async (_root, { endpoint }, context) =>
      refreshed(
        context,
        await context.services.endpoints.remove(context.viewer, await nameOf(context, endpoint)),
      ),
  }),
);

builder.mutationField('checkEndpointNow', (t) =>
  t.field({
    type: CheckResult,
    description: 'Checks an endpoint now, on the replica that is asked. For operators.',
    authScopes: { role: 'operator' },
    args: { endpoint: t.arg.id(endpointArgument) },
    audit: ({ endpoint }) => ({ subject: `endpoint:${auditedName(endpoint)}` }),
    resolve: async (_root, { endpoint }, context) => {
      const name = await nameOf(context, endpoint);
      const checked = await context.services.endpoints.checkNow(context.viewer, name);
      refreshed(context, checked.endpoint);
      return checked;
    },
  }),
);

async function nameOf(context: GraphqlContext, reference: string): Promise<string> {
  return (await findEndpoint(context, reference))?.name ?? reference;
}

function refreshed<Row extends { readonly id: string }>(
  { loaders }: GraphqlContext,
  row: Row,
): Row {
  loaders.endpoints.byId.clear(row.id);
  return row;
}
