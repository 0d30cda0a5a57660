// Thirty days around the changes of the clocks, in spring and in autumn, with the ticker that hawkwatch has
// and a clock that is moved by hand. What should have been told is reckoned in another way than it is told.
import { afterEach, describe, expect, it } from 'vitest';

import { decideEscalation, type EscalatedAlert } from '../../../../src/alerts/escalation/decide.ts';
import { findOnCall } from '../../../../src/alerts/escalation/on-call.ts';
import { startDueTicker, type DueTicker } from '../../../../src/alerts/due-ticker.ts';
import type {
  EscalationPolicy,
  EscalationStanding,
  OnCallRotation,
} from '../../../../src/core/escalation.ts';
import type { AllowedHours } from '../../../../src/core/hours.ts';
import { findDayNumber } from '../../../../src/core/zone-time.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';
import { captureLog } from '../../../support/log-capture.ts';
import { chooseSeed, createSeeded } from '../../../support/seeded.ts';
import { firing, level, minutes, policy, resolved } from './policies.ts';

const dayMs = 86_400_000;

interface Told {
  readonly alert: number;
  readonly level: number;
  readonly round: number;
  readonly at: number;
  readonly person: string | null;
}

interface Simulated {
  readonly alert: EscalatedAlert;
  readonly firedAt: number;
  readonly resolvedAt: number;
}

let ticker: DueTicker | undefined;
afterEach(() => ticker?.stop());

/** Lets the ticker do all that it can do now. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => setImmediate(done));
};

async function simulate(
  clock: FakeClock,
  one: { readonly policy: EscalationPolicy; readonly rotation: OnCallRotation },
  alerts: readonly Simulated[],
): Promise<readonly Told[]> {
  const standings = new Map<number, EscalationStanding>();
  const waiting = new Set<number>();
  const told: Told[] = [];
  const ask = (index: number, alert: EscalatedAlert): void => {
    const now = clock.now();
    const decision = decideEscalation({
      policy: one.policy,
      standing: standings.get(index) ?? null,
      alert,
      now,
      onCall: () => findOnCall(one.rotation, now).person,
    });
    if (decision.standing === null) return;
    standings.set(index, decision.standing);
    if (decision.standing.nextAt === null) waiting.delete(index);
    else waiting.add(index);
    for (const { level: number, round, person } of decision.told) {
      told.push({ alert: index, level: number, round, at: now.getTime(), person });
    }
  };
  const nextOf = (index: number): number => standings.get(index)?.nextAt?.getTime() ?? Infinity;
  ticker = startDueTicker({
    what: 'levels',
    clock,
    random: createSeeded(1),
    logger: captureLog().logger,
    pollMs: 3_600_000,
    tell: (limit) => {
      const now = clock.now().getTime();
      const due = [...waiting].filter((index) => nextOf(index) <= now).slice(0, limit);
      for (const index of due) ask(index, alerts[index]?.alert ?? firing);
      return Promise.resolve(due.length);
    },
    findNext: () =>
      Promise.resolve(
        waiting.size === 0 ? undefined : new Date(Math.min(...[...waiting].map(nextOf))),
      ),
  });
  const happenings = alerts
    .flatMap(({ alert, firedAt, resolvedAt }, index) => [
      { at: firedAt, index, alert },
      { at: resolvedAt, index, alert: resolved },
    ])
    .toSorted((a, b) => a.at - b.at);
  for (const { at, index, alert } of happenings) {
    for (;;) {
      await settle();
      const leftMs = at - clock.now().getTime();
      clock.advance(Math.min(leftMs, clock.untilNext() ?? leftMs));
      if (clock.now().getTime() >= at) break;
    }
    // What is due at the moment of the change is told before it.
    await settle();
    ask(index, alert);
    ticker.wake(standings.get(index)?.nextAt ?? clock.now());
  }
  return told;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the zone's clocks show, as `Mon 2026-03-05 09:00:00`. */
function shown(atMs: number, timeZone: string): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, format);
  const local = format.format(atMs);
  const day = new Date(`${local.slice(0, 10)}T00:00:00Z`).toUTCString().slice(0, 3);
  return `${day} ${local}`;
}

