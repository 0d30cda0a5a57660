// Watches every configured database for migrations that hawkwatch did not start. One replica does so
// at a time. Whoever begins takes over the runs that are open in the store and goes on with them, or
// ends them when their session is gone meanwhile. The configuration may change at any time: what is
// watched is compared with it every second.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { Target, Targets } from '../../databases/targets.ts';
import type { StoreAddress } from '../../store/connection.ts';
import { findDatabaseByName, findDatabases } from '../../store/databases.ts';
import { claimForeignRun } from '../../store/foreign-runs.ts';
import { startLeadership, type Leadership } from '../../store/leadership.ts';
import { listOpenForeignRuns, type MigrationRun } from '../../store/migration-runs.ts';
import type { Store } from '../../store/store.ts';
import type { StatusReader } from '../status-words.ts';
import { abandonForeignRun } from './finish.ts';
import type { PollerOptions } from './poll.ts';
import { createRecogniser, type Thresholds } from './recognise.ts';
import { createTracker, type Tracker } from './tracker.ts';
import { watchDatabase } from './watch-database.ts';

export interface ForeignWatcherOptions {
  readonly store: Store;
  /** Of the store, for the lock that lets one replica watch. */
  readonly address: StoreAddress;
  readonly targets: Targets;
  readonly statuses: StatusReader;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Milliseconds without activity after which a held lock is stale. */
  readonly staleAfterMs?: number;
  readonly thresholds?: Thresholds;
  readonly poller?: Partial<PollerOptions>;
  /** How often the configuration is compared, and how often those who do not watch try to. */
  readonly everyMs?: number;
  /** How often the store is asked for open runs that no watch holds. */
  readonly reconcileMs?: number;
}

// Databases that are looked at together, and what lies between two such groups.
const groupSize = 5;
const groupMs = 200;

interface Watch {
  readonly target: Target;
  readonly tracker: Tracker;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

const isWatched = ({ settings }: Target): boolean =>
  settings.foreign.watch && settings.unavailable === null;

/** Starts to watch, on this replica or another one. */
export function startForeignWatcher(options: ForeignWatcherOptions): Leadership {
  const { address, clock, logger, everyMs = 1_000 } = options;
  return startLeadership({
    address,
    name: 'foreign migrations',
    clock,
    logger,
    pollMs: Math.max(everyMs, 100),
    work: (signal) => watchAll(options, signal),
  });
}

async function watchAll(options: ForeignWatcherOptions, signal: AbortSignal): Promise<void> {
  const { targets, clock, everyMs = 1_000, reconcileMs = 30_000 } = options;
  const watches = new Map<string, Watch>();
  let before: ReadonlyMap<string, Target> | undefined;
  let reconciledMs = 0;
  try {
    while (!signal.aborted) {
      const wanted = new Map(
        targets
          .list()
          .filter(isWatched)
          .map((target) => [target.settings.name, target]),
      );
      for (const [name, watch] of watches) {
        if (wanted.get(name) === watch.target) continue;
        watches.delete(name);
        watch.stop.abort('the database is not to be watched as before');
        await watch.ended;
      }
      const isDue = clock.monotonicMs() - reconciledMs >= reconcileMs;
      const isMissing = [...wanted.keys()].some((name) => !watches.has(name));
      if (isDue || isMissing || before === undefined || differ(before, wanted)) {
        await reconcile(options, watches, wanted);
        before = wanted;
        reconciledMs = clock.monotonicMs();
      }
      await clock.sleep(everyMs, signal).catch(() => undefined);
    }
  } finally {
    for (const watch of watches.values()) watch.stop.abort('nothing is watched any more');
    await Promise.all([...watches.values()].map((watch) => watch.ended));
  }
}

const differ = (one: ReadonlyMap<string, Target>, two: ReadonlyMap<string, Target>): boolean =>
  one.size !== two.size || [...one].some(([name, target]) => two.get(name) !== target);

/**
 * Makes the watches and the store's open runs fit: ends the runs of databases that nobody watches,
 * starts the watches that are missing, and takes over the runs that no watch holds. Those are another
 * replica's from before, or were opened by one that did not know yet that it watches no more.
 */
async function reconcile(
  options: ForeignWatcherOptions,
  watches: Map<string, Watch>,
  wanted: ReadonlyMap<string, Target>,
): Promise<void> {
  const { store, clock } = options;
  const open = await listOpenForeignRuns(store.q);
  const databases = await findDatabases(store.q, [...new Set(open.map((run) => run.databaseId))]);
  for (const { id, name } of databases) {
    if (wanted.has(name)) continue;
    const reason = 'this database is not watched any more; what became of it is not known';
    for (const run of await claimAll(store, ofDatabase(open, id))) {
      await abandonForeignRun({ store, clock, database: { id, name } }, run, reason);
    }
  }
  for (const { id, name } of databases) {
    const watch = watches.get(name);
    if (watch === undefined) continue;
    const strays = ofDatabase(open, id).filter((run) => !watch.tracker.holds(run.id));
    for (const run of await claimAll(store, strays)) watch.tracker.adopt(run);
  }
  for (const [name, target] of wanted) {
    if (watches.has(name)) continue;
    const database = await findDatabaseByName(store.q, name);
    if (database === undefined) continue;
    const adopted = await claimAll(store, ofDatabase(open, database.id));
    const offsetMs = Math.floor(watches.size / groupSize) * groupMs;
    const watch = startWatch(options, { target, database, adopted, offsetMs });
    watches.set(name, watch);
    // One that ended by itself is started anew.
    void watch.ended.then(() => {
      if (watches.get(name) === watch) watches.delete(name);
    });
  }
}

const ofDatabase = (runs: readonly MigrationRun[], id: string): readonly MigrationRun[] =>
  runs.filter((run) => run.databaseId === id);

/** Makes runs this replica's; those that have ended meanwhile are left out. */
async function claimAll(store: Store, runs: readonly MigrationRun[]): Promise<MigrationRun[]> {
  const claimed: MigrationRun[] = [];
  for (const { id } of runs) {
    const run = await store.transaction((tx) => claimForeignRun(tx, id));
    if (run !== undefined) claimed.push(run);
  }
  return claimed;
}

function startWatch(
  options: ForeignWatcherOptions,
  of: {
    readonly target: Target;
    readonly database: { readonly id: string; readonly name: string };
    readonly adopted: readonly MigrationRun[];
    readonly offsetMs: number;
  },
): Watch {
  const { staleAfterMs = 60_000, logger } = options;
  const { target, adopted, offsetMs } = of;
  const database = { id: of.database.id, name: of.database.name };
  const watched = { ...options, database, sources: target.settings.sources, staleAfterMs };
  const tracker = createTracker(watched, createRecogniser(options.thresholds));
  for (const run of adopted) tracker.adopt(run);
  const stop = new AbortController();
  const watching = watchDatabase({
    ...options,
    target,
    database,
    tracker,
    offsetMs,
    signal: stop.signal,
  });
  const ended = watching.catch((error: unknown) => {
    logger.error({ err: coerceError(error), database: database.name }, 'a watch ended by itself');
  });
  return { target, tracker, stop, ended };
}
