// Files of a source and its history in a database, put together: the state of each migration and
// of the whole. Pure.
import type { MigrationFile } from './folder.ts';
import type { HistoryRow } from './history.ts';
import type { MigrationEntry } from './status-words.ts';
import { summarise, type BuiltStatus } from './summarise.ts';
import { compareVersions } from './version.ts';

export interface StatusFacts {
  readonly files: readonly MigrationFile[];
  readonly faults: readonly string[];
  /** Undefined when the database has no history table. */
  readonly history: readonly HistoryRow[] | undefined;
  readonly baseline: string | null;
  /** Who holds the run lock, in words. */
  readonly lockedBy: string | null;
  /** Versions that a run executes right now. */
  readonly running: ReadonlySet<string>;
}

/** How the reason of a migration ends whose down file is under way. */
export const ofRollback = 'of its roll-back are done';

/** The status that follows from the facts. */
export function buildStatus(facts: StatusFacts): BuiltStatus {
  const rows = new Map((facts.history ?? []).map((row) => [row.version, row]));
  const highest = (facts.history ?? [])
    .filter((row) => row.state === 'applied' || row.state === 'marked')
    .map((row) => row.version)
    .reduce<string | null>((a, b) => (a === null || compareVersions(a, b) < 0 ? b : a), null);
  const entries: MigrationEntry[] = facts.files.map((file) => {
    const row = rows.get(file.version);
    rows.delete(file.version);
    return entryOf(file, row, { ...facts, highest });
  });
  for (const row of rows.values()) {
    // Rolled back and the file gone: nothing is left of it.
    if (row.state !== 'rolled_back') entries.push(entryWithoutFile(row));
  }
  entries.sort((a, b) => compareVersions(a.version, b.version));
  const lastFile = facts.files.at(-1)?.version;
  return summarise({
    entries,
    faults: facts.faults,
    lockedBy: facts.lockedBy,
    uninitialised: facts.history === undefined ? 'hawkwatch has run no migration here yet' : null,
    ahead: entries.filter(
      ({ state, version }) =>
        state === 'MISSING_FILE' &&
        (lastFile === undefined || compareVersions(version, lastFile) > 0),
    ),
  });
}

function entryOf(
  file: MigrationFile,
  row: HistoryRow | undefined,
  context: StatusFacts & { highest: string | null },
): MigrationEntry {
  const base = { version: file.version, name: file.name, checksum: file.checksum };
  const none = { appliedAt: null, appliedBy: null, durationMs: null };
  if (context.running.has(file.version)) {
    return { ...base, ...none, state: 'RUNNING', reason: null };
  }
  const { baseline, highest } = context;
  if (row === undefined) {
    if (baseline !== null && compareVersions(file.version, baseline) <= 0) {
      return { ...base, ...none, state: 'BASELINE', reason: `not above the baseline ${baseline}` };
    }
    if (highest !== null && compareVersions(file.version, highest) < 0) {
      const reason = `${highest} was applied before it`;
      return { ...base, ...none, state: 'OUT_OF_ORDER', reason };
    }
    return { ...base, ...none, state: 'PENDING', reason: null };
  }
  const known = { appliedAt: row.finishedAt, appliedBy: row.appliedBy, durationMs: row.durationMs };
  const done = `${row.statementsDone} of ${row.statementsTotal} statements`;
  switch (row.state) {
    case 'applied':
      return row.checksum === file.checksum
        ? { ...base, ...known, state: 'APPLIED', reason: null }
        : {
            ...base,
            ...known,
            state: 'EDITED',
            reason: 'the file was changed after it was applied',
          };
    case 'marked':
      return row.checksum === file.checksum
        ? { ...base, ...known, state: 'MARKED', reason: 'marked as applied, not run' }
        : {
            ...base,
            ...known,
            state: 'EDITED',
            reason: 'the file was changed after it was marked',
          };
    case 'failed':
      return { ...base, ...none, state: 'FAILED', reason: row.error };
    case 'partial': {
      const doubt =
        row.intent === null
          ? ''
          : `; whether statement ${row.intent.statement + 1} was executed is not known`;
      const reason = `${done} are in effect${doubt}${row.error === null ? '' : `: ${row.error}`}`;
      return { ...base, ...none, state: 'PARTIAL', reason, inDoubt: row.intent !== null };
    }
    case 'rolling_back':
      return {
        ...base,
        ...none,
        state: 'PARTIAL',
        reason: `${done} ${ofRollback}`,
        inDoubt: row.intent !== null,
      };
    case 'rolled_back':
      return { ...base, ...none, state: 'ROLLED_BACK', reason: 'it was rolled back' };
  }
}

function entryWithoutFile(row: HistoryRow): MigrationEntry {
  const failed = row.state === 'failed' || row.state === 'partial' || row.state === 'rolling_back';
  return {
    version: row.version,
    name: row.name,
    checksum: row.checksum,
    state: failed ? (row.state === 'failed' ? 'FAILED' : 'PARTIAL') : 'MISSING_FILE',
    reason: 'its file is not in the folder',
    inDoubt: failed && row.intent !== null,
    appliedAt: row.finishedAt,
    appliedBy: row.appliedBy,
    durationMs: row.durationMs,
  };
}
