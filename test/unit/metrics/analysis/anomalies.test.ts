import { describe, expect, test } from 'vitest';

import {
  detectAnomalies,
  rulesOf,
  walkOn,
  walkStart,
} from '../../../../src/metrics/analysis/anomalies.ts';
import { computeBaseline, type Baseline } from '../../../../src/metrics/analysis/baseline.ts';
import { isSilent } from '../../../../src/metrics/analysis/confidence.ts';
import {
  dayMs,
  hourMs,
  minuteMs,
  ratesOfCounter,
  sliceOfTime,
  toTimeSeries,
  type TimeSeries,
} from '../../../../src/metrics/analysis/time-series.ts';
import { chooseSeed, createSeeded, type Seeded } from '../../../support/seeded.ts';
import {
  correlatedNoise,
  makeSeries,
  mondayMs,
  normal,
  shopLoad,
} from '../../../support/synthetic-series.ts';

const seed = chooseSeed();
const stepMs = 5 * minuteMs;
const told = `seed ${seed}`;

const report = (line: string): boolean => process.stdout.write(`${line}\n`);

function baselineOf(series: TimeSeries, leastSpread = 0): Baseline {
  const baseline = computeBaseline(series, leastSpread);
  if (isSilent(baseline)) throw new Error(`${baseline.silence} (${told})`);
  return baseline;
}

/** The part of the buckets after the history that lie in anomalies. */
function falseRate(make: (seeded: Seeded) => () => number, days = 375): number {
  const historyDays = 28;
  const next = make(createSeeded(seed));
  const series = makeSeries({ days: historyDays + days, valueAt: () => 50 + 3 * next() });
  const end = mondayMs + historyDays * dayMs;
  const baseline = baselineOf(sliceOfTime(series, mondayMs, end));
  const found = detectAnomalies(sliceOfTime(series, end, Infinity), baseline);
  const buckets = found.reduce((sum, anomaly) => sum + anomaly.buckets, 0);
  return buckets / (series.times.length - historyDays * 288);
}

describe('false alarms', () => {
  // 375 days of 5 minutes are 108,000 buckets.
  const noises: readonly [string, number, (seeded: Seeded) => () => number][] = [
    ['normal noise', 0.0001, (seeded) => () => normal(seeded)],
    ['noise with memory', 0.001, (seeded) => correlatedNoise(seeded, 0.9)],
    ['noise with a long tail', 0.001, (seeded) => () => Math.exp(0.8 * normal(seeded))],
    [
      'noise with wild values',
      0.002,
      (seeded) => () =>
        normal(seeded) /
        Math.sqrt((normal(seeded) ** 2 + normal(seeded) ** 2 + normal(seeded) ** 2) / 3),
    ],
    ['uniform noise', 0.0001, (seeded) => () => seeded.fraction()],
  ];
  for (const [name, most, make] of noises) {
    test(`are rarer than ${most * 100} % of 108,000 buckets of ${name}`, () => {
      const rate = falseRate(make);
      report(`${name}: ${(rate * 100).toFixed(4)} % (${told})`);
      expect(rate, told).toBeLessThan(most);
    });
  }

  test('are rare on days and weeks of a shop', () => {
    const noise = correlatedNoise(createSeeded(seed), 0.7);
    const valueAt = (atMs: number): number => 20 + 100 * shopLoad(atMs) + 5 * noise();
    const series = makeSeries({ days: 28 + 84, valueAt });
    const end = mondayMs + 28 * dayMs;
    const baseline = baselineOf(sliceOfTime(series, mondayMs, end));
    expect(baseline.season.season).toBe('HOUR_OF_WEEK');
    const found = detectAnomalies(sliceOfTime(series, end, Infinity), baseline);
    const buckets = found.reduce((sum, anomaly) => sum + anomaly.buckets, 0);
    report(`shop: ${((buckets / (84 * 288)) * 100).toFixed(4)} % (${told})`);
    expect(buckets / (84 * 288), told).toBeLessThan(0.001);
  });

  test('do not come from a backup every night', () => {
    const noise = createSeeded(seed);
    const valueAt = (atMs: number): number =>
      (atMs % dayMs < 2 * hourMs || atMs % dayMs >= 2 * hourMs + 10 * minuteMs ? 10 : 200) +
      normal(noise);
    const series = makeSeries({ days: 35, valueAt });
    const end = mondayMs + 28 * dayMs;
    const baseline = baselineOf(sliceOfTime(series, mondayMs, end));
    expect(detectAnomalies(sliceOfTime(series, end, Infinity), baseline), told).toEqual([]);
  });
});

