// What becomes of a notification whose receiver does not take it at first.
import type { Scenario } from '../scenario.ts';

const usual = {
  groupBy: ['scenario'],
  groupWait: 1,
  groupInterval: 12,
  repeatInterval: 3600,
  sendResolved: true,
} as const;

export const receiverScenarios: readonly Scenario[] = [
  {
    ...usual,
    name: 'retry',
    promises: 'A receiver that fails twice is told all the same, and once.',
    receiver: [{ status: 500 }, { status: 503 }],
    steps: [{ at: 0.5, push: [{ name: 'a' }] }],
    wants: [{ between: [1.5, 10], firing: ['a'] }],
    ends: 12,
  },
  {
    ...usual,
    name: 'connection-closed',
    promises: 'A connection that is closed in the middle is no answer: it is told again.',
    receiver: [{ close: true }],
    steps: [{ at: 0.5, push: [{ name: 'a' }] }],
    wants: [{ between: [1.5, 5], firing: ['a'] }],
    ends: 8,
  },
  {
    ...usual,
    name: 'time-out',
    promises: 'A receiver that never answers is given up in time and told again.',
    groupInterval: 2,
    timeout: 1.5,
    receiver: [{ hangs: true }],
    steps: [{ at: 0.5, push: [{ name: 'a' }] }],
    // Alertmanager waits ten seconds at least.
    wants: [{ between: [2.5, 14], firing: ['a'] }],
    ends: 16,
  },
  {
    ...usual,
    name: 'resolve-while-failing',
    promises: 'An end that comes while the receiver fails is told after the beginning, or with it.',
    groupInterval: 2,
    receiver: [{ status: 500 }],
    steps: [
      { at: 0.5, push: [{ name: 'a' }] },
      { at: 4.2, push: [{ name: 'a', startsAt: 0.5, endsAt: 4.1 }] },
    ],
    wants: [
      { between: [1.5, 4.1], firing: ['a'] },
      { between: [4.2, 6.6], resolved: ['a'] },
    ],
    ends: 9,
  },
];
