// Endpoints: how they are, how long they were up, what their checks found.
import {
  endpointKinds,
  type EndpointCertificate,
  type EndpointKind,
  type EndpointPhases,
  type EndpointState,
} from '../../core/endpoints.ts';
import { measuredShare, uptimePercent } from '../../monitors/endpoints/uptime.ts';
import type { EndpointCheck } from '../../store/endpoint-checks.ts';
import type { EndpointOutage } from '../../store/endpoint-outages.ts';
import type { EndpointRecord } from '../../store/endpoints.ts';
import { builder } from '../builder.ts';
import type { UptimeView, UptimeWindow } from '../endpoint-loaders.ts';
import { findEndpoint, readEndpointChecks, readEndpoints, readPresentState } from '../endpoints.ts';
import { Database } from './database.ts';

export const EndpointStateType = builder.enumType('EndpointState', {
  description: 'How an endpoint is.',
  values: {
    UP: { description: 'It is as it should be.' },
    DEGRADED: { description: 'It works, but is slow, or its certificate ends soon.' },
    DOWN: { description: 'It is not as it should be, after all retries.' },
    UNKNOWN: { description: 'Nothing that was measured says how it is now.' },
    PAUSED: { description: 'Somebody has paused its checks.' },
  } satisfies Record<EndpointState, { description: string }>,
});

const kinds: Record<EndpointKind, { description: string }> = {
  http: { description: 'A request over HTTP or HTTPS.' },
  tcp: { description: 'A TCP connection.' },
  postgres: { description: 'A query on PostgreSQL.' },
  redis: { description: 'PING of Redis.' },
  smtp: { description: 'Banner and EHLO of SMTP, with TLS where it is offered.' },
  dns: { description: 'Records of a name in DNS.' },
  certificate: { description: 'A TLS handshake and its certificates.' },
};
const EndpointKindType = builder.enumType('EndpointKind', {
  description: 'What is looked at.',
  values: Object.fromEntries(
    endpointKinds.map((kind) => [kind.toUpperCase(), { value: kind, ...kinds[kind] }]),
  ) as Record<Uppercase<EndpointKind>, { value: EndpointKind; description: string }>,
});

const Origin = builder.enumType('EndpointOrigin', {
  description: 'Who says that there is an endpoint.',
  values: {
    FILE: { description: 'The configuration file; only there it can be changed.' },
    API: { description: 'It was registered with registerEndpoint.' },
  },
});

export const Window = builder.enumType('UptimeWindow', {
  description: 'The time up to now.',
  values: {
    LAST_24_HOURS: { description: 'The last 24 hours.' },
    LAST_7_DAYS: { description: 'The last 7 days.' },
    LAST_30_DAYS: { description: 'The last 30 days.' },
    LAST_90_DAYS: { description: 'The last 90 days.' },
  } satisfies Record<UptimeWindow, { description: string }>,
});

const Phases = builder.objectRef<EndpointPhases>('EndpointPhases').implement({
  description: 'How long the parts of a check took, in milliseconds; all redirects together.',
  fields: (t) => ({
    dns: t.float({ nullable: true, description: 'Resolving names.', resolve: (p) => p.dns }),
    connect: t.float({ nullable: true, description: 'Connecting.', resolve: (p) => p.connect }),
    tls: t.float({ nullable: true, description: 'TLS handshakes.', resolve: (p) => p.tls }),
    firstByte: t.float({
      nullable: true,
      description: 'From the request to the first byte of the answer.',
      resolve: (p) => p.firstByte,
    }),
  }),
});

const Certificate = builder.objectRef<EndpointCertificate>('EndpointCertificate').implement({
  description: 'A certificate of the chain that a server showed.',
  fields: (t) => ({
    subject: t.exposeString('subject', { description: 'Whose it is.' }),
    issuer: t.exposeString('issuer', { description: 'Who signed it.' }),
    validFrom: t.field({
      type: 'DateTime',
      description: 'When it begins to be valid.',
      resolve: ({ validFrom }) => new Date(validFrom),
    }),
    validTo: t.field({
      type: 'DateTime',
      description: 'When it ends.',
      resolve: ({ validTo }) => new Date(validTo),
    }),
    fingerprint: t.exposeString('fingerprint', { description: 'Its SHA-256, in hex.' }),
  }),
});

