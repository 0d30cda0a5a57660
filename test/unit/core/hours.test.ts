import { describe, expect, it } from 'vitest';

import {
  createZoneFormats,
  isWithinHours,
  whenHoursBegin,
  type AllowedHours,
} from '../../../src/core/hours.ts';

const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const hours = (from: string, to: string, more: Partial<AllowedHours> = {}): AllowedHours => ({
  from,
  to,
  days: everyDay,
  timeZone: 'UTC',
  ...more,
});

const berlin = { timeZone: 'Europe/Berlin' };

// 2026-03-02 is a Monday.
const cases: readonly [string, AllowedHours, string, boolean][] = [
  ['the first minute', hours('09:00', '17:00'), '2026-03-02T09:00:00Z', true],
  ['the moment before', hours('09:00', '17:00'), '2026-03-02T08:59:59.999Z', false],
  ['the last moment', hours('09:00', '17:00'), '2026-03-02T16:59:59.999Z', true],
  ['the end itself', hours('09:00', '17:00'), '2026-03-02T17:00:00Z', false],
  ['another time zone', hours('09:00', '17:00', berlin), '2026-03-02T08:30:00Z', true],
  ['too late there', hours('09:00', '17:00', berlin), '2026-03-02T16:30:00Z', false],
  [
    'half-hour zones',
    hours('00:00', '01:00', { timeZone: 'Asia/Kolkata' }),
    '2026-03-01T18:30:00Z',
    true,
  ],
  ['a listed day', hours('09:00', '17:00', { days: ['mon'] }), '2026-03-02T12:00:00Z', true],
  ['another day', hours('09:00', '17:00', { days: ['tue'] }), '2026-03-02T12:00:00Z', false],
  [
    'the day of the zone, not of UTC',
    hours('00:00', '06:00', { days: ['tue'], ...berlin }),
    '2026-03-02T23:30:00Z',
    true,
  ],
  ['over midnight, before it', hours('22:00', '04:00'), '2026-03-02T23:00:00Z', true],
  ['over midnight, after it', hours('22:00', '04:00'), '2026-03-03T03:59:00Z', true],
  ['over midnight, midday', hours('22:00', '04:00'), '2026-03-03T12:00:00Z', false],
  [
    'over midnight, the evening of a listed day',
    hours('22:00', '04:00', { days: ['fri'] }),
    '2026-03-06T22:30:00Z',
    true,
  ],
  [
    'over midnight, the morning that belongs to it',
    hours('22:00', '04:00', { days: ['fri'] }),
    '2026-03-07T03:30:00Z',
    true,
  ],
  [
    'over midnight, the morning of the listed day',
    hours('22:00', '04:00', { days: ['fri'] }),
    '2026-03-06T03:30:00Z',
    false,
  ],
  ['sunday into monday', hours('22:00', '04:00', { days: ['sun'] }), '2026-03-02T01:00:00Z', true],
  ['until midnight', hours('22:00', '00:00'), '2026-03-02T23:59:00Z', true],
  ['from midnight', hours('22:00', '00:00'), '2026-03-02T00:00:00Z', false],
  ['the whole day', hours('00:00', '00:00'), '2026-03-02T13:00:00Z', true],
  [
    'the whole of a listed day',
    hours('00:00', '00:00', { days: ['tue'] }),
    '2026-03-02T13:00:00Z',
    false,
  ],
  // Clocks go forward on 2026-03-29 at 01:00Z: 02:00 to 03:00 does not exist in Berlin.
  [
    'before the hour that is left out',
    hours('01:30', '03:30', berlin),
    '2026-03-29T00:59:00Z',
    true,
  ],
  [
    'after the hour that is left out',
    hours('01:30', '03:30', berlin),
    '2026-03-29T01:00:00Z',
    true,
  ],
  ['its end comes an hour earlier', hours('01:30', '03:30', berlin), '2026-03-29T01:30:00Z', false],
  [
    'hours that do not exist that day',
    hours('02:00', '03:00', berlin),
    '2026-03-29T01:00:00Z',
    false,
  ],
  // Clocks go back on 2026-10-25 at 01:00Z: 02:00 to 03:00 comes twice.
  [
    'the hour that comes twice, first',
    hours('02:00', '03:00', berlin),
    '2026-10-25T00:30:00Z',
    true,
  ],
  [
    'the hour that comes twice, second',
    hours('02:00', '03:00', berlin),
    '2026-10-25T01:30:00Z',
    true,
  ],
  ['after both', hours('02:00', '03:00', berlin), '2026-10-25T02:00:00Z', false],
];

describe('allowed hours', () => {
  it.each(cases)('%s', (_name, allowed, at, expected) => {
    expect(isWithinHours(allowed, new Date(at))).toBe(expected);
  });

  it('have 24 times 60 minutes together with their complement, on every day of a year', () => {
    const formatOf = createZoneFormats();
    const night = hours('21:15', '05:45', { timeZone: 'America/New_York' });
    const day = hours('05:45', '21:15', { timeZone: 'America/New_York' });
    for (let minute = 0; minute < 366 * 24 * 60; minute += 97) {
      const at = new Date(Date.UTC(2026, 0, 1, 0, minute));
      expect(isWithinHours(night, at, formatOf)).toBe(!isWithinHours(day, at, formatOf));
    }
  });
});

describe('when hours begin', () => {
  const office = {
    from: '09:00',
    to: '17:00',
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    timeZone: 'Europe/Berlin',
  } as const;
  const begin = (hours: AllowedHours, at: string): string | undefined =>
    whenHoursBegin(hours, new Date(at))?.toISOString();

  it.each([
    ['within them', office, '2026-01-05T10:00:30Z', '2026-01-05T10:00:30.000Z'],
    ['before them', office, '2026-01-05T03:00:30Z', '2026-01-05T08:00:00.000Z'],
    ['after them', office, '2026-01-05T16:00:00Z', '2026-01-06T08:00:00.000Z'],
    ['on Friday evening', office, '2026-01-09T20:00:00Z', '2026-01-12T08:00:00.000Z'],
    ['over a change of the clocks', office, '2026-03-27T20:00:00Z', '2026-03-30T07:00:00.000Z'],
    [
      'where they begin in an hour that there is not',
      { ...office, from: '02:30', to: '05:00', days: ['sun'] as const },
      '2026-03-28T20:00:00Z',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'where they reach into the next day',
      { ...office, from: '22:00', to: '04:00' },
      '2026-01-05T12:00:00Z',
      '2026-01-05T21:00:00.000Z',
    ],
  ])('%s', (_name, hours, at, expected) => {
    expect(begin(hours, at)).toBe(expected);
  });
});
