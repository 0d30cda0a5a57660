// Drizzle's two kinds of folders: 0.x has a journal that names the files and gives each its time, 1.0 has
// a folder for each migration, whose name begins with its time. A journal is other people's data: what
// is wrong with it is a fault.
import { createHash } from 'node:crypto';

import type { SourceFiles } from '../files/source-files.ts';
import type { SourceMigration, SourceReading } from './facts.ts';
import { FileFault, readEach, textOf } from './read-files.ts';
import { compareNames } from './script-names.ts';
import { listSome } from '../summarise.ts';

const prefixes = ['', 'drizzle/', 'migrations/'];
const journalName = 'meta/_journal.json';
const folderForm = /^(\d{14})[^/]*$/;

/** True for a name that 1.0 gives to a folder. */
export const isFolderName = (version: string): boolean => folderForm.test(version);

/** The time in the name of a folder, in milliseconds. */
export function timeOfName(version: string): number | undefined {
  const digits = folderForm.exec(version)?.[1];
  if (digits === undefined) return undefined;
  const [year = 0, ...rest] = [0, 4, 6, 8, 10, 12].map((from) =>
    Number(digits.slice(from, from === 0 ? 4 : from + 2)),
  );
  const [month = 1, day, hour, minute, second] = rest;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** True for a folder of Drizzle's. */
export function isDrizzleFolder(paths: readonly string[]): boolean {
  return (
    paths.some((path) => prefixes.some((prefix) => path === `${prefix}${journalName}`)) ||
    paths.some((path) => /(?:^|\/)\d{14}_[^/]+\/snapshot\.json$/.test(path))
  );
}

/** Reads the folder. */
export async function readDrizzleFolder(files: SourceFiles): Promise<SourceReading> {
  const paths = await files.list();
  const journal = prefixes.find((prefix) => paths.includes(`${prefix}${journalName}`));
  const inFolders = prefixes
    .map((prefix) => ({ prefix, own: foldersIn(paths, prefix) }))
    .find(({ own }) => own.length > 0);
  if (journal !== undefined) {
    const reading = await readJournal(files, paths, journal);
    if (inFolders === undefined) return reading;
    const fault = `there is a journal of Drizzle 0.x beside folders of 1.0: run \`drizzle-kit up\``;
    return { ...reading, faults: [...reading.faults, fault] };
  }
  if (inFolders !== undefined) return readFolders(files, inFolders.prefix, inFolders.own);
  const fault = `${files.description} has neither ${journalName} nor folders with migration.sql`;
  return { migrations: [], faults: [fault], notes: [], appliedSideOnly: true };
}

/** Names of the folders below a prefix that have a `migration.sql`. */
function foldersIn(paths: readonly string[], prefix: string): readonly string[] {
  return paths
    .filter((path) => path.startsWith(prefix))
    .map((path) => /^([^/]+)\/migration\.sql$/.exec(path.slice(prefix.length))?.[1])
    .filter((name) => name !== undefined)
    .toSorted(compareNames);
}

async function readFolders(
  files: SourceFiles,
  prefix: string,
  names: readonly string[],
): Promise<SourceReading> {
  const paths = names.map((name) => `${prefix}${name}/migration.sql`);
  const { found, faults } = await readEach(files, paths, ({ path, bytes }) => {
    const version = path.slice(prefix.length, path.lastIndexOf('/'));
    const migration = { version, name: readable(version), checksum: hashOf(bytes), path };
    const at = timeOfName(version);
    return at === undefined ? migration : { ...migration, at };
  });
  return { migrations: found, faults, notes: [] };
}

interface JournalEntry {
  readonly tag: string;
  readonly when: number;
}

async function readJournal(
  files: SourceFiles,
  paths: readonly string[],
  prefix: string,
): Promise<SourceReading> {
  const read = await readEach(files, [`${prefix}${journalName}`], (file) =>
    parseJournal(file.path, textOf(file)),
  );
  const [entries] = read.found;
  if (entries === undefined) {
    return { migrations: [], faults: read.faults, notes: [], appliedSideOnly: true };
  }
  const pathOf = (tag: string): string => `${prefix}${tag}.sql`;
  const present = new Set(paths);
  const there = entries.filter(({ tag }) => present.has(pathOf(tag)));
  const absent = entries.filter(({ tag }) => !present.has(pathOf(tag)));
  const known = new Set(entries.map(({ tag }) => pathOf(tag)));
  const strangers = paths.filter(
    (path) =>
      path.startsWith(prefix) &&
      /^\d{4,}_[^/]+\.sql$/.test(path.slice(prefix.length)) &&
      !known.has(path),
  );
  const all = [...there.map(({ tag }) => pathOf(tag)), ...strangers];
  const times = new Map(entries.map(({ tag, when }) => [tag, when]));
  const { found, faults } = await readEach(files, all, ({ path, bytes }): SourceMigration => {
    const version = path.slice(prefix.length, -'.sql'.length);
    const migration = { version, name: readable(version), checksum: hashOf(bytes), path };
    const at = times.get(version);
    return at === undefined ? migration : { ...migration, at };
  });
  return {
    migrations: found,
    faults: [
      ...faults,
      ...absent.map(
        ({ tag }) =>
          `the journal has ${tag}, but there is no ${tag}.sql: Drizzle refuses to run. Restore it`,
      ),
    ],
    notes: notesOfOrder(entries),
  };
}

/** @throws FileFault with what is wrong. */
function parseJournal(path: string, text: string): readonly JournalEntry[] {
  const wrong = (why: string): FileFault =>
    new FileFault(`${path} cannot be used: ${why}. Restore it, or make it anew with drizzle-kit`);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw wrong('it is not JSON (are there marks of a merge conflict in it?)');
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data) || !('entries' in data)) {
    throw wrong('it has no list `entries`');
  }
  const { entries } = data;
  if (!Array.isArray(entries)) throw wrong('its `entries` are no list');
  if ('dialect' in data && data.dialect !== 'postgresql' && data.dialect !== 'pg') {
    throw wrong(`it is for ${JSON.stringify(data.dialect)} and not for postgresql`);
  }
  const parsed = entries.map((entry: unknown, place): JournalEntry => {
    const { tag, when } = (typeof entry === 'object' && entry !== null ? entry : {}) as {
      tag?: unknown;
      when?: unknown;
    };
    if (typeof tag !== 'string' || tag === '' || typeof when !== 'number') {
      throw wrong(`its ${place + 1}. entry has no \`tag\` or no time \`when\``);
    }
    if (tag.includes('/')) throw wrong(`the tag ${JSON.stringify(tag)} is no file name`);
    return { tag, when };
  });
  const tags = new Set<string>();
  for (const { tag } of parsed) {
    if (tags.has(tag)) throw wrong(`it has ${tag} twice`);
    tags.add(tag);
  }
  return parsed;
}

/** An entry that is older than the one before it is skipped where that one is applied already. */
function notesOfOrder(entries: readonly JournalEntry[]): readonly string[] {
  let newest = -Infinity;
  const late = entries.flatMap(({ tag, when }) => {
    if (when > newest) {
      newest = when;
      return [];
    }
    return [tag];
  });
  return late.length === 0
    ? []
    : [
        `the journal gives ${listSome(late)} a time that is not after the one before: Drizzle skips ` +
          'it in databases that have that one',
      ];
}

const readable = (version: string): string => version.replace(/^\d+_/, '');

/** As Drizzle makes it: of the text, so bytes that are no UTF-8 count as U+FFFD. */
const hashOf = (bytes: Buffer): string =>
  createHash('sha256').update(bytes.toString('utf8')).digest('hex');
