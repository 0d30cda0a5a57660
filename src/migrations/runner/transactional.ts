// Executes a migration in one transaction together with its history row. Statements are sent a few
// ahead of their answers, which is safe inside a transaction: after a failure the server ignores
// the rest, and the history row fails, and with it the commit, when the run lock was lost. A
// migration of one statement goes out whole (`whole.ts`), and may have been sent already when its
// turn comes (`ahead.ts`).
import type { MigrationStatement } from '../../sql/analyse.ts';
import { beginMarked, lockLostSqlState } from '../history-rows.ts';
import type { SendingAhead } from './ahead.ts';
import {
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
import { holdsRunLock } from './run-lock.ts';
import { endText, isWhole, sendWhole, type SentMigration } from './whole.ts';

// Enough to hide the round trips, few enough to bound what is in flight.
const sentAhead = 16;

/** Executes a step; on return it is committed. Resolves with its duration in milliseconds. */
export async function executeTransactional(
  execution: Execution,
  executed: ExecutedStep,
  ahead: SendingAhead,
): Promise<number> {
  let current: FailedStatement | undefined = executed.script.statements[0];
  const work = (): Promise<number> =>
    attempt(execution, executed, ahead, (statement) => {
      current = statement;
    });
  try {
    return await retryLockTimeouts(execution, async () => {
      try {
        return await work();
      } catch (error) {
        if (!execution.repeated.wasDropped(error)) throw error;
        return await work();
      }
    });
  } catch (error) {
    throw current === undefined ? error : toMigrationFailure(error, current);
  }
}

async function attempt(
  execution: Execution,
  executed: ExecutedStep,
  ahead: SendingAhead,
  onStatement: (statement: FailedStatement) => void,
): Promise<number> {
  const { session, observer, progress, clock } = execution;
  const { statements } = executed.script;
  const started = clock.monotonicMs();
  const early = ahead.take(executed);
  if (early === undefined) throwIfStopped(execution);
  const pipeline = early?.pipeline ?? createPipeline(session);
  try {
    const { offset, sendUpTo } = isWhole(executed)
      ? beginWhole(execution, executed, ahead, early, pipeline)
      : await begin(execution, executed, ahead, pipeline);
    sendUpTo(0);
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
    const { command } = await observer.during(() => pipeline.take());
    if (command !== 'COMMIT') throw new Error(`the server answered ${command} to commit`);
    return clock.monotonicMs() - started;
  } catch (error) {
    await pipeline.drop();
    await ahead.drop();
    if (session.lost) throw error;
    await session.execute('rollback');
    throw await lockLoss(execution, error);
  }
}

interface Begun {
  /** Characters before the first statement in its message. */
  readonly offset: number;
  /** Sends the statements before this index, and the end after the last one. */
  sendUpTo(end: number): void;
}

function beginWhole(
  execution: Execution,
  executed: ExecutedStep,
  ahead: SendingAhead,
  early: SentMigration | undefined,
  pipeline: Pipeline,
): Begun {
  const { offset } = early ?? sendWhole(execution, executed, pipeline);
  ahead.sendAfter(executed);
  return { offset, sendUpTo: () => undefined };
}

async function begin(
  execution: Execution,
  executed: ExecutedStep,
  ahead: SendingAhead,
  pipeline: Pipeline,
): Promise<Begun> {
  const { statements } = executed.script;
  pipeline.send(sessionSettings(execution, executed.script));
  pipeline.send(beginMarked);
  // Nothing is sent before the transaction is known to be open: it would be committed at once.
  await pipeline.take();
  await pipeline.take();
  let sent = 0;
  let ended = false;
  const sendUpTo = (end: number): void => {
    for (; sent < statements.length && sent < end; sent += 1) {
      pipeline.send(statements[sent]?.text ?? '');
    }
    if (sent < statements.length || ended) return;
    ended = true;
    pipeline.send(endText(execution, executed));
    ahead.sendAfter(executed);
  };
  return { offset: 0, sendUpTo };
}

/** What is told of when the commit fails; the server's words may hold secrets of any statement. */
function commitOf(statements: readonly MigrationStatement[]): FailedStatement {
  const secrets = statements.flatMap((statement) => statement.secrets);
  return { text: 'commit', redactedText: 'commit', secrets };
}

/** The history row divides by zero without the run lock; a migration may do so with it. */
async function lockLoss({ session }: Execution, error: unknown): Promise<unknown> {
  if (serverErrorOf(error)?.code !== lockLostSqlState) return error;
  if (await holdsRunLock(session)) return error;
  return new RunLockLostError('the run lock was lost before the commit', { cause: error });
}
