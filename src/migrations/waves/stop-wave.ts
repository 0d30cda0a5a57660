// Stops a wave: what waits is skipped, runs of it that have not begun are ended, and those that
// execute go on to their end, unless they are to be cancelled too.
import type { Clock } from '../../core/clock.ts';
import type { WavePlan } from '../../core/waves.ts';
import { claimRun } from '../../store/run-reviews.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { cancelRunIn } from '../cancel-run.ts';
import { withMember, withSkipped } from './wave-plan.ts';

/** The plan after the stop; `plan.stopping` must be set. The wave's row must be held. */
export async function stopMembers(
  tx: StoreTransaction,
  clock: Clock,
  plan: WavePlan,
  cancelRunning: boolean,
): Promise<WavePlan> {
  const { stopping } = plan;
  if (stopping === null) return plan;
  let next = withSkipped(plan);
  const requestedBy = stopping.by ?? 'system';
  const message = `the wave was stopped: ${stopping.reason}`;
  for (const { databaseId, state, runId } of plan.members) {
    if (state !== 'RUNNING' || runId === null) continue;
    const run = await claimRun(tx.q, runId);
    if (run === undefined) continue;
    const begun = run.state === 'RUNNING' || run.startedAt !== null;
    if (begun && !cancelRunning) continue;
    const open = await cancelRunIn(tx, clock, { runId, requestedBy, message });
    if (!begun && open) {
      next = withMember(next, databaseId, { state: 'SKIPPED', reason: stopping.reason });
    }
  }
  return next;
}
