// The sections `topology`, `correlation` and `remediation`.
import { expect, it } from 'vitest';

import { parseConfiguration } from '../../../src/config/file.ts';

const parse = (text: string) => parseConfiguration(text, { path: '/hawkwatch.yaml', env: {} });
const faultOf = (text: string): string => {
  try {
    parse(text);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
};

it('reads services, windows and remedies', () => {
  const { topology, correlation, remediation } = parse(`
topology:
  services:
    - { name: checkout, endpoints: ['checkout-*'], databases: [shop], containers: ['shop/web/*'] }
correlation: { window: 1h, slowWindow: 12h, threshold: 0.5, maxSuspects: 3, incidentWindow: 5min }
remediation:
  - name: restart
    match: [type=CRASH_LOOP, 'container~shop/*']
    action: RESTART_CONTAINER
    automatic: on
    maxPerHour: 1
`);
  expect(topology).toEqual([
    {
      name: 'checkout',
      endpoints: ['checkout-*'],
      databases: ['shop'],
      containers: ['shop/web/*'],
    },
  ]);
  expect(correlation).toEqual({
    enabled: true,
    windowMs: 3_600_000,
    slowWindowMs: 43_200_000,
    threshold: 0.5,
    maxSuspects: 3,
    incidentWindowMs: 300_000,
  });
  expect(remediation).toMatchObject([
    {
      name: 'restart',
      match: [
        { label: 'type', operator: '=', value: 'CRASH_LOOP' },
        { label: 'container', operator: '~', value: 'shop/*' },
      ],
      automatic: true,
      container: null,
      maxPerHour: 1,
    },
  ]);
});

it.each([
  ['topology: { services: [{ name: a }, { name: a }] }', 'must be unique'],
  ['correlation: { window: 2h, slowWindow: 1h }', 'must not be shorter than window'],
  ['correlation: { threshold: 2 }', 'must be a number from 0 to 1'],
  ['correlation: { maxSuspects: 50 }', 'must be 20 at most'],
  ['remediation: [{ name: a, match: [x], action: RESTART_CONTAINER }]', 'a matcher as'],
  ['remediation: [{ name: a, match: [], action: RESTART_CONTAINER }]', 'must have a matcher'],
  ['remediation: [{ name: a, match: [a=b], action: REBOOT }]', 'RESTART_CONTAINER or EMERGENCY'],
  [
    'remediation: [{ name: a, match: [a=b], action: RESTART_CONTAINER, database: shop }]',
    'is of the action EMERGENCY_ROLLBACK only',
  ],
  [
    'remediation: [{ name: a, match: [a=b], action: EMERGENCY_ROLLBACK, maxPerHour: 100 }]',
    'must be 60 at most',
  ],
])('refuses %s', (text, message) => {
  expect(faultOf(text)).toContain(message);
});
