// The section `escalation`: what it means, and what is wrong with it, each fault with its line.
import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { parseConfiguration } from '../../../src/config/file.ts';

const there = ['team', 'boss-phone', 'boss-mail', 'anna-sms', 'ben-sms', 'ben-mail'];

/** The text with channels of these names after it. */
const withChannels = (text: string, names: readonly string[]): string =>
  `${text}\nchannels:\n${names
    .map((name) => `  - { name: ${name}, kind: webhook, url: 'https://hooks.example/' }\n`)
    .join('')}`;

const parse = (text: string, names = there) =>
  parseConfiguration(withChannels(text, names), { path: '/etc/hawkwatch/hawkwatch.yaml', env: {} })
    .escalation;

function faultsOf(text: string, names = there): readonly string[] {
  try {
    parse(text, names);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ line, where, message }) => `${line} ${where} ${message}`);
  }
}

const full = `
escalation:
  default: standard
  policies:
    - name: standard
      levels:
        - channels: [team]
        - after: 5min
          rotation: primary
        - after: 15min
          channels: { CRITICAL: [boss-phone], ERROR: [boss-mail] }
          when: { from: "08:00", to: "18:00", days: [mon], timeZone: Europe/Berlin }
      repeat: 2
      repeatAfter: 1h
    - name: databases
      match: ["database~shop-*", severity=CRITICAL]
      levels: [{ after: 0s, channels: [team] }]
  rotations:
    - name: primary
      timeZone: Europe/Berlin
      handover: "tue 08:30"
      start: 2026-01-06
      people:
        - { name: anna, channels: [anna-sms] }
        - { name: ben, channels: [ben-sms, ben-mail] }
      overrides:
        - { from: "2026-12-24 18:00", until: "2026-12-27 08:00", person: ben }
`;
it('reads what docs/alerting.md shows', async () => {
  const page = await readFile(new URL('../../../docs/alerting.md', import.meta.url), 'utf8');
  const [, text = ''] = /```yaml\n(escalation:.*?)```/s.exec(page) ?? [];
  const names = ['team-chat', 'head-phone', 'head-mail', 'shop-phone', ...there];
  expect(parse(text, names).policies.map(({ name }) => name)).toEqual(['standard', 'shop']);
});

