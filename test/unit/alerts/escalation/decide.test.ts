// The pure decision, case by case: from where an alert stands to where it stands next, and who is told.
import { describe, expect, it } from 'vitest';

import {
  decideEscalation,
  type EscalatedAlert,
  type EscalationDecision,
  type EscalationQuestion,
} from '../../../../src/alerts/escalation/decide.ts';
import type { EscalationPolicy, EscalationStanding } from '../../../../src/core/escalation.ts';
import type { AllowedHours } from '../../../../src/core/hours.ts';
import {
  acknowledged,
  at,
  firing,
  level,
  minutes,
  nobody,
  policy,
  resolved,
  suppressed,
} from './policies.ts';

const three = policy([level(0, ['team']), level(5, ['lead']), level(15, ['boss'])]);

const standing = (
  next: number,
  nextAt: Date | null,
  more: Partial<EscalationStanding> = {},
): EscalationStanding => ({
  policy: 'standard',
  level: next,
  round: 0,
  nextAt,
  stop: null,
  ...more,
});

const decide = (question: Partial<EscalationQuestion>): EscalationDecision =>
  decideEscalation({
    policy: three,
    standing: null,
    alert: firing,
    now: at(0),
    onCall: nobody,
    ...question,
  });

const told = (decision: EscalationDecision): string[] =>
  decision.told.map((one) => `${one.round}/${one.level} ${one.channels.join('+')}`);

interface Row {
  readonly title: string;
  readonly standing: EscalationStanding | null;
  readonly alert?: EscalatedAlert;
  readonly policy?: EscalationPolicy | null;
  readonly now?: Date;
  readonly next: EscalationStanding | null;
  readonly told?: readonly string[];
}

