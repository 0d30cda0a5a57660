// Executes a migration statement by statement, each with its own commit: for files that say
// no-transaction or hold a statement that cannot run in one.
//
//   a statement that can run in a transaction runs in its own, together with the step's row, so it
//   is never in doubt
//   another one: the intent is committed first, then the statement runs, then the row is written;
//   when the answer never came, `judge` looks for its effect before anything is repeated
//
// The row counts the statements that are done; a later run goes on from there.
import type { MigrationStatement } from '../../sql/analyse.ts';
import { lockLostSqlState, writeHistoryRow, type HistoryRow, type HistoryState } from '../history.ts';
import {
  beginRow,
  chainChecksums,
  ownRole,
  retryLockTimeouts,
  sessionSettings,
  shown,
  throwIfStopped,
  type ExecutedStep,
  type Execution,
} from './execution.ts';
import { InDoubtError, RunLockLostError, failure, serverErrorOf, toMigrationFailure } from './failure.ts';
import { isIndexThere, judge } from './in-doubt.ts';
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
  if (script.statements.length === 0) await write(execution, rows.after(0));
  if (done > 0 && done === script.statements.length) await write(execution, rows.after(done));
  for (const statement of script.statements.slice(done)) {
    throwIfStopped(execution);
    try {
      await executeStatement(execution, executed, statement, rows);
    } catch (error) {
      const failed = toMigrationFailure(error, statement);
      const settled = !(failed instanceof RunLockLostError || failed instanceof InDoubtError);
      if (settled && !execution.session.lost) {
        await write(execution, rows.failed(done, failed.message));
      }
      throw failed;
    }
    done = statement.index + 1;
    await execution.room();
  }
  return clock.monotonicMs() - started;
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
    intending: (statement) => ({ ...at(statement, under), intent: { statement, down } }),
    failed: (done, message) => {
      if (done > 0) return { ...at(done, under), error: message };
      // Nothing of the roll-back happened: it is applied as it was.
      return down && row !== undefined ? row : { ...at(0, 'failed'), error: message };
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

async function executeStatement(
  execution: Execution,
  executed: ExecutedStep,
  statement: MigrationStatement,
  rows: StepRows,
): Promise<void> {
  const { progress, clock, observer } = execution;
  progress.statementStarted(executed.step.position, shown(statement));
  const before = clock.monotonicMs();
  const touched = await observer.during(() =>
    statement.runsInTransaction
      ? executeInOwnTransaction(execution, executed, statement, rows)
      : executeOutside(execution, executed, statement, rows),
  );
  progress.statementFinished(touched, clock.monotonicMs() - before);
}

function executeInOwnTransaction(
  execution: Execution,
  { script }: ExecutedStep,
  statement: MigrationStatement,
  rows: StepRows,
): Promise<number | null> {
  const { session } = execution;
  return retryLockTimeouts(execution, async () => {
    throwIfStopped(execution);
    const pipeline = createPipeline(session);
    try {
      pipeline.send(`${sessionSettings(execution, script)}; begin`);
      pipeline.send(statement.text);
      pipeline.send(ownRole);
      pipeline.send(writeHistoryRow(rows.after(statement.index + 1)));
      pipeline.send('commit');
      await pipeline.take();
      const { rows: touched } = await pipeline.take();
      await pipeline.take();
      await guarded(() => pipeline.take());
      const { command } = await pipeline.take();
      if (command !== 'COMMIT') throw new Error(`the server answered ${command} to commit`);
      return touched;
    } catch (error) {
      await pipeline.drop();
      if (!session.lost) await session.execute('rollback');
      throw error;
    }
  });
}

async function executeOutside(
  execution: Execution,
  { script, row }: ExecutedStep,
  statement: MigrationStatement,
  rows: StepRows,
): Promise<number | null> {
  const { session } = execution;
  const down = execution.run.kind === 'ROLLBACK';
  const doubted =
    row?.intent !== null &&
    row?.intent !== undefined &&
    row.intent.statement === statement.index &&
    row.intent.down === down;
  if (doubted) {
    await session.execute(ownRole);
    const verdict = await judge(session, statement.probe);
    if (verdict === 'unknown') throw inDoubt(statement);
    if (verdict === 'applied') {
      await write(execution, rows.after(statement.index + 1));
      return null;
    }
  }
  const wasThere = await isIndexThere(session, statement.probe);
  const result = await retryLockTimeouts(execution, async () => {
    await write(execution, rows.intending(statement.index));
    throwIfStopped(execution);
    await session.execute(sessionSettings(execution, script));
    try {
      return await session.execute(statement.text);
    } catch (error) {
      // The server told that it failed, so nothing is in doubt; an index may be left half-built.
      if (!session.lost && !wasThere && statement.probe?.kind === 'index-created') {
        await session.execute(`${ownRole}; set lock_timeout = 0`);
        await judge(session, statement.probe);
      }
      throw error;
    }
  });
  await write(execution, rows.after(statement.index + 1));
  return result.rows;
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
