// Watches each database by itself, on one replica at a time. The configuration may change at any time: what
// is watched is compared with it every second. One watch that takes long to end holds up nobody: the next
// one of the same database begins after it.
import type { Clock } from '../core/clock.ts';
import { coerceError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { MonitoredDatabase } from '../databases/monitored.ts';
import { findDatabasesByName } from '../store/databases.ts';
import type { Store } from '../store/store.ts';

export interface WatchEachOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How often the configuration is compared. */
  readonly everyMs: number;
  /** Called whenever it was compared. */
  onCompared?(): void;
  /** The databases that are to be watched now. */
  wanted(): readonly MonitoredDatabase[];
  /** Watches one until `signal` is aborted; one that ends before is started anew. */
  watch(
    monitored: MonitoredDatabase,
    database: { readonly id: string; readonly name: string },
    signal: AbortSignal,
  ): Promise<void>;
}

interface Watch {
  readonly of: MonitoredDatabase;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** Watches until it is told to stop; the caller sees to it that nobody else does. */
export async function watchEach(options: WatchEachOptions, signal: AbortSignal): Promise<void> {
  const { clock, logger, everyMs } = options;
  const watches = new Map<string, Watch>();
  try {
    while (!signal.aborted) {
      try {
        await compare(options, watches);
        options.onCompared?.();
      } catch (error) {
        logger.warn({ err: coerceError(error) }, 'databases to watch could not be looked up');
      }
      await clock.sleep(everyMs, signal).catch(() => undefined);
    }
  } finally {
    for (const { stop } of watches.values()) stop.abort(new Error('nothing is watched any more'));
    await Promise.all([...watches.values()].map(({ ended }) => ended));
  }
}

/** Tells the watches to end that do not fit the configuration, and starts those that are missing. */
async function compare(
  { store, logger, ...options }: WatchEachOptions,
  watches: Map<string, Watch>,
): Promise<void> {
  const wanted = new Map(options.wanted().map((one) => [one.settings.name, one]));
  for (const [name, { of, stop }] of watches) {
    if (wanted.get(name) === of) continue;
    stop.abort(new Error('the database is not to be watched as before'));
  }
  const missing = [...wanted.keys()].filter((name) => !watches.has(name));
  for (const { id, name, retiredAt } of await findDatabasesByName(store.q, missing)) {
    const of = wanted.get(name);
    if (of === undefined || retiredAt !== null) continue;
    const stop = new AbortController();
    const ended = options
      .watch(of, { id, name }, stop.signal)
      .catch((error: unknown) => {
        const about = { err: coerceError(error), database: name };
        logger.warn(about, 'the watch of a database ended; it starts again');
      })
      // Until then the name is taken.
      .finally(() => watches.delete(name));
    watches.set(name, { of, stop, ended });
  }
}
