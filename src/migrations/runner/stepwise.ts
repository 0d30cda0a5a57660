// Executes a migration statement by statement, each with its own commit: for files that say
// no-transaction or hold a statement that cannot run in one.
//
//   a statement that can run in a transaction runs in its own, together with the step's row, so it
//   is never in doubt
//   another one: the intent is committed first, then the statement runs, then the row is written;
//   when the answer never came, `judge` looks for its effect before anything is repeated
//
// The row counts the statements that are done; a later run goes on from there.
import { coerceError } from '../../core/errors.ts';
import type { MigrationStatement } from '../../sql/analyse.ts';
import type { InDoubtProbe } from '../../sql/outside-transaction.ts';
import { deleteHistoryRow, lockLostSqlState, writeHistoryRow } from '../history-rows.ts';
import type { HistoryRow, HistoryState } from '../history.ts';
import {
  beginRow,
  chainChecksums,
  isSetting,
  ownRole,
  ownSettings,
  retryLockTimeouts,
  sessionSettings,
  shown,
  throwIfStopped,
  type ExecutedStep,
  type Execution,
} from './execution.ts';
import {
  failure,
  InDoubtError,
  RunLockLostError,
  RunStoppedError,
  serverErrorOf,
  toMigrationFailure,
} from './failure.ts';
import { isIndexThere, judge, type Verdict } from './in-doubt.ts';
import { createPipeline } from './pipeline.ts';

/** Executes a step from where its row stands; resolves with the duration in milliseconds. */
export async function executeStepwise(
  execution: Execution,
  executed: ExecutedStep,
): Promise<number> {
  const { clock } = execution;
  const { script } = executed;
  const started = clock.monotonicMs();
  const rows = rowsOf(execution, executed, started);
  let done = statementsToSkip(execution, executed);
  refuseChangedDoubt(execution, executed);
  if (script.statements.length === 0) await write(execution, rows.after(0));
  if (done > 0 && done === script.statements.length) await write(execution, rows.after(done));
  const settings = ownSettings(script, done);
  for (const statement of script.statements.slice(done)) {
    throwIfStopped(execution);
    const step: StatementStep = { ...executed, statement, settings, rows, doubt: { stays: false } };
    try {
      await executeStatement(execution, step);
    } catch (error) {
      const failed = toMigrationFailure(error, statement);
      if (!execution.session.lost) await writeFailure(execution, step, done, failed);
      throw failed;
    }
    done = statement.index + 1;
    if (isSetting(statement)) settings.push(statement.text);
    await execution.room();
  }
  return clock.monotonicMs() - started;
}

/** One statement on its way. */
interface StatementStep extends ExecutedStep {
  readonly statement: MigrationStatement;
  /** The file's SET statements before it. */
  readonly settings: readonly string[];
  readonly rows: StepRows;
  /** `stays`: the intent must be left in the row, because what was done is not settled. */
  readonly doubt: { stays: boolean };
}

/** The row after a failure; what fails here must not hide the failure itself. */
async function writeFailure(
  execution: Execution,
  { row, step, rows, doubt }: StatementStep,
  done: number,
  failed: Error,
): Promise<void> {
  if (doubt.stays || failed instanceof RunLockLostError || failed instanceof InDoubtError) return;
  try {
    if (failed instanceof RunStoppedError && done === 0) await writeUntouched(execution, row, step);
    else await write(execution, rows.failed(done, failed.message));
  } catch (error) {
    const { logger, run } = execution;
    logger.warn({ err: coerceError(error), run: run.id }, 'a failure could not be written down');
  }
}

/** Stopped before anything was done: the row as it was, or none. */
async function writeUntouched(
  execution: Execution,
  row: HistoryRow | undefined,
  { version }: ExecutedStep['step'],
): Promise<void> {
  if (row !== undefined) return write(execution, { ...row, intent: null });
  await execution.session.execute(ownRole);
  const { source } = execution.run;
  await guarded(() => execution.session.execute(deleteHistoryRow({ source, version })));
}

