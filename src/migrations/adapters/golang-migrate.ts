// golang-migrate: numbered up and down files; the history is one row with the version reached and
// whether the step to it was left half done. What lies below that version counts as applied: the tool
// remembers nothing of it, so a file that was added there later cannot be told from an applied one.
import { crc32 } from 'node:zlib';

import type { JudgedFacts, ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import type { HistoryTable } from '../adapter-kit/catalogue.ts';
import type { AppliedMigration, HistoryReading, SourceMigration } from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { advisoryKey, findAdvisoryHolder } from '../adapter-kit/lock-holder.ts';
import { golangMigrateLockKey } from '../adapter-kit/lock-keys.ts';
import { compareNumbers, inRoot, isWholeNumber, wholeNumber } from '../adapter-kit/numbered.ts';
import { readDatabaseName } from '../adapter-kit/database-name.ts';
import { readRows, type Row } from '../adapter-kit/read-rows.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import type { BuiltStatus } from '../summarise.ts';

const title = 'golang-migrate';
const fileForm = /^([0-9]+)_(.*)\.(down|up)\.(.*)$/;
type Column = 'version' | 'dirty';
// Others call their table the same.
const form = { names: ['schema_migrations'], columns: ['version', 'dirty'], shared: true };

const adapter: ToolAdapter<'golang-migrate'> = {
  tool: 'golang-migrate',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  isFolder: (paths) => paths.some((path) => inRoot(path) && fileForm.test(path)),
  readSource: async (files) => {
    const faults: string[] = [];
    const notes: string[] = [];
    const found = (await files.list()).filter(inRoot).flatMap((path) => {
      const [, digits, name = '', direction] = fileForm.exec(path) ?? [];
      if (digits !== undefined) return [{ version: wholeNumber(digits), name, direction, path }];
      if (path.endsWith('.sql')) {
        notes.push(`golang-migrate passes ${path} over: its name must be like 1_name.up.sql`);
      }
      return [];
    });
    const migrations = [...Map.groupBy(found, ({ version }) => version)]
      .map(([version, sides]): SourceMigration => {
        for (const direction of ['up', 'down']) {
          const same = sides.filter((side) => side.direction === direction);
          if (same.length < 2) continue;
          const names = same.map(({ path }) => path).join(' and ');
          faults.push(`${names} have the same version ${version}: rename one`);
        }
        const up = sides.find(({ direction }) => direction === 'up');
        if (up !== undefined) return { version, name: up.name, checksum: null, path: up.path };
        const remark = 'it has no up file: only its number is stored';
        return { version, name: sides[0]?.name ?? '', checksum: null, path: null, remark };
      })
      .toSorted((a, b) => compareNumbers(a.version, b.version));
    return { migrations, faults, notes };
  },
  readHistory,
  judge,
};

export const golangMigrateAdapter = defineToolAdapter(adapter);

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const read = await readRows<Column>(reader, table, {
    title,
    columns: ['version', 'dirty'],
    orderBy: ['version'],
  });
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const names = [table.schema, table.name, await readDatabaseName(reader)].join('\0');
  const key = advisoryKey(golangMigrateLockKey(crc32(names)));
  return { ...readVersionRows(read.rows), lockedBy: await findAdvisoryHolder(reader, title, key) };
}

/** The one row there is; without it nothing is applied. */
export function readVersionRows(
  rows: readonly Row<Column>[],
): Pick<HistoryReading, 'applied' | 'faults' | 'dirty'> {
  const [row] = rows;
  if (row?.version == null) return { applied: [], faults: [], dirty: null };
  if (rows.length > 1) {
    const fault = `the history has ${rows.length} rows where golang-migrate keeps one`;
    return { applied: [], faults: [fault], dirty: null };
  }
  const dirty = row.dirty !== 'false';
  const { version } = row;
  const none = version === '-1';
  return {
    applied: none ? [] : [versionRow(version, dirty)],
    faults: [],
    dirty: dirty
      ? `it is dirty at ${none ? 'no version' : version}: the step to it failed, or was ended half ` +
        'way; mend the database, then set the version with `migrate force`'
      : null,
  };
}

function versionRow(
  version: string,
  dirty: boolean,
  reason: string | null = null,
): AppliedMigration {
  return dirty
    ? appliedMigration(version, {
        state: 'FAILED',
        reason: 'the step to it failed, or was ended half way',
      })
    : appliedMigration(version, { reason });
}

function judge(facts: JudgedFacts): BuiltStatus {
  const [reached] = facts.history?.applied ?? [];
  const reason = reached === undefined ? null : `not above the version ${reached.version}`;
  const below =
    reached === undefined
      ? []
      : facts.source.migrations
          .filter(({ version }) => isWholeNumber(version))
          .filter(({ version }) => compareNumbers(version, reached.version) < 0)
          .map(({ version }) => versionRow(version, false, reason));
  const history =
    facts.history === undefined || reached === undefined
      ? facts.history
      : { ...facts.history, applied: [...below, reached] };
  return judgeLine({ ...facts, history }, { title, compare: compareNumbers, late: 'PENDING' });
}