/** Whether clocks show office hours, by another way of asking for the time. */
const isOffice = (atMs: number, timeZone: string): boolean => {
  const local = shown(atMs, timeZone);
  const time = local.slice(15, 20);
  return time >= '08:00' && time < '18:00' && !local.startsWith('S');
};

/** The moment at which office hours begin, minute by minute. */
const nextOffice = (atMs: number, timeZone: string): number => {
  if (isOffice(atMs, timeZone)) return atMs;
  for (let at = Math.ceil(atMs / minutes(15)) * minutes(15); ; at += minutes(15)) {
    if (isOffice(at, timeZone)) return at;
  }
};

const seed = chooseSeed();

describe.each([
  ['Europe/Berlin', '2026-03-05', 'spring'],
  ['Europe/Berlin', '2026-10-08', 'autumn'],
  ['America/New_York', '2026-03-05', 'spring'],
  ['America/New_York', '2026-10-08', 'autumn'],
])(`thirty days in %s from %s (%s, HAWKWATCH_TEST_SEED=${seed})`, (timeZone, start) => {
  it('tells every level of 400 alerts at its time, in its hours, and whoever is on call', async () => {
    const random = createSeeded(seed);
    const clock = createFakeClock();
    const startMs = Date.parse(`${start}T00:00:00Z`);
    clock.advance(startMs);
    const office: AllowedHours = {
      from: '08:00',
      to: '18:00',
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      timeZone,
    };
    const one = {
      policy: policy(
        [
          level(0, ['team']),
          level(10, [], { rotation: 'primary' }),
          level(30, ['lead'], { hours: office }),
        ],
        { repeat: 2, repeatAfterMs: minutes(240) },
      ),
      rotation: {
        name: 'primary',
        timeZone,
        handover: { day: 0, minute: 9 * 60 },
        firstDay: findDayNumber('2026-01-05') ?? 0,
        people: ['anna', 'ben', 'cleo'].map((name) => ({ name, channels: [`sms-${name}`] })),
        overrides: [],
      },
    };
    const alerts = Array.from({ length: 400 }, (): Simulated => {
      const firedAt = startMs + 1 + random.integer(26 * dayMs);
      const lasts = 1 + random.integer(random.integer(2) === 0 ? minutes(60) : 4 * dayMs);
      return {
        alert: firing,
        firedAt,
        resolvedAt: Math.min(firedAt + lasts, startMs + 30 * dayMs),
      };
    });
    const told = await simulate(clock, one, alerts);

    const expected = alerts.flatMap(({ firedAt, resolvedAt }, alert) => {
      const out: Omit<Told, 'person'>[] = [];
      let at = firedAt;
      for (let round = 0; round < 3; round += 1) {
        if (round > 0) at += minutes(240);
        const second = at + minutes(10);
        const third = nextOffice(second + minutes(30), timeZone);
        out.push(
          { alert, level: 0, round, at },
          { alert, level: 1, round, at: second },
          { alert, level: 2, round, at: third },
        );
        at = third;
      }
      return out.filter((tell) => tell.at <= resolvedAt);
    });
    const order = (a: Omit<Told, 'person'>, b: Omit<Told, 'person'>): number =>
      a.alert - b.alert || a.at - b.at || a.level - b.level;
    expect(told.map(({ person: _person, ...rest }) => rest).toSorted(order)).toEqual(
      expected.toSorted(order),
    );
    expect(told.length).toBeGreaterThan(1000);

    // Turns change on Mondays at nine, whatever the clocks do.
    const names = ['anna', 'ben', 'cleo'];
    const wrong = told.filter((tell) => {
      if (tell.level !== 1) return false;
      const local = shown(tell.at, timeZone).slice(4).replace(' ', 'T');
      const sinceMs = Date.parse(`${local}Z`) - Date.parse('2026-01-05T09:00:00Z');
      return names[Math.floor(sinceMs / (7 * dayMs)) % 3] !== tell.person;
    });
    expect(wrong.map(({ at }) => shown(at, timeZone))).toEqual([]);
  });
});
