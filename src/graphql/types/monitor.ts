// What notices things by itself, and how it is: a monitor is watched like everything else.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import { monitorKinds } from '../../monitors/registry.ts';
import { countMonitors, type MonitorRow, type MonitorState } from '../../store/monitors.ts';
import { builder } from '../builder.ts';
import { bareId } from '../global-ids.ts';
import {
  afterCommand,
  getMonitor,
  openMonitorChanges,
  readMonitors,
  shownScope,
  type MonitorChangeView,
} from '../monitors.ts';

const StateType = builder.enumType('MonitorState', {
  description: 'How a monitor is.',
  values: {
    STARTING: { description: 'It was started, and has not said yet that it works.' },
    OK: { description: 'It works.' },
    DEGRADED: { description: 'It works in part; `reason` says what does not.' },
    SILENT: { description: 'A stream has said nothing for too long; it is started anew.' },
    FAILING: { description: 'It threw, or ended by itself; it is tried again, later and later.' },
    HUNG: { description: 'It did not end when it was told to; it was given up and started anew.' },
    PAUSED: { description: 'Somebody has paused it.' },
    WAITING: { description: 'Nobody runs it: it is about to be started, or its host is away.' },
    RETIRED: { description: 'It is not configured any more; its history is kept.' },
  } satisfies Record<MonitorState, { description: string }>,
});

const ScopeType = builder.enumType('MonitorScope', {
  description: 'Where a monitor runs.',
  values: {
    CLUSTER: { description: 'Once, on one of all replicas.' },
    HOST: { description: 'Once on each host: what it sees is of that host.' },
  },
});

const Monitor = builder.objectRef<MonitorRow>('Monitor');

builder.node(Monitor, {
  description: 'One instance of what notices things by itself.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'runRequestedAt' in value,
  loadOne: (id, { loaders }) => loaders.monitors.load(id),
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'What it is, as `endpoints`.' }),
    name: t.exposeString('name', {
      description: 'Which one of its kind; `*` stands for settings that the kind cannot read.',
    }),
    description: t.string({
      nullable: true,
      description: 'What monitors of its kind do; null for a kind that this version has not.',
      resolve: ({ kind }) => describe(kind),
    }),
    scope: t.field({
      type: ScopeType,
      description: 'Where it runs.',
      resolve: ({ scope }) => shownScope(scope),
    }),
    host: t.string({
      nullable: true,
      description: 'Its host; null for what runs once for all.',
      resolve: ({ host }) => (host === '' ? null : host),
    }),
    state: t.field({ type: StateType, description: 'How it is.', resolve: ({ state }) => state }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it is not OK.' }),
    since: t.field({
      type: 'DateTime',
      description: 'Since when it is in that state.',
      resolve: ({ since }) => since,
    }),
    replica: t.exposeString('replica', {
      nullable: true,
      description: 'Id of the replica that runs it; null when none does.',
    }),
    lastSuccessAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it worked last, to a few seconds.',
      resolve: ({ lastSuccessAt }) => lastSuccessAt,
    }),
    lastErrorAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it failed last.',
      resolve: ({ lastErrorAt }) => lastErrorAt,
    }),
    lastError: t.exposeString('lastError', {
      nullable: true,
      description: 'Why it failed last; stays when it works again.',
    }),
    lagMs: t.exposeFloat('lagMs', {
      nullable: true,
      description: 'How far it is behind what it watches, in milliseconds, where it says so.',
    }),
    nextRunAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When a check runs next; null for what runs all the time.',
      resolve: ({ nextRunAt }) => nextRunAt,
    }),
    pausedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was paused; null when it is not.',
      resolve: ({ pausedAt }) => pausedAt,
    }),
    pausedBy: t.exposeString('pausedBy', {
      nullable: true,
      description: 'Name of the token that paused it.',
    }),
    retiredAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it left the configuration; null while it is there.',
      resolve: ({ retiredAt }) => retiredAt,
    }),
  }),
});

function describe(kind: string): string | null {
  const known = Object.entries(monitorKinds).find(([key]) => key === kind);
  return known?.[1].description ?? null;
}

const Filter = builder.inputType('MonitorFilter', {
  description: 'Which monitors.',
  fields: (t) => ({
    kinds: t.stringList({ description: 'Only of these kinds.' }),
    states: t.field({
      type: [StateType],
      description: 'Only those in these states; without it, all but the retired ones.',
    }),
  }),
});

builder.queryField('monitors', (t) =>
  t.connection(
    {
      type: Monitor,
      description: 'Monitors by kind, name and host.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: Filter, description: 'Only some of them.' }) },
      resolve: (_root, { filter, ...args }, context) => readMonitors(context, filter, args),
    },
    {
      name: 'MonitorConnection',
      description: 'A page of monitors.',
      fields: (c) => ({
        totalCount: c.int({
          description: 'How many there are on all pages.',
          resolve: ({ filter }, _args, { services }) => countMonitors(services.store.q, filter),
        }),
      }),
    },
    { name: 'MonitorEdge', description: 'A monitor in its list.' },
  ),
);

builder.queryField('monitor', (t) =>
  t.field({
    type: Monitor,
    nullable: true,
    description: 'One monitor; null when there is none with this id.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Its global id.' }) },
    resolve: async (_root, { id }, { loaders }) =>
      (await loaders.monitors.load(bareId('Monitor', id))) ?? null,
  }),
);

const Change = builder.objectRef<MonitorChangeView>('MonitorChange').implement({
  description: 'The state of a monitor became different.',
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
      type: StateType,
      nullable: true,
      description: 'The state before; null for a present state.',
      resolve: ({ before }) => before,
    }),
    state: t.field({
      type: StateType,
      description: 'The state after it.',
      resolve: ({ state }) => state,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it is not OK.' }),
    monitor: t.field({
      type: Monitor,
      description: 'The monitor as it is now.',
      reads: ['store'],
      resolve: ({ monitorId }, _args, context) => getMonitor(context, monitorId),
    }),
  }),
});

builder.subscriptionField('monitorsChanged', (t) =>
  t.field({
    type: Change,
    description:
      'States of monitors as they change. With `after`: first the changes since then. Without: ' +
      'first the present state of each. None is lost, none comes twice.',
    authScopes: { role: 'viewer' },
    args: {
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, { after }, context) => openMonitorChanges(context, after),
    resolve: (change) => change,
  }),
);

const Result = builder.errorUnion('MonitorResult', {
  description: 'The monitor as it is now, or why nothing was changed.',
  types: [Monitor, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Monitor,
});

const commands = {
  pauseMonitor: {
    command: 'pause',
    description:
      'Ends a monitor until `resumeMonitor`, also beyond restarts. Nothing more is written by it ' +
      'from now on; it goes on from there later. For operators.',
  },
  resumeMonitor: {
    command: 'resume',
    description: 'Lets a paused monitor go on from where it was. For operators.',
  },
  runMonitorNow: {
    command: 'runNow',
    description:
      'Has a check run now, or after the one that is under way; what runs all the time begins ' +
      'anew. For operators.',
  },
} as const;

for (const [name, { command, description }] of Object.entries(commands)) {
  builder.mutationField(name, (t) =>
    t.field({
      type: Result,
      description,
      authScopes: { role: 'operator' },
      args: { id: t.arg.id({ required: true, description: 'Global id of the monitor.' }) },
      audit: ({ id }) => ({ subject: `monitor:${bareId('Monitor', id)}` }),
      resolve: (_root, { id }, context) =>
        afterCommand(context, id, (known) =>
          context.services.monitors[command](context.viewer, known),
        ),
    }),
  );
}
