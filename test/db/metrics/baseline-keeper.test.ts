import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { StoredEvent } from '../../../src/core/events.ts';
import type { AnalysisSettings } from '../../../src/metrics/analysis-settings.ts';
import {
  dayMs,
  hourMs,
  minuteMs,
  sliceOfTime,
  type TimeSeries,
} from '../../../src/metrics/analysis/time-series.ts';
import { metricBaselinesMonitor } from '../../../src/monitors/metric-baselines/monitor.ts';
import { readEvents } from '../../../src/store/event-log.ts';
import { listAnomalies } from '../../../src/store/metric-anomalies.ts';
import { findBaselines, findForecasts } from '../../../src/store/metric-baselines.ts';
import { createClock, type Clock } from '../../../src/core/clock.ts';
import { sql } from '../../../src/store/drizzle.ts';
import { createMonitorBench, type MonitorBench } from '../../support/monitor-context.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { storeSeries } from '../../support/stored-series.ts';
import { correlatedNoise, makeSeries, mondayMs, shopLoad } from '../../support/synthetic-series.ts';

const seed = chooseSeed();
const told = `seed ${seed}`;
const settings: AnalysisSettings = {
  watch: true,
  include: ['shop.*'],
  exclude: ['shop.secret_*'],
  sensitivity: 'normal',
  maxSeries: 100,
  limits: [{ metric: 'shop.disk_percent', above: 100, withinMs: 10 * dayMs }],
};
const endMs = mondayMs + 28 * dayMs;

let test_: TestStore;
let nowMs = endMs;
let bench: MonitorBench;
let position: unknown;

/** Time stands still but for what the test says. */
const clock: Clock = createClock({
  now: () => new Date(nowMs),
  monotonicMs: () => performance.now(),
  setTimer: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
});

/** What happens between two times: storing what was measured, and a check after every bucket. */
async function liveUntil(untilMs: number, stepMs = 5 * minuteMs): Promise<void> {
  while (nowMs < untilMs) {
    nowMs += stepMs;
    await check();
  }
}

/** A check by a replica that knows only what is stored. */
async function check(more: Partial<AnalysisSettings> = {}): Promise<void> {
  bench = createMonitorBench(test_.store, { clock, position });
  for (;;) {
    const again = await metricBaselinesMonitor.check({ ...settings, ...more }, bench.context);
    if (again === undefined) break;
  }
  position = bench.position() ?? position;
  await bench.close();
}

async function events(type: string): Promise<readonly StoredEvent[]> {
  const all = await readEvents(test_.store.raw, { after: 0, limit: 1000 }, { types: [type] });
  return all;
}

const identity = (metric: string, subject = 'database:shop') => ({
  metric,
  subject,
  labels: { device: 'sda' },
  unit: 'ms',
});

function latency(change: (atMs: number) => number = () => 0): TimeSeries {
  const noise = correlatedNoise(createSeeded(seed), 0.5);
  return makeSeries({
    days: 35,
    valueAt: (atMs) => 20 + 50 * shopLoad(atMs) + 2 * noise() + change(atMs),
  });
}

beforeAll(async () => {
  test_ = await createTestStore();
});
afterAll(async () => {
  await test_.close();
});

beforeEach(async () => {
  await test_.store.q.execute(sql`truncate hawkwatch_store.metric_series,
    hawkwatch_store.metric_baselines, hawkwatch_store.metric_forecasts,
    hawkwatch_store.metric_anomalies, hawkwatch_store.metric_rollups_1m,
    hawkwatch_store.metric_rollups_1h cascade`);
  await test_.store.q.execute(sql`truncate hawkwatch_store.events`);
  nowMs = endMs + minuteMs;
  position = null;
});

