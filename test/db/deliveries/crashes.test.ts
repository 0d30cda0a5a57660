// Deaths, freezes and races, each point by itself: what one process leaves behind is finished by another,
// and what a dead one still says is refused.
import { describe, expect, it } from 'vitest';

import type { Clock } from '../../../src/core/clock.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { createDeliveryQueue, leaseMs } from '../../../src/notifications/delivery/queue.ts';
import { claimDeliveries } from '../../../src/store/deliveries.ts';
import {
  enqueue,
  newDelivery,
  notifiedAlert,
  plainWebhook,
  resolvedAlert,
  storedAttempts,
  storedEvents,
  webhookChannel,
} from '../../support/delivery-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { useDeliveries } from './bench.ts';

const bench = useDeliveries();

/** A replica that dies as soon as its transaction is committed. */
const dyingQueue = (replica: string, clock: Clock) =>
  createDeliveryQueue({
    clock,
    random: createSystemRandom(),
    replica,
    gate: { take: () => true, giveBack: () => undefined },
    accept: () => undefined,
  });

describe('a process that dies', () => {
  it('after the commit has its claims sent by its next one at once', async () => {
    const receiver = await bench.receive();
    const clock = createFakeClock();
    const queue = dyingQueue('replica-1', clock);
    await enqueue(bench.store, { queue }, [newDelivery(notifiedAlert(1))], clock.now());
    expect(await bench.rows()).toMatchObject([{ state: 'SENDING', claim: 1 }]);
    await bench.dispatch({ clock, channels: [webhookChannel(receiver.url)] });
    const [row] = await bench.ended();
    expect(row).toMatchObject({ state: 'DELIVERED', claim: 2, attempts: 2 });
    expect(receiver.received).toHaveLength(1);
    // The first one may have been sent: nobody knows.
    expect(await storedAttempts(bench.store)).toMatchObject([
      { attempt: 1, ok: null },
      { attempt: 2, ok: true },
    ]);
  });

  it('after the commit has its claims sent by another one within a minute', async () => {
    const receiver = await bench.receive();
    const clock = createFakeClock();
    const queue = dyingQueue('replica-dead', clock);
    await enqueue(bench.store, { queue }, [newDelivery(notifiedAlert(1))], clock.now());
    await bench.dispatch({ clock, channels: [webhookChannel(receiver.url)] });
    clock.advance(leaseMs - 1);
    await bench.rows();
    expect(receiver.received).toHaveLength(0);
    clock.advance(1001);
    const [row] = await bench.ended();
    expect(row).toMatchObject({ state: 'DELIVERED', claim: 2 });
    expect(clock.now().getTime()).toBeLessThanOrEqual(60_000);
  });

  it('after a claim, with others waiting behind it, keeps their order', async () => {
    const receiver = await bench.receive();
    const clock = createFakeClock();
    const queue = createDeliveryQueue({
      clock,
      random: createSystemRandom(),
      replica: 'replica-dead',
      gate: { take: () => false, giveBack: () => undefined },
      accept: () => undefined,
    });
    const both = [newDelivery(notifiedAlert(1)), newDelivery(resolvedAlert(1))];
    await enqueue(bench.store, { queue }, both, clock.now());
    const leaseUntil = new Date(clock.now().getTime() + leaseMs);
    const holder = { replica: 'replica-dead', leaseUntil, leaseMs };
    const claimed = await claimDeliveries(
      bench.store.q,
      [{ name: 'hook', most: 10 }],
      holder,
      clock.now(),
    );
    expect(claimed).toHaveLength(1);
    await bench.dispatch({ clock, channels: [webhookChannel(receiver.url)] });
    clock.advance(leaseMs + 1000);
    await bench.ended();
    expect(receiver.received.map(({ content }) => content.status)).toEqual(['firing', 'resolved']);
  });
});

