// What may be done with a run by the state it is in. Pure; the service decides in any case.
import type {
  MigrationRunKind,
  MigrationRunOrigin,
  MigrationRunState,
} from '../../graphql/graphql.ts';

export type RunAction = 'cancel' | 'retry' | 'rollback' | 'settle';

interface Considered {
  readonly state: MigrationRunState;
  readonly origin: MigrationRunOrigin;
  readonly kind: MigrationRunKind;
  readonly dryRun: boolean;
  readonly migrations: readonly { readonly state: string }[];
}

/** A run with what its questions need. */
export interface ActedRun extends Considered {
  readonly id: string;
  readonly source: string;
  readonly database: { readonly id: string; readonly name: string };
  readonly migrations: readonly { readonly version: string; readonly state: string }[];
}

export interface RunDialogProps {
  readonly run: ActedRun;
  onClose(): void;
}

const over = new Set<MigrationRunState>(['SUCCEEDED', 'FAILED', 'CANCELLED', 'INTERRUPTED']);

/** True when it has executed and does so no more. */
export const isOver = ({ state, origin }: Pick<Considered, 'state' | 'origin'>): boolean =>
  origin !== 'FOREIGN' && over.has(state);

/** True when a migration of a run that is over is done in part, or was never told the end of. */
export const isCutOff = ({ state }: { readonly state: string }): boolean =>
  state === 'PARTIAL' || state === 'RUNNING';

/** True when a statement of one of these migrations is in doubt, as the database has it now. */
export function hasDoubt(
  migrations: readonly { readonly version: string }[],
  standing: readonly { readonly version: string; readonly inDoubt?: boolean | null | undefined }[],
): boolean {
  const doubted = new Set(standing.flatMap((one) => (one.inDoubt === true ? [one.version] : [])));
  return migrations.some(({ version }) => doubted.has(version));
}

/** In the order in which they are offered. */
export function actionsOf(
  run: Considered,
  { isInDoubt }: { readonly isInDoubt: boolean },
): readonly RunAction[] {
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
      if (isInDoubt) actions.push('settle');
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

/** The waiting runs that are rejected when another is begun in their place: a dry run ends only dry ones. */
export function endedBy<Run extends { readonly source: string; readonly dryRun: boolean }>(
  begun: { readonly source: string; readonly dryRun: boolean },
  waiting: readonly Run[],
): Run[] {
  return waiting.filter(
    ({ source, dryRun }) => source === begun.source && (dryRun || !begun.dryRun),
  );
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
  run: Pick<Considered, 'kind' | 'dryRun'> & {
    readonly emergency: boolean;
    readonly database: { readonly name: string };
  },
): string {
  const { name } = run.database;
  if (run.dryRun) return `Dry run on ${name}`;
  if (run.kind === 'MIGRATE') return `Migration of ${name}`;
  return `${run.emergency ? 'Emergency roll-back' : 'Roll-back'} of ${name}`;
}
