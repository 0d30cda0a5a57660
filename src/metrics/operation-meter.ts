// Measures the GraphQL operations that this replica executes. Cheap enough for each of them: two looks at
// the clock, some additions. The memory of an operation is looked at for few, and only when nothing
// else ran meanwhile: the heap belongs to all.
import { getHeapStatistics } from 'node:v8';

import type { Clock } from '../core/clock.ts';
import { DurationHistogram } from './duration-histogram.ts';

export const operationKinds = ['query', 'mutation', 'subscription'] as const;
export type OperationKind = (typeof operationKinds)[number];

/** Of one kind, since the start. */
export interface OperationCounts {
  readonly running: number;
  readonly completed: number;
  /** Ended with errors in the result; not among `completed`. */
  readonly failed: number;
  /** Milliseconds that all that ended took together. */
  readonly totalMs: number;
}

export interface OperationFigures extends OperationCounts {
  readonly averageMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** By how much the heap grew, on average of those that were looked at. */
  readonly memoryBytes: number | null;
}

export interface OperationMeter {
  /** An operation begins; call what is returned once, when it has ended. */
  begin(kind: OperationKind): (failed: boolean) => void;
  counts(kind: OperationKind): OperationCounts;
  /** All kinds together; percentiles are of the last ten minutes. */
  figures(): OperationFigures;
}

const memoryEvery = 64;
/** The weight of the newest operation in the average growth of the heap. */
const memoryWeight = 0.1;

/** A meter that has seen nothing; `onEnd` hears of each operation that ends. */
export function createOperationMeter(options: {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  onEnd?(kind: OperationKind, durationMs: number): void;
}): OperationMeter {
  const { clock, onEnd } = options;
  const zero = () => ({ running: 0, completed: 0, failed: 0, totalMs: 0 });
  const byKind = { query: zero(), mutation: zero(), subscription: zero() };
  const durations = new DurationHistogram();
  let begun = 0;
  let memoryBytes: number | null = null;

  const growth = (): ((unless: number) => void) => {
    const before = getHeapStatistics().used_heap_size;
    const alone = begun;
    return (now) => {
      const grown = getHeapStatistics().used_heap_size - before;
      // A collection in between, or another operation: that says nothing.
      if (now !== alone || grown < 0) return;
      memoryBytes =
        memoryBytes === null ? grown : memoryBytes + (grown - memoryBytes) * memoryWeight;
    };
  };

  return {
    begin: (kind) => {
      const counts = byKind[kind];
      const startedMs = clock.monotonicMs();
      begun += 1;
      counts.running += 1;
      const running = byKind.query.running + byKind.mutation.running + byKind.subscription.running;
      const measured = begun % memoryEvery === 1 && running === 1 ? growth() : undefined;
      return (failed) => {
        const nowMs = clock.monotonicMs();
        const durationMs = nowMs - startedMs;
        counts.running -= 1;
        if (failed) counts.failed += 1;
        else counts.completed += 1;
        counts.totalMs += durationMs;
        durations.add(durationMs, nowMs);
        measured?.(begun);
        onEnd?.(kind, durationMs);
      };
    },
    counts: (kind) => ({ ...byKind[kind] }),
    figures: () => {
      const sum = zero();
      for (const kind of operationKinds) {
        const counts = byKind[kind];
        sum.running += counts.running;
        sum.completed += counts.completed;
        sum.failed += counts.failed;
        sum.totalMs += counts.totalMs;
      }
      const ended = sum.completed + sum.failed;
      const [p50Ms = null, p95Ms = null, p99Ms = null] = durations.percentiles(
        [50, 95, 99],
        clock.monotonicMs(),
      );
      const averageMs = ended === 0 ? null : sum.totalMs / ended;
      return { ...sum, averageMs, p50Ms, p95Ms, p99Ms, memoryBytes };
    },
  };
}