const rows: readonly Row[] = [
  {
    title: 'an alert that fires begins, and a level without a wait is told at once',
    standing: null,
    next: standing(1, at(5)),
    told: ['0/0 team'],
  },
  {
    title: 'a first level with a wait is waited for',
    standing: null,
    policy: policy([level(5, ['team'])]),
    next: standing(0, at(5)),
  },
  { title: 'a suppressed alert does not begin', standing: null, alert: suppressed, next: null },
  {
    title: 'an acknowledged alert does not begin',
    standing: null,
    alert: acknowledged,
    next: null,
  },
  { title: 'a resolved alert does not begin', standing: null, alert: resolved, next: null },
  {
    title: 'a pending alert does not begin',
    standing: null,
    alert: { ...firing, state: 'PENDING' },
    next: null,
  },
  { title: 'without a policy nothing begins', standing: null, policy: null, next: null },
  {
    title: 'before its time nothing is told',
    standing: standing(1, at(5)),
    now: new Date(at(5).getTime() - 1),
    next: standing(1, at(5)),
  },
  {
    title: 'at its time a level is told and the next one waits',
    standing: standing(1, at(5)),
    now: at(5),
    next: standing(2, at(20)),
    told: ['0/1 lead'],
  },
  {
    title: 'missed times are caught up by one level, whose successor waits its full time',
    standing: standing(1, at(5)),
    now: at(600),
    next: standing(2, at(615)),
    told: ['0/1 lead'],
  },
  {
    title: 'after the last level all are told',
    standing: standing(2, at(20)),
    now: at(20),
    next: standing(3, null, { stop: 'ALL_TOLD' }),
    told: ['0/2 boss'],
  },
  {
    title: 'with a repetition the first level waits for repeatAfter',
    standing: standing(2, at(20)),
    policy: { ...three, repeat: 1 },
    now: at(20),
    next: standing(0, at(50), { round: 1 }),
    told: ['0/2 boss'],
  },
  {
    title: 'the last repetition ends it',
    standing: standing(2, at(70), { round: 1 }),
    policy: { ...three, repeat: 1 },
    now: at(70),
    next: standing(3, null, { round: 1, stop: 'ALL_TOLD' }),
    told: ['1/2 boss'],
  },
  {
    title: 'acknowledged stops it, due or not',
    standing: standing(1, at(5)),
    alert: acknowledged,
    now: at(6),
    next: standing(1, null, { stop: 'ACKNOWLEDGED' }),
  },
  {
    title: 'unacknowledged goes on with the level it had, which waits anew',
    standing: standing(1, null, { stop: 'ACKNOWLEDGED' }),
    now: at(60),
    next: standing(1, at(65)),
  },
  {
    title: 'a level without a wait is told at once when it goes on',
    standing: standing(0, null, { stop: 'ACKNOWLEDGED' }),
    now: at(60),
    next: standing(1, at(65)),
    told: ['0/0 team'],
  },
  {
    title: 'between rounds it goes on with the wait between rounds',
    standing: standing(0, null, { round: 1, stop: 'ACKNOWLEDGED' }),
    policy: { ...three, repeat: 1 },
    now: at(60),
    next: standing(0, at(90), { round: 1 }),
  },
  {
    title: 'suppressed pauses it',
    standing: standing(2, at(20)),
    alert: suppressed,
    now: at(10),
    next: standing(2, null, { stop: 'SUPPRESSED' }),
  },
  {
    title: 'unsuppressed goes on',
    standing: standing(2, null, { stop: 'SUPPRESSED' }),
    now: at(30),
    next: standing(2, at(45)),
  },
  {
    title: 'acknowledged while it is suppressed: that it is acknowledged counts',
    standing: standing(2, null, { stop: 'SUPPRESSED' }),
    alert: { ...suppressed, acknowledgedAt: at(1) },
    next: standing(2, null, { stop: 'ACKNOWLEDGED' }),
  },
  {
    title: 'resolved ends it',
    standing: standing(1, at(5)),
    alert: resolved,
    now: at(6),
    next: standing(1, null, { stop: 'RESOLVED' }),
  },
  {
    title: 'resolved ends also what was stopped',
    standing: standing(1, null, { stop: 'ACKNOWLEDGED' }),
    alert: resolved,
    next: standing(1, null, { stop: 'RESOLVED' }),
  },
  {
    title: 'an alert that recovers goes on',
    standing: standing(1, at(5)),
    alert: { ...firing, state: 'RECOVERING' },
    now: at(5),
    next: standing(2, at(20)),
    told: ['0/1 lead'],
  },
  {
    title: 'one that recovers after it was acknowledged stays stopped',
    standing: standing(1, null, { stop: 'ACKNOWLEDGED' }),
    alert: { ...firing, state: 'RECOVERING', acknowledgedAt: at(1) },
    next: standing(1, null, { stop: 'ACKNOWLEDGED' }),
  },
  {
    title: 'when all are told nothing begins anew',
    standing: standing(3, null, { stop: 'ALL_TOLD' }),
    now: at(999),
    next: standing(3, null, { stop: 'ALL_TOLD' }),
  },
  {
    title: 'a policy that is gone stops it when the next level is due',
    standing: standing(1, at(5)),
    policy: null,
    now: at(5),
    next: standing(1, null, { stop: 'POLICY_REMOVED' }),
  },
  {
    title: 'before that it may come back',
    standing: standing(1, at(5)),
    policy: null,
    now: at(4),
    next: standing(1, at(5)),
  },
  {
    title: 'a policy that changed counts from the next level on',
    standing: standing(1, at(5)),
    policy: policy([level(0, ['a']), level(60, ['b']), level(1, ['c'])]),
    now: at(5),
    next: standing(2, at(6)),
    told: ['0/1 b'],
  },
  {
    title: 'a level that a policy has not any more ends the round',
    standing: standing(2, at(20)),
    policy: policy([level(0, ['a'])]),
    now: at(20),
    next: standing(1, null, { stop: 'ALL_TOLD' }),
  },
  {
    title: 'or begins the next one',
    standing: standing(2, at(20)),
    policy: policy([level(0, ['a'])], { repeat: 3 }),
    now: at(20),
    next: standing(0, at(50), { round: 1 }),
  },
  {
    title: 'levels without a wait are told together',
    standing: null,
    policy: policy([level(0, ['a']), level(0, ['b']), level(1, ['c'])]),
    next: standing(2, at(1)),
    told: ['0/0 a', '0/1 b'],
  },
];

