// goose: numbered SQL and Go files; one history row per applied migration and, in old databases, one per
// roll-back. Go migrations are told from their files; whether the binary has them is not known here.
import { quoteIdentifier } from '../../databases/postgres/client.ts';
import type { ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import { nameOf, type HistoryTable } from '../adapter-kit/catalogue.ts';
import type { AppliedMigration, HistoryReading, SourceMigration } from '../adapter-kit/facts.ts';
import { findTable, withLockTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { advisoryKey, findAdvisoryHolder } from '../adapter-kit/lock-holder.ts';
import { gooseLockKey } from '../adapter-kit/lock-keys.ts';
import { compareNumbers, duplicateFaults, inRoot, wholeNumber } from '../adapter-kit/numbered.ts';
import { readRows, toTime, type Row } from '../adapter-kit/read-rows.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';

const title = 'goose';
const fileForm = /^([0-9]+)_(.*)\.(sql|go)$/;
const columns = ['id', 'version_id', 'is_applied', 'tstamp'] as const;
type Column = (typeof columns)[number];
const form = { names: ['goose_db_version'], columns: ['version_id', 'is_applied'] };

const adapter: ToolAdapter<'goose'> = {
  tool: 'goose',
  title,
  findHistory: (catalogue, named) =>
    withLockTable(catalogue, findTable(catalogue, named, form), 'goose_lock'),
  isFile: (text) => /^[ \t]*--[ \t]*\+goose[ \t]+Up\b/im.test(text),
  // SQL files alone look like those of other tools.
  isFolder: (paths) => paths.some((path) => inRoot(path) && /^[0-9]+_.*\.go$/.test(path)),
  readSource: async (files) => {
    const notes: string[] = [];
    const migrations = (await files.list())
      .filter((path) => inRoot(path) && /\.(sql|go)$/.test(path) && !path.endsWith('_test.go'))
      .flatMap((path): SourceMigration[] => {
        const [, digits, name = ''] = fileForm.exec(path) ?? [];
        if (digits !== undefined && BigInt(digits) > 0n) {
          return [{ version: wholeNumber(digits), name, checksum: null, path }];
        }
        // A Go file without a number is code that migrations share.
        if (path.endsWith('.sql')) notes.push(`goose passes ${path} over: its name has no number`);
        return [];
      })
      .toSorted((a, b) => compareNumbers(a.version, b.version));
    return { migrations, faults: duplicateFaults(migrations), notes };
  },
  readHistory,
  judge: (facts) =>
    judgeLine(facts, {
      title,
      compare: compareNumbers,
      late: facts.settings?.outOfOrder === 'run' ? 'PENDING' : 'OUT_OF_ORDER',
      lateReason: (later) => `${later} was applied before it`,
      lateRefusal: 'goose refuses to go on without --allow-missing, for want of',
    }),
};

export const gooseAdapter = defineToolAdapter(adapter);

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const [read, holder, lease] = await Promise.all([
    readRows<Column>(reader, table, {
      title,
      columns,
      optional: ['tstamp'],
      orderBy: ['id'],
    }),
    findAdvisoryHolder(reader, title, advisoryKey(gooseLockKey)),
    readLease(reader, table),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const { lockedBy, notes, faults } = lease;
  const doubtful = read.rows.find(({ is_applied: is }) => is !== 'true' && is !== 'false');
  if (doubtful !== undefined) {
    const what = `says "${doubtful.is_applied}" where goose has true or false`;
    return unreadableHistory(`${nameOf(table)} ${what}: it is not its history, or was changed`);
  }
  return { applied: readGooseRows(read.rows), faults, lockedBy: lockedBy ?? holder, notes };
}

/** The newest row of each version decides; version 0 is there from the beginning. */
export function readGooseRows(rows: readonly Row<Column>[]): readonly AppliedMigration[] {
  const latest = new Map<string, AppliedMigration>();
  for (const { version_id: version, is_applied: applied, tstamp } of rows) {
    if (version === null || version === '0') continue;
    latest.delete(version);
    latest.set(
      version,
      applied === 'true'
        ? appliedMigration(version, { appliedAt: toTime(tstamp) })
        : appliedMigration(version, { state: 'ROLLED_BACK', reason: 'it was rolled back' }),
    );
  }
  return [...latest.values()];
}

interface LeaseRow {
  by: string | null;
  since: string | null;
  valid: boolean;
}

/** Newer versions can lock with a row that has a lease, beside the history. */
async function readLease(
  reader: HistoryReader,
  { lock }: HistoryTable,
): Promise<Required<Pick<HistoryReading, 'lockedBy' | 'notes' | 'faults'>>> {
  if (lock === undefined) return { lockedBy: null, notes: [], faults: [] };
  if (!lock.readable) {
    const fault = `hawkwatch may not read ${nameOf(lock)}: grant its role SELECT on it`;
    return { lockedBy: null, notes: [], faults: [fault] };
  }
  const name = `${quoteIdentifier(lock.schema)}.${quoteIdentifier(lock.name)}`;
  // As JSON, so that a column that is missing is null.
  const [held] = await reader.read<LeaseRow>(`
    select l ->> 'locked_by' as by, l ->> 'locked_at' as since,
      coalesce((l ->> 'lease_expires_at')::timestamptz > pg_catalog.now(), true) as valid
    from (select pg_catalog.to_jsonb(t) as l from ${name} t) one
    where l ->> 'locked' = 'true' limit 1`);
  if (held === undefined) return { lockedBy: null, notes: [], faults: [] };
  const who = `${held.by ?? 'somebody'}${held.since === null ? '' : ` since ${held.since}`}`;
  return held.valid
    ? { lockedBy: `the lock of goose is held by ${who}`, notes: [], faults: [] }
    : {
        lockedBy: null,
        notes: [`the lock of goose was left behind by ${who}; its lease is over`],
        faults: [],
      };
}
