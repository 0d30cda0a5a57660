// Sequelize and umzug: `"SequelizeMeta"`, in mixed case, names the files with their extension. There is
// no lock and no checksum; a file whose recorded name differs is run again.
import type { ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import { nameOf, type HistoryTable } from '../adapter-kit/catalogue.ts';
import type { HistoryReading } from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { findWriter } from '../adapter-kit/lock-holder.ts';
import { readRows, toTime } from '../adapter-kit/read-rows.ts';
import {
  alignScriptNames,
  baseName,
  compareNames,
  isScript,
  readableName,
} from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';

const title = 'Sequelize';
const form = { names: ['SequelizeMeta'], columns: ['name'] };

/** umzug's form of SQL files keeps the way back in `down/` or beside it. */
const isMigration = (path: string): boolean =>
  isScript(path) || (path.endsWith('.sql') && !/(?:^|\/)down\/|\.down\.sql$/.test(path));

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const [read, lockedBy] = await Promise.all([
    readRows(reader, table, {
      title,
      columns: ['name', 'createdAt'],
      optional: ['createdAt'],
      orderBy: ['name'],
    }),
    findWriter(reader, table),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const nameless = read.rows.filter(({ name }) => name === null).length;
  return {
    applied: read.rows.flatMap(({ name, createdAt }) =>
      name === null
        ? []
        : [appliedMigration(name, { name: readableName(name), appliedAt: toTime(createdAt) })],
    ),
    faults: nameless === 0 ? [] : [`${nameOf(table)} has ${nameless} rows without a name`],
    lockedBy,
  };
}

const adapter: ToolAdapter<'sequelize'> = {
  tool: 'sequelize',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  isFolder: (paths) =>
    paths.some((path) => isMigration(path) && /^\d{14}-.+$/.test(baseName(path))),
  readSource: async (files) => {
    const all = (await files.list()).filter(isMigration);
    const top = all.filter((path) => !path.includes('/'));
    // Those of a glob over several folders are recorded without them.
    const migrations = (top.length > 0 ? top : all)
      .toSorted(compareNames)
      .map((path) => ({ version: baseName(path), path }))
      .map((one) => ({ ...one, name: readableName(one.version), checksum: null }));
    return { migrations, faults: [], notes: [] };
  },
  readHistory,
  judge: (facts) =>
    judgeLine(
      alignScriptNames(
        facts,
        'Sequelize would run these again: rename the rows or the files before the next run',
      ),
      { title, compare: compareNames, late: 'OUT_OF_ORDER' },
    ),
};

export const sequelizeAdapter = defineToolAdapter(adapter);
