// Measured series as charts take them.
import { describe, expect, it } from 'vitest';

import {
  binarySteps,
  sizeOfTicks,
  timeTicks,
  valueTicks,
} from '../../../../src/dashboard/parts/chart-ticks.ts';
import { beginningOf, sinceOf } from '../../../../src/dashboard/parts/series/spans.ts';

describe('a span', () => {
  it('begins at the same time for a twelfth of it, so that the same is not asked under many names', () => {
    const hourMs = 3_600_000;
    const nowMs = Date.parse('2026-11-27T12:02:00Z');
    expect(beginningOf(hourMs, nowMs)).toBe('2026-11-27T11:00:00.000Z');
    expect(beginningOf(hourMs, nowMs + 120_000)).toBe('2026-11-27T11:00:00.000Z');
    expect(beginningOf(hourMs, nowMs + 180_000)).toBe('2026-11-27T11:05:00.000Z');
  });

  it('of a list begins as long ago as it says, whenever one looks', () => {
    const nowMs = Date.parse('2026-11-27T12:02:00Z');
    expect(sinceOf('1h', nowMs)).toBe('2026-11-27T11:02:00.000Z');
    expect(sinceOf('1h', nowMs + 60_000)).toBe('2026-11-27T11:03:00.000Z');
    expect(sinceOf('toString', nowMs)).toBeUndefined();
    expect(sinceOf(undefined, nowMs)).toBeUndefined();
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

  it('say no value twice', () => {
    const whole = (value: number): string => `${Math.round(value)} %`;
    expect(valueTicks([99, 99.4, 99.8, 100.2], whole)).toEqual(['99 %', null, '100 %', null]);
    expect(sizeOfTicks(['99 %', null])).toBe(46);
  });

  it('have room for the longest value, and go by powers of two for bytes', () => {
    expect(sizeOfTicks(['0 B', '1000 KiB/s'])).toBeGreaterThan(80);
    expect(sizeOfTicks(null)).toBe(44);
    expect(binarySteps).toContain(1024);
  });
});
