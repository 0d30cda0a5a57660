// Who is on call: turns around changes of the clocks, any number of people, overrides.
import { describe, expect, it } from 'vitest';

import {
  findOnCall,
  findTurn,
  listShifts,
  type OnCallShift,
} from '../../../../src/alerts/escalation/on-call.ts';
import type { OnCallRotation } from '../../../../src/core/escalation.ts';
import { findDayNumber } from '../../../../src/core/zone-time.ts';
import { chooseSeed, createSeeded } from '../../../support/seeded.ts';

const day = (date: string): number => findDayNumber(date) ?? NaN;
const people = (...names: string[]) => names.map((name) => ({ name, channels: [`sms-${name}`] }));

const rotation = (more: Partial<OnCallRotation> = {}): OnCallRotation => ({
  name: 'primary',
  timeZone: 'Europe/Berlin',
  handover: { day: 0, minute: 9 * 60 },
  firstDay: day('2026-01-05'),
  people: people('anna', 'ben', 'cleo'),
  overrides: [],
  ...more,
});

const name = (one: OnCallRotation, time: string): string =>
  findTurn(one, new Date(time)).person.name;

const written = ({ person, from, until, isOverride }: OnCallShift): string =>
  `${person.name}${isOverride ? '*' : ''} ${from.toISOString()} ${until.toISOString()}`;

describe('turns', () => {
  it.each([
    ['2026-01-05T07:59:59Z', 'cleo'],
    ['2026-01-05T08:00:00Z', 'anna'],
    ['2026-01-12T07:59:59Z', 'anna'],
    ['2026-01-12T08:00:00Z', 'ben'],
    ['2026-01-19T08:00:00Z', 'cleo'],
    ['2026-01-26T08:00:00Z', 'anna'],
    ['2025-12-29T08:00:00Z', 'cleo'],
    ['2025-12-22T08:00:00Z', 'ben'],
  ])('at %s it is %s', (time, expected) => {
    expect(name(rotation(), time)).toBe(expected);
  });

  it('hands over at the local time before and after clocks change', () => {
    const berlin = rotation();
    expect(findTurn(berlin, new Date('2026-03-29T12:00:00Z'))).toMatchObject({
      from: new Date('2026-03-23T08:00:00Z'),
      until: new Date('2026-03-30T07:00:00Z'),
    });
    expect(findTurn(berlin, new Date('2026-10-25T12:00:00Z'))).toMatchObject({
      from: new Date('2026-10-19T07:00:00Z'),
      until: new Date('2026-10-26T08:00:00Z'),
    });
    const york = rotation({ timeZone: 'America/New_York' });
    expect(findTurn(york, new Date('2026-03-08T12:00:00Z'))).toMatchObject({
      from: new Date('2026-03-02T14:00:00Z'),
      until: new Date('2026-03-09T13:00:00Z'),
    });
  });

  it('hands over once in an hour that comes twice', () => {
    const sunday = rotation({ handover: { day: 6, minute: 150 } });
    const before = name(sunday, '2026-10-25T00:29:59Z');
    const after = name(sunday, '2026-10-25T00:30:00Z');
    expect(after).not.toBe(before);
    // 02:10 for the second time.
    expect(name(sunday, '2026-10-25T01:10:00Z')).toBe(after);
    expect(name(sunday, '2026-10-25T12:00:00Z')).toBe(after);
  });

  it('hands over when clocks leave the time out', () => {
    const sunday = rotation({ handover: { day: 6, minute: 150 } });
    const before = name(sunday, '2026-03-29T00:59:59Z');
    expect(name(sunday, '2026-03-29T01:00:00Z')).not.toBe(before);
  });

  it('begins with the first handover on the first day or after it', () => {
    const late = rotation({ firstDay: day('2026-01-06') });
    expect(name(late, '2026-01-11T12:00:00Z')).toBe('cleo');
    expect(name(late, '2026-01-12T08:00:00Z')).toBe('anna');
  });

  it('leaves a rotation of one to that one', () => {
    const alone = rotation({ people: people('anna') });
    expect(listShifts(alone, new Date('2026-01-06T00:00:00Z'), 3).map(written)).toEqual([
      'anna 2026-01-05T08:00:00.000Z 2026-01-12T08:00:00.000Z',
      'anna 2026-01-12T08:00:00.000Z 2026-01-19T08:00:00.000Z',
      'anna 2026-01-19T08:00:00.000Z 2026-01-26T08:00:00.000Z',
    ]);
  });
});

