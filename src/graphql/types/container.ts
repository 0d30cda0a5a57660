// Containers of the Docker daemons that are watched, and what they were recognised as.
import type { CompanionRole } from '../../monitors/containers/not-databases.ts';
import { readRecognition } from '../../monitors/containers/recognition-form.ts';
import type { Recognition } from '../../monitors/containers/recognise.ts';
import { countContainers } from '../../store/container-pages.ts';
import type { ContainerRow } from '../../store/containers.ts';
import { builder } from '../builder.ts';
import { findContainer, pageOfContainers } from '../container-lists.ts';
import { getDatabaseOf } from '../database-reference.ts';
import { Database, DatabaseEngine } from './database.ts';

type Known = NonNullable<Recognition>;

const roles: Record<CompanionRole, { description: string }> = {
  EXPORTER: { description: 'It measures a database.' },
  ADMIN_TOOL: { description: 'People work on databases with it.' },
  POOLER: { description: 'It stands in front of a database.' },
  BACKUP: { description: 'It saves databases.' },
  OPERATOR: { description: 'It runs databases.' },
  CLIENT: { description: 'It uses a database.' },
  TEMPORARY: { description: 'A test or a single command started it.' },
  IGNORED: { description: 'Its labels say so.' },
};

const CompanionRoleType = builder.enumType('DatabaseCompanionRole', {
  description: 'Why a container that has to do with databases is none.',
  values: roles,
});

export const RecognitionType = builder.objectRef<Known>('ContainerRecognition').implement({
  description: 'What a container was recognised as, as far as databases are concerned.',
  fields: (t) => ({
    isDatabase: t.boolean({
      description: 'It is a database server.',
      resolve: ({ verdict }) => verdict === 'DATABASE',
    }),
    engine: t.field({
      type: DatabaseEngine,
      nullable: true,
      description: 'Of a database: its kind.',
      resolve: (found) => (found.verdict === 'DATABASE' ? found.engine : null),
    }),
    product: t.string({
      nullable: true,
      description: 'Of a database: what its makers call it, as `TimescaleDB`.',
      resolve: (found) => (found.verdict === 'DATABASE' ? found.product : null),
    }),
    score: t.int({
      nullable: true,
      description: 'Of a database: how sure that is, 1 to 100.',
      resolve: (found) => (found.verdict === 'DATABASE' ? found.score : null),
    }),
    port: t.int({
      nullable: true,
      description: 'Of a database: where it listens inside the container.',
      resolve: (found) => (found.verdict === 'DATABASE' ? found.port : null),
    }),
    excludedAs: t.field({
      type: CompanionRoleType,
      nullable: true,
      description: 'Of what is no database: what it is instead.',
      resolve: (found) => (found.verdict === 'EXCLUDED' ? found.role : null),
    }),
    reasons: t.stringList({
      description: 'Why, the strongest reason first.',
      resolve: ({ reasons }) => [...reasons],
    }),
  }),
});

const Port = builder.objectRef<ContainerRow['ports'][number]>('ContainerPort').implement({
  description: 'A port of a container.',
  fields: (t) => ({
    port: t.exposeInt('port', { description: 'Inside the container.' }),
    protocol: t.exposeString('protocol', { description: '`tcp`, `udp` or `sctp`.' }),
    hostIp: t.exposeString('hostIp', {
      nullable: true,
      description: 'Address of the host where it is published.',
    }),
    hostPort: t.exposeInt('hostPort', {
      nullable: true,
      description: 'Port of the host; null when it is not published.',
    }),
  }),
});

const Network = builder.objectRef<ContainerRow['networks'][number]>('ContainerNetwork').implement({
  description: 'A network that a container is in.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    address: t.exposeString('address', {
      nullable: true,
      description: "The container's address there.",
    }),
    aliases: t.exposeStringList('aliases', { description: 'What it is called there.' }),
  }),
});

export const Container = builder.objectRef<ContainerRow>('Container');

