// Which of a database's runs matter now. Pure.
import type { MigrationRunState } from '../../../../graphql/graphql.ts';

interface Known {
  readonly id: string;
  readonly state: MigrationRunState;
  readonly dryRun: boolean;
  readonly finishedAt?: string | null | undefined;
}

/** Runs of several lists, each once, newest first. */
export function mergeRuns<Run extends { readonly id: string; readonly queuedAt: string }>(
  runs: readonly Run[],
): Run[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  return [...byId.values()].toSorted((a, b) => b.queuedAt.localeCompare(a.queuedAt));
}

const badEnds = new Set<MigrationRunState>(['FAILED', 'INTERRUPTED']);

export interface Kept {
  /** Runs that were seen running, or were begun here. */
  readonly kept: ReadonlySet<string>;
  /** Runs that were put away. */
  readonly putAway: ReadonlySet<string>;
}

/**
 * Those that are not over, those that are kept, and the last one that was to change something when it
 * ended badly. `runs` come newest first, and stay so.
 */
export function chooseRuns<Run extends Known>(
  runs: readonly Run[],
  { kept, putAway }: Kept,
): Run[] {
  const last = runs.find(({ dryRun, finishedAt }) => !dryRun && finishedAt != null);
  return runs.filter(
    (run) =>
      run.finishedAt == null ||
      (!putAway.has(run.id) && (kept.has(run.id) || (run === last && badEnds.has(run.state)))),
  );
}
