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
// What a roll-back can stop at.
const applied = new Set<MigrationState>(['APPLIED', 'EDITED', 'MARKED']);
// What is in the database as a whole or in part, so that it can be taken back.
const undoable = new Set<MigrationState>([...applied, 'PARTIAL']);
// What another tool takes back, too, for it needs no file of ours for that.
const undoableByTool = new Set<MigrationState>([...undoable, 'MISSING_FILE', 'FUTURE']);
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

/** True when an admin can count it as applied. */
export const isMarkable = ({ state }: Standing): boolean => markable.has(state);

/** True when somebody has to look at it. */
export const isTroubled = ({ state }: Standing): boolean => troubled.has(state);

/**
 * Versions that a roll-back can stop at, the nearest first, the last one before everything that can be taken
 * back: the baseline, else `0`. Nothing, when there is nothing to take back.
 */
export function listRollbackTargets(
  migrations: readonly Standing[],
  { isOwn }: { readonly isOwn: boolean },
): string[] {
  const wanted = isOwn ? undoable : undoableByTool;
  const newest = migrations.findLastIndex(({ state }) => wanted.has(state));
  if (newest < 0) return [];
  const below = migrations.slice(0, newest);
  const stops = below.filter(({ state }) => applied.has(state)).toReversed();
  const baseline = below.findLast(({ state }) => state === 'BASELINE');
  return [...stops.map(({ version }) => version), baseline?.version ?? '0'];
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

/** True when why the source stands as it does is what one of these migrations says of itself. */
export function isToldBelow(
  reason: string,
  troubles: readonly (Standing & { readonly reason?: string | null | undefined })[],
): boolean {
  const [only] = troubles;
  if (only === undefined || troubles.length > 1) return false;
  return (
    reason.startsWith(`${only.version} `) && (only.reason == null || reason.includes(only.reason))
  );
}
