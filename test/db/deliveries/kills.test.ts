// The kill test, small; `test/torture/deliveries.test.ts` has its full counts.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { runKillScenario } from '../../support/delivery-kills.ts';
import { chooseSeed } from '../../support/seeded.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';

let place: TestStore;

beforeEach(async () => {
  place = await createTestStore();
});
afterEach(() => place.close());

describe('kill -9', () => {
  it('at each step of 800 deliveries loses none, and keeps their order', async () => {
    const seed = chooseSeed();
    const result = await runKillScenario({ place, alerts: 400, kills: 4, seed, replicas: 1 });
    expect(result.lies.slice(0, 10), `seed ${seed}`).toEqual([]);
    expect(result.kills, `seed ${seed}`).toEqual({ commit: 1, claim: 1, post: 1, record: 1 });
  }, 180_000);

  it('while digests that are too large fall apart loses none, and keeps their order', async () => {
    const seed = chooseSeed();
    const rate = { messages: 20, perMs: 500 };
    const scenario = { place, alerts: 120, kills: 4, seed, replicas: 1, rate, mostAlerts: 6 };
    const result = await runKillScenario(scenario);
    expect(result.lies.slice(0, 10), `seed ${seed}`).toEqual([]);
    expect(result.splits, `seed ${seed}`).toBeGreaterThan(3);
    const kills = Object.values(result.kills).reduce((sum, n) => sum + n, 0);
    expect(kills, `seed ${seed}`).toBeGreaterThanOrEqual(2);
  }, 180_000);
});
