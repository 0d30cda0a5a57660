import { describe, expect, it } from 'vitest';

import {
  enqueue,
  newDelivery,
  notifiedAlert,
  plainWebhook,
  storedEvents,
  webhookChannel,
} from '../../support/delivery-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { useDeliveries } from './bench.ts';

const bench = useDeliveries();

const channelState = async () => {
  const [state] = await bench.store.raw<
    { failures: number; openMs: number | null; pausedMs: number | null; failure: string | null }[]
  >`
    select failures, last_failure as failure,
      (extract(epoch from open_until) * 1000)::float8 as "openMs",
      (extract(epoch from paused_until) * 1000)::float8 as "pausedMs"
    from hawkwatch_store.channel_states`;
  return state;
};

/** A channel that hears of the answer to a first attempt on these alerts only when a test lets it. */
function slowChannel(url: string, isSlow: (n: number) => boolean) {
  const held = new Map<number, () => void>();
  const kind: typeof plainWebhook = {
    ...plainWebhook,
    send: async (...given) => {
      const [, { alerts }, { attempt }] = given;
      const n = Number(alerts[0]?.labels['n']);
      const post = plainWebhook.send(...given);
      if (attempt > 1 || !isSlow(n)) return post;
      await Promise.allSettled([post]);
      await new Promise<void>((resolve) => held.set(n, resolve));
      return post;
    },
  };
  return {
    channel: webhookChannel(url, {}, kind),
    held: (count: number) => until('what is slow', () => held.size === count),
    release: (n: number) => held.get(n)?.(),
    releaseAll: () => held.forEach((release) => release()),
  };
}

const many = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => newDelivery(notifiedAlert(from + n)));

describe('what is on its way when a channel is left alone', () => {
  it('does not lengthen that when it fails', async () => {
    const receiver = await bench.receive(() => 500);
    const slow = slowChannel(receiver.url, (n) => n >= 5);
    const clock = createFakeClock();
    const dispatcher = await bench.dispatch({ clock, channels: [slow.channel], perChannel: 20 });
    await enqueue(bench.store, dispatcher, many(0, 12), clock.now());
    await slow.held(7);
    const open = await until('it to be left alone', async () => {
      const state = await channelState();
      return state?.openMs != null && state;
    });
    expect(open).toMatchObject({ failures: 5, openMs: 30_000 });
    clock.advance(2000);
    slow.releaseAll();
    await until('the end of what was on its way', async () =>
      (await bench.rows()).every(({ state, attempts }) => state === 'WAITING' && attempts > 0),
    );
    expect(await channelState()).toMatchObject({ failures: 5, openMs: 30_000 });
    // One outage: it is told once.
    expect(await storedEvents(bench.store, 'channel.failing')).toMatchObject([
      { channel: 'hook', kind: 'webhook', failures: 5, failure: 'The receiver answered 500.' },
    ]);
  });

  it('does not begin it anew when it fails after another one was taken', async () => {
    let isUp = false;
    const receiver = await bench.receive((_n, { content, attempt }) => {
      const isTaken = content.alerts[0]?.labels['n'] === '11' || (isUp && attempt > 1);
      return isTaken ? 200 : 500;
    });
    const slow = slowChannel(receiver.url, (n) => n >= 5);
    const clock = createFakeClock();
    const dispatcher = await bench.dispatch({ clock, channels: [slow.channel], perChannel: 20 });
    await enqueue(bench.store, dispatcher, many(0, 12), clock.now());
    await slow.held(7);
    await until('it to be left alone', async () => (await channelState())?.openMs != null);
    isUp = true;
    clock.advance(1000);
    slow.release(11);
    await until('it to work', async () => (await channelState())?.failures === 0);
    // Six that were sent before.
    slow.releaseAll();
    await bench.playToTheEnd(clock);
    expect(await storedEvents(bench.store, 'channel.failing')).toHaveLength(1);
    expect(await storedEvents(bench.store, 'channel.recovered')).toEqual([
      { channel: 'hook', kind: 'webhook' },
    ]);
    expect(clock.now().getTime()).toBeLessThan(30_000);
  });
});

describe('a channel that asks to wait', () => {
  it('is left alone for so long, whatever comes through that was on its way', async () => {
    const receiver = await bench.receive((_n, { content, attempt }) =>
      content.alerts[0]?.labels['n'] === '0' && attempt === 1
        ? { status: 429, retryAfter: '120' }
        : 200,
    );
    const slow = slowChannel(receiver.url, (n) => n === 1 || n === 2);
    const clock = createFakeClock();
    const dispatcher = await bench.dispatch({ clock, channels: [slow.channel] });
    await enqueue(bench.store, dispatcher, many(0, 3), clock.now());
    await slow.held(2);
    await until('it to be paused', async () => (await channelState())?.pausedMs === 120_000);
    slow.releaseAll();
    await until('the others', async () => {
      const rows = await bench.rows();
      return rows.filter(({ state }) => state === 'DELIVERED').length === 2;
    });
    await enqueue(bench.store, dispatcher, many(10, 3), clock.now());
    // It looks each second, and says each minute that it knows the channel.
    await until('looks until shortly before', async () => {
      const nowMs = clock.now().getTime();
      if (nowMs < 119_000) clock.advance(1000);
      const [row] = await bench.store.raw<{ ms: number }[]>`
        select (extract(epoch from known_at) * 1000)::float8 as ms
        from hawkwatch_store.channel_states`;
      return nowMs === 119_000 && (row?.ms ?? 0) >= 60_000;
    });
    expect(receiver.received).toHaveLength(3);
    clock.advance(1000);
    const rows = await bench.playToTheEnd(clock);
    expect(rows.every(({ state }) => state === 'DELIVERED')).toBe(true);
  });
});

describe('an attempt that a stop ends', () => {
  it('says nothing about the channel, and is made again at once by another replica', async () => {
    const receiver = await bench.receive((n) => (n <= 8 ? 'hang' : 200));
    const channels = [webhookChannel(receiver.url)];
    const store = bench.openStore();
    const stopped = await bench.dispatch({ channels, store, replica: 'stops', graceMs: 20 });
    await enqueue(bench.store, stopped, many(0, 8), new Date());
    await until('all of them', () => receiver.received.length === 8);
    await stopped.stop();
    expect(await channelState()).toMatchObject({ failures: 0, openMs: null, failure: null });
    expect(await storedEvents(bench.store, 'channel.failing')).toEqual([]);
    const waiting = await bench.rows();
    expect(waiting.map(({ state }) => state)).toEqual(waiting.map(() => 'WAITING'));
    await bench.dispatch({ channels, replica: 'goes on' });
    const rows = await bench.ended();
    expect(rows.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(
      rows.map(() => 'DELIVERED 2'),
    );
  });
});

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
