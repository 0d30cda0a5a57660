// Heartbeats: what reports to hawkwatch that it lives. They are declared in the configuration file.
import type { HeartbeatView } from '../../alerts/heartbeats/heartbeats.ts';
import type { HeartbeatState } from '../../core/heartbeats.ts';
import { builder } from '../builder.ts';

const StateType = builder.enumType('HeartbeatState', {
  description: 'Whether a heartbeat comes in time.',
  values: {
    WAITING: { description: 'It was never heard of; its first report arms it.' },
    OK: { description: 'It came in time.' },
    MISSING: { description: 'It did not come in time; its next report ends that.' },
  } satisfies Record<HeartbeatState, { description: string }>,
});

const Heartbeat = builder.objectRef<HeartbeatView>('Heartbeat').implement({
  description: 'Something that reports to hawkwatch regularly, and whose silence is told.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name; its path is `/heartbeat/<name>`.' }),
    everyMs: t.exposeFloat('everyMs', {
      description: 'How often it is to report, in milliseconds.',
    }),
    graceMs: t.exposeFloat('graceMs', {
      description: 'How much later than that it may come, in milliseconds.',
    }),
    state: t.field({
      type: StateType,
      description: 'Whether it comes in time.',
      resolve: ({ state }) => state,
    }),
    lastAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it reported last; null when it never did.',
      resolve: ({ lastAt }) => lastAt,
    }),
    dueAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is (or was) missing without another report; null before its first.',
      resolve: ({ dueAt }) => dueAt,
    }),
    missingSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is missing; null when it is not.',
      resolve: ({ missingSince }) => missingSince,
    }),
    count: t.exposeFloat('count', { description: 'How often it has reported.' }),
  }),
});

builder.queryField('heartbeats', (t) =>
  t.field({
    type: [Heartbeat],
    description:
      'What reports to hawkwatch that it lives, as `hawkwatch.yaml` declares it; read-only here.',
    authScopes: { role: 'operator' },
    reads: ['store'],
    resolve: async (_root, _args, { services }) => [...(await services.heartbeats.list())],
  }),
);
