// Alembic: revisions are a graph, and the history holds nothing but the revisions that the database is
// at. What they come from counts as applied; when and by whom is not remembered.
import type { JudgedFacts, ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import type { HistoryTable } from '../adapter-kit/catalogue.ts';
import type { HistoryReading, SourceMigration } from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import { withAncestors } from '../adapter-kit/graph.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { findWriter } from '../adapter-kit/lock-holder.ts';
import { inRoot } from '../adapter-kit/numbered.ts';
import { readRows } from '../adapter-kit/read-rows.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import { readRevisions } from '../formats/alembic-revisions.ts';
import type { MigrationEntry } from '../status-words.ts';
import { listSome, summarise, type BuiltStatus } from '../summarise.ts';

const title = 'Alembic';
const form = { names: ['alembic_version'], columns: ['version_num'] };

const adapter: ToolAdapter<'alembic'> = {
  tool: 'alembic',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  isFolder: (paths) =>
    paths.some((path) => /(?:^|\/)versions\/[^/]+\.py$/.test(path)) ||
    paths.some((path) => inRoot(path) && /^[0-9a-f]{12}_.*\.py$/.test(path)),
  readSource: readRevisions,
  readHistory,
  judge,
};

export const alembicAdapter = defineToolAdapter(adapter);

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const [read, lockedBy] = await Promise.all([
    readRows(reader, table, { title, columns: ['version_num'], orderBy: ['version_num'] }),
    // Alembic takes no lock; its transaction is seen once it has changed the version.
    findWriter(reader, table),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const applied = read.rows.flatMap(({ version_num: version }) =>
    version === null ? [] : [appliedMigration(version)],
  );
  return { applied, faults: [], lockedBy };
}

function judge(facts: JudgedFacts): BuiltStatus {
  const { source, history, running } = facts;
  const graph = graphOf(source.migrations);
  const stored = (history?.applied ?? []).map(({ version }) => version);
  const unknown = new Set(
    source.appliedSideOnly === true ? [] : stored.filter((one) => !graph.has(one)),
  );
  const known = stored.filter((one) => graph.has(one));
  const applied = withAncestors(graph, known);
  const blind =
    unknown.size === 0 ? null : `not known, for ${[...unknown][0]} is not in the source`;
  const entries = source.migrations.map((migration): MigrationEntry => {
    const { version, name, checksum } = migration;
    const entry = { ...nothing, version, name, checksum };
    if (running.has(version)) return { ...entry, state: 'RUNNING', reason: null };
    return applied.has(version)
      ? { ...entry, state: 'APPLIED', reason: null }
      : { ...entry, state: 'PENDING', reason: blind };
  });
  const without = stored
    .filter((version) => !graph.has(version))
    .map((version): MigrationEntry => {
      const entry = { ...nothing, version, name: version, checksum: null };
      return unknown.has(version)
        ? { ...entry, state: 'MISSING_FILE', reason: 'its file is not in the source' }
        : { ...entry, state: 'APPLIED', reason: null };
    });
  return summarise({
    entries: [...entries, ...without],
    faults: [
      ...source.faults,
      ...(history?.faults ?? []),
      ...unknownFaults([...unknown]),
      ...overlaps(graph, known),
    ],
    lockedBy: history?.lockedBy ?? null,
    uninitialised: uninitialised(facts),
    ahead: [],
    notes: source.notes,
  });
}

const nothing = { appliedAt: null, appliedBy: null, durationMs: null };

/** A manifest has no graph: its order stands for one. */
function graphOf(migrations: readonly SourceMigration[]): Map<string, readonly string[]> {
  return new Map(
    migrations.map(({ version, after }, place) => [
      version,
      after ?? migrations.slice(Math.max(0, place - 1), place).map((one) => one.version),
    ]),
  );
}

const unknownFaults = (unknown: readonly string[]): readonly string[] =>
  unknown.length === 0
    ? []
    : [
        `the database is at ${listSome(unknown)}, which the source does not have: Alembic cannot ` +
          'locate it; the source is older, or its file was removed',
      ];

/** So many are looked at. */
const maxHeads = 50;

/** A stored revision that another stored one comes from: Alembic refuses to go on. */
function overlaps(
  graph: ReadonlyMap<string, readonly string[]>,
  stored: readonly string[],
): readonly string[] {
  return stored.slice(0, maxHeads).flatMap((one) => {
    const before = withAncestors(graph, graph.get(one) ?? []);
    return stored
      .filter((other) => other !== one && before.has(other))
      .map((other) => `the database is at ${one} and at ${other}, which comes before it`);
  });
}

function uninitialised({ source, history }: JudgedFacts): string | null {
  if (history === undefined) return `${title} has no history here yet`;
  const empty = source.migrations.length === 0 && history.applied.length === 0;
  return empty ? 'neither the source nor the history has a migration' : null;
}