builder.node(Container, {
  description:
    'A container by what it is called: recreated, it is the same one. Values of its environment are ' +
    'never read into hawkwatch.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'crashLoopSince' in value,
  loadOne: (id, { loaders }) => loaders.containers.load(id),
  fields: (t) => ({
    key: t.exposeString('key', {
      description:
        'Its identity on its daemon: `project/service/number` of Compose, else its name.',
    }),
    name: t.exposeString('name', { description: 'Its name.' }),
    host: t.exposeString('host', { description: 'Where its daemon runs.' }),
    daemon: t.exposeString('daemon', { description: 'Name of the daemon in the configuration.' }),
    dockerId: t.string({
      description: "Docker's id of the present one.",
      resolve: ({ containerId }) => containerId,
    }),
    image: t.exposeString('image', { description: 'Its image, as it was made with.' }),
    imageId: t.exposeString('imageId', { description: 'Id of the image.' }),
    state: t.exposeString('state', {
      description: '`created`, `running`, `paused`, `restarting`, `exited`, `dead` or `removed`.',
    }),
    health: t.exposeString('health', {
      nullable: true,
      description: '`starting`, `healthy` or `unhealthy`; null without a health check.',
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it started last.',
      resolve: ({ startedAt }) => startedAt,
    }),
    finishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended last.',
      resolve: ({ finishedAt }) => finishedAt,
    }),
    exitCode: t.exposeInt('exitCode', { nullable: true, description: 'Of its last end.' }),
    oomKilled: t.exposeBoolean('oomKilled', {
      description: 'The kernel ended one of its processes for its memory.',
    }),
    restartCount: t.exposeInt('restartCount', {
      description: 'Restarts by its policy since somebody started it.',
    }),
    restartPolicy: t.exposeString('restartPolicy', {
      description: '`no`, `always`, `unless-stopped` or `on-failure`.',
    }),
    crashLoopSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it ends again and again; null while it does not.',
      resolve: ({ crashLoopSince }) => crashLoopSince,
    }),
    composeProject: t.string({
      nullable: true,
      description: 'The project of Compose that it belongs to.',
      resolve: ({ compose }) => compose?.project ?? null,
    }),
    composeService: t.string({
      nullable: true,
      description: 'The service of Compose that it is of.',
      resolve: ({ compose }) => compose?.service ?? null,
    }),
    ports: t.field({
      type: [Port],
      description: 'Its ports.',
      resolve: ({ ports }) => [...ports],
    }),
    networks: t.field({
      type: [Network],
      description: 'Its networks.',
      resolve: ({ networks }) => [...networks],
    }),
    environmentKeys: t.stringList({
      description: 'Keys of its environment; values are never read.',
      resolve: ({ environmentKeys }) => [...environmentKeys],
    }),
    labels: t.field({
      type: 'JSON',
      description: "Those of its labels that are kept: Compose's, the image's and `hawkwatch.*`.",
      resolve: ({ labels }) => labels,
    }),
    recognition: t.field({
      type: RecognitionType,
      nullable: true,
      description: 'What it was recognised as; null when it has nothing to do with databases.',
      resolve: ({ recognised }) => readRecognition(recognised),
    }),
    database: t.field({
      type: Database,
      nullable: true,
      description: 'The database in it: a configured one, or one that was discovered there.',
      reads: ['store'],
      resolve: ({ databaseId }, _args, context) =>
        databaseId === null ? null : getDatabaseOf(context, databaseId),
    }),
    firstSeenAt: t.field({
      type: 'DateTime',
      description: 'When it was seen first.',
      resolve: ({ firstSeenAt }) => firstSeenAt,
    }),
    lastSeenAt: t.field({
      type: 'DateTime',
      description: 'When its daemon had it last.',
      resolve: ({ lastSeenAt }) => lastSeenAt,
    }),
    vanishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its daemon no longer had it; null while it has.',
      resolve: ({ vanishedAt }) => vanishedAt,
    }),
  }),
});

builder.objectField(Database, 'container', (t) =>
  t.field({
    type: Container,
    nullable: true,
    description: 'The container that it runs in, or ran in last; null when none is known.',
    reads: ['store'],
    resolve: async ({ id }, _args, { loaders }) =>
      (await loaders.databaseContainers.load(id))[0] ?? null,
  }),
);

const RecognitionVerdict = builder.enumType('RecognitionVerdict', {
  description: 'What a recognition comes to.',
  values: {
    DATABASE: { description: 'A database.' },
    EXCLUDED: { description: 'It has to do with databases and is none.' },
  } satisfies Record<Known['verdict'], { description: string }>,
});

const Filter = builder.inputType('ContainerFilter', {
  description: 'Which containers. All conditions must hold; of a list, one of its words.',
  fields: (t) => ({
    hosts: t.stringList({ description: 'Hosts.' }),
    daemons: t.stringList({ description: 'Names of daemons.' }),
    states: t.stringList({ description: 'States, as `running`.' }),
    health: t.stringList({ description: 'Results of health checks, as `unhealthy`.' }),
    projects: t.stringList({ description: 'Projects of Compose.' }),
    databases: t.idList({ description: 'Databases: global ids or names.' }),
    recognised: t.field({ type: [RecognitionVerdict], description: 'What was recognised.' }),
    engines: t.field({ type: [DatabaseEngine], description: 'Engines of recognised databases.' }),
    crashLooping: t.boolean({ description: 'Those that end again and again, or the others.' }),
    present: t.boolean({
      description: 'True (as when it is left out): those there are; false: those gone; null: both.',
    }),
    text: t.string({ description: 'A part of the key, the name or the image.' }),
  }),
});

builder.queryField('containers', (t) =>
  t.connection(
    {
      type: Container,
      description: 'Containers by key.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: Filter, description: 'Only these.' }) },
      resolve: (_root, { filter, ...args }, context) => pageOfContainers(context, args, filter),
    },
    {
      name: 'ContainerConnection',
      description: 'A page of containers.',
      fields: (c) => ({
        totalCount: c.int({
          description: 'How many there are on all pages.',
          resolve: ({ filter }, _args, { services }) => countContainers(services.store.q, filter),
        }),
      }),
    },
    { name: 'ContainerEdge', description: 'A container in its list.' },
  ),
);

builder.queryField('container', (t) =>
  t.field({
    type: Container,
    nullable: true,
    description: 'One container by its global id; null when there is none.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Its global id.' }) },
    resolve: async (_root, { id }, context) => (await findContainer(context, id)) ?? null,
  }),
);
