// The arithmetic of measuring: percentiles, resolutions, ranges, catalogue, the board of newest samples.
import { describe, expect, it } from 'vitest';

import { metricCatalogue, unitOf } from '../../../src/metrics/catalogue/registry.ts';
import { defineMetric } from '../../../src/metrics/define-metric.ts';
import { DurationHistogram } from '../../../src/metrics/duration-histogram.ts';
import { createLatestBoard } from '../../../src/metrics/latest-board.ts';
import { describeRecorder } from '../../../src/metrics/measurements.ts';
import { createOperationMeter } from '../../../src/metrics/operation-meter.ts';
import { toWanted } from '../../../src/metrics/series-cache.ts';
import { chooseResolution } from '../../../src/metrics/resolution.ts';
import { encodeCopy } from '../../../src/store/metric-samples.ts';
import { rangesOf } from '../../../src/store/metric-points.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { committedMetricsTable, metricsTable } from '../../support/metrics-table.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const seed = chooseSeed();
const minuteMs = 60_000;
const dayMs = 86_400_000;

describe('percentiles of durations', () => {
  it(`are right to 3 % (seed ${seed})`, () => {
    const random = createSeeded(seed);
    const durations = Array.from({ length: 5000 }, () => 10 ** (random.fraction() * 6 - 2));
    const histogram = new DurationHistogram();
    for (const [i, ms] of durations.entries()) histogram.add(ms, i);
    const sorted = durations.toSorted((a, b) => a - b);
    const ranks = [1, 50, 95, 99, 100];
    for (const [i, found] of histogram.percentiles(ranks, 5000).entries()) {
      const rank = ranks[i] ?? 0;
      const exact = sorted[Math.ceil((sorted.length * rank) / 100) - 1] ?? 0;
      expect(Math.abs((found ?? 0) - exact) / exact).toBeLessThan(0.03);
    }
  });

  it('forget what is older than ten minutes, and take what no duration is', () => {
    const histogram = new DurationHistogram();
    histogram.add(100, 0);
    histogram.add(0, 5 * minuteMs);
    histogram.add(-1, 5 * minuteMs);
    histogram.add(1e12, 5 * minuteMs);
    expect(histogram.percentiles([100], 9 * minuteMs)[0]).toBeGreaterThan(1000);
    expect(histogram.percentiles([50], 15 * minuteMs)).toEqual([null]);
    histogram.add(5, 25 * minuteMs);
    expect(histogram.percentiles([50], 25 * minuteMs)[0]).toBeCloseTo(5, 0);
  });
});

describe('the meter of operations', () => {
  it('counts what runs, ends and fails, by kind and together', () => {
    const clock = createFakeClock();
    const heard: unknown[] = [];
    const meter = createOperationMeter({ clock, onEnd: (...what) => heard.push(what) });
    const first = meter.begin('query');
    const second = meter.begin('mutation');
    clock.advance(10);
    first(false);
    clock.advance(10);
    second(true);
    meter.begin('subscription');
    expect(meter.counts('query')).toEqual({ running: 0, completed: 1, failed: 0, totalMs: 10 });
    const figures = meter.figures();
    expect(figures).toMatchObject({ running: 1, completed: 1, failed: 1, averageMs: 15 });
    expect(figures.p50Ms).toBeCloseTo(10, 0);
    expect(heard).toEqual([
      ['query', 10],
      ['mutation', 20],
    ]);
  });
});

