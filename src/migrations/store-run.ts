// Stores a run with the bytes it executes, its first event and its audit entry, in one transaction.
// What was shown is what runs: the bytes are sealed before and never read again. A newer run of a
// source takes the place of one that still waits for its review.
import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import type { ImpactAssessment } from '../core/impact.ts';
import type { RunKind, RunOrigin, RunReview } from '../core/migrations.ts';
import type { Random } from '../core/random.ts';
import type { SourceSettings } from '../databases/target.ts';
import type { Target } from '../databases/targets.ts';
import { insertAuditEntry } from '../store/audit.ts';
import { lockDatabase } from '../store/databases.ts';
import { readHead } from '../store/event-log.ts';
import { findRun, insertRun, type MigrationRun, type NewStep } from '../store/migration-runs.ts';
import { claimWaitingRuns } from '../store/run-reviews.ts';
import type { Sealer } from '../store/sealing.ts';
import type { StoreTransaction } from '../store/store.ts';
import { judgeDriftBeforeRun } from './drift-before-run.ts';
import { progressEvents, runSubject, type Progress } from './events.ts';
import { recordNow } from './record-now.ts';
import { sealContext } from './runner/scripts.ts';

export interface StoreRunOptions {
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
}

export interface StorableStep {
  readonly version: string;
  readonly name: string;
  /** Null when a command executes it. */
  readonly bytes: Uint8Array | null;
  readonly checksum: string;
  readonly statementsTotal: number;
}

export interface RunToStore {
  readonly target: Target;
  readonly source: SourceSettings;
  readonly kind: RunKind;
  readonly steps: readonly StorableStep[];
}

/** A run with its sealed bytes, ready to be stored. */
export interface SealedRun extends RunToStore {
  readonly id: string;
  readonly sealedSteps: readonly NewStep[];
}

export interface RunFacts {
  readonly actor: Actor;
  /** What the audit log calls it. */
  readonly action: string;
  readonly origin: RunOrigin;
  readonly state: 'QUEUED' | 'AWAITING_REVIEW';
  /** Why it waits for a review, or what else there is to say. */
  readonly message?: string | undefined;
  readonly dryRun: boolean;
  readonly toVersion: string | null;
  readonly clientMutationId: string | null;
  readonly inputHash: string;
  readonly retryOf: string | null;
  readonly waveId?: string | null;
  readonly assessment: ImpactAssessment | null;
  /** Of a run that was decided when it was asked for: an emergency roll-back. */
  readonly review?: RunReview | null;
  readonly auditDetail?: Readonly<Record<string, unknown>>;
}

/** Seals the bytes; belongs before the transaction, because it takes time. */
export function sealRun(options: StoreRunOptions, run: RunToStore): SealedRun {
  const { sealer, random } = options;
  const id = random.uuid();
  const sealedSteps = run.steps.map((step, position): NewStep => ({
    position,
    version: step.version,
    name: step.name,
    checksum: step.checksum,
    state: run.kind === 'MIGRATE' ? 'PENDING' : 'APPLIED',
    statementsTotal: step.statementsTotal,
    sealed: step.bytes === null ? null : sealer.seal(step.bytes, sealContext(id, position)),
  }));
  return { ...run, id, sealedSteps };
}

/** Stores the run within the caller's transaction; runs of one database are stored in turn. */
export async function storeRun(
  tx: StoreTransaction,
  options: StoreRunOptions,
  run: SealedRun,
  facts: RunFacts,
): Promise<MigrationRun> {
  const { sealer, clock, random } = options;
  const { id, kind, source, target, sealedSteps } = run;
  const { actor, dryRun, toVersion } = facts;
  const now = clock.now();
  const database = await lockDatabase(tx.q, target.settings.name);
  if (database === undefined) throw new Error('a configured database is not in the store');
  const drift = await judgeDriftBeforeRun(tx.q, {
    databaseId: database.id,
    database: database.name,
    policy: target.settings.schema.beforeRun,
    origin: facts.origin,
    dryRun,
    isEmergency: facts.action === 'emergencyRollback',
    isOfWave: typeof facts.waveId === 'string',
  });
  const state = drift.waits ? 'AWAITING_REVIEW' : facts.state;
  const head = await readHead(tx.q);
  await insertRun(
    tx.q,
    {
      id,
      databaseId: database.id,
      source: source.name,
      kind,
      origin: facts.origin,
      state,
      executor: source.tool === 'sql' ? 'sql' : 'command',
      dryRun,
      toVersion,
      triggeredBy: actor.name,
      actorId: actor.id,
      clientMutationId: facts.clientMutationId,
      inputHash: facts.inputHash,
      retryOf: facts.retryOf,
      queuedAt: now,
      cursorEpoch: head.epoch,
      cursorId: head.id,
      keyId: sealer.keyId,
      recordedSeq: 1,
      assessment: facts.assessment,
      review: facts.review ?? null,
      waveId: facts.waveId ?? null,
    },
    sealedSteps,
  );
  const count = `${sealedSteps.length} to ${kind === 'MIGRATE' ? 'run' : 'roll back'}`;
  const payload: Progress = {
    runId: id,
    seq: 1,
    database: database.name,
    databaseId: database.id,
    source: source.name,
    runKind: kind,
    dryRun,
    runState: state,
    percent: 0,
    etaMs: null,
    migration: null,
    statement: null,
    blockedBy: [],
    message: [count, facts.message, drift.message].filter((one) => one !== undefined).join('; '),
    error: null,
  };
  const subject = runSubject(id);
  tx.append(progressEvents.QUEUED.create({ subject, occurredAt: now, payload }));
  await supersede(tx, clock, { ...run, databaseId: database.id, dryRun });
  await insertAuditEntry(tx, random, {
    actor,
    action: facts.action,
    subject,
    result: 'ok',
    at: now,
    detail: {
      database: database.name,
      source: source.name,
      dryRun,
      toVersion,
      state,
      ...facts.auditDetail,
    },
  });
  const stored = await findRun(tx.q, id);
  if (stored === undefined) throw new Error('a run vanished in its own transaction');
  return stored;
}

/** Ends older runs of the source that nobody has decided about; a dry run ends only dry ones. */
async function supersede(
  tx: StoreTransaction,
  clock: Clock,
  by: { id: string; databaseId: string; source: SourceSettings; dryRun: boolean },
): Promise<void> {
  const waiting = await claimWaitingRuns(tx.q, by.databaseId, by.source.name);
  for (const run of waiting) {
    if (run.id === by.id || (by.dryRun && !run.dryRun)) continue;
    const comment = `superseded by run ${by.id}`;
    const review: RunReview = {
      decision: 'rejected',
      by: 'system',
      actorId: 'system',
      at: clock.now().toISOString(),
      comment,
    };
    await recordNow(tx, clock, run, (progress) =>
      progress.finished('REJECTED', { message: comment, patch: { review } }),
    );
  }
}
