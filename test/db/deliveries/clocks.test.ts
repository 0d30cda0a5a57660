// Replicas whose clocks are a minute ahead and behind: by the store's clock they mean the same.
import { describe, expect, it } from 'vitest';

import { createSystemRandom } from '../../../src/core/random.ts';
import { createDeliveryQueue, leaseMs } from '../../../src/notifications/delivery/queue.ts';
import { readOutboxAgeMs } from '../../../src/store/outbox-age.ts';
import { createStoreClock } from '../../../src/store/store-clock.ts';
import {
  enqueue,
  newDelivery,
  notifiedAlert,
  resolvedAlert,
  storedAttempts,
  webhookChannel,
} from '../../support/delivery-rig.ts';
import { createSkewedClock } from '../../support/skewed-clock.ts';
import { until } from '../../support/until.ts';
import type { ConfiguredChannel } from '../../../src/notifications/delivery/channels.ts';
import { useDeliveries } from './bench.ts';

const bench = useDeliveries();
const minuteMs = 60_000;

async function replica(name: string, aheadMs: number, channels: readonly ConfiguredChannel[]) {
  const own = createSkewedClock(aheadMs);
  const store = bench.openStore();
  const clock = await createStoreClock({ q: store.q, clock: own });
  const dispatcher = await bench.dispatch({ store, clock, channels, replica: name });
  return { own, clock, dispatcher };
}

describe('two dispatchers whose clocks are two minutes apart', () => {
  it.each([
    ['behind', 'ahead', -minuteMs],
    ['ahead', 'behind', minuteMs],
  ])(
    'send nothing twice, also what the one %s is just sending, and in order',
    async (first, second, aheadMs) => {
      const count = 10;
      // Longer than they wait between two looks.
      const receiver = await bench.receive(
        () => 200,
        (n) => (n <= count ? 2500 : 0),
      );
      const channels = [webhookChannel(receiver.url)];
      const many = Array.from({ length: 2 * count }, (_, n) => n);
      const firing = many.map((n) => newDelivery(notifiedAlert(n)));
      const resolved = many.map((n) => newDelivery(resolvedAlert(n)));
      const one = await replica(first, aheadMs, channels);
      await enqueue(bench.store, one.dispatcher, firing.slice(0, count), one.own.now());
      await until('them to be sent', () => receiver.received.length === count);
      const other = await replica(second, -aheadMs, channels);
      await enqueue(bench.store, other.dispatcher, firing.slice(count), other.own.now());
      await enqueue(bench.store, other.dispatcher, resolved.slice(0, count), other.own.now());
      await enqueue(bench.store, one.dispatcher, resolved.slice(count), one.own.now());
      const rows = await bench.ended();
      expect(rows.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(
        rows.map(() => 'DELIVERED 1'),
      );
      expect(receiver.received).toHaveLength(4 * count);
      for (const n of many) {
        const told = receiver.received.filter(({ content }) => content.groupKey === `f${n}`);
        expect(told.map(({ content }) => content.status)).toEqual(['firing', 'resolved']);
      }
    },
  );

  it.each([
    ['ahead', minuteMs],
    ['behind', -minuteMs],
  ])('let nothing wait that the one %s has written', async (_name, aheadMs) => {
    const receiver = await bench.receive((n) => (n === 1 ? 500 : 200));
    const channels = [webhookChannel(receiver.url)];
    const writer = await replica('writer', aheadMs, channels);
    // It writes, and sends nothing any more.
    await writer.dispatcher.stop();
    await enqueue(
      bench.store,
      writer.dispatcher,
      [newDelivery(notifiedAlert(1))],
      writer.own.now(),
    );
    expect(await bench.rows()).toMatchObject([{ state: 'WAITING' }]);
    await bench.store.raw`
      update hawkwatch_store.deliveries set next_at = next_at - interval '30 s'`;
    const ageMs = await readOutboxAgeMs(bench.store.q);
    expect(ageMs).toBeGreaterThan(29_000);
    expect(ageMs).toBeLessThan(40_000);
    await replica('other', -aheadMs, channels);
    const startedMs = performance.now();
    await bench.ended();
    // Its first try and the next one, which is to follow at once.
    expect(await storedAttempts(bench.store)).toMatchObject([{ ok: false }, { ok: true }]);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  it.each([minuteMs, -minuteMs])(
    'give claims for as long as others do when the clock is %i ms ahead',
    async (aheadMs) => {
      const { own, clock } = await replica('claims', aheadMs, []);
      const queue = createDeliveryQueue({
        random: createSystemRandom(),
        replica: 'dies',
        clock,
        gate: { take: () => true, giveBack: () => undefined },
        accept: () => undefined,
      });
      await enqueue(bench.store, { queue }, [newDelivery(notifiedAlert(1))], own.now());
      const [row] = await bench.store.raw<{ left: number }[]>`
        select (extract(epoch from lease_until - clock_timestamp()) * 1000)::float8 as left
        from hawkwatch_store.deliveries`;
      expect(row?.left).toBeGreaterThan(leaseMs - 5000);
      expect(row?.left).toBeLessThan(leaseMs + 500);
    },
  );

  it('take over from one that died when its lease is over, and not before', async () => {
    const receiver = await bench.receive();
    const channels = [webhookChannel(receiver.url)];
    const { dispatcher, own } = await replica('writer', -minuteMs, []);
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(1))], own.now());
    await bench.store.raw`
      update hawkwatch_store.deliveries set state = 'SENDING', attempts = 1, claim = 1,
        claimed_by = 'dead', lease_until = clock_timestamp() + interval '2 s',
        next_at = clock_timestamp() + interval '2 s'`;
    const startedMs = performance.now();
    await replica('ahead', minuteMs, channels);
    await replica('behind', -minuteMs, channels);
    await until('the take-over', () => receiver.received.length === 1);
    const tookMs = (receiver.received[0]?.atMs ?? 0) - startedMs;
    expect(tookMs).toBeGreaterThan(1500);
    expect(tookMs).toBeLessThan(10_000);
    const [row] = await bench.ended();
    expect(row).toMatchObject({ state: 'DELIVERED', claim: 2, attempts: 2 });
  });
});