describe('a process that stands still', () => {
  it('longer than its lease is refused when it goes on', async () => {
    const receiver = await bench.receive();
    const frozenClock = createFakeClock();
    const sent = Promise.withResolvers<void>();
    const thaw = Promise.withResolvers<void>();
    const freezing = webhookChannel(
      receiver.url,
      {},
      {
        ...plainWebhook,
        send: async (...given) => {
          const result = await plainWebhook.send(...given);
          sent.resolve();
          await thaw.promise;
          return result;
        },
      },
    );
    const frozen = await bench.dispatch({
      store: bench.openStore(),
      clock: frozenClock,
      replica: 'replica-frozen',
      channels: [freezing],
    });
    await enqueue(bench.store, frozen, [newDelivery(notifiedAlert(1))], frozenClock.now());
    await sent.promise;
    const clock = createFakeClock();
    clock.advance(leaseMs);
    await bench.dispatch({ clock, channels: [webhookChannel(receiver.url)] });
    const [row] = await bench.ended();
    expect(row).toMatchObject({ state: 'DELIVERED', claim: 2, attempts: 2 });
    thaw.resolve();
    await frozen.stop();
    // Twice the same id; recorded and told once.
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    expect(receiver.received).toHaveLength(2);
    expect(await bench.rows()).toEqual([row]);
    expect(await storedEvents(bench.store, 'delivery.delivered')).toMatchObject([{ attempt: 2 }]);
    expect(await storedAttempts(bench.store)).toMatchObject([
      { attempt: 1, ok: null },
      { attempt: 2, ok: true },
    ]);
  });
});

describe('two dispatchers on one store', () => {
  it('send everything once and in order', async () => {
    const receiver = await bench.receive();
    const channels = [webhookChannel(receiver.url)];
    const one = await bench.dispatch({ channels, store: bench.openStore(), replica: 'one' });
    const two = await bench.dispatch({ channels, store: bench.openStore(), replica: 'two' });
    const many = Array.from({ length: 150 }, (_, n) => n);
    for (const make of [notifiedAlert, resolvedAlert]) {
      await Promise.all(
        [one, two].map((dispatcher, i) =>
          enqueue(
            bench.store,
            dispatcher,
            many.filter((n) => n % 2 === i).map((n) => newDelivery(make(n))),
            new Date(),
          ),
        ),
      );
    }
    const rows = await bench.ended(60_000);
    expect(rows.every(({ state }) => state === 'DELIVERED')).toBe(true);
    expect(receiver.received).toHaveLength(300);
    for (const n of many) {
      const told = receiver.received.filter(({ content }) => content.groupKey === `f${n}`);
      expect(told.map(({ content }) => content.status)).toEqual(['firing', 'resolved']);
    }
  });
});

describe('connections to the store that are killed', () => {
  it('lose nothing', async () => {
    const receiver = await bench.receive();
    const store = bench.openStore();
    const dispatcher = await bench.dispatch({ store, channels: [webhookChannel(receiver.url)] });
    const many = Array.from({ length: 400 }, (_, n) => newDelivery(notifiedAlert(n)));
    await enqueue(bench.store, dispatcher, many, new Date());
    for (let kill = 1; kill <= 4; kill += 1) {
      await until('some more', () => receiver.received.length >= kill * 60);
      await bench.store.raw`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`;
    }
    const rows = await bench.ended(80_000);
    expect(rows.every(({ state }) => state === 'DELIVERED')).toBe(true);
    const told = new Set(receiver.received.map(({ content }) => content.groupKey));
    expect(told.size).toBe(400);
    const ids = new Set(receiver.received.map(({ id }) => id));
    expect(ids.size).toBe(400);
  }, 120_000);
});

describe('a stop', () => {
  it('gives back what was not sent, and lets what is being sent end', async () => {
    const receiver = await bench.receive(
      () => 200,
      () => 150,
    );
    const channels = [webhookChannel(receiver.url)];
    const dispatcher = await bench.dispatch({ channels, perChannel: 2 });
    const many = Array.from({ length: 10 }, (_, n) => newDelivery(notifiedAlert(n)));
    // The first look gives the right to send at once.
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(99))], new Date());
    await bench.ended();
    await enqueue(bench.store, dispatcher, many, new Date());
    await until('the first ones', () => receiver.received.length >= 2);
    await dispatcher.stop();
    const rows = (await bench.rows()).slice(1);
    const sent = rows.filter(({ state }) => state === 'DELIVERED');
    expect(sent.length).toBeGreaterThanOrEqual(2);
    expect(rows.filter(({ state }) => state === 'WAITING')).toHaveLength(10 - sent.length);
    expect(rows.every(({ state, attempts }) => attempts === (state === 'WAITING' ? 0 : 1))).toBe(
      true,
    );
    await bench.dispatch({ channels, replica: 'another' });
    await bench.ended();
    expect(receiver.received).toHaveLength(11);
  });
});
