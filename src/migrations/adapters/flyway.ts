// Flyway: versioned, repeatable and baseline migrations; history with checksums, undo, delete and
// baseline rows. What Flyway runs from its configuration (other prefixes, callbacks, cherry-picking) is
// not known here.
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
import { flywayLockKey } from '../adapter-kit/lock-keys.ts';
import { duplicateFaults } from '../adapter-kit/numbered.ts';
import { readEach, textOf } from '../adapter-kit/read-files.ts';
import { readRows, toTime, type Row } from '../adapter-kit/read-rows.ts';
import { baseName, compareNames } from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import type { SourceFiles } from '../files/source-files.ts';
import {
  canonicalFlywayVersion,
  compareFlywayVersions,
  flywayChecksum,
  parseFlywayName,
} from '../formats/flyway-files.ts';
import { summarise, type BuiltStatus } from '../summarise.ts';

const title = 'Flyway';
const columns = [
  'installed_rank',
  'version',
  'description',
  'type',
  'checksum',
  'success',
  'installed_by',
  'installed_on',
  'execution_time',
] as const;
type Column = (typeof columns)[number];
const form = { names: ['flyway_schema_history'], columns: columns.slice(0, 6) };

/** Repeatables have no version: this stands for one. */
const repeatable = (description: string): string => `R__${description.replaceAll(' ', '_')}`;
const isRepeatable = (version: string): boolean => version.startsWith('R__');
const isBaselineFile = (version: string): boolean => /^B[0-9]/.test(version);

const adapter: ToolAdapter<'flyway'> = {
  tool: 'flyway',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  isFolder: (paths) => paths.some((path) => /^[VRB][0-9._]*__.+\.sql$/.test(baseName(path))),
  readSource,
  readHistory,
  judge,
};

export const flywayAdapter = defineToolAdapter(adapter);

