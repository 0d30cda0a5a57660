// Ends a run on request: one that nobody executes ends at once, the executor of a running one is
// told.
import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { ConflictError, NotFoundError } from '../core/errors.ts';
import { isRunEnded } from '../core/migrations.ts';
import type { Random } from '../core/random.ts';
import { insertAuditEntry } from '../store/audit.ts';
import { getRun, type MigrationRun } from '../store/migration-runs.ts';
import { updateCancelRequest } from '../store/run-recording.ts';
import type { Store, StoreTransaction } from '../store/store.ts';
import { cancelRequested, runSubject } from './events.ts';
import { recordNow } from './record-now.ts';
import { refuseForeign } from './refuse-foreign.ts';

/** Asks for a run's end in the caller's transaction; false when the run has ended already. */
export async function cancelRunIn(
  tx: StoreTransaction,
  clock: Clock,
  request: { runId: string; requestedBy: string; message: string },
): Promise<boolean> {
  const { runId, requestedBy } = request;
  const now = clock.now();
  const run = await updateCancelRequest(tx.q, runId, now);
  if (run === undefined) throw new NotFoundError(`There is no migration run "${runId}".`);
  refuseForeign(run);
  if (isRunEnded(run.state)) return false;
  if (run.state === 'RUNNING') {
    const payload = { runId, requestedBy };
    tx.append(cancelRequested.create({ subject: runSubject(runId), occurredAt: now, payload }));
    return true;
  }
  // Nobody executes it: it ends here.
  const { message } = request;
  await recordNow(tx, clock, run, (progress) => progress.finished('CANCELLED', { message }));
  return true;
}

/**
 * Cancels a run.
 * @throws NotFoundError, or ConflictError when it has ended already.
 */
export async function cancelRun(
  options: { store: Store; clock: Clock; random: Random },
  actor: Actor,
  runId: string,
): Promise<MigrationRun> {
  const { store, clock, random } = options;
  return store.transaction(async (tx) => {
    const message = 'cancelled before it began';
    const open = await cancelRunIn(tx, clock, { runId, requestedBy: actor.name, message });
    const run = await getRun(tx.q, runId);
    if (!open) throw new ConflictError(`The run has ended already: it is ${run.state}.`);
    await insertAuditEntry(tx, random, {
      actor,
      action: 'cancelMigration',
      subject: runSubject(runId),
      result: 'ok',
      at: clock.now(),
    });
    return run;
  });
}
