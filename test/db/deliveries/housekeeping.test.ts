import { describe, expect, it } from 'vitest';

import { deliveriesHealth, recordDeliveryFigures } from '../../../src/delivery-figures.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { Sample } from '../../../src/metrics/samples.ts';
import type { ConfiguredChannel } from '../../../src/notifications/delivery/channels.ts';
import { createHousekeeping } from '../../../src/notifications/delivery/housekeeping.ts';
import {
  enqueue,
  newDelivery,
  notifiedAlert,
  storedEvents,
  webhookChannel,
} from '../../support/delivery-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { useDeliveries } from './bench.ts';

const bench = useDeliveries();
const hourMs = 3_600_000;

const housekeepingOf = (channels: () => readonly ConfiguredChannel[], keepMs = 30 * 24 * hourMs) =>
  createHousekeeping({
    store: bench.store,
    logger: silentLogger,
    channels: { list: channels, find: () => undefined },
    keepMs: () => keepMs,
  });

describe('a channel that left the configuration', () => {
  it('keeps what waits for an hour, and then gives it up with the reason', async () => {
    const receiver = await bench.receive();
    const clock = createFakeClock();
    let channels: readonly ConfiguredChannel[] = [];
    const housekeeping = housekeepingOf(() => channels);
    const dispatcher = await bench.dispatch({ clock, housekeeping, channels: () => channels });
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(1))], clock.now());
    clock.advance(hourMs);
    expect(await bench.rows()).toMatchObject([{ state: 'WAITING', attempts: 0 }]);
    await until('its end', async () => {
      clock.advance(10_000);
      return (await bench.rows()).every(({ state }) => state === 'DEAD');
    });
    const [row] = await bench.rows();
    expect(row?.failure).toContain('not in the configuration any more');
    expect(await storedEvents(bench.store, 'delivery.dead')).toMatchObject([
      { channel: 'hook', attempt: 0, alertIds: [notifiedAlert(1).id] },
    ]);
    // One that comes back is sent what still waits.
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(2))], clock.now());
    channels = [webhookChannel(receiver.url)];
    dispatcher.ring();
    await bench.ended();
    expect(receiver.received.map(({ content }) => content.groupKey)).toEqual(['f2']);
  });
});

describe('a channel that only another replica has', () => {
  it('keeps what waits as long as that one has it, and for an hour after', async () => {
    const receiver = await bench.receive(() => 410);
    const clock = createFakeClock();
    let channels: readonly ConfiguredChannel[] = [webhookChannel(receiver.url)];
    const dispatcher = await bench.dispatch({ clock, channels: () => channels });
    // It has the channel, which is disabled by the first delivery; the second one waits.
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(1))], clock.now());
    await bench.ended();
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(2))], clock.now());
    const knownAtMs = async () => {
      const [row] = await bench.store.raw<{ at: Date }[]>`
        select known_at as at from hawkwatch_store.channel_states where channel = 'hook'`;
      return row?.at.getTime() ?? 0;
    };
    const stale = housekeepingOf(() => []);
    await bench.store.raw`
      update hawkwatch_store.deliveries set created_at = created_at - interval '2 hours'`;
    await stale(clock.now());
    clock.advance(60_000);
    await until('it says so again', async () => (await knownAtMs()) >= clock.now().getTime());
    channels = [];
    const lastMs = await knownAtMs();
    await stale(new Date(lastMs + hourMs));
    expect(await bench.rows()).toMatchObject([{ state: 'DEAD' }, { state: 'WAITING' }]);
    await stale(new Date(lastMs + hourMs + 1));
    const [, second] = await bench.rows();
    expect(second).toMatchObject({ state: 'DEAD', attempts: 0 });
  });
});

