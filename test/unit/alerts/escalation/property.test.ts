// Whatever happens to an alert, in whatever order, and however many replicas look: levels come in order,
// none twice in a round, none after somebody took it on, none while it is suppressed or when it is over.
import { describe, expect, it } from 'vitest';

import { decideEscalation, type EscalatedAlert } from '../../../../src/alerts/escalation/decide.ts';
import type { EscalationPolicy, EscalationStanding } from '../../../../src/core/escalation.ts';
import { chooseSeed, createSeeded, type Seeded } from '../../../support/seeded.ts';
import { firing, level, minutes, nobody, policy, resolved, suppressed } from './policies.ts';

const seed = chooseSeed();
const start = Date.UTC(2026, 2, 20);

function anyPolicy(random: Seeded): EscalationPolicy {
  const levels = Array.from({ length: 1 + random.integer(5) }, (_, index) =>
    level(random.integer(3) * 5, [`channel-${index}`], {
      hours:
        random.integer(4) === 0
          ? {
              from: `0${random.integer(10)}:00`,
              to: `1${random.integer(10)}:30`,
              days: ['mon', 'wed', 'sat'],
              timeZone: random.integer(2) === 0 ? 'Europe/Berlin' : 'America/New_York',
            }
          : null,
    }),
  );
  return policy(levels, {
    repeat: random.integer(3),
    repeatAfterMs: minutes(1 + random.integer(60)),
  });
}

/** What an alert goes through: returns all that is wrong with what was told. */
function live(random: Seeded): string[] {
  const faults: string[] = [];
  let current = anyPolicy(random);
  let alert: EscalatedAlert = firing;
  let standing: EscalationStanding | null = null;
  let nowMs = start;
  let last = { round: 0, level: -1 };
  const ask = (skewMs: number, known: EscalationPolicy | null): void => {
    const now = new Date(nowMs + skewMs);
    const decision = decideEscalation({ policy: known, standing, alert, now, onCall: nobody });
    for (const one of [...decision.told, ...decision.passed].toSorted(
      (a, b) => a.level - b.level,
    )) {
      const inOrder =
        one.round === last.round ? one.level > last.level : one.round === last.round + 1;
      if (!inOrder) faults.push(`${one.round}/${one.level} after ${last.round}/${last.level}`);
      last = one;
    }
    if (decision.told.length > 0) {
      if (alert.acknowledgedAt !== null) faults.push('told after it was acknowledged');
      if (alert.suppressed.length > 0) faults.push('told while it was suppressed');
      if (alert.state === 'RESOLVED') faults.push('told after it was resolved');
    }
    ({ standing } = decision);
    if (standing !== null && (standing.nextAt === null) === (standing.stop === null)) {
      faults.push('it neither waits nor is stopped, or both');
    }
  };
  for (let step = 0; step < 60; step += 1) {
    const dice = random.integer(12);
    if (dice === 0) alert = { ...alert, acknowledgedAt: new Date(nowMs), state: 'ACKNOWLEDGED' };
    else if (dice === 1) alert = { ...alert, acknowledgedAt: null, state: 'FIRING' };
    else if (dice === 2) alert = { ...alert, suppressed: suppressed.suppressed };
    else if (dice === 3) alert = { ...alert, suppressed: [] };
    else if (dice === 4) alert = { ...alert, state: 'RECOVERING' };
    else if (dice === 5 && random.integer(10) === 0) alert = resolved;
    else if (dice === 6 && random.integer(5) === 0) current = anyPolicy(random);
    // A reload, or a restart after a long time.
    else if (dice === 7) nowMs += minutes(random.integer(4 * 24 * 60));
    else nowMs += minutes(random.integer(20));
    // Two replicas, whose clocks differ, look one after the other; one has not read the policy yet.
    ask(0, current);
    ask(random.integer(3) - 1, random.integer(100) === 0 ? null : current);
    if (alert.state === 'RESOLVED' && step > 20) break;
  }
  return faults;
}

describe(`any life of an alert (HAWKWATCH_TEST_SEED=${seed})`, () => {
  it('has its levels told in order, once in a round, and only while nobody has taken it on', () => {
    const random = createSeeded(seed);
    const faults = Array.from({ length: 2000 }, () => live(random)).flat();
    expect(faults).toEqual([]);
  });
});
