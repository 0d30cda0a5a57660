// A status as it is stored: all versions with their states in short, and in full only what somebody
// may want to read about. Pure.
import { createHash } from 'node:crypto';

import type { MigrationState } from '../../core/migrations.ts';
import { encodeDetails, type StatusDetails, type StoredEntry } from '../../store/status-details.ts';
import type { MigrationEntry, SourceStatus } from '../status-words.ts';

export const maxVersions = 5000;
const maxAttention = 200;
const maxLatest = 10;

/** Which ones are kept in full when there is not room for all: the lowest first. */
const ranks: Record<MigrationState, number> = {
  FAILED: 0,
  PARTIAL: 0,
  RUNNING: 1,
  EDITED: 1,
  SKIPPED_SILENTLY: 1,
  MISSING_FILE: 1,
  FUTURE: 1,
  OUT_OF_ORDER: 2,
  OUTDATED: 2,
  ROLLED_BACK: 2,
  PENDING: 3,
  MARKED: 4,
  SUPERSEDED: 5,
  IGNORED: 5,
  BASELINE: 6,
  APPLIED: 6,
};
const plain = 6;

const cut = (text: string | null, length: number): string | null =>
  text === null || text.length <= length ? text : `${text.slice(0, length - 1)}…`;

function storedEntry(entry: MigrationEntry): StoredEntry {
  return {
    version: entry.version,
    name: cut(entry.name, 300) ?? '',
    state: entry.state,
    reason: cut(entry.reason, 500),
    checksum: cut(entry.checksum, 200),
    appliedAt: entry.appliedAt?.toISOString() ?? null,
    appliedBy: cut(entry.appliedBy, 200),
    durationMs: entry.durationMs,
  };
}

/** What is stored of a status's migrations. */
export function detailsOf(migrations: readonly MigrationEntry[]): StatusDetails {
  const left = Math.max(0, migrations.length - maxVersions);
  const attention = migrations
    .map((entry, place) => ({ entry, place, rank: ranks[entry.state] }))
    .filter(({ rank }) => rank < plain)
    .toSorted((a, b) => a.rank - b.rank || a.place - b.place)
    .slice(0, maxAttention)
    .toSorted((a, b) => a.place - b.place);
  const latest = migrations
    .flatMap((entry) => (entry.appliedAt === null ? [] : [{ entry, at: entry.appliedAt }]))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, maxLatest);
  return {
    versions: migrations.slice(left).map(({ version, state }) => [version, state] as const),
    left,
    attention: attention.map(({ entry }) => storedEntry(entry)),
    latest: latest.map(({ entry }) => storedEntry(entry)),
    readAt: null,
  };
}

/** A reason as it is stored and told. */
export function storedReason(reason: string | null): string | null {
  return cut(reason, 2000);
}

/**
 * The same for statuses that show the same. Of what cannot be reached only that counts: its
 * migrations are those of an earlier reading.
 */
export function digestOf(status: SourceStatus, details: StatusDetails): string {
  const { tool, state, revision, currentVersion, counts } = status;
  const about = [tool, state, storedReason(status.reason)];
  const shown =
    state === 'UNREACHABLE'
      ? about
      : [...about, revision, currentVersion, counts, encodeDetails(details)];
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}