const Uptime = builder.objectRef<UptimeView>('EndpointUptime').implement({
  description:
    'How long an endpoint was up, from what was measured: a check speaks for the time until the ' +
    'next one, at most for its interval and a tolerance. Other time is unknown, not up.',
  fields: (t) => ({
    window: t.field({ type: Window, description: 'The time.', resolve: ({ window }) => window }),
    percent: t.float({
      nullable: true,
      description: 'Up in percent of what was measured; null when nothing was.',
      resolve: uptimePercent,
    }),
    measuredShare: t.float({
      description: 'Which part of the window was measured, 0 to 1.',
      resolve: measuredShare,
    }),
    upMs: t.exposeFloat('upMs', { description: 'Milliseconds that it was up.' }),
    downMs: t.exposeFloat('downMs', { description: 'Milliseconds that it was not.' }),
  }),
});

const Outage = builder.objectRef<EndpointOutage>('EndpointOutage').implement({
  description: 'Several endpoints that failed together: one finding.',
  fields: (t) => ({
    outageId: t.exposeString('id', { description: 'As events name it.' }),
    beganAt: t.field({
      type: 'DateTime',
      description: 'When the first of them failed.',
      resolve: ({ beganAt }) => beganAt,
    }),
    foundAt: t.field({
      type: 'DateTime',
      description: 'When there were enough of them.',
      resolve: ({ foundAt }) => foundAt,
    }),
  }),
});

const Check = builder.objectRef<EndpointCheck>('EndpointCheck').implement({
  description: 'One check of an endpoint.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When it ended.', resolve: ({ at }) => at }),
    ok: t.exposeBoolean('ok', { description: 'It found the endpoint as it should be.' }),
    state: t.field({
      type: EndpointStateType,
      description: 'The state with this check: a first failure leaves it.',
      resolve: ({ state }) => state,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'What is wrong.' }),
    status: t.exposeInt('status', { nullable: true, description: 'Of the HTTP response.' }),
    durationMs: t.exposeFloat('durationMs', { description: 'All of it, in milliseconds.' }),
    phases: t.field({
      type: Phases,
      description: 'The parts of it.',
      resolve: ({ phases }) => phases,
    }),
  }),
});

export const Endpoint = builder.objectRef<EndpointRecord>('Endpoint');

