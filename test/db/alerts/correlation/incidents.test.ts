// Incidents in a real store: opened, joined and closed with their events; by two replicas at once; in storms.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { listSuspects } from '../../../../src/store/alert-suspects.ts';
import { sql } from '../../../../src/store/drizzle.ts';
import { listIncidents } from '../../../../src/store/incidents.ts';
import type { Store } from '../../../../src/store/store.ts';
import { cause, deploy } from '../../../fixtures/correlation/happenings.ts';
import { createTestStore, openTestStore, type TestStore } from '../../../support/store.ts';
import { createEngineRig, holding, over } from '../rig.ts';
import { append, clear, clockAfter, correlator, storeWorld } from './rig.ts';

let test: TestStore;
let second: Store;
beforeAll(async () => {
  test = await createTestStore();
  second = openTestStore(test.database.url);
  await storeWorld(test.store);
});
beforeEach(() => clear(test.store));
afterAll(async () => {
  await second.close();
  await test.close();
});

const clock = clockAfter();
const rigOn = (store: Store) => createEngineRig(store, [correlator(clock)], clock);

const databaseDown = () => ({
  rule: 'database-down',
  labels: { database: 'shop' },
  type: 'DATABASE_DOWN',
  title: 'shop does not answer',
  databaseName: 'shop',
  subject: 'database:shop',
});
const endpointDown = (name: string) => ({
  rule: 'endpoint-down',
  labels: { endpoint: name },
  type: 'ENDPOINT_DOWN',
  title: `${name} is down`,
  severity: 'CRITICAL' as const,
  subject: `endpoint:${name}`,
});

async function eventsOf(type: string): Promise<readonly Record<string, unknown>[]> {
  const rows = await test.store.q.execute<{ payload: Record<string, unknown> }>(
    sql`select payload from hawkwatch_store.events where type = ${type} order by id`,
  );
  return rows.map(({ payload }) => payload);
}

describe('an incident', () => {
  it('opens with the second alert, takes in the third, and is over with the last', async () => {
    const { observe, alerts } = rigOn(test.store);
    await observe(holding(clock.now(), databaseDown()));
    expect(await listIncidents(test.store.q, {}, { limit: 10 })).toEqual([]);

    const kinds = await observe(holding(clock.now(), endpointDown('shop-web')));
    expect(kinds).toEqual(['FIRED', 'CORRELATED']);
    const [incident] = await listIncidents(test.store.q, { open: true }, { limit: 10 });
    expect(incident).toMatchObject({ title: 'shop-web is down', severity: 'CRITICAL' });
    expect(incident?.reason).toContain('connected objects');
    const before = await alerts();
    expect(before.map(({ incidentId }) => incidentId)).toEqual([incident?.id, incident?.id]);

    await observe(holding(clock.now(), endpointDown('checkout-api')));
    expect(await eventsOf('incident.opened')).toMatchObject([{ alertCount: 2, openCount: 2 }]);
    expect(await eventsOf('incident.updated')).toMatchObject([{ alertCount: 3, openCount: 3 }]);

    await observe(over(clock.now(), databaseDown()), over(clock.now(), endpointDown('shop-web')));
    expect(await eventsOf('incident.resolved')).toEqual([]);
    await observe(over(clock.now(), endpointDown('checkout-api')));
    expect(await eventsOf('incident.resolved')).toMatchObject([{ alertCount: 3, openCount: 0 }]);
    const [closed] = await listIncidents(test.store.q, { open: false }, { limit: 10 });
    expect(closed?.resolvedAt).toEqual(clock.now());
  });

  it('is told with the change that came before its alerts', async () => {
    await append(
      test.store,
      cause(deploy('checkout', '6.0.0', -200, { databases: ['shop'] })).map(({ event }) => event),
    );
    const { observe } = rigOn(test.store);
    await observe(
      holding(clock.now(), databaseDown()),
      holding(clock.now(), endpointDown('checkout-api')),
    );
    const [incident] = await listIncidents(test.store.q, {}, { limit: 10 });
    expect(incident?.reason).toContain('the deployment of checkout 6.0.0');
  });

  it('is not made of what has nothing to do with each other', async () => {
    const { observe } = rigOn(test.store);
    await observe(
      holding(clock.now(), databaseDown()),
      holding(clock.now(), endpointDown('wiki-web')),
      holding(clock.now(), endpointDown('payments-gateway')),
    );
    expect(await listIncidents(test.store.q, {}, { limit: 10 })).toEqual([]);
  });

  it(
    'is one when two replicas find its alerts at the same time, again and again',
    { timeout: 120_000 },
    async () => {
      const [one, other] = [rigOn(test.store), rigOn(second)];
      const replica = (place: number) => (place % 2 === 0 ? one : other);
      for (let round = 0; round < 15; round += 1) {
        await clear(test.store);
        const observed = [databaseDown(), endpointDown('shop-web'), endpointDown('checkout-api')];
        await Promise.all(
          observed.map((seen, place) => replica(place).observe(holding(clock.now(), seen))),
        );
        const incidents = await listIncidents(test.store.q, {}, { limit: 10 });
        expect(incidents.length, `round ${round}`).toBe(1);
        const alerts = await one.alerts();
        expect(new Set(alerts.map(({ incidentId }) => incidentId)), `round ${round}`).toEqual(
          new Set([incidents[0]?.id]),
        );
        await Promise.all(
          observed.map((seen, place) => replica(place + 1).observe(over(clock.now(), seen))),
        );
        const open = await listIncidents(test.store.q, { open: true }, { limit: 10 });
        expect(open, `round ${round}`).toEqual([]);
      }
    },
  );

  it('goes through a storm of thousands in few statements', { timeout: 120_000 }, async () => {
    const events = Array.from({ length: 300 }, (_, place) =>
      deploy(`service-${place}`, '1', -100 - (place % 100)),
    ).flat();
    await append(
      test.store,
      [...events, ...deploy('checkout', '7.0.0', -250, { databases: ['shop'] })].map(
        ({ event }) => event,
      ),
    );
    const { observe, alerts } = rigOn(test.store);
    const storm = Array.from({ length: 3000 }, (_, place) =>
      holding(clock.now(), {
        rule: 'slow-queries',
        type: 'SLOW_QUERY',
        labels: { database: 'shop', statement: `s${place}` },
        databaseName: 'shop',
        subject: 'database:shop',
      }),
    );
    const began = performance.now();
    for (let from = 0; from < storm.length; from += 500) {
      await observe(...storm.slice(from, from + 500));
    }
    process.stdout.write(
      `3000 alerts with suspects: ${Math.round(performance.now() - began)} ms\n`,
    );
    const all = await alerts();
    expect(all.length).toBe(3000);
    expect(new Set(all.map(({ incidentId }) => incidentId)).size).toBe(1);
    const suspects = await listSuspects(
      test.store.q,
      all.slice(0, 200).map(({ id }) => id),
      'viewer',
    );
    // In a storm each alert keeps its two best ones.
    expect(suspects.length).toBeGreaterThanOrEqual(200);
    expect(suspects.length).toBeLessThanOrEqual(400);
    expect(suspects.every(({ rank, reason }) => rank > 0 || reason.includes('checkout'))).toBe(
      true,
    );
  });
});
