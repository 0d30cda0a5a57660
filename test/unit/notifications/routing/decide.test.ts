// The decision of a group, step by step.
import { describe, expect, it } from 'vitest';

import {
  decide,
  nothingTold,
  toldAfter,
  type Reason,
  type Situation,
  type Told,
} from '../../../../src/notifications/routing/decide.ts';

const minute = 60_000;
const at = (minutes: number): Date => new Date(minutes * minute);
const told = (change: Partial<Told>): Told => ({ ...nothingTold, at: at(0), ...change });

interface Row {
  readonly name: string;
  readonly told: Told;
  readonly firing?: readonly string[];
  readonly resolved?: readonly string[];
  readonly sendResolved?: boolean;
  readonly mayRepeat?: boolean;
  readonly minutes?: number;
  readonly repeatMinutes?: number;
  readonly reason: Reason | null;
  readonly deliver?: boolean;
}

const a = { firing: ['a'], open: ['a'] };
const ab = { firing: ['a', 'b'], open: ['a', 'b'] };

const rows: readonly Row[] = [
  {
    name: '1: nothing told, something fires',
    told: nothingTold,
    firing: ['a'],
    reason: 'FIRST_NOTIFICATION',
  },
  { name: '1: nothing told, nothing fires', told: nothingTold, reason: null },
  {
    name: '1: resolved before the wait was over',
    told: nothingTold,
    resolved: ['a'],
    reason: null,
  },
  { name: '2: one more fires', told: told(a), firing: ['a', 'b'], reason: 'NEW_ALERTS' },
  {
    name: '2: another one fires instead',
    told: told(a),
    firing: ['b'],
    resolved: ['a'],
    reason: 'NEW_ALERTS',
  },
  {
    name: '2: the last one told of no firing alert',
    told: told({ resolved: ['a'] }),
    firing: ['a'],
    reason: 'FIRST_NOTIFICATION',
  },
  {
    name: '2: fewer fire than were told, and nothing ended',
    told: told(ab),
    firing: ['a'],
    reason: null,
  },
  { name: '3: all is over', told: told(ab), resolved: ['a', 'b'], reason: 'ALL_RESOLVED' },
  {
    name: '3: all is over, and no ends are wanted',
    told: told(a),
    resolved: ['a'],
    sendResolved: false,
    reason: 'ALL_RESOLVED',
    deliver: false,
  },
  { name: '3: nothing is in sight, and nothing is over', told: told(a), reason: null },
  {
    name: '3: one is over, another one only out of sight',
    told: told(ab),
    resolved: ['a'],
    reason: 'SOME_RESOLVED',
  },
  {
    name: '3: one that was out of sight at the last notification is over',
    told: told({ firing: [], open: ['a'] }),
    resolved: ['a'],
    reason: 'ALL_RESOLVED',
  },
  { name: '3: nothing fired and nothing does', told: told({ resolved: ['a'] }), reason: null },
  {
    name: '4: one is over, another one fires',
    told: told(ab),
    firing: ['a'],
    resolved: ['b'],
    reason: 'SOME_RESOLVED',
  },
  {
    name: '4: of that it was told',
    told: told({ ...a, resolved: ['b'] }),
    firing: ['a'],
    resolved: ['b'],
    reason: null,
  },
  {
    name: '4: no ends are wanted',
    told: told(ab),
    firing: ['a'],
    resolved: ['b'],
    sendResolved: false,
    reason: null,
  },
  { name: '5: not old enough', told: told(a), firing: ['a'], minutes: 239, reason: null },
  { name: '5: old enough', told: told(a), firing: ['a'], minutes: 240, reason: 'REPEAT' },
  {
    name: '5: somebody has taken it on',
    told: told(a),
    firing: ['a'],
    minutes: 240,
    mayRepeat: false,
    reason: null,
  },
  {
    name: '5: never repeated',
    told: told(a),
    firing: ['a'],
    minutes: 10_000,
    repeatMinutes: 0,
    reason: null,
  },
];

function situationOf(row: Row): Situation {
  return {
    told: row.told,
    firing: new Set(row.firing),
    resolved: new Set(row.resolved),
    sendResolved: row.sendResolved ?? true,
    mayRepeat: row.mayRepeat ?? true,
    repeatIntervalMs: (row.repeatMinutes ?? 240) * minute,
    now: at(row.minutes ?? 5),
  };
}

describe('the five steps', () => {
  it.each(rows)('$name → $reason', (row) => {
    const decision = decide(situationOf(row));
    expect(decision.reason).toBe(row.reason);
    expect(decision.deliver).toBe(row.deliver ?? row.reason !== null);
  });
});

describe('what counts as told', () => {
  const after = (row: Omit<Row, 'name' | 'reason'>): Told => {
    const situation = situationOf({ name: '', reason: null, ...row });
    return toldAfter(situation, decide(situation));
  };

  it('is what fires and what is over, with the time', () => {
    expect(after({ told: told(ab), firing: ['b', 'c'], resolved: ['a'] })).toEqual({
      firing: ['b', 'c'],
      resolved: ['a'],
      open: ['b', 'c'],
      at: at(5),
    });
  });

  it('keeps in mind what was told and is out of sight', () => {
    expect(after({ told: told(ab), firing: ['c'] }).open).toEqual(['a', 'b', 'c']);
  });

  it('forgets what ended without a word, so that it is told when it comes again', () => {
    const later = after({ told: told(ab), firing: ['a'], resolved: ['b'], sendResolved: false });
    expect(later).toEqual({ ...told(a) });
    const again = situationOf({ name: '', reason: null, told: later, firing: ['a', 'b'] });
    expect(decide(again).reason).toBe('NEW_ALERTS');
  });

  it('is cleared when all is over, even when nobody wants to hear it', () => {
    const cleared = after({ told: told(a), resolved: ['a'], sendResolved: false });
    expect(cleared).toEqual(told({}));
    const again = situationOf({ name: '', reason: null, told: cleared, firing: ['a'] });
    expect(decide(again).reason).toBe('FIRST_NOTIFICATION');
  });
});
