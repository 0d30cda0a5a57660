import { describe, expect, it } from 'vitest';

import {
  enqueue,
  newDelivery,
  notifiedAlert,
  webhookChannel,
} from '../../support/delivery-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { useDeliveries } from './bench.ts';

const bench = useDeliveries();

describe('a channel that fails again and again', () => {
  it('is left alone, tried with one, and then sent all that waited', async () => {
    let isDown = true;
    const receiver = await bench.receive(() => (isDown ? 500 : 200));
    const clock = createFakeClock();
    const dispatcher = await bench.dispatch({
      clock,
      perChannel: 5,
      channels: [webhookChannel(receiver.url)],
    });
    const many = Array.from({ length: 20 }, (_, n) => newDelivery(notifiedAlert(n)));
    await enqueue(bench.store, dispatcher, many, clock.now());
    // Some were on their way when it was found out.
    const first = await until('the channel to be left alone', async () => {
      const isQuiet = (await bench.rows()).every((row) => row.state === 'WAITING');
      const [state] = await bench.store.raw<{ until: number | null; failures: number }[]>`
        select failures, (extract(epoch from open_until) * 1000)::float8 as until
        from hawkwatch_store.channel_states`;
      return state?.until != null && isQuiet && state;
    });
    expect(first.failures).toBeGreaterThanOrEqual(5);
    const before = receiver.received.length;
    const waiting = (await bench.rows()).filter(({ attempts }) => attempts === 0);
    expect(waiting.length).toBeGreaterThan(5);
    // Half open: one.
    clock.advance((first.until ?? 0) - clock.now().getTime());
    const second = await until('one that tries', async () => {
      const [state] = await bench.store.raw<{ until: number; failures: number }[]>`
        select failures, (extract(epoch from open_until) * 1000)::float8 as until
        from hawkwatch_store.channel_states`;
      return state !== undefined && state.failures > first.failures && state;
    });
    expect(receiver.received).toHaveLength(before + 1);
    isDown = false;
    clock.advance(second.until - clock.now().getTime());
    const rows = await bench.playToTheEnd(clock);
    expect(rows.every(({ state }) => state === 'DELIVERED')).toBe(true);
    // What waited for a try of its own came with the others: the channel works again.
    expect(clock.now().getTime() - second.until).toBeLessThan(30_000);
  });

  it('does not hold up others', async () => {
    const bad = await bench.receive(() => 'hang');
    const good = await bench.receive();
    const dispatcher = await bench.dispatch({
      channels: [
        webhookChannel(bad.url, { name: 'bad', timeoutMs: 20_000 }),
        webhookChannel(good.url, { name: 'good' }),
      ],
      overall: 8,
      perChannel: 4,
    });
    const many = Array.from({ length: 30 }, (_, n) => n);
    await enqueue(
      bench.store,
      dispatcher,
      many.flatMap((n) => [
        newDelivery(notifiedAlert(n), { channel: 'bad' }),
        newDelivery(notifiedAlert(n), { channel: 'good' }),
      ]),
      new Date(),
    );
    await until('all of the good one', () => good.received.length === 30);
    expect(bad.received.length).toBeLessThanOrEqual(4);
    expect(good.mostAtOnce).toBeLessThanOrEqual(4);
  });
});
