// Executes one step of a run and tells what became of it. After a failure the database's row decides
// what is told.
import { coerceError } from '../../core/errors.ts';
import { writeHistoryRow } from '../history-rows.ts';
import { readHistory, sessionReader, type HistoryRow } from '../history.ts';
import type { SendingAhead } from './ahead.ts';
import { beginRow, isResumed, ownRole, type ExecutedStep, type Execution } from './execution.ts';
import { failure, MigrationFailedError, RunStoppedError } from './failure.ts';
import { executeStepwise } from './stepwise.ts';
import { executeTransactional } from './transactional.ts';

/** Executes a step, unless an earlier run, or this one before an interruption, has done it. */
export async function executeStep(
  execution: Execution,
  executed: ExecutedStep,
  ahead: SendingAhead,
): Promise<void> {
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
        ? await executeTransactional(execution, executed, ahead)
        : await executeStepwise(execution, executed);
    progress.migrationFinished(step.position, { state, statementsDone, durationMs });
  } catch (error) {
    if (!execution.session.lost) await recordFailure(execution, executed, error);
    throw error;
  }
}

function isDoneAlready(
  execution: Execution,
  { step, row }: Pick<ExecutedStep, 'step' | 'row'>,
): boolean {
  if (isOpen(execution, { row })) return false;
  if (execution.run.kind === 'ROLLBACK' || row?.checksum === step.checksum) return true;
  throw failure(
    `${step.version} was applied meanwhile with other contents. Look at migrationStatus.`,
  );
}

/** True when a step is to be executed; what cannot be (its file was changed) shows in its turn. */
export function isOpen({ run }: Execution, { row }: Pick<ExecutedStep, 'row'>): boolean {
  if (row === undefined) return run.kind === 'MIGRATE';
  return run.kind === 'MIGRATE'
    ? row.state !== 'applied' && row.state !== 'marked'
    : row.state !== 'rolled_back';
}

/** After a failure: the database's row decides what is told of the step. */
async function recordFailure(
  execution: Execution,
  executed: ExecutedStep,
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
  executed: ExecutedStep,
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
