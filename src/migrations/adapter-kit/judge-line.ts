// The rule that most tools share: migrations form a line, the history has a row for each applied one,
// and the two are matched by version. Tools differ in details, which are options. Pure.
import type { MigrationState } from '../../core/migrations.ts';
import type { MigrationEntry } from '../status-words.ts';
import { listSome, summarise, type BuiltStatus, type SummaryFacts } from '../summarise.ts';
import type { JudgedFacts } from './adapter.ts';
import type { AppliedMigration, SourceMigration } from './facts.ts';

/** What becomes of a migration that is not applied. */
export interface Fate {
  readonly state: MigrationState;
  readonly reason: string | null;
}

export interface LineRules {
  /** As `Flyway`, for messages. */
  readonly title: string;
  /** The order of versions; without it the order of the source and of the history. */
  readonly compare?: (a: string, b: string) => number;
  /**
   * What becomes of a migration that is not applied although a later one is. `PENDING`: the tool runs
   * it all the same.
   */
  readonly late: Extract<
    MigrationState,
    'PENDING' | 'OUT_OF_ORDER' | 'SKIPPED_SILENTLY' | 'IGNORED'
  >;
  /** Why, for the reason of a late one; the applied later one is named by it. */
  readonly lateReason?: (later: string) => string;
  /** What becomes of one that is not applied, where the tool decides by more than its place. */
  readonly fate?: (migration: SourceMigration) => Fate | undefined;
  /** Set when the tool refuses to go on because of late ones: what it says, and what to do. */
  readonly lateRefusal?: string;
  /** Set when the tool refuses to go on while an applied one, not newer, is not in the source. */
  readonly missingRefusal?: string;
  /** True when one without a file is newer than another; without it `compare` decides. */
  readonly newer?: (version: string, than: string) => boolean;
}

/** The status of a source of a line-shaped tool. */
export function judgeLine(facts: JudgedFacts, rules: LineRules): BuiltStatus {
  return summarise(lineFacts(facts, rules));
}

/** The same before it is summed up, for tools that know more of single migrations. */
export function lineFacts(facts: JudgedFacts, rules: LineRules): SummaryFacts {
  const { source, history, running } = facts;
  const rows = new Map((history?.applied ?? []).map((row) => [row.version, row]));
  const versioned = source.migrations.filter((migration) => migration.repeatable !== true);
  const places = new Map(versioned.map(({ version }, place) => [version, place]));
  const lastApplied = versioned.findLastIndex((migration) =>
    isInDatabase(rows.get(migration.version)),
  );
  const isNewer = rules.newer ?? ((version, than) => (rules.compare?.(version, than) ?? 0) > 0);
  const known = new Set(source.migrations.map(({ version }) => version));
  // What is applied without a file makes others late as well.
  const newestStranger = [...rows.values()]
    .filter((row) => isInDatabase(row) && !known.has(row.version))
    .map(({ version }) => version)
    .reduce<string | undefined>((a, b) => (a === undefined || isNewer(b, a) ? b : a), undefined);
  const replaced = new Set(
    source.migrations
      .filter((migration) => isInDatabase(rows.get(migration.version)))
      .flatMap((migration) => migration.replaces ?? []),
  );
  const late: string[] = [];
  const refused = source.migrations.flatMap(({ version, refused: why }) =>
    why === undefined || rows.has(version) ? [] : [why],
  );
  const entries = source.migrations.map((migration): MigrationEntry => {
    const row = rows.get(migration.version);
    rows.delete(migration.version);
    if (running.has(migration.version) && !isInDatabase(row)) {
      return entryOf(migration, row, 'RUNNING', null);
    }
    if (row !== undefined) return entryOfApplied(migration, row);
    if (migration.ignored === true) {
      return entryOf(migration, row, 'IGNORED', migration.remark ?? 'left out');
    }
    if (replaced.has(migration.version)) {
      return entryOf(migration, row, 'SUPERSEDED', 'a later migration stands for it');
    }
    const fate = rules.fate?.(migration);
    if (fate !== undefined) return entryOf(migration, row, fate.state, fate.reason);
    const place = places.get(migration.version);
    const later =
      place === undefined || rules.late === 'PENDING'
        ? undefined
        : place < lastApplied
          ? versioned[lastApplied]?.version
          : newestStranger !== undefined && isNewer(newestStranger, migration.version)
            ? newestStranger
            : undefined;
    if (later !== undefined) {
      late.push(migration.version);
      const reason = rules.lateReason?.(later) ?? `${later} was applied before it`;
      return entryOf(migration, row, rules.late, reason);
    }
    return entryOf(migration, row, 'PENDING', migration.remark ?? null);
  });
  const last = versioned.at(-1)?.version;
  const without = [...rows.values()].filter((row) => row.state !== 'ROLLED_BACK');
  const strangers = without.map((row) => entryWithoutFile(row, source, last, isNewer));
  const all = [...entries, ...strangers];
  const { compare } = rules;
  if (compare !== undefined) all.sort((a, b) => compare(a.version, b.version));
  const gone = strangers.filter(({ state }) => state === 'MISSING_FILE');
  return {
    entries: all,
    faults: [
      ...source.faults,
      ...(history?.faults ?? []),
      ...refused,
      ...refusal(late, rules.lateRefusal),
      ...refusal(
        gone.map(({ version }) => version),
        rules.missingRefusal,
      ),
    ],
    lockedBy: history?.lockedBy ?? null,
    dirty: history?.dirty ?? null,
    uninitialised: uninitialised(facts, rules.title),
    ahead: strangers.filter((entry) => entry.state === 'FUTURE'),
    notes: [...source.notes, ...(history?.notes ?? [])],
  };
}

