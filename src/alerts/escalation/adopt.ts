// Has alerts escalated that fired before there was a policy for them: after each change of the configuration
// (and after a start, which may be one) all that fire without a standing are looked through once, a page at
// a time. Every replica does it; who comes second finds a standing. It never begins one for an alert that
// is pending, acknowledged, suppressed or over: the follower does when that ends.
import { isFiring } from '../../core/alerts.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { claimEscalations, listUnescalated } from '../../store/alert-escalations.ts';
import { lockAlerts } from '../../store/alert-writes.ts';
import type { AlertRow } from '../../store/alerts.ts';
import { mayPass } from '../../store/connection.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';

export interface AdopterOptions {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  /** Begins the escalation of those that have a policy now; their rows are locked, and have no standing. */
  adopt(tx: StoreTransaction, alerts: readonly AlertRow[], now: Date): Promise<void>;
}

export interface Adopter {
  /** All alerts are to be looked through once more. */
  lookAgain(): void;
  /** Looks through them, where that is still to be done; what failed is tried again by a later call. */
  adoptAll(): Promise<void>;
  /** What it has not looked through yet is left alone. */
  stop(): void;
}

const page = 200;
const againAfterMs = 10_000;

export function createAdopter(options: AdopterOptions): Adopter {
  const { store, clock, logger } = options;
  let wanted = 1;
  let done = 0;
  let notBeforeMs = 0;
  let isStopping = false;

  const adoptSome = (ids: readonly string[]): Promise<void> =>
    store.transaction(async (tx) => {
      const rows = await lockAlerts(tx.q, ids);
      const known = new Set((await claimEscalations(tx.q, ids)).map(({ alertId }) => alertId));
      const left = rows.filter(({ id, state }) => !known.has(id) && isFiring(state));
      if (left.length > 0) await options.adopt(tx, left, clock.now());
    });

  /** One that cannot be told does not hold up the others: what fails together is tried one by one. */
  const adoptPage = async (ids: readonly string[]): Promise<boolean> => {
    try {
      await adoptSome(ids);
      return true;
    } catch (error) {
      if (mayPass(error)) throw error;
      const [id] = ids;
      if (ids.length > 1) {
        let isWhole = true;
        for (const one of ids) isWhole = (await adoptPage([one])) && isWhole;
        return isWhole;
      }
      const message = 'an alert could not be escalated; later again';
      logger.error({ err: coerceError(error), alert: id }, message);
      return false;
    }
  };

  return {
    lookAgain: () => {
      wanted += 1;
      notBeforeMs = 0;
    },
    adoptAll: async () => {
      if (clock.now().getTime() < notBeforeMs) return;
      const round = wanted;
      if (done === round) return;
      let isWhole = true;
      let last: string | null = null;
      do {
        const ids: readonly string[] = await listUnescalated(store.q, last, page);
        if (ids.length > 0) isWhole = (await adoptPage(ids)) && isWhole;
        last = ids.length < page ? null : (ids.at(-1) ?? null);
      } while (last !== null && !isStopping);
      if (isWhole) done = round;
      else notBeforeMs = clock.now().getTime() + againAfterMs;
    },
    stop: () => {
      isStopping = true;
    },
  };
}
