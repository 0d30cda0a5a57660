import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemActor } from '../../../src/core/actor.ts';
import { listConsumerFailures } from '../../../src/store/consumers.ts';
import { listRuleStandings } from '../../../src/store/alert-rules.ts';
import { announce, databaseRetired } from '../../../src/store/databases.ts';
import { endpointStateChanged } from '../../../src/store/endpoint-events.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { holding, listAll } from '../alerts/rig.ts';
import { append, openRules, type RigOptions, type RuleRig } from './rig.ts';

const endpointEvent = (endpoint: string, state: 'UP' | 'DOWN', at = new Date()) =>
  endpointStateChanged.create({
    subject: `endpoint:${endpoint}`,
    occurredAt: at,
    payload: {
      endpointId: endpoint,
      endpoint,
      kind: 'http',
      environment: null,
      database: 'shop',
      state,
      before: state === 'UP' ? 'DOWN' : 'UP',
      reason: state === 'UP' ? null : 'status 500',
      since: at.toISOString(),
      status: null,
      durationMs: null,
      outageId: null,
    },
  });

describe('event rules on the log', () => {
  let place: TestStore;
  const rigs: RuleRig[] = [];
  const open = async (options: RigOptions = {}): Promise<RuleRig> => {
    const rig = await openRules(place, options);
    rigs.push(rig);
    return rig;
  };
  beforeEach(async () => {
    place = await createTestStore();
  });
  afterEach(async () => {
    await Promise.all(rigs.splice(0).map((rig) => rig.stop()));
    await place.close();
  });
  const alertsOf = async (rule: string) =>
    (await listAll(place.store)).filter((alert) => alert.rule === rule);

  it('an event makes an alert, another one ends it, and the rule shows when', async () => {
    await open();
    await append(place.store, [endpointEvent('checkout', 'DOWN')]);
    const [alert] = await until('the alert', async () => {
      const found = await alertsOf('endpoint-down');
      return found.length > 0 && found;
    });
    expect(alert).toMatchObject({
      type: 'ENDPOINT_DOWN',
      state: 'FIRING',
      severity: 'CRITICAL',
      title: 'checkout is down',
      message: 'status 500',
      database: 'shop',
      subject: 'endpoint:checkout',
      labels: { endpoint: 'checkout' },
    });
    expect(alert?.eventId).toBeGreaterThan(0);
    await append(place.store, [endpointEvent('checkout', 'UP')]);
    await until('its end', async () => (await alertsOf('endpoint-down'))[0]?.state === 'RESOLVED');
    const [standing] = await listRuleStandings(place.store.q, ['endpoint-down']);
    expect(standing?.lastMatchedAt).toEqual(alert?.startedAt);
  });

  it('what is about a database is over when the database is taken out', async () => {
    const rig = await open();
    const now = new Date();
    await rig.store.transaction((tx) =>
      rig.engine.observe(
        tx,
        [
          holding(now, { rule: 'database-down', labels: { database: 'shop' } }),
          holding(now, { rule: 'migration-failed', labels: { database: 'shop', source: 'main' } }),
          holding(now, {
            rule: 'database-wraparound',
            labels: { subject: 'database:shop' },
            subject: 'database:shop',
          }),
          holding(now, { rule: 'database-down', labels: { database: 'stock' } }),
          holding(now, { rule: 'endpoint-down', labels: { endpoint: 'a' }, databaseName: 'shop' }),
        ],
        now,
      ),
    );
    await rig.store.transaction(async (tx) => {
      announce(tx, databaseRetired, { id: 'shop', name: 'shop' }, now);
      await Promise.resolve();
    });
    const states = await until('the ends', async () => {
      const all = await listAll(place.store);
      const found = all.map(
        ({ rule, labels, state }) => `${rule} ${labels['database'] ?? ''} ${state}`,
      );
      return found.some((one) => one.endsWith('RESOLVED')) && found.toSorted();
    });
    expect(states).toEqual([
      'database-down shop RESOLVED',
      'database-down stock FIRING',
      'database-wraparound  RESOLVED',
      'endpoint-down  FIRING',
      'migration-failed shop RESOLVED',
    ]);
  });

  it('a rule of the API is in force from the event on that tells of it, on whatever replica', async () => {
    const [first] = [await open(), await open(), await open()];
    for (let round = 0; round < 5; round += 1) {
      const name = `rule-${round}`;
      await first.commands.create(systemActor, {
        name,
        severity: 'INFO',
        event: {
          on: [{ event: 'endpoint.state_changed', where: ['state=UP', `endpoint=e${round}`] }],
          labels: { endpoint: 'endpoint' },
        },
      });
      // Nobody waits for the replicas to have heard of it.
      await append(place.store, [endpointEvent(`e${round}`, 'UP')]);
      await until(name, async () => (await alertsOf(name)).length === 1);
    }
    await first.commands.remove(systemActor, 'rule-0');
    await append(place.store, [endpointEvent('e0', 'UP'), endpointEvent('e1', 'DOWN')]);
    await until('what came after', async () => (await alertsOf('endpoint-down')).length === 1);
    expect((await alertsOf('rule-0'))[0]?.timesFired).toBe(1);
  });

  it('takes a storm of events in pages', async () => {
    await open();
    const names = Array.from({ length: 5000 }, (_, index) => `e${index}`);
    await append(
      place.store,
      names.map((name) => endpointEvent(name, 'DOWN')),
    );
    await until(
      'all alerts',
      async () => {
        const [row] = await place.store.raw<{ n: number }[]>`
          select count(*)::int as n from hawkwatch_store.alerts where rule = 'endpoint-down'`;
        return row?.n === names.length;
      },
      120_000,
    );
    expect(await listConsumerFailures(place.store.q)).toEqual([]);
  });

  it('of a page with an event that cannot be taken, only that one is given up', async () => {
    await open({
      before: (engine) => ({
        observe: (tx, observations, now) => {
          if (observations.some(({ labels }) => labels['endpoint'] === 'e7')) {
            return Promise.reject(new Error('seven is not liked'));
          }
          return engine.observe(tx, observations, now);
        },
      }),
    });
    await append(
      place.store,
      Array.from({ length: 20 }, (_, index) => endpointEvent(`e${index}`, 'DOWN')),
    );
    await until(
      'the last one',
      async () => (await alertsOf('endpoint-down')).length === 19,
      60_000,
    );
    const failures = await listConsumerFailures(place.store.q);
    expect(failures).toMatchObject([{ consumer: 'alert-rules', reason: 'seven is not liked' }]);
    // And that is an alert, too.
    await until('the alert of it', async () => (await alertsOf('consumer-failed')).length === 1);
  });

  it('leaves alone what happened before the very first start', async () => {
    await append(place.store, [endpointEvent('old', 'DOWN')]);
    await open();
    await append(place.store, [endpointEvent('new', 'DOWN')]);
    await until('the new one', async () => (await alertsOf('endpoint-down')).length === 1);
    expect((await alertsOf('endpoint-down'))[0]?.labels).toEqual({ endpoint: 'new' });
  });
});
