// What a reload, and a sudden end of the process, leave of what was promised. Each of these has the target to
// itself: all of it is disturbed.
import type { Scenario } from '../scenario.ts';

const usual = {
  groupBy: ['scenario'],
  groupWait: 1,
  groupInterval: 2,
  repeatInterval: 3600,
  sendResolved: true,
} as const;

export const disturbanceScenarios: readonly Scenario[] = [
  {
    ...usual,
    name: 'reload',
    promises: 'Reading the configuration again tells nothing twice, and loses nothing.',
    steps: [
      { at: 0.5, push: [{ name: 'a' }] },
      { at: 2.4, reload: true },
      { at: 4.2, push: [{ name: 'a', startsAt: 0.5, endsAt: 4.1 }] },
    ],
    wants: [
      { between: [1.5, 2.3], firing: ['a'] },
      { between: [4.2, 7], resolved: ['a'] },
    ],
    ends: 9,
  },
  {
    ...usual,
    name: 'killed-after-telling',
    promises: 'After a kill nothing is told twice, and the end of what was told is told.',
    steps: [
      { at: 0.5, push: [{ name: 'a' }] },
      { at: 3, kill: true },
      { at: 10, push: [{ name: 'a', startsAt: 0.5, endsAt: 9.9 }] },
    ],
    wants: [
      { between: [1.5, 2.4], firing: ['a'] },
      { between: [10, 14], resolved: ['a'] },
    ],
    ends: 16,
  },
  {
    ...usual,
    name: 'killed-before-telling',
    promises: 'What was taken before a kill is told after it, although nobody pushes it again.',
    steps: [
      { at: 0.5, push: [{ name: 'a' }] },
      { at: 0.9, kill: true },
    ],
    wants: [{ between: [1.5, 12], firing: ['a'] }],
    ends: 14,
  },
];
