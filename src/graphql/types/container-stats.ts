// What a container uses, live: the latest value, once a second, while somebody looks.
import type { LiveUsage } from '../../monitors/containers/stats/live.ts';
import type { ContainerUsage } from '../../monitors/containers/stats/reading.ts';
import { builder } from '../builder.ts';
import { getContainer } from '../container-lists.ts';
import { Container } from './container.ts';

type Figure = Exclude<keyof ContainerUsage, 'at' | 'cpuNs' | 'systemNs'>;

const figures = {
  cpuPercent: 'Processor time; 100 is one processor. Null with the first value.',
  memoryBytes: 'Memory in use, without the cached files that the kernel would drop first.',
  memoryLimitBytes: 'What it may use; null without a limit.',
  memoryPercent: 'Memory in use of what it may use.',
  receivedBytes: 'Bytes that came in over its networks since its start; null without a network.',
  sentBytes: 'Bytes that went out over its networks since its start.',
  readBytes: 'Bytes read from block devices since its start.',
  writtenBytes: 'Bytes written to block devices since its start.',
  receivedBytesPerSecond: 'Bytes that come in, a second. Null with the first value.',
  sentBytesPerSecond: 'Bytes that go out, a second.',
  readBytesPerSecond: 'Bytes read, a second.',
  writtenBytesPerSecond: 'Bytes written, a second.',
} satisfies Partial<Record<Figure, string>>;

const Stats = builder.objectRef<LiveUsage>('ContainerStats').implement({
  description: 'What a container uses. What its daemon does not tell is null.',
  fields: (t) => {
    const figure = (name: keyof typeof figures) =>
      t.float({
        nullable: true,
        description: figures[name],
        resolve: ({ usage }) => usage?.[name] ?? null,
      });
    return {
      container: t.field({
        type: Container,
        description: 'The container.',
        reads: ['store'],
        resolve: ({ containerId }, _args, context) => getContainer(context, containerId),
      }),
      at: t.field({ type: 'DateTime', description: 'When it was so.', resolve: ({ at }) => at }),
      running: t.boolean({
        description: 'False while it does not run; all else is null then.',
        resolve: ({ usage }) => usage !== null,
      }),
      pids: t.int({
        nullable: true,
        description: 'Processes and threads.',
        resolve: ({ usage }) => usage?.pids ?? null,
      }),
      cpus: t.int({
        nullable: true,
        description: 'Processors that it may use.',
        resolve: ({ usage }) => usage?.cpus ?? null,
      }),
      cpuPercent: figure('cpuPercent'),
      memoryBytes: figure('memoryBytes'),
      memoryLimitBytes: figure('memoryLimitBytes'),
      memoryPercent: figure('memoryPercent'),
      networkReceivedBytes: figure('receivedBytes'),
      networkSentBytes: figure('sentBytes'),
      blockReadBytes: figure('readBytes'),
      blockWrittenBytes: figure('writtenBytes'),
      networkReceivedBytesPerSecond: figure('receivedBytesPerSecond'),
      networkSentBytesPerSecond: figure('sentBytesPerSecond'),
      blockReadBytesPerSecond: figure('readBytesPerSecond'),
      blockWrittenBytesPerSecond: figure('writtenBytesPerSecond'),
    };
  },
});

builder.subscriptionField('containerStats', (t) =>
  t.field({
    type: Stats,
    description:
      'What a container uses, once a second; the latest value only. Served by the hawkwatch that ' +
      "reaches the container's daemon; another one answers with the host to ask. Ends when the " +
      'container is gone.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Global id of the container.' }) },
    subscribe: async (_root, { id }, context) => {
      const container = await getContainer(context, id);
      return context.services.containerStats.open(container.id);
    },
    resolve: (stats) => stats,
  }),
);
