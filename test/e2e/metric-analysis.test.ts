// The real service learns what is usual, tells an anomaly over a live subscription, and reports.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { dayMs, minuteMs } from '../../src/metrics/analysis/time-series.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestDatabase } from '../support/databases.ts';
import { createSeeded } from '../support/seeded.ts';
import {
  ask,
  createPlace,
  openWebSocket,
  startService,
  type Place,
  type Service,
} from '../support/service.ts';
import { createEmptyDatabase, openTestStore } from '../support/store.ts';
import { storeSeries } from '../support/stored-series.ts';
import { makeSeries, normal } from '../support/synthetic-series.ts';
import { until } from '../support/until.ts';

interface EventView {
  readonly events: { readonly type: string; readonly subject: string; readonly payload: unknown };
}

const days = 5;

describe('the analysis of measurements by a real service', () => {
  let place: Place;
  let own: TestDatabase;
  let service: Service;
  let store: Store;

  beforeAll(async () => {
    own = await createEmptyDatabase();
    place = await createPlace({ DATABASE_URL: own.url });
    await place.writeConfiguration(`databases: []
analysis:
  include: ["shop.*"]
`);
    service = await startService(place);
    store = openTestStore(own.url);
  });
  afterAll(async () => {
    await store.close();
    await service.stop();
    await place.remove();
    await own.drop();
  });

  it('tells an anomaly to a subscriber, and has it in its lists and its report', async () => {
    const socket = openWebSocket(service, place.token);
    const seen: EventView[] = [];
    const end = socket.subscribe<EventView>(
      {
        query: `subscription { events(filter: { types: ["metric.anomaly_detected"] }) {
          type subject payload } }`,
      },
      {
        next: ({ data }) => {
          if (data) seen.push(data);
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    const seeded = createSeeded(7);
    // Up to the last complete bucket; the newest ones are far off.
    const untilMs = Math.floor((Date.now() - minuteMs) / (5 * minuteMs)) * 5 * minuteMs;
    const series = makeSeries({
      days,
      startMs: untilMs - days * dayMs,
      valueAt: (atMs) => 100 + 3 * normal(seeded) + (atMs >= untilMs - 30 * minuteMs ? 400 : 0),
    });
    await storeSeries(
      store,
      { metric: 'shop.latency_ms', subject: 'endpoint:checkout', labels: {}, unit: 'ms' },
      series,
    );
    await until('the anomaly is told', () => Promise.resolve(seen.length > 0), 150_000);
    expect(seen).toMatchObject([
      { events: { subject: 'endpoint:checkout', payload: { direction: 'ABOVE', unit: 'ms' } } },
    ]);
    end();
    await socket.dispose();
    const { metricAnomalies, metricBaselines } = await ask<{
      metricAnomalies: { edges: unknown[] };
      metricBaselines: { edges: unknown[] };
    }>(
      service,
      place.token,
      `{ metricAnomalies(filter: { open: true }) { edges { node { score confidence { word } } } }
        metricBaselines(filter: { metrics: ["shop.latency_ms"] }) {
          edges { node { silence baseline { sampleSize } } } } }`,
    );
    expect(metricAnomalies.edges).toHaveLength(1);
    expect(metricBaselines.edges).toMatchObject([{ node: { silence: null } }]);
    const report = await fetch(new URL('/exports/operations?format=markdown', service.url), {
      headers: { authorization: `Bearer ${place.token}` },
    });
    expect(report.status).toBe(200);
    expect(await report.text()).toContain('shop.latency\\_ms of endpoint:checkout | above |');
  }, 200_000);
});
