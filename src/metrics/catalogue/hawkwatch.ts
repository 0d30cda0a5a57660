// What hawkwatch measures of itself. The subject is `hawkwatch:HOST`.
import { defineMetric } from '../define-metric.ts';

export const hawkwatchMetrics = [
  defineMetric({
    name: 'hawkwatch.operations_count',
    unit: 'count',
    kind: 'counter',
    description:
      'GraphQL operations that ended since the start, by `kind` (query, mutation, subscription). Of a ' +
      'subscription each result counts, once for all who share it.',
  }),
  defineMetric({
    name: 'hawkwatch.operations_failed_count',
    unit: 'count',
    kind: 'counter',
    description: 'Those of them whose result holds errors, by `kind`.',
  }),
  defineMetric({
    name: 'hawkwatch.operations_running_count',
    unit: 'count',
    kind: 'gauge',
    description: 'GraphQL operations under way.',
  }),
  defineMetric({
    name: 'hawkwatch.operation_p50_ms',
    unit: 'ms',
    kind: 'gauge',
    description: 'Half of the operations of the last ten minutes took at most that long.',
  }),
  defineMetric({
    name: 'hawkwatch.operation_p95_ms',
    unit: 'ms',
    kind: 'gauge',
    description: '95 % of the operations of the last ten minutes took at most that long.',
  }),
  defineMetric({
    name: 'hawkwatch.operation_p99_ms',
    unit: 'ms',
    kind: 'gauge',
    description: '99 % of the operations of the last ten minutes took at most that long.',
  }),
  defineMetric({
    name: 'hawkwatch.operation_memory_bytes',
    unit: 'bytes',
    kind: 'gauge',
    description:
      'By how much the heap grew during an operation, on average; measured of some operations that ran ' +
      'alone.',
  }),
  defineMetric({
    name: 'hawkwatch.cache_hit_ratio',
    unit: 'ratio',
    kind: 'gauge',
    description: 'Share of look-ups since the start that a `cache` answered.',
  }),
  defineMetric({
    name: 'hawkwatch.memory_rss_bytes',
    unit: 'bytes',
    kind: 'gauge',
    description: 'Memory of the process.',
  }),
  defineMetric({
    name: 'hawkwatch.memory_heap_bytes',
    unit: 'bytes',
    kind: 'gauge',
    description: 'JavaScript heap in use.',
  }),
  defineMetric({
    name: 'hawkwatch.event_loop_lag_ms',
    unit: 'ms',
    kind: 'gauge',
    description: '99th percentile of how late the event loop was since the measurement before.',
  }),
  defineMetric({
    name: 'hawkwatch.outbox_age_seconds',
    unit: 'seconds',
    kind: 'gauge',
    description:
      'How long the oldest delivery that is due has waited. The subject is `hawkwatch:outbox`, whichever ' +
      'replica looked.',
  }),
  defineMetric({
    name: 'hawkwatch.samples_dropped_count',
    unit: 'count',
    kind: 'counter',
    description: 'Samples that were not stored since the start, by `reason`.',
  }),
  defineMetric({
    name: 'hawkwatch.deliveries_waiting_count',
    unit: 'count',
    kind: 'gauge',
    description: 'Notifications that are to be delivered, or are being delivered.',
  }),
  defineMetric({
    name: 'hawkwatch.outbox_oldest_seconds',
    unit: 'seconds',
    kind: 'gauge',
    description: 'Age of the oldest of them; 0 when there is none.',
  }),
] as const;
