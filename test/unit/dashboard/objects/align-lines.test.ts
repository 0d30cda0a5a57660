import { describe, expect, it } from 'vitest';

import {
  alignLines,
  isGoingOn,
  lonePoints,
  ratesOf,
  type AlignedLines,
  type CounterPoint,
  type LinePoint,
} from '../../../../src/dashboard/parts/series/align-lines.ts';
import { chooseSeed, createSeeded } from '../../../support/seeded.ts';

const second = 1_000;
const minute = 60 * second;
const startMs = Date.UTC(2026, 0, 1);
const seed = chooseSeed();

/** Buckets as the service makes them: one for each step that something was measured in. */
function bucketsOf(samplesMs: readonly number[], stepMs: number): LinePoint[] {
  const counts = new Map<number, number>();
  for (const atMs of samplesMs) {
    const bucketMs = Math.floor((startMs + atMs) / stepMs) * stepMs;
    counts.set(bucketMs, (counts.get(bucketMs) ?? 0) + 1);
  }
  return [...counts].map(([atMs, count]) => ({
    at: new Date(atMs).toISOString(),
    value: 1,
    count,
  }));
}

const every = (everyMs: number, untilMs: number, sinceMs = 0): number[] =>
  Array.from({ length: Math.ceil((untilMs - sinceMs) / everyMs) }, (_, n) => sinceMs + n * everyMs);

function align(lines: readonly (readonly LinePoint[])[], stepMs: number): AlignedLines {
  return alignLines(
    lines.map((points, index) => ({ label: `line ${index}`, points })),
    {
      from: new Date(startMs).toISOString(),
      to: new Date(startMs + 60 * minute).toISOString(),
      stepMs,
    },
  );
}

/** How many gaps a line has between its points. */
function gapsOf({ series }: AlignedLines, index = 0): number {
  const values = series[index]?.values.filter((value) => value !== undefined) ?? [];
  const first = values.findIndex((value) => value !== null);
  const inner = values.slice(first, values.findLastIndex((value) => value !== null) + 1);
  return inner.filter((value, n) => value === null && inner[n - 1] !== null).length;
}

describe('lines of a chart', () => {
  it('are not broken by their own interval, though it is longer than a step', () => {
    const lines = align([bucketsOf(every(5 * minute, 60 * minute), 20 * second)], 20 * second);
    expect(gapsOf(lines)).toBe(0);
    expect(lines.series[0]?.values).toHaveLength(12);
  });

  it('are not broken where two measurements fall into one bucket and none into the next', () => {
    const points = bucketsOf(
      [0, 31, 59, 91, 120, 150].map((n) => n * second),
      30 * second,
    );
    expect(points.map(({ count }) => count)).toEqual([1, 2, 1, 1, 1]);
    expect(gapsOf(align([points], 30 * second))).toBe(0);
  });

  it('are not broken where measurements come now sooner, now later', () => {
    const points = bucketsOf(
      [10, 32, 50, 95, 115, 125, 145, 158, 201, 209].map((n) => n * second),
      30 * second,
    );
    expect(points.map(({ count }) => count)).toEqual([1, 2, 2, 2, 1, 2]);
    expect(gapsOf(align([points], 30 * second))).toBe(0);
  });

  it('have a gap of their own, whatever is measured beside them', () => {
    const slow = bucketsOf(
      every(5 * minute, 60 * minute).filter((atMs) => atMs < 20 * minute || atMs > 40 * minute),
      30 * second,
    );
    const fast = bucketsOf(every(10 * second, 60 * minute), 30 * second);
    const lines = align([slow, fast], 30 * second);
    expect([gapsOf(lines, 0), gapsOf(lines, 1)]).toEqual([1, 0]);
    const alone = align([slow], 30 * second);
    expect(gapsOf(alone)).toBe(1);
  });

  it('have a gap of one bucket, where each bucket usually holds many measurements', () => {
    const samples = every(30 * second, 60 * minute).filter(
      (atMs) => atMs < 20 * minute || atMs >= 30 * minute,
    );
    expect(gapsOf(align([bucketsOf(samples, 10 * minute)], 10 * minute))).toBe(1);
  });

  it('have a gap between two busy buckets that are far apart', () => {
    const samples = [...every(30 * second, 10 * minute), ...every(30 * second, 60 * minute, 3e6)];
    expect(gapsOf(align([bucketsOf(samples, 10 * minute)], 10 * minute))).toBe(1);
  });

  it('share their times, keep their colours, and are empty without a point', () => {
    const window = { from: new Date(0).toISOString(), to: new Date(60_000).toISOString() };
    const point = (seconds: number, value: number) => ({
      at: new Date(seconds * second).toISOString(),
      value,
    });
    const lines = [
      { label: 'a', points: [point(10, 1), point(20, 2)] },
      { label: 'b', points: [point(20, 5)], color: '--warn' },
      { label: 'c', points: [] },
    ];
    expect(alignLines(lines, { ...window, stepMs: 10 * second })).toEqual({
      window: { from: 0, to: 60 },
      times: [10, 20],
      series: [
        { label: 'a', values: [1, 2] },
        { label: 'b', values: [undefined, 5], color: '--warn' },
        { label: 'c', values: [undefined, undefined] },
      ],
    });
  });

  it('are as long as what was asked for, though less was measured', () => {
    const { window } = align([bucketsOf([30 * minute], minute)], minute);
    expect(window).toEqual({ from: startMs / 1_000, to: startMs / 1_000 + 3_600 });
  });

  it(`are joined whatever the interval and the step, and each long silence is seen (seed ${seed})`, () => {
    const random = createSeeded(seed);
    const within = (least: number, most: number): number => least + random.integer(most - least);
    for (let run = 0; run < 300; run += 1) {
      const stepMs = [10, 20, 30, 60, 600, 3_600][random.integer(6)]! * second;
      const lines = Array.from({ length: 1 + random.integer(3) }, () => {
        const everyMs = within(5, 900) * second;
        const silenceMs = random.integer(2) === 0 ? 0 : 4 * everyMs + 3 * stepMs;
        // Enough that a few measurements cannot be the rhythm.
        const count = 12 * Math.ceil(Math.max(1, stepMs / everyMs));
        const cut = within(Math.floor(count / 4), Math.floor((count * 3) / 4));
        const samples = Array.from({ length: count }, (_, n) => {
          const jitterMs = Math.floor((random.fraction() - 0.5) * 0.1 * everyMs);
          return 1e7 + n * everyMs + jitterMs + (n >= cut ? silenceMs : 0);
        });
        return { points: bucketsOf(samples, stepMs), expected: silenceMs === 0 ? 0 : 1 };
      });
      const aligned = align(
        lines.map(({ points }) => points),
        stepMs,
      );
      const told = `seed ${seed}, run ${run}`;
      expect(
        lines.map((_, index) => gapsOf(aligned, index)),
        told,
      ).toEqual(lines.map(({ expected }) => expected));
      expect(
        aligned.times.every((time, n) => n === 0 || time > aligned.times[n - 1]!),
        told,
      ).toBe(true);
      for (const [index, { points }] of lines.entries()) {
        const values = aligned.series[index]?.values ?? [];
        expect(values.filter((value) => value != null).length, told).toBe(points.length);
      }
    }
  });

  it(`show each point, as part of a line or as a dot (seed ${seed})`, () => {
    const random = createSeeded(seed);
    for (let run = 0; run < 300; run += 1) {
      const values = Array.from(
        { length: random.integer(12) },
        () => [1, null, undefined][random.integer(3)],
      );
      // What the line runs through is no neighbour.
      const own = values.flatMap((value, index) => (value === undefined ? [] : [{ value, index }]));
      const expected = own.filter(
        ({ value }, n) => value != null && own[n - 1]?.value == null && own[n + 1]?.value == null,
      );
      expect(lonePoints(values), `seed ${seed}, run ${run}`).toEqual(
        expected.map(({ index }) => index),
      );
    }
  });
});

