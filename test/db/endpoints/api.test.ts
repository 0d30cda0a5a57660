// Endpoints over the API, on two replicas with real servers to look at: registered, checked, told live,
// removed; the file wins; nothing secret comes out.
import http from 'node:http';
import { createServer } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { parseConfiguration } from '../../../src/config/file.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import type { Sample } from '../../../src/metrics/samples.ts';
import {
  createMonitoredEndpoints,
  type MonitoredEndpoints,
} from '../../../src/monitored-endpoints.ts';
import { endpointMonitor } from '../../../src/monitors/endpoints/monitor.ts';
import type { Hub } from '../../../src/bus/hub.ts';
import { createSealer } from '../../../src/store/sealing.ts';
import type { Store } from '../../../src/store/store.ts';
import { captureLog } from '../../support/log-capture.ts';
import { createMonitorBench } from '../../support/monitor-context.ts';
import { listen, type TestServer } from '../../support/probe-rig.ts';
import { openTestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { ask, at, codeOf, connect, send } from '../http/clients.ts';
import { startService, type TestService } from '../http/service.ts';

const clock = createSystemClock();
const random = createSystemRandom();
const secret = 's3cr3t-of-the-api';

const configured = (text: string) => parseConfiguration(text, { path: '/hawkwatch.yaml', env: {} });
const file = configured(`
endpoints:
  - { name: from-file, tcp: { host: 127.0.0.1, port: 1 }, environment: production, database: shop }
endpointRules: { allowPrivate: [127.0.0.1/32] }
`);

interface Side {
  readonly endpoints: MonitoredEndpoints;
  readonly samples: Sample[];
  readonly lines: readonly string[];
  changes: number;
}

async function openSide(store: Store, hub: Hub, key = 1): Promise<Side> {
  const samples: Sample[] = [];
  const { logger, lines } = captureLog();
  const side: { endpoints?: MonitoredEndpoints; changes: number } = { changes: 0 };
  const endpoints = await createMonitoredEndpoints({
    store,
    hub,
    clock,
    random,
    logger,
    sealer: createSealer(Buffer.alloc(32, key), random),
    samples: { record: (some) => samples.push(...some) },
    configuration: file,
    onChange: () => {
      side.changes += 1;
    },
  });
  return Object.assign(side, { endpoints, samples, lines });
}

let service: TestService;
let here: Side;
let web: TestServer;
let answer = 200;
const seen: http.IncomingHttpHeaders[] = [];

beforeAll(async () => {
  web = await listen(
    http.createServer((request, response) => {
      seen.push(request.headers);
      response.statusCode = answer;
      response.end('{"state":"ok"}');
    }),
  );
  service = await startService({
    endpoints: () => ({
      register: (...args) => here.endpoints.commands.register(...args),
      remove: (...args) => here.endpoints.commands.remove(...args),
      checkNow: (...args) => here.endpoints.commands.checkNow(...args),
    }),
  });
  here = await openSide(service.store, service.hub);
});
afterAll(async () => {
  await here.endpoints.stop();
  await service.close();
  await web.close();
});
afterEach(() => {
  answer = 200;
});

const fields = `__typename ... on Endpoint { id name kind origin target state reason everyMs }
  ... on ConflictError { message } ... on ForbiddenError { message }`;
const registerMutation = `mutation ($input: RegisterEndpointInput!) {
  registerEndpoint(input: $input) { ${fields} ... on InvalidInputError { message issues { path message } } } }`;
const register = async (input: object, token = service.tokens.admin) =>
  at(await ask(service.url, token, registerMutation, { input }), 'registerEndpoint');
const remove = async (endpoint: string) =>
  at(
    await ask(
      service.url,
      service.tokens.admin,
      `mutation ($endpoint: ID!) { removeEndpoint(endpoint: $endpoint) { ${fields} ... on NotFoundError { message } } }`,
      { endpoint },
    ),
    'removeEndpoint',
  );
const checkNow = async (endpoint: string) =>
  at(
    await ask(
      service.url,
      service.tokens.operator,
      `mutation ($endpoint: ID!) { checkEndpointNow(endpoint: $endpoint) { __typename
        ... on EndpointCheckNow { recorded finding { ok reason status durationMs }
          endpoint { state reason since checkedAt status phases { connect firstByte }
            uptime(windows: [LAST_24_HOURS]) { window percent measuredShare } } }
        ... on ConflictError { message } ... on NotFoundError { message } } }`,
      { endpoint },
    ),
    'checkEndpointNow',
  );

const input = (name: string) => ({
  name,
  environment: 'production',
  labels: [{ name: 'team', value: 'orders' }],
  database: 'shop',
  everyMs: 60_000,
  retries: 0,
  http: {
    url: `http://me:${secret}@127.0.0.1:${web.port}/health?key=${secret}`,
    headers: [{ name: 'X-Key', value: secret }],
    expect: { status: ['2xx'], jsonPath: '$.state', equals: 'ok' },
    tls: { verify: true },
  },
});

describe('an endpoint of the API', () => {
  it('is registered, checked and shown, with its secrets sealed', async () => {
    expect(await register(input('web'))).toMatchObject({
      name: 'web',
      kind: 'HTTP',
      origin: 'API',
      target: `http://127.0.0.1:${web.port}/health`,
      state: 'UNKNOWN',
      everyMs: 60_000,
    });
    expect(here.endpoints.settings().watchedEndpoints.map(({ name }) => name)).toEqual([
      'from-file',
      'web',
    ]);
    expect(await checkNow('web')).toMatchObject({
      recorded: true,
      finding: { ok: true, reason: null, status: 200 },
      endpoint: { state: 'UP', status: 200 },
    });
    expect(seen.at(-1)).toMatchObject({ 'x-key': secret });
    answer = 503;
    expect(await checkNow('web')).toMatchObject({
      finding: { ok: false, reason: 'it answers with status 503' },
      endpoint: { state: 'DOWN', reason: 'it answers with status 503' },
    });
    expect(
      here.samples.map(({ metric, value }) => (metric === 'endpoint.up' ? value : metric)),
    ).toEqual(expect.arrayContaining([1, 'endpoint.duration_ms', 'endpoint.phase_ms', 0]));
    const all = await ask(
      service.url,
      service.tokens.viewer,
      `{ endpoints(filter: { environments: ["production"] }) { edges { node { name kind origin
        database { name } labels state since certificate { subject } outage { outageId }
        uptime { window percent measuredShare upMs downMs }
        checks(first: 1) { pageInfo { hasNextPage } edges { cursor node { ok state reason status } } }
      } } } endpoint(id: "web") { name checks { edges { node { ok } } } } none: endpoint(id: "x") { name } }`,
    );
    expect(at(all, 'endpoints.edges.0.node')).toMatchObject({
      name: 'from-file',
      state: 'UNKNOWN',
    });
    expect(at(all, 'endpoints.edges.1.node')).toMatchObject({
      name: 'web',
      database: { name: 'shop' },
      labels: { team: 'orders' },
      state: 'DOWN',
      checks: { pageInfo: { hasNextPage: true }, edges: [{ node: { ok: false, status: 503 } }] },
    });
    expect(at(all, 'endpoints.edges.1.node.uptime')).toHaveLength(4);
    expect(at(all, 'endpoint.checks.edges')).toHaveLength(2);
    expect(at(all, 'none')).toBeNull();
    expect(JSON.stringify(all)).not.toContain(secret);
  });

  it('pages through its checks', async () => {
    const query = `query ($after: String) { endpoint(id: "web") { checks(first: 1, after: $after) {
      pageInfo { endCursor hasNextPage } edges { node { ok } } } } }`;
    const first = await ask(service.url, service.tokens.viewer, query, {});
    const after = at(first, 'endpoint.checks.pageInfo.endCursor');
    const second = await ask(service.url, service.tokens.viewer, query, { after });
    expect(at(second, 'endpoint.checks')).toMatchObject({
      pageInfo: { hasNextPage: false },
      edges: [{ node: { ok: true } }],
    });
    const wrong = await send(service.url, service.tokens.viewer, query, { after: 'nonsense' });
    expect(codeOf(wrong)).toBe('INVALID_INPUT');
  });

  it('is known to another replica, which can check it; not with another key', async () => {
    const store = openTestStore(service.testStore.database.url);
    const other = await openSide(store, service.hub);
    const keyless = await openSide(store, service.hub, 2);
    const names = (side: Side) =>
      side.endpoints.settings().watchedEndpoints.map(({ name }) => name);
    expect(names(other)).toEqual(['from-file', 'web']);
    expect(names(keyless)).toEqual(['from-file']);
    expect(keyless.lines.join('\n')).toMatch(/sealed with another key/);
    await register(input('second'));
    await until('the other replica has it', () => names(other).includes('second'));
    await remove('second');
    await until('the other replica has it no more', () => !names(other).includes('second'));
    expect(other.changes).toBeGreaterThan(1);
    // What another key has sealed is not retired by whoever cannot read it.
    keyless.endpoints.configure(file);
    const shown = await ask(
      service.url,
      service.tokens.viewer,
      '{ endpoint(id: "web") { retiredAt } }',
    );
    expect(at(shown, 'endpoint.retiredAt')).toBeNull();
    await Promise.all([other.endpoints.stop(), keyless.endpoints.stop()]);
    await store.close();
  });

  it('may be registered again as it is, but not as another one', async () => {
    expect(await register(input('web'))).toMatchObject({ __typename: 'Endpoint', name: 'web' });
    expect(await register({ ...input('web'), everyMs: 90_000 })).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('is registered already'),
    });
  });

  it('is refused with all its faults, without their values', async () => {
    const refused = await register({
      name: 'Bad Name',
      http: { url: secret, headers: [{ name: 'Connection', value: secret }] },
      tcp: { host: 'x', port: 1 },
    });
    expect(refused).toMatchObject({ __typename: 'InvalidInputError' });
    const text = JSON.stringify(refused);
    expect(text).toMatch(/input\.http\.url/);
    expect(text).not.toContain(secret);
    expect(await register({ name: 'none' })).toMatchObject({
      issues: [{ message: expect.stringContaining('needs exactly one of') }],
    });
  });

  it('may name no file for the TLS of PostgreSQL', async () => {
    const postgres = (query: string) =>
      register({ name: 'opener', postgres: { url: `postgres://u:${secret}@db.test/x?${query}` } });
    for (const word of ['sslrootcert', 'sslcert', 'sslkey']) {
      expect(await postgres(`sslmode=require&${word}=/etc/shadow`)).toMatchObject({
        __typename: 'InvalidInputError',
        issues: [
          { path: 'input.postgres.url', message: expect.stringContaining('only hawkwatch.yaml') },
        ],
      });
    }
    expect(await postgres('sslrootcert=system')).toMatchObject({ __typename: 'Endpoint' });
    expect(await remove('opener')).toMatchObject({ __typename: 'Endpoint' });
  });

  it('asks no internal resolver', async () => {
    expect(await register({ name: 'inner', dns: { name: 'db.internal' } })).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: 'input.dns.server', message: expect.stringContaining('is needed') }],
    });
  });

  it('may not reach what is not public, and not have a name of the file', async () => {
    const inner = createServer();
    const server = await listen(inner);
    await register({ name: 'inside', tcp: { host: '127.0.0.2', port: server.port } });
    expect(await checkNow('inside')).toMatchObject({
      finding: { ok: false, reason: expect.stringMatching(/may not reach/) },
    });
    expect(server.accepted()).toBe(0);
    await server.close();
    expect(await register(input('from-file'))).toMatchObject({
      __typename: 'ConflictError',
      message: expect.stringContaining('the file wins'),
    });
    expect(await remove('from-file')).toMatchObject({ __typename: 'ConflictError' });
    expect(await remove('nothing')).toMatchObject({ __typename: 'NotFoundError' });
    expect(await checkNow('nothing')).toMatchObject({ __typename: 'NotFoundError' });
  });

  it('is for admins to register, and for operators to check; all of it is on record', async () => {
    for (const token of [service.tokens.viewer, service.tokens.operator]) {
      expect(await register(input('x'), token)).toMatchObject({ __typename: 'ForbiddenError' });
    }
    const denied = await ask(
      service.url,
      service.tokens.viewer,
      'mutation { checkEndpointNow(endpoint: "web") { __typename } }',
    );
    expect(at(denied, 'checkEndpointNow.__typename')).toBe('ForbiddenError');
    const log = await ask(
      service.url,
      service.tokens.admin,
      '{ auditLog(first: 100) { edges { node { action subject result detail } } } }',
    );
    const entries = JSON.stringify(log);
    expect(entries).toContain('"action":"registerEndpoint","subject":"endpoint:web","result":"ok"');
    expect(entries).toContain(
      '"action":"registerEndpoint","subject":"endpoint:x","result":"FORBIDDEN"',
    );
    expect(entries).toContain('"action":"checkEndpointNow","subject":"endpoint:web","result":"ok"');
    expect(entries).not.toContain(secret);
    const everything = await service.store.raw`
      select to_jsonb(e)::text as text from hawkwatch_store.events e
      union all select to_jsonb(r)::text from hawkwatch_store.registered_endpoints r
      union all select to_jsonb(c)::text from hawkwatch_store.endpoint_checks c`;
    expect(JSON.stringify(everything)).not.toContain(secret);
    expect(here.lines.join('\n')).not.toContain(secret);
  });

  it('is told live: the present state, then each change once', async () => {
    const subscription = `subscription ($after: Cursor) { endpointsChanged(endpoint: "web", after: $after) {
      cursor before state reason endpoint { name kind } } }`;
    const socket = connect(service.webSocketUrl, service.tokens.viewer);
    const live = socket.subscribe(subscription);
    const states = (results: readonly unknown[]) =>
      results.map((one) => at(one, 'data.endpointsChanged.state'));
    expect(states(await live.count(1))).toEqual(['DOWN']);
    await checkNow('web');
    answer = 500;
    await checkNow('web');
    expect(states(await live.count(3))).toEqual(['DOWN', 'UP', 'DOWN']);
    const [, second] = live.results;
    const after = at(second, 'data.endpointsChanged.cursor');
    const late = socket.subscribe(subscription, { after });
    expect(states(await late.count(1))).toEqual(['DOWN']);
    socket.dispose();
  });

  it('is removed: retired, its history kept, the same object when it comes back', async () => {
    const before = await ask(service.url, service.tokens.viewer, '{ endpoint(id: "web") { id } }');
    expect(await remove('web')).toMatchObject({ name: 'web', state: 'UNKNOWN' });
    expect(here.endpoints.settings().watchedEndpoints.map(({ name }) => name)).toEqual([
      'from-file',
      'inside',
    ]);
    const gone = await ask(
      service.url,
      service.tokens.viewer,
      `{ endpoints(filter: { retired: true }) { edges { node { name checks { edges { node { ok } } } } } } }`,
    );
    expect(at(gone, 'endpoints.edges')).toContainEqual(
      expect.objectContaining({ node: expect.objectContaining({ name: 'web' }) }),
    );
    await register(input('web'));
    const again = await ask(
      service.url,
      service.tokens.viewer,
      '{ endpoint(id: "web") { id state failures } }',
    );
    expect(again).toEqual({
      endpoint: { id: at(before, 'endpoint.id'), state: 'UNKNOWN', failures: 0 },
    });
  });
});