builder.node(Endpoint, {
  description: 'Something that is checked again and again.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'rowSince' in value,
  loadOne: (id, { loaders }) => loaders.endpoints.byId.load(id),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    kind: t.field({
      type: EndpointKindType,
      description: 'What is looked at.',
      resolve: ({ kind }) => kind,
    }),
    origin: t.field({
      type: Origin,
      description: 'Who says that it is there.',
      resolve: ({ origin }) => origin,
    }),
    environment: t.exposeString('environment', {
      nullable: true,
      description: 'Where it belongs, as `production`.',
    }),
    labels: t.field({
      type: 'JSON',
      description: 'Its labels: an object of strings.',
      resolve: ({ labels }) => labels,
    }),
    database: t.field({
      type: Database,
      nullable: true,
      description: 'The monitored database that it stands for, if there is one of that name.',
      reads: ['store'],
      resolve: ({ databaseName }, _args, { loaders }) =>
        databaseName === null ? null : loaders.databasesByName.load(databaseName),
    }),
    target: t.exposeString('target', {
      description: 'Where it leads, without user, password, parameters and headers.',
    }),
    everyMs: t.exposeInt('everyMs', { description: 'Milliseconds from check to check.' }),
    state: t.field({
      type: EndpointStateType,
      description: 'How it is now; UNKNOWN when no check speaks for this time.',
      reads: ['store', 'clock'],
      resolve: async (endpoint, _args, context) =>
        (await readPresentState(context, endpoint)).state,
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it is not UP.',
      reads: ['store', 'clock'],
      resolve: async (endpoint, _args, context) =>
        (await readPresentState(context, endpoint)).reason,
    }),
    since: t.field({
      type: 'DateTime',
      description: 'Since when it is so; of DOWN, when it failed first.',
      reads: ['store', 'clock'],
      resolve: async (endpoint, _args, context) =>
        (await readPresentState(context, endpoint)).since,
    }),
    failures: t.exposeInt('failures', { description: 'Checks in a row that failed.' }),
    checkedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was checked last.',
      resolve: ({ checkedAt }) => checkedAt,
    }),
    lastOkAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When a check found it as it should be last.',
      resolve: ({ lastOkAt }) => lastOkAt,
    }),
    status: t.int({
      nullable: true,
      description: 'Status of the last HTTP response.',
      resolve: ({ finding }) => finding?.status ?? null,
    }),
    durationMs: t.float({
      nullable: true,
      description: 'How long the last check took.',
      resolve: ({ finding }) => finding?.durationMs ?? null,
    }),
    phases: t.field({
      type: Phases,
      nullable: true,
      description: 'The parts of the last check.',
      resolve: ({ finding }) => finding?.phases ?? null,
    }),
    certificate: t.field({
      type: Certificate,
      nullable: true,
      description: "The server's own certificate; null where there was no TLS.",
      resolve: ({ finding }) => finding?.certificates[0] ?? null,
    }),
    certificates: t.field({
      type: [Certificate],
      description: 'The whole chain that the last check saw.',
      resolve: ({ finding }) => finding?.certificates ?? [],
    }),
    outage: t.field({
      type: Outage,
      nullable: true,
      description: 'The finding of several endpoints that it belongs to, while that lasts.',
      reads: ['store'],
      resolve: ({ id }, _args, { loaders }) => loaders.endpoints.outages.load(id),
    }),
    uptime: t.field({
      type: [Uptime],
      description: 'How long it was up.',
      extensions: { cost: 4 },
      reads: ['store', 'clock'],
      args: {
        windows: t.arg({
          type: [Window],
          description: 'Of which times; all of them when left out.',
        }),
      },
      resolve: ({ id }, { windows }, { loaders }) =>
        loaders.endpoints.uptimes
          .loadMany(
            [...new Set(windows ?? allWindows)].map((window) => ({ endpointId: id, window })),
          )
          .then(throwFirst),
    }),
    checks: t.connection(
      {
        type: Check,
        description: 'Its checks, newest first.',
        reads: ['store'],
        resolve: (endpoint, args, context) => readEndpointChecks(context, endpoint, args),
      },
      { name: 'EndpointCheckConnection', description: 'A page of checks.' },
      { name: 'EndpointCheckEdge', description: 'A check in its list.' },
    ),
    declaredAt: t.field({
      type: 'DateTime',
      description: 'When it was declared first.',
      resolve: ({ declaredAt }) => declaredAt,
    }),
    retiredAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it left; its history is kept.',
      resolve: ({ retiredAt }) => retiredAt,
    }),
  }),
});

const allWindows: readonly UptimeWindow[] = [
  'LAST_24_HOURS',
  'LAST_7_DAYS',
  'LAST_30_DAYS',
  'LAST_90_DAYS',
];

function throwFirst<T>(results: readonly (T | Error)[]): T[] {
  return results.map((result) => {
    if (result instanceof Error) throw result;
    return result;
  });
}

const Filter = builder.inputType('EndpointFilter', {
  description: 'Which endpoints; what is left out does not restrict.',
  fields: (t) => ({
    states: t.field({ type: [EndpointStateType], description: 'As they were found last.' }),
    kinds: t.field({ type: [EndpointKindType], description: 'Of these kinds.' }),
    environments: t.stringList({ description: 'Of these environments.' }),
    databases: t.stringList({ description: 'Of these databases, by name.' }),
    retired: t.boolean({ description: 'Those that left instead of those that are there.' }),
  }),
});

builder.queryField('endpoints', (t) =>
  t.connection(
    {
      type: Endpoint,
      description: 'Endpoints by name.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: Filter, description: 'Which ones.' }) },
      resolve: (_root, { filter, ...args }, context) => readEndpoints(context, filter, args),
    },
    { name: 'EndpointConnection', description: 'A page of endpoints.' },
    { name: 'EndpointEdge', description: 'An endpoint in its list.' },
  ),
);

builder.queryField('endpoint', (t) =>
  t.field({
    type: Endpoint,
    nullable: true,
    description: 'One endpoint; null when there is none.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Its global id or its name.' }) },
    resolve: async (_root, { id }, context) => (await findEndpoint(context, id)) ?? null,
  }),
);
