// Atlas: versioned SQL files with an integrity file whose sums are cumulative; the history counts the
// statements of each file. Other directory formats than Atlas's own are not known here.
import type { JudgedFacts, ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import type { HistoryTable } from '../adapter-kit/catalogue.ts';
import type {
  AppliedMigration,
  HistoryReading,
  SourceMigration,
  SourceReading,
} from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { isInDatabase, lineFacts } from '../adapter-kit/judge-line.ts';
import { advisoryKey, findAdvisoryHolder } from '../adapter-kit/lock-holder.ts';
import { atlasLockKey } from '../adapter-kit/lock-keys.ts';
import { duplicateFaults, inRoot } from '../adapter-kit/numbered.ts';
import { readEach } from '../adapter-kit/read-files.ts';
import { readRows, toTime, type Row } from '../adapter-kit/read-rows.ts';
import { compareNames } from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import { loadSqlParser } from '../../sql/parse.ts';
import { cutText, maskSecrets, redactSql } from '../../sql/redact.ts';
import type { SourceFiles } from '../files/source-files.ts';
import {
  atlasDirective,
  atlasSumFile,
  createAtlasHasher,
  parseAtlasSum,
  type AtlasSum,
} from '../formats/atlas-sum.ts';
import { summarise, type BuiltStatus } from '../summarise.ts';

const title = 'Atlas';
const cloudRow = '.atlas_cloud_identifier';
const [baselineBit, resolvedBit] = [1, 4];
const checkpointMark = 'checkpoint';
const columns = [
  'version',
  'description',
  'type',
  'applied',
  'total',
  'executed_at',
  'execution_time',
  'error',
  'error_stmt',
  'hash',
  'operator_version',
] as const;
type Column = (typeof columns)[number];
const form = {
  names: ['atlas_schema_revisions'],
  columns: ['version', 'applied', 'total', 'hash'],
};

const adapter: ToolAdapter<'atlas'> = {
  tool: 'atlas',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  isFolder: (paths) => paths.includes(atlasSumFile),
  readSource,
  readHistory,
  judge,
};

export const atlasAdapter = defineToolAdapter(adapter);

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const [read, lockedBy] = await Promise.all([
    readRows<Column>(reader, table, {
      title,
      columns,
      optional: [
        'description',
        'type',
        'executed_at',
        'execution_time',
        'error',
        'error_stmt',
        'operator_version',
      ],
      orderBy: ['version'],
    }),
    findAdvisoryHolder(reader, title, advisoryKey(atlasLockKey)),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  // The messages of failures are told without the secrets of their statements.
  if (read.rows.some(hasError)) await loadSqlParser();
  const applied = read.rows.filter(({ version }) => version !== cloudRow).map(toApplied);
  return { applied, faults: [], lockedBy };
}

const filesHeld = 16;

async function readSource(files: SourceFiles): Promise<SourceReading> {
  const paths = (await files.list()).filter(inRoot);
  const sql = paths.filter((path) => path.endsWith('.sql')).toSorted(compareNames);
  const hasher = createAtlasHasher();
  const found: { path: string; checkpoint: boolean }[] = [];
  const faults: string[] = [];
  // Sums follow each other, so files are read in order, and few are held at a time.
  for (let from = 0; from < sql.length; from += filesHeld) {
    const read = await readEach(files, sql.slice(from, from + filesHeld), (file) => file);
    faults.push(...read.faults);
    for (const { path, bytes } of read.found) {
      hasher.add({ name: path, bytes });
      found.push({ path, checkpoint: atlasDirective(bytes, 'checkpoint') !== undefined });
    }
  }
  const sum = hasher.end();
  const migrations = found.map(({ path, checkpoint }): SourceMigration => {
    const stem = path.slice(0, -'.sql'.length);
    const [version = stem] = stem.split('_', 1);
    const name = stem.slice(version.length + 1);
    const checksum = sum.sums.get(path) ?? null;
    return { version, name, checksum, path, ...(checkpoint ? { remark: checkpointMark } : {}) };
  });
  const stored = paths.includes(atlasSumFile)
    ? parseAtlasSum((await files.read(atlasSumFile)).toString('utf8'))
    : null;
  return {
    migrations,
    faults: [
      ...faults,
      ...(faults.length > 0 ? [] : sumFaults(stored, sum)),
      ...duplicateFaults(migrations),
    ],
    notes: [],
  };
}

/** What Atlas refuses to run with; null when there is no integrity file. */
function sumFaults(stored: AtlasSum | undefined | null, sum: AtlasSum): readonly string[] {
  const rehash = 'check what changed, then run `atlas migrate hash`';
  if (stored === null) {
    return sum.sums.size === 0 ? [] : [`there is no ${atlasSumFile}: Atlas refuses; ${rehash}`];
  }
  if (stored === undefined) return [`${atlasSumFile} cannot be understood: ${rehash}`];
  const added = [...sum.sums.keys()].find((name) => !stored.sums.has(name));
  const gone = [...stored.sums.keys()].find((name) => !sum.sums.has(name));
  if (added !== undefined) return [`${added} is not in ${atlasSumFile}: ${rehash}`];
  if (gone !== undefined) return [`${gone} is in ${atlasSumFile}, but not here: ${rehash}`];
  // Sums are cumulative: the first that differs is the file that was changed.
  const edited = [...sum.sums].find(([name, one]) => stored.sums.get(name) !== one)?.[0];
  if (edited !== undefined) return [`${edited} does not match ${atlasSumFile}: ${rehash}`];
  return stored.total === sum.total ? [] : [`${atlasSumFile} does not match itself: ${rehash}`];
}

const hasError = ({ error }: Row<Column>): boolean => error !== null && error !== '';

/** What a revision tells of itself; the parser must be loaded when it tells of an error. */
export function toApplied(row: Row<Column>): AppliedMigration {
  const [applied, total] = [Number(row.applied), Number(row.total)];
  const type = Number(row.type ?? 0);
  const known = appliedMigration(row.version ?? '', {
    name: row.description ?? '',
    checksum: row.hash === null || row.hash === '' ? null : row.hash.replace(/^h1:/, ''),
    appliedAt: toTime(row.executed_at),
    appliedBy: row.operator_version,
    // In nanoseconds.
    durationMs: row.execution_time === null ? null : Number(row.execution_time) / 1e6,
  });
  if ((type & baselineBit) !== 0) return { ...known, state: 'BASELINE' };
  const count = `${applied} of ${total} statements are in effect`;
  // Counts of a migration that somebody resolved stay as they were when it failed.
  if ((type & resolvedBit) !== 0) {
    const reason = applied < total ? `set by hand; ${count}` : 'set by hand';
    return { ...known, state: 'MARKED', reason };
  }
  const failed = hasError(row);
  if (!failed && applied >= total) return known;
  const reason = failed ? `${count}: ${errorOf(row)}` : count;
  return { ...known, state: applied > 0 ? 'PARTIAL' : 'FAILED', reason };
}

const maxErrorChars = 300;
const maxStatementChars = 100_000;

/** The message without the statement and without its secrets. */
function errorOf({ error, error_stmt: statement }: Row<Column>): string {
  const text = error ?? '';
  const [, before = '', after = text] = /^([\s\S]*?)(?:^|\n)Error:\n([\s\S]*)$/.exec(text) ?? [];
  const sql = statement || before.replace(/^Statement:\n/, '');
  const { secrets } = redactSql(sql.slice(0, maxStatementChars));
  const [line = ''] = after.trim().split('\n', 1);
  return cutText(maskSecrets(line, secrets), maxErrorChars);
}

function judge(facts: JudgedFacts): BuiltStatus {
  const { source, history } = facts;
  const applied = history?.applied ?? [];
  const rows = new Map(applied.map((row) => [row.version, row]));
  const baseline = applied.findLast((row) => row.state === 'BASELINE')?.version;
  const files = withSkipped(withCheckpoints(source.migrations, rows), applied, baseline);
  const added = files
    .filter(({ version }) => baseline !== undefined && compareNames(version, baseline) <= 0)
    .filter(({ version }) => !rows.has(version))
    .map(({ version, name }): AppliedMigration => {
      const reason = `not above the baseline ${baseline}`;
      return appliedMigration(version, { name, state: 'BASELINE', reason });
    });
  const summary = lineFacts(
    {
      ...facts,
      source: { ...source, migrations: files },
      history: history && { ...history, applied: [...added, ...comparable(files, rows)] },
    },
    {
      title,
      compare: compareNames,
      late: facts.settings?.outOfOrder === 'run' ? 'PENDING' : 'OUT_OF_ORDER',
      lateReason: (later) => `${later} was applied before it`,
      lateRefusal: 'Atlas refuses to go on without --exec-order non-linear, because of',
    },
  );
  const entries = summary.entries.map((entry) =>
    entry.state === 'IGNORED' && entry.reason === skipped
      ? { ...entry, state: 'SKIPPED_SILENTLY' as const }
      : entry,
  );
  return summarise({ ...summary, entries });
}

const skipped = 'it is below the first revision, so that Atlas never runs it and does not say so';

/** Atlas looks at nothing below its first revision. */
function withSkipped(
  files: readonly SourceMigration[],
  applied: readonly AppliedMigration[],
  baseline: string | undefined,
): readonly SourceMigration[] {
  const [first] = applied.map(({ version }) => version).toSorted(compareNames);
  if (first === undefined || baseline !== undefined) return files;
  return files.map((migration) =>
    compareNames(migration.version, first) < 0 && migration.ignored !== true
      ? { ...migration, ignored: true, remark: skipped }
      : migration,
  );
}

/**
 * A sum stands for its file and all before it. So the first file whose sum differs was changed, and
 * nothing can be said of those after it; nor of those after a file that came or went meanwhile.
 */
function comparable(
  files: readonly SourceMigration[],
  rows: ReadonlyMap<string, AppliedMigration>,
): readonly AppliedMigration[] {
  const known = new Set(files.map(({ version }) => version));
  const places = [...new Set([...known, ...rows.keys()])].toSorted(compareNames);
  const checksums = new Map(files.map(({ version, checksum }) => [version, checksum]));
  let broken: string | undefined;
  return places.flatMap((version) => {
    const row = rows.get(version);
    const same = row?.checksum === null || row?.checksum === checksums.get(version);
    const before = broken;
    if (row === undefined || !known.has(version) || !same) broken ??= version;
    if (row === undefined) return [];
    if (same || before === undefined || !known.has(version)) return [row];
    const reason = row.reason ?? `its sum cannot be compared: ${before} changed before it`;
    return [{ ...row, checksum: null, reason }];
  });
}

/** An empty database begins at the last checkpoint; elsewhere checkpoints are passed over. */
function withCheckpoints(
  all: readonly SourceMigration[],
  rows: ReadonlyMap<string, AppliedMigration>,
): readonly SourceMigration[] {
  const isCheckpoint = (migration: SourceMigration): boolean => migration.remark === checkpointMark;
  if (!all.some(isCheckpoint)) return all;
  const fresh = rows.size === 0;
  const begun = all.findLastIndex(
    (one) => isCheckpoint(one) && (fresh || isInDatabase(rows.get(one.version))),
  );
  return all.map((migration, place) => {
    const { remark: _mark, ...plain } = migration;
    if (place < begun) {
      const remark = `the checkpoint ${all[begun]?.version ?? ''} stands for it`;
      return { ...plain, ignored: true, remark };
    }
    return isCheckpoint(migration) && place !== begun
      ? { ...plain, ignored: true, remark: 'a checkpoint, for empty databases alone' }
      : plain;
  });
}
