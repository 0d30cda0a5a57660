import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import type { StoreTransaction } from '../../../src/store/store.ts';
import { createSystemClock } from '../../../src/core/clock.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { isStoreAway } from '../../../src/store/connection.ts';
import { createStore } from '../../../src/store/store.ts';
import { startFreezer } from '../../support/freezer.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';

describe('a store whose connection ends in the middle of a transaction', () => {
  let place: TestStore;
  beforeEach(async () => {
    place = await createTestStore();
  });
  afterEach(() => place.close());

  const kill = sql`select pg_terminate_backend(pg_backend_pid())`;
  const killFromOutside = async ({ q }: StoreTransaction): Promise<void> => {
    const [row] = await q.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    const pid = row?.pid ?? 0;
    await place.store.raw`select pg_terminate_backend(${pid})`;
    await until('the end of the server process', async () => {
      const left = await place.store.raw`select 1 from pg_stat_activity where pid = ${pid}`;
      return left.length === 0;
    });
    // The end of the socket is read in a later turn.
    await place.store.raw`select pg_sleep(0.02)`;
  };

  const works: [string, (tx: StoreTransaction) => Promise<unknown>][] = [
    ['during a query', ({ q }) => q.execute(kill)],
    [
      'and the work goes on',
      async ({ q }) => {
        await q.execute(kill).catch(() => undefined);
        await q.execute(sql`select 1`);
      },
    ],
    ['in a savepoint', (tx) => tx.savepoint((inner) => inner.q.execute(kill))],
    [
      'in a savepoint, and the work goes on',
      async (tx) => {
        await tx.savepoint((inner) => inner.q.execute(kill)).catch(() => undefined);
        await tx.q.execute(sql`select 1`);
      },
    ],
    ['between two queries', killFromOutside],
    [
      'before the next query',
      async (tx) => {
        await killFromOutside(tx);
        await tx.q.execute(sql`select 1`);
      },
    ],
  ];

  it.each(works)('rejects the transaction and nothing else: %s', async (_when, work) => {
    const uncaught: unknown[] = [];
    const onUncaught = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', onUncaught);
    onTestFinished(() => void process.off('uncaughtException', onUncaught));
    await place.store.raw`create table if not exists t (n int)`;
    await expect(
      place.store.transaction(async (tx) => {
        await tx.q.execute(sql`insert into t values (1)`);
        await work(tx);
      }),
    ).rejects.toThrow(/./);
    for (let i = 0; i < 12; i += 1) {
      await place.store.transaction((tx) => tx.q.execute(sql`select 1`));
    }
    expect(await place.store.raw`select * from t`).toEqual([]);
    expect(uncaught).toEqual([]);
  });

  it('goes on after the process stood still in the middle of a transaction', async () => {
    await place.store.transaction((tx) => tx.q.execute(sql`select 1`));
    const lost = place.store.transaction(async ({ q }) => {
      await q.execute(sql`select 1`);
      // Longer than the server bears; nothing of this process runs meanwhile.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_500);
      await q.execute(sql`select 2`);
    });
    await expect(lost).rejects.toThrow(/./);
    for (let i = 0; i < 3; i += 1) {
      await place.store.transaction((tx) =>
        tx.savepoint((inner) => inner.q.execute(sql`select 3`)),
      );
    }
  }, 60_000);

  it('serves more transactions at once than it has connections', async () => {
    await place.store.raw`create table t (n int)`;
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        place.store.transaction((tx) => tx.q.execute(sql`insert into t values (${n})`)),
      ),
    );
    expect(await place.store.raw`select count(*)::int as n from t`).toEqual([{ n: 40 }]);
  });
});

describe('a store whose host has vanished', () => {
  const options = { clock: createSystemClock(), random: createSystemRandom(), silentMs: 2000 };

  it('is told to whoever waits, for single queries and transactions', async () => {
    const place = await createTestStore();
    const freezer = await startFreezer(place.database.url, 'the end');
    const store = createStore({ address: freezer.url, ...options });
    onTestFinished(async () => {
      await store.close();
      await freezer.close();
      await place.close();
    });
    await Promise.all([
      store.q.execute(sql`select 1`),
      store.raw`select 1`,
      store.transaction((tx) => tx.q.execute(sql`select 1`)),
    ]);
    const away = (work: Promise<unknown>): Promise<boolean> => work.then(() => false, isStoreAway);
    const waiting = [
      store.transaction(async ({ q }) => {
        await q.execute(sql`select 'the end'`);
      }),
      store.q.execute(sql`select 'the end'`),
      store.raw`select 'the end'`,
    ].map(away);
    expect(await Promise.all(waiting)).toEqual([true, true, true]);
  });

  it('is not thought of a store that is idle, or that answers slowly', async () => {
    const place = await createTestStore();
    const freezer = await startFreezer(place.database.url, 'the end');
    const store = createStore({ address: freezer.url, ...options, maxConnections: 1 });
    onTestFinished(async () => {
      await store.close();
      await freezer.close();
      await place.close();
    });
    const pid = async (): Promise<unknown> => {
      const [row] = await store.q.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      return row?.pid;
    };
    const first = await pid();
    await store.transaction(async ({ q }) => {
      for (let n = 0; n < 5; n += 1) await q.execute(sql`select pg_sleep(0.6)`);
    });
    expect(await pid()).toBe(first);
  });
});
