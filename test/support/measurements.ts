// Measuring for a test's service: everything that is shown, without what runs by itself.
import type { Clock } from '../../src/core/clock.ts';
import { createEventLoopLag } from '../../src/metrics/event-loop-lag.ts';
import { createExposition } from '../../src/metrics/exposition.ts';
import { createLatestBoard } from '../../src/metrics/latest-board.ts';
import type { MeasurementViews } from '../../src/metrics/measurements.ts';
import type { OperationKind } from '../../src/metrics/operation-meter.ts';
import { createPerformance } from '../../src/metrics/performance.ts';
import { createSeriesReader } from '../../src/metrics/series-query.ts';
import { readStoredFigures } from '../../src/store/figures.ts';
import type { Store } from '../../src/store/store.ts';

const dayMs = 86_400_000;

export const defaultRetention = {
  samplesMs: 14 * dayMs,
  minutesMs: 60 * dayMs,
  rollupsMs: 400 * dayMs,
};

export function createTestMeasurements(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly public?: boolean | undefined;
}): MeasurementViews & { stop(): void } {
  const { store, clock } = options;
  const eventLoop = createEventLoopLag();
  const performance = createPerformance({
    clock,
    eventLoop,
    onOperation: (kind: OperationKind, durationMs) => exposition.observe(kind, durationMs),
  });
  const exposition = createExposition({
    clock,
    version: '0.1.0',
    performance,
    board: createLatestBoard({ clock, maxSeries: 100 }),
    recorder: () => ({
      pending: 0,
      written: 0,
      dropped: { overflow: 0, invalid: 0, late: 0, future: 0, series: 0, failed: 0 },
      failure: null,
      lostAt: null,
      refusedAt: {},
    }),
    eventLogPosition: () => 0,
    streams: () => ({ members: 0, groups: 0 }),
    readStored: () => readStoredFigures(store),
    dogStatsdDropped: () => null,
  });
  return {
    performance,
    exposition,
    series: createSeriesReader({ store, clock, retention: () => defaultRetention }),
    isPublic: () => options.public === true,
    stop: () => {
      performance.stop();
      eventLoop.stop();
    },
  };
}
