// Each built-in dependency, with alerts that the default rules really make of events and measurements.
import { describe, expect, it } from 'vitest';

import { defaultRules } from '../../../src/alerts/defaults/registry.ts';
import type { Observation } from '../../../src/alerts/observation.ts';
import { observeEvent } from '../../../src/alerts/rules/event-rules.ts';
import { observeSeries } from '../../../src/alerts/rules/metric-rules.ts';
import { prepareRule, type PreparedRule } from '../../../src/alerts/rules/prepare-rule.ts';
import { builtinDependencies } from '../../../src/alerts/suppression/builtin-dependencies.ts';
import {
  createSources,
  reasonsFor,
  type OutageMembers,
} from '../../../src/alerts/suppression/reasons.ts';
import type { NewEvent } from '../../../src/core/events.ts';
import type { SuppressibleAlert } from '../../../src/store/suppressed-alerts.ts';
import { begunAt, ruleCases } from '../../support/rule-events.ts';

function ruleOf(name: string): PreparedRule {
  const rule = defaultRules.find((one) => one.name === name);
  if (rule === undefined) throw new Error(`there is no rule ${name}`);
  return prepareRule(rule);
}

function alertOf(observation: Observation | undefined): SuppressibleAlert {
  if (observation?.holds !== true) throw new Error('the rule does not fire');
  const { rule, labels, type, severity, title, metadata, databaseName, subject } = observation;
  return {
    id: JSON.stringify([rule, labels]),
    rule,
    labels,
    type,
    severity,
    title,
    metadata,
    subject,
    database: databaseName,
    state: 'FIRING',
    suppressed: [],
    audience: 'viewer',
  };
}

/** The alert that a rule makes of its event, with another payload where that is given. */
function made(name: string, payload: object = {}, subject?: string): SuppressibleAlert {
  const event: NewEvent | undefined = ruleCases[name]?.fires;
  if (event === undefined) throw new Error(`there is no event for ${name}`);
  const changed = { ...(JSON.parse(JSON.stringify(event.payload)) as object), ...payload };
  const stored = { ...event, id: 1, payload: changed, subject: subject ?? event.subject };
  return alertOf(observeEvent(ruleOf(name), stored));
}

/** The alert that a rule makes of a series. */
function measured(name: string, metric: string, subject: string, value: number) {
  const values = { AVERAGE: value, LAST: value, MAX: value, MIN: value };
  const window = { metric, subject, labels: {}, unit: 'count', values, lastAt: begunAt };
  const [first] = observeSeries(ruleOf(name), [window], [], begunAt);
  return alertOf(first);
}

/** By which dependency the target is not told while the source fires. */
function mutedBy(
  target: SuppressibleAlert,
  source: SuppressibleAlert,
  members: OutageMembers = new Map(),
): string | undefined {
  const rules = builtinDependencies;
  const sources = createSources(rules, [source, target], members);
  const reasons = reasonsFor(target, { silences: [], windows: [], rules, sources });
  return /\(([a-z-]+)\)$/.exec(reasons[0]?.reason ?? '')?.[1];
}

