// Each rule that is shipped, with real events: it fires, says what happened, and ends.
import { describe, expect, it } from 'vitest';

import { defaultRules } from '../../../../src/alerts/defaults/registry.ts';
import { observeEvent } from '../../../../src/alerts/rules/event-rules.ts';
import { prepareRule } from '../../../../src/alerts/rules/prepare-rule.ts';
import { transition } from '../../../../src/alerts/transition.ts';
import type { NewEvent, StoredEvent } from '../../../../src/core/events.ts';
import { findMetric } from '../../../../src/metrics/catalogue/registry.ts';
import { begunAt, endedAt, ruleCases } from '../../../support/rule-events.ts';

const stored = (event: NewEvent, id: number): StoredEvent => ({
  ...event,
  id,
  payload: JSON.parse(JSON.stringify(event.payload)),
});

const eventRules = defaultRules.filter(({ condition }) => condition.kind === 'event');

describe('a default rule of events', () => {
  it.each(eventRules.map((rule) => [rule.name, rule] as const))(
    '%s fires and ends',
    (name, rule) => {
      const made = ruleCases[name];
      if (made === undefined) throw new Error(`there is no event for ${name}`);
      const prepared = prepareRule(rule);
      const fired = observeEvent(prepared, stored(made.fires, 1));
      if (fired?.holds !== true) throw new Error(`${name} does not fire`);
      expect(fired).toMatchObject({ rule: name, type: rule.type, at: begunAt, eventId: 1 });
      // Who may not see the event may not see what is made of it.
      expect(fired.audience).toBe(made.fires.audience);
      expect(Object.keys(fired.labels).toSorted()).toEqual(
        Object.keys(rule.condition.kind === 'event' ? rule.condition.labels : {}).toSorted(),
      );
      const said = `${fired.title} ${fired.message}`;
      expect(fired.title.length).toBeGreaterThan(5);
      expect(fired.message.length).toBeGreaterThan(3);
      expect(said).not.toMatch(/\{\{|\}\}|undefined|\[object|null| {2}|template failed/);
      const ended = made.ends && observeEvent(prepared, stored(made.ends, 2));
      const { labels, lastsMs } = fired;
      const end = { source: 'rule', rule: name, labels, at: endedAt, holds: false, eventId: 2 };
      expect(ended).toEqual(made.ends === null ? null : end);
      // Some end by time.
      expect(made.ends !== null || (lastsMs ?? 0) > 0).toBe(true);
    },
  );

  it('fires with its event among all rules', () => {
    const prepared = eventRules.map(prepareRule);
    for (const [name, { fires }] of Object.entries(ruleCases)) {
      const all = prepared.flatMap((one) => observeEvent(one, stored(fires, 1)) ?? []);
      expect(all.filter(({ holds }) => holds).map(({ rule }) => rule)).toContain(name);
    }
  });

  it('has a case for each, and no case without a rule', () => {
    expect(Object.keys(ruleCases).toSorted()).toEqual(
      eventRules.map(({ name }) => name).toSorted(),
    );
  });

  it('pending migrations are told after a day only', () => {
    const rule = eventRules.find(({ name }) => name === 'migration-pending-long');
    if (rule === undefined) throw new Error('it is gone');
    const made = ruleCases[rule.name];
    const fired = made && observeEvent(prepareRule(rule), stored(made.fires, 1));
    if (fired?.holds !== true) throw new Error('it does not fire');
    const begun = transition(undefined, { ...fired, kind: 'HOLDS' }, begunAt);
    expect(begun.standing?.state).toBe('PENDING');
    const later = new Date(begunAt.getTime() + 24 * 3_600_000);
    expect(transition(begun.standing, { kind: 'TIME' }, later).standing?.state).toBe('FIRING');
  });
});

describe('default rules', () => {
  it('have names of their own, and metrics that there are', () => {
    expect(new Set(defaultRules.map(({ name }) => name)).size).toBe(defaultRules.length);
    for (const { name, condition } of defaultRules) {
      if (condition.kind !== 'metric') continue;
      for (const metric of condition.metric.split('|')) {
        expect(findMetric(metric), `${name}: ${metric}`).toBeDefined();
      }
      expect((condition.above === null) !== (condition.below === null), name).toBe(true);
    }
  });

  it('severities follow what events say', () => {
    const severityOf = (name: string, change: (event: StoredEvent) => StoredEvent) => {
      const rule = defaultRules.find((one) => one.name === name);
      const made = ruleCases[name];
      if (rule === undefined || made === undefined) throw new Error(`no ${name}`);
      const fired = observeEvent(prepareRule(rule), change(stored(made.fires, 1)));
      return fired?.holds === true ? fired.severity : undefined;
    };
    const days = (withinDays: number) =>
      severityOf('endpoint-certificate', (event) => ({
        ...event,
        payload: { ...(event.payload as object), withinDays },
      }));
    expect([30, 14, 7, 1, 0].map(days)).toEqual([
      'INFO',
      'WARNING',
      'ERROR',
      'CRITICAL',
      'CRITICAL',
    ]);
    expect(severityOf('schema-drift', (event) => event)).toBe('ERROR');
  });
});
