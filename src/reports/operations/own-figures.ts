// What hawkwatch measured of itself: operations of its API, memory, caches.
import { medianOf } from '../../metrics/analysis/statistics.ts';
import { hourMs } from '../../metrics/analysis/time-series.ts';
import { listSeries } from '../../store/metric-series.ts';
import type { Store } from '../../store/store.ts';
import type { ApiFigures, CacheFigures, MemoryFigures } from './operations-report.ts';
import {
  readExtremes,
  readGrowth,
  readMetrics,
  type MeasuredSeries,
  type ReportRange,
} from './measured.ts';

/** Series of one metric, one for each replica and label; those of a long report fit into one reading. */
export const maxSeries = 200;

const told = [
  'hawkwatch.operations_count',
  'hawkwatch.operations_failed_count',
  'hawkwatch.operations_running_count',
  'hawkwatch.operation_p50_ms',
  'hawkwatch.operation_p95_ms',
  'hawkwatch.operation_p99_ms',
  'hawkwatch.operation_memory_bytes',
  'hawkwatch.memory_rss_bytes',
  'hawkwatch.cache_hit_ratio',
];

/** How many operations failed of how many, bucket by bucket. */
export type ErrorRates = readonly {
  readonly atMs: number;
  readonly total: number;
  readonly failed: number;
}[];

export async function readApi(
  store: Store,
  range: ReportRange,
): Promise<{ readonly api: ApiFigures; readonly errorRates: ErrorRates }> {
  const totals = await readGrowth(store, 'hawkwatch.operations_count', range, maxSeries);
  const failures = await readGrowth(store, 'hawkwatch.operations_failed_count', range, maxSeries);
  const kinds = new Map<string, { total: number; failed: number }>();
  const buckets = new Map<number, { total: number; failed: number }>();
  for (const [what, grown] of [
    ['total', totals],
    ['failed', failures],
  ] as const) {
    for (const { record, columns } of grown) {
      const kind = record.labels['kind'] ?? 'all';
      const ofKind = kinds.get(kind) ?? { total: 0, failed: 0 };
      kinds.set(kind, ofKind);
      columns.times.forEach((atMs, index) => {
        const bucket = buckets.get(atMs) ?? { total: 0, failed: 0 };
        buckets.set(atMs, bucket);
        bucket[what] += columns.values[index] ?? 0;
        ofKind[what] += columns.values[index] ?? 0;
      });
    }
  }
  const byKind = [...kinds].map(([kind, counts]) => ({ kind, ...counts }));
  const total = byKind.reduce((sum, one) => sum + one.total, 0);
  const failed = byKind.reduce((sum, one) => sum + one.failed, 0);
  const durations = [];
  for (const percentile of ['p50', 'p95', 'p99'] as const) {
    const metric = `hawkwatch.operation_${percentile}_ms`;
    const read = await readMetrics(store, [metric], range, maxSeries);
    const most = await readExtremes(store, metric, range, { value: 'max', limit: maxSeries });
    const usualMs = read.length === 0 ? null : medianOf(allValues(read));
    durations.push({ percentile, usualMs, worstMs: highest(most) });
  }
  const running = await readExtremes(store, 'hawkwatch.operations_running_count', range, {
    value: 'max',
    limit: maxSeries,
  });
  const memory = await readMetrics(store, ['hawkwatch.operation_memory_bytes'], range, maxSeries);
  const api: ApiFigures = {
    total,
    failed,
    errorRate: total === 0 ? null : failed / total,
    byKind: byKind.toSorted((left, right) => right.total - left.total),
    durations,
    mostRunning: highest(running),
    memoryPerOperationBytes: memory.length === 0 ? null : medianOf(allValues(memory)),
  };
  const errorRates = [...buckets].map(([atMs, counts]) => ({ atMs, ...counts }));
  return { api, errorRates };
}

/** The metrics of which there are more series than are told. */
export async function listCut(store: Store, { from }: ReportRange): Promise<readonly string[]> {
  const seenSince = new Date(from.getTime() - hourMs);
  const cut: string[] = [];
  for (const metric of told) {
    const one = { metrics: [metric], seenSince };
    const found = await listSeries(store.q, one, { limit: maxSeries + 1 });
    if (found.length > maxSeries) cut.push(metric);
  }
  return cut;
}

export async function readMemory(
  store: Store,
  range: ReportRange,
): Promise<readonly MemoryFigures[]> {
  const metric = 'hawkwatch.memory_rss_bytes';
  const read = await readMetrics(store, [metric], range, maxSeries);
  const most = await readExtremes(store, metric, range, { value: 'max', limit: maxSeries });
  return read.map(({ record, history }) => {
    const firstBytes = history.values.at(0) ?? 0;
    const lastBytes = history.values.at(-1) ?? 0;
    return {
      subject: record.subject,
      firstBytes,
      lastBytes,
      deltaBytes: lastBytes - firstBytes,
      mostBytes: most.get(record.id) ?? Math.max(...history.values),
    };
  });
}

export async function readCaches(
  store: Store,
  range: ReportRange,
): Promise<readonly CacheFigures[]> {
  const metric = 'hawkwatch.cache_hit_ratio';
  const read = await readMetrics(store, [metric], range, maxSeries);
  const least = await readExtremes(store, metric, range, { value: 'min', limit: maxSeries });
  return read.map(({ record, history }) => ({
    subject: record.subject,
    cache: record.labels['cache'] ?? 'all',
    hitRatio: history.values.at(-1) ?? 0,
    lowestRatio: least.get(record.id) ?? Math.min(...history.values),
  }));
}

function allValues(read: readonly MeasuredSeries[]): readonly number[] {
  return read.flatMap(({ history }) => Array.from(history.values));
}

function highest(extremes: ReadonlyMap<number, number>): number | null {
  return extremes.size === 0 ? null : Math.max(...extremes.values());
}
