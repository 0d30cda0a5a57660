import { describe, expect, it } from 'vitest';

import { dueAfterMs, dueAtStartMs } from '../../../src/monitors/supervisor/schedule.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const now = new Date('2026-03-01T02:00:00Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const minute = 60_000;

describe('the first check of whoever takes over', () => {
  const seed = chooseSeed();
  const random = createSeeded(seed);

  it('comes at the time that is stored', () => {
    const due = { nextRunAt: ago(-3 * minute), now, intervalMs: 5 * minute, random };
    expect(dueAtStartMs(due)).toBe(3 * minute);
  });

  it('comes within the interval when the stored time is of a longer one', () => {
    const due = { nextRunAt: ago(-60 * minute), now, intervalMs: minute, random };
    expect(dueAtStartMs(due)).toBe(1.05 * minute);
  });

  it(`is spread over a moment when it is due, or was never run (seed ${seed})`, () => {
    for (const nextRunAt of [null, ago(10 * minute)]) {
      const due = { nextRunAt, now, intervalMs: 5 * minute, random };
      const times = Array.from({ length: 200 }, () => dueAtStartMs(due));
      expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...times)).toBeLessThan(5_000);
      expect(new Set(times.map((ms) => Math.floor(ms / 500))).size).toBe(10);
    }
    expect(dueAtStartMs({ nextRunAt: null, now, intervalMs: 20, random })).toBeLessThan(20);
  });
});

describe('the check after one', () => {
  const seed = chooseSeed();
  const random = createSeeded(seed);
  const after = { intervalMs: 5 * minute, tookMs: 0, askedMs: undefined, failures: 0, random };

  it(`comes an interval after its start, give or take a little (seed ${seed})`, () => {
    for (let i = 0; i < 200; i += 1) {
      const ms = dueAfterMs({ ...after, tookMs: 2 * minute });
      expect(Math.abs(ms - 3 * minute)).toBeLessThanOrEqual(0.05 * 5 * minute);
    }
  });

  it('comes at once when the one before took longer than the interval, never before its end', () => {
    expect(dueAfterMs({ ...after, tookMs: 9 * minute })).toBe(0);
  });

  it('comes when the check asks for it', () => {
    expect(dueAfterMs({ ...after, askedMs: 250 })).toBe(250);
    expect(dueAfterMs({ ...after, askedMs: -1 })).toBe(0);
    expect(dueAfterMs({ ...after, askedMs: Number.NaN })).toBeGreaterThan(4 * minute);
  });

  it('comes soon after a failure, then later and later, up to the interval', () => {
    const within = (failures: number): [number, number] => {
      const times = Array.from({ length: 100 }, () => dueAfterMs({ ...after, failures }));
      return [Math.min(...times), Math.max(...times)];
    };
    expect(within(1)[1]).toBeLessThanOrEqual(5_000);
    expect(within(3)[0]).toBeGreaterThanOrEqual(10_000);
    expect(within(30)[0]).toBeGreaterThanOrEqual(2.5 * minute);
    expect(within(30)[1]).toBeLessThanOrEqual(5 * minute);
  });

  it('backs off for a minute where the interval is shorter', () => {
    const ms = dueAfterMs({ ...after, intervalMs: 1_000, failures: 20 });
    expect(ms).toBeGreaterThanOrEqual(30_000);
    expect(ms).toBeLessThanOrEqual(60_000);
  });
});