describe('a line', () => {
  const to = new Date(startMs + 60 * minute).toISOString();

  it('goes on while no measurement is overdue', () => {
    const slow = bucketsOf(every(5 * minute, 60 * minute), 30 * second);
    expect(isGoingOn(slow, { to, stepMs: 30 * second })).toBe(true);
    const fast = bucketsOf(every(30 * second, 50 * minute), 30 * second);
    expect(isGoingOn(fast, { to, stepMs: 30 * second })).toBe(false);
    expect(isGoingOn([], { to, stepMs: 30 * second })).toBe(false);
  });
});

describe('rates of a counter', () => {
  /** Of a bucket's minute and value, and when in it the value was read, in seconds. */
  const counter = (
    values: readonly (readonly [minutes: number, value: number, afterSeconds?: number | null])[],
  ): CounterPoint[] =>
    values.map(([minutes, value, afterSeconds = 0]) => {
      const atMs = startMs + minutes * minute;
      const readAt =
        afterSeconds === null ? null : new Date(atMs + afterSeconds * second).toISOString();
      return { at: new Date(atMs).toISOString(), readAt, value };
    });
  const until = (minutes: number): string => new Date(startMs + minutes * minute).toISOString();

  it('are known though it is read less often than each step', () => {
    const rates = ratesOf(
      counter([
        [0, 0],
        [5, 300],
        [10, 900],
      ]),
      { to: until(11), stepMs: 20 * second },
    );
    expect(rates.map(({ value }) => value)).toEqual([1, 2]);
  });

  it('are not known over a silence, and where it began anew', () => {
    const rates = ratesOf(
      counter([
        [0, 0],
        [1, 60],
        [2, 120],
        [30, 900],
        [31, 960],
        [32, 5],
        [33, 65],
      ]),
      { to: until(34), stepMs: minute },
    );
    expect(rates.map(({ value }) => value)).toEqual([1, 1, 1, 1]);
  });

  it('go by when it was read, in a bucket that has only begun too', () => {
    const rates = ratesOf(
      counter([
        [0, 55, 55],
        [1, 61, 1],
        [2, 179, 59],
        [3, 185, 5],
      ]),
      { to: until(4), stepMs: minute },
    );
    expect(rates.map(({ value }) => value)).toEqual([1, 1, 1]);
  });

  it('go by the buckets where it is not known when it was read, and leave out where both meet', () => {
    const rates = ratesOf(
      counter([
        [0, 5, null],
        [1, 65, null],
        [2, 125, null],
        [3, 185, 5],
        [4, 245, 5],
        [5, 305, null],
        [6, 365, null],
      ]),
      { to: until(8), stepMs: minute },
    );
    expect(rates.map(({ at, value }) => [at, value])).toEqual(
      [1, 2, 4, 6].map((minutes) => [until(minutes), 1]),
    );
  });

  it('are not known of a bucket that has perhaps only begun, when it was not told when it was read', () => {
    const rates = ratesOf(
      counter([
        [0, 300, null],
        [5, 600, null],
        [10, 660, null],
      ]),
      { to: until(15), stepMs: 5 * minute },
    );
    expect(rates.map(({ at, value }) => [at, value])).toEqual([[until(5), 1]]);
  });
});
