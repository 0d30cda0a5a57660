// Turns what the executor does into the run's numbered events, and keeps the counts behind them:
// statements done, percent, and an estimate of the time left only where it can be honest.
import type { Clock } from '../../core/clock.ts';
import type { MigrationState, RunError, RunState } from '../../core/migrations.ts';
import type { MigrationRun, MigrationRunStep } from '../../store/migration-runs.ts';
import type { RunPatch, StepPatch } from '../../store/run-recording.ts';
import {
  progressEvents,
  runSubject,
  type BlockingSession,
  type Progress,
  type ProgressKind,
  type StatementFact,
} from '../events.ts';
import { isLastPhase, shareOfStatement } from './phases.ts';
import type { RunRecorder } from './recorder.ts';

/** A statement of the migration that is being executed. */
export interface CurrentStatement {
  /** Counted from 0. */
  readonly index: number;
  /** Redacted and cut. */
  readonly text: string;
}

export interface RunProgress {
  /** What was told last of a step. */
  stateOf(position: number): MigrationState | undefined;
  started(): void;
  migrationStarted(position: number, statementsDone: number): void;
  statementStarted(position: number, statement: CurrentStatement): void;
  statementProgressed(phase: string, done: number | null, of: number | null): void;
  statementFinished(rows: number | null, durationMs: number, message?: string): void;
  blocked(by: readonly BlockingSession[], what: string): void;
  unblocked(): void;
  lockRetry(attempt: number, delayMs: number): void;
  migrationFinished(position: number, outcome: StepOutcome): void;
  log(message: string, patch?: RunPatch): void;
  /** It waits for its turn, or for a review. */
  queued(state: 'QUEUED' | 'AWAITING_REVIEW', message: string, patch?: RunPatch): void;
  finished(state: RunState, more?: { error?: RunError; message?: string; patch?: RunPatch }): void;
}

export interface StepOutcome {
  readonly state: MigrationState;
  readonly statementsDone: number;
  readonly durationMs: number | null;
  readonly message?: string;
}

export interface ProgressOptions {
  readonly run: MigrationRun;
  readonly databaseName: string;
  readonly steps: readonly MigrationRunStep[];
  readonly recorder: Pick<RunRecorder, 'record'>;
  readonly clock: Clock;
}

const outcomes = new Set<ProgressKind>(['MIGRATION_FINISHED', 'FINISHED', 'STARTED']);
// Below this share of a phase the rate says nothing yet.
const leastShare = 0.05;
const leastElapsedMs = 1000;

