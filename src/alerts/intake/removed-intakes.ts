// Ends the alerts of intakes that are not configured any more: nobody could report that they are over. Every
// replica looks for them, now and then and when the configuration changed, once all replicas have the same
// file. It never touches alerts of rules.
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { listAlertsOfOtherSources, lockAlerts } from '../../store/alert-writes.ts';
import type { Store } from '../../store/store.ts';
import { alone, type Agreement } from '../agreement.ts';
import { startDueTicker } from '../due-ticker.ts';
import type { RunningAlertEngine } from '../engine.ts';

export interface RemovedIntakesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly engine: Pick<RunningAlertEngine, 'change'>;
  /** Names of the intakes that are configured. */
  names(): readonly string[];
  /** Not given: there is no other replica. */
  readonly agreed?: Agreement | undefined;
  readonly pollMs?: number;
}

export interface RemovedIntakes {
  /** The configuration has changed. */
  wake(): void;
  stop(): Promise<void>;
}

/** Starts it; it runs until it is stopped. */
export function endAlertsOfRemovedIntakes(options: RemovedIntakesOptions): RemovedIntakes {
  const { store, clock, engine, names, agreed = alone, pollMs = 15_000 } = options;
  const end = async (limit: number): Promise<number> => {
    const ids = await listAlertsOfOtherSources(store.q, names(), limit);
    if (ids.length === 0 || !(await agreed(store.q))) return 0;
    await store.transaction(async (tx) => {
      const rows = await lockAlerts(tx.q, ids);
      const open = rows.filter(({ resolvedAt }) => resolvedAt === null);
      const input = { kind: 'REMOVE_RULE', why: 'INTAKE_REMOVED' } as const;
      await engine.change(tx, open, input, clock.now());
    });
    return ids.length;
  };
  const ticker = startDueTicker({
    ...options,
    what: 'alerts of removed intakes',
    tell: end,
    findNext: () => Promise.resolve(undefined),
    pollMs,
  });
  return { wake: () => ticker.wake(clock.now()), stop: () => ticker.stop() };
}
