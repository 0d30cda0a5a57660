// Alerts over the API: lists, one with all that happened to it, commands one by one and in bulk, and their
// changes live. Each with the roles that may, and what is said to those who may not.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createAlertCommands, type AlertCommands } from '../../../src/alerts/commands.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { listAuditEntries } from '../../../src/store/audit.ts';
import { sql } from '../../../src/store/drizzle.ts';
import { encodeGlobalId } from '../../../src/graphql/global-ids.ts';
import { ask, at, codeOf, connect, send, textAt } from '../http/clients.ts';
import { startService, type TestService } from '../http/service.ts';
import { createEngineRig, holding, listAll, over, type EngineRig } from './rig.ts';

let service: TestService;
let commands: AlertCommands;
let rig: EngineRig;

beforeAll(async () => {
  service = await startService({
    alerts: () => ({
      acknowledge: (...args) => commands.acknowledge(...args),
      unacknowledge: (...args) => commands.unacknowledge(...args),
      resolve: (...args) => commands.resolve(...args),
      assign: (...args) => commands.assign(...args),
      comment: (...args) => commands.comment(...args),
    }),
  });
});
afterAll(() => service.close());
beforeEach(async () => {
  const { store } = service;
  await store.q.execute(sql`delete from hawkwatch_store.alerts`);
  rig = createEngineRig(store);
  rig.clock.advance(1_000_000_000);
  const { clock, engine } = rig;
  commands = createAlertCommands({ store, clock, engine, random: createSystemRandom() });
});

const list = async (variables: Readonly<Record<string, unknown>> = {}) => {
  const answer = await ask(
    service.url,
    service.tokens.viewer,
    `query ($filter: AlertFilter, $order: AlertOrder, $first: Int, $after: String, $last: Int) {
      alerts(filter: $filter, order: $order, first: $first, after: $after, last: $last) { totalCount asOf
        pageInfo { endCursor hasNextPage hasPreviousPage } edges { cursor node { id title } } } }`,
    variables,
  );
  const edges = at(answer, 'alerts.edges');
  return {
    titles: (edges as readonly object[]).map((edge) => at(edge, 'node.title')),
    total: at(answer, 'alerts.totalCount'),
    end: at(answer, 'alerts.pageInfo.endCursor'),
    more: at(answer, 'alerts.pageInfo.hasNextPage'),
  };
};

const ids = async (): Promise<string[]> =>
  (await listAll(service.store)).map(({ id }) => encodeGlobalId('Alert', id));

async function firstId(): Promise<string> {
  const [id] = await ids();
  if (id === undefined) throw new Error('there is no alert');
  return id;
}

const act = async (
  field: string,
  args: string,
  token: string = service.tokens.operator,
): Promise<unknown> =>
  at(
    await ask(
      service.url,
      token,
      `mutation { ${field}(${args}) { __typename ... on Alert { id state acknowledgedBy assignedTo resolution
        resolvedBy conditionHolds } ... on Error { message } } }`,
    ),
    field,
  );

describe('the list of alerts', () => {
  beforeEach(async () => {
    const { clock } = rig;
    const rows = [
      { title: 'a', severity: 'INFO', labels: { host: 'web-1', team: 'shop' } },
      { title: 'b', severity: 'CRITICAL', labels: { host: 'web-2' }, databaseName: 'shop' },
      {
        title: 'c',
        severity: 'WARNING',
        labels: { host: 'db_1' },
        message: 'Half of 100% is full',
      },
      { title: 'd', severity: 'CRITICAL', labels: { host: 'db-1' }, rule: 'other' },
    ] as const;
    for (const row of rows) {
      await rig.observe(holding(clock.now(), row));
      clock.advance(1000);
    }
    await rig.observe(over(clock.now(), { labels: { host: 'db_1' } }));
  });

  it.each([
    [{}, ['d', 'c', 'b', 'a']],
    [{ states: ['FIRING'] }, ['d', 'b', 'a']],
    [{ states: [] }, []],
    [{ severities: ['CRITICAL', 'INFO'] }, ['d', 'b', 'a']],
    [{ rules: ['other'] }, ['d']],
    [{ database: 'shop' }, ['b']],
    [{ database: 'unknown' }, []],
    [{ labels: ['host=web-1'] }, ['a']],
    [{ labels: ['host~web-*', 'severity!=INFO'] }, ['b']],
    [{ labels: ['host~db_?|web-1'] }, ['c', 'a']],
    [{ labels: ['host!~web*'] }, ['d', 'c']],
    [{ labels: ['team='] }, ['d', 'c', 'b']],
    [{ labels: ['rule=other'] }, ['d']],
    [{ labels: ['database=shop'] }, ['b']],
    [{ labels: ['subject=host:one'] }, ['d', 'c', 'b', 'a']],
    [{ text: '100%' }, ['c']],
    [{ text: 'HALF OF' }, ['c']],
    [{ text: '_' }, []],
    [{ since: '1970-01-12T13:46:42Z' }, ['d', 'c']],
    [{ suppressed: true }, []],
  ])('takes the filter %j', async (filter, titles) => {
    expect(await list({ filter })).toMatchObject({ titles, total: titles.length });
  });

  it('pages in both orders', async () => {
    for (const [order, all] of [
      ['NEWEST_FIRST', ['d', 'c', 'b', 'a']],
      ['WORST_FIRST', ['d', 'b', 'c', 'a']],
    ] as const) {
      const titles: unknown[] = [];
      let after: unknown = null;
      for (let page = 0; page < 4; page += 1) {
        const one = await list({ order, first: 1, after });
        titles.push(...one.titles);
        expect(one.more).toBe(page < 3);
        after = one.end;
      }
      expect(titles).toEqual(all);
      expect((await list({ order, last: 2 })).titles).toEqual(all.slice(2));
    }
  });

  it('says what is wrong with a filter', async () => {
    const answer = await send(
      service.url,
      service.tokens.viewer,
      '{ alerts(filter: { labels: ["nonsense"] }) { totalCount } }',
    );
    expect(codeOf(answer)).toBe('INVALID_INPUT');
    const cursor = await send(
      service.url,
      service.tokens.viewer,
      '{ alerts(after: "x") { asOf } }',
    );
    expect(codeOf(cursor)).toBe('INVALID_INPUT');
  });
});

