// pgroll: YAML and JSON files by name; a history per schema, in which each row names its parent. DDL of
// others, which pgroll records as inferred migrations, is told as a note.
import type { JudgedFacts, ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import type { HistoryTable } from '../adapter-kit/catalogue.ts';
import type { AppliedMigration, HistoryReading, SourceMigration } from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { duplicateFaults, inRoot } from '../adapter-kit/numbered.ts';
import { readEach, textOf } from '../adapter-kit/read-files.ts';
import { readRows, toTime, type Row } from '../adapter-kit/read-rows.ts';
import { compareNames } from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import type { BuiltStatus } from '../summarise.ts';

const title = 'pgroll';
const fileForm = /^(.+)\.(yaml|yml|json)$/;
const columns = [
  'schema',
  'name',
  'parent',
  'done',
  'created_at',
  'updated_at',
  'migration_type',
] as const;
type Column = (typeof columns)[number];
const form = {
  names: ['pgroll.migrations'],
  columns: ['schema', 'name', 'migration', 'parent', 'done'],
};

const adapter: ToolAdapter<'pgroll'> = {
  tool: 'pgroll',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  isFolder: (paths) =>
    paths.length > 0 &&
    paths.every((path) => inRoot(path) && /\.(yaml|yml|json|md)$/.test(path)) &&
    paths.some((path) => /^[0-9]+.*\.(yaml|yml|json)$/.test(path)),
  readSource: async (files) => {
    const paths = (await files.list()).filter((path) => inRoot(path) && fileForm.test(path));
    const { found, faults } = await readEach(
      files,
      paths.toSorted(compareNames),
      (file): SourceMigration => {
        const { path } = file;
        const stem = fileForm.exec(path)?.[1] ?? path;
        return { version: ownName(textOf(file), path) ?? stem, name: stem, checksum: null, path };
      },
    );
    return { migrations: found, faults: [...faults, ...duplicateFaults(found)], notes: [] };
  },
  readHistory,
  judge,
};

export const pgrollAdapter = defineToolAdapter(adapter);

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const read = await readRows<Column>(reader, table, {
    title,
    columns,
    optional: ['created_at', 'updated_at', 'migration_type'],
    orderBy: ['created_at', 'name'],
  });
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  return { ...readPgrollRows(read.rows), lockedBy: null };
}

/** The name that an older file gives itself. */
function ownName(text: string, path: string): string | undefined {
  if (!path.endsWith('.json')) {
    return /^name:[ \t]*(["']?)([^"'#\r\n]+?)\1[ \t]*(?:#.*)?$/m.exec(text)?.[2];
  }
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' &&
      content !== null &&
      'name' in content &&
      typeof content.name === 'string' &&
      content.name !== ''
      ? content.name
      : undefined;
  } catch {
    // Whether the file is valid is pgroll's to say when it runs it; its name is the file's.
    return undefined;
  }
}

type Reading = Pick<HistoryReading, 'applied' | 'faults' | 'notes'>;

/** The rows of the one schema that counts, in the order of their parents. */
export function readPgrollRows(rows: readonly Row<Column>[]): Reading {
  const schemas = [...new Set(rows.map(({ schema }) => schema ?? ''))].toSorted(compareNames);
  const schema = schemas.includes('public') ? 'public' : schemas[0];
  const faults: string[] = [];
  const notes: string[] = [];
  if (schemas.length > 1 && schema === 'public') {
    const others = schemas.filter((one) => one !== 'public').join(', ');
    notes.push(`only the schema public is told, not ${others}`);
  } else if (schemas.length > 1) {
    faults.push(`pgroll keeps several schemas here, none of them public: ${schemas.join(', ')}`);
  }
  const chain = inOrder(rows.filter((row) => row.schema === schema));
  if (chain === undefined) {
    faults.push('the parents of the history make no chain: it was changed by hand');
  }
  const line = chain ?? rows.filter((row) => row.schema === schema);
  const inferred = line.filter((row) => row.migration_type === 'inferred');
  const [newest] = inferred.slice(-1);
  if (newest !== undefined) {
    const since = toTime(newest.created_at)?.toISOString() ?? 'an unknown time';
    const count = inferred.length === 1 ? '1 change was' : `${inferred.length} changes were`;
    notes.push(`${count} made without pgroll, the last at ${since}: see \`pgroll pull\``);
  }
  const baseline = line.findLastIndex((row) => row.migration_type === 'baseline');
  return {
    applied: line.map((row, place) => toApplied(row, place < baseline)),
    faults,
    notes,
  };
}

/** From the row without a parent to the last one; undefined when rows are left over. */
function inOrder(rows: readonly Row<Column>[]): Row<Column>[] | undefined {
  const children = new Map(rows.map((row) => [row.parent, row]));
  const found: Row<Column>[] = [];
  for (
    let next = children.get(null);
    next !== undefined && found.length < rows.length;
    next = children.get(next.name)
  ) {
    found.push(next);
  }
  return found.length === rows.length ? found : undefined;
}

const inferredReason = 'made without pgroll';

function toApplied(row: Row<Column>, beforeBaseline: boolean): AppliedMigration {
  const done = row.done === 'true';
  const known = appliedMigration(row.name ?? '', {
    appliedAt: done ? toTime(row.updated_at) : null,
  });
  if (!done) {
    const reason =
      'it was started and not completed, both versions of the schema are live: end it with ' +
      '`pgroll complete` or `pgroll rollback`';
    return { ...known, state: 'RUNNING', reason };
  }
  if (row.migration_type === 'baseline') return { ...known, state: 'BASELINE' };
  if (beforeBaseline) {
    return { ...known, state: 'SUPERSEDED', reason: 'a later baseline stands for it' };
  }
  return row.migration_type === 'inferred' ? { ...known, reason: inferredReason } : known;
}

function judge(facts: JudgedFacts): BuiltStatus {
  const files = new Set(facts.source.migrations.map(({ version }) => version));
  // What others did has a file only after `pgroll pull`; the note tells of it.
  const history = facts.history && {
    ...facts.history,
    applied: facts.history.applied.filter(
      (row) => row.reason !== inferredReason || files.has(row.version),
    ),
  };
  return judgeLine(
    { ...facts, history },
    {
      title,
      compare: compareNames,
      late: 'OUT_OF_ORDER',
      lateReason: (later) => `${later} was applied before it`,
      lateRefusal: 'pgroll refuses files in another order than its history, because of',
      missingRefusal: 'pgroll refuses to go on while files of its history are missing',
    },
  );
}
