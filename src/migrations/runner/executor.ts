// Executes a claimed run from its first event to its last:
//
//   connect → refuse poolers → take the run lock → make the history table → hold a roll-back to what
//   was shown → each step → FINISHED
//
// It ends in one of three ways. `ended`: the last event was recorded. `handed-back`: hawkwatch is
// stopping, the run is queued again with what is left. `lost`: the connection went away with a
// statement under way, so what happened must be read from the database (see `reconcile.ts`).
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { RunError } from '../../core/migrations.ts';
import type { Random } from '../../core/random.ts';
import { isTransactionPooled } from '../../databases/postgres/pooler.ts';
import { isConnectionFailure, type Session } from '../../databases/postgres/session.ts';
import { describeFailure, type Target } from '../../databases/targets.ts';
import type { MigrationRun } from '../../store/migration-runs.ts';
import { createHistory, readHistory, sessionReader } from '../history.ts';
import { createSendingAhead } from './ahead.ts';
import { executeDryRun } from './dry-run.ts';
import { readSearchPath, throwIfStopped, type ExecutedStep, type Execution } from './execution.ts';
import {
  failure,
  MigrationFailedError,
  RunLockLostError,
  RunStoppedError,
  RunTakenOverError,
  serverErrorOf,
} from './failure.ts';
import { refuseLeftAbove } from './left-above.ts';
import { createObserver } from './observer.ts';
import type { RunProgress } from './progress.ts';
import type { RunRecorder } from './recorder.ts';
import { createRepeated } from './repeated.ts';
import { releaseRunLock, takeRunLock } from './run-lock.ts';
import type { RunScript } from './scripts.ts';
import { executeStep, isOpen } from './step.ts';

export type RunEnd = 'ended' | 'handed-back' | 'lost';

/** Why a run's signal is aborted. */
export type StopReason = 'cancel' | 'shutdown';

export interface ExecutorOptions {
  readonly run: MigrationRun;
  readonly scripts: readonly RunScript[];
  readonly target: Target;
  readonly progress: RunProgress;
  readonly recorder: Pick<RunRecorder, 'room' | 'fenced'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Aborted with a RunStoppedError. */
  readonly signal: AbortSignal;
  stopReason(): StopReason;
  /** False when another replica has taken the run over; true while nobody can tell. */
  isOurs(): Promise<boolean>;
  /** Milliseconds a migration may go on for when hawkwatch stops. */
  readonly graceMs?: number;
}

/** How a run ends, and the telling of it, which waits until the run lock is free again. */
interface Ending {
  readonly end: RunEnd;
  tell(): void;
}

/** Executes a run; never throws for what the database or the file does. */
export async function executeRun(options: ExecutorOptions): Promise<RunEnd> {
  const ending = await executeUntilEnd(options);
  ending.tell();
  return ending.end;
}

async function executeUntilEnd(options: ExecutorOptions): Promise<Ending> {
  const { run, progress, logger } = options;
  let session: Session | undefined;
  try {
    progress.started();
    session = await connect(options);
    await takeLock(options, session);
    await requireOurs(options);
    const ending = await executeSteps(options, session);
    await releaseRunLock(session);
    return ending;
  } catch (error) {
    if (session !== undefined && (session.lost || isConnectionFailure(error))) {
      const known = error instanceof MigrationFailedError ? error.message : undefined;
      if (known !== undefined) progress.log(`before the connection was lost: ${known}`);
      return { end: 'lost', tell: () => undefined };
    }
    if (session !== undefined) await releaseAfterFailure(options, session);
    return endBadly(options, error);
  } finally {
    await session?.close().catch((error: unknown) => {
      logger.debug({ err: coerceError(error), run: run.id }, 'the session was gone already');
    });
  }
}

/** Closing the session frees the lock too, but a moment after the answer. */
async function releaseAfterFailure(
  { run, logger }: ExecutorOptions,
  session: Session,
): Promise<void> {
  try {
    await releaseRunLock(session);
  } catch (error) {
    logger.debug({ err: coerceError(error), run: run.id }, 'the run lock goes with the session');
  }
}

async function connect({ target, run, clock }: ExecutorOptions): Promise<Session> {
  const applicationName = `hawkwatch run ${run.id.slice(0, 8)}`;
  let session: Session;
  try {
    session = await target.openSession(applicationName);
  } catch (error) {
    throw failure(
      `The database cannot be reached: ${describeFailure(error)}. Retry when it is back.`,
    );
  }
  const pooled = await isTransactionPooled(session, {
    url: target.settings.url,
    applicationName: `${applicationName} check`,
    clock,
  }).catch(async (error: unknown) => {
    await session.close();
    throw failure(`The connection could not be checked: ${describeFailure(error)}.`);
  });
  if (!pooled) return session;
  await session.close();
  throw failure(
    'The URL leads to a connection pooler in transaction mode, where the run lock cannot be held. ' +
      "Give the server's own address, or a pooler in session mode.",
  );
}

