// One claimed run in this process, from its scripts to its last recorded event.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { Target } from '../../databases/targets.ts';
import type { SqlAnalyser } from '../../sql/analyser.ts';
import { isStoreAway } from '../../store/connection.ts';
import { findRun, listRunSteps, type MigrationRun } from '../../store/migration-runs.ts';
import type { Sealer } from '../../store/sealing.ts';
import type { Store } from '../../store/store.ts';
import type { StatusReader } from '../status-words.ts';
import { runCommand } from './command/run-command.ts';
import { executeRun, type StopReason } from './executor.ts';
import { failure, MigrationFailedError, RunStoppedError } from './failure.ts';
import { createRunProgress } from './progress.ts';
import { reconcileRun } from './reconcile.ts';
import { createRunRecorder, type RunRecorder } from './recorder.ts';
import { openRunScripts, type RunScript } from './scripts.ts';
import type { SpoolOptions } from './spool.ts';

export interface RunTaskOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly analyser: SqlAnalyser;
  readonly spool: SpoolOptions;
  readonly statuses: StatusReader;
  /** Where commands leave their output and process ids. */
  readonly commandsDirectory: string;
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
  const release = target.retain();

  const work = async (): Promise<void> => {
    const steps = await listRunSteps(store.q, [run.id]);
    const databaseName = target.settings.name;
    const progress = createRunProgress({ run, databaseName, steps, recorder, clock });
    if (run.executor === 'command') {
      await runCommand({
        ...options,
        ...claimed,
        steps,
        progress,
        directory: options.commandsDirectory,
        signal: controller.signal,
        stopReason: () => reason,
      });
      return;
    }
    const scripts = await openScripts(options, run);
    const common = { run, target, progress, clock, random, logger };
    const { signal } = controller;
    if (claimed.mode === 'execute') {
      if (scripts instanceof MigrationFailedError) {
        progress.finished('FAILED', { error: scripts.runError });
        return;
      }
      const stopReason = (): StopReason => reason;
      const isOurs = (): Promise<boolean> => isStillOurs(options, run, recorder);
      const end = await executeRun({ ...common, scripts, recorder, signal, stopReason, isOurs });
      if (end !== 'lost') return;
      progress.log('the connection to the database was lost; what happened is being looked up');
    }
    // What happened is read from the database; the scripts only help to judge what is in doubt.
    const known = Array.isArray(scripts) ? scripts : steps.map((step) => ({ step }));
    await reconcileRun({ ...common, scripts: known, signal });
  };

  const done = work()
    .catch((error: unknown) => {
      if (error instanceof RunStoppedError) return;
      logger.error({ err: coerceError(error), run: run.id }, 'a run ended unexpectedly');
    })
    .then(() => recorder.recorded())
    .then(() => recorder.close())
    .finally(release);

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
      // A run that is reconciled ends by itself; a command that was taken up again may go on long.
      if (claimed.mode === 'execute' || run.executor === 'command') abort('cancel');
    },
    stop: async () => {
      abort('shutdown');
      let cancelTimer: () => void = () => undefined;
      const late = new Promise<void>((resolve) => {
        cancelTimer = clock.setTimer(5000, resolve);
      });
      await Promise.race([done, late]);
      cancelTimer();
      await recorder.close();
    },
  };
}

/** The scripts, or why they cannot be opened; a store that is away is thrown. */
async function openScripts(
  options: RunTaskOptions,
  run: MigrationRun,
): Promise<readonly RunScript[] | MigrationFailedError> {
  try {
    return await openRunScripts(options, run.id);
  } catch (error) {
    if (isStoreAway(error)) throw error;
    options.logger.warn({ err: coerceError(error), run: run.id }, 'a run cannot be opened');
    if (error instanceof MigrationFailedError) return error;
    return failure('The bytes of the run could not be opened; trigger it anew.');
  }
}

const claimCheckMs = 2000;

/** Whether the store still names this claim; while it does not answer, nobody can have taken it. */
async function isStillOurs(
  { store, clock, logger }: RunTaskOptions,
  run: MigrationRun,
  recorder: Pick<RunRecorder, 'fenced'>,
): Promise<boolean> {
  if (recorder.fenced) return false;
  let cancel: () => void = () => undefined;
  const late = new Promise<undefined>((resolve) => {
    cancel = clock.setTimer(claimCheckMs, () => resolve(undefined));
  });
  const asked = findRun(store.q, run.id).catch((error: unknown) => {
    logger.debug({ err: coerceError(error), run: run.id }, 'the claim could not be checked');
    return undefined;
  });
  const found = await Promise.race([asked, late]);
  cancel();
  return found === undefined || found.claim === run.claim;
}
