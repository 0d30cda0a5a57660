// graphile-migrate: committed files form a chain of hashes; `graphile_migrate.migrations` has a row for
// each applied one. It looks at the newest row's file name only, so what is older is never run.
import { createHash } from 'node:crypto';

import type { ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import { nameOf, type HistoryTable } from '../adapter-kit/catalogue.ts';
import type { HistoryReading, SourceMigration, SourceReading } from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { advisoryKey, findAdvisoryHolder } from '../adapter-kit/lock-holder.ts';
import { FileFault, readEach, textOf, type ReadFile } from '../adapter-kit/read-files.ts';
import { readRows, toTime } from '../adapter-kit/read-rows.ts';
import { baseName } from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import { SourceUnreadableError, type SourceFiles } from '../files/source-files.ts';

const title = 'graphile-migrate';
const form = {
  names: ['graphile_migrate.migrations'],
  columns: ['hash', 'previous_hash', 'filename'],
};
const lock = advisoryKey(4_727_445_306_447_283n);
const fileForm = /^(\d+)(?:-([-_a-zA-Z0-9]*))?\.sql$/;
const headerForm = /^--! ([A-Z][a-zA-Z0-9_]*)(?::(.*))?$/;

interface Committed {
  readonly version: string;
  readonly name: string;
  readonly path: string;
  /** What its header claims. */
  readonly hash: string;
  readonly previous: string | null;
  /** What its body has. */
  readonly actual: string;
  readonly allowsInvalid: boolean;
}

const compare = (a: string, b: string): number => a.localeCompare(b, 'en');

function parseCommitted(file: ReadFile): Committed {
  const { path } = file;
  const lines = textOf(file).split('\n');
  const headers = new Map<string, string | null>();
  let count = 0;
  for (const line of lines) {
    const [, key, value] = headerForm.exec(line) ?? [];
    if (key === undefined) break;
    if (headers.has(key)) throw new FileFault(`${path}: the header ${key} stands there twice`);
    headers.set(key, value?.trim() ?? null);
    count += 1;
  }
  const hash = headers.get('Hash');
  const previous = headers.get('Previous');
  if (lines[count] !== '' || hash == null || previous == null) {
    throw new FileFault(
      `${path} does not begin with the headers Previous and Hash and an empty line, as committed ` +
        'files do',
    );
  }
  const [, number = '', slug = ''] = fileForm.exec(baseName(path)) ?? [];
  const before = previous === '-' ? null : previous;
  const algorithm = hash.slice(0, Math.max(0, hash.indexOf(':')));
  return {
    version: `${number}.sql`,
    name: slug,
    path,
    hash,
    previous: before,
    actual: hashOf(lines.slice(count).join('\n'), before, algorithm),
    allowsInvalid: headers.has('AllowInvalidHash'),
  };
}

/** The chain's hash: of the one before and the body, both without space around. */
function hashOf(body: string, previous: string | null, algorithm: string): string {
  const text = `${`${previous ?? ''}\n${body.trim()}`.trim()}\n`;
  const known = algorithm === 'sha256' ? 'sha256' : 'sha1';
  return `${known}:${createHash(known).update(text).digest('hex')}`;
}

/** What `migrate` stops at whatever is applied. */
function chainFaults(files: readonly Committed[]): readonly string[] {
  return files.flatMap((file, place) => {
    const before = files[place - 1];
    if (before?.version === file.version) {
      return [`${before.path} and ${file.path} have the same number: renumber one`];
    }
    return file.previous === (before?.hash ?? null)
      ? []
      : [
          `${file.path} follows ${file.previous ?? 'nothing'}, but the file before it is ` +
            `${before?.hash ?? 'none'}: the chain is broken, and ${title} refuses to run`,
        ];
  });
}

function toMigration(file: Committed): SourceMigration {
  const { version, name, path, hash, actual, allowsInvalid } = file;
  // What the body has is compared with what was applied; a file that is allowed to differ counts as
  // what its header says.
  const migration = { version, name, path, checksum: allowsInvalid ? hash : actual };
  if ((actual === hash) !== allowsInvalid) return migration;
  const refused = allowsInvalid
    ? `${path} has AllowInvalidHash although its hash is right: ${title} refuses to run it`
    : `${path} does not have the hash of its header: ${title} refuses to run it`;
  return { ...migration, refused };
}

async function readSource(files: SourceFiles): Promise<SourceReading> {
  const paths = await files.list();
  const nested = paths.filter((path) => /(?:^|\/)committed\/[^/]+$/.test(path));
  const committed = (nested.length > 0 ? nested : paths.filter((path) => !path.includes('/')))
    .filter((path) => fileForm.test(baseName(path)))
    .toSorted((a, b) => compare(baseName(a), baseName(b)));
  const { found, faults } = await readEach(files, committed, parseCommitted);
  return {
    migrations: found.map(toMigration),
    faults: [...faults, ...chainFaults(found)],
    notes: await notesOfCurrent(files, paths),
  };
}

/** `current.sql` is under work: not a migration yet. */
async function notesOfCurrent(
  files: SourceFiles,
  paths: readonly string[],
): Promise<readonly string[]> {
  const current = paths.filter((path) => /(?:^|\/)current(?:\.sql|\/[^/]+\.sql)$/.test(path));
  for (const path of current) {
    try {
      const text = (await files.read(path)).toString('utf8');
      const code = text.replaceAll(/\/\*[\s\S]*?\*\/|--[^\n]*/g, '').trim();
      if (code !== '') return [`${path} holds a change that is not committed yet`];
    } catch (error) {
      if (!(error instanceof SourceUnreadableError)) throw error;
      return [error.message];
    }
  }
  return [];
}

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const [read, lockedBy] = await Promise.all([
    readRows(reader, table, {
      title,
      columns: ['hash', 'previous_hash', 'filename', 'date'],
      optional: ['date'],
      orderBy: ['filename'],
    }),
    findAdvisoryHolder(reader, title, lock),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const nameless = read.rows.filter(({ filename }) => filename === null).length;
  const twice = read.rows.filter(
    ({ filename }, place) => filename !== null && read.rows[place - 1]?.filename === filename,
  );
  return {
    applied: read.rows.flatMap(({ hash, filename, date }) =>
      filename === null
        ? []
        : [appliedMigration(filename, { checksum: hash, appliedAt: toTime(date) })],
    ),
    faults: [
      ...(nameless === 0 ? [] : [`${nameOf(table)} has ${nameless} rows without a file name`]),
      ...twice.map(({ filename }) => `${filename} was applied in two versions with two hashes`),
    ],
    lockedBy,
  };
}

const adapter: ToolAdapter<'graphile-migrate'> = {
  tool: 'graphile-migrate',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  isFolder: (paths) =>
    paths.some((path) => /(?:^|\/)committed\/\d{6}(?:-[-_a-zA-Z0-9]*)?\.sql$/.test(path)),
  readSource,
  readHistory,
  judge: (facts) =>
    judgeLine(facts, {
      title,
      compare,
      late: 'SKIPPED_SILENTLY',
      lateReason: (later) => `${later} was applied, and ${title} runs nothing that is older`,
    }),
};

export const graphileMigrateAdapter = defineToolAdapter(adapter);
