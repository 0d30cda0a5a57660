// From the states of single migrations to the state of their source, the same for every tool. Pure.
import type { MigrationCounts, MigrationState, MigrationStatusState } from '../core/migrations.ts';
import type { MigrationEntry } from './status-words.ts';

export interface BuiltStatus {
  readonly state: MigrationStatusState;
  readonly reason: string | null;
  readonly currentVersion: string | null;
  readonly counts: MigrationCounts;
  readonly migrations: readonly MigrationEntry[];
}

export interface SummaryFacts {
  /** In the order in which they run. */
  readonly entries: readonly MigrationEntry[];
  readonly faults: readonly string[];
  /** Who holds the tool's lock, in words. */
  readonly lockedBy: string | null;
  /** Set when the tool says by itself that it stopped half way. */
  readonly dirty?: string | null;
  /** Why there is no history; null when there is one. */
  readonly uninitialised: string | null;
  /** What is applied without being in the source, and newer than all of it. */
  readonly ahead: readonly MigrationEntry[];
  /** What to say of a status that is otherwise fine. */
  readonly notes?: readonly string[];
}

/** The status of a source whose database or history cannot be read. */
export function unreachable(reason: string): BuiltStatus {
  return {
    state: 'UNREACHABLE',
    reason,
    currentVersion: null,
    counts: { total: 0, applied: 0, pending: 0, failed: 0, other: 0 },
    migrations: [],
  };
}

/** No reason names more things than this. */
const maxNamed = 5;

/** The first few of many, and how many more there are. */
export function listSome(things: readonly string[], separator = ', '): string {
  const shown = things.slice(0, maxNamed).join(separator);
  const more = things.length - maxNamed;
  return more > 0 ? `${shown}${separator}and ${more} more` : shown;
}

const settled = new Set<MigrationState>([
  'APPLIED',
  'BASELINE',
  'MARKED',
  'EDITED',
  'MISSING_FILE',
  'FUTURE',
]);
const open = new Set<MigrationState>([
  'PENDING',
  'ROLLED_BACK',
  'OUT_OF_ORDER',
  'RUNNING',
  'OUTDATED',
]);
const broken = new Set<MigrationState>(['FAILED', 'PARTIAL']);

/** The status of a source. */
export function summarise(facts: SummaryFacts): BuiltStatus {
  const { entries } = facts;
  return {
    ...overallState(facts),
    currentVersion: entries.findLast((entry) => settled.has(entry.state))?.version ?? null,
    counts: countEntries(entries),
    migrations: entries,
  };
}

function overallState(facts: SummaryFacts): { state: MigrationStatusState; reason: string | null } {
  const { entries, ahead } = facts;
  const some = (...states: MigrationState[]): MigrationEntry[] =>
    entries.filter((entry) => states.includes(entry.state));
  if (facts.lockedBy !== null) return { state: 'LOCKED', reason: facts.lockedBy };
  if (facts.dirty != null) return { state: 'DIRTY', reason: facts.dirty };
  const [failed] = some(...broken);
  if (failed !== undefined) {
    const reason = `${failed.version} is ${failed.state}: ${failed.reason ?? ''}`;
    return { state: 'DIRTY', reason };
  }
  if (facts.faults.length > 0) return { state: 'DIVERGED', reason: listSome(facts.faults, '; ') };
  const [edited] = some('EDITED');
  if (edited !== undefined) {
    return { state: 'DIVERGED', reason: `${edited.version} was changed after it was applied` };
  }
  const [skipped] = some('SKIPPED_SILENTLY');
  if (skipped !== undefined) {
    return { state: 'DIVERGED', reason: `${skipped.version} is skipped: ${skipped.reason ?? ''}` };
  }
  const missing = some('MISSING_FILE', 'FUTURE');
  const pending = some(...open);
  if (missing.length > ahead.length || (missing.length > 0 && pending.length > 0)) {
    const versions = listSome(missing.map((entry) => entry.version));
    return { state: 'DIVERGED', reason: `applied, but not in the folder: ${versions}` };
  }
  if (facts.uninitialised !== null) {
    return { state: 'UNINITIALISED', reason: facts.uninitialised };
  }
  if (missing.length > 0) {
    return { state: 'AHEAD', reason: `the database is ahead of the folder by ${missing.length}` };
  }
  const notes = (facts.notes ?? []).join('; ');
  if (pending.length > 0) {
    const reason = `${pending.length} to run`;
    return { state: 'BEHIND', reason: notes === '' ? reason : `${reason}; ${notes}` };
  }
  return { state: 'UP_TO_DATE', reason: notes === '' ? null : notes };
}

function countEntries(entries: readonly MigrationEntry[]): MigrationCounts {
  const count = (states: ReadonlySet<MigrationState>): number =>
    entries.filter((entry) => states.has(entry.state)).length;
  const applied = count(new Set(['APPLIED', 'BASELINE', 'MARKED']));
  const pending = count(open);
  const failed = count(broken);
  return {
    total: entries.length,
    applied,
    pending,
    failed,
    other: entries.length - applied - pending - failed,
  };
}
