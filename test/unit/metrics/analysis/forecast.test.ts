import { describe, expect, test } from 'vitest';

import { computeBaseline } from '../../../../src/metrics/analysis/baseline.ts';
import { isSilent, type Silence } from '../../../../src/metrics/analysis/confidence.ts';
import {
  forecastCrossing,
  trendOf,
  type Forecast,
} from '../../../../src/metrics/analysis/forecast.ts';
import {
  dayMs,
  hourMs,
  sliceOfTime,
  toTimeSeries,
  type TimeSeries,
} from '../../../../src/metrics/analysis/time-series.ts';
import { findTrend, type Trend } from '../../../../src/metrics/analysis/trend.ts';
import { chooseSeed, createSeeded } from '../../../support/seeded.ts';
import {
  correlatedNoise,
  makeSeries,
  mondayMs,
  normal,
  shopLoad,
} from '../../../support/synthetic-series.ts';

const seed = chooseSeed();
const told = `seed ${seed}`;
const full = { value: 100, side: 'ABOVE' as const };
const report = (line: string): boolean => process.stdout.write(`${line}\n`);

function said<T extends object>(finding: T | Silence): T {
  if (isSilent(finding)) throw new Error(`silent: ${finding.silence} (${told})`);
  return finding;
}

const days = (atMs: number): number => (atMs - mondayMs) / dayMs;

function diskOf(perDay: number, noise: () => number, length = 10): TimeSeries {
  const valueAt = (atMs: number): number => 40 + perDay * days(atMs) + noise();
  return makeSeries({ days: length, stepMs: hourMs, valueAt });
}

describe('a trend', () => {
  test('is the line that was drawn, with an interval that holds it nine times of ten', () => {
    const seeded = createSeeded(seed);
    let held = 0;
    const rounds = 200;
    for (let round = 0; round < rounds; round += 1) {
      const slope = (seeded.fraction() - 0.5) * 10;
      const noise = correlatedNoise(seeded, seeded.fraction() * 0.6);
      const trend = said(findTrend(diskOf(slope, () => 2 * noise())));
      if (trend.slopeLowPerDay <= slope && slope <= trend.slopeHighPerDay) held += 1;
    }
    report(`the interval held the slope in ${(held / rounds) * 100} % (${told})`);
    expect(held / rounds, told).toBeGreaterThan(0.8);
  });

  test('is seldom seen in noise', () => {
    const seeded = createSeeded(seed);
    let seen = 0;
    for (let round = 0; round < 200; round += 1) {
      const noise = correlatedNoise(seeded, 0.5);
      const trend = said(findTrend(diskOf(0, noise)));
      if (trend.direction !== 'FLAT') seen += 1;
    }
    report(`a trend in ${seen / 2} % of noise (${told})`);
    expect(seen, told).toBeLessThan(20);
  });

  test('is not turned by a fifth of wild values', () => {
    const seeded = createSeeded(seed);
    const series = diskOf(2, () => normal(seeded) + (seeded.fraction() < 0.2 ? 500 : 0));
    const trend = said(findTrend(series));
    expect(trend.slopePerDay, told).toBeGreaterThan(1.5);
    expect(trend.slopePerDay, told).toBeLessThan(2.5);
  });

  test('does not depend on order and offset, and grows with the scale', () => {
    const seeded = createSeeded(seed);
    for (let round = 0; round < 20; round += 1) {
      const series = diskOf(seeded.fraction() - 0.5, () => normal(seeded));
      const points = Array.from(series.times, (atMs, index) => ({
        atMs,
        value: series.values[index] ?? 0,
      }));
      const plain = said(trendOf(series, 0));
      const scale = 2 ** (seeded.integer(16) - 8);
      const changed = points
        .map(({ atMs, value }) => ({ atMs, value: value * scale - 77 }))
        .toSorted((left, right) => left.value - right.value);
      const trend = said(trendOf(toTimeSeries(changed, hourMs), 0));
      expect(trend.slopePerDay, told).toBeCloseTo(plain.slopePerDay * scale, 6);
      expect(trend.direction, told).toBe(plain.direction);
      expect(trend.confidence, told).toEqual(plain.confidence);
    }
  });

  test('is not said of a few points, or of a level that has just changed', () => {
    expect(findTrend(diskOf(1, () => 0, 0.4))).toEqual({
      silence: 'a trend needs 12 points over 6 hours; there is 10 points over 10 hours',
    });
    const seeded = createSeeded(seed);
    const stepped = makeSeries({
      days: 10,
      stepMs: hourMs,
      valueAt: (atMs) => (days(atMs) < 9.3 ? 40 : 80) + normal(seeded),
    });
    expect(trendOf(stepped, 0), told).toMatchObject({
      silence: expect.stringMatching(/^its level changed 1[5-9] hours ago/),
    });
  });
});

