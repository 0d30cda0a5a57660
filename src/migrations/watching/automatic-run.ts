// Makes the run that follows from an assessment: by itself, its dry run first, or one that waits for
// a review. It goes exactly as far as what was assessed.
import { systemActor } from '../../core/actor.ts';
import type { ImpactAssessment } from '../../core/impact.ts';
import type { SourceSettings } from '../../databases/target.ts';
import type { Target } from '../../databases/targets.ts';
import type { DatabaseRecord } from '../../store/databases.ts';
import { findWaitingRunOf } from '../../store/run-reviews.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { PreparedStep } from '../plan-run.ts';
import { sealRun, storeRun, type StoreRunOptions } from '../store-run.ts';

export interface AutomaticRun {
  readonly target: Target;
  readonly source: SourceSettings;
  readonly database: DatabaseRecord;
  readonly digest: string;
  readonly steps: readonly PreparedStep[];
  readonly assessment: ImpactAssessment | null;
  readonly decided: { readonly decision: 'run' | 'review'; readonly reason: string | null };
  readonly dryRun: boolean;
}

/** Stores the run and returns its id; a run that waits with the very same bytes serves as well. */
export async function makeAutomaticRun(
  tx: StoreTransaction,
  options: StoreRunOptions,
  run: AutomaticRun,
): Promise<string> {
  const { target, source, database, steps, decided } = run;
  const waits = decided.decision === 'review';
  if (waits) {
    const waiting = await findWaitingRunOf(tx.q, database.id, source.name, steps);
    if (waiting !== undefined) return waiting;
  }
  const sealed = sealRun(options, { target, source, kind: 'MIGRATE', steps });
  const dry = run.dryRun ? 'a dry run, before the run itself' : 'its risk is low enough';
  const stored = await storeRun(tx, options, sealed, {
    actor: systemActor,
    action: 'automaticRun',
    origin: 'AUTOMATIC',
    state: waits ? 'AWAITING_REVIEW' : 'QUEUED',
    message: waits ? `it waits for a review: ${decided.reason ?? ''}` : dry,
    dryRun: run.dryRun,
    toVersion: steps.at(-1)?.version ?? null,
    clientMutationId: null,
    inputHash: run.digest,
    retryOf: null,
    assessment: run.assessment,
  });
  return stored.id;
}
