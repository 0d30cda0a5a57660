// Rights of a rate limit that were not used are not lost.
import { describe, expect, it } from 'vitest';

import { enqueue, newDelivery, notifiedAlert, webhookChannel } from '../../support/delivery-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';
import { useDeliveries } from './bench.ts';

const bench = useDeliveries();
const messages = 16;

async function sendFirst(answer: Parameters<typeof bench.receive>[0] = () => 200) {
  const receiver = await bench.receive(answer);
  const clock = createFakeClock();
  const rate = { messages, perMs: 24 * 3_600_000 };
  const channel = webhookChannel(receiver.url, { rate });
  const dispatcher = await bench.dispatch({
    clock,
    perChannel: 1,
    channels: [{ ...channel, kind: { ...channel.kind, digests: false } }],
  });
  const told = (n: number) => newDelivery(notifiedAlert(n));
  // With it, rights are taken in advance.
  await enqueue(bench.store, dispatcher, [told(0)], clock.now());
  await bench.ended();
  /** All that the limit allows can still be sent; gives what became of it. */
  const sendRest = async () => {
    const rest = Array.from({ length: messages - 1 }, (_, n) => told(n + 100));
    await enqueue(bench.store, dispatcher, rest, clock.now());
    await until('all that the limit allows', () => receiver.received.length === messages);
    return bench.ended();
  };
  return { clock, dispatcher, told, sendRest };
}

describe('a rate limit', () => {
  it('counts nothing of a transaction that is rolled back', async () => {
    const { clock, dispatcher, told, sendRest } = await sendFirst();
    for (let n = 1; n <= 4; n += 1) {
      await bench.store
        .transaction(async (tx) => {
          await dispatcher.queue.enqueue(tx, [told(n), told(n + 10)], clock.now());
          throw new Error('no');
        })
        .catch(() => undefined);
    }
    const rows = await sendRest();
    expect(rows.map(({ state }) => state)).toEqual(rows.map(() => 'DELIVERED'));
  });

  it('counts nothing of a savepoint that is rolled back', async () => {
    const { clock, dispatcher, told, sendRest } = await sendFirst();
    await bench.store.transaction(async (tx) => {
      for (let n = 1; n <= 4; n += 1) {
        await tx
          .savepoint(async (inner) => {
            await dispatcher.queue.enqueue(inner, [told(n)], clock.now());
            throw new Error('no');
          })
          .catch(() => undefined);
      }
    });
    const rows = await sendRest();
    expect(rows.map(({ state }) => state)).toEqual(rows.map(() => 'DELIVERED'));
  });

  it('counts nothing of what is given back because the receiver asks to wait', async () => {
    const { clock, dispatcher, told } = await sendFirst((n) =>
      n === 2 ? { status: 429, retryAfter: '60' } : 200,
    );
    // One is sent; others are claimed already and wait for it.
    const rest = Array.from({ length: messages - 2 }, (_, n) => told(n + 1));
    await enqueue(bench.store, dispatcher, rest, clock.now());
    await until('all of them to wait', async () => {
      const rows = await bench.rows();
      const waiting = rows.filter(({ state }) => state === 'WAITING');
      return waiting.length === rest.length && waiting.some(({ claim }) => claim > 0);
    });
    clock.advance(60_000);
    const rows = await bench.ended();
    expect(rows.every(({ state }) => state === 'DELIVERED')).toBe(true);
  });

  it('counts a delivery once whose transaction is repeated', async () => {
    const { clock, dispatcher, told } = await sendFirst();
    let attempt = 0;
    await bench.store.transaction(async (tx) => {
      attempt += 1;
      await dispatcher.queue.enqueue(tx, [told(1)], clock.now());
      if (attempt < 4) {
        throw Object.assign(new Error('serialization failure'), { code: '40001' });
      }
    });
    expect(attempt).toBe(4);
    await bench.ended();
    const rest = Array.from({ length: messages - 2 }, (_, n) => told(n + 100));
    await enqueue(bench.store, dispatcher, rest, clock.now());
    const rows = await bench.ended();
    expect(rows).toHaveLength(messages);
  });
});
