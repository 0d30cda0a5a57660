// dbmate: `schema_migrations` holds the digits that a file's name begins with, and nothing else: no
// time, no checksum, no lock. Rails and golang-migrate have other tables of that name.
import type { ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import type { HistoryTable } from '../adapter-kit/catalogue.ts';
import { nameOf } from '../adapter-kit/catalogue.ts';
import type { HistoryReading, SourceReading } from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { findWriter } from '../adapter-kit/lock-holder.ts';
import { readEach, textOf } from '../adapter-kit/read-files.ts';
import { readRows } from '../adapter-kit/read-rows.ts';
import { compareNames } from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import type { SourceFiles } from '../files/source-files.ts';

const title = 'dbmate';
const form = {
  names: ['schema_migrations'],
  columns: ['version'],
  without: ['dirty'],
  shared: true,
};
const upMark = /^[ \t]*--[ \t]*migrate:up(?:\s|$)/m;
const fileForm = /^(\d+)(.*)\.sql$/;

async function readSource(files: SourceFiles): Promise<SourceReading> {
  const paths = (await files.list()).filter((path) => fileForm.test(path)).toSorted(compareNames);
  const { found, faults } = await readEach(files, paths, (file) => {
    const [, version = '', rest = ''] = fileForm.exec(file.path) ?? [];
    const name = rest.replace(/^[_-]/, '');
    const up = upMark.test(textOf(file));
    const migration = { version, name, checksum: null, path: file.path };
    const refused = `${file.path} has no line "-- migrate:up": dbmate refuses to run it`;
    return up ? migration : { ...migration, refused };
  });
  const twins = found.filter(({ version }, place) => found[place - 1]?.version === version);
  return {
    migrations: found.filter((one) => !twins.includes(one)),
    faults: [
      ...faults,
      ...twins.map(
        ({ version, path }) =>
          `${path}: another file has the version ${version} as well; give it one`,
      ),
    ],
    notes: [],
  };
}

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  if (table.columns.some(({ name }) => name === 'dirty')) {
    return unreadableHistory(
      `${nameOf(table)} has a column dirty, so it is golang-migrate's: set \`tool: golang-migrate\``,
    );
  }
  const [read, lockedBy] = await Promise.all([
    readRows(reader, table, { title, columns: ['version'] }),
    findWriter(reader, table),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const applied = read.rows
    .flatMap(({ version }) => (version === null ? [] : [version]))
    .toSorted(compareNames)
    .map((version) => appliedMigration(version));
  return { applied, faults: [], lockedBy };
}

const adapter: ToolAdapter<'dbmate'> = {
  tool: 'dbmate',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  // Rails, Ecto and others have a table of this name with something more, or something beside it.
  claims: (table, catalogue) =>
    table.columns.length === 1 &&
    !catalogue.tables.some(
      ({ schema, name }) => schema === table.schema && name === 'ar_internal_metadata',
    ),
  isFile: (text) => upMark.test(text),
  // Its file names are those of several tools.
  isFolder: () => false,
  readSource,
  readHistory,
  judge: (facts) =>
    judgeLine(facts, {
      title,
      compare: compareNames,
      late: 'OUT_OF_ORDER',
      lateReason: (later) =>
        `${later} was applied before it; dbmate runs it, but not with --strict`,
    }),
};

export const dbmateAdapter = defineToolAdapter(adapter);
