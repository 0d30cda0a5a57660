// Work of a transaction that may fail, or take too long, without the rest of it.
import { sql } from './drizzle.ts';
import type { StoreTransaction } from './store.ts';

/**
 * Runs `work` so that its failure undoes its own writes and events only, and so that none of its statements
 * takes longer than `mostMs`, also while it waits for somebody's lock.
 */
export function attempt<T>(
  tx: StoreTransaction,
  mostMs: number,
  work: (tx: StoreTransaction) => Promise<T>,
): Promise<T> {
  return tx.savepoint(async (inner) => {
    const [row] = await inner.q.execute<{ before: string }>(sql`
      select current_setting('statement_timeout') as before,
        set_config('statement_timeout', ${String(Math.ceil(mostMs))}, true)`);
    const result = await work(inner);
    // A failure sets it back by itself.
    await inner.q.execute(sql`select set_config('statement_timeout', ${row?.before ?? '0'}, true)`);
    return result;
  });
}
