// Makes runs. What was shown is what runs: the bytes of every file are read once, hashed, analysed,
// sealed and stored with the run in the transaction that announces it.
import { createHash } from 'node:crypto';

import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import {
  ConflictError,
  ExpectedError,
  InvalidInputError,
  type InputIssue,
} from '../core/errors.ts';
import type { RunKind } from '../core/migrations.ts';
import type { Random } from '../core/random.ts';
import type { SourceSettings } from '../databases/target.ts';
import { describeFailure, type Target, type Targets } from '../databases/targets.ts';
import type { SqlAnalyser } from '../sql/analyser.ts';
import { insertAuditEntry } from '../store/audit.ts';
import { isUniqueViolation } from '../store/connection.ts';
import { findDatabaseByName } from '../store/databases.ts';
import { readHead } from '../store/event-log.ts';
import {
  findRun,
  findRunByKey,
  insertRun,
  type MigrationRun,
  type MigrationRunStep,
  type NewStep,
} from '../store/migration-runs.ts';
import type { Sealer } from '../store/sealing.ts';
import type { Store } from '../store/store.ts';
import { buildStatus } from './build-status.ts';
import { progressEvents, runSubject, type Progress } from './events.ts';
import { checksumOf, readMigrationFile, readMigrationFolder } from './folder.ts';
import { readHistory, readerOf } from './history.ts';
import { planMigrate, planRollback, type PlannedStep } from './plan.ts';
import { findCommittingProcedure } from './procedures.ts';
import { sealContext } from './runner/scripts.ts';
import { selectSources } from './status.ts';

export interface RequestOptions {
  readonly store: Store;
  readonly targets: Targets;
  readonly sealer: Sealer;
  readonly analyser: SqlAnalyser;
  readonly clock: Clock;
  readonly random: Random;
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
  readonly retryOf?: { readonly run: MigrationRun; readonly steps: readonly MigrationRunStep[] };
}

export interface Requests {
  /** Queues a run, or returns the one that was made with the same key. */
  request(request: RunRequest): Promise<MigrationRun>;
}

const keyIndex = 'migration_runs_client_mutation';