interface StepRows {
  after(done: number): HistoryRow;
  intending(statement: number): HistoryRow;
  failed(done: number, message: string): HistoryRow;
}

function rowsOf(execution: Execution, executed: ExecutedStep, startedMs: number): StepRows {
  const { clock, run } = execution;
  const { script, row } = executed;
  const total = script.statements.length;
  const down = run.kind === 'ROLLBACK';
  const begun = beginRow(execution, executed);
  const base: HistoryRow = down && row !== undefined ? { ...begun, checksum: row.checksum } : begun;
  const under: HistoryState = down ? 'rolling_back' : 'partial';
  const checksums = chainChecksums(script);
  const at = (done: number, state: HistoryState): HistoryRow => ({
    ...base,
    state,
    statementsDone: done,
    doneChecksum: checksums[done] ?? null,
    durationMs: clock.monotonicMs() - startedMs,
  });
  return {
    after: (done) =>
      done === total
        ? { ...at(done, down ? 'rolled_back' : 'applied'), finishedAt: clock.now() }
        : at(done, under),
    intending: (statement) => {
      const checksum = checksums[statement + 1] ?? '';
      return { ...at(statement, under), intent: { statement, down, checksum } };
    },
    failed: (done, message) => {
      if (done > 0) return { ...at(done, under), error: message };
      if (!down || row === undefined) return { ...at(0, 'failed'), error: message };
      // Nothing of the roll-back happened: it is applied as it was.
      return { ...row, state: row.state === 'rolling_back' ? 'applied' : row.state, intent: null };
    },
  };
}

/**
 * How many statements an earlier run has done.
 * @throws MigrationFailedError when those of the file are not the ones that were executed.
 */
function statementsToSkip(execution: Execution, { script, row, step }: ExecutedStep): number {
  const under = execution.run.kind === 'ROLLBACK' ? 'rolling_back' : 'partial';
  if (row === undefined || row.state !== under || row.statementsDone === 0) return 0;
  const same = chainChecksums(script)[row.statementsDone] === row.doneChecksum;
  if (same) return row.statementsDone;
  throw failure(
    `${row.statementsDone} statements of ${step.version} are in effect, but the file's first ` +
      `${row.statementsDone} statements are not the ones that were executed. Restore them, or ` +
      'finish by hand and use markMigrationApplied.',
  );
}

/**
 * A statement whose outcome is not known is taken up only as it was.
 * @throws InDoubtError when the file has another statement in its place.
 */
function refuseChangedDoubt(execution: Execution, { script, row }: ExecutedStep): void {
  const intent = row?.intent;
  if (intent?.checksum === undefined || intent.down !== (execution.run.kind === 'ROLLBACK')) return;
  if (chainChecksums(script)[intent.statement + 1] === intent.checksum) return;
  const { runError } = failure(
    `Whether statement ${intent.statement + 1} was executed is not known, and the file has another ` +
      'one in its place now. Look at the database, then call resolveInDoubt, or restore the file.',
  );
  throw new InDoubtError(runError);
}

async function executeStatement(execution: Execution, step: StatementStep): Promise<void> {
  const { progress, clock } = execution;
  const { statement } = step;
  progress.statementStarted(step.step.position, shown(statement));
  const before = clock.monotonicMs();
  const touched = statement.runsInTransaction
    ? await executeInOwnTransaction(execution, step)
    : await executeOutside(execution, step);
  progress.statementFinished(touched, clock.monotonicMs() - before);
}

