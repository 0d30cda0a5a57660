// What is known of a run from its events: how its migrations and statements stand, who blocks it, and
// the log. Pure; a batch of events makes a new model. Bounded: of statements and of lines of the log
// only the newest are kept, and it is counted how many were left out.
import { describeEvent, type LineTone } from './describe-event.ts';
import type { ProgressEvent, Run, Step } from './operations.ts';

export type StatementState = 'running' | 'done' | 'failed' | 'undone';

export interface StatementLine {
  /** Version and index: a statement that is tried again is the same one. */
  readonly key: string;
  readonly version: string;
  readonly index: number;
  readonly total: number;
  readonly text: string;
  readonly state: StatementState;
  readonly rows: number | null;
  readonly durationMs: number | null;
  readonly phase: string | null;
  /** How much of the phase is done, 0 to 1; null when that is not known. */
  readonly share: number | null;
}

export interface LogLine {
  readonly cursor: string;
  readonly at: string;
  readonly text: string;
  readonly tone: LineTone;
}

export interface Blockers {
  readonly sessions: ProgressEvent['blockedBy'];
  readonly message: string | null;
  /** Since when the run has been blocked, by whomever. */
  readonly at: string;
}

export interface ProgressModel {
  /** All events that were taken. */
  readonly events: number;
  readonly lines: readonly LogLine[];
  /** Steps as the events told of them, by version. */
  readonly steps: ReadonlyMap<string, Step>;
  readonly statements: readonly StatementLine[];
  /** Statements that are not kept any more. */
  readonly statementsBefore: number;
  /** Undefined before the first event. */
  readonly percent: number | undefined;
  readonly etaMs: number | null;
  readonly blockers: Blockers | undefined;
  readonly isFinished: boolean;
  /** Events after which the run itself is to be read again. */
  readonly turns: number;
}

export const keptLines = 2_000;
export const keptStatements = 1_000;

export const emptyModel: ProgressModel = {
  events: 0,
  lines: [],
  steps: new Map(),
  statements: [],
  statementsBefore: 0,
  percent: undefined,
  etaMs: null,
  blockers: undefined,
  isFinished: false,
  turns: 0,
};

const turning = new Set(['QUEUED', 'STARTED', 'LOG', 'FINISHED', 'SNAPSHOT']);
const unblocking = new Set([
  'UNBLOCKED',
  'STATEMENT_FINISHED',
  'MIGRATION_FINISHED',
  'LOCK_RETRY',
  'FINISHED',
]);

function shareOf({ done, of }: { done: number | null; of: number | null }): number | null {
  return done === null || of === null || of <= 0 ? null : Math.min(1, done / of);
}

/** Writes what an event tells of its statement; `statements` is changed. */
function takeStatement(statements: StatementLine[], event: ProgressEvent): void {
  const { statement, migration, kind } = event;
  if (statement == null || !kind.startsWith('STATEMENT_')) return;
  const version = migration?.version ?? '';
  const line: StatementLine = {
    key: `${version} ${statement.index}`,
    version,
    index: statement.index,
    total: statement.total,
    text: statement.text,
    state: kind === 'STATEMENT_FINISHED' ? 'done' : 'running',
    rows: statement.rows ?? null,
    durationMs: statement.durationMs ?? null,
    phase: kind === 'STATEMENT_FINISHED' ? null : (statement.phase ?? null),
    share: shareOf({ done: statement.done ?? null, of: statement.of ?? null }),
  };
  const at = statements.findLastIndex(({ key }) => key === line.key);
  if (at < 0) statements.push(line);
  else statements[at] = line;
}

/** What the end of a migration says of its statements: an undone one has left nothing behind. */
function endStatements(
  statements: StatementLine[],
  { migration }: ProgressEvent,
  kind: Run['kind'],
): void {
  if (migration == null) return;
  const isWhole = migration.state === (kind === 'ROLLBACK' ? 'ROLLED_BACK' : 'APPLIED');
  for (let at = statements.length - 1; at >= 0; at -= 1) {
    const line = statements[at];
    if (line?.version !== migration.version) break;
    const isIn = isWhole || line.index <= migration.statementsDone;
    if (line.state === 'running') {
      const cutOff = migration.state === 'PENDING' ? 'undone' : 'failed';
      statements[at] = { ...line, state: isWhole ? 'done' : cutOff };
    } else if (line.state === 'done' && !isIn) {
      statements[at] = { ...line, state: 'undone' };
    }
  }
}

/** The run ended: what had not told its own end was cut off. */
function endRun(steps: Map<string, Step>, statements: StatementLine[]): void {
  for (const [version, step] of steps) if (step.state === 'RUNNING') steps.delete(version);
  for (const [at, line] of statements.entries()) {
    if (line.state === 'running') statements[at] = { ...line, state: 'undone', share: null };
  }
}

/** The model after these events of a run of this kind, which came in this order. */
export function takeEvents(
  model: ProgressModel,
  events: readonly ProgressEvent[],
  runKind: Run['kind'],
): ProgressModel {
  if (events.length === 0) return model;
  const steps = new Map(model.steps);
  const statements = [...model.statements];
  const lines = [...model.lines];
  let { percent, etaMs, blockers, isFinished, turns } = model;
  for (const event of events) {
    const { kind, migration } = event;
    if (migration != null) steps.set(migration.version, migration);
    takeStatement(statements, event);
    if (kind === 'MIGRATION_FINISHED') endStatements(statements, event, runKind);
    if (kind === 'BLOCKED') {
      // Other sessions may stand in the way by now; the run waits since the first ones did.
      const at = blockers?.at ?? event.at;
      blockers = { sessions: event.blockedBy, message: event.message ?? null, at };
    } else if (unblocking.has(kind)) {
      blockers = undefined;
    }
    percent = event.percent;
    etaMs = event.etaMs ?? null;
    if (turning.has(kind)) turns += 1;
    if (kind === 'FINISHED') {
      isFinished = true;
      endRun(steps, statements);
    }
    lines.push({ cursor: event.cursor, at: event.at, ...describeEvent(event, runKind) });
  }
  const tooMany = Math.max(0, statements.length - keptStatements);
  return {
    events: model.events + events.length,
    lines: lines.slice(-keptLines),
    steps,
    statements: statements.slice(tooMany),
    statementsBefore: model.statementsBefore + tooMany,
    percent,
    etaMs,
    blockers,
    isFinished,
    turns,
  };
}

/** The run's migrations as they stand by what the run said and by what was told since. */
export function stepsOf(run: Run, model: ProgressModel): readonly Step[] {
  const known = new Set(run.migrations.map(({ version }) => version));
  const later = [...model.steps.values()].filter(({ version }) => !known.has(version));
  return [...run.migrations.map((step) => model.steps.get(step.version) ?? step), ...later];
}
