import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { DeliveryDispatcher } from '../../../src/notifications/delivery/dispatcher.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import {
  emptyDeliveries,
  enqueue,
  newDelivery,
  notifiedAlert,
  resolvedAlert,
  startTestDispatcher,
  storedAttempts,
  storedDeliveries,
  storedEvents,
  webhookChannel,
} from '../../support/delivery-rig.ts';
import { until } from '../../support/until.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts';

let place: TestStore;
let receiver: WebhookReceiver | undefined;
const started: DeliveryDispatcher[] = [];

beforeAll(async () => {
  place = await createTestStore();
});
afterEach(async () => {
  for (const dispatcher of started.splice(0)) await dispatcher.stop();
  await receiver?.close();
  await emptyDeliveries(place.store);
});
afterAll(() => place.close());

const allEnded = () =>
  until('the end of all deliveries', async () => {
    const rows = await storedDeliveries(place.store);
    return rows.every(({ endedAt }) => endedAt !== null) && rows;
  });

describe('the dispatcher', () => {
  it('sends what is enqueued once it is committed, and keeps the attempt', async () => {
    receiver = await startWebhookReceiver();
    const { store } = place;
    const dispatcher = await startTestDispatcher({
      store,
      channels: [webhookChannel(receiver.url)],
    });
    started.push(dispatcher);
    const [id] = await enqueue(store, dispatcher, [newDelivery(notifiedAlert(1))], new Date());
    const [row] = await allEnded();
    expect(row).toMatchObject({ id, state: 'DELIVERED', attempts: 1, status: 200 });
    expect(receiver.received).toMatchObject([{ id, attempt: 1 }]);
    expect(await storedAttempts(store)).toMatchObject([{ deliveryId: id, attempt: 1, ok: true }]);
    expect(await storedEvents(store, 'delivery.delivered')).toMatchObject([
      { deliveryId: id, channel: 'hook', attempt: 1, status: 200 },
    ]);
  });

  it('sends nothing of a transaction that is not committed', async () => {
    receiver = await startWebhookReceiver();
    const { store } = place;
    const dispatcher = await startTestDispatcher({
      store,
      channels: [webhookChannel(receiver.url)],
    });
    started.push(dispatcher);
    await store
      .transaction(async (tx) => {
        await dispatcher.queue.enqueue(tx, [newDelivery(notifiedAlert(1))], new Date());
        throw new Error('no');
      })
      .catch(() => undefined);
    await enqueue(store, dispatcher, [newDelivery(notifiedAlert(2))], new Date());
    await allEnded();
    expect(receiver.received.map(({ content }) => content.alerts[0]?.fingerprint)).toEqual(['f2']);
  });

  it('keeps the order of each key among many', async () => {
    receiver = await startWebhookReceiver();
    const { store } = place;
    const dispatcher = await startTestDispatcher({
      store,
      channels: [webhookChannel(receiver.url)],
    });
    started.push(dispatcher);
    const many = Array.from({ length: 60 }, (_, n) => n);
    const both = many.flatMap((n) => [
      newDelivery(notifiedAlert(n)),
      newDelivery(resolvedAlert(n)),
    ]);
    await enqueue(store, dispatcher, both, new Date());
    await allEnded();
    expect(receiver.received).toHaveLength(120);
    for (const n of many) {
      const told = receiver.received.filter(({ content }) => content.groupKey === `f${n}`);
      expect(told.map(({ content }) => content.status)).toEqual(['firing', 'resolved']);
    }
  });
});
