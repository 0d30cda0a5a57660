import { describe, expect, it } from 'vitest';

import type { TransitionInput } from '../../../src/alerts/transition.ts';
import {
  acknowledge,
  at,
  byHand,
  ended,
  holds,
  plain,
  play,
  removed,
  second,
  time,
  unacknowledge,
  type Rule,
} from './histories.ts';

const waits: Rule = { ...plain, forMs: 60 * second };
const keeps: Rule = { ...plain, keepFiringForMs: 60 * second };
const watched = { pendingLastsMs: 45 * second };
const lasts: Rule = { ...plain, lastsMs: 60 * second };

interface Row {
  readonly says: string;
  readonly steps: readonly (readonly [number, TransitionInput])[];
  readonly effects: readonly string[];
  /** `none`: there is no row. */
  readonly state: string;
}

const rows: readonly Row[] = [
  {
    says: 'fires at once without `for`',
    steps: [[0, holds(0)]],
    effects: ['FIRED'],
    state: 'FIRING',
  },
  {
    says: 'waits for `for`',
    steps: [[0, holds(0, waits)]],
    effects: ['PENDING'],
    state: 'PENDING',
  },
  {
    says: 'is pending one millisecond before `for` is over',
    steps: [
      [0, holds(0, waits)],
      [59.999, time],
    ],
    effects: ['PENDING'],
    state: 'PENDING',
  },
  {
    says: 'fires by time alone when `for` is over to the millisecond',
    steps: [
      [0, holds(0, waits)],
      [60, time],
    ],
    effects: ['PENDING', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'fires by an observation when `for` is over',
    steps: [
      [0, holds(0, waits)],
      [60, holds(60, waits)],
    ],
    effects: ['PENDING', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'fires at once when the condition holds since longer than `for`',
    steps: [[100, holds(100, waits, { since: at(40) })]],
    effects: ['FIRED'],
    state: 'FIRING',
  },
  {
    says: 'fires at once when `for` became shorter',
    steps: [
      [0, holds(0, waits)],
      [30, holds(30, plain)],
    ],
    effects: ['PENDING', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'is dropped while pending by one observation that does not hold',
    steps: [
      [0, holds(0, waits)],
      [30, ended(30)],
    ],
    effects: ['PENDING', 'DROPPED'],
    state: 'none',
  },
  {
    says: 'begins to wait anew after it was dropped',
    steps: [
      [0, holds(0, waits)],
      [30, ended(30)],
      [45, holds(45, waits)],
      [61, holds(61, waits)],
    ],
    effects: ['PENDING', 'DROPPED', 'PENDING'],
    state: 'PENDING',
  },
  {
    says: 'is dropped even when `for` was over without anybody having looked',
    steps: [
      [0, holds(0, waits)],
      [90, ended(90)],
    ],
    effects: ['PENDING', 'DROPPED'],
    state: 'none',
  },
  {
    says: 'is resolved when the condition ends',
    steps: [
      [0, holds(0)],
      [10, ended(10)],
    ],
    effects: ['FIRED', 'RESOLVED'],
    state: 'RESOLVED',
  },
  {
    says: 'is not resolved twice',
    steps: [
      [0, holds(0)],
      [10, ended(10)],
      [20, ended(20)],
    ],
    effects: ['FIRED', 'RESOLVED'],
    state: 'RESOLVED',
  },
  {
    says: 'says nothing of a condition that never held',
    steps: [[0, ended(0)]],
    effects: [],
    state: 'none',
  },
  {
    says: 'says nothing when the condition goes on holding',
    steps: [
      [0, holds(0)],
      [15, holds(15)],
      [30, holds(30)],
    ],
    effects: ['FIRED'],
    state: 'FIRING',
  },
  {
    says: 'recovers for `keepFiringFor`',
    steps: [
      [0, holds(0, keeps)],
      [10, ended(10)],
      [69.999, time],
    ],
    effects: ['FIRED', 'RECOVERING'],
    state: 'RECOVERING',
  },
  {
    says: 'is resolved when `keepFiringFor` is over',
    steps: [
      [0, holds(0, keeps)],
      [10, ended(10)],
      [40, ended(40)],
      [70, time],
    ],
    effects: ['FIRED', 'RECOVERING', 'RESOLVED'],
    state: 'RESOLVED',
  },
  {
    says: 'is the same alert when the condition comes back meanwhile',
    steps: [
      [0, holds(0, keeps)],
      [10, ended(10)],
      [40, holds(40, keeps)],
    ],
    effects: ['FIRED', 'RECOVERING', 'REFIRED'],
    state: 'FIRING',
  },
  {
    says: 'keeps an acknowledgement over that',
    steps: [
      [0, holds(0, keeps)],
      [5, acknowledge],
      [10, ended(10)],
      [40, holds(40, keeps)],
    ],
    effects: ['FIRED', 'ACKNOWLEDGED', 'RECOVERING', 'REFIRED'],
    state: 'ACKNOWLEDGED',
  },
  {
    says: 'begins `keepFiringFor` anew after each return',
    steps: [
      [0, holds(0, keeps)],
      [10, ended(10)],
      [60, holds(60, keeps)],
      [65, ended(65)],
      [100, time],
    ],
    effects: ['FIRED', 'RECOVERING', 'REFIRED', 'RECOVERING'],
    state: 'RECOVERING',
  },
  {
    says: 'is another alert when the condition comes back too late, whoever looked',
    steps: [
      [0, holds(0, keeps)],
      [10, ended(10)],
      [100, holds(100, keeps)],
    ],
    effects: ['FIRED', 'RECOVERING', 'RESOLVED', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'expires when nothing is heard of it',
    steps: [
      [0, holds(0, lasts)],
      [60, time],
    ],
    effects: ['FIRED', 'RESOLVED'],
    state: 'RESOLVED',
  },
  {
    says: 'does not expire as long as something is heard of it',
    steps: [
      [0, holds(0, lasts)],
      [50, holds(50, lasts)],
      [100, time],
    ],
    effects: ['FIRED'],
    state: 'FIRING',
  },
  {
    says: 'expires without `keepFiringFor`: nothing said that it recovers',
    steps: [
      [0, holds(0, { ...lasts, keepFiringForMs: 1000 * second })],
      [60, time],
    ],
    effects: ['FIRED', 'RESOLVED'],
    state: 'RESOLVED',
  },
  {
    says: 'is dropped when it lasts shorter than `for`',
    steps: [
      [0, holds(0, { ...lasts, forMs: 100 * second }, { eventId: 1 })],
      [60, time],
    ],
    effects: ['PENDING', 'DROPPED'],
    state: 'none',
  },
  {
    says: 'fires and expires when nobody looked for long',
    steps: [
      [0, holds(0, { ...lasts, forMs: 30 * second }, { eventId: 1 })],
      [1000, time],
    ],
    effects: ['PENDING', 'FIRED', 'RESOLVED'],
    state: 'RESOLVED',
  },
  {
    says: 'takes what was observed later than now as of now',
    steps: [
      [0, holds(100, waits)],
      [60, time],
    ],
    effects: ['PENDING', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'ends though the clock of whoever saw the end is behind',
    steps: [
      [20, holds(20)],
      [21, ended(18)],
    ],
    effects: ['FIRED', 'RESOLVED'],
    state: 'RESOLVED',
  },
  {
    says: 'ends at a replica that is behind the one where it fired',
    steps: [
      [22, holds(22)],
      [21, ended(21)],
    ],
    effects: ['FIRED', 'RESOLVED'],
    state: 'RESOLVED',
  },
  {
    says: 'opens again though the clock of whoever saw it is behind',
    steps: [
      [0, holds(0)],
      [20, ended(20)],
      [21, holds(19)],
    ],
    effects: ['FIRED', 'RESOLVED', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'is dropped though the clock of whoever saw the end is behind',
    steps: [
      [20, holds(20, waits)],
      [21, ended(18)],
    ],
    effects: ['PENDING', 'DROPPED'],
    state: 'none',
  },
  {
    says: 'does not end with an event that is earlier in the log',
    steps: [
      [20, holds(20, plain, { eventId: 8 })],
      [21, { kind: 'ENDED', at: at(21), eventId: 7 }],
    ],
    effects: ['FIRED'],
    state: 'FIRING',
  },
  {
    says: 'does not come back with an event that is earlier in the log',
    steps: [
      [0, holds(0, keeps, { eventId: 8 })],
      [20, ended(20)],
      [21, holds(21, keeps, { eventId: 7 })],
    ],
    effects: ['FIRED', 'RECOVERING'],
    state: 'RECOVERING',
  },
  {
    says: 'does not fire by time alone when it is watched, and nobody looked',
    steps: [
      [0, holds(0, waits, watched)],
      [7200, time],
    ],
    effects: ['PENDING', 'DROPPED'],
    state: 'none',
  },
  {
    says: 'begins to wait anew when it is watched, and nobody looked for long',
    steps: [
      [0, holds(0, waits, watched)],
      [7200, holds(7200, waits, watched)],
    ],
    effects: ['PENDING', 'DROPPED', 'PENDING'],
    state: 'PENDING',
  },
  {
    says: 'is still pending when it is watched, and `for` is over between two looks',
    steps: [
      [0, holds(0, waits, watched)],
      [40, holds(40, waits, watched)],
      [65, time],
    ],
    effects: ['PENDING'],
    state: 'PENDING',
  },
  {
    says: 'fires by a look when it is watched, and does not expire then',
    steps: [
      [0, holds(0, waits, watched)],
      [30, holds(30, waits, watched)],
      [60, holds(60, waits, watched)],
      [7200, time],
    ],
    effects: ['PENDING', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'is acknowledged once',
    steps: [
      [0, holds(0)],
      [1, acknowledge],
      [2, acknowledge],
    ],
    effects: ['FIRED', 'ACKNOWLEDGED'],
    state: 'ACKNOWLEDGED',
  },
  {
    says: 'is given back once',
    steps: [
      [0, holds(0)],
      [1, acknowledge],
      [2, unacknowledge],
      [3, unacknowledge],
    ],
    effects: ['FIRED', 'ACKNOWLEDGED', 'UNACKNOWLEDGED'],
    state: 'FIRING',
  },
  {
    says: 'stays acknowledged while the condition holds',
    steps: [
      [0, holds(0)],
      [1, acknowledge],
      [15, holds(15)],
    ],
    effects: ['FIRED', 'ACKNOWLEDGED'],
    state: 'ACKNOWLEDGED',
  },
  {
    says: 'is resolved from ACKNOWLEDGED',
    steps: [
      [0, holds(0)],
      [1, acknowledge],
      [15, ended(15)],
    ],
    effects: ['FIRED', 'ACKNOWLEDGED', 'RESOLVED'],
    state: 'RESOLVED',
  },
  {
    says: 'can be acknowledged while it recovers, and goes on recovering',
    steps: [
      [0, holds(0, keeps)],
      [10, ended(10)],
      [20, acknowledge],
    ],
    effects: ['FIRED', 'RECOVERING', 'ACKNOWLEDGED'],
    state: 'RECOVERING',
  },
  {
    says: 'cannot be acknowledged or resolved by hand while it is pending',
    steps: [
      [0, holds(0, waits)],
      [1, acknowledge],
      [2, byHand],
    ],
    effects: ['PENDING'],
    state: 'PENDING',
  },
  {
    says: 'is not reopened by a condition that goes on holding after it was resolved by hand',
    steps: [
      [0, holds(0)],
      [10, byHand],
      [15, holds(15)],
      [30, holds(30)],
      [100_000, holds(100_000)],
    ],
    effects: ['FIRED', 'RESOLVED'],
    state: 'RESOLVED',
  },
  {
    says: 'opens anew when the condition was seen not to hold in between',
    steps: [
      [0, holds(0)],
      [10, byHand],
      [15, ended(15)],
      [30, holds(30)],
    ],
    effects: ['FIRED', 'RESOLVED', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'opens anew with a later event',
    steps: [
      [0, holds(0, plain, { eventId: 7 })],
      [10, byHand],
      [15, holds(15, plain, { eventId: 7 })],
      [20, holds(20, plain, { eventId: 8 })],
    ],
    effects: ['FIRED', 'RESOLVED', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'opens anew when it holds since after it was resolved by hand',
    steps: [
      [0, holds(0, plain, { since: at(0) })],
      [10, byHand],
      [15, holds(15, plain, { since: at(0) })],
      [30, holds(30, plain, { since: at(20) })],
    ],
    effects: ['FIRED', 'RESOLVED', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'opens anew when it was not heard of for as long as it lasts',
    steps: [
      [0, holds(0, lasts)],
      [10, byHand],
      [40, holds(40, lasts)],
      [90, holds(90, lasts)],
      [200, holds(200, lasts)],
    ],
    effects: ['FIRED', 'RESOLVED', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'opens anew at once when it was resolved by hand while it recovered',
    steps: [
      [0, holds(0, keeps)],
      [10, ended(10)],
      [20, byHand],
      [30, holds(30, keeps)],
    ],
    effects: ['FIRED', 'RECOVERING', 'RESOLVED', 'FIRED'],
    state: 'FIRING',
  },
  {
    says: 'ends with its rule',
    steps: [
      [0, holds(0)],
      [10, removed],
    ],
    effects: ['FIRED', 'RESOLVED'],
    state: 'RESOLVED',
  },
  {
    says: 'is dropped with its rule while it is pending',
    steps: [
      [0, holds(0, waits)],
      [10, removed],
    ],
    effects: ['PENDING', 'DROPPED'],
    state: 'none',
  },
  {
    says: 'opens anew when its rule is there again',
    steps: [
      [0, holds(0)],
      [10, removed],
      [20, holds(20)],
    ],
    effects: ['FIRED', 'RESOLVED', 'FIRED'],
    state: 'FIRING',
  },
];

describe('the transition', () => {
  it.each(rows)('$says', ({ steps, effects, state }) => {
    const story = play(steps);
    expect(story.kinds).toEqual(effects);
    expect(story.standing?.state ?? 'none').toBe(state);
  });

  it('starts when the condition is said to hold since, and never later than now', () => {
    expect(play([[100, holds(100, plain, { since: at(40) })]]).standing?.startedAt).toEqual(at(40));
    expect(play([[100, holds(100, plain, { since: at(200) })]]).standing?.startedAt).toEqual(
      at(100),
    );
    expect(play([[100, holds(300)]]).standing?.startedAt).toEqual(at(100));
  });

  it('keeps the earliest start that is heard of', () => {
    const story = play([
      [100, holds(100, plain, { since: at(90) })],
      [115, holds(115, plain, { since: at(50) })],
      [130, holds(130, plain, { since: at(120) })],
    ]);
    expect(story.standing?.startedAt).toEqual(at(50));
  });

  it.each([
    ['RECOVERED', [[10, ended(10)]]],
    ['EXPIRED', [[10, { kind: 'ENDED', at: at(10), expired: true }]]],
    ['MANUAL', [[10, byHand]]],
    ['EXPIRED', [[60, time]]],
    ['RULE_REMOVED', [[10, removed]]],
  ] as const)('says how it came to be over: %s', (resolution, steps) => {
    const { standing } = play([[0, holds(0, lasts)], ...steps]);
    expect(standing).toMatchObject({ state: 'RESOLVED', resolution, wakeAt: null });
    expect(standing?.resolvedBy).toBe(resolution === 'MANUAL' ? 'anna' : null);
  });

  it('says when it changes by itself next', () => {
    const wake = (...steps: readonly (readonly [number, TransitionInput])[]) =>
      play(steps).standing?.wakeAt?.getTime();
    expect(wake([0, holds(0)])).toBeUndefined();
    expect(wake([0, holds(0, waits)])).toBe(60 * second);
    expect(wake([0, holds(0, lasts)], [50, holds(50, lasts)])).toBe(110 * second);
    expect(wake([0, holds(0, keeps)], [10, ended(10)])).toBe(70 * second);
    expect(wake([0, holds(0, { forMs: 50_000, keepFiringForMs: 0, lastsMs: 20_000 })])).toBe(
      20_000,
    );
  });
});