describe('a forecast', () => {
  test('holds the moment of crossing between earliest and latest', () => {
    const seeded = createSeeded(seed);
    let held = 0;
    const rounds = 200;
    for (let round = 0; round < rounds; round += 1) {
      const perDay = 2.5 + 2 * seeded.fraction();
      const noise = correlatedNoise(seeded, 0.6);
      const forecast = said(forecastCrossing(diskOf(perDay, noise), full, 0.1));
      const crossesMs = mondayMs + (60 / perDay) * dayMs;
      const latestMs = forecast.latestMs ?? Infinity;
      if (forecast.earliestMs <= crossesMs && crossesMs <= latestMs) held += 1;
      expect(Math.abs(forecast.atMs - crossesMs) / dayMs, told).toBeLessThan(5);
    }
    report(`the crossing was in the interval in ${(held / rounds) * 100} % (${told})`);
    expect(held / rounds, told).toBeGreaterThan(0.85);
  });

  test('sees the trend through days and weeks', () => {
    const seeded = createSeeded(seed);
    const valueAt = (atMs: number): number =>
      10 + 1.5 * days(atMs) + 20 * shopLoad(atMs) + normal(seeded);
    const series = makeSeries({ days: 28, valueAt });
    const forecast = said(forecastCrossing(series, full, 0.1));
    // Without season the level at the end is 10 + 1.5 * 28 + the season's median.
    expect(forecast.trend.slopePerDay, told).toBeCloseTo(1.5, 0);
    expect(days(forecast.atMs), told).toBeGreaterThan(45);
    expect(days(forecast.atMs), told).toBeLessThan(65);
    expect(forecast.confidence.word, told).not.toBe('LOW');
  });

  const silences: readonly [string, RegExp, (at: number, noise: number) => number, number?][] = [
    ['thin history', /needs one day of history; there is 12 hours/, (at) => 40 + at * 50, 0.5],
    ['noise', /does not go towards the limit/, (_at, noise) => 50 + noise],
    ['a series that falls', /does not go towards the limit/, (at, noise) => 90 - 3 * at + noise],
    [
      'a step, which is no slope',
      /does not go towards the limit/,
      (at, noise) => (at < 7 ? 40 : 80) + noise,
    ],
    ['a step just now', /its level changed/, (at, noise) => (at < 9.3 ? 40 : 80) + noise],
    [
      'a saw that is emptied every few days',
      /fell back \d times|does not go|not within/,
      (at, noise) => 40 + 12 * (at % 3) + 0.2 * noise,
    ],
    ['what is beyond already', /beyond the limit already/, (at, noise) => 98 + at + noise],
    ['what is too far away', /not within 20 days/, (at, noise) => 40 + at * 0.5 + 0.2 * noise],
    [
      'growth that has ended',
      /did not go on|does not go|its level/,
      (at, noise) => 40 + 8 * Math.min(at, 6) + 0.3 * noise,
    ],
  ];
  for (const [name, reason, valueAt, length = 10] of silences) {
    test(`is not made of ${name}`, () => {
      const seeded = createSeeded(seed);
      const series = makeSeries({
        days: length,
        stepMs: hourMs,
        valueAt: (atMs) => valueAt(days(atMs), normal(seeded)),
      });
      const forecast: Forecast | Silence = forecastCrossing(series, full, 0.1);
      expect(forecast, told).toEqual({ silence: expect.stringMatching(reason) });
    });
  }

  test('goes on from the new level when a disk was cleaned up once', () => {
    const seeded = createSeeded(seed);
    const valueAt = (atMs: number): number =>
      40 + 4 * days(atMs) - (days(atMs) < 7 ? 0 : 35) + 0.3 * normal(seeded);
    const series = makeSeries({ days: 12, stepMs: hourMs, valueAt });
    const forecast = said(forecastCrossing(series, { ...full, value: 80 }, 0.1));
    expect(days(forecast.atMs), told).toBeCloseTo(75 / 4, 0);
  });

  test('of what falls: free space, to nothing', () => {
    const seeded = createSeeded(seed);
    const valueAt = (atMs: number): number => 100 - 6 * days(atMs) + normal(seeded);
    const series = makeSeries({ days: 10, stepMs: hourMs, valueAt });
    const forecast = said(forecastCrossing(series, { value: 0, side: 'BELOW' }, 0.1));
    expect(days(forecast.atMs), told).toBeCloseTo(100 / 6, 0);
    expect(forecast.earliestMs).toBeLessThan(forecast.atMs);
  });
});