describe('overrides', () => {
  const override = (from: string, until: string, person: string) => ({
    from: new Date(from),
    until: new Date(until),
    person,
  });

  it('put somebody in for a while, the newest one first', () => {
    const own = rotation({
      overrides: [override('2026-01-06T00:00:00Z', '2026-01-08T00:00:00Z', 'ben')],
    });
    const api = [override('2026-01-07T00:00:00Z', '2026-01-07T12:00:00Z', 'cleo')];
    const shifts = listShifts(own, new Date('2026-01-05T08:00:00Z'), 5, api);
    expect(shifts.map(written)).toEqual([
      'anna 2026-01-05T08:00:00.000Z 2026-01-06T00:00:00.000Z',
      'ben* 2026-01-06T00:00:00.000Z 2026-01-07T00:00:00.000Z',
      'cleo* 2026-01-07T00:00:00.000Z 2026-01-07T12:00:00.000Z',
      'ben* 2026-01-07T12:00:00.000Z 2026-01-08T00:00:00.000Z',
      'anna 2026-01-08T00:00:00.000Z 2026-01-12T08:00:00.000Z',
    ]);
  });

  it('count for nothing when the person left the rotation', () => {
    const api = [override('2026-01-05T00:00:00Z', '2026-01-25T00:00:00Z', 'zoe')];
    expect(findOnCall(rotation(), new Date('2026-01-06T00:00:00Z'), api)).toMatchObject({
      person: { name: 'anna' },
      isOverride: false,
    });
  });

  it('may last longer than turns', () => {
    const api = [override('2026-01-06T00:00:00Z', '2026-02-06T00:00:00Z', 'ben')];
    expect(findOnCall(rotation(), new Date('2026-01-20T00:00:00Z'), api)).toMatchObject({
      person: { name: 'ben' },
      until: new Date('2026-02-06T00:00:00Z'),
    });
  });
});

const seed = chooseSeed();

describe(`any rotation (HAWKWATCH_TEST_SEED=${seed})`, () => {
  it('has somebody at every time, and its shifts follow each other without a gap', () => {
    const random = createSeeded(seed);
    for (let round = 0; round < 40; round += 1) {
      const one = rotation({
        timeZone: ['Europe/Berlin', 'America/New_York', 'UTC'][random.integer(3)] ?? 'UTC',
        handover: { day: random.integer(7), minute: random.integer(1440) },
        people: people(...['a', 'b', 'c', 'd', 'e'].slice(0, 1 + random.integer(5))),
      });
      const start = Date.UTC(2026, random.integer(12), 1 + random.integer(28));
      const api = Array.from({ length: random.integer(6) }, () => {
        const from = start + random.integer(40 * 86_400_000);
        const until = from + 1 + random.integer(10 * 86_400_000);
        return { from: new Date(from), until: new Date(until), person: 'a' };
      });
      const shifts = listShifts(one, new Date(start), 20, api);
      for (const [index, shift] of shifts.entries()) {
        expect(shift.from < shift.until).toBe(true);
        expect(shift.until).toEqual(shifts[index + 1]?.from ?? shift.until);
        const middle = new Date((shift.from.getTime() + shift.until.getTime()) / 2);
        expect(written(findOnCall(one, middle, api))).toBe(written(shift));
      }
    }
  });
});
