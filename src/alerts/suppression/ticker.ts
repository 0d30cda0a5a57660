// Acts when time, a person or another alert changes what is suppressed. It runs on every replica and
// sleeps until the moment at which a silence or window begins or ends; events wake it when somebody
// changed one on whatever replica, and the follower wakes it after a commit.
//
// Nothing depends on being woken: all is looked at again a second after each such moment, for alerts
// whose transaction began before it and was committed after it, and every 15 seconds in any case, for
// what a replica that died had still to do.
import type { Hub } from '../../bus/hub.ts';
import { keepUp } from '../../bus/keep-up.ts';
import { backoffMs } from '../../core/backoff.ts';
import { createBell } from '../../core/bell.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { deleteOldOccurrences, deleteOldWindows } from '../../store/maintenance-windows.ts';
import {
  deleteOldSilences,
  endOverdueSilences,
  findNextSilenceChange,
} from '../../store/silences.ts';
import type { Store } from '../../store/store.ts';
import {
  maintenanceDeclared,
  silenceCreated,
  silenceExpired,
} from '../../store/suppression-events.ts';
import type { GroundReader } from './ground.ts';
import { createScopeCollector, type Scope } from './scope.ts';
import { settle, type SettlerOptions } from './settle.ts';
import { silenceEnded } from './silence-events.ts';
import { findNextWindowChange, noteOccurrences } from './windows.ts';

export interface SuppressionTickerOptions extends SettlerOptions {
  readonly store: Store;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly ground: GroundReader;
}

export interface SuppressionTicker {
  /** Has alerts decided of again soon. */
  wake(scope: Scope | 'all'): void;
  /** Since when it could not do its work; null while it can. */
  failingSince(): Date | null;
  stop(): Promise<void>;
}

const sweepMs = 15_000;
const recheckMs = 1_000;
const keepMs = 90 * 86_400_000;
const cleanMs = 3_600_000;
const types = [silenceCreated.type, silenceExpired.type, maintenanceDeclared.type];

/** Notes silences and windows whose time is over, or has come. */
export async function noteTime(
  options: Pick<SuppressionTickerOptions, 'store' | 'clock' | 'ground'>,
): Promise<void> {
  const { store, clock, ground } = options;
  for (let ended = 1; ended > 0;) {
    ended = await store.transaction(async (tx) => {
      const rows = await endOverdueSilences(tx.q, clock.now());
      for (const row of rows) tx.append(silenceEnded(row, clock.now(), null));
      return rows.length;
    });
  }
  await noteOccurrences(store, ground, clock);
}

/** When a silence or window begins or ends next; undefined when none does. */
export async function findNextChange(
  { store, ground }: Pick<SuppressionTickerOptions, 'store' | 'ground'>,
  now: Date,
): Promise<Date | undefined> {
  const times = await Promise.all([
    findNextSilenceChange(store.q, now),
    findNextWindowChange(store.q, ground, now),
  ]);
  const known = times.flatMap((time) => (time === undefined ? [] : [time.getTime()]));
  return known.length === 0 ? undefined : new Date(Math.min(...known));
}

/** Starts it; it runs until it is stopped. */
export function startSuppressionTicker(options: SuppressionTickerOptions): SuppressionTicker {
  const { store, hub, clock, random, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const bell = createBell(signal);
  const scopes = createScopeCollector();
  let failingSince: Date | null = null;
  let sweepAt = 0;
  let recheckAt: number | null = null;
  let cleanAt = 0;
  let nextChange: Date | undefined;

  const wake = (scope: Scope | 'all'): void => {
    scopes.add(scope);
    bell.ring();
  };
  const changed = (): Promise<void> => {
    recheckAt = clock.now().getTime() + recheckMs;
    wake('all');
    return Promise.resolve();
  };

  const work = async (): Promise<void> => {
    const now = clock.now().getTime();
    if (nextChange !== undefined && now >= nextChange.getTime()) {
      recheckAt = now + recheckMs;
      scopes.add('all');
    } else if (now >= sweepAt || (recheckAt !== null && now >= recheckAt)) {
      if (recheckAt !== null && now >= recheckAt) recheckAt = null;
      scopes.add('all');
    }
    const scope = scopes.take();
    if (scope === undefined) return;
    try {
      if (scope === 'all') {
        sweepAt = now + sweepMs;
        await noteTime(options);
        nextChange = await findNextChange(options, new Date(now));
        if (now >= cleanAt) await clean(now);
      }
      await settle(options, scope);
    } catch (error) {
      scopes.add(scope);
      throw error;
    }
  };

  const clean = async (now: number): Promise<void> => {
    cleanAt = now + cleanMs;
    const before = new Date(now - keepMs);
    while ((await deleteOldSilences(store.q, before)) > 0 && !signal.aborted);
    await deleteOldOccurrences(store.q, before);
    await deleteOldWindows(store.q, before);
  };

  const loop = async (): Promise<void> => {
    for (let attempt = 0; !signal.aborted;) {
      try {
        await work();
        failingSince = null;
        attempt = 0;
        const now = clock.now().getTime();
        const next = Math.min(
          sweepAt,
          recheckAt ?? Number.POSITIVE_INFINITY,
          nextChange?.getTime() ?? Number.POSITIVE_INFINITY,
        );
        if (next > now) await bell.wait(clock, next - now);
      } catch (error) {
        failingSince ??= clock.now();
        logger.warn(
          { err: coerceError(error) },
          'suppression of alerts is brought up to date later',
        );
        const delayMs = backoffMs(attempt, { firstMs: 100, maxMs: 5_000 }, random);
        attempt += 1;
        await clock.sleep(delayMs, signal).catch(() => undefined);
      }
    }
  };
  const what = 'silences and maintenance windows';
  const following = keepUp({ hub, types, clock, random, logger, what, work: changed });
  const running = loop();

  return {
    wake,
    failingSince: () => failingSince,
    stop: async () => {
      stopping.abort(new Error('hawkwatch is stopping'));
      await Promise.all([following.stop(), running]);
    },
  };
}
