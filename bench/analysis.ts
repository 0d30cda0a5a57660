// Analysis of 100 series on the embedded PostgreSQL: baselines of 28 days of minutes, the search of the
// newest buckets for anomalies, trends over 90 days of hours. Ratio `reading`: the time of all baselines
// over the time of only reading the same minutes. `loop lag ms`: by how much the event loop was late at
// most (99th percentile beside it); on a busy machine that is the machine's, so the processor time of a
// series stands beside it, which is spent in several slices. Wrong is a missing baseline,
// a planted spike that was not found, or one that nobody planted in more than one of twenty series.
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { createClock } from '../src/core/clock.ts';
import { createSystemRandom } from '../src/core/random.ts';
import type { AnalysisSettings } from '../src/metrics/analysis-settings.ts';
import { dayMs, hourMs, minuteMs } from '../src/metrics/analysis/time-series.ts';
import { keepBaselines, type KeeperContext } from '../src/metrics/baseline-keeper/keep.ts';
import { createTrendReader } from '../src/metrics/trends.ts';
import { sql } from '../src/store/drizzle.ts';
import { listAnomalies } from '../src/store/metric-anomalies.ts';
import { readHistory } from '../src/store/metric-history.ts';
import { insertPartitions, partitionOf } from '../src/store/metric-partitions.ts';
import { claimSeries, listSeries } from '../src/store/metric-series.ts';
import { migrateStore } from '../src/store/migrate.ts';
import { createStore, type Store } from '../src/store/store.ts';
import { publish, round } from './report.ts';
import { startBenchServer } from './server.ts';

const count = Number(process.env['HAWKWATCH_BENCH_SERIES'] ?? 100);
const minuteDays = 28;
const hourDays = 90;
const endMs = Date.UTC(2026, 9, 5);
/** Every tenth series has a spike in its newest buckets. */
const planted = Math.ceil(count / 10);

const settings: AnalysisSettings = {
  watch: true,
  include: ['bench.*'],
  exclude: [],
  sensitivity: 'normal',
  maxSeries: count,
  limits: [],
};

let nowMs = endMs + minuteMs;
const clock = createClock({
  now: () => new Date(nowMs),
  monotonicMs: () => performance.now(),
  setTimer: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
});

async function fill(store: Store): Promise<void> {
  const wanted = Array.from({ length: count }, (_, n) => ({
    metric: 'bench.latency_ms',
    subject: `database:b${String(n).padStart(4, '0')}`,
    labels: {},
    unit: 'ms',
  }));
  const ids = await claimSeries(store, wanted, { now: new Date(endMs), maxSeries: count });
  for (const [table, step, days] of [
    ['metric_rollups_1m', minuteMs, minuteDays + 1],
    ['metric_rollups_1h', hourMs, hourDays],
  ] as const) {
    const until = table === 'metric_rollups_1m' ? endMs + dayMs : endMs;
    const from = until - days * dayMs;
    const partitions = Array.from({ length: days + 1 }, (_, day) =>
      partitionOf(table, from + day * dayMs),
    );
    await insertPartitions(store, table, partitions);
    for (const id of ids) {
      // A wave of a day, noise, and in some series a spike after the end.
      const spike = (id ?? 0) % 10 === 0 ? 400 : 0;
      await store.q.execute(sql`
        insert into hawkwatch_store.${sql.raw(table)} (series_id, bucket, count, sum, min, max, last)
        select ${id}::int, to_timestamp(s), 1, v, v, v, v from (
          select s, 100 + 40 * sin(s * 2 * pi() / 86400) + 10 * random()
            + case when s >= ${endMs / 1000}::float8 and s < ${endMs / 1000 + 1800}::float8
              then ${spike}::float8 else 0 end as v
          from generate_series(${from / 1000}::bigint, ${until / 1000 - 1}::bigint,
            ${step / 1000}::bigint) as s) as points`);
    }
  }
  for (const table of ['metric_rollups_1m', 'metric_rollups_1h']) {
    await store.q.execute(sql.raw(`vacuum analyze hawkwatch_store.${table}`));
  }
}

interface Measured<T> {
  readonly result: T;
  readonly row: {
    readonly what: string;
    readonly seconds: number;
    readonly 'ms per series': number;
    readonly 'cpu ms per series': number;
    readonly 'loop lag ms': number;
    readonly 'lag p99 ms': number;
  };
}

async function measure<T>(what: string, work: () => Promise<T>): Promise<Measured<T>> {
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  const result = await work();
  const ms = performance.now() - startMs;
  const used = process.cpuUsage(cpu);
  lag.disable();
  return {
    result,
    row: {
      what,
      seconds: round(ms / 1000),
      'ms per series': round(ms / count),
      'cpu ms per series': round((used.user + used.system) / 1000 / count),
      'loop lag ms': round(lag.max / 1e6, 1),
      'lag p99 ms': round(lag.percentile(99) / 1e6, 1),
    },
  };
}

const bench = await startBenchServer();
let wrong: string | undefined;
try {
  await bench.server.ensureDatabase('hawkwatch');
  const address = bench.server.url('hawkwatch');
  await migrateStore({ address });
  const store = createStore({ address, clock, random: createSystemRandom() });
  await fill(store);
  const series = await listSeries(store.q, {}, { limit: count });

  let position: unknown = null;
  const context = (): KeeperContext => ({
    store,
    clock,
    random: createSystemRandom(),
    signal: new AbortController().signal,
    position,
    transaction: (work) =>
      store.transaction((tx) =>
        work({
          ...tx,
          savePosition: (saved) => {
            position = saved;
            return Promise.resolve();
          },
        }),
      ),
  });

  const range = { from: new Date(endMs - minuteDays * dayMs), until: new Date(endMs) };
  const stepMs = 5 * minuteMs;
  const readAll = async (): Promise<void> => {
    for (const { id } of series) {
      await readHistory(store, [id], { ...range, stepMs, value: 'average' });
    }
  };
  await readAll();
  const reading = await measure('reading 28 days of minutes', readAll);
  let recomputed = 0;
  const baselines = await measure('baselines of 28 days of minutes', async () => {
    for (;;) {
      const round_ = await keepBaselines(settings, context());
      recomputed += round_.recomputed;
      if (round_.behind === 0) return;
    }
  });
  nowMs = endMs + 61 * minuteMs;
  const search = await measure('search of the newest hour', () =>
    keepBaselines(settings, context()),
  );
  const trends = createTrendReader({ store, clock });
  const lines = await measure('trends of 90 days of hours', () =>
    trends.read(series, { windowMs: hourDays * dayMs }),
  );
  const found = await listAnomalies(store.q, {}, { limit: 1000 });
  const hits = found.filter(({ seriesId }) => seriesId % 10 === 0).length;
  if (recomputed !== count) wrong = `${recomputed} baselines of ${count}`;
  else if (hits < planted) wrong = `${hits} of ${planted} spikes were found`;
  else if (found.length - hits > count / 20) wrong = `${found.length - hits} were not planted`;
  else if (lines.result.length !== count) wrong = 'not all trends were computed';
  await publish({
    name: 'analysis',
    rows: [reading.row, baselines.row, search.row, lines.row],
    ratios: { reading: round(baselines.row.seconds / reading.row.seconds) },
  });
  await store.close();
} finally {
  await bench.close();
}
if (wrong !== undefined) {
  console.error(`wrong: ${wrong}`);
  process.exitCode = 1;
}
