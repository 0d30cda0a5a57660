import { describe, expect, it } from 'vitest';

import { retryDelaysMs } from '../../../src/notifications/delivery/retry.ts';
import {
  enqueue,
  newDelivery,
  notifiedAlert,
  resolvedAlert,
  storedAttempts,
  storedEvents,
  webhookChannel,
} from '../../support/delivery-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { useDeliveries } from './bench.ts';

const bench = useDeliveries();

/** Waits until nothing is being sent, and gives the first delivery. */
const settled = () =>
  until('a delivery that waits', async () => {
    const rows = await bench.rows();
    return rows.every(({ state }) => state !== 'SENDING') && rows[0];
  });

describe('an alert that two groups tell', () => {
  it('is over after it fired, also when the first one had to be tried again', async () => {
    const receiver = await bench.receive((n) => (n <= 3 ? 503 : 200));
    const clock = createFakeClock();
    const dispatcher = await bench.dispatch({ clock, channels: [webhookChannel(receiver.url)] });
    const send = (one: Parameters<typeof newDelivery>[0], key: string) =>
      enqueue(bench.store, dispatcher, [newDelivery(one, { key })], clock.now());
    await send(notifiedAlert(1), 'escalation');
    await until('two attempts', async () => (await settled()).attempts === 2);
    await send(resolvedAlert(1), 'route');
    // Another alert is not held up.
    await send(notifiedAlert(2), 'route-2');
    await send(resolvedAlert(2), 'route-3');
    await bench.playToTheEnd(clock);
    const taken = receiver.received.filter(({ answer }) => answer === 200);
    const toldOf = (fingerprint: string) =>
      taken
        .flatMap(({ content }) => content.alerts)
        .filter((alert) => alert.fingerprint === fingerprint)
        .map(({ status }) => status);
    expect(toldOf('f1')).toEqual(['firing', 'resolved']);
    expect(toldOf('f2')).toEqual(['firing', 'resolved']);
    expect(taken[0]?.content.alerts[0]?.fingerprint).toBe('f2');
  });
});