describe('the keeper of baselines', () => {
  test('stores what is usual, of what is included and recorded', async () => {
    const { store } = test_;
    const history = sliceOfTime(latency(), mondayMs, endMs);
    const shop = await storeSeries(store, identity('shop.latency_ms'), history);
    const thin = sliceOfTime(history, endMs - 6 * hourMs, endMs);
    const young = await storeSeries(store, identity('shop.latency_ms', 'database:new'), thin);
    const secret = await storeSeries(store, identity('shop.secret_ms'), history);
    const old = sliceOfTime(history, mondayMs, endMs - 5 * dayMs);
    const gone = await storeSeries(store, identity('shop.latency_ms', 'database:old'), old);
    await check();
    const rows = await findBaselines(store.q, [shop, young, secret, gone]);
    expect(rows.map(({ seriesId }) => seriesId).toSorted((a, b) => a - b)).toEqual([shop, young]);
    expect(
      rows.find(({ seriesId }) => seriesId === shop),
      told,
    ).toMatchObject({
      silence: null,
      walk: null,
      baseline: { sampleSize: 8064, season: { season: 'HOUR_OF_WEEK' } },
    });
    expect(
      rows.find(({ seriesId }) => seriesId === young),
      told,
    ).toMatchObject({
      baseline: null,
      silence: 'a baseline needs 48 buckets over one day; there is 72 over 6 hours',
    });
    expect(await events('metric.anomaly_detected')).toEqual([]);
  });

  test('tells an anomaly once when it begins and once when it ends', async () => {
    const { store } = test_;
    const incident = (atMs: number): number =>
      atMs >= endMs + hourMs && atMs < endMs + 2 * hourMs ? 60 : 0;
    await storeSeries(store, identity('shop.latency_ms'), latency(incident));
    await liveUntil(endMs + 90 * minuteMs);
    const [detected, ...others] = await events('metric.anomaly_detected');
    expect(others).toEqual([]);
    expect(detected, told).toMatchObject({
      subject: 'database:shop',
      payload: {
        metric: 'shop.latency_ms',
        labels: { device: 'sda' },
        direction: 'ABOVE',
        since: new Date(endMs + hourMs).toISOString(),
        season: 'HOUR_OF_WEEK',
        sampleSize: 8064,
      },
    });
    expect(await listAnomalies(store.q, { open: true }, { limit: 10 })).toHaveLength(1);
    await liveUntil(endMs + 3 * hourMs);
    expect(await events('metric.anomaly_detected')).toHaveLength(1);
    const ended = await events('metric.anomaly_ended');
    expect(ended, told).toMatchObject([
      {
        payload: {
          until: new Date(endMs + 2 * hourMs).toISOString(),
          reason: 'USUAL_AGAIN',
          buckets: 12,
        },
      },
    ]);
    expect(await listAnomalies(store.q, { open: true }, { limit: 10 })).toEqual([]);
  });

  test('tells nothing twice when a round is repeated because its position was lost', async () => {
    const { store } = test_;
    const incident = (atMs: number): number =>
      atMs >= endMs + hourMs && atMs < endMs + 75 * minuteMs ? 100 : 0;
    await storeSeries(store, identity('shop.latency_ms'), latency(incident));
    await check();
    const before = position;
    nowMs = endMs + 2 * hourMs;
    await check();
    // The changes were written, the position was not.
    position = before;
    await check();
    expect(await events('metric.anomaly_detected'), told).toHaveLength(1);
    expect(await events('metric.anomaly_ended'), told).toHaveLength(1);
    nowMs += 5 * minuteMs;
    await check();
    nowMs += 5 * minuteMs;
    await check();
    const rows = await store.q.execute(sql`select walk from hawkwatch_store.metric_baselines`);
    expect([...rows]).toEqual([{ walk: null }]);
  });

  test('takes a new level for usual after three days, and says so', async () => {
    await storeSeries(
      test_.store,
      identity('shop.latency_ms'),
      latency((atMs) => (atMs >= endMs + hourMs ? 80 : 0)),
    );
    await liveUntil(endMs + 2 * hourMs);
    expect(await listAnomalies(test_.store.q, { open: true }, { limit: 10 })).toHaveLength(1);
    await liveUntil(endMs + 4 * dayMs, hourMs);
    expect(await events('metric.anomaly_ended'), told).toMatchObject([
      { payload: { reason: 'NEW_LEVEL' } },
    ]);
    expect(await events('metric.anomaly_detected'), told).toHaveLength(1);
  });

  test('ends what it does not hear of any more, and what nobody wants to know', async () => {
    const { store } = test_;
    const high = latency((atMs) => (atMs >= endMs + hourMs ? 80 : 0));
    const silentFrom = sliceOfTime(high, mondayMs, endMs + 2 * hourMs);
    await storeSeries(store, identity('shop.latency_ms', 'database:silent'), silentFrom);
    await storeSeries(store, identity('shop.latency_ms', 'database:unwanted'), high);
    await liveUntil(endMs + 3 * hourMs);
    expect(await listAnomalies(store.q, { open: true }, { limit: 10 })).toHaveLength(2);
    nowMs = endMs + 5 * hourMs;
    await check();
    nowMs += 5 * minuteMs;
    await check({ include: ['other.*'], limits: [] });
    const ended = await events('metric.anomaly_ended');
    expect(
      ended.map(({ subject, payload }) => [subject, Reflect.get(Object(payload), 'reason')]),
    ).toEqual([
      ['database:silent', 'NO_DATA'],
      ['database:unwanted', 'NOT_WATCHED'],
    ]);
    expect(await store.q.execute(sql`select 1 from hawkwatch_store.metric_baselines`)).toHaveLength(
      0,
    );
  });

  test('forecasts when a disk is full, and tells it once while that is near', async () => {
    const { store } = test_;
    const noise = correlatedNoise(createSeeded(seed), 0.5);
    const disk = makeSeries({
      days: 33,
      valueAt: (atMs) => 30 + (60 * (atMs - mondayMs)) / (28 * dayMs) + noise(),
    });
    const id = await storeSeries(
      store,
      { ...identity('shop.disk_percent', 'host:db1'), unit: 'percent' },
      disk,
    );
    for (let day = 0; day < 3; day += 1) {
      await check();
      nowMs += 12 * hourMs;
    }
    const [row] = await findForecasts(store.q, [id]);
    expect(row, told).toMatchObject({ limit: 'above 100', silence: null });
    const crossed = await events('metric.forecast_crossed');
    expect(crossed, told).toMatchObject([
      { subject: 'host:db1', payload: { limit: 100, side: 'ABOVE', word: 'HIGH' } },
    ]);
    const at = Reflect.get(Object(crossed[0]?.payload), 'crossesAt');
    // 100 is reached after 32.7 days.
    const inDays = (Date.parse(String(at)) - endMs) / dayMs;
    expect(inDays, told).toBeGreaterThan(3);
    expect(inDays, told).toBeLessThan(7);
  });

  test('waits for roll-ups that are late, but not for ever', async () => {
    const { store } = test_;
    const incident = (atMs: number): number => (atMs >= endMs ? 100 : 0);
    await storeSeries(store, identity('shop.latency_ms'), latency(incident));
    await check();
    const stale = new Date(endMs).toISOString();
    await store.q
      .execute(sql`insert into hawkwatch_store.metric_stale_buckets (level, bucket, series)
      values (1, ${stale}::timestamptz, '{1}')`);
    nowMs = endMs + 14 * minuteMs;
    await check();
    expect(await events('metric.anomaly_detected')).toEqual([]);
    nowMs = endMs + 20 * minuteMs;
    await check();
    expect(await events('metric.anomaly_detected'), told).toHaveLength(1);
    await store.q.execute(sql`delete from hawkwatch_store.metric_stale_buckets`);
  });

  test('says when there are more series than it may watch', async () => {
    const history = sliceOfTime(latency(), mondayMs, endMs);
    for (const name of ['a', 'b', 'c']) {
      await storeSeries(test_.store, identity('shop.latency_ms', `database:${name}`), history);
    }
    await check({ maxSeries: 2 });
    expect(bench.reasons.at(-1)).toMatch(/^1 series are not watched/);
  });
});
