// Maintenance windows, inhibitions and dependencies of the configuration file.
import { describe, expect, it } from 'vitest';

import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { parseConfiguration } from '../../../src/config/file.ts';

const parse = (text: string) =>
  parseConfiguration(text, { path: '/etc/hawkwatch/hawkwatch.yaml', env: {} });

function faultsOf(text: string): readonly string[] {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ where, line, message }) => `${line} ${where}: ${message}`);
  }
  return [];
}

describe('maintenance', () => {
  it('is once or recurs', () => {
    const { maintenance } = parse(`
maintenance:
  - name: move
    match: [severity!=CRITICAL, 'database~shop-*|billing']
    once: { from: '2026-12-01T22:00:00+01:00', until: '2026-12-02T03:00:00Z' }
    comment: the data centre moves
  - name: nightly
    match: rule=disk-full
    recurring: { cron: '0 2 * * *', duration: 90min, timeZone: Europe/Berlin }
`);
    expect(maintenance).toEqual([
      {
        name: 'move',
        match: [
          { label: 'severity', operator: '!=', value: 'CRITICAL' },
          { label: 'database', operator: '~', value: 'shop-*|billing' },
        ],
        schedule: {
          kind: 'once',
          from: '2026-12-01T21:00:00.000Z',
          until: '2026-12-02T03:00:00.000Z',
        },
        comment: 'the data centre moves',
      },
      {
        name: 'nightly',
        match: [{ label: 'rule', operator: '=', value: 'disk-full' }],
        schedule: {
          kind: 'recurring',
          cron: '0 2 * * *',
          durationMs: 5_400_000,
          timeZone: 'Europe/Berlin',
        },
        comment: '',
      },
    ]);
  });

  it.each([
    ['once: { from: 2026-12-01 22:00, until: 2026-12-02 }', /must be a time with its offset/],
    [
      "once: { from: '2026-12-02T00:00:00Z', until: '2026-12-01T00:00:00Z' }",
      /once: must end after it begins/,
    ],
    [
      "once: { from: '2026-01-01T00:00:00Z', until: '2026-12-01T00:00:00Z' }",
      /1 minute to 31 days/,
    ],
    ["recurring: { cron: '0 2 * *', duration: 1h }", /recurring\.cron: must have five fields/],
    ["recurring: { cron: '0 0 30 2 *', duration: 1h }", /recurring\.cron: is a time that never/],
    ["recurring: { cron: '0 2 * * *', duration: 1s }", /recurring: must last 1 minute to 31 days/],
    ["recurring: { cron: '0 2 * * *', duration: 1h, timeZone: Mars }", /is no time zone/],
    ['comment: nothing', /needs one of once and recurring/],
  ])('refuses %s', (schedule, fault) => {
    const faults = faultsOf(`
maintenance:
  - name: one
    match: [rule=x]
    ${schedule}
`);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('\n')).toMatch(fault);
  });

  it('needs a duration, matchers that ask for something, and names that differ', () => {
    const faults = faultsOf(`
maintenance:
  - name: one
    match: [severity!=INFO]
    recurring: { cron: '0 2 * * *' }
  - name: one
    match: [nonsense]
    recurring: { cron: '0 2 * * *', duration: 1h }
`);
    expect(faults).toEqual([
      expect.stringMatching(/^4 maintenance\[0\]\.match: must hold a matcher that asks/),
      expect.stringMatching(/^5 maintenance\[0\]\.recurring(\.duration)?: is missing/),
      expect.stringMatching(/^6 maintenance\[1\]\.name: must be unique/),
      expect.stringMatching(/^7 maintenance\[1\]\.match\[0\]: must be a matcher as/),
    ]);
  });
});

describe('inhibitions and dependencies', () => {
  it('say who keeps whom from being told', () => {
    const { inhibitions, dependencies } = parse(`
inhibitions:
  - name: worse-first
    source: severity=CRITICAL
    target: severity=WARNING
    equal: [database, rule]
dependencies:
  - name: router
    parent: [rule=router-down]
    child: ['subject~endpoint:site-*']
`);
    expect(inhibitions).toEqual([
      {
        kind: 'INHIBITION',
        name: 'worse-first',
        source: [{ label: 'severity', operator: '=', value: 'CRITICAL' }],
        target: [{ label: 'severity', operator: '=', value: 'WARNING' }],
        equal: ['database', 'rule'],
      },
    ]);
    expect(dependencies).toEqual([
      {
        kind: 'DEPENDENCY',
        name: 'router',
        source: [{ label: 'rule', operator: '=', value: 'router-down' }],
        target: [{ label: 'subject', operator: '~', value: 'endpoint:site-*' }],
        equal: [],
      },
    ]);
  });

  it('are refused without a side, or with a key that is not known', () => {
    expect(faultsOf('inhibitions: [{ name: a, source: [b=c] }]').join()).toContain(
      'inhibitions[0].target: is missing',
    );
    expect(faultsOf('dependencies: [{ name: a, parent: [b=c], childs: [d=e] }]').join()).toContain(
      'did you mean child?',
    );
  });
});
