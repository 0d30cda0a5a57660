// Finds out what became of a run whose executor is gone: its process was killed, or its connection
// was lost. The target is the truth. Nothing is looked at before the server process that executed
// the run has ended, which is when the run lock is free.
import { backoffMs } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import type { Session } from '../../databases/postgres/session.ts';
import { describeFailure, type Target } from '../../databases/targets.ts';
import type { MigrationScript } from '../../sql/analyse.ts';
import type { MigrationRun, MigrationRunStep } from '../../store/migration-runs.ts';
import { writeHistoryRow } from '../history-rows.ts';
import { readHistory, sessionReader, type HistoryRow } from '../history.ts';
import {
  chainChecksums,
  ownRole,
  ownSettings,
  readSearchPath,
  sessionSettings,
} from './execution.ts';
import { judge } from './in-doubt.ts';
import type { RunProgress } from './progress.ts';
import { releaseRunLock, takeRunLock } from './run-lock.ts';

export interface ReconciledStep {
  readonly step: MigrationRunStep;
  readonly script?: MigrationScript;
}

export interface ReconcileOptions {
  readonly run: MigrationRun;
  /** The steps in order; without its script a statement in doubt stays so. */
  readonly scripts: readonly ReconciledStep[];
  readonly target: Target;
  readonly progress: RunProgress;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Ends the run as INTERRUPTED, or as SUCCEEDED when everything was done. Waits for the database. */
export async function reconcileRun(options: ReconcileOptions): Promise<void> {
  const { run, progress, clock, random, signal, logger } = options;
  if (run.dryRun) {
    progress.finished('INTERRUPTED', { message: 'the dry run was cut off; nothing was changed' });
    return;
  }
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      const tell = await reconcileOnce(options);
      tell();
      return;
    } catch (error) {
      signal.throwIfAborted();
      logger.warn({ err: coerceError(error), run: run.id }, 'a run could not be reconciled yet');
      if (attempt === 0) {
        progress.log(`what became of the run is not known yet: ${describeFailure(error)}`);
      }
    }
    await clock.sleep(backoffMs(attempt, { firstMs: 250, maxMs: 10_000 }, random), signal);
  }
}

/** Looks at the database; what it found is told when the run lock is free again. */
async function reconcileOnce(options: ReconcileOptions): Promise<() => void> {
  const { run, target, progress, clock, random, signal } = options;
  const session = await target.openSession(`hawkwatch run ${run.id.slice(0, 8)}`);
  try {
    await takeRunLock({
      session,
      target,
      clock,
      random,
      signal,
      waitMs: Number.POSITIVE_INFINITY,
      onWait: (holder) => {
        progress.blocked([holder], 'the server still works on what was sent to it');
      },
    });
    const history = await readHistory(sessionReader(session), run.source);
    const rows = new Map((history ?? []).map((row) => [row.version, row]));
    let done = 0;
    const notes: string[] = [];
    for (const script of options.scripts) {
      const row = rows.get(script.step.version);
      const settled =
        row === undefined ? undefined : await settleIntent(options, session, script, row);
      const told = tellStep(options, script, settled);
      if (told.done) done += 1;
      if (told.note !== null) notes.push(told.note);
    }
    const total = options.scripts.length;
    await releaseRunLock(session);
    if (done === total) {
      const message = 'it was cut off after its last commit';
      return () => progress.finished('SUCCEEDED', { message });
    }
    const what = run.kind === 'MIGRATE' ? 'applied' : 'rolled back';
    const message = `${[`${done} of ${total} ${what}`, ...notes].join('; ')}. Retry to go on.`;
    return () => progress.finished('INTERRUPTED', { message });
  } finally {
    await session.close();
  }
}

/** Judges a statement that was begun outside a transaction, where a probe can tell. */
async function settleIntent(
  { run, clock, target }: ReconcileOptions,
  session: Session,
  { script }: ReconciledStep,
  row: HistoryRow,
): Promise<HistoryRow> {
  if (row.intent === null || script === undefined) return row;
  const { statement: index, down } = row.intent;
  // Names without a schema mean what they meant to the statement.
  const defaults = { locks: target.settings.locks, searchPath: await readSearchPath(session) };
  await session.execute(sessionSettings(defaults, script, ownSettings(script, index)));
  const verdict = await judge(session, script.statements[index]?.probe);
  if (verdict === 'unknown') return row;
  await session.execute(ownRole);
  const settled =
    verdict === 'repeatable'
      ? { ...row, intent: null }
      : rowAfter(row, script, { done: index + 1, down, now: clock.now(), runId: run.id });
  await session.execute(writeHistoryRow(settled));
  return settled;
}

/** The row once `done` statements are in effect. */
export function rowAfter(
  row: HistoryRow,
  script: MigrationScript,
  at: { done: number; down: boolean; now: Date; runId: string },
): HistoryRow {
  const complete = at.done === script.statements.length;
  return {
    ...row,
    state: complete ? (at.down ? 'rolled_back' : 'applied') : row.state,
    statementsDone: at.done,
    doneChecksum: row.intent?.checksum ?? chainChecksums(script)[at.done] ?? null,
    intent: null,
    runId: at.runId,
    finishedAt: complete ? at.now : null,
    error: null,
  };
}

function tellStep(
  { run, progress }: ReconcileOptions,
  { step }: ReconciledStep,
  row: HistoryRow | undefined,
): { done: boolean; note: string | null } {
  const statementsDone = step.statementsTotal;
  // Not the step's state: that is the one from when the run was opened.
  const told = progress.stateOf(step.position);
  const done =
    run.kind === 'MIGRATE'
      ? row !== undefined &&
        (row.state === 'applied' || row.state === 'marked') &&
        row.checksum === step.checksum
      : row === undefined || row.state === 'rolled_back';
  const state = run.kind === 'MIGRATE' ? 'APPLIED' : 'ROLLED_BACK';
  if (done) {
    if (told !== state) {
      const durationMs = row?.durationMs ?? null;
      progress.migrationFinished(step.position, { state, statementsDone, durationMs });
    }
    return { done, note: null };
  }
  const partial = row?.state === 'partial' || row?.state === 'rolling_back';
  if (partial) {
    const doubt = row.intent === null ? '' : `, statement ${row.intent.statement + 1} is in doubt`;
    const note = `${step.version}: ${row.statementsDone} of ${row.statementsTotal} statements${doubt}`;
    progress.migrationFinished(step.position, {
      state: 'PARTIAL',
      statementsDone: row.statementsDone,
      durationMs: null,
      message: note,
    });
    return { done, note };
  }
  if (row?.state === 'failed' && row.runId === run.id) {
    const message = row.error ?? 'it failed';
    progress.migrationFinished(step.position, {
      state: 'FAILED',
      statementsDone: 0,
      durationMs: null,
      message,
    });
    return { done, note: `${step.version} failed: ${message}` };
  }
  if (told === 'RUNNING') {
    progress.migrationFinished(step.position, {
      state: 'PENDING',
      statementsDone: 0,
      durationMs: null,
      message: 'it was undone when the connection ended',
    });
  }
  return { done, note: null };
}
