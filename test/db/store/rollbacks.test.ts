import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createTestStore, type TestStore } from '../../support/store.ts';

let place: TestStore;
beforeAll(async () => {
  place = await createTestStore();
});
afterAll(() => place.close());

const fail = (): never => {
  throw new Error('no');
};

describe('what a transaction is to undo when it is not kept', () => {
  it('is undone once when the work fails, and not when it is committed', async () => {
    const undone: string[] = [];
    await place.store.transaction(async (tx) => {
      tx.onRollback(() => undone.push('kept'));
      await tx.q.execute(sql`select 1`);
    });
    await place.store
      .transaction(async (tx) => {
        tx.onRollback(() => undone.push('failed'));
        await tx.q.execute(sql`select 1`);
        fail();
      })
      .catch(() => undefined);
    expect(undone).toEqual(['failed']);
  });

  it('is undone each time that the work is repeated', async () => {
    let attempt = 0;
    const undone: number[] = [];
    await place.store.transaction(async (tx) => {
      attempt += 1;
      const mine = attempt;
      tx.onRollback(() => undone.push(mine));
      if (attempt < 3) {
        await tx.q.execute(sql`do $$ begin raise exception using errcode = '40001'; end $$`);
      }
    });
    expect(undone).toEqual([1, 2]);
  });

  it('is undone with its savepoint, and that of others with the whole', async () => {
    const undone: string[] = [];
    await place.store.transaction(async (tx) => {
      tx.onRollback(() => undone.push('outer'));
      await tx.savepoint((inner) => {
        inner.onRollback(() => undone.push('kept savepoint'));
        return Promise.resolve();
      });
      await tx
        .savepoint((inner) => {
          inner.onRollback(() => undone.push('savepoint'));
          return Promise.resolve().then(fail);
        })
        .catch(() => undefined);
    });
    expect(undone).toEqual(['savepoint']);
    await place.store
      .transaction(async (tx) => {
        await tx.savepoint((inner) => {
          inner.onRollback(() => undone.push('released savepoint'));
          return Promise.resolve();
        });
        fail();
      })
      .catch(() => undefined);
    expect(undone).toEqual(['savepoint', 'released savepoint']);
  });

  it('is undone when the connection is lost, also what comes after that', async () => {
    const undone: string[] = [];
    const lost = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    const failed = place.store.transaction(async (tx) => {
      tx.onRollback(() => undone.push('before'));
      await tx.q.execute(sql`select pg_terminate_backend(pg_backend_pid())`).catch(() => undefined);
      await lost.promise;
      tx.onRollback(() => undone.push('after'));
      over.resolve();
    });
    await expect(failed).rejects.toThrow(/./);
    lost.resolve();
    await over.promise;
    expect(undone).toEqual(['before', 'after']);
  });
});
