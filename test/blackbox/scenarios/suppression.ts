// What is not told while something else says so.
import type { Scenario } from '../scenario.ts';

const usual = {
  groupBy: ['alertname'],
  groupWait: 1,
  groupInterval: 2,
  repeatInterval: 3600,
  sendResolved: true,
} as const;

const inhibition = {
  source: { severity: 'critical' },
  target: { severity: 'warning' },
  equal: ['db'],
} as const;
const critical = (name: string, db: string) => ({ name, labels: { db, severity: 'critical' } });
const warning = (name: string, db: string) => ({ name, labels: { db, severity: 'warning' } });

export const suppressionScenarios: readonly Scenario[] = [
  {
    ...usual,
    name: 'inhibition',
    promises: 'While a database is down its warnings are not told; those of others are.',
    inhibition,
    steps: [
      { at: 0.3, push: [critical('down', 'x')] },
      { at: 0.6, push: [warning('slow-x', 'x'), warning('slow-y', 'y')] },
    ],
    wants: [
      { between: [1.3, 2.4], firing: ['down'] },
      { between: [1.6, 2.7], firing: ['slow-y'] },
    ],
    ends: 7,
  },
  {
    ...usual,
    name: 'inhibition-ends',
    promises: 'What was kept back is told when what kept it back is over.',
    inhibition,
    steps: [
      { at: 0.3, push: [critical('down', 'x')] },
      { at: 0.6, push: [warning('slow', 'x')] },
      { at: 2.6, push: [{ ...critical('down', 'x'), startsAt: 0.3, endsAt: 2.5 }] },
    ],
    wants: [
      { between: [1.3, 2.4], firing: ['down'] },
      { between: [3.3, 4.4], resolved: ['down'] },
      { between: [2.6, 5.9], firing: ['slow'] },
    ],
    ends: 8,
  },
  {
    ...usual,
    name: 'silence',
    promises: 'What a silence names is not told; all else is.',
    steps: [
      { at: 0.2, silence: { key: 's', labels: { db: 'x' }, until: 60 } },
      { at: 0.6, push: [warning('quiet', 'x'), warning('loud', 'y')] },
    ],
    wants: [{ between: [1.6, 2.5], firing: ['loud'] }],
    ends: 7,
  },
  {
    ...usual,
    name: 'silence-ends',
    promises: 'What fires when its silence ends is told then.',
    steps: [
      { at: 0.2, silence: { key: 's', labels: { db: 'x' }, until: 4 } },
      { at: 0.6, push: [warning('quiet', 'x')] },
    ],
    wants: [{ between: [4, 6.7], firing: ['quiet'] }],
    ends: 9,
  },
  {
    ...usual,
    name: 'silence-expired',
    promises: 'What fires when somebody ends its silence is told then.',
    steps: [
      { at: 0.2, silence: { key: 's', labels: { db: 'x' }, until: 60 } },
      { at: 0.6, push: [warning('quiet', 'x')] },
      { at: 2.8, expireSilence: 's' },
    ],
    wants: [{ between: [2.8, 5], firing: ['quiet'] }],
    ends: 7,
  },
  {
    ...usual,
    name: 'over-in-silence',
    promises: 'What began and ended in a silence is not told.',
    steps: [
      { at: 0.2, silence: { key: 's', labels: { db: 'x' }, until: 4 } },
      { at: 0.6, push: [warning('quiet', 'x')] },
      { at: 2.6, push: [{ ...warning('quiet', 'x'), startsAt: 0.6, endsAt: 2.5 }] },
    ],
    wants: [],
    ends: 8,
  },
  {
    ...usual,
    name: 'resolved-in-silence',
    promises: 'Whoever was told of an alert is told of its end, although it is silenced by then.',
    steps: [
      { at: 0.5, push: [warning('a', 'x')] },
      { at: 2, silence: { key: 's', labels: { db: 'x' }, until: 60 } },
      { at: 2.6, push: [{ ...warning('a', 'x'), startsAt: 0.5, endsAt: 2.5 }] },
    ],
    wants: [
      { between: [1.5, 2.4], firing: ['a'] },
      { between: [2.6, 5], resolved: ['a'] },
    ],
    ends: 8,
  },
];
