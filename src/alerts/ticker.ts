// What time alone does to alerts: `for`, `keepFiringFor`, `lasts` and the end of flapping. It runs on every
// replica; each due alert is taken by one of them. Whoever writes an alert that wakes earlier rings; what
// another replica wrote, and left behind, is seen within `idleMs`.
import { createBell } from '../core/bell.ts';
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { claimDueAlerts, findNextWake } from '../store/alert-writes.ts';
import type { AlertRow } from '../store/alerts.ts';
import type { Store } from '../store/store.ts';
import type { RunningAlertEngine } from './engine.ts';

export interface AlertTicker {
  /**
   * Does all that is due; returns how many alerts that were. What fails is tried alone, and does not keep
   * the others.
   */
  tick(): Promise<number>;
  /** Something is due at this time. */
  expect(at: Date): void;
  /** Begins to look by itself. */
  start(): void;
  stop(): Promise<void>;
}

export interface AlertTickerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly engine: Pick<RunningAlertEngine, 'change'>;
  /** Looks again at the latest after so long. */
  readonly idleMs?: number;
}

const batch = 500;
const retryMs = 1000;
const mostFailed = 50;
/** Due alerts that somebody else has locked are asked for again after so long. */
const lockedMs = 50;

/** Creates the ticker. */
export function createAlertTicker(options: AlertTickerOptions): AlertTicker {
  const { store, clock, logger, engine, idleMs = 1000 } = options;
  const stopping = new AbortController();
  const bell = createBell(stopping.signal);
  // While it looks, whatever is told may be later than what it sees.
  let plannedMs = Number.POSITIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();

  const tick = async (): Promise<number> => {
    let all = 0;
    let limit = batch;
    const failed: string[] = [];
    for (;;) {
      let due: readonly AlertRow[] = [];
      try {
        await store.transaction(async (tx) => {
          due = [];
          const now = clock.now();
          due = await claimDueAlerts(tx.q, { now, limit, except: failed });
          await engine.change(tx, due, { kind: 'TIME' }, now);
        });
      } catch (error) {
        const [first] = due;
        // Without any, the store is away; with many failures, it is not the alerts' fault.
        if (first === undefined || failed.length === mostFailed) throw error;
        if (limit === 1) {
          failed.push(first.id);
          logger.error({ err: coerceError(error), alert: first.id }, 'an alert that is due failed');
        }
        limit = 1;
        continue;
      }
      all += due.length;
      if (due.length < limit || stopping.signal.aborted) break;
    }
    if (failed.length > 0) throw new Error(`${failed.length} alerts that are due failed`);
    return all;
  };

  /** Milliseconds until there is something to do. */
  const look = async (): Promise<number> => {
    try {
      const done = await tick();
      const next = await findNextWake(store.q);
      if (next === undefined) return idleMs;
      const leftMs = next.getTime() - clock.now().getTime();
      return leftMs > 0 || done > 0 ? Math.max(0, leftMs) : lockedMs;
    } catch (error) {
      if (!stopping.signal.aborted) {
        logger.warn({ err: coerceError(error) }, 'alerts that are due are looked at later');
      }
      return retryMs;
    }
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      plannedMs = Number.POSITIVE_INFINITY;
      const waitMs = Math.min(await look(), idleMs);
      plannedMs = clock.now().getTime() + waitMs;
      if (!stopping.signal.aborted) await bell.wait(clock, waitMs);
    }
  };

  return {
    tick,
    expect: (at) => {
      if (at.getTime() < plannedMs) bell.ring();
    },
    start: () => {
      running = loop();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
