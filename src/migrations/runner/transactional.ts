// Executes a migration in one transaction together with its history row. Statements are sent a few
// ahead of their answers, which is safe inside a transaction: after a failure the server ignores
// the rest, and the history row fails, and with it the commit, when the run lock was lost. A
// migration of one statement goes out whole: its statement in the message that begins the
// transaction, and a history row that fails when that did not begin.
import type { StatementResult } from '../../databases/postgres/session.ts';
import type { MigrationStatement } from '../../sql/analyse.ts';
import { beginMarked, lockLostSqlState, writeHistoryRow, type HistoryRow } from '../history.ts';
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
import {
  RunLockLostError,
  serverErrorOf,
  toMigrationFailure,
  type FailedStatement,
} from './failure.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';

// Enough to hide the round trips, few enough to bound what is in flight.
const sentAhead = 16;

/** Executes a step; on return it is committed. Resolves with its duration in milliseconds. */
export async function executeTransactional(
  execution: Execution,
  executed: ExecutedStep,
): Promise<number> {
  let current: FailedStatement | undefined = executed.script.statements[0];
  try {
    return await retryLockTimeouts(execution, () =>
      attempt(execution, executed, (statement) => {
        current = statement;
      }),
    );
  } catch (error) {
    throw current === undefined ? error : toMigrationFailure(error, current);
  }
}

async function attempt(
  execution: Execution,
  executed: ExecutedStep,
  onStatement: (statement: FailedStatement) => void,
): Promise<number> {
  const { session, observer, progress, clock } = execution;
  const { statements } = executed.script;
  throwIfStopped(execution);
  const started = clock.monotonicMs();
  const pipeline = createPipeline(session);
  const [only, second] = statements;
  const settings = sessionSettings(execution, executed.script);
  let sent = 0;
  const sendUpTo = (end: number): void => {
    if (sent === statements.length) return;
    for (; sent < statements.length && sent < end; sent += 1) {
      pipeline.send(statements[sent]?.text ?? '');
    }
    if (sent === statements.length) sendEnd(pipeline, execution, executed, 'transaction');
  };
  let offset = 0;
  try {
    if (only !== undefined && second === undefined) {
      // The commit ends what PostgreSQL wraps around the settings: only then do they apply to how
      // the transaction begins (read-only, isolation).
      const before = `${settings}; commit; ${beginMarked};\n`;
      offset = before.length;
      pipeline.send(`${before}${only.text}`);
      sendEnd(pipeline, execution, executed, 'marked');
      sent = 1;
    } else {
      pipeline.send(settings);
      pipeline.send('begin');
      await pipeline.take();
      // Nothing is sent before the transaction is known to be open: it would be committed at once.
      await pipeline.take();
      if (statements.length === 0) sendEnd(pipeline, execution, executed, 'transaction');
      sendUpTo(sentAhead);
    }
    for (const statement of statements) {
      onStatement({ ...statement, offset });
      sendUpTo(statement.index + sentAhead);
      progress.statementStarted(executed.step.position, shown(statement));
      const before = clock.monotonicMs();
      const { rows } = await observer.during(() => pipeline.take());
      progress.statementFinished(rows, clock.monotonicMs() - before);
      await execution.room();
    }
    // Deferred constraints are checked by the commit, so it can take long, and fail.
    onStatement(commitOf(statements));
    const { command } = await observer.during(() => takeEnd(pipeline));
    if (command !== 'COMMIT') throw new Error(`the server answered ${command} to commit`);
    return clock.monotonicMs() - started;
  } catch (error) {
    await pipeline.drop();
    if (!session.lost) await session.execute('rollback');
    throw error;
  }
}

/** What is told of when the commit fails; the server's words may hold secrets of any statement. */
function commitOf(statements: readonly MigrationStatement[]): FailedStatement {
  const secrets = statements.flatMap((statement) => statement.secrets);
  return { text: 'commit', redactedText: 'commit', secrets };
}

/** The history row and the commit, in one message: the commit is reached only after the row. */
function sendEnd(
  pipeline: Pipeline,
  execution: Execution,
  { step, script, row }: ExecutedStep,
  times: 'transaction' | 'marked',
): void {
  const { run } = execution;
  const begun = beginRow(execution, { step, script, row });
  const written: HistoryRow =
    run.kind === 'ROLLBACK'
      ? { ...(row ?? begun), state: 'rolled_back', runId: run.id, appliedBy: run.triggeredBy }
      : {
          ...begun,
          statementsDone: script.statements.length,
          doneChecksum: chainChecksums(script).at(-1) ?? null,
        };
  pipeline.send(`${ownRole}; ${writeHistoryRow(written, times)}; commit`);
}

async function takeEnd(pipeline: Pipeline): Promise<StatementResult> {
  try {
    return await pipeline.take();
  } catch (error) {
    if (serverErrorOf(error)?.code === lockLostSqlState) {
      throw new RunLockLostError('the run lock was lost before the commit', { cause: error });
    }
    throw error;
  }
}