describe('commands', () => {
  beforeEach(async () => {
    await rig.observe(holding(rig.clock.now()));
  });

  it('take an alert on, give it back, assign it and resolve it, all on record', async () => {
    const id = await firstId();
    expect(await act('acknowledgeAlert', `id: "${id}", comment: "mine"`)).toMatchObject({
      id,
      state: 'ACKNOWLEDGED',
      acknowledgedBy: 'a operator',
    });
    expect(await act('acknowledgeAlert', `id: "${id}"`)).toMatchObject({ state: 'ACKNOWLEDGED' });
    expect(await act('unacknowledgeAlert', `id: "${id}"`)).toMatchObject({ state: 'FIRING' });
    expect(await act('assignAlert', `id: "${id}", assignee: " anna "`)).toMatchObject({
      assignedTo: 'anna',
    });
    expect(await act('commentOnAlert', `id: "${id}", text: "looked at"`)).toMatchObject({ id });
    expect(await act('resolveAlert', `id: "${id}", comment: "done"`)).toMatchObject({
      state: 'RESOLVED',
      resolution: 'MANUAL',
      resolvedBy: 'a operator',
      conditionHolds: true,
    });
    const shown = await ask(
      service.url,
      service.tokens.viewer,
      `{ alert(id: "${id}") { fingerprint flappingSince timesFired suppressed { kind } database { name }
        databaseName timeline { edges { node { kind actor text detail } } } } node(id: "${id}") { id } }`,
    );
    const entries = at(shown, 'alert.timeline.edges') as readonly object[];
    expect(entries.map((edge) => [at(edge, 'node.kind'), at(edge, 'node.text')])).toEqual([
      ['FIRED', null],
      ['ACKNOWLEDGED', 'mine'],
      ['UNACKNOWLEDGED', null],
      ['ASSIGNED', null],
      ['COMMENTED', 'looked at'],
      ['RESOLVED', 'done'],
    ]);
    expect(entries.map((edge) => at(edge, 'node.actor'))).toEqual([
      null,
      ...Array.from({ length: 5 }, () => 'a operator'),
    ]);
    const audit = await listAuditEntries(service.store.q, { limit: 100 });
    const [alert] = await listAll(service.store);
    const mine = audit.filter(({ subject }) => subject === `alert:${alert?.id}`);
    expect(mine.map(({ action, result }) => `${action} ${result}`).toSorted()).toEqual([
      'acknowledgeAlert ok',
      'acknowledgeAlert ok',
      'assignAlert ok',
      'commentOnAlert ok',
      'resolveAlert ok',
      'unacknowledgeAlert ok',
    ]);
  });

  it('say what to do instead of what cannot be done', async () => {
    const id = await firstId();
    await act('resolveAlert', `id: "${id}"`);
    for (const field of ['acknowledgeAlert', 'unacknowledgeAlert', 'resolveAlert', 'assignAlert']) {
      expect(await act(field, `id: "${id}"`)).toMatchObject({
        __typename: 'ConflictError',
        message: expect.stringMatching(
          /resolved by a operator at .* another alert opens/,
        ) as string,
      });
    }
    const { clock } = rig;
    await rig.observe(holding(clock.now(), { rule: 'slow', forMs: 60_000 }));
    const pending = (await listAll(service.store)).find(({ rule }) => rule === 'slow')?.id ?? '';
    expect(await act('resolveAlert', `id: "${pending}"`)).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('silence') as string,
    });
    const missing = encodeGlobalId('Alert', crypto.randomUUID());
    for (const nothing of [missing, 'nonsense', 'x'.repeat(500)]) {
      expect(await act('acknowledgeAlert', `id: "${nothing}"`)).toMatchObject({
        __typename: 'NotFoundError',
      });
    }
    expect(await act('commentOnAlert', `id: "${id}", text: " "`)).toMatchObject({
      __typename: 'InvalidInputError',
    });
    expect(await act('assignAlert', `id: "${id}", assignee: ""`)).toMatchObject({
      __typename: 'InvalidInputError',
    });
  });

  it('are for operators', async () => {
    const id = await firstId();
    for (const field of ['acknowledgeAlert', 'resolveAlert', 'assignAlert']) {
      expect(await act(field, `id: "${id}"`, service.tokens.viewer)).toMatchObject({
        __typename: 'ForbiddenError',
      });
    }
    const [alert] = await listAll(service.store);
    expect(alert?.state).toBe('FIRING');
  });

  it('do many at once, and say of each what became of it', async () => {
    const { clock } = rig;
    await rig.observe(
      ...Array.from({ length: 5 }, (_, n) => holding(clock.now(), { labels: { n: String(n) } })),
    );
    const all = await ids();
    const gone = encodeGlobalId('Alert', crypto.randomUUID());
    await act('resolveAlert', `id: "${all[0]}"`);
    const mutation = `mutation ($ids: [ID!]!) { acknowledgeAlerts(ids: $ids, comment: "all mine") {
      __typename ... on AlertOutcomes { outcomes { alertId alert { state } refusal } }
      ... on InvalidInputError { message issues { path message } } } }`;
    const answer = await ask(service.url, service.tokens.operator, mutation, {
      ids: [...all, gone, all[1]],
    });
    const outcomes = at(answer, 'acknowledgeAlerts.outcomes') as readonly object[];
    expect(outcomes.map((one) => at(one, 'alertId'))).toEqual([...all, gone]);
    expect(outcomes.map((one) => at(one, 'alert.state') ?? null)).toEqual([
      null,
      ...Array.from({ length: all.length - 1 }, () => 'ACKNOWLEDGED'),
      null,
    ]);
    expect(at(outcomes[0], 'refusal')).toContain('It was resolved');
    expect(at(outcomes.at(-1), 'refusal')).toContain('no such alert');
    const audit = await listAuditEntries(service.store.q, { limit: 100 });
    expect(audit.find(({ subject }) => subject === 'alerts')).toMatchObject({
      action: 'acknowledgeAlert',
      result: 'ok',
      detail: { comment: 'all mine', refused: 2 },
    });
    const many = await ask(service.url, service.tokens.operator, mutation, {
      ids: Array.from({ length: 201 }, () => gone),
    });
    expect(at(many, 'acknowledgeAlerts')).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: 'ids', message: expect.stringContaining('200') as string }],
    });
  });
});

