// How hawkwatch itself performs: now, and live.
import type { OperationFigures } from '../../metrics/operation-meter.ts';
import type { CacheFigures, PerformanceSnapshot } from '../../metrics/performance.ts';
import { builder } from '../builder.ts';
import { LatestStream } from '../latest-stream.ts';

const Operations = builder.objectRef<OperationFigures>('OperationMetrics').implement({
  description:
    'GraphQL operations of this replica. Of a subscription each result counts as one, once for all ' +
    'who share it.',
  fields: (t) => ({
    total: t.float({
      description: 'Begun since the start.',
      resolve: ({ running, completed, failed }) => running + completed + failed,
    }),
    running: t.exposeInt('running', { description: 'Under way.' }),
    completed: t.exposeFloat('completed', { description: 'Ended without an error.' }),
    failed: t.exposeFloat('failed', { description: 'Ended with errors in the result.' }),
    averageMs: t.exposeFloat('averageMs', {
      nullable: true,
      description: 'Average duration since the start, in milliseconds.',
    }),
    p50Ms: t.exposeFloat('p50Ms', {
      nullable: true,
      description: 'Half of those of the last ten minutes took at most that long.',
    }),
    p95Ms: t.exposeFloat('p95Ms', {
      nullable: true,
      description: '95 % of those of the last ten minutes took at most that long.',
    }),
    p99Ms: t.exposeFloat('p99Ms', {
      nullable: true,
      description: '99 % of those of the last ten minutes took at most that long.',
    }),
    memoryBytes: t.exposeFloat('memoryBytes', {
      nullable: true,
      description:
        'By how much the heap grew during one, on average; of some that ran alone. Null: none yet.',
    }),
  }),
});

const Memory = builder.objectRef<PerformanceSnapshot['memory']>('MemoryMetrics').implement({
  description: 'Memory of this replica, and how late its event loop is.',
  fields: (t) => ({
    rssBytes: t.exposeFloat('rssBytes', { description: 'Memory of the process.' }),
    heapUsedBytes: t.exposeFloat('heapUsedBytes', { description: 'JavaScript heap in use.' }),
    eventLoopLagMs: t.exposeFloat('eventLoopLagMs', {
      description: 'How late it was lately, 99th percentile.',
    }),
  }),
});

const Cache = builder.objectRef<CacheFigures>('CacheMetrics').implement({
  description: 'What a cache of this replica is good for.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the cache.' }),
    hits: t.exposeFloat('hits', { description: 'Look-ups that it answered since the start.' }),
    misses: t.exposeFloat('misses', { description: 'Look-ups that it could not answer.' }),
    hitRate: t.exposeFloat('hitRate', {
      nullable: true,
      description: 'Share of the hits, 0 to 1; null when nothing was looked up.',
    }),
  }),
});

const PerformanceType = builder.objectRef<PerformanceSnapshot>('PerformanceMetrics').implement({
  description: 'How this replica of hawkwatch performs.',
  fields: (t) => ({
    at: t.field({
      type: 'DateTime',
      description: 'When it was measured.',
      resolve: ({ at }) => at,
    }),
    operations: t.field({
      type: Operations,
      description: 'Its GraphQL operations.',
      resolve: ({ operations }) => operations,
    }),
    memory: t.field({
      type: Memory,
      description: 'Its memory.',
      resolve: ({ memory }) => memory,
    }),
    caches: t.field({
      type: [Cache],
      description: 'Its caches, by name.',
      resolve: ({ caches }) => caches,
    }),
  }),
});

builder.queryField('performanceMetrics', (t) =>
  t.field({
    type: PerformanceType,
    description: 'How this replica of hawkwatch performs now.',
    authScopes: { role: 'viewer' },
    resolve: (_root, _args, { services }) => services.measurements.performance.read(),
  }),
);

builder.subscriptionField('performanceUpdates', (t) =>
  t.field({
    type: PerformanceType,
    description:
      'How this replica of hawkwatch performs: now, then each second. Of values that come faster ' +
      'than they are taken only the newest is sent.',
    authScopes: { role: 'viewer' },
    subscribe: (_root, _args, { services }) => {
      const { performance } = services.measurements;
      return new LatestStream<PerformanceSnapshot>({
        current: () => performance.read(),
        watch: (listener) => performance.watch(listener),
      });
    },
    resolve: (snapshot) => snapshot,
  }),
);
