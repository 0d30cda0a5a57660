// Which figures of hawkwatch and its hosts are drawn, and which are compared with what is usual. Pure.
import type { ChartPlan } from '../../parts/series/plan-charts.ts';

/** The charts; of those without a measurement nothing is shown. */
export const plans: readonly ChartPlan[] = [
  {
    title: 'Duration of operations',
    metrics: {
      'hawkwatch.operation_p50_ms': 'half below',
      'hawkwatch.operation_p95_ms': '95 % below',
      'hawkwatch.operation_p99_ms': '99 % below',
    },
  },
  {
    title: 'Operations under way',
    metrics: { 'hawkwatch.operations_running_count': 'under way' },
  },
  {
    title: 'Event loop, how late',
    metrics: { 'hawkwatch.event_loop_lag_ms': 'late' },
  },
  {
    title: 'Memory of hawkwatch',
    metrics: {
      'hawkwatch.memory_rss_bytes': 'process',
      'hawkwatch.memory_heap_bytes': 'heap',
    },
  },
  { title: 'Caches', metrics: { 'hawkwatch.cache_hit_ratio': 'hits' } },
  {
    title: 'Notifications that wait',
    metrics: { 'hawkwatch.deliveries_waiting_count': 'waiting' },
  },
  { title: 'Processors of the hosts', metrics: { 'host.cpu_percent': 'busy' } },
  { title: 'Memory of the hosts', metrics: { 'host.memory_used_percent': 'used' } },
  { title: 'Disks of the hosts', metrics: { 'host.disk_used_percent': 'used' } },
];

/** What tells of a regression when it is unusual. */
export const analysed: readonly string[] = [
  'hawkwatch.operation_p50_ms',
  'hawkwatch.operation_p95_ms',
  'hawkwatch.operation_p99_ms',
  'hawkwatch.operations_running_count',
  'hawkwatch.operations_count',
  'hawkwatch.operations_failed_count',
  'hawkwatch.event_loop_lag_ms',
  'hawkwatch.memory_rss_bytes',
  'hawkwatch.memory_heap_bytes',
  'hawkwatch.cache_hit_ratio',
  'host.cpu_percent',
  'host.memory_used_percent',
  'host.disk_used_percent',
];

/** Figures of which it matters where they are going. */
export const trended: readonly string[] = [
  'hawkwatch.operation_p95_ms',
  'hawkwatch.memory_rss_bytes',
  'host.memory_used_percent',
  'host.disk_used_percent',
];
