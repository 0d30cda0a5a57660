// Ends alerts whose rule is not in force any more, or does not make such alerts any more.
import { lockAlerts } from '../../store/alert-writes.ts';
import type { Store } from '../../store/store.ts';
import type { RunningAlertEngine } from '../engine.ts';

export type RemoveAlerts = (ids: readonly string[], now: Date) => Promise<void>;

const atOnce = 1000;

export function createRemoveAlerts(
  store: Store,
  engine: Pick<RunningAlertEngine, 'change'>,
): RemoveAlerts {
  return async (ids, now) => {
    for (let from = 0; from < ids.length; from += atOnce) {
      await store.transaction(async (tx) => {
        const rows = await lockAlerts(tx.q, ids.slice(from, from + atOnce));
        const open = rows.filter(({ resolvedAt }) => resolvedAt === null);
        await engine.change(tx, open, { kind: 'REMOVE_RULE' }, now);
      });
    }
  };
}
