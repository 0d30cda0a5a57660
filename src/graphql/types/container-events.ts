// What happened to containers: as their daemons told it, and live, as it was judged.
import type { ContainerVerdict } from '../../store/container-facts.ts';
import type { ContainerEventRow } from '../../store/container-events.ts';
import type { ContainerRow } from '../../store/containers.ts';
import { builder } from '../builder.ts';
import { getContainer, pageOfContainerEvents } from '../container-lists.ts';
import {
  openContainerNotices,
  type ContainerNotice,
  type ContainerNoticeKind,
} from '../container-streams.ts';
import { Container } from './container.ts';

const verdicts: Record<ContainerVerdict, { description: string }> = {
  PLANNED: { description: 'Somebody stopped it.' },
  COMPLETED: { description: 'It ended by itself with exit code 0.' },
  UNPLANNED: { description: 'It ended by itself otherwise.' },
  OOM: { description: 'The kernel ended it for its memory.' },
  CRASH_LOOP: { description: 'Once more, in a crash loop that was told.' },
  DEPLOY: { description: 'It was replaced by another image or configuration.' },
  HOST_MAINTENANCE: { description: 'All went down together, with their daemon.' },
};

const Verdict = builder.enumType('ContainerVerdict', {
  description: 'What the end of a container means.',
  values: verdicts,
});

const Event = builder.objectRef<ContainerEventRow>('ContainerEvent').implement({
  description: 'What a daemon told of a container, or what was concluded from its list.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When, by the daemon.', resolve: ({ at }) => at }),
    container: t.field({
      type: Container,
      description: 'The container, as it is now.',
      reads: ['store'],
      resolve: ({ container }, _args, context) => getContainer(context, container),
    }),
    dockerId: t.exposeString('dockerId', { description: "Docker's id of it at that time." }),
    action: t.exposeString('action', {
      description: 'As Docker calls it: `start`, `die`, `oom` …',
    }),
    verdict: t.field({
      type: Verdict,
      nullable: true,
      description: 'What it means; null where nothing is to be judged.',
      resolve: ({ verdict }) => verdict,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in a sentence.' }),
    exitCode: t.exposeInt('exitCode', { nullable: true, description: 'Of an end.' }),
    signal: t.exposeInt('signal', { nullable: true, description: 'Of a `kill`.' }),
    inferred: t.exposeBoolean('inferred', {
      description: 'Concluded from the list of the daemon, because its event was missed.',
    }),
  }),
});

const EventFilter = builder.inputType('ContainerEventFilter', {
  description: 'Which events. All conditions must hold; of a list, one of its words.',
  fields: (t) => ({
    containers: t.idList({ description: 'Global ids of containers.' }),
    hosts: t.stringList({ description: 'Hosts.' }),
    daemons: t.stringList({ description: 'Names of daemons.' }),
    databases: t.idList({ description: 'Databases in them: global ids or names.' }),
    actions: t.stringList({ description: 'Actions, as `die`.' }),
    verdicts: t.field({ type: [Verdict], description: 'Verdicts.' }),
    inferred: t.boolean({ description: 'Those that were concluded, or those that were told.' }),
    since: t.field({ type: 'DateTime', description: 'Then or later.' }),
    until: t.field({ type: 'DateTime', description: 'Before then.' }),
  }),
});

const EventConnection = builder.connectionObject(
  {
    type: Event,
    name: 'ContainerEventConnection',
    description: 'A page of events of containers.',
  },
  { name: 'ContainerEventEdge', description: 'An event of a container in its list.' },
);

builder.queryField('containerEvents', (t) =>
  t.connection(
    {
      type: Event,
      description: 'Events of containers, newest first.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: EventFilter, description: 'Only these.' }) },
      resolve: (_root, { filter, ...args }, context) =>
        pageOfContainerEvents(context, args, filter),
    },
    EventConnection,
  ),
);

builder.objectField(Container, 'events', (t) =>
  t.connection(
    {
      type: Event,
      description: 'What happened to it, newest first.',
      reads: ['store'],
      resolve: ({ id }, args, context) =>
        pageOfContainerEvents(context, args, { containers: [id] }),
    },
    EventConnection,
  ),
);

const kinds: Record<ContainerNoticeKind, { description: string }> = {
  DISCOVERED: { description: 'It was seen for the first time.' },
  STARTED: { description: 'It started.' },
  STOPPED: { description: 'It ended; the verdict says whether that was meant.' },
  RESTARTED: {
    description: 'It started again soon after its end; the verdict is that of the end.',
  },
  RAN_OUT_OF_MEMORY: { description: 'The kernel ended one of its processes; it may run on.' },
  CRASH_LOOP_BEGAN: { description: 'It ends again and again.' },
  CRASH_LOOP_ENDED: { description: 'It has run for a while since, or was stopped.' },
  HEALTH_CHANGED: { description: 'Its health check has another result.' },
  DEPLOYED: { description: 'It was replaced by one of another image or configuration.' },
  PAUSED: { description: 'It was paused.' },
  RESUMED: { description: 'It goes on after a pause.' },
  REMOVED: { description: 'Its daemon does not have it any more.' },
  STOPPED_TOGETHER: { description: 'Several went down together, with their daemon.' },
};

const Notice = builder.objectRef<ContainerNotice>('ContainerNotice').implement({
  description: 'What was found out about a container, or about several that went down together.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Position of the event: pass it as `after` to see what came later.',
      resolve: ({ cursor }) => cursor,
    }),
    kind: t.field({
      type: builder.enumType('ContainerNoticeKind', {
        description: 'What happened to a container.',
        values: kinds,
      }),
      description: 'What happened.',
      resolve: ({ kind }) => kind,
    }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => at }),
    verdict: t.field({
      type: Verdict,
      nullable: true,
      description: 'What it means; null where nothing is to be judged.',
      resolve: ({ verdict }) => verdict,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in a sentence.' }),
    exitCode: t.exposeInt('exitCode', { nullable: true, description: 'Of an end.' }),
    inferred: t.exposeBoolean('inferred', {
      description: 'Concluded afterwards, because its event was missed.',
    }),
    host: t.exposeString('host', { description: 'Where the daemon runs.' }),
    daemon: t.exposeString('daemon', { description: 'Name of the daemon.' }),
    key: t.exposeString('key', { nullable: true, description: 'Of the container.' }),
    name: t.exposeString('name', { nullable: true, description: 'Its name then.' }),
    image: t.exposeString('image', { nullable: true, description: 'Its image then.' }),
    state: t.exposeString('state', { nullable: true, description: 'Its state then.' }),
    health: t.exposeString('health', { nullable: true, description: 'Its health then.' }),
    count: t.exposeInt('count', { description: 'How many containers it is about.' }),
    containers: t.field({
      type: [Container],
      description:
        'The containers, as they are now; a hundred at most. Those removed meanwhile are not here.',
      extensions: { cost: 5 },
      reads: ['store'],
      resolve: async ({ containerIds }, _args, { loaders }) => {
        const found = await Promise.all(containerIds.map((id) => loaders.containers.load(id)));
        return found.filter((one): one is ContainerRow => one !== undefined);
      },
    }),
  }),
});

builder.subscriptionField('containerEvents', (t) =>
  t.field({
    type: Notice,
    description:
      'What happens to containers, each thing once, with its verdict. With `after`: first what came ' +
      'since then. None is lost, none comes twice.',
    authScopes: { role: 'viewer' },
    args: {
      container: t.arg.id({ description: 'Only this one: its global id.' }),
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, { container, after }, context) =>
      openContainerNotices(context, container, after),
    resolve: (notice) => notice,
  }),
);
