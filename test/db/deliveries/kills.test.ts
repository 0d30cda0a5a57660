// The kill test, small; `test/torture/deliveries.test.ts` has its full counts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runKillScenario } from '../../support/delivery-kills.ts';
import { chooseSeed } from '../../support/seeded.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';

let place: TestStore;

beforeAll(async () => {
  place = await createTestStore();
});
afterAll(() => place.close());

describe('kill -9', () => {
  it('at each step of 800 deliveries loses none, and keeps their order', async () => {
    const seed = chooseSeed();
    const result = await runKillScenario({ place, alerts: 400, kills: 4, seed, replicas: 1 });
    expect(result.lies.slice(0, 10), `seed ${seed}`).toEqual([]);
    expect(result.kills, `seed ${seed}`).toEqual({ commit: 1, claim: 1, post: 1, record: 1 });
  }, 180_000);
});