describe('what could not be delivered within a day', () => {
  it('is given up, however its channel is', async () => {
    const receiver = await bench.receive(() => 410);
    const clock = createFakeClock();
    const channels = [webhookChannel(receiver.url)];
    const housekeeping = housekeepingOf(() => channels);
    const dispatcher = await bench.dispatch({ clock, housekeeping, channels });
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(1))], clock.now());
    await bench.ended();
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(2))], clock.now());
    clock.advance(23 * hourMs);
    await housekeeping(clock.now());
    expect((await bench.rows()).map(({ state }) => state)).toEqual(['DEAD', 'WAITING']);
    clock.advance(2 * hourMs);
    await housekeeping(clock.now());
    const rows = await bench.ended();
    expect(rows[1]).toMatchObject({ state: 'DEAD' });
    expect(rows[1]?.failure).toContain('within a day');
  });
});

describe('what ended long ago', () => {
  it('is removed, with its attempts', async () => {
    const receiver = await bench.receive();
    const clock = createFakeClock();
    const channels = [webhookChannel(receiver.url)];
    const dispatcher = await bench.dispatch({ clock, channels });
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(1))], clock.now());
    await bench.ended();
    await housekeepingOf(() => channels, hourMs)(new Date(clock.now().getTime() + hourMs));
    expect(await bench.rows()).toHaveLength(1);
    await housekeepingOf(() => channels, hourMs)(new Date(clock.now().getTime() + hourMs + 1));
    expect(await bench.rows()).toHaveLength(0);
    const [left] = await bench.store.raw<{ n: number }[]>`
      select count(*)::int as n from hawkwatch_store.delivery_attempts`;
    expect(left?.n).toBe(0);
  });
});

describe('the stop', () => {
  it('ends the removal after the present round', async () => {
    await bench.store.raw`
      insert into hawkwatch_store.deliveries (id, order_key, channel, route, reason, state, content,
        created_at, attempts, next_at, claim, ended_at)
      select gen_random_uuid(), n::text, 'hook', 'r', 'REPEAT', 'DELIVERED', '{}', to_timestamp(0), 1,
        to_timestamp(0), 1, to_timestamp(0) from generate_series(1, 5000) n`;
    const stopping = new AbortController();
    const left = async () => {
      const [row] = await bench.store.raw<{ n: number }[]>`
        select count(*)::int as n from hawkwatch_store.deliveries`;
      return row?.n;
    };
    const housekeeping = createHousekeeping({
      store: bench.store,
      logger: silentLogger,
      channels: { list: () => [], find: () => undefined },
      // Asked just before the first round.
      keepMs: () => {
        queueMicrotask(() => {
          queueMicrotask(() => stopping.abort());
        });
        return hourMs;
      },
    });
    await housekeeping(new Date(2 * hourMs), stopping.signal);
    expect(await left()).toBe(3000);
  });
});

describe('the figures of deliveries', () => {
  it('tell what waits and what was given up, as health and as samples', async () => {
    const clock = createFakeClock();
    const samples: Sample[] = [];
    const health = deliveriesHealth(bench.store, clock);
    expect(await health.check('quick')).toEqual({ state: 'OK', reason: null });
    const dispatcher = await bench.dispatch({ clock, channels: [] });
    const two = [newDelivery(notifiedAlert(1)), newDelivery(notifiedAlert(2))];
    await enqueue(bench.store, dispatcher, two, clock.now());
    clock.advance(10 * 60_000);
    const found = await health.check('quick');
    expect(found).toMatchObject({ state: 'DEGRADED' });
    expect(found.reason).toContain('2 notifications wait, the oldest for 10 minutes');
    const stop = recordDeliveryFigures({
      store: bench.store,
      clock,
      logger: silentLogger,
      samples: { record: (some) => samples.push(...some) },
      host: 'here',
      replica: 'replica-1',
    });
    clock.advance(10_000);
    await until('samples', () => samples.length === 2);
    stop();
    expect(samples.map(({ metric, value }) => [metric, value])).toEqual([
      ['hawkwatch.deliveries_waiting_count', 2],
      ['hawkwatch.outbox_oldest_seconds', 610],
    ]);
    await bench.store.raw`
      update hawkwatch_store.deliveries set state = 'DEAD', ended_at = to_timestamp(600)`;
    expect((await health.check('quick')).reason).toBe('2 were given up within the last hour');
  });
});
