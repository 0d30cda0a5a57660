// Takes a wave one step on: what its runs became, whether it stops, and whose turn it is. Every
// change is made under the wave's row, so that a database gets one run of a wave, whoever drives it
// and whenever hawkwatch dies: the run and the plan that names it are stored in one transaction.
import { coerceError, ExpectedError } from '../../core/errors.ts';
import type { Actor } from '../../core/actor.ts';
import type { ImpactAssessment } from '../../core/impact.ts';
import type { WaveMember, WavePlan } from '../../core/waves.ts';
import type { SourceSettings } from '../../databases/target.ts';
import type { Target } from '../../databases/targets.ts';
import { findRuns } from '../../store/migration-runs.ts';
import { claimWave, type MigrationWave } from '../../store/migration-waves.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { assessSteps } from '../assess-steps.ts';
import { reasonForReview } from '../automatic/judge-assessment.ts';
import {
  planRun,
  prepareSteps,
  readSteps,
  soleSource,
  TargetAwayError,
  type PreparedStep,
} from '../plan-run.ts';
import type { RequestOptions } from '../requests.ts';
import { sealRun, storeRun } from '../store-run.ts';
import { recordWave } from './record-wave.ts';
import { stopMembers } from './stop-wave.ts';
import { nextMembers, withMember, withOutcomes, withStopAfterFailure } from './wave-plan.ts';

export interface AdvanceOptions extends RequestOptions {
  /** How often a database that does not answer is asked before it counts as failed. */
  readonly maxAttempts?: number | undefined;
  /** How long to wait before it is asked again. */
  readonly retryMs?: number | undefined;
  readonly signal: AbortSignal;
}

/** Takes the wave as far as it can go now. */
export async function advanceWave(options: AdvanceOptions, waveId: string): Promise<void> {
  for (;;) {
    options.signal.throwIfAborted();
    const wave = await settleWave(options, waveId);
    if (wave?.state !== 'RUNNING') return;
    const turn = nextMembers(wave.plan);
    if (turn.length === 0) return;
    // All are waited for, also when one of them could not be written.
    const begun = await Promise.allSettled(turn.map((one) => beginMember(options, wave, one)));
    for (const one of begun) if (one.status === 'rejected') throw coerceError(one.reason);
  }
}

/** Takes over what the wave's runs became, and stops or ends the wave where that follows. */
function settleWave(
  { store, clock }: AdvanceOptions,
  waveId: string,
): Promise<MigrationWave | undefined> {
  return store.transaction(async (tx) => {
    const wave = await claimWave(tx.q, waveId);
    if (wave?.state !== 'RUNNING') return wave;
    const runIds = wave.plan.members.flatMap(({ runId }) => runId ?? []);
    const runs = new Map((await findRuns(tx.q, runIds)).map((run) => [run.id, run]));
    let plan = withStopAfterFailure(withOutcomes(wave.plan, runs));
    if (plan.stopping !== null) plan = await stopMembers(tx, clock, plan, false);
    return recordWave(tx, wave, plan, clock.now());
  });
}

type Prepared =
  | {
      readonly kind: 'ready';
      readonly target: Target;
      readonly source: SourceSettings;
      readonly steps: readonly PreparedStep[];
      readonly assessment: ImpactAssessment | null;
    }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly reason: string };

async function beginMember(
  options: AdvanceOptions,
  { id, source, plan }: MigrationWave,
  member: WaveMember,
): Promise<void> {
  const { store, clock } = options;
  const prepared = await prepareMember(options, { source, plan }, member);
  await store.transaction(async (tx) => {
    const wave = await claimWave(tx.q, id);
    if (wave?.state !== 'RUNNING') return;
    // Somebody may have stopped the wave, or begun this database, in the meantime.
    const turn = nextMembers(wave.plan).some((one) => one.databaseId === member.databaseId);
    if (!turn) return;
    const next = withMember(
      wave.plan,
      member.databaseId,
      prepared.kind === 'ready'
        ? { state: 'RUNNING', runId: await storeWaveRun(tx, options, wave, member, prepared) }
        : prepared.kind === 'done'
          ? { state: 'SUCCEEDED', reason: 'there was nothing to do' }
          : { state: 'FAILED', reason: prepared.reason },
    );
    await recordWave(tx, wave, next, clock.now());
  });
}

/** Reads, checks and assesses what a database would get; asks again while it does not answer. */
async function prepareMember(
  options: AdvanceOptions,
  wave: { source: string; plan: WavePlan },
  member: WaveMember,
): Promise<Prepared> {
  const { targets, analyser, clock, maxAttempts = 3, retryMs = 2000, signal } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const target = targets.get(member.database);
      const source = soleSource(target, wave.source);
      const { toVersion, files } = wave.plan;
      const planned = await planRun(target, source, { kind: 'MIGRATE', toVersion });
      const read = await readSteps(source, planned.steps);
      const changed = read.filter((step) => files[step.version] !== step.checksum);
      if (changed.length > 0) {
        const versions = changed.map((step) => step.version).join(', ');
        return { kind: 'failed', reason: `the files changed since the wave began: ${versions}` };
      }
      if (read.length === 0) return { kind: 'done' };
      const steps = await prepareSteps(analyser, target, read);
      const assessment = await assessSteps(options, member.database, steps);
      return { kind: 'ready', target, source, steps, assessment };
    } catch (error) {
      const tryAgain = error instanceof TargetAwayError || !(error instanceof ExpectedError);
      if (!tryAgain || attempt >= maxAttempts) {
        return { kind: 'failed', reason: coerceError(error).message.slice(0, 1000) };
      }
    }
    await clock.sleep(retryMs, signal);
  }
}

async function storeWaveRun(
  tx: StoreTransaction,
  options: AdvanceOptions,
  wave: MigrationWave,
  member: WaveMember,
  prepared: Extract<Prepared, { kind: 'ready' }>,
): Promise<string> {
  const { target, source, steps, assessment } = prepared;
  const { confidenceThreshold: confidence, toVersion } = wave.plan;
  const maxRisk = target.settings.automatic?.maxRisk ?? 'LOW';
  const doubt = confidence === null ? null : reasonForReview(assessment, { maxRisk, confidence });
  const actor: Actor = {
    id: wave.actorId,
    name: wave.startedBy,
    role: 'operator',
    origin: `wave ${wave.id}`,
  };
  const run = await storeRun(
    tx,
    options,
    sealRun(options, { target, source, kind: 'MIGRATE', steps }),
    {
      actor,
      action: 'waveRun',
      origin: 'API',
      state: doubt === null ? 'QUEUED' : 'AWAITING_REVIEW',
      message: doubt === null ? `of wave ${wave.id}` : `it waits for a review: ${doubt}`,
      dryRun: false,
      toVersion,
      // The unique key of an actor's requests: this database can have no second run of this wave.
      clientMutationId: `wave ${wave.id} ${member.databaseId}`,
      inputHash: wave.inputHash,
      retryOf: null,
      waveId: wave.id,
      assessment,
      auditDetail: { wave: wave.id, stage: member.stage },
    },
  );
  return run.id;
}
