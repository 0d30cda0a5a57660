// Local times of zones and the moments at which clocks show them, changes of the clocks included.
import { describe, expect, it } from 'vitest';

import {
  findDayNumber,
  localTimeAt,
  minuteOfTime,
  momentOf,
  weekDayOf,
} from '../../../src/core/zone-time.ts';

const moment = (date: string, time: string, timeZone: string): string => {
  const dayNumber = findDayNumber(date);
  if (dayNumber === undefined) throw new Error(`no day: ${date}`);
  return momentOf({ dayNumber, minute: minuteOfTime(time) }, timeZone).toISOString();
};

describe('momentOf', () => {
  it.each([
    ['2026-01-15', '09:00', 'UTC', '2026-01-15T09:00:00.000Z'],
    ['2026-01-15', '09:00', 'Europe/Berlin', '2026-01-15T08:00:00.000Z'],
    ['2026-07-15', '09:00', 'Europe/Berlin', '2026-07-15T07:00:00.000Z'],
    ['2026-07-15', '00:00', 'America/New_York', '2026-07-15T04:00:00.000Z'],
    ['2026-07-15', '23:59', 'Asia/Kathmandu', '2026-07-15T18:14:00.000Z'],
    ['2026-07-15', '09:00', 'Pacific/Kiritimati', '2026-07-14T19:00:00.000Z'],
    // Clocks are put forward: 02:00 to 03:00 is left out.
    ['2026-03-29', '01:59', 'Europe/Berlin', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29', '02:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29', '03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    // They are put back: 02:00 to 03:00 comes twice, the first counts.
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', '03:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
    ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-11-01', '02:00', 'America/New_York', '2026-11-01T07:00:00.000Z'],
    // Half an hour only, and at midnight.
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    ['2026-09-06', '00:30', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ])('%s %s in %s is %s', (date, time, timeZone, expected) => {
    expect(moment(date, time, timeZone)).toBe(expected);
  });

  it('is the inverse of localTimeAt wherever clocks show a time once', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata'];
    const wrong = zones.flatMap((timeZone) =>
      Array.from({ length: 1900 }, (_, index) => new Date(Date.UTC(2026, 0, 1, index * 5, 17)))
        .filter((at) => {
          const missedMs = at.getTime() - momentOf(localTimeAt(at, timeZone), timeZone).getTime();
          // The second of two times that clocks show.
          return missedMs !== 0 && missedMs !== 3_600_000;
        })
        .map((at) => `${timeZone} ${at.toISOString()}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('days', () => {
  it('knows days of the week before and after 1970', () => {
    expect(weekDayOf(findDayNumber('1970-01-05') ?? NaN)).toBe(0);
    expect(weekDayOf(findDayNumber('2026-11-27') ?? NaN)).toBe(4);
    expect(weekDayOf(findDayNumber('1969-12-31') ?? NaN)).toBe(2);
  });

  it.each(['2026-02-29', '2026-13-01', 'monday', '2026-1-1', ''])('%j is no day', (text) => {
    expect(findDayNumber(text)).toBeUndefined();
  });
});
