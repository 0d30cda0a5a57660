// What the ways of executing a migration have in common: the session, its settings, and repeating
// what failed only because a lock was not granted in time.
import { createHash } from 'node:crypto';

import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { LockSettings } from '../../databases/target.ts';
import type { Session } from '../../databases/postgres/session.ts';
import type { MigrationScript, MigrationStatement } from '../../sql/analyse.ts';
import { cutText } from '../../sql/redact.ts';
import type { MigrationRun, MigrationRunStep } from '../../store/migration-runs.ts';
import type { HistoryRow } from '../history.ts';
import { isCancelled, isLockTimeout, RunStoppedError } from './failure.ts';
import type { Observer } from './observer.ts';
import type { CurrentStatement, RunProgress } from './progress.ts';
import type { Repeated } from './repeated.ts';

export interface Execution {
  readonly run: MigrationRun;
  readonly session: Session;
  readonly observer: Observer;
  readonly progress: RunProgress;
  readonly repeated: Repeated;
  readonly locks: LockSettings;
  /** Takes the place of the role's own; null leaves that. */
  readonly searchPath: string | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Aborted when the run is to stop. */
  readonly signal: AbortSignal;
  /** Resolves when the recorder has room, so that memory stays bounded. */
  room(): Promise<void>;
}

/** A migration that is being executed, with the row the database has of it. */
export interface ExecutedStep {
  readonly step: MigrationRunStep;
  readonly script: MigrationScript;
  readonly row: HistoryRow | undefined;
}

/**
 * Settings a transaction starts with: what an earlier file changed (role, search path, any SET) is
 * undone, both time-outs are this migration's, and what its own SET statements said (`own`) holds
 * again. Sent before BEGIN, because some of them only apply to the next transaction.
 */
export function sessionSettings(
  execution: Pick<Execution, 'locks' | 'searchPath'>,
  script: MigrationScript,
  own: readonly string[] = [],
): string {
  const { lock, statement } = timeoutsOf(execution, script);
  return [
    `${resetSession}; set lock_timeout = ${lock}; set statement_timeout = ${statement}; ` +
      'set idle_in_transaction_session_timeout = 0',
    ...(execution.searchPath === null ? [] : [`set search_path = ${execution.searchPath}`]),
    ...own,
  ].join(';\n');
}

/** Undoes what an earlier file changed. */
export const resetSession = 'reset session authorization; reset role; reset all';

/** A migration's time-outs in milliseconds. */
export function timeoutsOf(
  execution: Pick<Execution, 'locks'>,
  { directives }: MigrationScript,
): { lock: number; statement: number } {
  const { lockTimeoutMs = execution.locks.lockTimeoutMs, statementTimeoutMs = 0 } = directives;
  return { lock: lockTimeoutMs, statement: statementTimeoutMs };
}

/** The SET statements before a statement: where each has its own transaction, they are repeated. */
export function ownSettings(script: MigrationScript, before: number): string[] {
  return script.statements
    .slice(0, before)
    .filter(isSetting)
    .map((statement) => statement.text);
}

/** True for SET and RESET, but for those that would keep hawkwatch from writing its row. */
export function isSetting({ kind, text }: MigrationStatement): boolean {
  return kind === 'VariableSetStmt' && !/read_only|session\s+characteristics/i.test(text);
}

/**
 * The search path for a role that is called as the schema of the history: `"$user"` would mean that
 * schema, and tables without a schema would be made there. Null when the role has another name.
 */
export async function readSearchPath(session: Session): Promise<string | null> {
  const [row] = await session.query<{ path: string }>(
    `select pg_catalog.current_setting('search_path') as path
     where session_user operator(pg_catalog.=) 'hawkwatch'`,
  );
  if (row === undefined) return null;
  const parts = row.path.split(',').map((part) => part.trim());
  const others = parts.filter((part) => part !== '"$user"' && part !== '$user');
  return others.length === parts.length ? null : others.join(', ') || "''";
}

/** True when an earlier run has left a part of the step done, or a statement of it in doubt. */
export function isResumed(execution: Execution, { row }: ExecutedStep): boolean {
  const under = execution.run.kind === 'ROLLBACK' ? 'rolling_back' : 'partial';
  return row?.state === under && (row.statementsDone > 0 || row.intent !== null);
}

/** Sent before hawkwatch writes its own row: the file may have changed the role. */
export const ownRole = 'reset session authorization; reset role';

/** @throws RunStoppedError when the run is to stop. */
export function throwIfStopped(execution: Execution): void {
  if (execution.signal.aborted) throw new RunStoppedError('the run was asked to stop');
}

/** Repeats `work` with back-off while it fails because a lock was not granted in time. */
export async function retryLockTimeouts<T>(
  execution: Execution,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (execution.signal.aborted && isCancelled(error)) {
        throw new RunStoppedError('the run was asked to stop', { cause: error });
      }
      if (!isLockTimeout(error) || attempt > execution.locks.retries) throw error;
      const delayMs = backoffMs(attempt - 1, { firstMs: 250, maxMs: 30_000 }, execution.random);
      execution.progress.lockRetry(attempt + 1, delayMs);
      await sleepUnlessStopped(execution, delayMs);
    }
  }
}

async function sleepUnlessStopped(execution: Execution, delayMs: number): Promise<void> {
  try {
    await execution.clock.sleep(delayMs, execution.signal);
  } catch (error) {
    throw new RunStoppedError('the run was asked to stop', { cause: error });
  }
}

/**
 * For each count of statements, a SHA-256 (hex) that stands for exactly those: each is made from
 * the one before, so that recording every statement of a long file stays cheap.
 */
export function chainChecksums(script: MigrationScript): readonly string[] {
  const chain = [''];
  for (const statement of script.statements) {
    const hash = createHash('sha256')
      .update(chain.at(-1) ?? '')
      .update('\0')
      .update(statement.text);
    chain.push(hash.digest('hex'));
  }
  return chain;
}

/** The row as it begins: everything but how it ended. */
export function beginRow(execution: Execution, { step, script }: ExecutedStep): HistoryRow {
  return {
    source: execution.run.source,
    version: step.version,
    name: step.name,
    checksum: step.checksum,
    state: 'applied',
    statementsDone: 0,
    statementsTotal: script.statements.length,
    doneChecksum: null,
    intent: null,
    runId: execution.run.id,
    appliedBy: execution.run.triggeredBy,
    startedAt: execution.clock.now(),
    finishedAt: null,
    durationMs: null,
    error: null,
  };
}

/** A statement as events show it. */
export function shown(statement: MigrationStatement): CurrentStatement {
  return { index: statement.index, text: cutText(statement.redactedText, 2000) };
}