describe('a baseline', () => {
  const shop = (length: number, more: (atMs: number) => number = () => 0): TimeSeries => {
    const noise = correlatedNoise(createSeeded(seed), 0.5);
    return makeSeries({
      days: length,
      valueAt: (atMs) => 20 + 100 * shopLoad(atMs) + 4 * noise() + more(atMs),
    });
  };

  test('says which season it uses: the week with three weeks, before that the day, or none', () => {
    const seasonAfter = (length: number) => said(computeBaseline(shop(length), 0)).season;
    expect(seasonAfter(28), told).toMatchObject({ season: 'HOUR_OF_WEEK' });
    expect(seasonAfter(12), told).toMatchObject({
      season: 'HOUR_OF_DAY',
      reason: expect.stringContaining('the week needs 3 weeks'),
    });
    expect(seasonAfter(2), told).toEqual({
      season: 'NONE',
      offsets: [0],
      explained: 0,
      reason: 'an hour of the day needs 4 days',
    });
  });

  test('sees no season in noise', () => {
    const noise = correlatedNoise(createSeeded(seed), 0.9);
    const series = makeSeries({ days: 28, valueAt: () => 50 + noise() });
    expect(said(computeBaseline(series, 0)).season.season, told).toBe('NONE');
  });

  test('is not said of less than a day', () => {
    expect(computeBaseline(shop(0.5), 0)).toEqual({
      silence: 'a baseline needs 48 buckets over one day; there is 144 over 12 hours',
    });
    expect(computeBaseline(toTimeSeries([], hourMs), 0)).toEqual({
      silence: 'a baseline needs 48 buckets over one day; there is nothing',
    });
  });

  test('keeps to the level before a step for three days, then goes over to the new one', () => {
    const stepped = shop(28, (atMs) => (days(atMs) < 24 ? 0 : 200));
    const at = (length: number) =>
      said(computeBaseline(sliceOfTime(stepped, mondayMs, mondayMs + length * dayMs), 0));
    const before = at(24);
    expect(before.shiftedAtMs).toBeNull();
    const young = at(26);
    expect(young, told).toMatchObject({ awaitsAdoption: true });
    expect(young.level - before.level, told).toBeLessThan(20);
    const adopted = at(28);
    expect(adopted, told).toMatchObject({ awaitsAdoption: false });
    expect(days(adopted.shiftedAtMs ?? 0), told).toBeCloseTo(24, 0);
    expect(adopted.level - before.level, told).toBeGreaterThan(150);
  });

  test('a weekend is no new level', () => {
    const noise = correlatedNoise(createSeeded(seed), 0.5);
    const week = makeSeries({
      days: 17,
      valueAt: (atMs) => (Math.floor(days(atMs)) % 7 >= 5 ? 30 : 100) + noise(),
    });
    for (let length = 8; length <= 17; length += 1) {
      const baseline = said(
        computeBaseline(sliceOfTime(week, mondayMs, mondayMs + length * dayMs), 0),
      );
      expect(baseline.shiftedAtMs, `${told}, after ${length} days`).toBeNull();
    }
  });

  test('is not moved by an incident of half a day', () => {
    const incident = shop(28, (atMs) => (days(atMs) > 20 && days(atMs) < 20.5 ? 500 : 0));
    const [plain, hit] = [shop(28), incident].map((one) => said(computeBaseline(one, 0)));
    const moved = Math.abs((hit?.level ?? 0) - (plain?.level ?? 0));
    expect(moved, told).toBeLessThan(plain?.spreadAbove ?? 0);
    expect(hit?.spreadAbove ?? 0, told).toBeLessThan(2 * (plain?.spreadAbove ?? 0));
  });
});

test('a trend of a day is shown with its evidence', () => {
  const seeded = createSeeded(seed);
  const trend: Trend = said(findTrend(diskOf(5, () => normal(seeded))));
  expect(trend, told).toMatchObject({ direction: 'RISING', confidence: { word: 'HIGH' } });
  expect(trend.rSquared, told).toBeGreaterThan(0.9);
  expect(trend.sampleSize, told).toBeGreaterThan(100);
});
