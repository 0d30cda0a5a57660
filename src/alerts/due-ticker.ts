// Has told what is due when its time has come (levels of escalations, missing heartbeats), on every replica:
// each takes what no other one has locked. It sleeps until the next time that it knows of, and looks now
// and then for what another replica, which may be gone, has written.
//
//   asleep ── the next time, a wake-up, `pollMs` ──> claim ──> told ──> claim … ──> asleep
import { backoffMs } from '../core/backoff.ts';
import { createBell } from '../core/bell.ts';
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';

export interface DueTickerOptions {
  /** What is told, for the log. */
  readonly what: string;
  /** Tells what is due, at most so many; returns how many it claimed. */
  tell(limit: number): Promise<number>;
  /** When something is due next; undefined: nothing waits. */
  findNext(): Promise<Date | undefined>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly pollMs?: number;
}

export interface DueTicker {
  /** Something is due then, perhaps earlier than what it sleeps for. */
  wake(at: Date): void;
  stop(): Promise<void>;
}

const batch = 200;
/** What is due and locked by somebody else is looked at again after so long. */
const lockedMs = 250;

export function startDueTicker(options: DueTickerOptions): DueTicker {
  const { clock, random, logger, pollMs = 5000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const bell = createBell(signal);
  // While it works: for ever, so that nothing that comes meanwhile is slept through.
  let sleepsUntilMs = Infinity;

  /** Tells all that is due; returns for how long nothing is. */
  const work = async (): Promise<number> => {
    while (!signal.aborted && (await options.tell(batch)) === batch);
    const nextAt = await options.findNext();
    if (nextAt === undefined) return pollMs;
    const waitMs = nextAt.getTime() - clock.now().getTime();
    return Math.min(pollMs, waitMs > 0 ? waitMs : lockedMs);
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      let waitMs: number;
      try {
        waitMs = await work();
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        logger.warn({ err: coerceError(error) }, `${options.what} are looked at again`);
        waitMs = backoffMs(failures, { firstMs: 200, maxMs: 30_000 }, random);
        failures += 1;
      }
      if (signal.aborted) return;
      sleepsUntilMs = clock.now().getTime() + waitMs;
      await bell.wait(clock, waitMs);
      sleepsUntilMs = Infinity;
    }
  };

  const running = run();
  return {
    wake: (at) => {
      if (at.getTime() < sleepsUntilMs) bell.ring();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
