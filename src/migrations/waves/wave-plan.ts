// How a wave goes on. Pure: a plan and what became of its runs in, the next plan out.
//
//   WAITING -> RUNNING -> SUCCEEDED | FAILED      a database's turn
//   WAITING -> SUCCEEDED (nothing to do) | FAILED (cannot be run) | SKIPPED (the wave stops)
//
// Canaries come first and must all succeed. When the wave stops, nothing that has not begun begins.
import { isRunEnded } from '../../core/migrations.ts';
import type { WaveMember, WavePlan, WaveState } from '../../core/waves.ts';
import type { MigrationRun } from '../../store/migration-runs.ts';

export type MemberChange = Partial<Pick<WaveMember, 'state' | 'runId' | 'reason'>>;

/** The plan with one member changed. */
export function withMember(plan: WavePlan, databaseId: string, change: MemberChange): WavePlan {
  const members = plan.members.map((member) =>
    member.databaseId === databaseId ? { ...member, ...change } : member,
  );
  return { ...plan, members };
}

/** Takes over how the runs of members ended. */
export function withOutcomes(plan: WavePlan, runs: ReadonlyMap<string, MigrationRun>): WavePlan {
  return plan.members.reduce((current, member) => {
    const run = member.runId === null ? undefined : runs.get(member.runId);
    if (member.state !== 'RUNNING' || run === undefined || !isRunEnded(run.state)) return current;
    const succeeded = run.state === 'SUCCEEDED';
    const why = run.error?.message ?? run.review?.comment ?? '';
    const reason = `its run is ${run.state}${why === '' ? '' : `: ${why}`}`.slice(0, 1000);
    return withMember(current, member.databaseId, {
      state: succeeded ? 'SUCCEEDED' : 'FAILED',
      reason: succeeded ? null : reason,
    });
  }, plan);
}

/** Decides to stop when a failure asks for it. */
export function withStopAfterFailure(plan: WavePlan): WavePlan {
  if (plan.stopping !== null) return plan;
  const failed = plan.members.find(
    (member) => member.state === 'FAILED' && (plan.stopOnFailure || member.stage === 'CANARY'),
  );
  if (failed === undefined) return plan;
  const what = failed.stage === 'CANARY' ? 'the canary ' : '';
  return { ...plan, stopping: { reason: `${what}${failed.database} failed`, by: null } };
}

/** What has not begun is skipped once the wave stops. */
export function withSkipped(plan: WavePlan): WavePlan {
  const { stopping } = plan;
  if (stopping === null) return plan;
  const members = plan.members.map((member) =>
    member.state === 'WAITING'
      ? { ...member, state: 'SKIPPED' as const, reason: stopping.reason }
      : member,
  );
  return { ...plan, members };
}

/** Members whose turn it is, as many as may run at once. */
export function nextMembers(plan: WavePlan): readonly WaveMember[] {
  if (plan.stopping !== null) return [];
  const { members, maxParallel } = plan;
  const canariesDone = members.every(
    (member) => member.stage !== 'CANARY' || member.state === 'SUCCEEDED',
  );
  const running = members.filter((member) => member.state === 'RUNNING').length;
  return members
    .filter((member) => member.state === 'WAITING')
    .filter((member) => member.stage === 'CANARY' || canariesDone)
    .slice(0, Math.max(0, maxParallel - running));
}

/** How a wave ended, or undefined while it goes on. */
export function endOf(plan: WavePlan): { state: WaveState; reason: string | null } | undefined {
  const { members, stopping } = plan;
  const open = members.some(({ state }) => state === 'WAITING' || state === 'RUNNING');
  if (open) return undefined;
  if (stopping !== null && stopping.by !== null) {
    return { state: 'CANCELLED', reason: stopping.reason };
  }
  const failed = members.filter(({ state }) => state === 'FAILED').length;
  if (failed === 0) return { state: 'SUCCEEDED', reason: null };
  const count = `${failed} of ${members.length} databases failed`;
  return {
    state: 'FAILED',
    reason: stopping === null ? count : `${count}; it was stopped: ${stopping.reason}`,
  };
}
