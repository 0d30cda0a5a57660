// A migration of one statement, sent whole without waiting for an answer: its statement stands in
// the message that begins the transaction, and its history row fails when that did not begin. So it
// can be sent behind another migration, too: it begins only when that one was committed.
import { beginMarked, type Predecessor } from '../history-rows.ts';
import type { HistoryRow } from '../history.ts';
import {
  beginRow,
  chainChecksums,
  isResumed,
  ownRole,
  resetSession,
  sessionSettings,
  timeoutsOf,
  type ExecutedStep,
  type Execution,
} from './execution.ts';
import type { Pipeline } from './pipeline.ts';

export interface SentMigration {
  /** Two answers come: the statement's and the commit's. */
  readonly pipeline: Pipeline;
  /** Characters before the statement in its message. */
  readonly offset: number;
}

/** True when a migration can be sent whole. */
export function isWhole({ script }: ExecutedStep): boolean {
  return script.transactional && script.statements.length === 1;
}

/** True when it can be sent before its turn: then nothing of it is to be taken up or looked at. */
export function canFollow(execution: Execution, executed: ExecutedStep): boolean {
  return isWhole(executed) && !isResumed(execution, executed);
}

/** Sends a migration; after a predecessor whose end was sent, or by itself. */
export function sendWhole(
  execution: Execution,
  executed: ExecutedStep,
  pipeline: Pipeline,
  predecessor?: ExecutedStep,
): SentMigration {
  const { script } = executed;
  const settings =
    predecessor === undefined
      ? sessionSettings(execution, script)
      : followingSettings(execution, executed, predecessor);
  // The commit ends what PostgreSQL wraps around the settings: only then do they apply to how the
  // transaction begins (read-only, isolation).
  const before = `${settings};\ncommit; ${beginMarked};\n`;
  pipeline.send(`${before}${script.statements[0]?.text ?? ''}`);
  pipeline.send(endText(execution, executed));
  return { pipeline, offset: before.length };
}

function followingSettings(
  execution: Execution,
  { script }: ExecutedStep,
  { step }: ExecutedStep,
): string {
  const { run, repeated, searchPath } = execution;
  const predecessor: Predecessor = { source: run.source, version: step.version, runId: run.id };
  const follow = repeated.statements.follow(timeoutsOf(execution, script), predecessor);
  const path = searchPath === null ? '' : `;\nset search_path = ${searchPath}`;
  return `${resetSession}; ${follow}${path}`;
}

/** The history row and the commit, in one message: the commit is reached only after the row. */
export function endText(execution: Execution, executed: ExecutedStep): string {
  const { run, repeated } = execution;
  const { script, row } = executed;
  const begun = beginRow(execution, executed);
  const written: HistoryRow =
    run.kind === 'ROLLBACK'
      ? { ...(row ?? begun), state: 'rolled_back', runId: run.id, appliedBy: run.triggeredBy }
      : {
          ...begun,
          statementsDone: script.statements.length,
          doneChecksum: chainChecksums(script).at(-1) ?? null,
        };
  return `${ownRole}; ${repeated.statements.commitRow(written)}; commit`;
}
