// From what is asked for to the steps of a run: which files, their bytes (read once), and whether
// they can be executed. Reads the folder and the database; changes neither.
import { ConflictError, InvalidInputError, type InputIssue } from '../core/errors.ts';
import type { RunKind } from '../core/migrations.ts';
import type { SourceSettings } from '../databases/target.ts';
import { describeFailure, type Target } from '../databases/targets.ts';
import type { SqlAnalyser } from '../sql/analyser.ts';
import { buildStatus } from './build-status.ts';
import { checksumOf, readMigrationFile, readMigrationFolder } from './folder.ts';
import { readHistory, readerOf } from './history.ts';
import { planMigrate, planRollback, type PlanFacts, type PlannedStep } from './plan.ts';
import { findCommittingProcedure } from './procedures.ts';
import { requireFolder } from './require-folder.ts';
import { selectSources } from './status.ts';
import type { BuiltStatus } from './summarise.ts';

export interface PlanRequest {
  readonly kind: RunKind;
  readonly toVersion: string | undefined;
}

export interface RunPlan {
  readonly steps: readonly PlannedStep[];
  /** How the source stood when it was planned. */
  readonly status: BuiltStatus;
}

/** A step with what its file holds. */
export interface ReadStep extends PlannedStep {
  readonly bytes: Buffer;
  readonly checksum: string;
}

/** A step that can be executed. */
export interface PreparedStep extends ReadStep {
  readonly statementsTotal: number;
}

/** The named source, or the only one, which must be of hawkwatch's own form. */
export function soleSource(target: Target, name: string | undefined): SourceSettings {
  const source = oneSource(target, name);
  if (source.tool === 'sql') return source;
  throw new ConflictError(`hawkwatch does not write to the history of "${source.tool}".`);
}

/** The named source, or the only one. */
export function oneSource(target: Target, name: string | undefined): SourceSettings {
  const sources = selectSources(target, name);
  const [source] = sources;
  if (source === undefined) {
    throw new ConflictError(
      `The database "${target.settings.name}" has no migration source. Declare one under ` +
        '`migrations` in hawkwatch.yaml.',
    );
  }
  if (sources.length > 1) {
    const names = sources.map((one) => one.name).join(', ');
    throw new InvalidInputError('The database has several migration sources.', [
      { path: 'input.source', message: `Name one of: ${names}.` },
    ]);
  }
  return source;
}

/** The database did not answer, so nothing can be planned now. */
export class TargetAwayError extends ConflictError {}

/**
 * How a source stands: its folder and its history, without planning anything.
 * @throws TargetAwayError when the database cannot be reached.
 */
export async function readPlanFacts(target: Target, source: SourceSettings): Promise<PlanFacts> {
  const folder = await readMigrationFolder(requireFolder(source));
  let history;
  try {
    history = await readHistory(readerOf(target.reader), source.name);
  } catch (error) {
    throw new TargetAwayError(
      `The database "${target.settings.name}" cannot be reached: ${describeFailure(error)}. ` +
        'Try again when it is back.',
    );
  }
  const { baseline, outOfOrder } = source;
  const status = buildStatus({
    ...folder,
    history,
    baseline,
    lockedBy: null,
    running: new Set(),
  });
  return { ...folder, status, outOfOrder };
}

/**
 * Which migrations a request would run.
 * @throws ConflictError or NotFoundError when it cannot be planned.
 */
export function planSteps(facts: PlanFacts, request: PlanRequest): readonly PlannedStep[] {
  return request.kind === 'MIGRATE'
    ? planMigrate(facts, request.toVersion)
    : planRollback(facts, request.toVersion ?? '0');
}

/**
 * Reads how a source stands and plans what is asked for.
 * @throws what `readPlanFacts` and `planSteps` throw.
 */
export async function planRun(
  target: Target,
  source: SourceSettings,
  request: PlanRequest,
): Promise<RunPlan> {
  const facts = await readPlanFacts(target, source);
  return { steps: planSteps(facts, request), status: facts.status };
}

const filesPerTurn = 100;

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/**
 * The bytes of each step's file, read once.
 * @throws ConflictError when a file is gone or cannot be read any more.
 */
export async function readSteps(
  source: SourceSettings,
  planned: readonly PlannedStep[],
): Promise<readonly ReadStep[]> {
  const folder = requireFolder(source);
  const steps: ReadStep[] = [];
  for (const [i, step] of planned.entries()) {
    // Others get their turn in between.
    if (i % filesPerTurn === filesPerTurn - 1) await nextTurn();
    let bytes: Buffer;
    try {
      bytes = readMigrationFile(folder, step.fileName);
    } catch (error) {
      throw new ConflictError(
        `${step.fileName} cannot be read any more: the folder changes right now. Try again.`,
        { cause: error },
      );
    }
    steps.push({ ...step, bytes, checksum: checksumOf(bytes) });
  }
  return steps;
}

/**
 * The steps with what their analysis tells.
 * @throws InvalidInputError with every reason why they cannot be executed as they are.
 */
export async function prepareSteps(
  analyser: SqlAnalyser,
  target: Target,
  read: readonly ReadStep[],
): Promise<readonly PreparedStep[]> {
  const steps: PreparedStep[] = [];
  const issues: InputIssue[] = [];
  for (const step of read) {
    const analysis = await analyser.analyse({ bytes: step.bytes, name: step.fileName });
    if (!analysis.ok) {
      for (const { line, message } of analysis.issues) {
        issues.push({ path: `${step.fileName}:${line}`, message });
      }
      continue;
    }
    issues.push(...(await findCommittingProcedure(target.reader, step.fileName, analysis.script)));
    steps.push({ ...step, statementsTotal: analysis.script.statements.length });
  }
  if (issues.length > 0) {
    const where = issues.map((issue) => `${issue.path}: ${issue.message}`).join('; ');
    throw new InvalidInputError(`The migrations cannot be run as they are. ${where}`, issues);
  }
  return steps;
}