/** While it waited for the lock, another replica may have taken this one for dead. */
async function requireOurs(options: ExecutorOptions): Promise<void> {
  if (await options.isOurs()) return;
  throw new RunTakenOverError('another replica has taken the run over');
}

async function takeLock(options: ExecutorOptions, session: Session): Promise<void> {
  const { target, clock, random, signal, progress } = options;
  let waited = false;
  await takeRunLock({
    session,
    target,
    clock,
    random,
    signal,
    waitMs: target.settings.locks.waitForRunMs,
    onWait: (holder) => {
      waited = true;
      progress.blocked([holder], 'another run of this database holds the run lock');
    },
  });
  if (waited) progress.unblocked();
}

async function executeSteps(options: ExecutorOptions, session: Session): Promise<Ending> {
  const { run, target, progress, signal, clock, random, logger, recorder } = options;
  const observer = createObserver({ target, pid: session.pid, progress, clock, logger });
  const execution: Execution = {
    run,
    session,
    observer,
    progress,
    clock,
    random,
    logger,
    signal,
    repeated: createRepeated(session),
    locks: target.settings.locks,
    searchPath: await readSearchPath(session),
    room: () => recorder.room(),
  };
  let cancelGrace: () => void = () => undefined;
  const onStop = (): void => {
    const graceMs = options.stopReason() === 'cancel' ? 0 : (options.graceMs ?? 3000);
    cancelGrace = clock.setTimer(graceMs, () => observer.cancel());
  };
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) onStop();
  try {
    if (run.dryRun) {
      const report = await executeDryRun(execution, await withRows(execution, options.scripts));
      const message = 'dry run: rolled back';
      return {
        end: 'ended',
        tell: () => progress.finished('SUCCEEDED', { patch: { report }, message }),
      };
    }
    await prepareHistory(session);
    await execution.repeated.prepare();
    const steps = await withRows(execution, options.scripts);
    const ahead = createSendingAhead(execution, (executed) => {
      const next = steps[executed.step.position + 1];
      return next !== undefined && isOpen(execution, next) ? next : undefined;
    });
    for (const executed of steps) {
      // What was sent early has to be seen through: it may be committed already.
      if (!ahead.holds(executed)) throwIfStopped(execution);
      if (recorder.fenced) throw new RunTakenOverError('another replica has taken the run over');
      await executeStep(execution, executed, ahead);
    }
    return { end: 'ended', tell: () => progress.finished('SUCCEEDED') };
  } finally {
    signal.removeEventListener('abort', onStop);
    cancelGrace();
  }
}

async function prepareHistory(session: Session): Promise<void> {
  try {
    await createHistory(session);
  } catch (error) {
    if (serverErrorOf(error) === undefined) throw error;
    throw failure(
      `The history table hawkwatch.migrations cannot be made: ${coerceError(error).message}. ` +
        'Grant the role CREATE on the database, or create the schema "hawkwatch" for it.',
    );
  }
}

/** The steps as they stand now; a roll-back that would leave something above it ends here. */
async function withRows(
  { session, run }: Execution,
  scripts: readonly RunScript[],
): Promise<readonly ExecutedStep[]> {
  const history = (await readHistory(sessionReader(session), run.source)) ?? [];
  const steps = scripts.map((script) => script.step);
  refuseLeftAbove(run, steps, history);
  const rows = new Map(history.map((row) => [row.version, row]));
  return scripts.map((script) => ({ ...script, row: rows.get(script.step.version) }));
}

function endBadly(options: ExecutorOptions, error: unknown): Ending {
  const { run, progress, logger } = options;
  const failed = (runError: RunError): Ending => ({
    end: 'ended',
    tell: () => progress.finished('FAILED', { error: runError }),
  });
  if (error instanceof RunTakenOverError) {
    logger.warn({ run: run.id }, 'the run was taken over by another replica; it is left to it');
    return { end: 'ended', tell: () => undefined };
  }
  if (error instanceof RunStoppedError) {
    if (options.stopReason() === 'cancel') {
      const message = 'cancelled on request';
      return { end: 'ended', tell: () => progress.finished('CANCELLED', { message }) };
    }
    const message = 'hawkwatch is stopping; the run goes on after its restart';
    return { end: 'handed-back', tell: () => progress.log(message, { state: 'QUEUED' }) };
  }
  if (error instanceof MigrationFailedError) return failed(error.runError);
  if (error instanceof RunLockLostError) {
    const { runError } = failure(
      'The run lock was lost while the run went on, so it was stopped; what was not committed was ' +
        'undone. Something in the migrations may release advisory locks.',
    );
    return failed(runError);
  }
  logger.error({ err: coerceError(error), run: run.id }, 'a run failed for an unexpected reason');
  return failed(failure('hawkwatch failed to execute the run; its log tells why. Retry.').runError);
}