function uninitialised({ source, history }: JudgedFacts, title: string): string | null {
  if (history === undefined) return `${title} has no history here yet`;
  const nothing =
    source.migrations.length === 0 && history.applied.every(({ state }) => state === 'ROLLED_BACK');
  return nothing ? 'neither the source nor the history has a migration' : null;
}

function refusal(versions: readonly string[], words: string | undefined): readonly string[] {
  return words === undefined || versions.length === 0 ? [] : [`${words}: ${listSome(versions)}`];
}

/** True when a row says that its migration is in the database. */
export const isInDatabase = (row: AppliedMigration | undefined): boolean =>
  row !== undefined && ['APPLIED', 'BASELINE', 'MARKED'].includes(row.state);

function entryOf(
  migration: SourceMigration,
  row: AppliedMigration | undefined,
  state: MigrationState,
  reason: string | null,
): MigrationEntry {
  return {
    version: migration.version,
    name: migration.name,
    checksum: migration.checksum,
    state,
    reason,
    appliedAt: row?.appliedAt ?? null,
    appliedBy: row?.appliedBy ?? null,
    durationMs: row?.durationMs ?? null,
  };
}

function entryOfApplied(migration: SourceMigration, row: AppliedMigration): MigrationEntry {
  if (!isInDatabase(row)) return entryOf(migration, row, row.state, row.reason);
  const known = [migration.checksum, ...(migration.accepted ?? [])];
  const changed =
    row.checksum !== null && migration.checksum !== null && !known.includes(row.checksum);
  if (!changed) return entryOf(migration, row, row.state, row.reason);
  return migration.repeatable === true
    ? entryOf(migration, row, 'OUTDATED', 'it was changed since it was applied')
    : entryOf(migration, row, 'EDITED', 'the file was changed after it was applied');
}

/** An applied one that the source does not have: newer than all of it, or gone from it. */
function entryWithoutFile(
  row: AppliedMigration,
  source: JudgedFacts['source'],
  last: string | undefined,
  isNewer: (version: string, than: string) => boolean,
): MigrationEntry {
  const { version, name, checksum, appliedAt, appliedBy, durationMs } = row;
  const known = { version, name, checksum, appliedAt, appliedBy, durationMs };
  // A baseline needs no file.
  if (source.appliedSideOnly === true || !isInDatabase(row) || row.state === 'BASELINE') {
    return { ...known, state: row.state, reason: row.reason };
  }
  const newer = last === undefined || isNewer(version, last);
  return newer
    ? { ...known, state: 'FUTURE', reason: 'it is newer than all that the source has' }
    : { ...known, state: 'MISSING_FILE', reason: 'its file is not in the source' };
}
