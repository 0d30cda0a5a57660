// What the tests of deliveries share: a store, receivers and dispatchers that are ended after each test.
import { afterAll, afterEach, beforeAll } from 'vitest';

import type { DeliveryDispatcher } from '../../../src/notifications/delivery/dispatcher.ts';
import type { Store } from '../../../src/store/store.ts';
import {
  emptyDeliveries,
  startTestDispatcher,
  storedDeliveries,
  type RigOptions,
  type StoredDelivery,
} from '../../support/delivery-rig.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { createTestStore, openTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.ts';

export function useDeliveries() {
  let place: TestStore | undefined;
  const dispatchers: DeliveryDispatcher[] = [];
  const receivers: WebhookReceiver[] = [];
  const stores: Store[] = [];
  beforeAll(async () => {
    place = await createTestStore();
  });
  afterEach(async () => {
    // Nobody waits for a clock that stands still: what is on its way ends with its receiver.
    const stopped = dispatchers.splice(0).map((dispatcher) => dispatcher.stop());
    for (const receiver of receivers.splice(0)) await receiver.close();
    await Promise.all(stopped);
    for (const store of stores.splice(0)) await store.close();
    await emptyDeliveries(use());
  });
  afterAll(() => place?.close());
  const use = (): Store => {
    if (place === undefined) throw new Error('the store is made before the tests');
    return place.store;
  };
  return {
    get store() {
      return use();
    },
    get place(): TestStore {
      if (place === undefined) throw new Error('the store is made before the tests');
      return place;
    },
    /** Another pool, as another replica has it. */
    openStore(): Store {
      use();
      const store = openTestStore(place?.database.url ?? '');
      stores.push(store);
      return store;
    },
    async receive(...given: Parameters<typeof startWebhookReceiver>): Promise<WebhookReceiver> {
      const receiver = await startWebhookReceiver(...given);
      receivers.push(receiver);
      return receiver;
    },
    async dispatch(
      options: Omit<RigOptions, 'store'> & { readonly store?: Store },
    ): Promise<DeliveryDispatcher> {
      const dispatcher = await startTestDispatcher({ store: use(), ...options });
      dispatchers.push(dispatcher);
      return dispatcher;
    },
    rows: (): Promise<StoredDelivery[]> => storedDeliveries(use()),
    ended: (deadlineMs?: number): Promise<StoredDelivery[]> =>
      until(
        'the end of all deliveries',
        async () => {
          const rows = await storedDeliveries(use());
          return rows.every(({ endedAt }) => endedAt !== null) && rows;
        },
        deadlineMs,
      ),
    /** Moves the clock to the next tries, again and again, until all deliveries have ended. */
    playToTheEnd: (clock: FakeClock): Promise<StoredDelivery[]> =>
      until(
        'the end of all deliveries',
        async () => {
          const rows = await storedDeliveries(use());
          if (rows.every(({ endedAt }) => endedAt !== null)) return rows;
          const isSending = rows.some(({ state }) => state === 'SENDING');
          // A second: what holds back a channel is looked at again.
          if (!isSending) clock.advance(1000);
          return undefined;
        },
        60_000,
      ),
  };
}
