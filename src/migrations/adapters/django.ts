// Django: migrations of many apps, ordered by their dependencies; the history has a row for each applied
// one. Squashed migrations count the way Django counts them. Apps that are not in the source (those of
// installed packages) are told from the database alone.
import type { JudgedFacts, ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import type { HistoryTable } from '../adapter-kit/catalogue.ts';
import type { AppliedMigration, HistoryReading, SourceMigration } from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { findWriter } from '../adapter-kit/lock-holder.ts';
import { readRows, toTime } from '../adapter-kit/read-rows.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import {
  djangoApp,
  djangoVersion,
  isDjangoMigration,
  readDjangoProject,
} from '../formats/django-files.ts';
import type { MigrationEntry } from '../status-words.ts';
import { listSome, summarise, type BuiltStatus } from '../summarise.ts';

const title = 'Django';
const form = { names: ['django_migrations'], columns: ['app', 'name', 'applied'] };

const adapter: ToolAdapter<'django'> = {
  tool: 'django',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  isFolder: (paths) => paths.some((path) => path.includes('/') && isDjangoMigration(path)),
  readSource: readDjangoProject,
  readHistory,
  judge,
};

export const djangoAdapter = defineToolAdapter(adapter);

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const [read, lockedBy] = await Promise.all([
    readRows(reader, table, {
      title,
      columns: ['id', 'app', 'name', 'applied'],
      optional: ['id', 'applied'],
      orderBy: ['id'],
    }),
    // Django takes no lock; a migration that is one transaction is seen when it is recorded.
    findWriter(reader, table),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const applied = read.rows.flatMap(({ app, name, applied: at }) =>
    app === null || name === null
      ? []
      : [appliedMigration(djangoVersion(app, name), { name, appliedAt: toTime(at) })],
  );
  return { applied, faults: [], lockedBy };
}

function judge(facts: JudgedFacts): BuiltStatus {
  const { source, history, running } = facts;
  const rows = new Map((history?.applied ?? []).map((row) => [row.version, row]));
  const squashes = judgeSquashes(source.migrations, rows);
  const early = findEarly(source.migrations, rows, squashes);
  const entries = source.migrations.map((migration): MigrationEntry => {
    const { version, name, checksum } = migration;
    const row = rows.get(version);
    const entry = { ...timesOf(row), version, name, checksum };
    if (running.has(version)) return { ...entry, state: 'RUNNING', reason: null };
    const squash = squashes.of.get(version);
    if (squash !== undefined) return { ...entry, ...squash };
    if (row !== undefined) return { ...entry, state: 'APPLIED', reason: null };
    const by = squashes.standIns.get(version);
    if (by !== undefined) return { ...entry, state: 'SUPERSEDED', reason: `${by} stands for it` };
    const child = early.get(version);
    return child === undefined
      ? { ...entry, state: 'PENDING', reason: null }
      : { ...entry, state: 'OUT_OF_ORDER', reason: `${child} depends on it and was applied first` };
  });
  const known = new Set(source.migrations.map(({ version }) => version));
  const strangers = [...rows.values()].filter(({ version }) => !known.has(version));
  const others = judgeStrangers(facts, strangers);
  return summarise({
    entries: [...entries, ...others.entries],
    faults: [
      ...source.faults,
      ...(history?.faults ?? []),
      ...squashes.faults,
      ...[...early].map(
        ([version, child]) => `${child} is applied before ${version}, on which it depends`,
      ),
      ...leafFaults(source.migrations, squashes),
      ...(others.strange
        ? ['none of its apps is in the source: name the folder of the project']
        : []),
    ],
    lockedBy: history?.lockedBy ?? null,
    uninitialised: uninitialised(facts),
    ahead: [],
    notes: [...source.notes, ...others.notes],
  });
}

function uninitialised({ source, history }: JudgedFacts): string | null {
  if (history === undefined) return `${title} has no history here yet`;
  const empty = source.migrations.length === 0 && history.applied.length === 0;
  return empty ? 'neither the source nor the history has a migration' : null;
}

const timesOf = (
  row: AppliedMigration | undefined,
): Pick<MigrationEntry, 'appliedAt' | 'appliedBy' | 'durationMs'> => ({
  appliedAt: row?.appliedAt ?? null,
  appliedBy: null,
  durationMs: null,
});

type Rows = ReadonlyMap<string, AppliedMigration>;

interface Squashes {
  /** How the squashed migrations themselves stand. */
  readonly of: ReadonlyMap<string, Pick<MigrationEntry, 'state' | 'reason'>>;
  /** What Django takes in place of a migration: the squashed one that stands for it. */
  readonly standIns: ReadonlyMap<string, string>;
  readonly faults: readonly string[];
}

/**
 * A squashed migration counts when all or none of what it stands for is applied; otherwise Django goes
 * on with the originals. Its own row counts for nothing while one of them is missing.
 */
function judgeSquashes(migrations: readonly SourceMigration[], rows: Rows): Squashes {
  const of = new Map<string, Pick<MigrationEntry, 'state' | 'reason'>>();
  const standIns = new Map<string, string>();
  const faults: string[] = [];
  const files = new Set(migrations.map(({ version }) => version));
  for (const { version, replaces = [] } of migrations) {
    if (replaces.length === 0) continue;
    const applied = replaces.filter((one) => rows.has(one));
    if (applied.length > 0 && applied.length < replaces.length) {
      const reason =
        `${applied.length} of the ${replaces.length} that it stands for are applied: Django goes ` +
        'on with those';
      of.set(version, { state: 'IGNORED', reason });
      const lost = replaces.filter((one) => !rows.has(one) && !files.has(one));
      if (lost.length > 0) {
        faults.push(`${version} cannot be used yet, and ${listSome(lost)} has no file any more`);
      }
      continue;
    }
    for (const one of replaces) standIns.set(one, version);
    if (applied.length === 0) {
      of.set(version, { state: 'PENDING', reason: `in place of ${listSome(replaces)}` });
    } else if (rows.has(version)) {
      of.set(version, { state: 'APPLIED', reason: null });
    } else {
      const reason = 'all that it stands for is applied: the next `migrate` records it';
      of.set(version, { state: 'MARKED', reason });
    }
  }
  return { of, standIns, faults };
}

/** Migrations that are not applied although one that depends on them is: Django refuses that. */
function findEarly(
  migrations: readonly SourceMigration[],
  rows: Rows,
  squashes: Squashes,
): ReadonlyMap<string, string> {
  const files = new Set(migrations.map(({ version }) => version));
  const isApplied = (version: string): boolean => {
    const state = squashes.of.get(version)?.state;
    return state === undefined ? rows.has(version) : state === 'APPLIED' || state === 'MARKED';
  };
  const early = new Map<string, string>();
  for (const { version, after = [] } of migrations) {
    if (!isApplied(version)) continue;
    for (const one of after) {
      const parent = squashes.standIns.get(one) ?? one;
      if (parent === version || !files.has(parent) || isApplied(parent)) continue;
      if (squashes.of.get(parent)?.state !== 'IGNORED') early.set(parent, version);
    }
  }
  return early;
}

/** An app whose line ends twice must be merged before Django runs anything. */
function leafFaults(migrations: readonly SourceMigration[], squashes: Squashes): readonly string[] {
  const inUse = migrations.filter(
    ({ version }) =>
      !squashes.standIns.has(version) && squashes.of.get(version)?.state !== 'IGNORED',
  );
  const parents = new Set(
    inUse.flatMap(({ version, after = [] }) =>
      after
        .map((one) => squashes.standIns.get(one) ?? one)
        .filter((one) => one !== version && djangoApp(one) === djangoApp(version)),
    ),
  );
  // A manifest tells no dependencies.
  const leaves = inUse.filter(({ version, path }) => path !== null && !parents.has(version));
  return [...Map.groupBy(leaves, ({ version }) => djangoApp(version)).values()]
    .filter((several) => several.length > 1)
    .map((several) => {
      const names = listSome(several.map(({ version }) => version));
      return `several migrations are the last of their app (${names}): \`makemigrations --merge\``;
    });
}

/** Rows without a file: squashed away, gone, or of an app that is not in the source. */
function judgeStrangers(
  { source }: JudgedFacts,
  rows: readonly AppliedMigration[],
): { entries: readonly MigrationEntry[]; notes: readonly string[]; strange: boolean } {
  const apps = new Set(source.migrations.map(({ version }) => djangoApp(version)));
  const replaced = new Map(
    source.migrations.flatMap(({ version, replaces = [] }) =>
      replaces.map((one) => [one, version] as const),
    ),
  );
  const entries = rows.map((row): MigrationEntry => {
    const { version, name, checksum } = row;
    const entry = { ...timesOf(row), version, name, checksum };
    const by = replaced.get(version);
    if (by !== undefined) return { ...entry, state: 'SUPERSEDED', reason: `${by} stands for it` };
    if (source.appliedSideOnly === true) return { ...entry, state: 'APPLIED', reason: null };
    return apps.has(djangoApp(version))
      ? { ...entry, state: 'MISSING_FILE', reason: 'its file is not in the source' }
      : { ...entry, state: 'APPLIED', reason: 'its app is not in the source' };
  });
  const foreign = new Set(
    rows.map(({ version }) => djangoApp(version)).filter((app) => !apps.has(app)),
  );
  const notes =
    foreign.size === 0
      ? []
      : [`of ${listSome([...foreign])} only what is applied is told: not in the source`];
  if (source.appliedSideOnly === true) return { entries, notes: [], strange: false };
  return { entries, notes, strange: rows.length > 0 && apps.size === 0 };
}