describe('the resolution of a window', () => {
  const now = new Date(Date.UTC(2026, 5, 1));
  const retention = { samplesMs: 14 * dayMs, minutesMs: 60 * dayMs, rollupsMs: 400 * dayMs };
  const choose = (ageMs: number, spanMs: number, points: number) =>
    chooseResolution({
      from: new Date(now.getTime() - ageMs),
      to: new Date(now.getTime() - ageMs + spanMs),
      points,
      now,
      retention,
    });

  it.each([
    ['ten minutes, finely', 600_000, 600_000, 2000, 1000, 'RAW'],
    ['a day in five minutes', dayMs, dayMs, 288, 300_000, 'MINUTES'],
    ['a day in 2,000 points', dayMs, dayMs, 2000, minuteMs, 'MINUTES'],
    ['ten minutes of last month', 30 * dayMs, 600_000, 2000, minuteMs, 'MINUTES'],
    ['90 days', 90 * dayMs, 90 * dayMs, 2000, 2 * 3_600_000, 'HOURS'],
    ['ten minutes of last year', 300 * dayMs, 600_000, 2000, 3_600_000, 'HOURS'],
    ['400 days in one point', 400 * dayMs, 400 * dayMs, 2, 364 * dayMs, 'HOURS'],
  ])('%s', (_name, ageMs, spanMs, points, stepMs, source) => {
    const found = choose(ageMs, spanMs, points);
    expect([found.stepMs, found.source]).toEqual([stepMs, source]);
  });

  it(`never has more buckets than wanted, and covers the window (seed ${seed})`, () => {
    const random = createSeeded(seed);
    for (let n = 0; n < 2000; n += 1) {
      const spanMs = 1 + random.integer(2 ** 31) * (1 + random.integer(20));
      const ageMs = random.integer(2 ** 31) * 10;
      const points = 2 + random.integer(1999);
      const { fromMs, toMs, stepMs } = choose(ageMs, spanMs, points);
      const from = now.getTime() - ageMs;
      expect(fromMs <= from && toMs >= from + spanMs).toBe(true);
      expect([fromMs % stepMs, toMs % stepMs].map(Math.abs)).toEqual([0, 0]);
      expect((toMs - fromMs) / stepMs).toBeLessThanOrEqual(points);
    }
  });
});

describe('ranges of buckets', () => {
  it(`hold all of them, and are few (seed ${seed})`, () => {
    const random = createSeeded(seed);
    for (let n = 0; n < 200; n += 1) {
      const buckets = [
        ...new Set(Array.from({ length: random.integer(200) }, () => random.integer(1000))),
      ].toSorted((a, b) => a - b);
      const ranges = rangesOf(
        buckets.map((bucket) => bucket * minuteMs),
        minuteMs,
      );
      expect(ranges.length).toBeLessThanOrEqual(20);
      for (const bucket of buckets) {
        const within = ranges.filter(
          ({ fromMs, toMs }) => fromMs <= bucket * minuteMs && bucket * minuteMs < toMs,
        );
        expect(within).toHaveLength(1);
      }
    }
  });
});

describe('the catalogue', () => {
  it('has each name once, with a unit and a sentence', () => {
    const names = metricCatalogue.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, unit, description } of metricCatalogue) {
      expect(unitOf(name)).toBe(unit);
      expect(description).toMatch(/^[A-Z0-9].*\.$/);
    }
    expect(() =>
      defineMetric({ name: 'nodot', unit: 'x', kind: 'gauge', description: '' }),
    ).toThrow('no name of a metric');
  });

  it('is in the documentation (node test/support/metrics-table.ts writes it)', () => {
    expect(committedMetricsTable()).toBe(metricsTable());
  });

  it('reads the unit of an undeclared metric off its name', () => {
    expect(['a.b_bytes', 'a.latency_ms', 'a.percent', 'a.things'].map(unitOf)).toEqual([
      'bytes',
      'ms',
      'percent',
      'count',
    ]);
  });
});

describe('the board of newest samples', () => {
  it('keeps the newest of each series, and makes room of what is old', () => {
    const clock = createFakeClock();
    clock.advance(dayMs);
    const board = createLatestBoard({ clock, maxSeries: 2 });
    const note = (subject: string, value: number, agoMs = 0): void =>
      board.note([{ metric: 'a.b', subject, at: new Date(clock.now().getTime() - agoMs), value }]);
    note('one', 1);
    note('one', 2, 1000);
    note('two', 3, 10 * minuteMs);
    note('three', 4);
    expect(board.list().map(({ value }) => value)).toEqual([1, 3]);
    expect(board.left).toBe(1);
    clock.advance(10 * minuteMs);
    note('three', 5);
    expect(board.list().map(({ value }) => value)).toEqual([1, 5]);
    clock.advance(20 * minuteMs);
    expect(board.list()).toEqual([]);
  });
});

