// Which migrations can be run, rolled back or marked, and which need somebody to look. Pure.
import type { MigrationState } from '../../../../graphql/graphql.ts';

interface Standing {
  readonly version: string;
  readonly state: MigrationState;
}

// What a run applies, or says why it does not.
const runnable = new Set<MigrationState>([
  'PENDING',
  'FAILED',
  'PARTIAL',
  'ROLLED_BACK',
  'OUT_OF_ORDER',
  'OUTDATED',
]);
// What is in the database, so that it can be taken back.
const applied = new Set<MigrationState>(['APPLIED', 'EDITED', 'MARKED']);
// What can be counted as applied without running it.
const markable = new Set<MigrationState>([
  'PENDING',
  'FAILED',
  'PARTIAL',
  'ROLLED_BACK',
  'OUT_OF_ORDER',
  'EDITED',
]);
// What somebody has to look at.
const troubled = new Set<MigrationState>([
  'FAILED',
  'PARTIAL',
  'EDITED',
  'MISSING_FILE',
  'OUT_OF_ORDER',
  'FUTURE',
  'OUTDATED',
  'SKIPPED_SILENTLY',
]);

/** True when the next run applies it. */
export const isRunnable = ({ state }: Standing): boolean => runnable.has(state);

/** True when it is in the database. */
export const isApplied = ({ state }: Standing): boolean => applied.has(state);

/** True when an admin can count it as applied. */
export const isMarkable = ({ state }: Standing): boolean => markable.has(state);

/** True when somebody has to look at it. */
export const isTroubled = ({ state }: Standing): boolean => troubled.has(state);

/** Versions that a roll-back can stop at, the nearest first; `0` is before the first migration. */
export function listRollbackTargets(migrations: readonly Standing[]): string[] {
  const versions = migrations.filter(isApplied).map(({ version }) => version);
  return versions.length === 0 ? [] : [...versions.slice(0, -1).toReversed(), '0'];
}

/** What is to be done in the order in which it runs, then the rest, the newest first. */
export function sortForReading<Migration extends Standing>(
  migrations: readonly Migration[],
): Migration[] {
  const isOpen = (migration: Migration): boolean => isRunnable(migration) || isTroubled(migration);
  return [
    ...migrations.filter(isOpen),
    ...migrations.filter((migration) => !isOpen(migration)).toReversed(),
  ];
}
