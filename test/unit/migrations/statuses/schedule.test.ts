import { describe, expect, it } from 'vitest';

import { createSchedule, type Schedule } from '../../../../src/migrations/statuses/schedule.ts';
import { createSeeded } from '../../../support/seeded.ts';

const interval = 60_000;

function open(names: readonly string[], places = 8): Schedule {
  const schedule = createSchedule({
    random: createSeeded(7),
    places,
    maxWaitMs: 300_000,
    intervalMs: () => interval,
  });
  schedule.keep(names);
  return schedule;
}

function takeAll(schedule: Schedule, nowMs: number): string[] {
  const taken: string[] = [];
  for (let name = schedule.take(nowMs); name !== undefined; name = schedule.take(nowMs)) {
    taken.push(name);
  }
  return taken;
}

describe('the schedule of statuses', () => {
  it('reads every database at once in the beginning, as many at a time as there are places', () => {
    const schedule = open(['a', 'b', 'c'], 2);
    expect(takeAll(schedule, 1000)).toEqual(['a', 'b']);
    expect(schedule.nextAtMs()).toBeUndefined();
    schedule.done('a', 1000, 'idle');
    expect(takeAll(schedule, 1000)).toEqual(['c']);
  });

  it('reads each again after the interval, give or take a tenth', () => {
    const names = Array.from({ length: 50 }, (_, n) => `db${n}`);
    const schedule = open(names, 50);
    for (const name of takeAll(schedule, 0)) schedule.done(name, 0, 'idle');
    expect(takeAll(schedule, interval * 0.9 - 1)).toEqual([]);
    const early = takeAll(schedule, interval);
    expect(early.length).toBeGreaterThan(10);
    expect(early.length).toBeLessThan(40);
    expect(takeAll(schedule, interval * 1.1 + 1)).toHaveLength(50 - early.length);
  });

  it('lets one that is down wait longer each time, up to a bound, until it is back', () => {
    const schedule = open(['down']);
    const waits: number[] = [];
    let nowMs = 0;
    for (let n = 0; n < 6; n += 1) {
      expect(schedule.take(nowMs)).toBe('down');
      schedule.done('down', nowMs, 'down');
      const at = schedule.nextAtMs() ?? 0;
      waits.push(Math.round((at - nowMs) / interval));
      nowMs = at;
    }
    expect(waits).toEqual([1, 2, 4, 5, 5, 5]);
    expect(schedule.take(nowMs)).toBe('down');
    schedule.done('down', nowMs, 'idle');
    expect(Math.round(((schedule.nextAtMs() ?? 0) - nowMs) / interval)).toBe(1);
  });

  it('looks again soon at one that is being migrated, less often the longer that takes', () => {
    const schedule = open(['a']);
    const waits: number[] = [];
    let nowMs = 0;
    for (let n = 0; n < 8; n += 1) {
      expect(schedule.take(nowMs)).toBe('a');
      schedule.done('a', nowMs, 'busy');
      const at = schedule.nextAtMs() ?? 0;
      waits.push((at - nowMs) / 1000);
      nowMs = at;
    }
    for (const [n, wait] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      expect(Math.abs((waits[n] ?? 0) - wait)).toBeLessThanOrEqual(wait / 10);
    }
    schedule.take(nowMs);
    schedule.done('a', nowMs, 'idle');
    expect(Math.round(((schedule.nextAtMs() ?? 0) - nowMs) / interval)).toBe(1);
  });

  it('keeps places for those that answer, however many are down', () => {
    const schedule = open(['d1', 'd2', 'd3', 'd4', 'up'], 2);
    for (const name of ['d1', 'd2', 'd3', 'd4', 'up']) {
      expect(schedule.take(0)).toBe(name);
      schedule.done(name, 0, name === 'up' ? 'idle' : 'down');
    }
    const taken = takeAll(schedule, 1_000_000);
    expect(taken).toHaveLength(2);
    expect(taken).toContain('up');
  });

  it('reads at once what is hastened, and once more what is being read at that moment', () => {
    const schedule = open(['a', 'b']);
    expect(takeAll(schedule, 0)).toEqual(['a', 'b']);
    schedule.done('b', 0, 'idle');
    schedule.hasten('a');
    expect(schedule.take(10)).toBeUndefined();
    schedule.done('a', 10, 'idle');
    expect(takeAll(schedule, 10)).toEqual(['a']);
    schedule.done('a', 10, 'idle');
    expect(takeAll(schedule, 10)).toEqual([]);
    schedule.hasten();
    expect(takeAll(schedule, 10)).toEqual(['a', 'b']);
  });

  it('forgets what left the configuration, also while it is being read', () => {
    const schedule = open(['a', 'b']);
    takeAll(schedule, 0);
    schedule.keep(['b', 'c']);
    schedule.done('a', 0, 'idle');
    schedule.done('b', 0, 'idle');
    expect(takeAll(schedule, 0)).toEqual(['c']);
    expect(takeAll(schedule, 10 * interval)).toEqual(['b']);
  });
});
