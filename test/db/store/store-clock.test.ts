import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createClock, type Clock } from '../../../src/core/clock.ts';
import { createStoreClock } from '../../../src/store/store-clock.ts';
import type { Store } from '../../../src/store/store.ts';
import { createSkewedClock } from '../../support/skewed-clock.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';

let place: TestStore;
beforeAll(async () => {
  place = await createTestStore();
});
afterAll(() => place.close());

const storeMs = async ({ raw }: Store): Promise<number> => {
  const [row] = await raw<{ ms: number }[]>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`;
  return row?.ms ?? 0;
};

/** Counts questions, and may answer late. */
const asking = (store: Store) => {
  const asked = { count: 0, before: (): void => undefined };
  const execute: Store['q']['execute'] = (query) => {
    asked.count += 1;
    asked.before();
    return store.q.execute(query);
  };
  return { asked, q: { execute } };
};

/** The machine's time, and what a test adds to its two ways of counting. */
const settable = () => {
  const added = { wallMs: 0, monotonicMs: 0 };
  const system = createSkewedClock(0);
  const clock: Clock = createClock({
    ...system,
    now: () => new Date(system.now().getTime() + added.wallMs),
    monotonicMs: () => system.monotonicMs() + added.monotonicMs,
  });
  return { added, clock };
};

const expectStoreTime = async (clock: Clock): Promise<void> => {
  const before = await storeMs(place.store);
  const told = clock.now().getTime();
  const after = await storeMs(place.store);
  // Half of how long an answer takes, on a busy machine.
  expect(told).toBeGreaterThan(before - 500);
  expect(told).toBeLessThan(after + 500);
};

describe("the store's clock", () => {
  it.each([0, 60_000, -60_000, 86_400_000])(
    'tells the time of PostgreSQL where the clock of the machine is %i ms ahead',
    async (aheadMs) => {
      const clock = createSkewedClock(aheadMs);
      const storeClock = await createStoreClock({ q: place.store.q, clock });
      await expectStoreTime(storeClock);
      expect(storeClock.own).toBe(clock);
    },
  );

  it("asks again after some seconds, and at once when the machine's clock was set", async () => {
    const { added, clock } = settable();
    const { asked, q } = asking(place.store);
    const storeClock = await createStoreClock({ q, clock });
    await storeClock.sync();
    const first = asked.count;
    added.wallMs += 3_600_000;
    // What was set does not move it.
    await expectStoreTime(storeClock);
    await storeClock.sync();
    expect(asked.count).toBe(first + 1);
    await storeClock.sync();
    expect(asked.count).toBe(first + 1);
    added.wallMs += 10_000;
    added.monotonicMs += 10_000;
    await storeClock.sync();
    expect(asked.count).toBe(first + 2);
    await expectStoreTime(storeClock);
  });

  it('believes the quickest of some answers when one takes long', async () => {
    const { added, clock } = settable();
    const { asked, q } = asking(place.store);
    let late = 1;
    asked.before = () => {
      // It stood still, after it had asked.
      if (late > 0) added.monotonicMs += 30_000;
      late -= 1;
    };
    const storeClock = await createStoreClock({ q, clock });
    expect(asked.count).toBe(2);
    await expectStoreTime(storeClock);
  });

  it('says that the store does not answer, and goes on by what it said last', async () => {
    const { added, clock } = settable();
    const { asked, q } = asking(place.store);
    const storeClock = await createStoreClock({ q, clock });
    asked.before = () => {
      throw new Error('the store is away');
    };
    added.wallMs -= 5000;
    await expect(storeClock.sync()).rejects.toThrow('the store is away');
    await expectStoreTime(storeClock);
  });
});