describe('decideEscalation', () => {
  it.each(rows)('$title', ({ title: _title, next, told: whom = [], ...question }) => {
    const decision = decide(question);
    expect(decision.standing).toEqual(next);
    expect(told(decision)).toEqual(whom);
  });

  it('returns the same standing when nothing changed', () => {
    const before = standing(1, at(5));
    expect(decide({ standing: before, now: at(1) }).standing).toBe(before);
  });

  it('goes its own way for each severity, passing over levels that have nobody', () => {
    const bySeverity = policy([
      level(0, ['team']),
      level(5, { CRITICAL: ['phone'], ERROR: [], WARNING: [], INFO: [] }),
      level(5, { CRITICAL: ['boss'], ERROR: ['mail'], WARNING: [], INFO: [] }),
    ]);
    const error = { ...firing, severity: 'ERROR' as const };
    const passing = decide({
      policy: bySeverity,
      standing: standing(1, at(5)),
      alert: error,
      now: at(5),
    });
    expect(told(passing)).toEqual([]);
    expect(passing.passed).toEqual([{ level: 1, round: 0, why: 'NOBODY' }]);
    expect(passing.standing).toEqual(standing(2, at(10)));
    const last = decide({
      policy: bySeverity,
      standing: standing(2, at(10)),
      alert: error,
      now: at(10),
    });
    expect(told(last)).toEqual(['0/2 mail']);
  });

  it('tells who is on call, each channel once', () => {
    const onCall = policy([level(0, ['team', 'sms-anna'], { rotation: 'primary' })]);
    const decision = decide({
      policy: onCall,
      onCall: (name) =>
        name === 'primary' ? { name: 'anna', channels: ['sms-anna', 'mail-anna'] } : undefined,
    });
    expect(decision.told).toEqual([
      { level: 0, round: 0, channels: ['team', 'sms-anna', 'mail-anna'], person: 'anna' },
    ]);
  });

  describe('hours', () => {
    const office: AllowedHours = {
      from: '08:00',
      to: '18:00',
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      timeZone: 'Europe/Berlin',
    };
    // Friday, 22:00 in Berlin.
    const night = new Date('2026-06-05T20:00:00Z');

    it('passes over a level outside its hours when somebody comes after it', () => {
      const decision = decide({
        policy: policy([level(0, ['office'], { hours: office }), level(5, ['on-call'])]),
        now: night,
      });
      expect(told(decision)).toEqual([]);
      expect(decision.passed).toEqual([{ level: 0, round: 0, why: 'OUTSIDE_HOURS' }]);
      expect(decision.standing).toMatchObject({
        level: 1,
        nextAt: new Date(night.getTime() + minutes(5)),
      });
    });

    it('waits for the hours of a level after which nobody comes', () => {
      const last = policy([level(0, ['office'], { hours: office })]);
      const waits = decide({ policy: last, now: night });
      const monday = new Date('2026-06-08T06:00:00Z');
      expect(waits).toMatchObject({ told: [], passed: [], standing: { level: 0, nextAt: monday } });
      const done = decide({ policy: last, standing: waits.standing, now: monday });
      expect(told(done)).toEqual(['0/0 office']);
      expect(done.standing).toMatchObject({ stop: 'ALL_TOLD' });
    });

    it('waits too when those who come after it have nobody for the severity', () => {
      const decision = decide({
        policy: policy([
          level(0, ['office'], { hours: office }),
          level(5, { CRITICAL: [], ERROR: ['x'], WARNING: [], INFO: [] }),
        ]),
        now: night,
      });
      expect(decision.standing).toMatchObject({
        level: 0,
        nextAt: new Date('2026-06-08T06:00:00Z'),
      });
    });
  });

  describe('at once', () => {
    it('tells the next level before its time and outside its hours, and that one only', () => {
      const never: AllowedHours = {
        from: '01:00',
        to: '01:01',
        days: ['mon'],
        timeZone: 'UTC',
      };
      const hurried = policy([level(0, ['a']), level(5, ['b'], { hours: never }), level(5, ['c'])]);
      const decision = decide({
        policy: hurried,
        standing: standing(1, at(5)),
        now: at(1),
        atOnce: true,
      });
      expect(told(decision)).toEqual(['0/1 b']);
      expect(decision.standing).toEqual(standing(2, at(6)));
    });

    it.each([
      ['acknowledged', acknowledged],
      ['suppressed', suppressed],
      ['resolved', resolved],
    ])('tells nobody of an alert that is %s', (_word, alert) => {
      expect(told(decide({ standing: standing(1, at(5)), alert, atOnce: true }))).toEqual([]);
    });
  });
});
