// Reports over real sockets to intakes with the real engine and store: who is let in, what becomes of each
// form, and that what is answered with 200 is stored, each alert once, whoever else reports at the same time.
import { createHmac } from 'node:crypto';

import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createAlertCore, type AlertCore } from '../../../src/alerts/alert-core.ts';
import { createIntakes, longestReport } from '../../../src/alerts/intake/intakes.ts';
import type { IntakeSettings } from '../../../src/core/intakes.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { AlertRow } from '../../../src/store/alerts.ts';
import { alerts } from '../../../src/store/schema/index.ts';
import type { Store } from '../../../src/store/store.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { ask } from '../../support/service.ts';
import { listAll } from '../alerts/rig.ts';
import { random, startService, type TestService } from './service.ts';

const token = 'token-of-a-test-intake';
const key = `whsec_${Buffer.from('a key of thirty-two bytes length').toString('base64')}`;
const settings: readonly IntakeSettings[] = [
  { name: 'prom', kind: 'alertmanager', token },
  { name: 'jobs', kind: 'generic', token },
  { name: 'brief', kind: 'generic', token, expiresMs: 60_000 },
  { name: 'signed', kind: 'generic', hmac: { secret: 'the-secret-of-jobs', header: 'x-sum' } },
  {
    name: 'grafana',
    kind: 'alertmanager',
    hmac: { secret: 'the-secret-of-grafana', header: 'x-sum', timestampHeader: 'x-time' },
  },
  { name: 'standard', kind: 'generic', hmac: { secret: key, header: 'x-hawkwatch-signature' } },
];

let clock: FakeClock;
let service: TestService;
let core: AlertCore;
let isAway = false;

/** A store whose transactions fail while it is away. */
const leaving = (store: Store): Store => ({
  ...store,
  transaction: (work) =>
    isAway
      ? Promise.reject(Object.assign(new Error('the store is away'), { code: 'CONNECTION_CLOSED' }))
      : store.transaction(work),
});

beforeAll(async () => {
  clock = createFakeClock();
  clock.advance(Date.UTC(2026, 5, 1, 12));
  service = await startService({
    intakes: ({ store }) => {
      core = createAlertCore({
        store: leaving(store),
        clock,
        random,
        logger: silentLogger,
        followers: [],
        retentionMs: () => 30 * 86_400_000,
      });
      core.start();
      return createIntakes({ engine: core.engine, clock, settings: () => settings });
    },
  });
});
afterAll(async () => {
  await core.stop();
  await service.close();
});
beforeEach(async () => {
  isAway = false;
  await service.store.q.delete(alerts);
});

interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

