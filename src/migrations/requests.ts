// Makes runs that somebody asks for. What was shown is what runs: the bytes of every file are read
// once, hashed, analysed, assessed, sealed and stored with the run in the transaction that announces
// it. The same key gives the same run.
import { createHash } from 'node:crypto';

import type { Actor } from '../core/actor.ts';
import { ConflictError, ExpectedError } from '../core/errors.ts';
import type { ImpactAssessment } from '../core/impact.ts';
import type { RunKind } from '../core/migrations.ts';
import type { SourceSettings } from '../databases/target.ts';
import type { Target, Targets } from '../databases/targets.ts';
import type { SqlAnalyser } from '../sql/analyser.ts';
import { isUniqueViolation } from '../store/connection.ts';
import { findRunByKey, type MigrationRun, type MigrationRunStep } from '../store/migration-runs.ts';
import type { Store } from '../store/store.ts';
import { assessSteps, type AssessOptions } from './assess-steps.ts';
import { reasonForReview } from './automatic/judge-assessment.ts';
import { prepareCommand, type CommandSteps } from './command-steps.ts';
import { oneSource, planRun, prepareSteps, readSteps, type PreparedStep } from './plan-run.ts';
import {
  hashedForm,
  requireExpectable,
  requireExpected,
  type ExpectedMigration,
} from './expected.ts';
import type { StatusReader } from './status-words.ts';
import { sealRun, storeRun, type StoreRunOptions } from './store-run.ts';

export interface RequestOptions extends StoreRunOptions, AssessOptions {
  readonly store: Store;
  readonly targets: Targets;
  readonly analyser: SqlAnalyser;
  readonly statuses: StatusReader;
}

export interface RunRequest {
  readonly actor: Actor;
  readonly action: string;
  readonly kind: RunKind;
  readonly databaseName: string;
  readonly source: string | undefined;
  readonly toVersion: string | undefined;
  readonly dryRun: boolean;
  readonly clientMutationId: string | undefined;
  /** Set: these and no others, with these contents. */
  readonly expected?: readonly ExpectedMigration[] | undefined;
  /** Set: it runs only when its assessment allows it, with at least this confidence. */
  readonly confidenceThreshold?: number | undefined;
  readonly retryOf?: { readonly run: MigrationRun; readonly steps: readonly MigrationRunStep[] };
}

export interface Requests {
  /** Queues a run, or returns the one that was made with the same key. */
  request(request: RunRequest): Promise<MigrationRun>;
}

const keyIndex = 'migration_runs_client_mutation';

/** Creates the maker of runs. */
export function createRequests(options: RequestOptions): Requests {
  const { store } = options;
  return {
    request: async (request) => {
      requireExpectable(request.expected);
      const inputHash = hashInput(request);
      const known = await findByKey(store, request, inputHash);
      if (known !== undefined) return known;
      try {
        return await makeRun(options, request, inputHash);
      } catch (error) {
        // Whoever used the key first decides, also when its run has changed what can be planned.
        if (!(isUniqueViolation(error, keyIndex) || error instanceof ExpectedError)) throw error;
        const winner = await findByKey(store, request, inputHash);
        if (winner === undefined) throw error;
        return winner;
      }
    },
  };
}

async function makeRun(
  options: RequestOptions,
  request: RunRequest,
  inputHash: string,
): Promise<MigrationRun> {
  const { store, targets } = options;
  const { actor, action, kind, dryRun, retryOf } = request;
  const target = targets.get(request.databaseName);
  const source = oneSource(target, request.source);
  const { steps, assessment } =
    source.tool === 'sql'
      ? await prepareOwn(options, target, source, request)
      : await prepareForeign(options, target, source, request);
  requireExpected(request.expected, steps);
  const doubt = reasonToWait(request, assessment, target.settings.automatic?.maxRisk ?? 'LOW');
  const run = sealRun(options, { target, source, kind, steps });
  return store.transaction((tx) =>
    storeRun(tx, options, run, {
      actor,
      action,
      origin: 'API',
      state: doubt === null ? 'QUEUED' : 'AWAITING_REVIEW',
      message: doubt === null ? undefined : `it waits for a review: ${doubt}`,
      dryRun,
      toVersion: request.toVersion ?? null,
      clientMutationId: request.clientMutationId ?? null,
      inputHash,
      retryOf: retryOf?.run.id ?? null,
      assessment,
    }),
  );
}

/** What hawkwatch itself is going to execute, and its assessment. */
async function prepareOwn(
  options: RequestOptions,
  target: Target,
  source: SourceSettings,
  request: RunRequest,
): Promise<{ steps: readonly PreparedStep[]; assessment: ImpactAssessment | null }> {
  const { steps: planned } = await planRun(target, source, request);
  const read = await readSteps(source, planned);
  const prepared = await prepareSteps(options.analyser, target, read);
  const { retryOf } = request;
  const steps = retryOf === undefined ? prepared : stepsOfRetry(retryOf.steps, prepared);
  return { steps, assessment: await assessSteps(options, target.settings.name, steps) };
}

/** What the tool's own command is going to execute. */
async function prepareForeign(
  options: RequestOptions,
  target: Target,
  source: SourceSettings,
  request: RunRequest,
): Promise<CommandSteps> {
  const made = await prepareCommand(options, target, source, request);
  if (request.retryOf === undefined) return made;
  const shown = new Set(request.retryOf.steps.map((step) => step.version));
  return { ...made, steps: made.steps.filter((step) => shown.has(step.version)) };
}

function reasonToWait(
  { confidenceThreshold: confidence }: RunRequest,
  assessment: ImpactAssessment | null,
  maxRisk: 'NONE' | 'LOW' | 'MEDIUM',
): string | null {
  return confidence === undefined ? null : reasonForReview(assessment, { maxRisk, confidence });
}

function hashInput(request: RunRequest): string {
  const { action, kind, databaseName, source, toVersion, dryRun, retryOf } = request;
  const input: unknown[] = [action, kind, databaseName, source, toVersion, dryRun, retryOf?.run.id];
  if (request.confidenceThreshold !== undefined) input.push(request.confidenceThreshold);
  if (request.expected !== undefined) input.push(hashedForm(request.expected));
  return createHash('sha256').update(JSON.stringify(input)).digest('hex');
}

async function findByKey(
  store: Store,
  { actor, clientMutationId }: RunRequest,
  inputHash: string,
): Promise<MigrationRun | undefined> {
  if (clientMutationId === undefined) return undefined;
  const run = await findRunByKey(store.q, actor.id, clientMutationId);
  if (run !== undefined && run.inputHash !== inputHash) {
    throw new ConflictError(
      `clientMutationId "${clientMutationId}" was used for another request, which made run ` +
        `${run.id}. Use a new one.`,
    );
  }
  return run;
}

/**
 * A retry executes what was planned then and is still open; a file that is new since waits.
 * @throws ConflictError when a file was changed since, which makes it another request.
 */
function stepsOfRetry(
  retried: readonly MigrationRunStep[],
  steps: readonly PreparedStep[],
): readonly PreparedStep[] {
  const shown = new Map(retried.map((step) => [step.version, step.checksum]));
  const changed = steps.filter((step) => {
    const checksum = shown.get(step.version);
    return checksum !== undefined && checksum !== step.checksum;
  });
  if (changed.length > 0) {
    const versions = changed.map((step) => step.version).join(', ');
    throw new ConflictError(
      `Changed since the run was made: ${versions}. Trigger a new run to execute the new contents.`,
    );
  }
  return steps.filter((step) => shown.has(step.version));
}
