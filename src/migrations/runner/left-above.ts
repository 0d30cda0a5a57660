// Holds a roll-back to what was shown: what was applied since above its version is not among its steps,
// and undoing what lies beneath would leave the database as no version has ever been.
import type { MigrationRun, MigrationRunStep } from '../../store/migration-runs.ts';
import type { HistoryRow, HistoryState } from '../history.ts';
import { compareVersions } from '../version.ts';
import { failure } from './failure.ts';

const inEffect = new Set<HistoryState>(['applied', 'marked', 'partial', 'rolling_back']);

/**
 * `history` must have been read under the run lock.
 * @throws MigrationFailedError when something would be left above the version of a roll-back.
 */
export function refuseLeftAbove(
  { kind, toVersion }: Pick<MigrationRun, 'kind' | 'toVersion'>,
  steps: readonly Pick<MigrationRunStep, 'version'>[],
  history: readonly Pick<HistoryRow, 'version' | 'state'>[],
): void {
  if (kind !== 'ROLLBACK') return;
  const to = toVersion ?? '0';
  const shown = new Set(steps.map((step) => step.version));
  const left = history
    .filter(({ version, state }) => inEffect.has(state) && !shown.has(version))
    .map(({ version }) => version)
    .filter((version) => to === '0' || compareVersions(version, to) > 0);
  if (left.length === 0) return;
  const versions = left.toSorted(compareVersions).join(', ');
  throw failure(
    `Also in effect above ${to}, and not among what this run takes back: ${versions}. Nothing was ` +
      'executed. Look at previewRollback, then ask for the roll-back anew.',
  );
}