async function readSource(files: SourceFiles): Promise<SourceReading> {
  const notes: string[] = [];
  const named = (await files.list()).flatMap((path) => {
    const name = parseFlywayName(baseName(path));
    if (name === undefined) return [];
    if (!('fault' in name)) return name.kind === 'undo' ? [] : [{ path, ...name }];
    notes.push(name.fault);
    return [];
  });
  const sql = named.filter(({ path }) => path.endsWith('.sql')).map(({ path }) => path);
  const { faults, found } = await readEach(files, sql, (file) => {
    const text = textOf(file);
    return { path: file.path, checksum: flywayChecksum(text), replaced: text.includes('${') };
  });
  const checksums = new Map<string, string>();
  for (const { path, checksum, replaced } of found) {
    if (replaced && baseName(path).startsWith('R')) {
      notes.push(`${path} uses placeholders, so whether it was changed is not known here`);
    } else checksums.set(path, checksum);
  }
  const migrations = named
    .map(({ kind, version, description, path }): SourceMigration => {
      const known = { name: description, checksum: checksums.get(path) ?? null, path };
      if (kind === 'repeatable') {
        return { ...known, version: repeatable(description), repeatable: true };
      }
      return { ...known, version: kind === 'baseline' ? `B${version}` : version };
    })
    .toSorted((a, b) => compare(a.version, b.version));
  return { migrations, faults: [...faults, ...duplicateFaults(migrations, canonical)], notes };
}

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const key = advisoryKey(flywayLockKey(table.schema, table.name));
  const [read, lockedBy] = await Promise.all([
    readRows<Column>(reader, table, {
      title,
      columns,
      optional: ['installed_by', 'installed_on', 'execution_time'],
      orderBy: ['installed_rank'],
    }),
    findAdvisoryHolder(reader, title, key),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  return { applied: readFlywayRows(read.rows), faults: [], lockedBy };
}

/** The rows by version, the latest of each; those of deleted migrations are gone. */
export function readFlywayRows(rows: readonly Row<Column>[]): readonly AppliedMigration[] {
  const latest = new Map<string, AppliedMigration>();
  const runs = new Map<string, number>();
  let highest: string | undefined;
  for (const row of rows) {
    const type = (row.type ?? '').toUpperCase();
    if (type === 'SCHEMA') continue;
    const version = row.version ?? repeatable(row.description ?? '');
    const key = canonical(version);
    if (type === 'DELETE') {
      latest.delete(key);
      continue;
    }
    const run = (runs.get(key) ?? 0) + 1;
    runs.set(key, run);
    const late =
      row.version !== null && highest !== undefined && compareFlywayVersions(version, highest) < 0;
    const migration = toApplied(row, version, type);
    const reason =
      migration.reason ??
      (late && migration.state === 'APPLIED' ? `it was applied after ${highest}` : null) ??
      (row.version === null && run > 1
        ? `its run number ${run}; earlier ones are superseded`
        : null);
    // The latest row stands where it was applied last.
    latest.delete(key);
    latest.set(key, { ...migration, reason });
    const counts = migration.state === 'APPLIED' || migration.state === 'BASELINE';
    if (row.version !== null && !late && counts) highest = version;
  }
  return [...latest.values()];
}

function toApplied(row: Row<Column>, version: string, type: string): AppliedMigration {
  const known = appliedMigration(version, {
    name: row.description ?? '',
    checksum: row.checksum,
    appliedAt: toTime(row.installed_on),
    appliedBy: row.installed_by,
    durationMs: row.execution_time === null ? null : Number(row.execution_time),
  });
  const undo = type.startsWith('UNDO');
  if (row.success !== 'true') {
    const reason = `${undo ? 'its undo' : 'it'} failed: mend the database, then run \`flyway repair\``;
    return { ...known, state: 'FAILED', reason };
  }
  if (undo) return { ...known, state: 'ROLLED_BACK', reason: 'it was undone' };
  return type.includes('BASELINE') ? { ...known, state: 'BASELINE' } : known;
}

/** One key for all that Flyway takes for the same migration. */
function canonical(version: string): string {
  if (isRepeatable(version)) return version;
  return isBaselineFile(version)
    ? `B${canonicalFlywayVersion(version.slice(1))}`
    : canonicalFlywayVersion(version);
}

/** Versions first, repeatables after them by description. */
function compare(a: string, b: string): number {
  if (isRepeatable(a) || isRepeatable(b)) {
    return Number(isRepeatable(a)) - Number(isRepeatable(b)) || compareNames(a, b);
  }
  return compareFlywayVersions(a.replace(/^B/, ''), b.replace(/^B/, '')) || compareNames(a, b);
}

/** No repeatable is newer than anything, and every version is newer than a repeatable. */
const isNewer = (version: string, than: string): boolean =>
  !isRepeatable(version) && (isRepeatable(than) || compareFlywayVersions(version, than) > 0);

function judge(facts: JudgedFacts): BuiltStatus {
  const { source, history } = facts;
  const applied = new Map((history?.applied ?? []).map((row) => [canonical(row.version), row]));
  const baseline = [...applied.values()]
    .filter((row) => row.state === 'BASELINE')
    .map((row) => row.version)
    .toSorted(compareFlywayVersions)
    .at(-1);
  const migrations = withBaselines(source.migrations, applied).map((migration) =>
    isRepeatable(migration.version) ? { ...migration, repeatable: true } : migration,
  );
  const rows = migrations.flatMap((migration): AppliedMigration[] => {
    const key = canonical(migration.version);
    const row = applied.get(key);
    applied.delete(key);
    // Names of the two sides meet in the file's way of writing the version.
    const { version } = migration;
    const below =
      baseline !== undefined &&
      !isRepeatable(version) &&
      compareFlywayVersions(version, baseline) <= 0;
    if (row !== undefined) {
      // Flyway compares nothing up to the baseline.
      const checksum = below ? null : row.checksum;
      return [{ ...row, version, checksum, reason: renamed(migration, row, below) ?? row.reason }];
    }
    if (!below) return [];
    const reason = `not above the baseline ${baseline}`;
    return [appliedMigration(version, { name: migration.name, state: 'BASELINE', reason })];
  });
  const reading =
    history === undefined ? undefined : { ...history, applied: [...rows, ...applied.values()] };
  const summary = lineFacts(
    { ...facts, source: { ...source, migrations }, history: reading },
    {
      title,
      compare,
      late: facts.settings?.outOfOrder === 'run' ? 'PENDING' : 'IGNORED',
      lateReason: (later) => `Flyway ignores it: ${later} was applied before it`,
      lateRefusal:
        'below an applied version, so Flyway ignores it and its validation fails: run it with ' +
        'outOfOrder, or give it a higher version',
      missingRefusal: 'applied without a file, so that the validation of Flyway fails',
      newer: isNewer,
    },
  );
  const entries = summary.entries.map((entry) =>
    entry.state === 'APPLIED' && entry.reason === renamedReason
      ? { ...entry, state: 'EDITED' as const }
      : entry,
  );
  return summarise({ ...summary, entries });
}

const maxDescription = 200;
const renamedReason = 'the file was renamed after it was applied: Flyway compares descriptions';

function renamed(migration: SourceMigration, row: AppliedMigration, below: boolean): string | null {
  // A manifest need not give names.
  if (below || migration.path === null || row.state !== 'APPLIED') return null;
  // Longer ones are cut in the table.
  if (migration.name.length > maxDescription) return null;
  return isRepeatable(migration.version) || migration.name === row.name ? null : renamedReason;
}

/**
 * A `B` file counts where it was applied, and the highest one where nothing was: there it stands for
 * all up to its version. Elsewhere it is nothing.
 */
function withBaselines(
  all: readonly SourceMigration[],
  applied: ReadonlyMap<string, AppliedMigration>,
): readonly SourceMigration[] {
  const files = all.filter(({ version }) => isBaselineFile(version));
  if (files.length === 0) return all;
  const without = all.filter(({ version }) => !isBaselineFile(version));
  const plain = (file: SourceMigration): string => file.version.slice(1);
  const fresh = ![...applied.values()].some(
    (row) => !isRepeatable(row.version) && isInDatabase(row),
  );
  const used = fresh
    ? files.slice(-1)
    : files.filter((file) => applied.get(canonical(plain(file)))?.state === 'BASELINE');
  const [highest] = used.slice(-1);
  if (highest === undefined) return without;
  const same = new Set(used.map((file) => canonical(plain(file))));
  const rest = without
    .filter(({ version }) => !same.has(canonical(version)))
    .map((migration) =>
      fresh &&
      !isRepeatable(migration.version) &&
      compareFlywayVersions(migration.version, plain(highest)) < 0
        ? { ...migration, ignored: true, remark: `${highest.path ?? plain(highest)} stands for it` }
        : migration,
    );
  return [...rest, ...used.map((file) => ({ ...file, version: plain(file) }))].toSorted((a, b) =>
    compare(a.version, b.version),
  );
}
