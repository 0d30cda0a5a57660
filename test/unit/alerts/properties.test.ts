// Random histories of one fingerprint: what must be true of all of them. HAWKWATCH_TEST_SEED repeats one.
import { describe, expect, it } from 'vitest';

import { flapping } from '../../../src/alerts/flapping.ts';
import type { TransitionInput } from '../../../src/alerts/transition.ts';
import { chooseSeed, createSeeded, type Seeded } from '../../support/seeded.ts';
import {
  acknowledge,
  at,
  byHand,
  ended,
  holds,
  play,
  removed,
  second,
  step,
  time,
  unacknowledge,
  type Rule,
  type Story,
} from './histories.ts';

type Step = readonly [number, TransitionInput];

function pick<T>(random: Seeded, list: readonly T[]): T {
  const one = list[random.integer(list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

function randomRule(random: Seeded): Rule {
  return {
    forMs: pick(random, [0, 0, 30, 300]) * second,
    keepFiringForMs: pick(random, [0, 0, 60, 600]) * second,
    lastsMs: pick(random, [null, null, 120 * second, 3600 * second]),
  };
}

function randomHistory(random: Seeded): Step[] {
  const rule = randomRule(random);
  let now = 10_000;
  return Array.from({ length: 60 }, (): Step => {
    now += pick(random, [0, 1, 15, 60, 400, 3000]);
    const seen = now - pick(random, [0, 0, 0, 20, 200, -30]);
    const since = random.integer(4) === 0 ? { since: at(seen - random.integer(500)) } : {};
    const eventId = random.integer(4) === 0 ? { eventId: random.integer(1000) } : {};
    const input = pick<TransitionInput>(random, [
      holds(seen, rule, { ...since, ...eventId }),
      holds(seen, rule),
      holds(seen, rule),
      ended(seen),
      ended(seen),
      time,
      time,
      acknowledge,
      unacknowledge,
      byHand,
      ...(random.integer(10) === 0 ? [removed] : []),
    ]);
    return [now, input];
  });
}

const oneAlert =
  /^(?:PENDING )?(?:DROPPED |FIRED (?:RECOVERING |REFIRED |ACKNOWLEDGED |UNACKNOWLEDGED |FLAPPING |STEADY )*(?:RESOLVED )?|)$/;

/** What is wrong with how it stands. */
function faults({ standing }: Story, nowMs: number): string[] {
  if (standing === undefined) return [];
  const { state, acknowledgedBy, wakeAt } = standing;
  const rules: Readonly<Record<string, boolean>> = {
    'starts later than now': standing.startedAt.getTime() > nowMs,
    'was observed later than now': standing.observedAt.getTime() > nowMs,
    'keeps too many flips': standing.flips.length > flapping.mostKept,
    'has a wrong resolvedAt': (standing.resolvedAt !== null) !== (state === 'RESOLVED'),
    'has a wrong firedAt': (standing.firedAt === null) !== (state === 'PENDING'),
    'has a wrong recoveringSince': (standing.recoveringSince !== null) !== (state === 'RECOVERING'),
    'is acknowledged by nobody': state === 'ACKNOWLEDGED' && acknowledgedBy === null,
    'fires though somebody has it': state === 'FIRING' && acknowledgedBy !== null,
    'wakes though it is resolved': state === 'RESOLVED' && wakeAt !== null,
  };
  return Object.keys(rules).filter((rule) => rules[rule]);
}

/** True when time alone has something to do. */
const isDue = ({ standing }: Story, nowMs: number): boolean =>
  standing !== undefined && standing.wakeAt !== null && standing.wakeAt.getTime() <= nowMs;

const seed = chooseSeed();

describe(`random histories (seed ${seed})`, () => {
  it('resolve only what has fired, once, and open one alert at a time', () => {
    const random = createSeeded(seed);
    for (let round = 0; round < 500; round += 1) {
      const story = play([]);
      for (const [now, input] of randomHistory(random)) {
        step(story, input, at(now));
        const nowMs = at(now).getTime();
        expect(faults(story, nowMs)).toEqual([]);
        expect(input.kind === 'TIME' && isDue(story, nowMs)).toBe(false);
      }
      const said = story.kinds.map((kind) => `${kind} `).join('');
      for (const one of said.split(/(?<=RESOLVED |DROPPED )/)) expect(one).toMatch(oneAlert);
    }
  });

  it('come out the same, however late the observations are taken and whenever somebody looks', () => {
    const random = createSeeded(seed);
    for (let round = 0; round < 500; round += 1) {
      // With `for`, one that was not looked at in time is dropped without having fired.
      const rule = { ...randomRule(random), forMs: 0 };
      let now = 0;
      const seen = Array.from({ length: 40 }, (): Step => {
        now += pick(random, [1, 15, 60, 400, 3000]);
        return [now, random.integer(2) === 0 ? holds(now, rule) : ended(now)];
      });
      const end: Step = [now + 100_000, time];
      const looked = seen.flatMap(([when, input]): Step[] => [
        ...(random.integer(2) === 0 ? [[when, time] as const] : []),
        [when, input],
      ]);
      const late = seen.map(([, input]): Step => [now, input]);
      const live = play([...looked, end]);
      expect(play([...late, end]).kinds).toEqual(live.kinds);
    }
  });
});
