// Monitors over the API.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createSystemRandom } from '../../../src/core/random.ts';
import {
  insertMonitors,
  listMonitors,
  updateMonitor,
  type MonitorChange,
  type MonitorRow,
} from '../../../src/store/monitors.ts';
import { ask, at, connect, send, stream, textAt } from './clients.ts';
import { startService, type TestService } from './service.ts';

const random = createSystemRandom();

describe('monitors', () => {
  let service: TestService;
  let seconds = 0;
  const time = (): Date => new Date(Date.UTC(2026, 2, 1, 0, 0, (seconds += 1)));
  beforeAll(async () => {
    service = await startService();
    await insertMonitors(
      service.store.q,
      [
        { kind: 'endpoints', name: 'checkout', scope: 'cluster', host: '' },
        { kind: 'endpoints', name: 'api', scope: 'cluster', host: '' },
        { kind: 'containers', name: 'main', scope: 'host', host: 'b' },
        { kind: 'containers', name: 'main', scope: 'host', host: 'a' },
        { kind: 'schemas', name: 'main', scope: 'cluster', host: '' },
        { kind: 'old', name: 'main', scope: 'cluster', host: '' },
      ],
      random,
      time(),
    );
    await change('old', 'main', { state: 'RETIRED', retiredAt: time() });
  });
  afterAll(() => service.close());

  const rowOf = async (kind: string, name: string): Promise<MonitorRow> => {
    const states = ['OK', 'WAITING', 'FAILING', 'PAUSED', 'RETIRED', 'STARTING'] as const;
    const rows = await listMonitors(service.store.q, { kinds: [kind], states }, { limit: 50 });
    const row = rows.find((one) => one.name === name);
    if (row === undefined) throw new Error(`no ${kind}/${name}`);
    return row;
  };
  const change = async (kind: string, name: string, to: MonitorChange): Promise<void> => {
    const { id } = await rowOf(kind, name);
    await service.store.transaction((tx) => updateMonitor(tx, id, time(), () => to));
  };
  const read = (query: string) => ask(service.url, service.tokens.viewer, query);
  const act = async (mutation: string, id: string, token = service.tokens.operator) =>
    send(
      service.url,
      token,
      `mutation ($id: ID!) { ${mutation}(id: $id) { __typename
         ... on Monitor { id state pausedBy } ... on Error { message } } }`,
      { id },
    );
  const namesOf = (answer: unknown): string[] => {
    const edges = at(answer, 'monitors.edges') as { node: Record<string, string> }[];
    return edges.map(({ node }) => `${node['kind']}/${node['name']}${node['host'] ?? ''}`);
  };
  const idOf = async (kind: string, name = 'main'): Promise<string> => {
    const query = `{ monitors(filter: { kinds: ["${kind}"] }) { edges { node { id name } } } }`;
    const edges = at(await read(query), 'monitors.edges') as { node: Record<string, string> }[];
    return edges.find(({ node }) => node['name'] === name)?.node['id'] ?? '';
  };

  it('are listed by kind, name and host, page by page, without the retired ones', async () => {
    const node = '{ kind name host }';
    const all = await read(`{ monitors { totalCount edges { node ${node} } } }`);
    const expected = [
      'containers/maina',
      'containers/mainb',
      'endpoints/api',
      'endpoints/checkout',
      'schemas/main',
    ];
    expect(namesOf(all)).toEqual(expected);
    expect(at(all, 'monitors.totalCount')).toBe(5);
    const pages: string[] = [];
    let after = 'null';
    for (let page = 0; page < 3; page += 1) {
      const answer = await read(
        `{ monitors(first: 2, after: ${after}) { edges { node ${node} }
           pageInfo { endCursor hasNextPage } } }`,
      );
      pages.push(...namesOf(answer));
      expect(at(answer, 'monitors.pageInfo.hasNextPage')).toBe(page < 2);
      after = JSON.stringify(textAt(answer, 'monitors.pageInfo.endCursor'));
    }
    expect(pages).toEqual(expected);
    const last = await read(`{ monitors(last: 2, before: ${after}) { edges { node ${node} } } }`);
    expect(namesOf(last)).toEqual(['endpoints/api', 'endpoints/checkout']);
    const retired = await read(
      `{ monitors(filter: { states: [RETIRED] }) { totalCount edges { node ${node} } } }`,
    );
    expect(namesOf(retired)).toEqual(['old/main']);
    const bad = await send(service.url, service.tokens.viewer, '{ monitors(after: "x") { asOf } }');
    expect(bad.errors?.[0]?.message).toMatch(/not a cursor of this list/);
  });

  it('are found by their global id, with what their kind does', async () => {
    const id = await idOf('schemas');
    const fields = 'kind scope host state reason description lastSuccessAt lagMs nextRunAt';
    const answer = await read(
      `{ monitor(id: "${id}") { ${fields} } node(id: "${id}") { ... on Monitor { ${fields} } } }`,
    );
    const expected = {
      kind: 'schemas',
      scope: 'CLUSTER',
      host: null,
      state: 'WAITING',
      reason: null,
      lastSuccessAt: null,
      lagMs: null,
      nextRunAt: null,
    };
    expect(at(answer, 'monitor')).toMatchObject(expected);
    expect(at(answer, 'node')).toMatchObject(expected);
    expect(textAt(answer, 'monitor.description')).toMatch(/schemas of the databases/);
    expect(await read('{ monitor(id: "nothing") { state } }')).toEqual({ monitor: null });
  });

  it('are paused and resumed by operators, which is audited; others are refused', async () => {
    const id = await idOf('endpoints', 'api');
    const paused = await act('pauseMonitor', id);
    expect(at(paused.data, 'pauseMonitor')).toMatchObject({ id, state: 'PAUSED' });
    expect(textAt(paused.data, 'pauseMonitor.pausedBy')).not.toBe('');
    const run = await act('runMonitorNow', id);
    expect(at(run.data, 'runMonitorNow')).toMatchObject({ __typename: 'ConflictError' });
    const resumed = await act('resumeMonitor', id);
    expect(at(resumed.data, 'resumeMonitor')).toMatchObject({ state: 'WAITING', pausedBy: null });
    const asked = await act('runMonitorNow', id);
    expect(at(asked.data, 'runMonitorNow')).toMatchObject({ __typename: 'Monitor' });
    expect((await rowOf('endpoints', 'api')).runRequestedAt).not.toBeNull();
    for (const mutation of ['pauseMonitor', 'resumeMonitor', 'runMonitorNow']) {
      const refused = await act(mutation, id, service.tokens.viewer);
      expect(at(refused.data, mutation)).toMatchObject({ __typename: 'ForbiddenError' });
      const unknown = await act(mutation, 'nothing');
      expect(at(unknown.data, mutation)).toMatchObject({ __typename: 'NotFoundError' });
    }
    const log = await ask(
      service.url,
      service.tokens.admin,
      '{ auditLog(first: 4) { edges { node { action subject result } } } }',
    );
    expect(JSON.stringify(log)).toMatch(/NOT_FOUND/);
    const entries = await ask(
      service.url,
      service.tokens.admin,
      '{ auditLog(first: 50) { edges { node { action subject result } } } }',
    );
    const edges = at(entries, 'auditLog.edges') as { node: Record<string, string> }[];
    const done = edges.filter(({ node }) => node['result'] === 'ok').map(({ node }) => node);
    expect(done.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'runMonitorNow monitor:endpoints/api',
      'resumeMonitor monitor:endpoints/api',
      'pauseMonitor monitor:endpoints/api',
    ]);
  });

  it('are told as they change: first how they are, then each change once, and after a cursor', async () => {
    const query = `subscription ($after: Cursor) { monitorsChanged(after: $after) {
      cursor before state reason monitor { kind name host } } }`;
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const told = [
      socket.subscribe(query),
      socket.subscribe(query),
      stream(service.url, service.tokens.viewer, query),
    ];
    for (const one of told) {
      const present = (await one.count(5)).map((result) => at(result, 'data.monitorsChanged'));
      expect(present.map((view) => at(view, 'before'))).toEqual([null, null, null, null, null]);
    }
    await change('schemas', 'main', { state: 'OK' });
    await change('schemas', 'main', { lagMs: 5 });
    await change('schemas', 'main', { state: 'FAILING', reason: 'no luck' });
    for (const one of told) {
      const views = (await one.count(7)).slice(5).map(({ data }) => at(data, 'monitorsChanged'));
      expect(views).toMatchObject([
        { before: 'WAITING', state: 'OK', reason: null, monitor: { kind: 'schemas' } },
        { before: 'OK', state: 'FAILING', reason: 'no luck' },
      ]);
    }
    const [, , , , , first, second] = told[0]?.results ?? [];
    const after = textAt(first, 'data.monitorsChanged.cursor');
    const again = socket.subscribe(query, { after });
    expect(await again.count(1)).toEqual([second]);
  });
});
