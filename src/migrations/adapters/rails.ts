// Rails (Active Record): numbered Ruby files; the history holds the numbers of applied ones and nothing
// else. Ruby is never executed.
import { crc32 } from 'node:zlib';

import type { ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import { hasColumns, nameOf, tablesNamed, type HistoryTable } from '../adapter-kit/catalogue.ts';
import { readDatabaseName } from '../adapter-kit/database-name.ts';
import type { HistoryReading, SourceMigration } from '../adapter-kit/facts.ts';
import { findTable, hasForm } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { advisoryKey, findAdvisoryHolder } from '../adapter-kit/lock-holder.ts';
import { railsLockKey } from '../adapter-kit/lock-keys.ts';
import {
  compareNumbers,
  duplicateFaults,
  isWholeNumber,
  wholeNumber,
} from '../adapter-kit/numbered.ts';
import { readRows } from '../adapter-kit/read-rows.ts';
import { baseName } from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';

const title = 'Rails';
const form = {
  names: ['schema_migrations'],
  columns: ['version'],
  without: ['dirty'],
  shared: true,
};
const fileForm = /^([0-9]+)_([_a-z0-9]*)\.?([_a-z0-9]*)?\.rb$/;

const adapter: ToolAdapter<'rails'> = {
  tool: 'rails',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  // Others call their table the same; only Rails keeps its metadata beside it.
  claims: (table, catalogue) =>
    hasForm(table, form) &&
    tablesNamed(catalogue, `${table.schema}.ar_internal_metadata`).length > 0,
  isFolder: (paths) => paths.some((path) => fileForm.test(baseName(path))),
  readSource: async (files) => {
    const faults: string[] = [];
    const migrations = (await files.list())
      .filter((path) => /^[0-9].*_.*\.rb$/.test(baseName(path)))
      .flatMap((path): SourceMigration[] => {
        const [, number, name = ''] = fileForm.exec(baseName(path)) ?? [];
        if (number === undefined) {
          faults.push(`${path}: Rails refuses this name; it must be like 20260101120000_name.rb`);
          return [];
        }
        return [{ version: wholeNumber(number), name, checksum: null, path }];
      })
      .toSorted((a, b) => compareNumbers(a.version, b.version));
    const names = Map.groupBy(migrations, ({ name }) => name);
    for (const same of names.values()) {
      if (same.length < 2) continue;
      const paths = same.map(({ path }) => path).join(' and ');
      faults.push(`${paths} have the same name: Rails refuses that`);
    }
    return { migrations, faults: [...faults, ...duplicateFaults(migrations)], notes: [] };
  },
  readHistory,
  // Rails runs whatever is not applied, in the order of the numbers.
  judge: (facts) => judgeLine(facts, { title, compare: compareNumbers, late: 'PENDING' }),
};

export const railsAdapter = defineToolAdapter(adapter);

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  if (hasColumns(table, 'dirty')) {
    const what = "has a column dirty, so it is golang-migrate's: set `tool: golang-migrate`";
    return unreadableHistory(`${nameOf(table)} ${what}`);
  }
  const read = await readRows(reader, table, { title, columns: ['version'] });
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const applied = read.rows.flatMap(({ version }) =>
    version === null
      ? []
      : [appliedMigration(isWholeNumber(version) ? wholeNumber(version) : version)],
  );
  const key = advisoryKey(railsLockKey(crc32(await readDatabaseName(reader))));
  return {
    applied: applied.toSorted((a, b) => compareNumbers(a.version, b.version)),
    faults: [],
    lockedBy: await findAdvisoryHolder(reader, title, key),
  };
}
