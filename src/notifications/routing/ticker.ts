// Looks at groups when they are due. Every replica runs one: rows that another one holds are skipped, so each
// group is looked at once, and a replica that dies is replaced within a second. It asks the store when the next
// group is due, and sets a timer to that moment.
import { createBell } from '../../core/bell.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { findNextFlush } from '../../store/notification-groups.ts';
import type { Store } from '../../store/store.ts';

export interface TickerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Looks at groups that are due; returns how many it had. */
  flushDue(now: Date): Promise<number>;
}

export interface Ticker {
  /** A group is to be looked at by then. */
  wakeBy(at: Date): void;
  stop(): Promise<void>;
}

/** Groups that other replicas made are heard of within this time. */
const pollMs = 1000;
/** As long as another replica holds what is due. */
const heldMs = 20;

/** Starts it; it runs until stopped. */
export function startTicker({ store, clock, logger, flushDue }: TickerOptions): Ticker {
  const stopping = new AbortController();
  const bell = createBell(stopping.signal);
  let waitsUntilMs = Number.POSITIVE_INFINITY;

  /** Works off what is due; returns for how long there is nothing to do. */
  const work = async (): Promise<number> => {
    for (;;) {
      const count = await flushDue(clock.now());
      const next = await findNextFlush(store.q);
      const restMs = next === undefined ? pollMs : next.getTime() - clock.now().getTime();
      if (restMs > 0) return Math.min(restMs, pollMs);
      if (count === 0) return heldMs;
      if (stopping.signal.aborted) return 0;
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // Whatever becomes due from here on rings.
      waitsUntilMs = Number.POSITIVE_INFINITY;
      bell.hush();
      let restMs = pollMs;
      try {
        restMs = await work();
      } catch (error) {
        logger.warn({ err: coerceError(error) }, 'groups could not be looked at; tried again');
      }
      waitsUntilMs = clock.now().getTime() + restMs;
      if (!stopping.signal.aborted) await bell.wait(clock, restMs);
    }
  };
  const running = run();

  return {
    wakeBy: (at) => {
      if (at.getTime() < waitsUntilMs) bell.ring();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
