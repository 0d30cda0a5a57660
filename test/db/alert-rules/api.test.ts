import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createAlertEngine } from '../../../src/alerts/engine.ts';
import { createFollowing } from '../../../src/alerts/following.ts';
import { createRulePreviewer } from '../../../src/alerts/rules/preview.ts';
import { createAlertRules, type AlertRules } from '../../../src/alerts/rules/services.ts';
import { readAlertRule } from '../../../src/config/sections/alerts.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { auditRecorded, listAuditEntries } from '../../../src/store/audit.ts';
import { databaseStateChanged } from '../../../src/store/database-states.ts';
import { at, ask, send } from '../http/clients.ts';
import { clock, random, startService, type TestService } from '../http/service.ts';
import { until } from '../../support/until.ts';
import { append, measure, noSettings, ruleOf } from './rig.ts';

const declared = ruleOf({
  name: 'of-the-file',
  severity: 'INFO',
  event: { on: [{ event: 'token.created' }] },
});
const changed = `__typename ... on AlertRule { id name origin enabled type openAlerts }
  ... on Error { message }`;
const saved = `{ ${changed} ... on InvalidInputError { issues { path message } } }`;
const createRule = `mutation ($input: AlertRuleInput!) { result: createAlertRule(input: $input) ${saved} }`;
const updateRule = `mutation ($input: AlertRuleInput!) { result: updateAlertRule(input: $input) ${saved} }`;
const deleteRule = `mutation ($name: ID!) { result: deleteAlertRule(name: $name) { ${changed} } }`;
const enableRule = `mutation ($name: ID!, $enabled: Boolean!) {
  result: setAlertRuleEnabled(name: $name, enabled: $enabled) { ${changed} } }`;
const hot = {
  name: 'hot',
  severity: 'WARNING',
  metric: { name: 'host.cpu_percent', above: 90, clear: 80, windowMs: 60_000 },
  overrides: [{ match: ['subject=host:big'], above: 95 }],
};

