// Liquibase: changesets of formatted SQL with their checksums; those of XML, YAML and JSON changelogs by
// their identity alone. A changeset is told by its file, id and author. Contexts, labels and
// preconditions are Liquibase's to decide when it runs.
import { quoteIdentifier } from '../../databases/postgres/client.ts';
import type { JudgedFacts, ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import { hasColumns, nameOf, type HistoryTable } from '../adapter-kit/catalogue.ts';
import type { AppliedMigration, HistoryReading } from '../adapter-kit/facts.ts';
import { findTable, withLockTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { readRows, toTime, type Row } from '../adapter-kit/read-rows.ts';
import { baseName } from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import { liquibaseVersion, readLiquibaseSource } from '../formats/liquibase-source.ts';
import type { BuiltStatus } from '../summarise.ts';

const title = 'Liquibase';
const columns = [
  'id',
  'author',
  'filename',
  'exectype',
  'md5sum',
  'dateexecuted',
  'orderexecuted',
  'liquibase',
] as const;
type Column = (typeof columns)[number];
const form = { names: ['databasechangelog'], columns: columns.slice(0, 5) };

const adapter: ToolAdapter<'liquibase'> = {
  tool: 'liquibase',
  title,
  findHistory: (catalogue, named) =>
    withLockTable(catalogue, findTable(catalogue, named, form), 'databasechangeloglock'),
  isFile: (text) => /^[ \t]*--[ \t]*liquibase formatted sql/im.test(text),
  isFolder: (paths) =>
    paths.some((path) => /changelog.*\.(?:xml|ya?ml|json|sql)$/i.test(baseName(path))) ||
    paths.includes('liquibase.properties'),
  readSource: readLiquibaseSource,
  readHistory,
  judge,
};

export const liquibaseAdapter = defineToolAdapter(adapter);

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const [read, lock] = await Promise.all([
    readRows<Column>(reader, table, {
      title,
      columns,
      orderBy: ['orderexecuted', 'dateexecuted'],
    }),
    readLock(reader, table),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  return { applied: read.rows.map(toApplied), ...lock };
}

/** The version whose checksums can be computed here; others cannot be compared. */
const comparable = '9:';

/** What a row tells of its changeset. */
export function toApplied(row: Row<Column>): AppliedMigration {
  const { id, author, filename, md5sum, exectype } = row;
  const version = liquibaseVersion(filename ?? '', id ?? '', author ?? '');
  const known = appliedMigration(version, {
    name: id ?? '',
    checksum: md5sum?.startsWith(comparable) === true ? md5sum : null,
    appliedAt: toTime(row.dateexecuted),
    appliedBy: row.liquibase === null ? null : `Liquibase ${row.liquibase}`,
  });
  if (exectype === 'MARK_RAN') {
    return { ...known, state: 'MARKED', reason: 'Liquibase marked it as run without running it' };
  }
  if (exectype === 'FAILED') return { ...known, state: 'FAILED', reason: 'it failed' };
  if (md5sum === null || known.checksum !== null) return known;
  const [format = ''] = md5sum.split(':', 1);
  return { ...known, reason: `its checksum is of version ${format} and not compared` };
}

/** The lock is a row; a run that was killed leaves it. */
async function readLock(
  reader: HistoryReader,
  { lock }: HistoryTable,
): Promise<Pick<HistoryReading, 'lockedBy' | 'faults'>> {
  if (lock === undefined || !hasColumns(lock, 'locked')) return { lockedBy: null, faults: [] };
  if (!lock.readable) {
    const fault = `hawkwatch may not read ${nameOf(lock)}: grant its role SELECT on it`;
    return { lockedBy: null, faults: [fault] };
  }
  const name = `${quoteIdentifier(lock.schema)}.${quoteIdentifier(lock.name)}`;
  // As JSON, so that a column that is missing is null.
  const [held] = await reader.read<{ by: string | null; since: string | null }>(`
    select l ->> 'lockedby' as by, (l ->> 'lockgranted') as since
    from (select pg_catalog.to_jsonb(t) as l from ${name} t) one
    where l ->> 'locked' in ('true', '1') limit 1`);
  if (held === undefined) return { lockedBy: null, faults: [] };
  const since = held.since === null ? '' : ` since ${held.since}`;
  const lockedBy =
    `${nameOf(lock)} says that ${held.by ?? 'somebody'} is at work${since}. A run that was killed ` +
    'leaves it so: when there is none, `liquibase release-locks` frees it';
  return { lockedBy, faults: [] };
}

function judge(facts: JudgedFacts): BuiltStatus {
  const { source, history } = facts;
  const rows = history?.applied ?? [];
  const named = matchPaths(
    source.migrations.map(({ version }) => version),
    rows.map(({ version }) => version),
  );
  const applied = rows.map((row) => ({ ...row, version: named.get(row.version) ?? row.version }));
  return judgeLine(
    { ...facts, history: history && { ...history, applied } },
    // Liquibase runs what is not recorded, wherever it stands.
    { title, late: 'PENDING' },
  );
}

const identityOf = (version: string): string => version.slice(version.indexOf('::'));
const pathOf = (version: string): string => version.slice(0, version.indexOf('::'));

/**
 * The source may be a folder below the one that Liquibase was started in: then paths differ by their
 * beginning. What is not the same is matched by that, where only one can be meant.
 */
function matchPaths(
  files: readonly string[],
  rows: readonly string[],
): ReadonlyMap<string, string> {
  const [inFiles, inRows] = [new Set(files), new Set(rows)];
  const left = Map.groupBy(
    files.filter((version) => !inRows.has(version)),
    identityOf,
  );
  const found = new Map<string, string>();
  for (const row of rows) {
    if (inFiles.has(row)) continue;
    const path = pathOf(row);
    const near = (left.get(identityOf(row)) ?? []).filter((version) => {
      const other = pathOf(version);
      return path.endsWith(`/${other}`) || other.endsWith(`/${path}`);
    });
    const [only, ...more] = near;
    if (only !== undefined && more.length === 0) found.set(row, only);
  }
  return found;
}
