// How this replica of hawkwatch performs: its operations, caches and memory. Read on request, given to
// watchers each second, and recorded as `hawkwatch.*` samples.
import type { Clock } from '../core/clock.ts';
import type { EventLoopLag } from './event-loop-lag.ts';
import {
  createOperationMeter,
  operationKinds,
  type OperationFigures,
  type OperationKind,
  type OperationMeter,
} from './operation-meter.ts';
import type { Sample } from './samples.ts';

/** Look-ups of a cache since the start; whoever looks up counts. */
export interface CacheCounts {
  hits: number;
  misses: number;
}

export interface CacheFigures extends Readonly<CacheCounts> {
  readonly name: string;
  /** 0 to 1; null when nothing was looked up. */
  readonly hitRate: number | null;
}

export interface PerformanceSnapshot {
  readonly at: Date;
  readonly operations: OperationFigures;
  readonly memory: {
    readonly rssBytes: number;
    readonly heapUsedBytes: number;
    /** 99th percentile since the measurement before. */
    readonly eventLoopLagMs: number;
  };
  readonly caches: readonly CacheFigures[];
}

export interface Performance {
  readonly operations: OperationMeter;
  /** Counts of a cache, made when they are first asked for. */
  cache(name: string): CacheCounts;
  read(): PerformanceSnapshot;
  /** Hands the newest figures to `listener` each second until what is returned is called. */
  watch(listener: (snapshot: PerformanceSnapshot) => void): () => void;
  stop(): void;
}

const everyMs = 1000;
/** The lag of a shorter time would be that of a few turns. */
const lagWindowMs = 900;

/** Begins to measure. */
export function createPerformance(options: {
  readonly clock: Clock;
  readonly eventLoop: EventLoopLag;
  onOperation?(kind: OperationKind, durationMs: number): void;
}): Performance {
  const { clock, onOperation } = options;
  const operations = createOperationMeter({
    clock,
    ...(onOperation === undefined ? {} : { onEnd: onOperation }),
  });
  const caches = new Map<string, CacheCounts>();
  const listeners = new Set<(snapshot: PerformanceSnapshot) => void>();
  const lagReader = options.eventLoop.createReader();
  let lag = { ms: 0, sinceMs: clock.monotonicMs() };
  let cancelTimer: (() => void) | undefined;

  const readLag = (): number => {
    const nowMs = clock.monotonicMs();
    if (nowMs - lag.sinceMs >= lagWindowMs) {
      lag = { ms: lagReader.lagMs(), sinceMs: nowMs };
      lagReader.restart();
    }
    return lag.ms;
  };

  const read = (): PerformanceSnapshot => {
    const { rss, heapUsed } = process.memoryUsage();
    return {
      at: clock.now(),
      operations: operations.figures(),
      memory: { rssBytes: rss, heapUsedBytes: heapUsed, eventLoopLagMs: readLag() },
      caches: [...caches]
        .map(([name, { hits, misses }]) => {
          const asked = hits + misses;
          return { name, hits, misses, hitRate: asked === 0 ? null : hits / asked };
        })
        .toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    };
  };

  const tick = (): void => {
    cancelTimer = undefined;
    if (listeners.size === 0) return;
    cancelTimer = clock.setTimer(everyMs, tick);
    const snapshot = read();
    for (const listener of listeners) listener(snapshot);
  };

  return {
    operations,
    cache: (name) => {
      let counts = caches.get(name);
      if (counts === undefined) caches.set(name, (counts = { hits: 0, misses: 0 }));
      return counts;
    },
    read,
    watch: (listener) => {
      listeners.add(listener);
      cancelTimer ??= clock.setTimer(everyMs, tick);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        cancelTimer?.();
        cancelTimer = undefined;
      };
    },
    stop: () => {
      listeners.clear();
      cancelTimer?.();
      cancelTimer = undefined;
      lagReader.stop();
    },
  };
}

/** The figures as samples of a replica. */
export function samplesOf(
  { operations: meter }: Pick<Performance, 'operations'>,
  { at, operations, memory, caches }: PerformanceSnapshot,
  of: { readonly subject: string; readonly labels: Readonly<Record<string, string>> },
): readonly Sample[] {
  const samples: Sample[] = [];
  const add = (metric: string, value: number | null, labels = {}): void => {
    if (value === null) return;
    const { subject } = of;
    samples.push({
      metric: `hawkwatch.${metric}`,
      subject,
      labels: { ...of.labels, ...labels },
      at,
      value,
    });
  };
  for (const kind of operationKinds) {
    const { completed, failed } = meter.counts(kind);
    add('operations_count', completed + failed, { kind });
    add('operations_failed_count', failed, { kind });
  }
  add('operations_running_count', operations.running);
  add('operation_p50_ms', operations.p50Ms);
  add('operation_p95_ms', operations.p95Ms);
  add('operation_p99_ms', operations.p99Ms);
  add('operation_memory_bytes', operations.memoryBytes);
  for (const { name, hitRate } of caches) add('cache_hit_ratio', hitRate, { cache: name });
  add('memory_rss_bytes', memory.rssBytes);
  add('memory_heap_bytes', memory.heapUsedBytes);
  add('event_loop_lag_ms', memory.eventLoopLagMs);
  return samples;
}