describe('alert rules over the API', () => {
  let service: TestService;
  let rules: AlertRules;
  let policies = ['standard'];
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(async () => {
    await rules?.stop();
    await service.close();
  });
  const result = async (query: string, variables: object, role: 'admin' | 'operator' = 'admin') =>
    at(await ask(service.url, service.tokens[role], query, { ...variables }), 'result') as Record<
      string,
      unknown
    >;

  beforeAll(async () => {
    const { store, hub, testStore } = service;
    rules = await createAlertRules({
      store,
      hub,
      clock,
      random,
      logger: silentLogger,
      address: testStore.database.url,
      engine: createAlertEngine({ store, clock, random, following: createFollowing([]) }),
      settings: { ...noSettings, rules: [declared] },
      read: readAlertRule,
      policyNames: () => policies,
      everyMs: 200,
    });
    Object.assign(service.services, { alertRules: rules.services });
  });

  it('lists all rules with where they come from, in pages', async () => {
    const query = `query ($after: String, $filter: AlertRuleFilter) {
      alertRules(first: 10, after: $after, filter: $filter) { totalCount pageInfo { hasNextPage endCursor }
        edges { node { name origin enabled condition { __typename
          ... on AlertEventCondition { on { event where } labels }
          ... on AlertMetricCondition { metric above aggregate } } overrides { match severity } } } } }`;
    const names: string[] = [];
    let after: unknown = null;
    for (;;) {
      const data = await ask(service.url, service.tokens.viewer, query, { after });
      const edges = at(data, 'alertRules.edges') as { node: { name: string } }[];
      names.push(...edges.map(({ node }) => node.name));
      after = at(data, 'alertRules.pageInfo.endCursor');
      if (at(data, 'alertRules.pageInfo.hasNextPage') !== true) break;
    }
    expect(names).toEqual([...new Set(names)].toSorted());
    expect(names).toEqual(expect.arrayContaining(['of-the-file', 'endpoint-down', 'memory-high']));
    const some = await ask(service.url, service.tokens.viewer, query, {
      filter: { origins: ['FILE'] },
    });
    expect(at(some, 'alertRules')).toMatchObject({
      totalCount: 1,
      edges: [
        {
          node: {
            name: 'of-the-file',
            origin: 'FILE',
            condition: { __typename: 'AlertEventCondition', on: [{ event: 'token.created' }] },
          },
        },
      ],
    });
  });

  it('a rule is made, changed, switched and removed, all of it on record', async () => {
    expect(await result(createRule, { input: hot })).toMatchObject({
      __typename: 'AlertRule',
      name: 'hot',
      origin: 'API',
      type: 'HOT',
      openAlerts: 0,
    });
    await measure(service.testStore, [
      { metric: 'host.cpu_percent', subject: 'host:a', at: clock.now(), value: 99 },
    ]);
    const read = `{ alertRule(name: "hot") { openAlerts lastMatchedAt lastEvaluatedAt lastError severity } }`;
    const seen = await until('the alert of it', async () => {
      const data = await ask(service.url, service.tokens.viewer, read);
      return (
        at(data, 'alertRule.openAlerts') === 1 &&
        at(data, 'alertRule.lastMatchedAt') !== null &&
        data
      );
    });
    expect(at(seen, 'alertRule')).toMatchObject({ lastError: null, severity: 'WARNING' });
    expect(await result(createRule, { input: hot })).toMatchObject({ __typename: 'ConflictError' });
    expect(await result(updateRule, { input: { ...hot, severity: 'ERROR' } })).toMatchObject({
      name: 'hot',
    });
    expect(await result(enableRule, { name: 'hot', enabled: false })).toMatchObject({
      enabled: false,
    });
    await until('no alert', async () => {
      const data = await ask(service.url, service.tokens.viewer, read);
      return at(data, 'alertRule.openAlerts') === 0;
    });
    expect(await result(deleteRule, { name: 'hot' })).toMatchObject({ name: 'hot' });
    expect(at(await ask(service.url, service.tokens.viewer, read), 'alertRule')).toBeNull();
    expect(await result(deleteRule, { name: 'hot' })).toMatchObject({
      __typename: 'NotFoundError',
    });
    const audit = await listAuditEntries(service.store.q, { limit: 20 });
    const done = audit.filter(({ result: word }) => word === 'ok').map(({ action }) => action);
    expect(done).toEqual([
      'deleteAlertRule',
      'disableAlertRule',
      'updateAlertRule',
      'createAlertRule',
    ]);
  });

  it("says what to do about rules of the file and hawkwatch's own", async () => {
    for (const query of [createRule, updateRule]) {
      const own = await result(query, { input: { ...hot, name: 'memory-high' } });
      expect(own['message']).toMatch(/alerts\.changes in hawkwatch\.yaml/);
      const ofFile = await result(query, { input: { ...hot, name: 'of-the-file' } });
      expect(ofFile['message']).toMatch(/declared in hawkwatch\.yaml/);
    }
    expect((await result(deleteRule, { name: 'memory-high' }))['message']).toMatch(
      /setAlertRuleEnabled/,
    );
    expect((await result(enableRule, { name: 'of-the-file', enabled: false }))['message']).toMatch(
      /change it there/,
    );
    expect(await result(enableRule, { name: 'memory-high', enabled: false })).toMatchObject({
      enabled: false,
      origin: 'DEFAULT',
    });
    expect(await result(enableRule, { name: 'memory-high', enabled: true })).toMatchObject({
      enabled: true,
    });
  });

  it('tells all faults at once, and refuses those who may not', async () => {
    const wrong = await result(createRule, {
      input: {
        name: 'Wrong Name',
        severity: 'ERROR',
        title: '{{ unfinished',
        event: { on: [{ event: 'nodot', where: ['a > b'] }] },
      },
    });
    expect(wrong).toMatchObject({ __typename: 'InvalidInputError' });
    const paths = (wrong['issues'] as { path: string }[]).map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['input.name', 'input.event.on.0.event', 'input.event.on.0.where.0']),
    );
    const template = await result(createRule, {
      input: { ...hot, name: 'badly-said', title: '{{ a' },
    });
    expect(template['issues']).toMatchObject([{ path: 'input.title' }]);
    const escalated = { ...hot, name: 'escalated', escalation: 'standart' };
    for (const query of [createRule, updateRule]) {
      const unknown = await result(query, { input: escalated });
      expect(unknown).toMatchObject({ __typename: 'InvalidInputError' });
      expect(unknown['issues']).toMatchObject([{ path: 'input.escalation' }]);
    }
    const known = await result(createRule, { input: { ...escalated, escalation: 'standard' } });
    expect(known).toMatchObject({ __typename: 'AlertRule', name: 'escalated' });
    const refused = await send(service.url, service.tokens.operator, createRule, { input: hot });
    expect(JSON.stringify(refused)).toMatch(/FORBIDDEN|Forbidden/);
  });

  it('tries rules on the past: events and measurements', async () => {
    const now = clock.now().getTime();
    const ago = (minutes: number): Date => new Date(now - minutes * 60_000);
    const state = (minutes: number, is: 'UP' | 'DOWN') =>
      databaseStateChanged.create({
        subject: 'database:shop',
        occurredAt: ago(minutes),
        payload: {
          databaseId: 'd1',
          database: 'shop',
          latencyMs: null,
          serverVersion: null,
          sizeBytes: null,
          role: null,
          tls: null,
          state: is,
          before: null,
          reason: null,
          since: ago(minutes).toISOString(),
        },
      });
    await append(service.store, [
      state(50, 'DOWN'),
      state(40, 'UP'),
      state(20, 'DOWN'),
      state(19, 'UP'),
    ]);
    const preview = `query ($name: ID, $input: AlertRuleInput, $from: DateTime!, $until: DateTime!) {
      result: previewRule(name: $name, input: $input, from: $from, until: $until) { __typename
        ... on AlertRulePreview { examined matched stepMs cutShort alertCount
          alerts { title startedAt firedAt resolvedAt state labels } }
        ... on Error { message } } }`;
    const span = { from: ago(60).toISOString(), until: ago(0).toISOString() };
    const known = await result(preview, { name: 'database-down', ...span }, 'operator');
    expect(known).toMatchObject({ matched: 2, alertCount: 2, cutShort: null, stepMs: null });
    expect(known['alerts']).toMatchObject([
      { startedAt: ago(50).toISOString(), resolvedAt: ago(40).toISOString(), state: 'RESOLVED' },
      { startedAt: ago(20).toISOString(), resolvedAt: ago(19).toISOString() },
    ]);
    const patient = {
      name: 'patient',
      severity: 'ERROR',
      forMs: 300_000,
      event: {
        on: [{ event: 'database.state_changed', where: ['state=DOWN'] }],
        until: [{ event: 'database.state_changed' }],
        labels: [{ name: 'database', value: 'database' }],
      },
    };
    const made = await result(preview, { input: patient, ...span }, 'operator');
    expect(made).toMatchObject({ matched: 2, alertCount: 1 });
    expect(made['alerts']).toMatchObject([{ firedAt: ago(45).toISOString() }]);
    // A series that is too high for ten minutes, half an hour ago.
    await measure(
      service.testStore,
      Array.from({ length: 240 }, (_, index) => {
        const minutes = 60 - index / 4;
        const value = minutes <= 30 && minutes > 20 ? 95 : 50;
        return { metric: 'host.cpu_percent', subject: 'host:p', at: ago(minutes), value };
      }),
    );
    const cpu = { ...hot, name: 'cpu', metric: { ...hot.metric, match: ['subject=host:p'] } };
    const measured = await result(preview, { input: cpu, ...span }, 'operator');
    expect(measured).toMatchObject({ alertCount: 1, stepMs: 15_000 });
    const [alert] = measured['alerts'] as { firedAt: string; resolvedAt: string }[];
    const minutesAgo = (text: string | undefined): number =>
      (now - Date.parse(text ?? '')) / 60_000;
    expect(minutesAgo(alert?.firedAt)).toBeGreaterThan(27);
    expect(minutesAgo(alert?.firedAt)).toBeLessThan(31);
    expect(minutesAgo(alert?.resolvedAt)).toBeGreaterThan(17);
    expect(minutesAgo(alert?.resolvedAt)).toBeLessThan(21);
    const nothing = await ask(
      service.url,
      service.tokens.viewer,
      '{ alertRule(name: "patient") { name } }',
    );
    expect(at(nothing, 'alertRule')).toBeNull();
    await service.store.transaction(async (tx) => {
      const payload = {
        id: random.uuid(),
        actor: 'root',
        actorId: 'r',
        action: 'createToken',
        subject: 'token:secret',
        origin: '10.0.0.7',
        result: 'ok' as const,
      };
      tx.append(
        auditRecorded.create({ subject: 'user:root', occurredAt: new Date(now - 1000), payload }),
      );
      await Promise.resolve();
    });
    const overApi = ruleOf({
      name: 'hurried',
      severity: 'ERROR',
      metric: { name: 'host.cpu_percent', above: 90 },
    });
    const hurried = createRulePreviewer({ store: service.store, clock, budgetMs: 0 });
    const [from, to] = [new Date(now - 3_600_000), new Date(now)];
    const cut = await hurried.preview(overApi, from, to, 'admin');
    expect(cut).toMatchObject({ matched: 0, cutShort: expect.stringContaining('too long') });
    const spying = {
      name: 'spying',
      severity: 'INFO',
      title: '{{ event.payload | json }}',
      event: { on: [{ event: 'audit.recorded' }], labels: [{ name: 'id', value: 'id' }] },
    };
    expect(await result(preview, { input: spying, ...span }, 'operator')).toMatchObject({
      __typename: 'InvalidInputError',
    });
    const ofAdmin = await result(preview, { input: spying, ...span }, 'admin');
    expect(ofAdmin).toMatchObject({ __typename: 'AlertRulePreview' });
    expect(JSON.stringify(ofAdmin['alerts'])).toContain('token:secret');
    expect(await result(preview, { name: 'nobody', ...span })).toMatchObject({
      __typename: 'NotFoundError',
    });
    expect(await result(preview, span)).toMatchObject({ __typename: 'InvalidInputError' });
    expect(
      await result(preview, { name: 'database-down', from: span.until, until: span.from }),
    ).toMatchObject({ __typename: 'InvalidInputError' });
  });

  it('says when the escalation policy of a rule has left the file', async () => {
    const warning = async (): Promise<unknown> => {
      const query = '{ alertRule(name: "escalated") { warning lastError } }';
      return at(await ask(service.url, service.tokens.viewer, query), 'alertRule');
    };
    await result(createRule, { input: { ...hot, name: 'escalated', escalation: 'standard' } });
    expect(await warning()).toEqual({ warning: null, lastError: null });
    policies = [];
    rules.configure({ ...noSettings, rules: [declared] });
    expect(await warning()).toEqual({
      warning: expect.stringContaining('escalation policy standard is not configured') as string,
      lastError: null,
    });
    policies = ['standard'];
    rules.configure({ ...noSettings, rules: [declared] });
    expect(await warning()).toEqual({ warning: null, lastError: null });
    await result(deleteRule, { name: 'escalated' });
  });
});
