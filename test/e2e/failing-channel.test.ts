// A channel that fails, from outside: before any of its deliveries is given up another channel tells of it,
// and tells that it is over once somebody has let it be used again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { ask, createPlace, startService, type Place, type Service } from '../support/service.ts';
import { until } from '../support/until.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const token = 'token-of-a-test-with-a-failing-channel';
const limitMs = 60_000;
const bodyForm = z.object({
  data: z.object({
    alerts: z.array(
      z.object({
        rule: z.string(),
        status: z.string(),
        title: z.string(),
        labels: z.record(z.string(), z.string()),
      }),
    ),
  }),
});

describe('a channel that fails', () => {
  let failing: WebhookReceiver;
  let other: WebhookReceiver;
  let place: Place;
  let service: Service;
  let status = 503;

  beforeAll(async () => {
    failing = await startWebhookReceiver(() => status);
    other = await startWebhookReceiver();
    place = await createPlace();
    await place.writeConfiguration(
      JSON.stringify({
        intakes: [{ name: 'own', kind: 'alertmanager', token }],
        // It is to be three minutes; nobody waits for them here.
        alerts: { changes: [{ rule: 'channel-failing', for: '1s' }] },
        resources: { host: { watch: false } },
        channels: [
          { name: 'failing', kind: 'webhook', url: failing.url },
          { name: 'other', kind: 'webhook', url: other.url },
        ],
        // Nothing leads to the other one.
        routes: [
          {
            name: 'all',
            channels: ['failing'],
            groupBy: ['...'],
            groupWait: '0s',
            groupInterval: '1s',
          },
        ],
      }),
    );
    service = await startService(place);
  });
  afterAll(async () => {
    await service.stop();
    await place.remove();
    await failing.close();
    await other.close();
  });

  const push = async (count: number): Promise<void> => {
    const alerts = Array.from({ length: count }, (_, n) => ({
      labels: { alertname: 'broken', n: `${n}`, severity: 'error' },
    }));
    const answer = await fetch(new URL('/intake/own/api/v2/alerts', service.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
    });
    expect(answer.status).toBe(200);
  };
  const toldBy = (receiver: WebhookReceiver, rule: string) =>
    receiver.received
      .flatMap(({ content }) => bodyForm.parse(content).data.alerts)
      .filter((alert) => alert.rule === rule);

  it('is told of over another one before anything is given up, and when it is over', async () => {
    await push(6);
    const [told] = await until(
      'the alert',
      () => {
        const found = toldBy(other, 'channel-failing');
        return found.length > 0 && found;
      },
      limitMs,
    );
    expect(told).toMatchObject({
      status: 'firing',
      title: 'Channel failing fails',
      labels: { channel: 'failing' },
    });
    const { channels, deliveries } = await ask<{
      channels: { name: string; state: string }[];
      deliveries: { edges: unknown[] };
    }>(
      service,
      place.token,
      `{ channels { name state }
         deliveries(filter: { states: [DEAD] }) { edges { node { id } } } }`,
    );
    expect(channels).toContainEqual({ name: 'failing', state: 'OPEN' });
    expect(deliveries.edges).toEqual([]);
    expect(toldBy(failing, 'channel-failing')).toEqual([]);

    status = 200;
    await ask(
      service,
      place.token,
      'mutation { enableChannel(name: "failing") { ... on Channel { name } } }',
    );
    await until(
      'its end',
      () => toldBy(other, 'channel-failing').some((alert) => alert.status === 'resolved'),
      limitMs,
    );
    expect(toldBy(failing, 'channel-failing')).toEqual([]);
  });
});
