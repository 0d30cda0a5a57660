// Debian's real Prometheus takes the real hawkwatch for an Alertmanager: what its rule finds fires here, is
// told by a webhook, and ends here when it ends there.
import http from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { listen, type TestServer } from '../support/probe-rig.ts';
import { startPrometheus, type Prometheus } from '../support/prometheus.ts';
import { ask, createPlace, startService, type Place, type Service } from '../support/service.ts';
import { until } from '../support/until.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const token = 'token-of-the-real-prometheus';
const limitMs = 60_000;

const toldForm = z.object({
  type: z.string(),
  data: z.object({ alerts: z.array(z.looseObject({})) }),
});

interface AlertFacts {
  readonly state: string;
  readonly rule: string;
  readonly source: string;
  readonly severity: string;
  readonly title: string;
  readonly message: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly metadata: unknown;
  readonly resolution: string | null;
  readonly url: string | null;
}

describe("Debian's Prometheus", () => {
  let target: TestServer;
  let receiver: WebhookReceiver;
  let place: Place;
  let service: Service;
  let prometheus: Prometheus;
  let waiting = 40;
  let scraped = 0;

  beforeAll(async () => {
    target = await listen(
      http.createServer((_request, response) => {
        scraped += 1;
        response.setHeader('content-type', 'text/plain; version=0.0.4');
        response.end(`# TYPE jobs_waiting gauge\njobs_waiting{queue="mail"} ${waiting}\n`);
      }),
    );
    receiver = await startWebhookReceiver();
    place = await createPlace();
    await place.writeConfiguration(
      JSON.stringify({
        intakes: [{ name: 'prometheus', kind: 'alertmanager', token }],
        alerts: { defaults: 'off' },
        resources: { host: { watch: false } },
        channels: [{ name: 'ops', kind: 'webhook', url: `${receiver.url}/ops` }],
        routes: [{ name: 'all', channels: ['ops'], groupWait: '100ms', groupInterval: '1s' }],
      }),
    );
    service = await startService(place);
    const { host } = new URL(service.url);
    prometheus = await startPrometheus({
      configuration: {
        global: { scrape_interval: '200ms', scrape_timeout: '200ms', evaluation_interval: '200ms' },
        scrape_configs: [
          { job_name: 'shop', static_configs: [{ targets: [`127.0.0.1:${target.port}`] }] },
        ],
        alerting: {
          alertmanagers: [
            {
              path_prefix: '/intake/prometheus',
              authorization: { credentials: token },
              static_configs: [{ targets: [host.replace('localhost', '127.0.0.1')] }],
            },
          ],
        },
      },
      rules: {
        groups: [
          {
            name: 'shop',
            rules: [
              {
                alert: 'QueueTooLong',
                expr: 'jobs_waiting > 10',
                labels: { severity: 'critical', database: 'shop' },
                annotations: {
                  summary: 'The queue {{ $labels.queue }} is too long',
                  description: '{{ $value }} jobs wait.',
                },
              },
            ],
          },
        ],
      },
    });
  }, 120_000);
  afterAll(async () => {
    await prometheus.stop();
    await service.stop();
    await place.remove();
    await receiver.close();
    await target.close();
  });

  const listAlerts = async (): Promise<readonly AlertFacts[]> => {
    const { alerts } = await ask<{ alerts: { edges: { node: AlertFacts }[] } }>(
      service,
      place.token,
      `{ alerts(first: 20) { edges { node {
        state rule source severity title message labels metadata resolution url } } } }`,
    );
    return alerts.edges.map(({ node }) => node);
  };
  const inState = (state: string): Promise<AlertFacts> =>
    until(
      `the alert is ${state}`,
      async () => (await listAlerts()).find((one) => one.state === state),
      limitMs,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}; scraped ${scraped} times; ${prometheus.output()}`);
    });

  it('has its alerts fire, told and resolved', { timeout: 150_000 }, async () => {
    const instance = `127.0.0.1:${target.port}`;
    const fired = await inState('FIRING');
    expect(fired).toMatchObject({
      rule: 'QueueTooLong',
      source: 'prometheus',
      severity: 'CRITICAL',
      title: 'The queue mail is too long',
      message: '40 jobs wait.',
      labels: { job: 'shop', queue: 'mail', instance, severity: 'critical', database: 'shop' },
      metadata: { annotations: { description: '40 jobs wait.' } },
      resolution: null,
    });
    expect(fired.url).toContain('/graph?');
    const told = (status: 'firing' | 'resolved') =>
      until(
        `the webhook tells that it is ${status}`,
        () =>
          receiver.received.flatMap(({ path, content }) => {
            const { type, data } = toldForm.parse(content);
            return type === `alerts.${status}` ? [{ path, alerts: data.alerts }] : [];
          })[0],
        limitMs,
      );
    const first = await told('firing');
    expect(first.path).toBe('/ops');
    expect(first.alerts).toMatchObject([
      { rule: 'QueueTooLong', status: 'firing', title: 'The queue mail is too long' },
    ]);

    waiting = 1;
    expect(await inState('RESOLVED')).toMatchObject({ resolution: 'RECOVERED' });
    expect((await told('resolved')).alerts).toMatchObject([
      { rule: 'QueueTooLong', status: 'resolved' },
    ]);
    // However often Prometheus repeated it: one alert.
    expect(await listAlerts()).toHaveLength(1);
  });
});
