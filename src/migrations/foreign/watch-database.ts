// Watches one database: looks every interval, and less often while it cannot be reached. What is
// going on there stays open until the database answers again. Ends when it is told to, or when the
// database is not to be watched any more.
import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import { describeFailure, type Target, type Targets } from '../../databases/targets.ts';
import { createPoller, type Poller, type PollerOptions } from './poll.ts';
import type { Tracker } from './tracker.ts';
import type { WatchedDatabase } from './watched-database.ts';

export interface WatchOptions extends Pick<
  WatchedDatabase,
  'database' | 'clock' | 'random' | 'logger'
> {
  readonly target: Target;
  readonly targets: Targets;
  readonly tracker: Tracker;
  readonly poller?: Partial<PollerOptions> | undefined;
  /**
   * When the ticks of its interval are. Databases with the same one are looked at together: one after
   * the other they would cost several times as much, each with a process that has to be woken up.
   */
  readonly offsetMs: number;
  readonly signal: AbortSignal;
}

const longestPauseMs = 30_000;
// A server whose lock table is so big that a look is slow is looked at less often.
const restPerLook = 2;
// For outcomes that are being found out when the watch ends.
const settleMs = 1_500;

/** Watches until `signal` is aborted or the configuration has another target, or none, of the name. */
export async function watchDatabase(options: WatchOptions): Promise<void> {
  const { target, targets, tracker, offsetMs, signal, clock, logger, random, database } = options;
  const { intervalMs } = target.settings.foreign;
  const poller = createPoller({ target, clock, logger, ...options.poller });
  const isCurrent = (): boolean => targets.find(database.name) === target;
  let failures = 0;
  let lastMs = 0;
  try {
    while (!signal.aborted && isCurrent()) {
      const startedMs = clock.monotonicMs() - offsetMs;
      const { lookMs, failure } = await look(tracker, poller, clock);
      if (signal.aborted || !isCurrent()) break;
      const about = { database: database.name };
      if (failure === undefined) {
        if (failures > 0) logger.info(about, 'foreign migrations are watched again');
        failures = 0;
      } else {
        failures += 1;
        const reason = describeFailure(failure);
        if (failures === 1) {
          logger.warn({ ...about, reason }, 'foreign migrations cannot be watched now');
        }
        logger.debug({ ...about, err: coerceError(failure) }, 'a look failed');
      }
      const waitMs =
        failures === 0
          ? Math.max(
              untilTick(startedMs, clock.monotonicMs() - offsetMs, intervalMs),
              Math.min(lastMs, lookMs) * restPerLook,
            )
          : backoffMs(failures, { firstMs: intervalMs, maxMs: longestPauseMs }, random);
      lastMs = lookMs;
      await clock.sleep(waitMs, signal).catch(() => undefined);
    }
  } finally {
    await Promise.race([tracker.settled(), clock.sleep(settleMs)]);
    await poller.close().catch(() => undefined);
  }
}

/** Milliseconds from `nowMs` to the tick after `startedMs`; a look that took long is made up for. */
function untilTick(startedMs: number, nowMs: number, intervalMs: number): number {
  const next = (Math.floor(startedMs / intervalMs) + 1) * intervalMs;
  // A look may begin a little before its tick: timers are not exact.
  const tooNear = next - startedMs < intervalMs / 10;
  return Math.max(intervalMs / 10, (tooNear ? next + intervalMs : next) - nowMs);
}

/** One look and what it means; its failure, or undefined. */
async function look(
  tracker: Tracker,
  poller: Poller,
  clock: Clock,
): Promise<{ readonly lookMs: number; readonly failure?: unknown }> {
  const startedMs = clock.monotonicMs();
  try {
    const seen = await poller.look(tracker.pids());
    const lookMs = clock.monotonicMs() - startedMs;
    await tracker.take(seen, poller);
    return { lookMs };
  } catch (error) {
    return { lookMs: 0, failure: error ?? new Error('a look failed without a reason') };
  }
}