async function send(path: string, body: unknown, { headers, method = 'POST' }: Sending = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(new URL(path, service.url), {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(method === 'GET' ? {} : { body: text }),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer, headers: response.headers };
}

const stored = (): Promise<readonly AlertRow[]> => listAll(service.store);
const open = async (): Promise<readonly AlertRow[]> =>
  (await stored()).filter(({ resolvedAt }) => resolvedAt === null);
const named = (name: string, more: object = {}) => ({ name, labels: { host: 'a' }, ...more });
const times = (startsAt = clock.now(), endsAt = new Date(clock.now().getTime() + 300_000)) => ({
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
});
const prom = (name: string, more: object = {}) => ({
  labels: { alertname: name, instance: 'db1', severity: 'critical' },
  annotations: { summary: `${name} it is`, description: 'Look.' },
  generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
  ...more,
});

describe('who may report', () => {
  it('is told by the token, and the same answer is given to all others', async () => {
    const wrong = [
      await send('/intake/jobs', named('x'), { headers: { authorization: 'Bearer no-token' } }),
      await send('/intake/jobs', named('x'), { headers: { authorization: '' } }),
      await send('/intake/jobs', named('x'), { headers: { authorization: `Basic ${token}` } }),
      await send('/intake/nobody', named('x')),
      await send('/intake/nobody/api/v2/alerts', [prom('x')]),
      // An API token is none of an intake.
      await send('/intake/jobs', named('x'), {
        headers: { authorization: `Bearer ${service.tokens.admin}` },
      }),
      // One with a signature takes no token.
      await send('/intake/signed', named('x')),
    ];
    expect(new Set(wrong.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(wrong.map(({ answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(wrong.map(({ headers }) => headers.get('www-authenticate'))).toEqual(
      wrong.map(() => 'Bearer realm="hawkwatch"'),
    );
    expect(await stored()).toEqual([]);
    expect((await send('/intake/jobs', named('x'))).status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });

  it('is told by a signature of the body', async () => {
    const body = JSON.stringify(named('signed'));
    const sum = createHmac('sha256', 'the-secret-of-jobs').update(body).digest('hex');
    const by = (signature: string) => ({ headers: { authorization: '', 'x-sum': signature } });
    expect((await send('/intake/signed', `${body} `, by(`sha256=${sum}`))).status).toBe(401);
    expect((await send('/intake/signed', body, by(`sha256=${sum.slice(1)}0`))).status).toBe(401);
    expect(await stored()).toEqual([]);
    expect((await send('/intake/signed', body, by(`sha256=${sum}`))).status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });

  it('is told by Standard Webhooks, as the public package signs', async () => {
    const body = JSON.stringify(named('standard'));
    const signed = (at: Date) => ({
      headers: {
        authorization: '',
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(key).sign('msg_1', at, body),
      },
    });
    const old = new Date(clock.now().getTime() - 301_000);
    expect((await send('/intake/standard', body, signed(old))).status).toBe(401);
    expect((await send('/intake/standard', `${body} `, signed(clock.now()))).status).toBe(401);
    expect((await send('/intake/standard', body, signed(clock.now()))).status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });
});

describe('a signed report that somebody sends again', () => {
  const sign = (content: string, secret: string): string =>
    createHmac('sha256', secret).update(content).digest('hex');
  const signed = (text: string) => ({
    headers: { authorization: '', 'x-sum': sign(text, 'the-secret-of-jobs') },
  });
  const minutesAgo = (minutes: number): string =>
    new Date(clock.now().getTime() - minutes * 60_000).toISOString();
  const post = (report: object) => send('/intake/signed', report, signed(JSON.stringify(report)));
  const states = async () =>
    (await stored()).map(({ state, severity }) => `${state} ${severity}`).toSorted();

  it('neither opens what is over, nor ends or changes what began later', async () => {
    const fired = named('x', { startedAt: minutesAgo(30), severity: 'warning' });
    const ended = named('x', { startedAt: minutesAgo(30), status: 'resolved' });
    const again = named('x', { startedAt: minutesAgo(10), severity: 'critical' });
    expect((await post(fired)).status).toBe(200);
    expect((await post(fired)).status).toBe(200);
    expect(await states()).toEqual(['FIRING WARNING']);
    clock.advance(1_000);
    await post(ended);
    clock.advance(1_000);
    expect((await post(fired)).status).toBe(200);
    expect(await states()).toEqual(['RESOLVED WARNING']);
    await post(again);
    clock.advance(1_000);
    await post(fired);
    await post(ended);
    expect(await states()).toEqual(['FIRING CRITICAL', 'RESOLVED WARNING']);
    await post({ ...again, status: 'resolved' });
    expect(await open()).toEqual([]);
  });

  it('is taken after an alert that only expired: its sender goes on', async () => {
    const fired = named('y', { startedAt: minutesAgo(30), expiresSeconds: 60 });
    await post(fired);
    clock.advance(61_000);
    await until('it expires', async () => {
      await core.ticker.tick();
      return (await open()).length === 0;
    });
    await post(fired);
    expect(await open()).toHaveLength(1);
  });

  it('says nothing of a beginning: each report counts', async () => {
    await post(named('z'));
    await post(named('z', { status: 'resolved' }));
    await post(named('z'));
    expect(await open()).toHaveLength(1);
  });

  it('is refused five minutes later where the time is signed, as Grafana does', async () => {
    const entry = { ...prom('Slow'), status: 'firing', startsAt: minutesAgo(5) };
    const text = JSON.stringify({ status: 'firing', alerts: [entry] });
    const time = String(Math.floor(clock.now().getTime() / 1000));
    const sum = sign(`${time}:${text}`, 'the-secret-of-grafana');
    const headers = { authorization: '', 'x-sum': sum, 'x-time': time };
    expect((await send('/intake/grafana', text, { headers })).status).toBe(200);
    expect((await send('/intake/grafana', text, { headers })).status).toBe(200);
    expect(await open()).toHaveLength(1);
    const over = JSON.stringify({
      status: 'resolved',
      alerts: [{ ...entry, status: 'resolved', endsAt: clock.now().toISOString() }],
    });
    const ending = { ...headers, 'x-sum': sign(`${time}:${over}`, 'the-secret-of-grafana') };
    expect((await send('/intake/grafana', over, { headers: ending })).status).toBe(200);
    expect((await send('/intake/grafana', text, { headers })).status).toBe(200);
    expect(await open()).toEqual([]);
    clock.advance(301_000);
    expect((await send('/intake/grafana', text, { headers })).status).toBe(401);
    expect(await open()).toEqual([]);
  });
});

describe('intakes over the API', () => {
  const query = '{ intakes { name kind path proof header timestampHeader expiresMs } }';
  it('are shown to admins, without any secret', async () => {
    const { intakes } = await ask<{ intakes: unknown }>(
      { graphql: service.url },
      service.tokens.admin,
      query,
    );
    const common = { kind: 'GENERIC', header: null, timestampHeader: null, expiresMs: null };
    expect(intakes).toEqual([
      { ...common, name: 'prom', kind: 'ALERTMANAGER', path: '/intake/prom', proof: 'TOKEN' },
      { ...common, name: 'jobs', path: '/intake/jobs', proof: 'TOKEN' },
      { ...common, name: 'brief', path: '/intake/brief', proof: 'TOKEN', expiresMs: 60_000 },
      {
        ...common,
        name: 'signed',
        path: '/intake/signed',
        proof: 'SIGNATURE',
        header: 'x-sum',
      },
      {
        ...common,
        name: 'grafana',
        kind: 'ALERTMANAGER',
        path: '/intake/grafana',
        proof: 'SIGNATURE',
        header: 'x-sum',
        timestampHeader: 'x-time',
      },
      { ...common, name: 'standard', path: '/intake/standard', proof: 'STANDARD_WEBHOOKS' },
    ]);
    await expect(ask({ graphql: service.url }, service.tokens.operator, query)).rejects.toThrow(
      /FORBIDDEN/,
    );
  });
});

describe('a report', () => {
  it('of Alertmanager, version 4, fires and resolves', async () => {
    const webhook = (status: 'firing' | 'resolved') => ({
      version: '4',
      groupKey: '{}:{alertname="Down"}',
      truncatedAlerts: 0,
      status,
      receiver: 'hawkwatch',
      groupLabels: { alertname: 'Down' },
      commonLabels: {},
      commonAnnotations: {},
      externalURL: 'http://alertmanager:9093',
      alerts: [
        { ...prom('Down'), status, startsAt: times().startsAt, endsAt: '0001-01-01T00:00:00Z' },
      ],
    });
    expect(await send('/intake/prom', webhook('firing'))).toMatchObject({
      status: 200,
      answer: { taken: 1 },
    });
    expect(await stored()).toMatchObject([
      {
        rule: 'Down',
        source: 'prom',
        state: 'FIRING',
        severity: 'CRITICAL',
        title: 'Down it is',
        message: 'Look.',
        labels: { instance: 'db1', severity: 'critical' },
      },
    ]);
    expect((await send('/intake/prom', webhook('resolved'))).status).toBe(200);
    expect(await stored()).toMatchObject([{ state: 'RESOLVED', resolution: 'RECOVERED' }]);
  });

  it('of Grafana is taken, whatever else it has', async () => {
    const report = {
      receiver: 'hawkwatch',
      status: 'firing',
      orgId: 1,
      state: 'alerting',
      title: '[FIRING:1] HighLatency',
      message: '**Firing**',
      alerts: [
        {
          ...prom('HighLatency'),
          status: 'firing',
          startsAt: times().startsAt,
          endsAt: '0001-01-01T00:00:00Z',
          fingerprint: 'c6eadffa33fcdf37',
          silenceURL: 'https://grafana.example/silence',
          dashboardURL: '',
          panelURL: '',
          values: { B: 44.2, C: 1 },
        },
      ],
    };
    expect((await send('/intake/prom', report)).status).toBe(200);
    expect(await stored()).toMatchObject([{ rule: 'HighLatency', state: 'FIRING' }]);
  });

  it.each(['v1', 'v2'])('as Prometheus posts it to %s of an Alertmanager', async (version) => {
    const path = `/intake/prom/api/${version}/alerts`;
    expect((await send(path, [prom('Up'), prom('Slow')].map(withTimes))).status).toBe(200);
    expect((await open()).map(({ rule }) => rule).toSorted()).toEqual(['Slow', 'Up']);
    const over = { ...prom('Up'), ...times(clock.now(), clock.now()) };
    expect((await send(path, [over])).status).toBe(200);
    expect((await open()).map(({ rule }) => rule)).toEqual(['Slow']);
  });

  it('of a program may be one alert, or several', async () => {
    const job = named('export failed', { severity: 'error', database: 'shop', message: 'code 3' });
    expect((await send('/intake/jobs', job)).status).toBe(200);
    expect((await send('/intake/jobs', [named('b'), named('c')])).status).toBe(200);
    expect((await send('/intake/jobs/', { alerts: [named('d')] })).status).toBe(200);
    const rows = await open();
    expect(rows.map(({ rule }) => rule).toSorted()).toEqual(['b', 'c', 'd', 'export failed']);
    expect(rows.find(({ rule }) => rule === 'export failed')).toMatchObject({
      severity: 'ERROR',
      database: 'shop',
      message: 'code 3',
      type: 'EXPORT_FAILED',
    });
  });

  it('that is half wrong says so, and its other half is taken', async () => {
    const { status, answer } = await send('/intake/jobs', [
      named('good'),
      { labels: {} },
      named('odd', { sevrity: 'error' }),
      named('good too'),
    ]);
    expect(status).toBe(400);
    expect(answer).toMatchObject({ taken: 2 });
    expect(JSON.stringify(answer)).toMatch(/alert 2 has a wrong name.*alert 3 .*sevrity/);
    expect((await open()).map(({ rule }) => rule).toSorted()).toEqual(['good', 'good too']);
  });

  it('that is no JSON, is no post or is too long is refused', async () => {
    expect(await send('/intake/jobs', '{"name": ')).toMatchObject({ status: 400 });
    const got = await send('/intake/jobs', '', { method: 'GET' });
    expect(got).toMatchObject({ status: 405 });
    expect(got.headers.get('allow')).toBe('POST');
    const long = named('x', { message: 'x'.repeat(longestReport) });
    expect(await send('/intake/jobs', long)).toMatchObject({ status: 413 });
    expect(await stored()).toEqual([]);
    expect(await send('/intake/jobs', named('x'))).toMatchObject({ status: 200 });
  });

  it('has 5,000 alerts at most', { timeout: 120_000 }, async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({
      ...prom('Many', { labels: { alertname: 'Many', instance: `db${index}` } }),
      ...times(),
    }));
    const path = '/intake/prom/api/v2/alerts';
    expect(await send(path, many)).toMatchObject({ status: 200, answer: { taken: 5_000 } });
    expect(await open()).toHaveLength(5_000);
    const refused = await send(path, [...many, withTimes(prom('Other'))]);
    expect(refused).toMatchObject({ status: 400, answer: { taken: 0 } });
    expect(await open()).toHaveLength(5_000);
  });
});

describe('what is reported', () => {
  it('again and again is one alert, and another one after its end', async () => {
    for (let n = 0; n < 20; n += 1) {
      clock.advance(1_000);
      expect((await send('/intake/jobs', named('again'))).status).toBe(200);
    }
    expect(await stored()).toMatchObject([{ rule: 'again', timesFired: 1 }]);
    await send('/intake/jobs', named('again', { status: 'resolved' }));
    expect(await open()).toEqual([]);
    await send('/intake/jobs', named('again'));
    expect(await open()).toHaveLength(1);
  });

  it('ends when it is not reported again in time', async () => {
    await send('/intake/brief', named('brief'));
    await send('/intake/jobs', named('said', { expiresSeconds: 90 }));
    await send('/intake/jobs', named('lasting'));
    const names = async () => (await open()).map(({ rule }) => rule).toSorted();
    clock.advance(50_000);
    await send('/intake/brief', named('brief'));
    clock.advance(30_000);
    await core.ticker.tick();
    expect(await names()).toEqual(['brief', 'lasting', 'said']);
    clock.advance(20_000);
    await until('it expires', async () => {
      await core.ticker.tick();
      return (await names()).join() === 'brief,lasting';
    });
    clock.advance(60_000);
    await until('the other one expires', async () => {
      await core.ticker.tick();
      return (await names()).join() === 'lasting';
    });
    const resolutions = (await stored()).map(({ rule, resolution }) => `${rule} ${resolution}`);
    expect(resolutions.toSorted()).toEqual(['brief EXPIRED', 'lasting null', 'said EXPIRED']);
  });

  it('is not lost while the store is away', async () => {
    isAway = true;
    const refused = await Promise.all(
      Array.from({ length: 10 }, (_, index) => send('/intake/jobs', named(`away ${index}`))),
    );
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
    expect(refused[0]?.headers.get('retry-after')).toBe('5');
    expect(JSON.stringify(refused[0]?.answer)).toContain('Nothing was taken');
    expect(await stored()).toEqual([]);
    isAway = false;
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, index) => send('/intake/jobs', named(`away ${index}`))),
    );
    expect(new Set(taken.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await open()).toHaveLength(10);
  });

  it('by many at once is stored once each', { timeout: 120_000 }, async () => {
    const sent = await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const own = named(`own ${index}`);
        // All of them report a common one, too.
        return send(
          '/intake/jobs',
          index % 2 === 0 ? [own, named('shared')] : [named('shared'), own],
        );
      }),
    );
    expect(sent.filter(({ status }) => status !== 200)).toEqual([]);
    const rows = await stored();
    expect(rows).toHaveLength(201);
    expect(new Set(rows.map(({ fingerprint }) => fingerprint)).size).toBe(201);
    expect(rows.every(({ state, timesFired }) => state === 'FIRING' && timesFired === 1)).toBe(
      true,
    );
  });
});

const withTimes = (alert: object) => ({ ...alert, ...times() });
