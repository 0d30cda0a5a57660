// One claimed run in this process, from its scripts to its last recorded event.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { Target } from '../../databases/targets.ts';
import type { SqlAnalyser } from '../../sql/analyser.ts';
import { listRunSteps, type MigrationRun } from '../../store/migration-runs.ts';
import type { Sealer } from '../../store/sealing.ts';
import type { Store } from '../../store/store.ts';
import { executeRun, type StopReason } from './executor.ts';
import { failure, MigrationFailedError, RunStoppedError } from './failure.ts';
import { createRunProgress, type RunProgress } from './progress.ts';
import { reconcileRun } from './reconcile.ts';
import { createRunRecorder } from './recorder.ts';
import { openRunScripts, type RunScript } from './scripts.ts';
import type { SpoolOptions } from './spool.ts';

export interface RunTaskOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly analyser: SqlAnalyser;
  readonly spool: SpoolOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface RunTask {
  readonly runId: string;
  readonly databaseId: string;
  /** Resolves when the run's last fact is in the store, or in the spool after `stop`. */
  readonly done: Promise<void>;
  /** Ends the run on request. */
  cancel(): void;
  /** hawkwatch is stopping: ends or hands back the run, and leaves the rest in the spool. */
  stop(): Promise<void>;
}

/** Starts a run that was claimed; `mode` tells whether it was queued or left behind. */
export function startRunTask(
  options: RunTaskOptions,
  claimed: { run: MigrationRun; target: Target; mode: 'execute' | 'reconcile' },
): RunTask {
  const { store, clock, random, logger } = options;
  const { run, target } = claimed;
  const controller = new AbortController();
  let reason: StopReason = 'shutdown';
  const recorder = createRunRecorder({ ...options, run });

  const work = async (): Promise<void> => {
    const steps = await listRunSteps(store.q, [run.id]);
    const databaseName = target.settings.name;
    const progress = createRunProgress({ run, databaseName, steps, recorder, clock });
    const scripts = await openScripts(options, run, progress);
    if (scripts === undefined) return;
    const common = { run, scripts, target, progress, clock, random, logger };
    const { signal } = controller;
    if (claimed.mode === 'execute') {
      const stopReason = (): StopReason => reason;
      const end = await executeRun({ ...common, recorder, signal, stopReason });
      if (end !== 'lost') return;
      progress.log('the connection to the database was lost; what happened is being looked up');
    }
    await reconcileRun({ ...common, signal });
  };

  const done = work()
    .catch((error: unknown) => {
      if (error instanceof RunStoppedError) return;
      logger.error({ err: coerceError(error), run: run.id }, 'a run ended unexpectedly');
    })
    .then(() => recorder.recorded())
    .then(() => recorder.close());

  const abort = (why: StopReason): void => {
    if (controller.signal.aborted) return;
    reason = why;
    controller.abort(new RunStoppedError('the run was asked to stop'));
  };
  return {
    runId: run.id,
    databaseId: run.databaseId,
    done,
    cancel: () => {
      // A run that is reconciled ends by itself.
      if (claimed.mode === 'execute') abort('cancel');
    },
    stop: async () => {
      abort('shutdown');
      let cancelTimer: () => void = () => undefined;
      const late = new Promise<void>((resolve) => {
        cancelTimer = clock.setTimer(7000, resolve);
      });
      await Promise.race([done, late]);
      cancelTimer();
      await recorder.close();
    },
  };
}

/** The scripts; a run whose bytes cannot be opened is ended here. */
async function openScripts(
  options: RunTaskOptions,
  run: MigrationRun,
  progress: RunProgress,
): Promise<readonly RunScript[] | undefined> {
  try {
    return await openRunScripts(options, run.id);
  } catch (error) {
    options.logger.warn({ err: coerceError(error), run: run.id }, 'a run cannot be opened');
    const runError =
      error instanceof MigrationFailedError
        ? error.runError
        : failure('The bytes of the run could not be opened; trigger it anew.').runError;
    progress.finished('FAILED', { error: runError });
    return undefined;
  }
}
