// Executes a claimed run from its first event to its last:
//
//   connect → refuse poolers → take the run lock → make the history table → each step → FINISHED
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
import {
  createHistory,
  readHistory,
  sessionReader,
  writeHistoryRow,
  type HistoryRow,
} from '../history.ts';
import { executeDryRun } from './dry-run.ts';
import {
  beginRow,
  isResumed,
  ownRole,
  readSearchPath,
  throwIfStopped,
  type Execution,
} from './execution.ts';
import {
  failure,
  MigrationFailedError,
  RunLockLostError,
  RunStoppedError,
  RunTakenOverError,
  serverErrorOf,
} from './failure.ts';
import { createObserver } from './observer.ts';
import type { RunProgress } from './progress.ts';
import type { RunRecorder } from './recorder.ts';
import { releaseRunLock, takeRunLock } from './run-lock.ts';
import type { RunScript } from './scripts.ts';
import { executeStepwise } from './stepwise.ts';
import { executeTransactional } from './transactional.ts';

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
    for (const executed of await withRows(execution, options.scripts)) {
      throwIfStopped(execution);
      if (recorder.fenced) throw new RunTakenOverError('another replica has taken the run over');
      await executeStep(execution, executed);
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

type WithRow = RunScript & { readonly row: HistoryRow | undefined };

async function withRows(
  { session, run }: Execution,
  scripts: readonly RunScript[],
): Promise<readonly WithRow[]> {
  const history = await readHistory(sessionReader(session), run.source);
  const rows = new Map((history ?? []).map((row) => [row.version, row]));
  return scripts.map((script) => ({ ...script, row: rows.get(script.step.version) }));
}

/** Executes a step, unless an earlier run, or this one before an interruption, has done it. */
async function executeStep(execution: Execution, executed: WithRow): Promise<void> {
  const { run, progress } = execution;
  const { step, script, row } = executed;
  const statementsDone = script.statements.length;
  const state = run.kind === 'MIGRATE' ? 'APPLIED' : 'ROLLED_BACK';
  if (isDoneAlready(execution, executed)) {
    if (step.state !== state) {
      const durationMs = row?.durationMs ?? null;
      const message = 'it was done already';
      progress.migrationFinished(step.position, { state, statementsDone, durationMs, message });
    }
    return;
  }
  const resumed = isResumed(execution, executed);
  progress.migrationStarted(step.position, resumed ? (row?.statementsDone ?? 0) : 0);
  try {
    const durationMs =
      script.transactional && !resumed
        ? await executeTransactional(execution, executed)
        : await executeStepwise(execution, executed);
    progress.migrationFinished(step.position, { state, statementsDone, durationMs });
  } catch (error) {
    if (!execution.session.lost) await recordFailure(execution, executed, error);
    throw error;
  }
}

function isDoneAlready({ run }: Execution, { step, row }: WithRow): boolean {
  if (run.kind === 'ROLLBACK') return row === undefined || row.state === 'rolled_back';
  if (row === undefined || (row.state !== 'applied' && row.state !== 'marked')) return false;
  if (row.checksum === step.checksum) return true;
  throw failure(
    `${step.version} was applied meanwhile with other contents. Look at migrationStatus.`,
  );
}

/** After a failure: the database's row decides what is told of the step. */
async function recordFailure(
  execution: Execution,
  executed: WithRow,
  error: unknown,
): Promise<void> {
  const { run, session, progress, logger } = execution;
  const { step } = executed;
  const { message } = coerceError(error);
  let row: HistoryRow | undefined;
  try {
    row = await writeFailedRow(execution, executed, error);
  } catch (cause) {
    // The failure itself matters more than that it could not be written down.
    logger.warn({ err: coerceError(cause), run: run.id }, 'a failure could not be written down');
    if (session.lost) return;
  }
  const partial = row?.state === 'partial' || row?.state === 'rolling_back';
  const untouched = error instanceof RunStoppedError && row?.state !== 'failed';
  const back = run.kind === 'ROLLBACK' && !partial;
  progress.migrationFinished(step.position, {
    state: partial ? 'PARTIAL' : untouched || back ? step.state : 'FAILED',
    statementsDone: partial ? (row?.statementsDone ?? 0) : 0,
    durationMs: null,
    message,
  });
}

/** Writes what the transaction of the migration could not keep, and reads how the row stands. */
async function writeFailedRow(
  execution: Execution,
  executed: WithRow,
  error: unknown,
): Promise<HistoryRow | undefined> {
  const { run, session, clock } = execution;
  const whole = executed.script.transactional && !isResumed(execution, executed);
  if (run.kind === 'MIGRATE' && whole && error instanceof MigrationFailedError) {
    await session.execute(ownRole);
    await session.execute(
      writeHistoryRow({
        ...beginRow(execution, executed),
        state: 'failed',
        finishedAt: clock.now(),
        error: error.message,
      }),
    );
  }
  const rows = await readHistory(sessionReader(session), run.source);
  return rows?.find((one) => one.version === executed.step.version);
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
