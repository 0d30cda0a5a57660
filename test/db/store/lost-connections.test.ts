import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import type { StoreTransaction } from '../../../src/store/store.ts';
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
