import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSystemRandom } from '../../../src/core/random.ts';
import { createUnledHosts } from '../../../src/monitors/supervisor/unled-hosts.ts';
import { insertMonitors, listMonitorsOf, updateMonitor } from '../../../src/store/monitors.ts';
import type { Store } from '../../../src/store/store.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';

const scope = { scope: 'host', host: 'gone' };
const hourMs = 3_600_000;

describe('a host that is gone', () => {
  let place: TestStore;
  beforeEach(async () => {
    place = await createTestStore();
  });
  afterEach(() => place.close());

  it('costs no transactions while there is nothing to do, and all of it is retired after a day', async () => {
    const clock = createFakeClock();
    const { store } = place;
    let transactions = 0;
    const counted: Store = {
      ...store,
      transaction: (work) => {
        transactions += 1;
        return store.transaction(work);
      },
    };
    const identities = ['runs', 'paused'].map((name) => ({ ...scope, kind: 'files', name }));
    await insertMonitors(store.q, identities, createSystemRandom(), clock.now());
    for (const { id, name } of await listMonitorsOf(store.q, scope)) {
      const state = name === 'runs' ? 'OK' : 'PAUSED';
      const pausedAt = name === 'runs' ? null : clock.now();
      await store.transaction((tx) =>
        updateMonitor(tx, id, clock.now(), () => ({ state, pausedAt })),
      );
    }
    const states = async (): Promise<Record<string, string>> =>
      Object.fromEntries(
        (await listMonitorsOf(store.q, scope)).map(({ name, state }) => [name, state]),
      );
    // Paused for long, which is not how long its host is gone.
    clock.advance(48 * hourMs);
    const look = createUnledHosts({ store: counted, clock, unledMs: 10_000 });
    await look();
    clock.advance(10_000);
    await look();
    expect(await states()).toEqual({ runs: 'WAITING', paused: 'PAUSED' });
    expect(transactions).toBe(1);
    for (let n = 0; n < 5; n += 1) {
      clock.advance(5_000);
      await look();
    }
    expect(transactions).toBe(1);
    clock.advance(25 * hourMs);
    await look();
    expect(await states()).toEqual({ runs: 'RETIRED', paused: 'RETIRED' });
    clock.advance(5_000);
    await look();
    expect(transactions).toBe(3);
  });
});