describe('the section escalation', () => {
  it('is empty when it is left out', () => {
    expect(parse('')).toEqual({ policies: [], rotations: [], defaultPolicy: null });
  });

  it('has policies with levels, and rotations with people', () => {
    const { policies, rotations, defaultPolicy } = parse(full);
    expect(defaultPolicy).toBe('standard');
    const everySeverity = {
      CRITICAL: ['team'],
      ERROR: ['team'],
      WARNING: ['team'],
      INFO: ['team'],
    };
    expect(policies[0]).toEqual({
      name: 'standard',
      match: null,
      repeat: 2,
      repeatAfterMs: 3_600_000,
      levels: [
        { afterMs: 0, channels: everySeverity, rotation: null, hours: null },
        {
          afterMs: 300_000,
          channels: { CRITICAL: [], ERROR: [], WARNING: [], INFO: [] },
          rotation: 'primary',
          hours: null,
        },
        {
          afterMs: 900_000,
          channels: { CRITICAL: ['boss-phone'], ERROR: ['boss-mail'], WARNING: [], INFO: [] },
          rotation: null,
          hours: { from: '08:00', to: '18:00', days: ['mon'], timeZone: 'Europe/Berlin' },
        },
      ],
    });
    expect(policies[1]).toMatchObject({
      match: [
        { label: 'database', operator: '~', value: 'shop-*' },
        { label: 'severity', operator: '=', value: 'CRITICAL' },
      ],
      repeat: 0,
      repeatAfterMs: 1_800_000,
    });
    expect(rotations).toEqual([
      {
        name: 'primary',
        timeZone: 'Europe/Berlin',
        handover: { day: 1, minute: 510 },
        firstDay: 20_459,
        people: [
          { name: 'anna', channels: ['anna-sms'] },
          { name: 'ben', channels: ['ben-sms', 'ben-mail'] },
        ],
        overrides: [
          {
            person: 'ben',
            from: new Date('2026-12-24T17:00:00Z'),
            until: new Date('2026-12-27T07:00:00Z'),
          },
        ],
      },
    ]);
    expect(faultsOf(full, there)).toEqual([]);
  });

  it('tells names that are not there, with their lines', () => {
    expect(
      faultsOf(
        full,
        there.filter((name) => name !== 'boss-mail' && name !== 'ben-sms'),
      ),
    ).toEqual([
      '11 escalation.policies[0].levels[2].channels.ERROR[0] is no channel that is configured; known are team, boss-phone, anna-sms, ben-mail',
      '25 escalation.rotations[0].people[1].channels[0] is no channel that is configured; known are team, boss-phone, anna-sms, ben-mail',
    ]);
    expect(faultsOf(full, ['teams', ...there.slice(1)])).toEqual([
      '7 escalation.policies[0].levels[0].channels[0] is no channel that is configured; did you mean teams?',
      '17 escalation.policies[1].levels[0].channels[0] is no channel that is configured; did you mean teams?',
    ]);
    expect(faultsOf(full.replace('default: standard', 'default: standart'))).toEqual([
      '3 escalation.default is no escalation policy that is configured; did you mean standard?',
    ]);
    expect(faultsOf(full.replace('rotation: primary', 'rotation: secondary'))).toEqual([
      '9 escalation.policies[0].levels[1].rotation is no rotation that is configured; known are primary',
    ]);
    expect(faultsOf(full.replace('person: ben', 'person: cleo'))).toEqual([
      '27 escalation.rotations[0].overrides[0].person is no person of this rotation that is configured; known are anna, ben',
    ]);
  });

  it('tells rules, and changes of rules, that name a policy that is not there', () => {
    const rules = `
alerts:
  rules:
    - name: slow-checkout
      severity: ERROR
      metric: { name: endpoint.duration_ms, above: 800 }
      escalation: standart
    - { name: many, severity: INFO, metric: { name: host.load_1, above: 9 }, escalation: databases }
  changes:
    - { rule: memory-high, escalation: night }`;
    expect(faultsOf(full.trimEnd() + rules).map((fault) => fault.replace(/^\d+ /, ''))).toEqual([
      'alerts.rules[0].escalation is no escalation policy that is configured; did you mean standard?',
      'alerts.changes[0].escalation is no escalation policy that is configured; known are standard, databases',
    ]);
    expect(faultsOf(rules)[0]).toBe(
      '7 alerts.rules[0].escalation is no escalation policy that is configured; there is none',
    );
  });

  it('tells names that are there twice', () => {
    expect(faultsOf(full.replace('name: databases', 'name: standard'))).toEqual([
      '15 escalation.policies[1].name must be unique: another policy has the same name',
    ]);
    expect(
      faultsOf(full.replace('name: ben', 'name: anna').replace('person: ben', 'person: anna')),
    ).toEqual([
      '25 escalation.rotations[0].people[1].name must be unique: another person of this rotation has the same name',
    ]);
  });

  it.each([
    ['levels: [{ after: 0s, channels: [team] }]', 'levels: []', 'must have a level'],
    ['{ after: 0s, channels: [team] }', '{ after: 5min }', 'nobody would be told'],
    ['after: 15min', 'after: 15', 'must be a whole number with a unit'],
    ['after: 15min', 'after: 8d', 'must be 7d at most'],
    ['repeatAfter: 1h', 'repeatAfter: 5s', 'must be 1min at least'],
    ['repeat: 2', 'repeat: 101', 'must be 100 at most'],
    ['tue 08:30', 'tuesday', 'must be a day and a time, as "mon 09:00"'],
    ['start: 2026-01-06', 'start: 2026-02-30', 'must be a day as "2026-12-24"'],
    ['"2026-12-24 18:00"', 'tomorrow', 'must be a day and a time as "2026-12-24 18:00"'],
    ['2026-12-27 08:00', '2026-12-23 08:00', 'must be later than from'],
    ['"database~shop-*"', 'database', 'must be a matcher'],
    ['CRITICAL: [boss-phone]', 'critical: [boss-phone]', ''],
    ['rotation: primary', 'rotations: primary', 'did you mean rotation?'],
  ])('refuses %s as %s', (good, bad, message) => {
    const faults = faultsOf(full.replace(good, bad));
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('\n')).toContain(message);
  });
});
