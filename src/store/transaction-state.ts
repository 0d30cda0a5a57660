// What became of a transaction whose commit was not answered.
import { sql } from './drizzle.ts';
import type { Queryable } from './store.ts';

/** The id of the running transaction, by which the store knows it afterwards. */
export async function getTransactionId(q: Queryable): Promise<string> {
  const rows = await q.execute(sql`select pg_current_xact_id()::text as id`);
  const id = rows[0]?.['id'];
  if (typeof id !== 'string') throw new Error('a transaction has no id');
  return id;
}

/** `committed`, `aborted` or `in progress`; null for one so old that nobody knows. */
export async function findTransactionState(q: Queryable, id: string): Promise<string | null> {
  const rows = await q.execute(sql`select pg_xact_status(${id}::xid8) as state`);
  const state = rows[0]?.['state'];
  return typeof state === 'string' ? state : null;
}