describe('changes live', () => {
  it('come with the whole alert, filtered, and can be replayed', async () => {
    const { clock } = rig;
    const start = textAt(await ask(service.url, service.tokens.viewer, '{ head }'), 'head');
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const query = `subscription ($filter: AlertFilter, $after: Cursor) { alertsChanged(filter: $filter, after: $after) {
      kind cursor at by text alert { title state severity timeline { edges { node { kind } } } } } }`;
    const all = socket.subscribe(query, { after: start });
    const some = socket.subscribe(query, {
      filter: { severities: ['CRITICAL'], labels: ['host~o*'], text: 'worst' },
      after: start,
    });
    await rig.observe(holding(clock.now()));
    await rig.observe(
      holding(clock.now(), { rule: 'worst', severity: 'CRITICAL', title: 'The worst' }),
    );
    await all.count(2);
    const [alert] = (await listAll(service.store)).filter(({ rule }) => rule === 'worst');
    await act('acknowledgeAlert', `id: "${alert?.id}", comment: "on it"`);
    await rig.observe(over(clock.now(), { rule: 'worst' }));
    const seen = await some.count(3);
    expect(seen.map((one) => at(one, 'data.alertsChanged.kind'))).toEqual([
      'FIRED',
      'ACKNOWLEDGED',
      'RESOLVED',
    ]);
    expect(at(seen[1], 'data.alertsChanged')).toMatchObject({
      by: 'a operator',
      text: 'on it',
      alert: { title: 'The worst', state: 'ACKNOWLEDGED', severity: 'CRITICAL' },
    });
    expect(await all.count(4)).toHaveLength(4);
    const replayed = socket.subscribe(query, { after: at(seen[0], 'data.alertsChanged.cursor') });
    expect((await replayed.count(2)).map((one) => at(one, 'data.alertsChanged.kind'))).toEqual([
      'ACKNOWLEDGED',
      'RESOLVED',
    ]);
    socket.dispose();
  });
});
