// Decides anew of alerts because of time, of what people changed, or of other alerts. First it looks
// without any lock, which nearly always ends it; only alerts that differ are locked, in the order of their
// fingerprints, and decided of again under the lock. So several replicas may do it at the same time: who
// comes second finds that nothing is left to do.
import type { Clock } from '../../core/clock.ts';
import type { AlertChange } from '../../store/alert-changes.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import {
  listAllSuppressible,
  listSuppressible,
  lockAlertRows,
  type SuppressibleAlert,
  type SuppressiblePlace,
} from '../../store/suppressed-alerts.ts';
import { findChanged, settleAlerts } from './decide.ts';
import type { GroundReader } from './ground.ts';
import type { Scope } from './scope.ts';

export interface SettlerOptions {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly ground: GroundReader;
  /** Tells changes to those who come after suppression, and puts them on record. */
  tell(tx: StoreTransaction, changes: readonly AlertChange[], now: Date): Promise<unknown>;
}

/** What all replicas can do in one transaction without being in each other's way for long. */
const atOnce = 500;

/** Of all alerts, so many are looked at in one go. */
const pageSize = 2000;

/** Brings the suppression of alerts up to date. Returns how many it changed. */
export async function settle(options: SettlerOptions, scope: Scope | 'all'): Promise<number> {
  const { q } = options.store;
  if (scope !== 'all') return settlePage(options, await listSuppressible(q, scope));
  let count = 0;
  let after: SuppressiblePlace | undefined;
  do {
    const page = await listAllSuppressible(q, { after, limit: pageSize });
    count += await settlePage(options, page.alerts);
    ({ after } = page);
  } while (after !== undefined);
  return count;
}

async function settlePage(
  { store, clock, ground, tell }: SettlerOptions,
  alerts: readonly SuppressibleAlert[],
): Promise<number> {
  if (alerts.length === 0) return 0;
  const ids = await findChanged(store.q, ground, alerts, clock.now());
  let count = 0;
  for (let from = 0; from < ids.length; from += atOnce) {
    count += await store.transaction(async (tx) => {
      const rows = await lockAlertRows(tx.q, ids.slice(from, from + atOnce));
      const now = clock.now();
      const { changed, changes } = await settleAlerts(tx, ground, rows, now);
      if (changes.length > 0) await tell(tx, changes, now);
      return changed.size;
    });
  }
  return count;
}
