// Measured series as charts take them.
import { describe, expect, it } from 'vitest';

import {
  binarySteps,
  sizeOfTicks,
  timeTicks,
} from '../../../../src/dashboard/parts/chart-ticks.ts';
import { alignLines, ratesOf } from '../../../../src/dashboard/parts/series/align-lines.ts';
import { beginningOf } from '../../../../src/dashboard/parts/series/spans.ts';

const at = (seconds: number): string => new Date(seconds * 1_000).toISOString();

describe('series along the same times', () => {
  it('have null where one of them was not measured', () => {
    const aligned = alignLines(
      [
        {
          label: 'a',
          points: [
            { at: at(10), value: 1 },
            { at: at(20), value: 2 },
          ],
        },
        { label: 'b', points: [{ at: at(20), value: 5 }], color: '--warn' },
      ],
      10_000,
    );
    expect(aligned.times).toEqual([10, 20]);
    expect(aligned.series).toEqual([
      { label: 'a', values: [1, 2] },
      { label: 'b', values: [null, 5], color: '--warn' },
    ]);
  });

  it('have a gap where nothing was measured for longer than a step', () => {
    const points = [
      { at: at(10), value: 1 },
      { at: at(50), value: 2 },
    ];
    const { times, series } = alignLines([{ label: 'a', points }], 10_000);
    expect(times).toEqual([10, 20, 50]);
    expect(series[0]?.values).toEqual([1, null, 2]);
  });

  it('are empty without a point', () => {
    expect(alignLines([{ label: 'a', points: [] }], 10_000)).toEqual({
      times: [],
      series: [{ label: 'a', values: [] }],
    });
  });
});

describe('the rate of a counter', () => {
  const rates = (...values: readonly (readonly [number, number])[]) =>
    ratesOf(
      values.map(([seconds, value]) => ({ at: at(seconds), value })),
      10_000,
    ).map(({ value }) => value);

  it('is how much it rose in a second', () => {
    expect(rates([0, 100], [10, 200], [20, 200])).toEqual([10, 0]);
  });

  it('is not known where the counter began anew, or was not read for long', () => {
    expect(rates([0, 100], [10, 20], [20, 40])).toEqual([2]);
    expect(rates([0, 100], [60, 700])).toEqual([]);
  });
});

describe('a span', () => {
  it('begins at the same time for a twelfth of it, so that the same is not asked under many names', () => {
    const hourMs = 3_600_000;
    const nowMs = Date.parse('2026-11-27T12:02:00Z');
    expect(beginningOf(hourMs, nowMs)).toBe('2026-11-27T11:00:00.000Z');
    expect(beginningOf(hourMs, nowMs + 120_000)).toBe('2026-11-27T11:00:00.000Z');
    expect(beginningOf(hourMs, nowMs + 180_000)).toBe('2026-11-27T11:05:00.000Z');
  });
});

describe('the axes of a chart', () => {
  it('tell the day once, and times on 24 hours', () => {
    const noon = new Date(2026, 10, 27, 20, 0).getTime() / 1_000;
    const ticks = timeTicks([noon, noon + 7_200, noon + 14_400], 7_200);
    expect(ticks).toEqual(['20:00\n27 Nov', '22:00', '00:00\n28 Nov']);
    expect(timeTicks([noon], 10)).toEqual(['20:00:00\n27 Nov']);
    expect(timeTicks([noon], 86_400)).toEqual(['27 Nov']);
  });

  it('have room for the longest value, and go by powers of two for bytes', () => {
    expect(sizeOfTicks(['0 B', '1000 KiB/s'])).toBeGreaterThan(80);
    expect(sizeOfTicks(null)).toBe(44);
    expect(binarySteps).toContain(1024);
  });
});
