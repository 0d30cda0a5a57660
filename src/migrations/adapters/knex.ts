// Knex: `knex_migrations` names the files with their extension, `knex_migrations_lock` holds a flag that
// a killed run leaves behind. Knex refuses to do anything while a recorded file is missing.
import { quoteIdentifier } from '../../databases/postgres/client.ts';
import type { ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import { hasColumns, nameOf, type HistoryTable } from '../adapter-kit/catalogue.ts';
import type { HistoryReading } from '../adapter-kit/facts.ts';
import { findTable, withLockTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { findWriter } from '../adapter-kit/lock-holder.ts';
import { readRows, toTime } from '../adapter-kit/read-rows.ts';
import {
  alignScriptNames,
  compareNames,
  isScript,
  readableName,
} from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';

const title = 'Knex';
const form = { names: ['knex_migrations'], columns: ['name', 'batch', 'migration_time'] };
/** What Knex loads by default, as far as it is still in use. */
const loaded = /\.(?:co|coffee|eg|iced|litcoffee|ls)$/;

const isMigration = (path: string): boolean =>
  !path.includes('/') && (isScript(path) || loaded.test(path));

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const [read, lockedBy] = await Promise.all([
    readRows(reader, table, {
      title,
      columns: ['name', 'migration_time'],
      orderBy: ['id'],
    }),
    readLock(reader, table),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const nameless = read.rows.filter(({ name }) => name === null).length;
  const unreadableLock = table.lock?.readable === false ? nameOf(table.lock) : null;
  return {
    applied: read.rows.flatMap(({ name, migration_time: time }) =>
      name === null
        ? []
        : [appliedMigration(name, { name: readableName(name), appliedAt: toTime(time) })],
    ),
    faults: [
      ...(nameless === 0 ? [] : [`${nameOf(table)} has ${nameless} rows without a name`]),
      ...(unreadableLock === null
        ? []
        : [`hawkwatch may not read ${unreadableLock}: grant its role SELECT on it`]),
    ],
    lockedBy,
  };
}

async function readLock(reader: HistoryReader, table: HistoryTable): Promise<string | null> {
  // A run in a transaction holds the flag where nobody sees it yet.
  const writer = await findWriter(reader, table.lock ?? table);
  const { lock } = table;
  if (writer !== null || lock?.readable !== true || !hasColumns(lock, 'is_locked')) return writer;
  const name = `${quoteIdentifier(lock.schema)}.${quoteIdentifier(lock.name)}`;
  const rows = await reader.read<{ since: string | null }>(
    `select case when pg_catalog.current_setting('track_commit_timestamp') = 'on'
         then pg_catalog.to_json(pg_catalog.pg_xact_commit_timestamp(xmin)) #>> '{}' end as since
     from ${name} where is_locked::text = '1' limit 1`,
  );
  if (rows[0] === undefined) return null;
  const { since } = rows[0];
  return (
    `${nameOf(lock)} says that a run is under way${since === null ? '' : ` since ${since}`}. ` +
    'A run that was killed leaves it so: when there is none, `knex migrate:unlock` frees it'
  );
}

const adapter: ToolAdapter<'knex'> = {
  tool: 'knex',
  title,
  findHistory: (catalogue, named) => {
    const table = findTable(catalogue, named, form);
    return withLockTable(catalogue, table, `${table?.name ?? ''}_lock`);
  },
  isFolder: (paths) => paths.some((path) => /^\d{14}_.+$/.test(path) && isMigration(path)),
  readSource: async (files) => {
    const paths = (await files.list()).filter(isMigration).toSorted(compareNames);
    const migrations = paths.map((path) => ({
      version: path,
      name: readableName(path),
      checksum: null,
      path,
    }));
    return { migrations, faults: [], notes: [] };
  },
  readHistory,
  judge: (facts) =>
    judgeLine(
      alignScriptNames(
        facts,
        'Knex calls its folder corrupt then: set `loadExtensions` to what was recorded, or run the ' +
          'files that were recorded',
      ),
      { title, compare: compareNames, late: 'OUT_OF_ORDER', missingRefusal: missing },
    ),
};

const missing = 'Knex refuses to run while recorded files are missing';

export const knexAdapter = defineToolAdapter(adapter);
