// Alerting from outside: the real process, a migration that fails on a real database, and who is told of it
// by a signed webhook and by e-mail.
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { simpleParser } from 'mailparser';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { NotifiedAlert } from '../../src/core/notifications.ts';
import type { TestDatabase } from '../support/databases.ts';
import { createMailbox, type Mailbox } from '../support/mailbox.ts';
import {
  ask,
  createPlace,
  openWebSocket,
  startService,
  type Place,
  type Service,
} from '../support/service.ts';
import { createEmptyDatabase } from '../support/store.ts';
import { until } from '../support/until.ts';

interface Posted {
  readonly type: string;
  readonly data: { readonly reason: string; readonly alerts: readonly NotifiedAlert[] };
}
interface Change {
  readonly kind: string;
  readonly alert: { readonly id: string; readonly rule: string; readonly state: string };
}
interface Outcome {
  readonly delivery: { readonly id: string } | null;
  readonly outcome: string;
}

const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const intakeToken = 'token-of-the-e2e-intake';

describe('alerting, from outside', () => {
  let own: TestDatabase;
  let target: TestDatabase;
  let place: Place;
  let service: Service;
  let mailbox: Mailbox;
  let hook: http.Server;
  let operator: string;
  let viewer: string;
  /** What was posted and verified by the public library, with its path and id. */
  const posts: { readonly path: string; readonly id: string; readonly body: Posted }[] = [];
  const changes: Change[] = [];
  const outcomes: Outcome[] = [];
  let failNext = 0;
  let alertId = '';

  const configure = (channelOfIntake: string): Promise<void> => {
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`;
    return place.writeConfiguration(`
externalUrl: https://hawkwatch.example.com
databases:
  - { name: shop, url: '${target.url}', migrations: { folder: ./migrations } }
intakes: [{ name: jobs, token: ${intakeToken} }]
channels:
  - { name: hook, kind: webhook, url: '${url}/hook', secrets: ['${secret}'] }
  - { name: other, kind: webhook, url: '${url}/other', secrets: ['${secret}'] }
  - { name: level, kind: webhook, url: '${url}/level', secrets: ['${secret}'] }
  - name: mail
    kind: email
    host: localhost
    port: ${mailbox.port}
    user: hawk
    password: s3cr3t-password
    from: hawkwatch@example.com
    to: [ops@example.com]
    tls: { verify: true, ca: '${mailbox.authority}' }
routes:
  - { name: migrations, match: ['rule=migration-failed'], channels: [hook, mail], groupWait: 0s, groupInterval: 1s }
  - { name: jobs, match: ['rule=export failed'], channels: [${channelOfIntake}], groupWait: 0s, groupInterval: 1s }
  - { name: own, match: ['rule~deployed|memory'], channels: [hook], groupBy: [rule], groupWait: 0s, groupInterval: 1s }
escalation:
  policies:
    - { name: at-once, match: ['rule=migration-failed'], levels: [{ channels: [level] }] }
alerts:
  rules:
    - name: deployed
      severity: INFO
      for: 1s
      event: { on: [{ event: deployment.recorded }], labels: { service: service }, lasts: 1h }
    - name: memory
      severity: INFO
      metric: { name: host.memory_used_percent, aggregate: last, window: 1min, above: 0 }
`);
  };

  const act = async (
    token: string,
    call: string,
    fields = '',
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Record<string, unknown> & { __typename: string }> => {
    const head = 'id' in variables ? 'mutation ($id: ID!)' : 'mutation';
    const query = `${head} { result: ${call} { __typename ${fields} ... on Error { message } } }`;
    const { result } = await ask<{ result: Record<string, unknown> & { __typename: string } }>(
      service,
      token,
      query,
      variables,
    );
    return result;
  };
  const ofAlert = { get id() { return alertId; } }; // prettier-ignore
  const change = (kind: string, rule = 'migration-failed'): Promise<Change> =>
    until(`${rule} ${kind}`, () =>
      changes.find((one) => one.kind === kind && one.alert.rule === rule),
    );
  const posted = (
    where: string,
    rule: string,
    status: string,
  ): Promise<(typeof posts)[number] & { alert: NotifiedAlert }> =>
    until(
      `${rule} ${status} on ${where}`,
      () => {
        for (const one of posts) {
          const alert = one.body.data.alerts.find((a) => a.rule === rule && a.status === status);
          if (one.path === where && alert !== undefined) return { ...one, alert };
        }
        return undefined;
      },
      40_000,
    );
  const report = async (status: string): Promise<void> => {
    const response = await fetch(new URL('/intake/jobs', service.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'export failed', status, database: 'shop' }),
    });
    expect([response.status, await response.json()]).toEqual([200, { taken: 1 }]);
  };

  beforeAll(async () => {
    own = await createEmptyDatabase();
    target = await createEmptyDatabase();
    place = await createPlace({ DATABASE_URL: own.url });
    mailbox = await createMailbox({ user: 'hawk', password: 's3cr3t-password' });
    const verifier = new Webhook(secret);
    hook = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = request.headers as Record<string, string>;
        // It throws when the signature is wrong, and then there is no answer but 500.
        let status = 500;
        try {
          const body = verifier.verify(Buffer.concat(chunks).toString(), headers) as Posted;
          const isOfMigration = body.data.alerts.some(({ rule }) => rule === 'migration-failed');
          if (failNext > 0 && isOfMigration) failNext -= 1;
          else {
            posts.push({ path: request.url ?? '', id: headers['webhook-id'] ?? '', body });
            status = 200;
          }
        } finally {
          response.writeHead(status).end(status === 200 ? 'taken' : 'not now');
        }
      });
    });
    hook.listen(0, '127.0.0.1');
    await once(hook, 'listening');
    const folder = path.join(place.directory, 'migrations');
    await mkdir(folder);
    await writeFile(path.join(folder, '1_fine.sql'), 'create table fine (i int);');
    await writeFile(path.join(folder, '2_wrong.sql'), 'insert into missing values (1);');
    await configure('hook');
    service = await startService({ stateDirectory: place.stateDirectory, env: place.env });
    const make = async (role: string): Promise<string> => {
      const call = `createToken(input: { name: "${role}", role: ${role} })`;
      return String((await act(place.token, call, '... on CreatedToken { text }'))['text']);
    };
    [operator, viewer] = [await make('OPERATOR'), await make('VIEWER')];
    const socket = openWebSocket(service, viewer);
    const follow = <T>(query: string, take: (data: T) => void): void => {
      socket.subscribe<T>(
        { query },
        {
          next: ({ data }) => {
            if (data !== null && data !== undefined) take(data);
          },
          error: () => undefined,
          complete: () => undefined,
        },
      );
    };
    follow<{ alertsChanged: Change }>(
      'subscription { alertsChanged { kind alert { id rule state } } }',
      ({ alertsChanged }) => changes.push(alertsChanged),
    );
    follow<{ deliveriesChanged: Outcome }>(
      'subscription { deliveriesChanged { outcome delivery { id } } }',
      ({ deliveriesChanged }) => outcomes.push(deliveriesChanged),
    );
  });

  afterAll(async () => {
    await service.stop();
    hook.close();
    hook.closeAllConnections();
    await mailbox.close();
    await own.drop();
    await target.drop();
    await place.remove();
  });

  it('a deployment fires the rule of the file after its second', async () => {
    const call =
      'recordDeployment(input: { service: "checkout", version: "v42", databases: ["shop"] })';
    expect((await act(viewer, call)).__typename).toBe('ForbiddenError');
    expect((await act(operator, call)).__typename).toBe('Deployment');
    await change('PENDING', 'deployed');
    await change('FIRED', 'deployed');
    const { alert } = await posted('/hook', 'deployed', 'firing');
    expect(alert).toMatchObject({ severity: 'INFO', labels: { service: 'checkout' } });
  });

  it('a migration that fails is told at once, with what came before it', async () => {
    failNext = 1;
    const call = 'triggerMigration(input: { database: "shop" })';
    expect((await act(operator, call)).__typename).toBe('MigrationRun');
    const { alert } = await change('FIRED');
    alertId = alert.id;
    const hooked = await posted('/hook', 'migration-failed', 'firing');
    expect(hooked.body).toMatchObject({
      type: 'alerts.firing',
      data: { reason: 'FIRST_NOTIFICATION' },
    });
    expect(hooked.alert).toMatchObject({ id: expect.any(String), database: 'shop' });
    expect(hooked.alert.suspects.join('\n')).toContain('checkout v42');
    await posted('/level', 'migration-failed', 'firing');
    const mail = await until('the e-mail', () => mailbox.received[0]);
    const parsed = await simpleParser(mail.raw);
    expect([mail.to, mail.secure, parsed.subject]).toEqual([
      ['ops@example.com'],
      true,
      expect.stringContaining('failed in shop'),
    ]);
    expect(parsed.text).toContain('checkout v42');
  });

  it('its deliveries show each attempt, and subscribers are told of them', async () => {
    const query = `query ($id: ID!) { alert(id: $id) { suspects { reason score }
      deliveries { id channel state attemptCount attempts { ok status body } } } }`;
    interface Shown {
      readonly suspects: readonly { readonly reason: string }[];
      readonly deliveries: readonly {
        readonly id: string;
        readonly channel: string;
        readonly state: string;
        readonly attempts: readonly Readonly<Record<string, unknown>>[];
      }[];
    }
    const shown = await until('all to be delivered', async () => {
      const { alert } = await ask<{ alert: Shown }>(service, operator, query, ofAlert);
      return alert.deliveries.every(({ state }) => state === 'DELIVERED') && alert;
    });
    expect(shown.suspects[0]?.reason).toContain('checkout');
    expect(shown.deliveries.map(({ channel }) => channel).toSorted()).toEqual([
      'hook',
      'level',
      'mail',
    ]);
    const attempts = shown.deliveries.flatMap((one) => one.attempts);
    expect(attempts.filter(({ ok }) => ok === false)).toEqual([
      { ok: false, status: 500, body: 'not now' },
    ]);
    for (const { id } of shown.deliveries) {
      await until('its outcome', () =>
        outcomes.some(({ delivery, outcome }) => delivery?.id === id && outcome === 'DELIVERED'),
      );
    }
    const hooked = shown.deliveries.find(({ channel }) => channel === 'hook');
    const given = { id: hooked?.id ?? '' };
    expect((await act(viewer, 'redeliver(id: $id)', '', given)).__typename).toBe('ForbiddenError');
    const before = posts.length;
    expect(await act(operator, 'redeliver(id: $id)', '... on Delivery { reason }', given)).toEqual({
      __typename: 'Delivery',
      reason: 'REDELIVERY',
    });
    await until('the repetition', () => posts.length > before);
  });

  it('operators take it on, talk about it, silence and resolve it; viewers do not', async () => {
    for (const [call, type] of [
      ['acknowledgeAlert(id: $id, comment: "mine")', 'Alert'],
      ['commentOnAlert(id: $id, text: "a table is missing")', 'Alert'],
      ['silenceAlert(alertId: $id, durationMinutes: 5, comment: "known")', 'Silence'],
      ['resolveAlert(id: $id)', 'Alert'],
    ] as const) {
      expect((await act(viewer, call, '', ofAlert)).__typename, call).toBe('ForbiddenError');
      expect((await act(operator, call, '', ofAlert)).__typename, call).toBe(type);
    }
    for (const kind of ['ACKNOWLEDGED', 'COMMENTED', 'SUPPRESSED', 'RESOLVED']) await change(kind);
    const query = `query ($id: ID!) { alert(id: $id) { state acknowledgedBy resolvedBy resolution } }`;
    expect(await ask(service, viewer, query, ofAlert)).toEqual({
      alert: {
        state: 'RESOLVED',
        acknowledgedBy: expect.stringContaining('OPERATOR'),
        resolvedBy: expect.stringContaining('OPERATOR'),
        resolution: 'MANUAL',
      },
    });
    // Whoever was told that it fires is told that it is over, silenced or not.
    for (const where of ['/hook', '/level']) await posted(where, 'migration-failed', 'resolved');
  });

  it('a channel can be tried', async () => {
    const call = 'testChannel(name: "other")';
    expect((await act(viewer, call)).__typename).toBe('ForbiddenError');
    expect(await act(operator, call, '... on Delivery { state reason }')).toEqual({
      __typename: 'Delivery',
      state: 'DELIVERED',
      reason: 'TEST',
    });
    expect(posts.find((one) => one.path === '/other')?.body.type).toBe('notification.test');
  });

  it('another route of the file is in force when it is reloaded', async () => {
    await report('firing');
    await posted('/hook', 'export failed', 'firing');
    await configure('other');
    await posted('/other', 'export failed', 'firing');
    await report('resolved');
    for (const where of ['/hook', '/other']) {
      const { body } = await posted(where, 'export failed', 'resolved');
      expect(body.data.reason).toBe('ALL_RESOLVED');
    }
  });

  it('a rule of a measurement fires on a real sample', async () => {
    const { alert } = await posted('/hook', 'memory', 'firing');
    expect(alert.value).toBeGreaterThan(0);
    expect(service.output()).not.toContain('"level":"error"');
  });
});
