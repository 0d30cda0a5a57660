// What the ways of executing a migration have in common: the session, its settings, and repeating
// what failed only because a lock was not granted in time.
import { createHash } from 'node:crypto';

import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
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

export interface Execution {
  readonly run: MigrationRun;
  readonly session: Session;
  readonly observer: Observer;
  readonly progress: RunProgress;
  readonly locks: LockSettings;
  readonly clock: Clock;
  readonly random: Random;
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
 * Settings every statement starts with: what an earlier file changed (role, search path, any SET)
 * is undone, and both time-outs are this migration's.
 */
export function sessionSettings(execution: Execution, script: MigrationScript): string {
  const { lockTimeoutMs = execution.locks.lockTimeoutMs, statementTimeoutMs = 0 } =
    script.directives;
  return (
    'reset session authorization; reset role; reset all; ' +
    `set lock_timeout = ${lockTimeoutMs}; set statement_timeout = ${statementTimeoutMs}`
  );
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
    const hash = createHash('sha256').update(chain.at(-1) ?? '').update('\0').update(statement.text);
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
