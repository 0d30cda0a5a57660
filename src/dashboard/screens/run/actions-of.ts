// What may be done with a run by the state it is in. Pure; the service decides in any case.
import type { RunDetails } from './operations.ts';

export type RunAction = 'cancel' | 'retry' | 'rollback' | 'settle';

type Considered = Pick<RunDetails, 'state' | 'origin' | 'kind' | 'dryRun'> & {
  readonly migrations: readonly { readonly state: string }[];
};

/** In the order in which they are offered. */
export function actionsOf(run: Considered): readonly RunAction[] {
  // Another tool's run is stopped and started where it comes from.
  if (run.origin === 'FOREIGN') return [];
  switch (run.state) {
    case 'QUEUED':
    case 'RUNNING':
      return ['cancel'];
    case 'AWAITING_REVIEW':
    case 'REJECTED':
      return [];
    case 'SUCCEEDED':
    case 'FAILED':
    case 'CANCELLED':
    case 'INTERRUPTED': {
      const isIn = (state: string): boolean => run.migrations.some((step) => step.state === state);
      const actions: RunAction[] = [];
      if (isIn('PARTIAL')) actions.push('settle');
      if (run.state !== 'SUCCEEDED') actions.push('retry');
      if (run.kind === 'MIGRATE' && !run.dryRun && isIn('APPLIED')) actions.push('rollback');
      return actions;
    }
  }
}

/** How many of its migrations a retry of the run would take up. */
export function countLeft({ kind, migrations }: Pick<Considered, 'kind' | 'migrations'>): number {
  const done = kind === 'ROLLBACK' ? 'ROLLED_BACK' : 'APPLIED';
  return migrations.filter(({ state }) => state !== done).length;
}

const counting = new Set(['APPLIED', 'BASELINE', 'MARKED', 'EDITED', 'OUTDATED', 'MISSING_FILE']);

/**
 * The version that stays when what a run applied is undone: the newest applied one before the run's
 * first, `0` when there is none; undefined when the run's first is not known any more.
 */
export function versionBefore(
  all: readonly { readonly version: string; readonly state: string }[],
  first: string | undefined,
): string | undefined {
  const at = all.findIndex(({ version }) => version === first);
  if (at < 0) return undefined;
  return all.slice(0, at).findLast(({ state }) => counting.has(state))?.version ?? '0';
}

/** `Migration of shop`, `Roll-back of shop`, `Dry run on shop`. */
export function titleOf(
  run: Pick<RunDetails, 'kind' | 'dryRun' | 'emergency'> & { database: { name: string } },
): string {
  const { name } = run.database;
  if (run.dryRun) return `Dry run on ${name}`;
  if (run.kind === 'MIGRATE') return `Migration of ${name}`;
  return `${run.emergency ? 'Emergency roll-back' : 'Roll-back'} of ${name}`;
}
