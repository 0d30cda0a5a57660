// What became of a source's migrations between two readings. Pure.
import type { MigrationState } from '../../core/migrations.ts';
import type { StatusDetails } from '../../store/status-details.ts';
import type { StatusChanges } from '../../store/migration-status-events.ts';

type Kind = Exclude<keyof StatusChanges, 'more'>;

/** Under what a change to a state is told; null: it is not. */
const kinds: Record<MigrationState, Kind | null> = {
  PENDING: 'pending',
  ROLLED_BACK: 'pending',
  OUT_OF_ORDER: 'pending',
  OUTDATED: 'pending',
  APPLIED: 'applied',
  MARKED: 'applied',
  BASELINE: 'applied',
  FAILED: 'failed',
  PARTIAL: 'failed',
  SKIPPED_SILENTLY: 'skipped',
  IGNORED: 'skipped',
  SUPERSEDED: 'skipped',
  EDITED: 'edited',
  MISSING_FILE: 'missing',
  FUTURE: 'missing',
  RUNNING: null,
};

const maxVersions = 50;

const nothing = (): Record<Kind, string[]> & { more: number } => ({
  pending: [],
  applied: [],
  failed: [],
  skipped: [],
  edited: [],
  missing: [],
  gone: [],
  more: 0,
});

/** The changes from one reading to the next; none when there was none before. */
export function changesBetween(
  before: StatusDetails | undefined,
  after: StatusDetails,
): StatusChanges {
  const changes = nothing();
  if (before === undefined) return changes;
  const add = (kind: Kind, version: string): void => {
    if (changes[kind].length < maxVersions) changes[kind].push(version);
    else changes.more += 1;
  };
  const old = new Map(before.versions);
  const now = new Map(after.versions);
  // Where the oldest versions are left out, both begin only with what they have in common.
  const from = before.left > 0 ? after.versions.findIndex(([version]) => old.has(version)) : 0;
  for (const [version, state] of after.versions.slice(Math.max(from, 0))) {
    if (old.get(version) === state) continue;
    const kind = kinds[state];
    if (kind !== null) add(kind, version);
  }
  const still = after.left > 0 ? before.versions.findIndex(([version]) => now.has(version)) : 0;
  for (const [version] of before.versions.slice(Math.max(still, 0))) {
    if (!now.has(version)) add('gone', version);
  }
  return changes;
}

/** All empty. */
export function noChanges(): StatusChanges {
  return nothing();
}
