// Gives this replica its runs. It looks when the log tells of a run, and on a slow timer:
//
//   left behind  marked as running, but its replica is this one from before a restart, or one whose
//                heartbeat is silent: taken over and reconciled
//   queued       of a database that has none running: claimed and executed
//
// What an earlier process of this replica spooled is written back before anything is taken over.
import type { Hub } from '../../bus/hub.ts';
import { coerceError } from '../../core/errors.ts';
import type { TargetSettings } from '../../databases/target.ts';
import type { Targets } from '../../databases/targets.ts';
import { isUniqueViolation } from '../../store/connection.ts';
import { findDatabases, findDatabasesByName } from '../../store/databases.ts';
import { findRuns, type MigrationRun } from '../../store/migration-runs.ts';
import { updateHeartbeat } from '../../store/replicas.ts';
import { claimAbandonedRun, claimQueuedRun } from '../../store/run-recording.ts';
import type { Queryable } from '../../store/store.ts';
import { cancelRequested, progressEvents } from '../events.ts';
import { replaySpools } from './recorder.ts';
import { startRunTask, type RunTask, type RunTaskOptions } from './run-task.ts';
import { listSpools } from './spool.ts';

export interface DispatcherOptions extends RunTaskOptions {
  readonly hub: Hub;
  readonly targets: Targets;
  readonly replicaId: string;
  /** Runs executed at once by this replica. */
  readonly maxRuns?: number;
  readonly pollMs?: number;
  readonly heartbeatMs?: number;
  /** A replica that was silent for so long is taken for dead. */
  readonly silentMs?: number;
  /** Whether an automatic run of a database may begin right now; without it, always. */
  mayStartAutomatically?(settings: TargetSettings): boolean;
  /** This replica was forgotten (it was silent for a day): it must be registered again. */
  onForgotten?(): Promise<void>;
}

export interface Dispatcher {
  stop(): Promise<void>;
}

/** Starts the dispatcher. */
export async function startDispatcher(options: DispatcherOptions): Promise<Dispatcher> {
  const { store, hub, targets, clock, logger, replicaId } = options;
  const { maxRuns = 8, pollMs = 2000, heartbeatMs = 3000, silentMs = 15_000 } = options;
  const tasks = new Map<string, RunTask>();
  const stopping = new AbortController();
  let pending = true;
  let wake: () => void = () => undefined;
  const nudge = (): void => {
    pending = true;
    wake();
  };

  const keys = await listSpools(options.spool.directory);
  await replaySpools({ store, spool: options.spool, logger, keys });

  /** Ids of the databases of this configuration, and of those whose automatic runs may begin. */
  const findIds = async (): Promise<{ databaseIds: string[]; automaticIds: string[] }> => {
    const settings = new Map(
      targets.list().map((target) => [target.settings.name, target.settings]),
    );
    const records = await findDatabasesByName(store.q, [...settings.keys()]);
    const mayStart = ({ name }: { name: string }): boolean => {
      const known = settings.get(name);
      return known !== undefined && (options.mayStartAutomatically?.(known) ?? true);
    };
    return {
      databaseIds: records.map((record) => record.id),
      automaticIds: records.filter(mayStart).map((record) => record.id),
    };
  };

  const start = async (run: MigrationRun, mode: 'execute' | 'reconcile'): Promise<void> => {
    const [database] = await findDatabases(store.q, [run.databaseId]);
    const target = database === undefined ? undefined : targets.find(database.name);
    if (target === undefined) return;
    const task = startRunTask(options, { run, target, mode });
    tasks.set(run.id, task);
    void task.done.finally(() => {
      tasks.delete(run.id);
      nudge();
    });
  };

  const claim = async (
    take: (q: Queryable) => Promise<MigrationRun | undefined>,
  ): Promise<MigrationRun | undefined> => {
    try {
      return await store.transaction(({ q }) => take(q));
    } catch (error) {
      // Another replica was faster with a run of the same database.
      if (isUniqueViolation(error, 'migration_runs_one_running')) return undefined;
      throw error;
    }
  };

  // After an outage of the store every replica has been silent. Only one whose own heartbeats have
  // come for long enough may judge the others.
  let beatingSince: number | undefined;
  const judges = (): boolean =>
    beatingSince !== undefined && clock.monotonicMs() - beatingSince >= silentMs;

  const look = async (): Promise<void> => {
    while (tasks.size < maxRuns && !stopping.signal.aborted) {
      // Asked each time: a database may have left the configuration.
      const { databaseIds, automaticIds } = await findIds();
      const executing = [...tasks.keys()];
      const left = await claim((q) =>
        claimAbandonedRun(q, { replicaId, databaseIds, silentMs, executing, others: judges() }),
      );
      if (left !== undefined) {
        await start(left, 'reconcile');
        continue;
      }
      const { keyId } = options.sealer;
      const claimant = { replicaId, keyId, databaseIds, automaticIds };
      const queued = await claim((q) => claimQueuedRun(q, claimant));
      if (queued === undefined) break;
      await start(queued, 'execute');
    }
    const running = await findRuns(store.q, [...tasks.keys()]);
    for (const run of running) {
      if (run.cancelRequestedAt !== null) tasks.get(run.id)?.cancel();
    }
  };

  const wait = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.setTimer(delayMs, resolve);
      wake = () => {
        cancel();
        resolve();
      };
      if (pending || stopping.signal.aborted) wake();
    });

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      pending = false;
      try {
        await look();
      } catch (error) {
        logger.warn({ err: coerceError(error) }, 'runs could not be looked for; it tries again');
        pending = false;
      }
      await wait(pollMs);
    }
  };

  const beat = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const known = await updateHeartbeat(store.q, replicaId);
        if (!known) await options.onForgotten?.();
        beatingSince ??= clock.monotonicMs();
      } catch (error) {
        beatingSince = undefined;
        logger.debug({ err: coerceError(error) }, 'no heartbeat: the store is away');
      }
      await clock.sleep(heartbeatMs, stopping.signal).catch(() => undefined);
    }
  };

  const listen = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const events = await hub.subscribe({ role: 'admin', types: wakingTypes });
        stopping.signal.addEventListener('abort', () => void events.return?.(), { once: true });
        for await (const event of { [Symbol.asyncIterator]: () => events }) {
          const cancel = cancelRequested.read(event);
          if (cancel !== undefined) tasks.get(cancel.runId)?.cancel();
          nudge();
        }
      } catch (error) {
        if (stopping.signal.aborted) return;
        // The log was restored, say; the slow timer bridges the gap.
        logger.debug({ err: coerceError(error) }, 'listening for runs starts anew');
        await clock.sleep(pollMs, stopping.signal).catch(() => undefined);
      }
    }
  };
  const running = Promise.all([loop(), beat(), listen()]);

  return {
    stop: async () => {
      stopping.abort();
      wake();
      await Promise.all([...tasks.values()].map((task) => task.stop()));
      await running;
    },
  };
}

const wakingTypes = [
  progressEvents.QUEUED.type,
  progressEvents.FINISHED.type,
  cancelRequested.type,
];