describe('built-in dependencies', () => {
  it('go by types that default rules have, and by nothing that no rule gives', () => {
    const types = new Set(defaultRules.map(({ type }) => type));
    for (const { name, source, target, equal } of builtinDependencies) {
      const named = [...source, ...target].filter(({ label }) => label === 'type');
      for (const type of named.flatMap(({ value }) => value.split('|'))) {
        expect(types, name).toContain(type);
      }
      const parents = defaultRules.filter(({ type }) =>
        source.some(({ label, value }) => label === 'type' && value === type),
      );
      expect(parents.length, name).toBeGreaterThan(0);
      const wanted = [...equal, ...source.map(({ label }) => label)].filter(
        (one) => one !== 'type',
      );
      for (const { condition } of parents) {
        const given = condition.kind === 'event' ? Object.keys(condition.labels) : [];
        expect(given, name).toEqual(expect.arrayContaining(wanted));
      }
    }
  });

  it('database-down mutes what is reached by that database or measured of it', () => {
    const down = made('database-down');
    const followers = [
      made('endpoint-down'),
      made('endpoint-degraded'),
      made('schema-unreadable'),
      measured('database-replication-lag', 'database.replay_lag_seconds', 'database:shop', 99),
      measured('database-connections', 'database.connections_used_percent', 'database:shop', 99),
      measured('query-slow', 'database.statement_mean_ms', 'database:shop', 9999),
      measured('task-long', 'database.longest_query_seconds', 'database:shop', 999),
      made('migration-running-long'),
    ];
    for (const one of followers) expect(mutedBy(one, down), one.rule).toBe('database-down');
    const others = [
      made('endpoint-down', { database: 'crm' }),
      made('endpoint-down', { database: null }),
      measured('query-slow', 'database.statement_mean_ms', 'database:crm', 9999),
      made('migration-failed'),
      made('schema-drift'),
      made('database-certificate'),
    ];
    for (const one of others) expect(mutedBy(one, down), one.rule).toBeUndefined();
  });

  it('host-down mutes the containers of that daemon on that host', () => {
    const down = made('containers-stopped-together');
    for (const name of ['container-stopped', 'container-restarted', 'container-unhealthy']) {
      expect(mutedBy(made(name), down), name).toBe('host-down');
      expect(mutedBy(made(name, { daemon: 'other' }), down), name).toBeUndefined();
      expect(mutedBy(made(name, { host: 'h2' }), down), name).toBeUndefined();
    }
    expect(mutedBy(made('container-out-of-memory'), down)).toBeUndefined();
  });

  it('crash-loop mutes the ends of that container only', () => {
    const loop = made('container-crash-loop');
    for (const name of ['container-stopped', 'container-restarted', 'container-unhealthy']) {
      expect(mutedBy(made(name), loop), name).toBe('crash-loop');
      expect(mutedBy(made(name, { key: 'web/app/1' }), loop), name).toBeUndefined();
      expect(mutedBy(made(name, { host: 'h2' }), loop), name).toBeUndefined();
    }
    expect(mutedBy(made('container-out-of-memory'), loop)).toBeUndefined();
  });

  it('endpoints-failing-together mutes its members, whenever they joined it, and nobody else', () => {
    const found = made('endpoints-failing-together');
    const other = { endpoint: 'search' };
    expect(mutedBy(made('endpoint-down'), found)).toBe('endpoints-failing-together');
    expect(mutedBy(made('endpoint-down', other), found)).toBeUndefined();
    const joined = made('endpoint-down', { ...other, outageId: 'o1' });
    expect(mutedBy(joined, found)).toBe('endpoints-failing-together');
    const elsewhere = made('endpoint-down', { ...other, outageId: 'o2' });
    expect(mutedBy(elsewhere, found)).toBeUndefined();
    const members = new Map([['o1', new Set(['search'])]]);
    expect(mutedBy(made('endpoint-down', other), found, members)).toBe(
      'endpoints-failing-together',
    );
    expect(mutedBy(made('endpoint-degraded'), found)).toBeUndefined();
    expect(mutedBy(made('endpoint-certificate'), found)).toBeUndefined();
  });

  it('host-monitor-silent mutes what is measured of that host', () => {
    const silent = made(
      'monitor-silent',
      { kind: 'host-resources', name: 'main', scope: 'host' },
      'monitor:host-resources/main',
    );
    const full = (host: string) =>
      measured('disk-full', 'host.disk_used_percent', `host:${host}`, 99);
    expect(mutedBy(full('h1'), silent)).toBe('host-monitor-silent');
    expect(mutedBy(full('h2'), silent)).toBeUndefined();
    expect(mutedBy(made('endpoint-down'), silent)).toBeUndefined();
    expect(mutedBy(full('h1'), made('monitor-silent'))).toBeUndefined();
  });
});
