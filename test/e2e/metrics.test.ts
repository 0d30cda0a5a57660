// The real service measures itself: what it records is stored and can be read, watched and scraped.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parseExposition } from '../support/prometheus-format.ts';
import {
  ask,
  createPlace,
  openWebSocket,
  startService,
  type Place,
  type Service,
} from '../support/service.ts';
import { until } from '../support/until.ts';

let place: Place;
let service: Service;
const agent = createSocket('udp4');
const received: string[] = [];

beforeAll(async () => {
  agent.on('message', (message) => received.push(...message.toString().split('\n')));
  agent.bind(0, '127.0.0.1');
  await once(agent, 'listening');
  place = await createPlace();
  await place.writeConfiguration(`
databases: []
metrics:
  public: true
  dogstatsd: { host: 127.0.0.1, port: ${agent.address().port}, include: ['hawkwatch.memory*'] }
`);
  service = await startService({ env: place.env, stateDirectory: place.stateDirectory });
}, 90_000);

afterAll(async () => {
  await service.stop();
  await place.remove();
  agent.close();
});

describe('the measured service', () => {
  it('stores its own samples and shows them as a series', { timeout: 90_000 }, async () => {
    const found = await until(
      'its memory was recorded twice',
      async () => {
        const { metricSeries } = await ask<{
          metricSeries: { series: { subject: string; points: { max: number; count: number }[] }[] };
        }>(
          service,
          place.token,
          `query($from: DateTime!) { metricSeries(query: {
             metrics: ["hawkwatch.memory_rss_bytes"], from: $from, maxPoints: 2000 }) {
             series { subject labels { name value } points { at min avg max count } } } }`,
          { from: new Date(Date.now() - 600_000).toISOString() },
        );
        const [series] = metricSeries.series;
        const count = series?.points.reduce((sum, point) => sum + point.count, 0) ?? 0;
        return count >= 2 && series;
      },
      60_000,
    );
    expect(found.subject).toMatch(/^hawkwatch:/);
    expect(found.points[0]?.max).toBeGreaterThan(1e7);
    await until('DogStatsD got it', () => received.length > 0);
    expect(received[0]).toMatch(/^hawkwatch\.memory_rss_bytes:\d+\|g\|#/);
    expect(received.every((line) => line.startsWith('hawkwatch.memory'))).toBe(true);
  });

  it('is scraped without a token where that is configured', async () => {
    const response = await fetch(`${service.url}/metrics`);
    expect(response.status).toBe(200);
    const families = parseExposition(await response.text());
    const value = (name: string) =>
      families.find((family) => family.name === name)?.samples[0]?.value;
    expect(value('hawkwatch_store_up')).toBe(1);
    expect(value('hawkwatch_event_log_head')).toBeGreaterThan(0);
    expect(value('hawkwatch_samples_dropped_total')).toBe(0);
  });

  it('is watched', async () => {
    const client = openWebSocket(service, place.token);
    let seen = 0;
    client.subscribe(
      { query: 'subscription { performanceUpdates { at operations { total } } }' },
      { next: () => (seen += 1), error: () => undefined, complete: () => undefined },
    );
    await until('two updates came', () => seen >= 2);
    await client.dispose();
    const { health } = await ask<{ health: { parts: { name: string; state: string }[] } }>(
      service,
      place.token,
      '{ health { parts { name state } } }',
    );
    expect(health.parts).toContainEqual({ name: 'samples', state: 'OK' });
  });
});
