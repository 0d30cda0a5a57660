// Routing as a whole, with the machine's clock: the ticker wakes in time, and events are told as they are.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { createHub } from '../../../src/bus/hub.ts';
import { startTail } from '../../../src/bus/tail.ts';
import { createSystemClock, type Clock } from '../../../src/core/clock.ts';
import { defineEvent } from '../../../src/core/events.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { createRouting, type Routing } from '../../../src/notifications/routing/routing.ts';
import { createAlertEngine } from '../../../src/alerts/engine.ts';
import { createFollowing } from '../../../src/alerts/following.ts';
import { asc, eq } from '../../../src/store/drizzle.ts';
import { consumers, deliveries, notificationGroups } from '../../../src/store/schema/index.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { holding } from '../alerts/rig.ts';
import { chat, recordingQueue, route } from './rig.ts';

const schema = z.object({ n: z.number() });
const kinds = {
  seen: defineEvent({ type: 'hawk.seen', version: 1, audience: 'viewer', schema }),
  secret: defineEvent({ type: 'hawk.counted', version: 1, audience: 'operator', schema }),
  own: defineEvent({ type: 'delivery.ended', version: 1, audience: 'viewer', schema }),
};
const clock = createSystemClock();
const random = createSystemRandom();

let test: TestStore;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  test = await createTestStore();
});
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
  await test.store.q.delete(deliveries);
  await test.store.q.delete(notificationGroups);
});
afterAll(() => test.close());

async function replica(time: Clock = clock): Promise<Routing> {
  const store = openTestStore(test.database.url);
  const hub = createHub({ raw: store.raw });
  const tail = await startTail({ store, clock, logger: silentLogger, listener: hub.listener });
  const queue = recordingQueue();
  const routing = createRouting({ store, hub, clock: time, random, logger: silentLogger, queue });
  stops.push(async () => {
    await routing.stop();
    hub.close();
    await tail.stop();
    await store.close();
  });
  return routing;
}

const rows = () => test.store.q.select().from(deliveries).orderBy(asc(deliveries.seq));

describe('event routes', () => {
  const append = (kind: keyof typeof kinds, n: number, subject = 'hawk:one'): Promise<void> =>
    test.store.transaction((tx) => {
      tx.append(kinds[kind].create({ subject, occurredAt: clock.now(), payload: { n } }));
      return Promise.resolve();
    });
  const mail = { name: 'mail', sendResolved: true };

  it('tell each event once to each channel, those that viewers may see, in order', async () => {
    const settings = {
      routes: [],
      channels: [chat, mail],
      eventRoutes: [
        { name: 'a', events: ['hawk.seen'], channels: ['chat', 'gone'], role: 'viewer' as const },
        { name: 'b', events: ['*'], channels: ['chat', 'mail'], role: 'viewer' as const },
      ],
    };
    for (const one of [await replica(), await replica()]) await one.configure(settings);
    for (let n = 0; n < 5; n += 1) {
      await append('secret', n);
      await append('own', n);
      await append('seen', n);
    }
    const told = await until('all are told', async () => {
      const found = await rows();
      return found.length >= 10 && found;
    });
    expect(told.length).toBe(10);
    for (const [channel, name] of [
      ['chat', 'a'],
      ['mail', 'b'],
    ] as const) {
      const of = told.filter((one) => one.channel === channel);
      expect(of.map(({ content }) => content)).toMatchObject(
        [0, 1, 2, 3, 4].map((n) => ({
          kind: 'EVENT',
          reason: 'EVENT',
          route: name,
          event: { type: 'hawk.seen', subject: 'hawk:one', payload: { n } },
        })),
      );
      expect(new Set(of.map(({ orderKey }) => orderKey))).toEqual(
        new Set([`event:${channel}:hawk:one`]),
      );
    }
  });

  it('tell operators’ events where the route says so', async () => {
    const routing = await replica();
    const eventRoutes = [
      { name: 'a', events: ['hawk.*'], channels: ['chat'], role: 'operator' as const },
    ];
    await routing.configure({ routes: [], channels: [chat], eventRoutes });
    await append('secret', 1);
    await until('it is told', async () => (await rows()).length === 1);
    expect(await rows()).toMatchObject([{ content: { event: { type: 'hawk.counted' } } }]);
  });

  const settings = {
    routes: [],
    channels: [chat],
    eventRoutes: [{ name: 'a', events: ['hawk.*'], channels: ['chat'], role: 'viewer' as const }],
  };
  const places = () =>
    test.store.q.select().from(consumers).where(eq(consumers.name, 'event-routes'));

  it('go on when another replica has none, and when their place in the log was lost', async () => {
    const routing = await replica();
    await routing.configure(settings);
    await (await replica()).configure({ ...settings, eventRoutes: [] });
    await append('seen', 1);
    await until('it is told', async () => (await rows()).length === 1);
    await test.store.q.delete(consumers).where(eq(consumers.name, 'event-routes'));
    await until('it is registered again', async () => (await places()).length === 1);
    await append('seen', 2);
    await until('the next one is told', async () => (await rows()).length === 2);
    expect((await rows()).map(({ content }) => content)).toMatchObject([
      { event: { payload: { n: 1 } } },
      { event: { payload: { n: 2 } } },
    ]);
  });

  it('do not hold the log when no replica has had any for a day', async () => {
    const fake = createFakeClock();
    fake.advance(clock.now().getTime());
    const routing = await replica(fake);
    await routing.configure(settings);
    await until('its place', async () => (await places()).length === 1);
    await routing.configure({ ...settings, eventRoutes: [] });
    await append('seen', 1);
    for (let hour = 0; hour < 23; hour += 1) fake.advance(3_600_000);
    expect(await places()).toHaveLength(1);
    await until('it is gone', async () => {
      fake.advance(3_600_000);
      return (await places()).length === 0;
    });
  });
});

describe('the ticker', () => {
  it('looks at groups when they are due, once, whichever replica made them', async () => {
    const settings = {
      routes: [route('all', { groupBy: ['host'], groupWaitMs: 300, groupIntervalMs: 1000 })],
      channels: [chat],
      eventRoutes: [],
    };
    const [one, other] = [await replica(), await replica()];
    await one.configure(settings);
    await other.configure(settings);
    const following = createFollowing([one.follower]);
    const engine = createAlertEngine({ store: test.store, clock, random, following });
    const firedAt = clock.now();
    await test.store.transaction((tx) =>
      engine.observe(
        tx,
        Array.from({ length: 50 }, (_, n) => holding(firedAt, { labels: { host: `h${n}` } })),
        firedAt,
      ),
    );
    const told = await until('all are told', async () => {
      const found = await rows();
      return found.length >= 50 && found;
    });
    expect(told.length).toBe(50);
    for (const { createdAt } of told) {
      expect(createdAt.getTime() - firedAt.getTime()).toBeGreaterThanOrEqual(300);
    }
    const late = Math.max(...told.map((row) => row.createdAt.getTime() - firedAt.getTime() - 300));
    process.stdout.write(`at most ${late} ms late\n`);
  });
});
