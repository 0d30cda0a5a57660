// A transaction of which it is always known whether it was done. When the connection is lost while it is
// committed, nobody has said so; the store is asked then, as soon as it answers. So nothing is told twice.
import { coerceError } from '../../core/errors.ts';
import { isStoreAway } from '../../store/connection.ts';
import { findTransactionState, getTransactionId } from '../../store/transaction-state.ts';
import type { MonitorContext, MonitorTransaction } from '../monitor.ts';

/** A connection that the server has not given up yet may still commit; for ever is no answer. */
const mostInDoubt = 60;
const askAgainMs = 1_000;

/**
 * Runs `work` in a transaction of the monitor's. @throws an error of a store that is away only when
 * nothing was done.
 */
export async function storeOnce<T>(
  context: MonitorContext,
  work: (tx: MonitorTransaction) => Promise<T>,
): Promise<T> {
  let written: { readonly transaction: string; readonly result: T } | undefined;
  try {
    return await context.transaction(async (tx) => {
      written = undefined;
      const result = await work(tx);
      written = { transaction: await getTransactionId(tx.q), result };
      return result;
    });
  } catch (error) {
    if (written === undefined || !isStoreAway(error)) throw error;
    const { transaction, result } = written;
    if (await wasCommitted(transaction, context)) return result;
    throw error;
  }
}

async function wasCommitted(transaction: string, context: MonitorContext): Promise<boolean> {
  const { store, clock, signal, logger } = context;
  for (let inDoubt = 0; inDoubt < mostInDoubt;) {
    signal.throwIfAborted();
    try {
      const state = await findTransactionState(store.q, transaction);
      if (state !== 'in progress') return state === 'committed';
      inDoubt += 1;
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      logger.warn(
        { err: coerceError(error) },
        'whether what happened to containers was stored is not known yet; it is asked again',
      );
    }
    context.beat();
    await clock.sleep(askAgainMs, signal);
  }
  throw new Error('a transaction whose connection was lost has not ended');
}