describe('the monitor', () => {
  it('has an instance for each endpoint that is not paused, and checks it', async () => {
    const text = `endpoints:
  - { name: good, every: 1min, http: { url: "http://127.0.0.1:${web.port}/" } }
  - { name: bad, retryDelay: 7s, http: { url: "http://127.0.0.1:${web.port}/", expect: { status: 404 } } }
  - { name: rest, paused: true, tcp: { host: x, port: 1 } }`;
    here.endpoints.configure(configured(text));
    const wanted = () => endpointMonitor.parseConfig(here.endpoints.settings());
    await until('the new file is in force', () => wanted().some(({ name }) => name === 'good'));
    expect(wanted().map(({ name }) => name)).toEqual(['good', 'bad', 'inside', 'web']);
    const bench = createMonitorBench(service.store);
    const [good, bad] = wanted();
    if (good === undefined || bad === undefined) throw new Error('two are wanted');
    expect(endpointMonitor.intervalMs(good.config)).toBe(60_000);
    expect(endpointMonitor.timeoutMs(good.config)).toBeGreaterThan(10_000);
    expect(
      await endpointMonitor.check(good.config, { ...bench.context, name: 'good' }),
    ).toBeUndefined();
    expect(await endpointMonitor.check(bad.config, { ...bench.context, name: 'bad' })).toBe(7_000);
    const shown = await ask(
      service.url,
      service.tokens.viewer,
      '{ endpoints { edges { node { name state } } } }',
    );
    expect(at(shown, 'endpoints.edges')).toEqual([
      { node: { name: 'bad', state: 'UNKNOWN' } },
      { node: { name: 'good', state: 'UP' } },
      { node: { name: 'inside', state: 'UNKNOWN' } },
      { node: { name: 'rest', state: 'PAUSED' } },
      { node: { name: 'web', state: 'UNKNOWN' } },
    ]);
    expect(bench.samples.map(({ metric, subject, value }) => [metric, subject, value])).toEqual(
      expect.arrayContaining([
        ['endpoint.up', 'endpoint:good', 1],
        ['endpoint.up', 'endpoint:bad', 0],
      ]),
    );
    const aborted = new AbortController();
    aborted.abort(new Error('taken over'));
    await expect(
      endpointMonitor.check(good.config, { ...bench.context, signal: aborted.signal }),
    ).rejects.toThrow('taken over');
    await bench.close();
  });
});
