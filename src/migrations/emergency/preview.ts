// What a roll-back would do: where it goes, what it undoes in which order, and with which impact.
// Changes nothing.
import { ConflictError } from '../../core/errors.ts';
import type { ImpactAssessment } from '../../core/impact.ts';
import type { SourceSettings } from '../../databases/target.ts';
import type { Target } from '../../databases/targets.ts';
import { findDatabaseByName } from '../../store/databases.ts';
import { listRunSteps } from '../../store/migration-runs.ts';
import { listEndedRuns } from '../../store/emergency-runs.ts';
import { assessSteps } from '../assess-steps.ts';
import { planCommand } from '../plan-command.ts';
import {
  oneSource,
  planSteps,
  prepareSteps,
  readPlanFacts,
  readSteps,
  type PreparedStep,
} from '../plan-run.ts';
import type { RequestOptions } from '../requests.ts';
import type { MigrationEntry } from '../status-words.ts';
import { findLastKnownGood } from './last-known-good.ts';

export interface RollbackQuestion {
  readonly databaseName: string;
  readonly source: string | undefined;
  /** Without it: the last known good version. */
  readonly toVersion: string | undefined;
}

/** A migration that would be undone. Of its file only a tool's own command knows: it has no name then. */
export interface PreviewedStep {
  readonly version: string;
  readonly name: string;
  readonly fileName: string;
  readonly checksum: string | null;
  readonly statementsTotal: number;
}

export interface RollbackPreview {
  readonly databaseName: string;
  readonly source: string;
  /** Null: nothing is applied. */
  readonly fromVersion: string | null;
  readonly toVersion: string;
  /** Why it goes there, when nobody named the version. */
  readonly because: string | null;
  /** Newest first, as they are undone. */
  readonly steps: readonly PreviewedStep[];
  /** Null when it could not be assessed. */
  readonly assessment: ImpactAssessment | null;
}

/** A preview with what the run is made of. */
export interface PlannedRollback extends RollbackPreview {
  readonly steps: readonly PreparedStep[];
  readonly target: Target;
  readonly settings: SourceSettings;
}

const runsLookedAt = 100;

/**
 * What a roll-back would do: by hawkwatch's own down files, or by the tool's own command.
 * @throws NotFoundError, ConflictError or InvalidInputError that says why it cannot be done.
 */
export async function previewRollback(
  options: RequestOptions,
  question: RollbackQuestion,
): Promise<RollbackPreview> {
  const target = options.targets.get(question.databaseName);
  const settings = oneSource(target, question.source);
  const { toVersion } = question;
  // Nobody knows which version of another tool's was good.
  if (settings.tool === 'sql' || toVersion === undefined) {
    return planEmergencyRollback(options, question);
  }
  const [status] = await options.statuses.read(target.settings.name, settings.name);
  if (status === undefined) throw new Error('a configured source has no status');
  const planned = planCommand(settings, status, { kind: 'ROLLBACK', toVersion, dryRun: false });
  if (planned.length === 0) throw nothingToUndo(settings.name, status.currentVersion);
  return {
    databaseName: target.settings.name,
    source: settings.name,
    fromVersion: status.currentVersion,
    toVersion,
    because: null,
    steps: planned.map(({ version, name }) => ({
      version,
      name,
      fileName: '',
      checksum: null,
      statementsTotal: 0,
    })),
    assessment: null,
  };
}

function nothingToUndo(source: string, currentVersion: string | null): ConflictError {
  const place = currentVersion ?? 'no version';
  return new ConflictError(
    `There is nothing to roll back: the source "${source}" stands at ${place}.`,
  );
}

/** @throws NotFoundError, ConflictError or InvalidInputError that says why it cannot be done. */
export async function planEmergencyRollback(
  options: RequestOptions,
  question: RollbackQuestion,
): Promise<PlannedRollback> {
  const { targets, analyser } = options;
  const target = targets.get(question.databaseName);
  const settings = oneSource(target, question.source);
  if (settings.tool !== 'sql') {
    throw new ConflictError(
      `An emergency roll-back executes hawkwatch's own down files; the source "${settings.name}" is ` +
        `of the tool "${settings.tool}". Use rollbackMigration, which starts the tool's command.`,
    );
  }
  const facts = await readPlanFacts(target, settings);
  const { migrations, currentVersion } = facts.status;
  const chosen = await chooseVersion(options, { target, settings, migrations }, question.toVersion);
  const planned = planSteps(facts, { kind: 'ROLLBACK', toVersion: chosen.version });
  if (planned.length === 0) {
    throw nothingToUndo(settings.name, currentVersion);
  }
  const steps = await prepareSteps(analyser, target, await readSteps(settings, planned));
  const assessment = await assessSteps(options, target.settings.name, steps);
  return {
    target,
    settings,
    databaseName: target.settings.name,
    source: settings.name,
    fromVersion: currentVersion,
    toVersion: chosen.version,
    because: chosen.because,
    steps,
    assessment,
  };
}

async function chooseVersion(
  { store }: RequestOptions,
  known: { target: Target; settings: SourceSettings; migrations: readonly MigrationEntry[] },
  named: string | undefined,
): Promise<{ version: string; because: string | null }> {
  if (named !== undefined) return { version: named, because: null };
  const { target, settings, migrations } = known;
  const database = await findDatabaseByName(store.q, target.settings.name);
  if (database === undefined) throw new Error('a configured database is not in the store');
  const runs = await listEndedRuns(store.q, database.id, settings.name, runsLookedAt);
  const steps = Map.groupBy(
    await listRunSteps(
      store.q,
      runs.map((run) => run.id),
    ),
    (step) => step.runId,
  );
  const found = findLastKnownGood(
    runs.map((run) => ({ run, steps: steps.get(run.id) ?? [] })),
    migrations,
  );
  if (found.version === null) throw new ConflictError(found.reason);
  return found;
}