/** Creates the progress of a run, going on from the number of its last recorded event. */
export function createRunProgress(options: ProgressOptions): RunProgress {
  const { run, recorder, clock } = options;
  const steps = options.steps.map((step) => ({ ...step }));
  const total = steps.reduce((sum, step) => sum + step.statementsTotal, 0);
  const doneState: MigrationState = run.kind === 'MIGRATE' ? 'APPLIED' : 'ROLLED_BACK';
  let seq = run.recordedSeq;
  let position: number | undefined;
  let statement: CurrentStatement | undefined;
  let startedMs = 0;
  let share = 0;
  let seenPhase = '';
  let phaseStartedMs = 0;

  const doneOf = (step: MigrationRunStep): number =>
    step.state === doneState ? step.statementsTotal : step.statementsDone;
  // Kept up to date with each change: a run may have thousands of steps.
  let done = steps.reduce((sum, step) => sum + doneOf(step), 0);
  const percent = (): number => {
    if (total === 0) return 100;
    return Math.min(100, Math.round(((done + share) / total) * 1000) / 10);
  };

  /** Only for the last phase of the last statement: what others will take is not known. */
  const etaMs = (phase: string, ofPhase: number): number | null => {
    const elapsed = clock.monotonicMs() - phaseStartedMs;
    const last = total - done <= 1 && isLastPhase(phase, statement?.text ?? '');
    if (!last || ofPhase < leastShare || elapsed < leastElapsedMs) return null;
    return Math.round((elapsed / ofPhase) * (1 - ofPhase));
  };

  const factOf = (more: Partial<StatementFact> = {}): StatementFact | null => {
    const step = position === undefined ? undefined : steps[position];
    if (statement === undefined || step === undefined) return null;
    return {
      index: statement.index + 1,
      total: step.statementsTotal,
      text: statement.text,
      rows: null,
      durationMs: null,
      phase: null,
      done: null,
      of: null,
      ...more,
    };
  };

  const emit = (
    kind: keyof typeof progressEvents,
    more: Partial<Progress> = {},
    changes: { run?: RunPatch; step?: StepPatch } = {},
  ): void => {
    seq += 1;
    const step = position === undefined ? undefined : steps[position];
    const payload: Progress = {
      runId: run.id,
      seq,
      database: options.databaseName,
      databaseId: run.databaseId,
      source: run.source,
      runKind: run.kind,
      dryRun: run.dryRun,
      runState: 'RUNNING',
      percent: percent(),
      etaMs: null,
      migration:
        step === undefined
          ? null
          : {
              version: step.version,
              name: step.name,
              state: step.state,
              statementsDone: step.statementsDone,
              statementsTotal: step.statementsTotal,
              durationMs: step.durationMs,
            },
      statement: null,
      blockedBy: [],
      message: null,
      error: null,
      ...more,
    };
    const occurredAt = clock.now();
    recorder.record({
      seq,
      outcome: outcomes.has(kind) || changes.run?.state !== undefined,
      event: progressEvents[kind].create({ subject: runSubject(run.id), occurredAt, payload }),
      run: { percent: payload.percent, ...changes.run },
      ...(changes.step === undefined ? {} : { step: changes.step }),
    });
  };

  const patchStep = (): StepPatch | undefined => {
    const step = position === undefined ? undefined : steps[position];
    if (step === undefined) return undefined;
    const { state, statementsDone, durationMs } = step;
    return { position: step.position, state, statementsDone, durationMs };
  };
  const withStep = (): { step?: StepPatch } => {
    const step = patchStep();
    return step === undefined ? {} : { step };
  };
  const setStep = (at: number, change: Partial<MigrationRunStep>): void => {
    position = at;
    const step = steps[at];
    if (step === undefined) return;
    const changed = { ...step, ...change };
    done += doneOf(changed) - doneOf(step);
    steps[at] = changed;
  };

  return {
    stateOf: (at) => steps[at]?.state,
    started: () => {
      const startedAt = run.startedAt ?? clock.now();
      emit('STARTED', {}, { run: { state: 'RUNNING', startedAt } });
    },
    migrationStarted: (at, statementsDone) => {
      statement = undefined;
      share = 0;
      setStep(at, { state: 'RUNNING', statementsDone });
      emit('MIGRATION_STARTED', {}, withStep());
    },
    statementStarted: (at, current) => {
      setStep(at, { statementsDone: current.index });
      statement = current;
      startedMs = clock.monotonicMs();
      seenPhase = '';
      share = 0;
      emit('STATEMENT_STARTED', { statement: factOf() });
    },
    statementProgressed: (phase, completed, of) => {
      const ofPhase =
        completed === null || of === null || of === 0 ? 0 : Math.min(1, completed / of);
      if (phase !== seenPhase) phaseStartedMs = clock.monotonicMs();
      seenPhase = phase;
      share = Math.max(share, shareOfStatement(phase, ofPhase, statement?.text ?? ''));
      const fact = factOf({
        phase,
        done: completed,
        of,
        durationMs: clock.monotonicMs() - startedMs,
      });
      emit('STATEMENT_PROGRESS', { statement: fact, etaMs: etaMs(phase, ofPhase) });
    },
    statementFinished: (rows, durationMs, message) => {
      const fact = factOf({ rows, durationMs });
      share = 0;
      if (position !== undefined && statement !== undefined) {
        setStep(position, { statementsDone: statement.index + 1 });
      }
      emit('STATEMENT_FINISHED', { statement: fact, message: message ?? null }, withStep());
    },
    blocked: (by, what) => {
      emit('BLOCKED', { statement: factOf(), blockedBy: [...by], message: what });
    },
    unblocked: () => {
      emit('UNBLOCKED', { statement: factOf() });
    },
    lockRetry: (attempt, delayMs) => {
      const wait = Math.round(delayMs);
      const message = `a lock was not granted in time; attempt ${attempt} follows in ${wait} ms`;
      emit('LOCK_RETRY', { statement: factOf(), message });
    },
    migrationFinished: (at, outcome) => {
      const { state, statementsDone, durationMs, message } = outcome;
      setStep(at, { state, statementsDone, durationMs });
      statement = undefined;
      share = 0;
      emit('MIGRATION_FINISHED', { message: message ?? null }, withStep());
    },
    log: (message, patch) => {
      const runState = patch?.state ?? 'RUNNING';
      emit('LOG', { message, runState }, patch === undefined ? {} : { run: patch });
    },
    queued: (state, message, patch) => {
      emit('QUEUED', { message, runState: state }, { run: { ...patch, state } });
    },
    finished: (state, more = {}) => {
      position = undefined;
      statement = undefined;
      const error = more.error ?? null;
      const patch: RunPatch = { ...more.patch, state, finishedAt: clock.now(), error };
      const message = more.message ?? null;
      emit('FINISHED', { runState: state, error, message }, { run: patch });
    },
  };
}