function executeInOwnTransaction(
  execution: Execution,
  { script, statement, settings, rows }: StatementStep,
): Promise<number | null> {
  const { session, observer } = execution;
  return retryLockTimeouts(execution, async () => {
    throwIfStopped(execution);
    const pipeline = createPipeline(session);
    try {
      pipeline.send(sessionSettings(execution, script, settings));
      pipeline.send('begin');
      await pipeline.take();
      // Nothing is sent before the transaction is known to be open.
      await pipeline.take();
      pipeline.send(statement.text);
      pipeline.send(ownRole);
      pipeline.send(writeHistoryRow(rows.after(statement.index + 1)));
      pipeline.send('commit');
      const { rows: touched } = await observer.during(() => pipeline.take());
      await pipeline.take();
      await guarded(() => pipeline.take());
      const { command } = await observer.during(() => pipeline.take());
      if (command !== 'COMMIT') throw new Error(`the server answered ${command} to commit`);
      return touched;
    } catch (error) {
      await pipeline.drop();
      if (!session.lost) await session.execute('rollback');
      throw error;
    }
  });
}

async function executeOutside(execution: Execution, step: StatementStep): Promise<number | null> {
  const { session } = execution;
  const { script, statement, settings, rows, row, doubt } = step;
  const { probe } = statement;
  const prepare = () => session.execute(sessionSettings(execution, script, settings));
  const finish = async (touched: number | null): Promise<number | null> => {
    // Executed already: were the row not written, the intent would have to tell of it.
    doubt.stays = true;
    await retryLockTimeouts(execution, () => write(execution, rows.after(statement.index + 1)));
    doubt.stays = false;
    return touched;
  };
  await prepare();
  const down = execution.run.kind === 'ROLLBACK';
  if (row?.intent?.statement === statement.index && row.intent.down === down) {
    doubt.stays = true;
    const verdict = await judge(session, probe);
    if (verdict === 'unknown') throw inDoubt(statement);
    if (verdict === 'applied') return finish(null);
    doubt.stays = false;
  }
  const wasThere = await isIndexThere(session, probe);
  const touched = await retryLockTimeouts(execution, async () => {
    throwIfStopped(execution);
    await write(execution, rows.intending(statement.index));
    await prepare();
    // What the attempt before left half-made stands in the way of this one.
    if (doubt.stays && (await judge(session, probe)) === 'applied') return null;
    doubt.stays = false;
    try {
      return (await execution.observer.during(() => session.execute(statement.text))).rows;
    } catch (error) {
      // The server told that it failed, so nothing is in doubt; an index may be left half-built.
      if (session.lost || wasThere || probe?.kind !== 'index-created') throw error;
      const verdict = await clearAway(execution, probe);
      doubt.stays = verdict === undefined;
      if (verdict === 'applied') return null;
      throw error;
    }
  });
  return finish(touched);
}

/** Drops what a failed statement left half-made; undefined when that cannot be done now. */
async function clearAway(
  { session, locks, logger, run }: Execution,
  probe: InDoubtProbe,
): Promise<Verdict | undefined> {
  try {
    // Nobody can cancel it, so it must not wait for ever, whatever the file says.
    await session.execute(`set lock_timeout = ${locks.lockTimeoutMs || 5000}`);
    return await judge(session, probe);
  } catch (error) {
    logger.warn(
      { err: coerceError(error), run: run.id },
      'a half-built index could not be dropped',
    );
    return undefined;
  }
}

function inDoubt(statement: MigrationStatement): Error {
  const { runError } = failure(
    `Whether statement ${statement.index + 1} (line ${statement.line}) was executed is not known: ` +
      'an earlier run was cut off while it ran. Look at the database, then call resolveInDoubt ' +
      'and retry.',
    { statement: shown(statement).text },
  );
  return new InDoubtError(runError);
}

/** Writes a row by itself; it is committed on return. */
async function write(execution: Execution, row: HistoryRow): Promise<void> {
  await execution.session.execute(ownRole);
  await guarded(() => execution.session.execute(writeHistoryRow(row)));
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (serverErrorOf(error)?.code === lockLostSqlState) {
      throw new RunLockLostError('the run lock was lost', { cause: error });
    }
    throw error;
  }
}