describe('a flat line', () => {
  test('that never moved has no baseline, unless it is known how much is little', () => {
    const series = makeSeries({ days: 7, valueAt: () => 5 });
    expect(computeBaseline(series, 0)).toEqual({
      silence: 'all 2016 values are the same: nothing says what is much',
    });
    const baseline = baselineOf(series, 1);
    const later = (value: number) =>
      makeSeries({ days: 1, startMs: mondayMs + 7 * dayMs, valueAt: () => value });
    expect(detectAnomalies(later(6), baseline)).toEqual([]);
    expect(detectAnomalies(later(50), baseline)).toMatchObject([{ direction: 'ABOVE' }]);
  });

  test('that jitters by one now and then is quiet when it does so again', () => {
    const seeded = createSeeded(seed);
    const valueAt = (): number => (seeded.fraction() < 0.01 ? 6 : 5);
    const series = makeSeries({ days: 100, valueAt });
    const end = mondayMs + 14 * dayMs;
    const baseline = baselineOf(sliceOfTime(series, mondayMs, end));
    expect(detectAnomalies(sliceOfTime(series, end, Infinity), baseline), told).toEqual([]);
  });

  test('of a counter that is started anew has rates without a gap below zero', () => {
    const seeded = createSeeded(seed);
    let total = 0;
    const counter = makeSeries({
      days: 10,
      valueAt: (_at, index) => {
        total = index % 700 === 699 ? 0 : total + 300 + seeded.integer(30);
        return total;
      },
    });
    const rates = ratesOfCounter(counter);
    expect(Math.min(...rates.values)).toBeGreaterThan(0.9);
    const baseline = baselineOf(rates);
    expect(baseline.p50).toBeCloseTo(1.05, 1);
    expect(detectAnomalies(rates, baseline), told).toEqual([]);
  });
});

/** How many of 200 planted changes are found, on series with days and weeks. */
function recallOf(change: (sinceMs: number) => number, withinMs: number): number {
  const seeded = createSeeded(seed);
  const noise = correlatedNoise(seeded, 0.5);
  const shape = (atMs: number): number => 20 + 100 * shopLoad(atMs) + 5 * noise();
  const end = mondayMs + 28 * dayMs;
  const baseline = baselineOf(makeSeries({ days: 28, valueAt: shape }));
  let found = 0;
  for (let round = 0; round < 200; round += 1) {
    const plantedMs = end + (seeded.integer(7 * 288) + 24) * stepMs;
    const series = makeSeries({
      days: 10,
      startMs: end,
      valueAt: (atMs) => shape(atMs) + (atMs < plantedMs ? 0 : change(atMs - plantedMs)),
    });
    const seen = detectAnomalies(series, baseline).some(
      ({ sinceMs }) => sinceMs >= plantedMs && sinceMs <= plantedMs + withinMs,
    );
    if (seen) found += 1;
  }
  return found / 200;
}

describe('what was planted is found', () => {
  const plants: readonly [string, (sinceMs: number) => number, number][] = [
    ['a step up', () => 80, 15 * minuteMs],
    ['a step down', () => -80, 15 * minuteMs],
    ['a spike of one bucket', (sinceMs) => (sinceMs < stepMs ? 150 : 0), 0],
    ['a ramp within six hours', (sinceMs) => Math.min(sinceMs / (6 * hourMs), 1) * 80, 6 * hourMs],
  ];
  for (const [name, change, withinMs] of plants) {
    test(`at least 95 of 100: ${name}`, () => {
      const recall = recallOf(change, withinMs);
      report(`${name}: ${recall * 100} % found (${told})`);
      expect(recall, told).toBeGreaterThanOrEqual(0.95);
    });
  }
});

