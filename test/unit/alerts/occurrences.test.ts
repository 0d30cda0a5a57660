// When maintenance windows are: local times, days on which the clocks change, midnight, and that the
// occurrences at a moment and to come are the same ones.
import { describe, expect, it } from 'vitest';

import { cronFault, occurrencesOf } from '../../../src/alerts/suppression/occurrences.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const hourMs = 3_600_000;

function starts(cron: string, timeZone: string, from: string, count: number): readonly string[] {
  const times = occurrencesOf({ kind: 'recurring', cron, durationMs: hourMs, timeZone });
  const found: string[] = [];
  let now = new Date(from);
  for (let left = count; left > 0; left -= 1) {
    const next = times.after(now);
    if (next === undefined) break;
    found.push(next.from.toISOString());
    now = next.from;
  }
  return found;
}

describe('recurring windows', () => {
  it.each([
    [
      'Berlin, an hour that March skips is taken later that day',
      ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2],
      ['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'],
    ],
    [
      'Berlin, an hour that October has twice is taken once',
      ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2],
      ['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
    ],
    [
      'Berlin, 22:00 stays 22:00 over both changes',
      ['0 22 * * sat', 'Europe/Berlin', '2026-03-27T12:00:00Z', 2],
      ['2026-03-28T21:00:00.000Z', '2026-04-04T20:00:00.000Z'],
    ],
    [
      'New York, March',
      ['30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z', 2],
      ['2026-03-08T07:00:00.000Z', '2026-03-09T06:30:00.000Z'],
    ],
    [
      'New York, November',
      ['30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', 2],
      ['2026-11-01T05:30:00.000Z', '2026-11-02T06:30:00.000Z'],
    ],
  ] as const)('%s', (_name, [cron, timeZone, from, count], expected) => {
    expect(starts(cron, timeZone, from, count)).toEqual(expected);
  });

  it('lasts its duration in elapsed time over midnight and a change of the clocks', () => {
    const times = occurrencesOf({
      kind: 'recurring',
      cron: '0 23 * * *',
      durationMs: 6 * hourMs,
      timeZone: 'Europe/Berlin',
    });
    const october = times.at(new Date('2026-10-25T02:59:59Z'));
    expect(october?.from.toISOString()).toBe('2026-10-24T21:00:00.000Z');
    expect(october?.until.toISOString()).toBe('2026-10-25T03:00:00.000Z');
    expect(times.at(new Date('2026-10-25T03:00:00Z'))).toBeUndefined();
    expect(times.at(new Date('2026-10-24T20:59:59.999Z'))).toBeUndefined();
    expect(times.at(new Date('2026-10-24T21:00:00.000Z'))).toBeDefined();
  });

  it('has the same occurrences at a moment as to come, at any time of a year', () => {
    const seed = chooseSeed();
    process.stdout.write(`occurrences of windows: HAWKWATCH_TEST_SEED=${seed}\n`);
    const random = createSeeded(seed);
    const zones = ['Europe/Berlin', 'America/New_York', 'UTC', 'Australia/Lord_Howe'];
    const crons = ['30 2 * * *', '0 23 * * fri', '*/20 1-3 * * *', '15 0 1 * *', '59 23 L * *'];
    for (let round = 0; round < 300; round += 1) {
      const cron = crons[random.integer(crons.length)] ?? '';
      const timeZone = zones[random.integer(zones.length)] ?? 'UTC';
      const durationMs = 60_000 * (1 + random.integer(600));
      const times = occurrencesOf({ kind: 'recurring', cron, durationMs, timeZone });
      const now = new Date(Date.UTC(2026, 0, 1) + random.integer(365 * 24 * 60) * 60_000 + 1);
      const next = times.after(now);
      const told = `seed ${seed}, ${cron} ${timeZone} at ${now.toISOString()}`;
      expect(next === undefined ? undefined : times.at(next.from)?.from, told).toEqual(next?.from);
      const present = times.at(now);
      if (present === undefined) continue;
      expect(times.after(new Date(present.from.getTime() - 1))?.from, told).toEqual(present.from);
      expect(present.until.getTime() - present.from.getTime(), told).toBe(durationMs);
    }
  });
});

describe('windows of one time', () => {
  const once = occurrencesOf({
    kind: 'once',
    from: '2026-12-01T21:00:00.000Z',
    until: '2026-12-02T03:00:00.000Z',
  });

  it('is from its beginning until just before its end, and never again', () => {
    expect(once.at(new Date('2026-12-01T20:59:59.999Z'))).toBeUndefined();
    expect(once.at(new Date('2026-12-01T21:00:00Z'))).toBeDefined();
    expect(once.at(new Date('2026-12-02T03:00:00Z'))).toBeUndefined();
    expect(once.after(new Date('2026-12-01T20:00:00Z'))).toBeDefined();
    expect(once.after(new Date('2026-12-01T21:00:00Z'))).toBeUndefined();
  });
});

describe('cron expressions', () => {
  const now = new Date('2026-11-27T00:00:00Z');

  it.each(['* * * *', 'x', '* * * * * *', '61 * * * *', '@reboot now'])('refuses %s', (cron) => {
    expect(cronFault(cron, 'UTC', now)).toMatch(/five fields/);
  });

  it('refuses a day that never comes, and takes one that comes rarely', () => {
    expect(cronFault('0 0 30 2 *', 'UTC', now)).toMatch(/never comes/);
    expect(cronFault('0 0 29 2 *', 'UTC', now)).toBeUndefined();
  });
});