describe('a receiver that fails', () => {
  it('is tried at once, again at once, after 5 s, 30 s, 2 m … 2 h, and then given up', async () => {
    const receiver = await bench.receive(() => ({ status: 500, body: 'it broke' }));
    const clock = createFakeClock();
    const dispatcher = await bench.dispatch({ clock, channels: [webhookChannel(receiver.url)] });
    const [id] = await enqueue(
      bench.store,
      dispatcher,
      [newDelivery(notifiedAlert(1))],
      clock.now(),
    );
    // The second comes by itself.
    await until('two attempts', async () => (await settled()).attempts === 2);
    for (let attempt = 2; attempt < 9; attempt += 1) {
      const row = await until('a delivery that waits', async () => {
        const found = await settled();
        return found.attempts === attempt && found.state === 'WAITING' && found;
      });
      const delayMs = retryDelaysMs[attempt - 1] ?? 0;
      const waitMs = row.nextAt - clock.now().getTime();
      expect(waitMs).toBeGreaterThanOrEqual(delayMs * 0.9);
      expect(waitMs).toBeLessThanOrEqual(delayMs * 1.1);
      expect(receiver.received).toHaveLength(attempt);
      clock.advance(waitMs);
    }
    const [row] = await bench.ended();
    expect(row).toMatchObject({ state: 'DEAD', attempts: 9, status: 500 });
    expect(receiver.received.map((one) => one.attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(receiver.received.map((one) => one.id))).toEqual(new Set([id]));
    expect(await storedAttempts(bench.store)).toHaveLength(9);
    const failed = await storedEvents(bench.store, 'delivery.failed');
    expect(failed).toHaveLength(9);
    expect(failed.at(-1)).toMatchObject({ nextAt: null, attempt: 9 });
    expect(await storedEvents(bench.store, 'delivery.dead')).toMatchObject([
      {
        deliveryId: id,
        channel: 'hook',
        failureReason: 'SERVER_ERROR',
        status: 500,
        alertIds: [notifiedAlert(1).id],
      },
    ]);
  });

  it('is sent the same with the same id until it takes it', async () => {
    const receiver = await bench.receive((n) => (n <= 3 ? 503 : 200));
    const clock = createFakeClock();
    const dispatcher = await bench.dispatch({ clock, channels: [webhookChannel(receiver.url)] });
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(1))], clock.now());
    const [row] = await bench.playToTheEnd(clock);
    expect(row).toMatchObject({ state: 'DELIVERED', attempts: 4, status: 200, failure: null });
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    // The order of its keys is another one once it comes from the store.
    const contents = receiver.received.map(({ content }) => content);
    expect(contents).toEqual(contents.map(() => contents[0]));
    expect((await storedAttempts(bench.store)).map(({ ok, status }) => [ok, status])).toEqual([
      [false, 503],
      [false, 503],
      [false, 503],
      [true, 200],
    ]);
  });

  it.each([
    [120, 120_000],
    [86_400, 3_600_000],
  ])(
    'is left alone for the %i s it asks for, an hour at most, with all its deliveries',
    async (asked, expectedMs) => {
      const receiver = await bench.receive((n) =>
        n === 1 ? { status: 429, retryAfter: String(asked) } : 200,
      );
      const clock = createFakeClock();
      const dispatcher = await bench.dispatch({ clock, channels: [webhookChannel(receiver.url)] });
      const one = [newDelivery(notifiedAlert(1))];
      await enqueue(bench.store, dispatcher, one, clock.now());
      const row = await until('the answer', async () => {
        const found = await settled();
        return found.attempts === 1 && found.state === 'WAITING' && found;
      });
      expect(row.nextAt).toBe(expectedMs);
      expect(row).toMatchObject({ failureReason: 'RATE_LIMITED', status: 429 });
      // Another one is not sent either.
      await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(2))], clock.now());
      clock.advance(expectedMs - 1000);
      await bench.rows();
      expect(receiver.received).toHaveLength(1);
      clock.advance(1000);
      const rows = await bench.playToTheEnd(clock);
      expect(rows.map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED']);
    },
  );

  it('with an error that will not pass is not tried again, and the channel goes on', async () => {
    const receiver = await bench.receive((n) => (n === 1 ? 400 : 200));
    const dispatcher = await bench.dispatch({ channels: [webhookChannel(receiver.url)] });
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(1))], new Date());
    await bench.ended();
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(2))], new Date());
    expect((await bench.ended()).map(({ state }) => state)).toEqual(['DEAD', 'DELIVERED']);
    expect(await storedEvents(bench.store, 'delivery.dead')).toHaveLength(1);
    expect(receiver.received).toHaveLength(2);
  });

  it.each([
    ['says that it is gone', 410, 'GONE'],
    ['does not know the credential', 401, 'AUTH_ERROR'],
  ])('and %s is disabled; what waits is kept', async (_what, status, failureReason) => {
    const receiver = await bench.receive((n) => (n === 1 ? status : 200));
    const dispatcher = await bench.dispatch({ channels: [webhookChannel(receiver.url)] });
    const now = new Date();
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(1))], now);
    await bench.ended();
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(2))], now);
    expect(await storedEvents(bench.store, 'channel.disabled')).toMatchObject([
      { channel: 'hook', kind: 'webhook' },
    ]);
    const rows = await bench.rows();
    expect(rows).toMatchObject([
      { state: 'DEAD', failureReason },
      { state: 'WAITING', attempts: 0 },
    ]);
    expect(receiver.received).toHaveLength(1);
  });

  it('and hangs is waited for as long as the channel allows', async () => {
    const receiver = await bench.receive((n) => (n === 1 ? 'hang' : 200));
    const clock = createFakeClock();
    const channels = [webhookChannel(receiver.url, { timeoutMs: 7000 })];
    const dispatcher = await bench.dispatch({ clock, channels });
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(1))], clock.now());
    await until('the request', () => receiver.received.length === 1);
    clock.advance(7000);
    const [row] = await bench.playToTheEnd(clock);
    expect(row).toMatchObject({ state: 'DELIVERED', attempts: 2 });
    expect(await storedAttempts(bench.store)).toMatchObject([
      { ok: false, failureReason: 'TIMEOUT' },
      { ok: true },
    ]);
  });

  it.each([
    ['closes', 'close', 'NETWORK'],
    ['closes in the middle of its answer', 'close mid-body', 'NETWORK'],
    ['answers byte by byte', 'drip', 'TIMEOUT'],
  ] as const)('and %s is tried again', async (_what, answer, failureReason) => {
    const receiver = await bench.receive((n) => (n === 1 ? answer : 200));
    const channels = [webhookChannel(receiver.url, { timeoutMs: 1000 })];
    const dispatcher = await bench.dispatch({ channels });
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(1))], new Date());
    const [row] = await bench.ended();
    expect(row).toMatchObject({ state: 'DELIVERED', attempts: 2 });
    expect((await storedAttempts(bench.store))[0]).toMatchObject({ ok: false, failureReason });
  });

  it('and redirects is not followed', async () => {
    const receiver = await bench.receive(() => 'redirect');
    const dispatcher = await bench.dispatch({ channels: [webhookChannel(receiver.url)] });
    await enqueue(bench.store, dispatcher, [newDelivery(notifiedAlert(1))], new Date());
    const [row] = await bench.ended();
    expect(row).toMatchObject({ state: 'DEAD', status: 302 });
    expect(receiver.received.map((one) => one.path)).toEqual(['/']);
  });

  it('holds up what comes after it of the same key, and nothing else', async () => {
    const receiver = await bench.receive((_n, { content, attempt }) =>
      content.groupKey === 'f1' && attempt < 3 ? 500 : 200,
    );
    const clock = createFakeClock();
    const dispatcher = await bench.dispatch({ clock, channels: [webhookChannel(receiver.url)] });
    const told = (n: number, key: string) => newDelivery(notifiedAlert(n), { key });
    await enqueue(
      bench.store,
      dispatcher,
      [told(1, 'f1'), told(2, 'f1'), told(3, 'f3')],
      clock.now(),
    );
    await until('the other one', () =>
      receiver.received.some(({ content }) => content.groupKey === 'f3'),
    );
    await bench.playToTheEnd(clock);
    const order = receiver.received
      .filter(({ content }) => content.groupKey === 'f1')
      .map(({ content }) => content.alerts[0]?.fingerprint);
    expect(order).toEqual(['f1', 'f1', 'f1', 'f2', 'f2', 'f2']);
  });
});
