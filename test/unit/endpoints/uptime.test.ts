import { describe, expect, it } from 'vitest';

import {
  measuredShare,
  measureUptime,
  splitByDay,
  uptimePercent,
  validMsFor,
  type MeasuredCheck,
} from '../../../src/monitors/endpoints/uptime.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const at = (ms: number): Date => new Date(ms);
const check = (ms: number, ok: boolean, validMs = 10): MeasuredCheck => ({
  at: at(ms),
  ok,
  validMs,
});

describe('uptime', () => {
  it('counts each check until the next one, and no longer than it speaks', () => {
    const checks = [check(0, true), check(8, false), check(50, true)];
    expect(measureUptime(checks, at(0), at(100))).toEqual({ upMs: 18, downMs: 10, windowMs: 100 });
  });

  it('counts only what is within the window', () => {
    const checks = [check(0, true), check(8, false)];
    expect(measureUptime(checks, at(5), at(12))).toEqual({ upMs: 3, downMs: 4, windowMs: 7 });
  });

  it('is unknown where nothing was measured, not up', () => {
    const nothing = measureUptime([], at(0), at(100));
    expect(uptimePercent(nothing)).toBeNull();
    expect(measuredShare(nothing)).toBe(0);
    const some = measureUptime([check(0, true)], at(0), at(100));
    expect(uptimePercent(some)).toBe(100);
    expect(measuredShare(some)).toBe(0.1);
  });

  it('gives a check its interval, its time-out and a tolerance', () => {
    expect(validMsFor(300_000, 10_000)).toBe(340_000);
    expect(validMsFor(5_000, 1_000)).toBe(16_000);
  });

  it('is what a look at every millisecond says', () => {
    const seed = chooseSeed();
    process.stdout.write(`uptime: seed ${seed}\n`);
    const random = createSeeded(seed);
    for (let run = 0; run < 200; run += 1) {
      let ms = 0;
      const checks = Array.from({ length: random.integer(12) }, () => {
        ms += 1 + random.integer(20);
        return check(ms, random.integer(2) === 0, 1 + random.integer(15));
      });
      const from = random.integer(100);
      const to = from + random.integer(150);
      let upMs = 0;
      let downMs = 0;
      for (let moment = from; moment < to; moment += 1) {
        const last = checks.findLast((one) => one.at.getTime() <= moment);
        if (last === undefined || moment >= last.at.getTime() + last.validMs) continue;
        if (last.ok) upMs += 1;
        else downMs += 1;
      }
      const measured = measureUptime(checks, at(from), at(to));
      expect(measured, `seed ${seed}, run ${run}`).toEqual({ upMs, downMs, windowMs: to - from });
    }
  });

  it('is split at midnight', () => {
    const from = new Date('2030-01-01T22:00:00Z');
    const to = new Date('2030-01-03T01:00:00Z');
    expect(splitByDay(from, to)).toEqual([
      { day: new Date('2030-01-01T00:00:00Z'), ms: 2 * 3_600_000 },
      { day: new Date('2030-01-02T00:00:00Z'), ms: 24 * 3_600_000 },
      { day: new Date('2030-01-03T00:00:00Z'), ms: 3_600_000 },
    ]);
    expect(splitByDay(to, from)).toEqual([]);
  });
});
