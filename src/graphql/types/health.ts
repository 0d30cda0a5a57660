// How hawkwatch itself is.
import type { HealthPart, ServiceHealth } from '../services.ts';
import { builder } from '../builder.ts';
import type { StreamCounts } from '../stream-counts.ts';

const HealthState = builder.enumType('HealthState', {
  description: 'How the service or a part of it is.',
  values: {
    OK: { description: 'It works.' },
    DEGRADED: { description: 'It works with restrictions; `reason` names them.' },
    DOWN: { description: 'It does not work.' },
  },
});

const HealthPartType = builder.objectRef<HealthPart>('HealthPart').implement({
  description: 'One part of hawkwatch, as its store or its event log, or of what it watches.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the part.' }),
    counts: t.exposeBoolean('counts', {
      description: 'It counts for the whole; what is watched is told of and does not.',
    }),
    state: t.field({
      type: HealthState,
      description: 'How it is.',
      resolve: (part) => part.state,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it is not OK.' }),
    latencyMs: t.exposeFloat('latencyMs', {
      nullable: true,
      description:
        'How long it took to tell, in milliseconds; of `load`, how late the event loop is (p99).',
    }),
  }),
});

const StreamMetrics = builder.objectRef<StreamCounts>('StreamMetrics').implement({
  description: 'What subscriptions cost: those that are the same are executed once.',
  fields: (t) => ({
    subscribers: t.int({
      description: 'Subscribers that share their subscription now.',
      resolve: (counts) => counts.members,
    }),
    distinct: t.int({
      description: 'Distinct subscriptions among theirs.',
      resolve: (counts) => counts.groups,
    }),
    lagging: t.int({
      description: 'Of them, those that read the log: they have just come or cannot keep up.',
      resolve: (counts) => counts.lagging,
    }),
    executions: t.float({
      description: 'Events executed for them since the start.',
      resolve: (counts) => counts.executions,
    }),
    deliveries: t.float({
      description: 'Results handed to them since the start.',
      resolve: (counts) => counts.deliveries,
    }),
    bytes: t.float({
      description: 'Bytes of those results.',
      resolve: (counts) => counts.bytes,
    }),
    sharingRatio: t.float({
      nullable: true,
      description: 'Deliveries per execution.',
      resolve: ({ deliveries, executions }) => (executions === 0 ? null : deliveries / executions),
    }),
  }),
});

const Health = builder.objectRef<ServiceHealth>('Health').implement({
  description: 'How hawkwatch itself is; monitored databases are not counted in.',
  fields: (t) => ({
    state: t.field({
      type: HealthState,
      description: 'OK, or the worst state of a part that counts.',
      resolve: (health) => health.state,
    }),
    version: t.exposeString('version', { description: 'Version of hawkwatch.' }),
    uptimeMs: t.exposeFloat('uptimeMs', { description: 'Milliseconds since it started.' }),
    parts: t.field({
      type: [HealthPartType],
      description: 'Its parts.',
      resolve: (health) => health.parts,
    }),
    streams: t.field({
      type: StreamMetrics,
      description: 'What its subscriptions do, on this replica.',
      reads: ['clock'],
      resolve: (_health, _args, { services }) => services.streams,
    }),
  }),
});

builder.queryField('health', (t) =>
  t.field({
    type: Health,
    description: 'How hawkwatch itself is.',
    authScopes: { role: 'viewer' },
    args: {
      full: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Also reach what is watched now, instead of telling how it was found last.',
      }),
    },
    resolve: (_root, { full }, { services }) => services.health(full ? 'full' : 'quick'),
  }),
);