describe('an anomaly', () => {
  const history = (seeded: Seeded): TimeSeries =>
    makeSeries({ days: 14, valueAt: () => 100 + normal(seeded) });
  const endMs = mondayMs + 14 * dayMs;

  test('tells its evidence, begins once and ends once', () => {
    const baseline = baselineOf(history(createSeeded(seed)));
    const values = [100, 101, 120, 100, 107, 107, 107, 108, 107, 101, 107, 103, 100, 100];
    const series = toTimeSeries(
      values.map((value, index) => ({ atMs: endMs + index * stepMs, value })),
      stepMs,
    );
    // Neither one usual bucket nor one that is not quite so ends it.
    expect(detectAnomalies(series, baseline)).toMatchObject([
      { direction: 'ABOVE', actual: 120, buckets: 7, sinceMs: endMs + 2 * stepMs },
    ]);
  });

  test('ends with the first of three usual buckets', () => {
    const baseline = baselineOf(history(createSeeded(seed)));
    const values = [130, 130, 100, 130, 100, 101, 99, 100];
    const series = toTimeSeries(
      values.map((value, index) => ({ atMs: endMs + index * stepMs, value })),
      stepMs,
    );
    const [only, ...rest] = detectAnomalies(series, baseline);
    expect(rest).toEqual([]);
    expect(only).toMatchObject({
      sinceMs: endMs,
      untilMs: endMs + 4 * stepMs,
      buckets: 3,
      sampleSize: 4032,
      confidence: { word: 'HIGH' },
    });
    expect(only?.expectedLow).toBeLessThan(97);
    expect(only?.expectedHigh).toBeGreaterThan(103);
  });

  test('stands in no row over a gap', () => {
    const baseline = baselineOf(history(createSeeded(seed)));
    const at = [0, 1, 20, 21, 40, 41];
    const series = toTimeSeries(
      at.map((index) => ({ atMs: endMs + index * stepMs, value: 106 })),
      stepMs,
    );
    expect(detectAnomalies(series, baseline)).toEqual([]);
  });

  test('is the same when the walk is stored after every bucket, and a bucket comes twice', () => {
    const seeded = createSeeded(seed);
    const baseline = baselineOf(history(seeded));
    const series = makeSeries({
      days: 3,
      startMs: endMs,
      valueAt: (_at, index) => 100 + normal(seeded) + (index % 50 < 5 ? 12 : 0),
    });
    let walk = walkStart;
    const ended: unknown[] = [];
    for (let index = 0; index < series.times.length; index += 1) {
      const point = { atMs: series.times[index] ?? 0, value: series.values[index] ?? 0 };
      const step = walkOn(walk, point, baseline, rulesOf.normal);
      if (step.ended !== null) ended.push(step.ended);
      walk = JSON.parse(JSON.stringify(step.walk));
      expect(walkOn(walk, point, baseline, rulesOf.normal).walk).toEqual(walk);
    }
    const found = detectAnomalies(series, baseline);
    expect(found.length, told).toBeGreaterThan(10);
    expect(ended, told).toEqual(found.filter(({ untilMs }) => untilMs !== null));
  });
});

test('neither order, scale nor offset of the values changes what is found', () => {
  const seeded = createSeeded(seed);
  for (let round = 0; round < 10; round += 1) {
    const noise = correlatedNoise(seeded, seeded.fraction() * 0.9);
    const series = makeSeries({
      days: 30,
      stepMs: 15 * minuteMs,
      valueAt: (atMs, index) => 10 * shopLoad(atMs) + noise() + (index % 501 < 4 ? 30 : 0),
    });
    const points = Array.from(series.times, (atMs, index) => ({
      atMs,
      value: series.values[index] ?? 0,
    }));
    const scale = 2 ** (seeded.integer(20) - 10);
    const offset = Math.round((seeded.fraction() - 0.5) * 1000);
    const foundIn = (some: TimeSeries) =>
      detectAnomalies(some, baselineOf(some)).map((one) => [one.sinceMs, one.untilMs]);
    const found = foundIn(series);
    const about = `${told}, round ${round}`;
    expect(found.length, about).toBeGreaterThan(0);
    const shuffled = points.toSorted((left, right) => (left.value < right.value ? -1 : 1));
    expect(foundIn(toTimeSeries(shuffled, series.stepMs)), about).toEqual(found);
    const changed = points.map(({ atMs, value }) => ({ atMs, value: value * scale + offset }));
    expect(foundIn(toTimeSeries(changed, series.stepMs)), about).toEqual(found);
  }
});
