// Four weeks of a shop in the store: latencies with days and weeks, a disk that fills, an incident, what
// hawkwatch measured of itself, runs of migrations; one name is as hostile as names can be.
import { createClock, type Clock } from '../../src/core/clock.ts';
import { keepBaselines } from '../../src/metrics/baseline-keeper/keep.ts';
import type { AnalysisSettings } from '../../src/metrics/analysis-settings.ts';
import {
  dayMs,
  hourMs,
  minuteMs,
  type TimeSeries,
} from '../../src/metrics/analysis/time-series.ts';
import { createSystemRandom } from '../../src/core/random.ts';
import { sql } from '../../src/store/drizzle.ts';
import type { Store } from '../../src/store/store.ts';
import { createSeeded } from './seeded.ts';
import { storeSeries } from './stored-series.ts';
import { beginStoredRun } from './stored-runs.ts';
import { correlatedNoise, makeSeries, mondayMs, normal, shopLoad } from './synthetic-series.ts';

/** A name that is markup, a formula and a table cell. */
export const hostileName = '=cmd|</td><script>alert(1)</script>|[x](javascript:1)"\',`@all';

const days = 29;
/** The time at which the shop is looked at. */
export const shopNow = new Date(mondayMs + days * dayMs + 2 * minuteMs);

export const shopClock: Clock = createClock({
  now: () => shopNow,
  monotonicMs: () => performance.now(),
  setTimer: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
});

const analysis: AnalysisSettings = {
  watch: true,
  include: ['host.*', 'endpoint.*', 'database.*', 'hawkwatch.operation_p95_ms'],
  exclude: [],
  sensitivity: 'normal',
  maxSeries: 100,
  limits: [{ metric: 'host.disk_used_percent', above: 100, withinMs: 14 * dayMs }],
};

/** Stores it all, and lets the keeper of baselines look at it. */
export async function storeMeasuredShop(
  store: Store,
  seed: number,
  databaseId: string,
): Promise<void> {
  const seeded = createSeeded(seed);
  const endMs = mondayMs + days * dayMs;
  const put = (
    metric: string,
    subject: string,
    unit: string,
    valueAt: (atMs: number) => number,
    labels: Readonly<Record<string, string>> = {},
  ): Promise<number> => {
    const series: TimeSeries = makeSeries({ days, valueAt });
    return storeSeries(store, { metric, subject, unit, labels }, series);
  };
  const noise = correlatedNoise(seeded, 0.7);
  await put('endpoint.duration_ms', 'endpoint:checkout', 'ms', (atMs) => {
    const incident = atMs >= endMs - 90 * minuteMs ? 5_400 : 0;
    return 180 + 260 * shopLoad(atMs) + 20 * noise() + incident;
  });
  await put('endpoint.duration_ms', `endpoint:${hostileName}`, 'ms', () => 90 + 8 * noise());
  await put(
    'host.disk_used_percent',
    'host:db1',
    'percent',
    (atMs) => 52 + (1.35 * (atMs - mondayMs)) / dayMs + 0.3 * noise(),
    { mount: '/var/lib' },
  );
  await put('host.memory_used_percent', 'host:db1', 'percent', (atMs) =>
    atMs > endMs - 6 * hourMs && atMs < endMs - 5 * hourMs ? 93 : 61 + 6 * shopLoad(atMs) + noise(),
  );
  await put(
    'host.cpu_percent',
    'host:db1',
    'percent',
    (atMs) => 12 + 55 * shopLoad(atMs) + 3 * noise(),
  );
  await put(
    'database.connections_used_percent',
    'database:shop',
    'percent',
    (atMs) => 18 + 30 * shopLoad(atMs) + noise(),
  );
  await put(
    'database.size_bytes',
    'database:shop',
    'bytes',
    (atMs) => 4.1e10 + (3.2e8 * (atMs - mondayMs)) / dayMs + 1e7 * noise(),
  );
  await put('hawkwatch.memory_rss_bytes', 'hawkwatch:db1', 'bytes', () => 1.4e8 + 4e6 * noise());
  let [queries, failures] = [0, 0];
  const grow = (atMs: number): number => {
    queries += 40 + Math.round(200 * shopLoad(atMs));
    return queries;
  };
  await put('hawkwatch.operations_count', 'hawkwatch:db1', 'count', grow, { kind: 'query' });
  await put(
    'hawkwatch.operations_failed_count',
    'hawkwatch:db1',
    'count',
    (atMs) => (failures += atMs >= endMs - 2 * hourMs && atMs < endMs - hourMs ? 30 : 0),
    { kind: 'query' },
  );
  for (const [percentile, base] of [
    ['p50', 4],
    ['p95', 21],
    ['p99', 48],
  ] as const) {
    await put(
      `hawkwatch.operation_${percentile}_ms`,
      'hawkwatch:db1',
      'ms',
      (atMs) => base * (1 + 0.4 * shopLoad(atMs) + 0.08 * normal(seeded)),
    );
  }
  await put('hawkwatch.operations_running_count', 'hawkwatch:db1', 'count', (atMs) =>
    Math.round(3 + 9 * shopLoad(atMs)),
  );
  await put(
    'hawkwatch.operation_memory_bytes',
    'hawkwatch:db1',
    'bytes',
    () => 41_000 + 900 * noise(),
  );
  await put('hawkwatch.cache_hit_ratio', 'hawkwatch:db1', 'ratio', () => 0.94 + 0.004 * noise(), {
    cache: 'documents',
  });
  for (let n = 0; n < 12; n += 1) {
    const at = new Date(endMs - (n + 1) * 90 * minuteMs);
    const id = await beginStoredRun(store, { databaseId, at });
    const state = n === 3 ? 'FAILED' : 'SUCCEEDED';
    const finished = new Date(at.getTime() + (n === 5 ? 200_000 : 900 + 700 * n));
    await store.q.execute(sql`update hawkwatch_store.migration_runs
      set state = ${state}, finished_at = ${finished.toISOString()}::timestamptz
      where id = ${id}::uuid`);
  }
  await keepBaselines(analysis, {
    store,
    clock: shopClock,
    random: createSystemRandom(),
    signal: new AbortController().signal,
    position: null,
    transaction: (work) =>
      store.transaction((tx) => work({ ...tx, savePosition: () => Promise.resolve() })),
  });
}