describe('a sample of the future', () => {
  it('does not stay on the board instead of newer ones', () => {
    const clock = createFakeClock();
    clock.advance(dayMs);
    const board = createLatestBoard({ clock, maxSeries: 2 });
    const note = (value: number, aheadMs: number): void =>
      board.note([
        { metric: 'a.b', subject: 'one', at: new Date(clock.now().getTime() + aheadMs), value },
      ]);
    note(1, 10 * minuteMs);
    note(2, 0);
    note(3, minuteMs);
    expect(board.list().map(({ value }) => value)).toEqual([3]);
  });
});

describe('the labels of a series', () => {
  const sample = { metric: 'a.b', subject: 'c', at: new Date(0), value: 1 };

  it('may be as long as the names of tables and paths', () => {
    const wanted = toWanted({
      ...sample,
      labels: { table: 's'.repeat(63) + '.' + 't'.repeat(63) },
    });
    expect(wanted?.labels['table']).toHaveLength(127);
    expect(toWanted({ ...sample, labels: { mount: '/'.repeat(301) } })).toBeUndefined();
  });

  it('fit into an entry of the index together', () => {
    const labels = Object.fromEntries(
      Array.from({ length: 8 }, (_, n) => [`l${n}`, 'ä'.repeat(300)]),
    );
    expect(toWanted({ ...sample, labels })).toBeUndefined();
  });
});

describe('the state of recording', () => {
  const dropped = { overflow: 0, invalid: 5, late: 0, future: 0, series: 0, failed: 0 };
  const fine = { pending: 0, written: 1, dropped, failure: null, lostAt: null, refusedAt: {} };
  const now = new Date(dayMs);

  it('is degraded while samples wait, and for a while after some were lost', () => {
    expect(describeRecorder(fine, now)).toEqual({ state: 'OK', reason: null });
    const away = describeRecorder({ ...fine, failure: 'away', pending: 9 }, now);
    expect(away).toEqual({ state: 'DEGRADED', reason: 'samples cannot be written (away): 9 wait' });
    const lost = { ...fine, lostAt: now, dropped: { ...dropped, overflow: 3 } };
    expect(describeRecorder(lost, now).reason).toContain('3 samples were lost');
    expect(describeRecorder(lost, new Date(2 * dayMs)).state).toBe('OK');
  });

  it.each([
    ['invalid', /5 are no measurements/],
    ['late', /7 are older/],
    ['future', /8 are ahead/],
    ['series', /9 are of new series/],
  ] as const)('is degraded for a while after samples were refused: %s', (reason, words) => {
    const counts = { ...dropped, late: 7, future: 8, series: 9 };
    const refused = { ...fine, dropped: counts, refusedAt: { [reason]: now } };
    const told = describeRecorder(refused, new Date(now.getTime() + 9 * minuteMs));
    expect(told).toEqual({ state: 'DEGRADED', reason: expect.stringMatching(words) });
    expect(describeRecorder(refused, new Date(now.getTime() + 10 * minuteMs)).state).toBe('OK');
  });
});

describe('the binary form of COPY', () => {
  it('is what PostgreSQL describes', () => {
    const bytes = encodeCopy({
      length: 1,
      series: Int32Array.of(7),
      at: Float64Array.of(Date.UTC(1999, 11, 31, 23, 59, 59, 999)),
      value: Float64Array.of(1.5),
    });
    expect(bytes.toString('hex')).toBe(
      [
        '5047434f50590aff0d0a00 00000000 00000000',
        '0003 00000004 00000007 00000008 fffffffffffffc18 00000008 3ff8000000000000 ffff',
      ]
        .join('')
        .replaceAll(' ', ''),
    );
  });
});
