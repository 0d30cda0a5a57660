// Drizzle, 0.x (a journal gives each file its time) and 1.0 (a folder for each migration). 0.x runs what
// is newer than the newest row and nothing else: what came later with an older time is skipped, and
// neither its output nor its exit code says so. hawkwatch looks for each migration by itself.
import type { JudgedFacts, ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import { hasColumns, type HistoryTable } from '../adapter-kit/catalogue.ts';
import {
  isDrizzleFolder,
  isFolderName,
  readDrizzleFolder,
  timeOfName,
} from '../adapter-kit/drizzle-folder.ts';
import type { AppliedMigration, HistoryReading, SourceMigration } from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine, type Fate } from '../adapter-kit/judge-line.ts';
import { findWriter } from '../adapter-kit/lock-holder.ts';
import { readRows, toTime } from '../adapter-kit/read-rows.ts';
import { compareNames } from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import { listSome, type BuiltStatus } from '../summarise.ts';

const title = 'Drizzle';
const form = {
  names: ['drizzle.__drizzle_migrations', '__drizzle_migrations'],
  columns: ['hash', 'created_at'],
};

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const [read, lockedBy] = await Promise.all([
    readRows(reader, table, {
      title,
      columns: ['hash', 'created_at', 'name', 'applied_at'],
      optional: ['name', 'applied_at'],
      orderBy: ['created_at', 'id'],
    }),
    findWriter(reader, table),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  return {
    applied: read.rows.map(({ hash, created_at: at, name, applied_at: appliedAt }) =>
      appliedMigration(name ?? at ?? '', {
        name: name ?? `hash ${hash?.slice(0, 12) ?? 'missing'}`,
        checksum: hash,
        at: Number(at ?? 0),
        appliedAt: toTime(appliedAt),
      }),
    ),
    faults: [],
    lockedBy,
    form: hasColumns(table, 'name') ? '1.0' : '0.x',
  };
}

/** What the rows of a history mean to a source. */
interface Match {
  /** The rows, with the versions that the source gives to the same migrations. */
  readonly applied: readonly AppliedMigration[];
  /** Why a migration is not applied, where that is not plain. */
  readonly fate: (migration: SourceMigration) => Fate | undefined;
  readonly faults: readonly string[];
}

const as = (row: AppliedMigration, { version, name }: SourceMigration): AppliedMigration => ({
  ...row,
  version,
  name,
});

/** 0.x: by time, as the tool knows them; else by content, where a time was changed afterwards. */
function matchByTime(
  migrations: readonly SourceMigration[],
  rows: readonly AppliedMigration[],
): Match {
  const newest = Math.max(...rows.map(({ at = 0 }) => at));
  const left = new Set(rows);
  const applied: AppliedMigration[] = [];
  const again = new Set<string>();
  const unmatched = migrations.filter((migration) => {
    const same = [...left].filter(({ at }) => at === migration.at);
    const row = same.find(({ checksum }) => checksum === migration.checksum) ?? same[0];
    if (row === undefined) return true;
    left.delete(row);
    applied.push(as(row, migration));
    return false;
  });
  for (const migration of unmatched) {
    const row = [...left].find(({ checksum }) => checksum === migration.checksum);
    if (row === undefined) continue;
    left.delete(row);
    // A time that is newer than all rows makes the tool run the same content once more.
    if ((migration.at ?? 0) > newest) again.add(migration.version);
    else applied.push({ ...as(row, migration), reason: 'it was applied under another time' });
  }
  const fate = ({ version, at, path }: SourceMigration): Fate | undefined => {
    if (again.has(version)) {
      const reason = 'its content was applied under another time: Drizzle would run it once more';
      return { state: 'PENDING', reason };
    }
    if (at === undefined) {
      // A manifest tells no times.
      return path === null
        ? undefined
        : { state: 'SKIPPED_SILENTLY', reason: 'it is not in meta/_journal.json' };
    }
    return at > newest
      ? undefined
      : { state: 'SKIPPED_SILENTLY', reason: 'the newest applied one has a later time' };
  };
  const fault =
    'the journal gives other times to what was applied already, so Drizzle would run it once more: ' +
    `restore \`when\` of ${listSome([...again])}`;
  return { applied: [...applied, ...left], fate, faults: again.size === 0 ? [] : [fault] };
}

/** 1.0: by name. A table of 0.x is upgraded by the next run, which must find each of its rows. */
function matchByName(
  migrations: readonly SourceMigration[],
  rows: readonly AppliedMigration[],
  form: string | undefined,
): Match {
  const known = new Set(migrations.map(({ version }) => version));
  const fate = (): undefined => undefined;
  if (form !== '0.x') return { applied: rows, fate, faults: [] };
  const applied = rows.map((row) => {
    const second = Math.floor((row.at ?? 0) / 1000) * 1000;
    const same = migrations.filter(({ at }) => at === second);
    const candidates = same.length === 0 ? migrations : same;
    const found =
      same.length === 1 ? same[0] : candidates.find(({ checksum }) => checksum === row.checksum);
    return found === undefined ? row : as(row, found);
  });
  const lost = applied.filter(({ version }) => !known.has(version)).map(({ name }) => name);
  const fault =
    'the table is of Drizzle 0.x and has rows that no folder belongs to, so Drizzle 1.0 refuses to ' +
    `upgrade it: ${listSome(lost)}`;
  return { applied, fate, faults: lost.length === 0 ? [] : [fault] };
}

function judge(facts: JudgedFacts): BuiltStatus {
  const { source, history } = facts;
  // A manifest has names only; those of 1.0 hold their time.
  const migrations = source.migrations.map((one) => {
    const at = one.at ?? timeOfName(one.version);
    return at === undefined ? one : { ...one, at };
  });
  const rows = history?.applied ?? [];
  const { applied, fate, faults } = migrations.some(({ version }) => isFolderName(version))
    ? matchByName(migrations, rows, history?.form)
    : matchByTime(migrations, rows);
  const times = new Map([...applied, ...migrations].map(({ version, at }) => [version, at]));
  const timeOf = (version: string): number => times.get(version) ?? Number.MAX_SAFE_INTEGER;
  return judgeLine(
    {
      ...facts,
      source: { ...source, migrations, faults: [...source.faults, ...faults] },
      ...(history === undefined ? {} : { history: { ...history, applied } }),
    },
    {
      title,
      compare: (a, b) => timeOf(a) - timeOf(b) || compareNames(a, b),
      late: 'OUT_OF_ORDER',
      fate,
    },
  );
}

const adapter: ToolAdapter<'drizzle'> = {
  tool: 'drizzle',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  isFolder: isDrizzleFolder,
  readSource: readDrizzleFolder,
  readHistory,
  judge,
};

export const drizzleAdapter = defineToolAdapter(adapter);
