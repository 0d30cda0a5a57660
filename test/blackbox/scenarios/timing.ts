// When something is told: waiting for others of a group, new ones, repetition, the end.
import type { Scenario } from '../scenario.ts';

const usual = {
  groupBy: ['scenario'],
  groupWait: 1,
  groupInterval: 2,
  repeatInterval: 3600,
  sendResolved: true,
} as const;

export const timingScenarios: readonly Scenario[] = [
  {
    ...usual,
    name: 'merge',
    promises: 'The same alert pushed twice is told once, with its earliest beginning.',
    steps: [
      { at: 0.5, push: [{ name: 'a', startsAt: 0.4 }] },
      { at: 0.8, push: [{ name: 'a', startsAt: 0 }] },
    ],
    wants: [{ between: [1.5, 2.4], firing: ['a'], startsAt: 0 }],
    ends: 5,
  },
  {
    ...usual,
    name: 'batching',
    promises: 'Alerts that come within the group wait are told together.',
    steps: [
      { at: 0.5, push: [{ name: 'a' }] },
      { at: 0.8, push: [{ name: 'b' }] },
      { at: 1.1, push: [{ name: 'c' }, { name: 'd' }] },
    ],
    wants: [{ between: [1.5, 2.4], firing: ['a', 'b', 'c', 'd'] }],
    ends: 5,
  },
  {
    ...usual,
    name: 'new-in-group',
    promises: 'A new alert of a group that was told is told with the others at its next interval.',
    steps: [
      { at: 0.5, push: [{ name: 'a' }] },
      { at: 2.2, push: [{ name: 'b' }] },
    ],
    wants: [
      { between: [1.5, 2.1], firing: ['a'] },
      { between: [3.5, 4.5], firing: ['a', 'b'] },
    ],
    ends: 7,
  },
  {
    ...usual,
    name: 'separate-groups',
    promises: 'Alerts with other group labels are told by themselves.',
    groupBy: ['db'],
    steps: [
      { at: 0.5, push: [{ name: 'a', labels: { db: 'x' } }] },
      { at: 0.9, push: [{ name: 'b', labels: { db: 'y' } }] },
    ],
    wants: [
      { between: [1.5, 2.4], firing: ['a'] },
      { between: [1.9, 2.8], firing: ['b'] },
    ],
    ends: 5,
  },
  {
    ...usual,
    name: 'repeat',
    promises: 'What goes on firing is told again once the repeat interval has passed.',
    repeatInterval: 3,
    steps: [{ at: 0.5, push: [{ name: 'a' }] }],
    wants: [
      { between: [1.5, 2.4], firing: ['a'] },
      { between: [5.5, 6.4], firing: ['a'] },
      { between: [9.5, 10.4], firing: ['a'] },
    ],
    ends: 11,
  },
  {
    ...usual,
    name: 'not-again',
    promises: 'Pushing the same alert again and again tells nothing new.',
    steps: [0.5, 1, 2, 3, 4, 5, 6].map((at) => ({ at, push: [{ name: 'a', startsAt: 0.5 }] })),
    wants: [{ between: [1.5, 2.4], firing: ['a'] }],
    ends: 8,
  },
  {
    ...usual,
    name: 'resolved',
    promises: 'The end of an alert is told at the next interval.',
    steps: [
      { at: 0.5, push: [{ name: 'a' }] },
      { at: 2.4, push: [{ name: 'a', startsAt: 0.5, endsAt: 2.3 }] },
    ],
    wants: [
      { between: [1.5, 2.3], firing: ['a'] },
      { between: [3.5, 4.5], resolved: ['a'] },
    ],
    ends: 7,
  },
  {
    ...usual,
    name: 'some-resolved',
    promises: 'The end of one of several alerts is told beside those that go on.',
    steps: [
      { at: 0.5, push: [{ name: 'a' }, { name: 'b' }] },
      { at: 2.4, push: [{ name: 'b', startsAt: 0.5, endsAt: 2.3 }] },
    ],
    wants: [
      { between: [1.5, 2.3], firing: ['a', 'b'] },
      { between: [3.5, 4.5], firing: ['a'], resolved: ['b'] },
    ],
    ends: 7,
  },
  {
    ...usual,
    name: 'resolved-by-its-end',
    promises: 'An alert that is not pushed again is over when the time it said has passed.',
    steps: [{ at: 0.5, push: [{ name: 'a', endsAt: 2.8 }] }],
    wants: [
      { between: [1.5, 2.4], firing: ['a'] },
      { between: [3.5, 4.6], resolved: ['a'] },
    ],
    ends: 8,
  },
  {
    ...usual,
    name: 'resolved-unwanted',
    promises: 'A receiver that wants no ends is told none, and what is new all the same.',
    sendResolved: false,
    steps: [
      { at: 0.5, push: [{ name: 'a' }, { name: 'b' }] },
      { at: 2.4, push: [{ name: 'b', startsAt: 0.5, endsAt: 2.3 }] },
      { at: 4.2, push: [{ name: 'c' }] },
    ],
    wants: [
      { between: [1.5, 2.3], firing: ['a', 'b'] },
      { between: [5.5, 6.5], firing: ['a', 'c'] },
    ],
    ends: 8,
  },
  {
    ...usual,
    name: 'over-before-told',
    promises: 'An alert that is over before the group wait has passed is not told at all.',
    steps: [
      { at: 0.3, push: [{ name: 'a' }] },
      { at: 0.8, push: [{ name: 'a', startsAt: 0.3, endsAt: 0.7 }] },
    ],
    wants: [],
    ends: 5,
  },
  {
    ...usual,
    name: 'fires-again',
    promises: 'An alert that comes back after its end was told is told again.',
    steps: [
      { at: 0.5, push: [{ name: 'a' }] },
      { at: 2.2, push: [{ name: 'a', startsAt: 0.5, endsAt: 2.1 }] },
      { at: 4.2, push: [{ name: 'a' }] },
    ],
    wants: [
      { between: [1.5, 2.1], firing: ['a'] },
      { between: [3.5, 4.1], resolved: ['a'] },
      { between: [4.2, 6.5], firing: ['a'] },
    ],
    ends: 8,
  },
];
