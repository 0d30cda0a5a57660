// The version a source stood at before its last run that changed it: where an emergency roll-back
// goes when nobody names a version. Pure; where runs and history do not tell, it says so.
import type { MigrationRun, MigrationRunStep } from '../../store/migration-runs.ts';
import type { MigrationEntry } from '../status-words.ts';
import { compareVersions } from '../version.ts';

export interface RunWithSteps {
  readonly run: MigrationRun;
  readonly steps: readonly MigrationRunStep[];
}

export type LastKnownGood =
  /** `0`: before the first migration. */
  | { readonly version: string; readonly because: string }
  | { readonly version: null; readonly reason: string };

const inEffect = new Set(['APPLIED', 'EDITED', 'MARKED', 'PARTIAL', 'MISSING_FILE']);
const changing = new Set(['APPLIED', 'PARTIAL']);
const nameIt = 'Name the version in `toVersion`.';

/** Versions that are in effect in the database and above `above` (`0`: all of them). */
export function versionsInEffect(
  entries: readonly MigrationEntry[],
  above: string,
): readonly string[] {
  return entries
    .filter((entry) => inEffect.has(entry.state))
    .map((entry) => entry.version)
    .filter((version) => above === '0' || compareVersions(version, above) > 0);
}

/**
 * `runs` are those of the source that ended and were no dry runs, newest first; `entries` how its
 * migrations stand in the database.
 */
export function findLastKnownGood(
  runs: readonly RunWithSteps[],
  entries: readonly MigrationEntry[],
): LastKnownGood {
  const present = new Set(versionsInEffect(entries, '0'));
  for (const { run, steps } of runs) {
    if (run.kind === 'ROLLBACK') {
      const undone = steps.some((step) => step.state === 'ROLLED_BACK' || step.state === 'PARTIAL');
      if (!undone) continue;
      const left = steps.some((step) => present.has(step.version));
      const to = run.toVersion ?? '0';
      if (left) return { version: to, because: `roll-back ${run.id} to it was not finished` };
      const reason = `The last change was roll-back ${run.id} to ${to}. To go further: ${nameIt}`;
      return { version: null, reason };
    }
    const changed = steps.filter((step) => changing.has(step.state) && present.has(step.version));
    const first = changed.map((step) => step.version).toSorted(compareVersions)[0];
    if (first === undefined) continue;
    const own = new Set(changed.map((step) => step.version));
    const others = [...present].filter((version) => !own.has(version));
    const later = others.filter((version) => compareVersions(version, first) > 0);
    if (later.length > 0) {
      const versions = later.toSorted(compareVersions).join(', ');
      const reason =
        `Run ${run.id} applied ${first}, which is older than ${versions}: no version stands for ` +
        `how it was before. ${nameIt}`;
      return { version: null, reason };
    }
    const before = others.toSorted(compareVersions).at(-1) ?? baselineOf(entries) ?? '0';
    return { version: before, because: `it stood there before run ${run.id} (${run.state})` };
  }
  const reason = `hawkwatch knows of no run that changed this source. ${nameIt}`;
  return { version: null, reason };
}

function baselineOf(entries: readonly MigrationEntry[]): string | undefined {
  return entries.findLast((entry) => entry.state === 'BASELINE')?.version;
}