/** Creates the maker of runs. */
export function createRequests(options: RequestOptions): Requests {
  const { store, targets } = options;
  return {
    request: async (request) => {
      const inputHash = hashInput(request);
      const known = await findByKey(store, request, inputHash);
      if (known !== undefined) return known;
      try {
        const target = targets.get(request.databaseName);
        const source = soleSource(target, request.source);
        const steps = await prepareSteps(options, target, source, request);
        return await storeRun(options, request, { target, source, steps, inputHash });
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

function hashInput(request: RunRequest): string {
  const { action, kind, databaseName, source, toVersion, dryRun, retryOf } = request;
  const input = [action, kind, databaseName, source, toVersion, dryRun, retryOf?.run.id];
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

/** The named source, or the only one. */
export function soleSource(target: Target, name: string | undefined): SourceSettings {
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
  if (source.tool !== 'sql') {
    throw new ConflictError(`hawkwatch only reads sources of the tool "${source.tool}".`);
  }
  return source;
}

interface PreparedStep {
  readonly version: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly checksum: string;
  readonly statementsTotal: number;
}

async function prepareSteps(
  options: RequestOptions,
  target: Target,
  source: SourceSettings,
  request: RunRequest,
): Promise<readonly PreparedStep[]> {
  const planned = await plan(target, source, request);
  const steps: PreparedStep[] = [];
  const issues: InputIssue[] = [];
  for (const step of planned) {
    const bytes = readMigrationFile(source.folder, step.fileName);
    const analysis = await options.analyser.analyse({ bytes, name: step.fileName });
    if (!analysis.ok) {
      for (const { line, message } of analysis.issues) {
        issues.push({ path: `${step.fileName}:${line}`, message });
      }
      continue;
    }
    issues.push(...(await findCommittingProcedure(target.reader, step.fileName, analysis.script)));
    const checksum = checksumOf(bytes);
    const statementsTotal = analysis.script.statements.length;
    steps.push({ version: step.version, name: step.name, bytes, checksum, statementsTotal });
  }
  if (issues.length > 0) {
    const where = issues.map((issue) => `${issue.path}: ${issue.message}`).join('; ');
    throw new InvalidInputError(`The migrations cannot be run as they are. ${where}`, issues);
  }
  if (request.retryOf !== undefined) refuseChanged(request.retryOf, steps);
  return steps;
}

async function plan(
  target: Target,
  source: SourceSettings,
  request: RunRequest,
): Promise<readonly PlannedStep[]> {
  const folder = await readMigrationFolder(source.folder);
  let history;
  try {
    history = await readHistory(readerOf(target.reader), source.name);
  } catch (error) {
    throw new ConflictError(
      `The database "${target.settings.name}" cannot be reached: ${describeFailure(error)}. ` +
        'Try again when it is back.',
    );
  }
  const status = buildStatus({
    ...folder,
    history,
    baseline: source.baseline,
    lockedBy: null,
    running: new Set(),
  });
  const facts = { ...folder, status, outOfOrder: source.outOfOrder };
  return request.kind === 'MIGRATE'
    ? planMigrate(facts, request.toVersion)
    : planRollback(facts, request.toVersion ?? '0');
}

/** A retry runs what was shown: a file that was changed since makes another request. */
function refuseChanged(
  retried: { readonly steps: readonly MigrationRunStep[] },
  steps: readonly PreparedStep[],
): void {
  const shown = new Map(retried.steps.map((step) => [step.version, step.checksum]));
  const changed = steps.filter((step) => {
    const checksum = shown.get(step.version);
    return checksum !== undefined && checksum !== step.checksum;
  });
  if (changed.length === 0) return;
  const versions = changed.map((step) => step.version).join(', ');
  throw new ConflictError(
    `Changed since the run was made: ${versions}. Trigger a new run to execute the new contents.`,
  );
}

async function storeRun(
  options: RequestOptions,
  request: RunRequest,
  made: {
    target: Target;
    source: SourceSettings;
    steps: readonly PreparedStep[];
    inputHash: string;
  },
): Promise<MigrationRun> {
  const { store, sealer, clock, random } = options;
  const { actor, kind, dryRun } = request;
  const { target, source, inputHash } = made;
  const now = clock.now();
  const id = random.uuid();
  // A retry executes what was planned then and is still open; a file that is new since waits.
  const planned = new Set(request.retryOf?.steps.map((step) => step.version));
  const chosen =
    request.retryOf === undefined
      ? made.steps
      : made.steps.filter((step) => planned.has(step.version));
  const steps = chosen.map((step, position): NewStep => ({
    position,
    version: step.version,
    name: step.name,
    checksum: step.checksum,
    state: kind === 'MIGRATE' ? 'PENDING' : 'APPLIED',
    statementsTotal: step.statementsTotal,
    sealed: sealer.seal(step.bytes, sealContext(id, position)),
  }));
  return store.transaction(async (tx) => {
    const database = await findDatabaseByName(tx.q, target.settings.name);
    if (database === undefined) throw new Error('a configured database is not in the store');
    const head = await readHead(tx.q);
    await insertRun(
      tx.q,
      {
        id,
        databaseId: database.id,
        source: source.name,
        kind,
        origin: 'API',
        state: 'QUEUED',
        dryRun,
        toVersion: request.toVersion ?? null,
        triggeredBy: actor.name,
        actorId: actor.id,
        clientMutationId: request.clientMutationId ?? null,
        inputHash,
        retryOf: request.retryOf?.run.id ?? null,
        queuedAt: now,
        cursorEpoch: head.epoch,
        cursorId: head.id,
        keyId: sealer.keyId,
        recordedSeq: 1,
      },
      steps,
    );
    const payload: Progress = {
      runId: id,
      seq: 1,
      database: database.name,
      databaseId: database.id,
      source: source.name,
      runKind: kind,
      dryRun,
      runState: 'QUEUED',
      percent: 0,
      etaMs: null,
      migration: null,
      statement: null,
      blockedBy: [],
      message: `${steps.length} to ${kind === 'MIGRATE' ? 'run' : 'roll back'}`,
      error: null,
    };
    const subject = runSubject(id);
    tx.append(progressEvents.QUEUED.create({ subject, occurredAt: now, payload }));
    await insertAuditEntry(tx, random, {
      actor,
      action: request.action,
      subject,
      result: 'ok',
      at: now,
      detail: {
        database: database.name,
        source: source.name,
        dryRun,
        toVersion: request.toVersion ?? null,
      },
    });
    const run = await findRun(tx.q, id);
    if (run === undefined) throw new Error('a run vanished in its own transaction');
    return run;
  });
}
