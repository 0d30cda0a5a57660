// Webhooks, looked at by others: the public `standardwebhooks` package verifies the signatures, and the
// Alertmanager form is compared with the list of its fields.
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { signatureHeaders } from '../../src/notifications/sending/webhook-signature.ts';
import { rigChannel, webhookSecrets } from '../support/channel-rigs.ts';
import { createChannelService, type ChannelService } from '../support/channel-service.ts';
import {
  resolvedAlert,
  sampleAlert,
  sampleKinds,
  sampleNotification,
} from '../support/sample-notifications.ts';
import { deliveryId, sendBy } from '../support/send-by.ts';

let service: ChannelService;
beforeAll(async () => {
  service = await createChannelService();
});
afterAll(() => service.close());
beforeEach(() => {
  service.received.length = 0;
  service.manner = () => ({ status: 200 });
});

const webhook = (more = '') => rigChannel('webhook', { origin: service.origin }, more);

async function posted(more = '', notification = sampleNotification(), at = new Date()) {
  await sendBy(webhook(more), notification, { at });
  const [request] = service.received.splice(0);
  if (request === undefined) throw new Error('nothing was posted');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  return { ...request, headers, data: () => JSON.parse(request.body) as Record<string, unknown> };
}

describe('a signed webhook', () => {
  it('has the signature of the specification’s own example', () => {
    const headers = signatureHeaders(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: new Date(1_614_265_330_000),
      body: '{"test": 2432232314}',
    });
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it.each(webhookSecrets)('is accepted by the public library with each secret', async (secret) => {
    const { body, headers } = await posted();
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow(/signature/i);
  });

  it('is refused by the public library with another secret', async () => {
    const { body, headers } = await posted();
    const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    expect(() => new Webhook(other).verify(body, headers)).toThrow(/signature/i);
  });

  it('says the same with each attempt, but for the time and its signature', async () => {
    const first = await posted();
    const later = await posted('', sampleNotification(), new Date(Date.now() + 60_000));
    expect(later.body).toBe(first.body);
    expect(later.headers['webhook-id']).toBe(deliveryId);
    expect(first.headers['webhook-id']).toBe(deliveryId);
    expect(later.headers['webhook-timestamp']).not.toBe(first.headers['webhook-timestamp']);
    expect(new Webhook(webhookSecrets[0]).verify(later.body, later.headers)).toEqual(later.data());
  });

  it('has the headers that are configured, and no signature without a secret', async () => {
    const { headers } = await posted();
    expect(headers).toMatchObject({
      'x-token': 's3cr3t-header',
      'content-type': 'application/json',
    });
    const plain = webhook();
    await sendBy(
      { ...plain, settings: { ...plain.settings, secrets: [] } as never },
      sampleNotification(),
    );
    expect(service.received[0]?.headers).not.toHaveProperty('webhook-signature');
  });
});

describe('the body of a webhook', () => {
  it('has type, timestamp and data', async () => {
    const { data } = await posted();
    expect(data()).toMatchObject({
      type: 'alerts.firing',
      timestamp: '2026-11-27T10:00:00.000Z',
      data: {
        title: 'CRITICAL: Migration 001 failed on shop-1',
        status: 'firing',
        reason: 'FIRST_NOTIFICATION',
        externalUrl: 'https://hawkwatch.example.com',
        truncatedAlerts: 0,
        alerts: [sampleAlert()],
      },
    });
  });

  it.each([
    ['a group that is resolved', 'alerts.resolved', '2026-11-27T10:05:00.000Z'],
    ['an event', 'migration.completed', '2026-11-27T10:00:00.000Z'],
    ['a test', 'notification.test', '1970-01-01T00:00:00.000Z'],
  ])('tells %s as %s', async (what, type, timestamp) => {
    expect((await posted('', sampleKinds[what])).data()).toMatchObject({ type, timestamp });
  });

  it('counts the alerts that are left out', async () => {
    const { data } = await posted('maxAlerts: 10', sampleKinds['300 alerts']);
    const { alerts, truncatedAlerts } = data()['data'] as { alerts: []; truncatedAlerts: number };
    expect([alerts.length, truncatedAlerts]).toEqual([10, 290]);
  });

  it('is a template’s text, with values as JSON', async () => {
    const template = `contentType: application/json
    body: '{"text": {{ title | json }}, "first": {{ firing[0].database | json }}, "all": {{ totalAlerts }}}'`;
    const { data, headers, body } = await posted(template);
    expect(data()).toEqual({
      text: 'CRITICAL: Migration 001 failed on shop-1',
      first: 'shop-1',
      all: 1,
    });
    expect(headers['content-type']).toBe('application/json');
    expect(new Webhook(webhookSecrets[0]).verify(body, headers)).toEqual(data());
  });

  it('is the usual one when a template writes no JSON, and says so', async () => {
    const { data } = await posted(`body: '{"text": "{{ title }}'`);
    expect(data()).toMatchObject({
      type: 'alerts.firing',
      data: { faults: ["The channel's body template failed: what it wrote is no JSON."] },
    });
  });

  it('may be of another type than JSON', async () => {
    const { body, headers } = await posted(`contentType: text/plain\n    body: 'now: {{ title }}'`);
    expect(body).toBe('now: CRITICAL: Migration 001 failed on shop-1');
    expect(headers['content-type']).toBe('text/plain');
  });
});

describe('a webhook in the form of Alertmanager', () => {
  const fields =
    'alerts commonAnnotations commonLabels externalURL groupKey groupLabels notification_reason ' +
    'receiver status truncatedAlerts version';
  const alertFields = 'annotations endsAt fingerprint generatorURL labels startsAt status';
  const keysOf = (value: object): string => Object.keys(value).toSorted().join(' ');

  it.each(Object.entries(sampleKinds))('has the fields of version 4 for %s', async (_what, one) => {
    const { data } = await posted('format: alertmanager', one);
    const payload = data() as { alerts: Record<string, unknown>[] };
    expect(keysOf(payload)).toBe(fields);
    expect(payload.alerts.length).toBeGreaterThan(0);
    for (const alert of payload.alerts) {
      expect(keysOf(alert)).toBe(alertFields);
      expect(alert['fingerprint']).toMatch(/^[0-9a-f]{16}$/);
      expect(Date.parse(String(alert['startsAt']))).not.toBeNaN();
      const texts = { ...(alert['labels'] as object), ...(alert['annotations'] as object) };
      for (const value of Object.values(texts)) expect(value).toBeTypeOf('string');
    }
  });

  it('says what Alertmanager would', async () => {
    const alerts = [sampleAlert(1, { labels: { team: 'orders' } }), resolvedAlert(2)];
    const notification = sampleNotification({ reason: 'SOME_RESOLVED', alerts });
    const { data } = await posted('format: alertmanager', notification);
    expect(data()).toMatchObject({
      version: '4',
      groupKey: 'default:{team="orders"}',
      truncatedAlerts: 0,
      status: 'firing',
      receiver: 'default',
      groupLabels: { team: 'orders' },
      externalURL: 'https://hawkwatch.example.com',
      notification_reason: 'some alerts resolved',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'migration-failed', severity: 'critical', team: 'orders' },
          annotations: { summary: 'Migration 001 failed on shop-1' },
          startsAt: '2026-11-27T10:00:00.000Z',
          endsAt: '0001-01-01T00:00:00Z',
        },
        { status: 'resolved', endsAt: '2026-11-27T10:05:00.000Z' },
      ],
    });
    const { commonLabels } = data() as { commonLabels: Record<string, string> };
    expect(commonLabels).toMatchObject({ alertname: 'migration-failed', team: 'orders' });
    expect(commonLabels).not.toHaveProperty('database');
  });
});
