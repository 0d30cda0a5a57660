import { describe, expect, it } from 'vitest';

import { defaultRules } from '../../../../src/alerts/defaults/registry.ts';
import { combineRules } from '../../../../src/alerts/rules/combine-rules.ts';
import { alertRuleKnowledge } from '../../../../src/alerts/rules/rule-knowledge.ts';
import { parseConfiguration } from '../../../../src/config/file.ts';
import { readAlertRule } from '../../../../src/config/sections/alerts.ts';

const parse = (text: string) =>
  parseConfiguration(text, { path: '/h.yaml', env: {}, alertRules: alertRuleKnowledge }).alerts;
const combine = (text: string, more: object = {}) => {
  const settings = parse(text);
  const rules = combineRules({
    defaults: defaultRules,
    settings,
    made: [],
    switched: new Map(),
    ...more,
  });
  return new Map(rules.map((rule) => [rule.name, rule]));
};
const faultsOf = (text: string): string => {
  try {
    parse(text);
    return '';
  } catch (error) {
    return String(error);
  }
};

describe('the rules in force', () => {
  it("are hawkwatch's own, unless they are switched off", () => {
    expect([...combine('').values()].filter(({ enabled }) => enabled)).toHaveLength(
      defaultRules.length,
    );
    const off = combine('alerts: { defaults: off }');
    expect([...off.values()].some(({ enabled }) => enabled)).toBe(false);
    const one = combine('', { switched: new Map([['file-changed', false]]) });
    expect(one.get('file-changed')?.enabled).toBe(false);
  });

  it('are changed by name, as a whole or for some alerts', () => {
    const rules = combine(`
alerts:
  changes:
    - { rule: memory-high, above: 90, severity: WARNING, for: 10min, escalation: night }
    - { rule: query-slow, match: [ "database=warehouse" ], above: 60000 }
    - { rule: endpoint-certificate, severity: ERROR }
    - { rule: file-changed, enabled: false }
escalation:
  policies: [{ name: night, levels: [{ channels: [ops] }] }]
channels: [{ name: ops, kind: webhook, url: 'https://hooks.example/' }]
`);
    expect(rules.get('memory-high')).toMatchObject({
      severity: 'WARNING',
      forMs: 600_000,
      escalation: 'night',
      condition: { above: 90, clear: null },
    });
    expect(rules.get('query-slow')).toMatchObject({
      condition: { above: 2000 },
      overrides: [
        { match: [{ label: 'database', operator: '=', value: 'warehouse' }], above: 60_000 },
      ],
    });
    const certificate = rules.get('endpoint-certificate');
    expect(certificate?.overrides.every(({ severity }) => severity === undefined)).toBe(true);
    expect(rules.get('file-changed')?.enabled).toBe(false);
  });

  it('are declared in the file', () => {
    const rules = combine(`
alerts:
  rules:
    - name: slow-checkout
      severity: CRITICAL
      metric:
        name: endpoint.duration_ms
        match: [ "subject=endpoint:checkout" ]
        aggregate: max
        window: 2min
        above: 800
        clear: 500
        onNoData: alert
      for: 1min
      keepFiringFor: 5min
      labels: { team: shop }
    - name: big-migration
      severity: INFO
      type: BIG_MIGRATION
      event:
        on: [ { event: migration.assessed, where: [ "risk in HIGH, CRITICAL", "pending > 3" ] } ]
        until: [ { event: migration.completed } ]
        labels: { database: database }
        lasts: 1d
      overrides: [ { match: [ "database~test-*" ], enabled: false } ]
`);
    expect(rules.get('slow-checkout')).toMatchObject({
      origin: 'FILE',
      type: 'SLOW_CHECKOUT',
      forMs: 60_000,
      keepFiringForMs: 300_000,
      condition: {
        kind: 'metric',
        aggregate: 'MAX',
        windowMs: 120_000,
        onNoData: 'ALERT',
        onError: 'KEEP',
      },
    });
    expect(rules.get('big-migration')).toMatchObject({
      type: 'BIG_MIGRATION',
      condition: { kind: 'event', lastsMs: 86_400_000, labels: { database: 'database' } },
    });
  });

  it.each([
    ['rules: [ { name: a, severity: ERROR } ]', 'needs either event or metric'],
    [
      'rules: [ { name: a, severity: BAD, metric: { name: a.b, above: 1 } } ]',
      'must be one of CRITICAL',
    ],
    [
      'rules: [ { name: a, severity: ERROR, metric: { name: a.b } } ]',
      'needs either above or below',
    ],
    [
      'rules: [ { name: a, severity: ERROR, metric: { name: a.b, above: 5, clear: 9 } } ]',
      'an alert ends there',
    ],
    [
      'rules: [ { name: a, severity: ERROR, metric: { name: a.b, above: 5 }, title: "{{ x" } ]',
      'is no template',
    ],
    [
      'rules: [ { name: memory-high, severity: ERROR, metric: { name: a.b, above: 5 } } ]',
      'under `changes`',
    ],
    ['changes: [ { rule: memori-high, enabled: false } ]', 'did you mean memory-high'],
    ['changes: [ { rule: endpoint-down, above: 3 } ]', 'is a rule of events'],
    ['changes: [ { rule: memory-high, match: [ "nonsense" ] } ]', 'must be a matcher'],
    [
      'rules: [ { name: a, severity: ERROR, event: { on: [ { event: a.b, where: [ "x >" ] } ] } } ]',
      'must be a test as',
    ],
    ['ruls: []', 'did you mean rules'],
  ])('%s is a fault with its line', (text, message) => {
    const faults = faultsOf(`alerts:\n  ${text}\n`);
    expect(faults).toContain(message);
    expect(faults).toMatch(/line 2/);
  });

  it('a rule that no file declares is read by the same form, with all its faults', () => {
    const { faults } = readAlertRule({
      name: 'A',
      severity: 'ERROR',
      metric: { name: 'x', above: 'y' },
      oops: 1,
    });
    expect(faults?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['name', 'metric.above']),
    );
    expect(readAlertRule(null).rule).toBeNull();
  });
});
