// A store whose transactions fail sometimes: nothing was done, or all was done and nobody knows.
import type { Store } from '../../src/store/store.ts';
import type { Seeded } from './seeded.ts';

export function failing(store: Store, seeded: Seeded): Store {
  return {
    ...store,
    transaction: async (work) => {
      if (seeded.integer(6) === 0) throw new Error('the store failed before the transaction');
      const result = await store.transaction(work);
      if (seeded.integer(6) === 0) throw new Error('the answer to the commit was lost');
      return result;
    },
  };
}
