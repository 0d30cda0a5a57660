// The migration files that `assess` is given, read completely before anything is said of them: one
// that cannot be read is a failure, never left out in silence.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { coerceError } from '../core/errors.ts';
import type { MigrationTool } from '../core/migrations.ts';
import { maxFileBytes } from '../migrations/folder.ts';
import { folderFiles } from '../migrations/files/folder-files.ts';
import { SourceUnreadableError } from '../migrations/files/source-files.ts';
import { CommandError } from './failures.ts';

export interface GivenFile {
  /** For reports: relative to the working directory where it lies within, with `/`. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** All files together; more is no migration folder. */
const maxTotalBytes = 256 * 1024 * 1024;

const isSql = (name: string): boolean => name.toLowerCase().endsWith('.sql');

/** True for the name of a file that takes another one back: `x.down.sql`, Flyway's `U1__x.sql`. */
export function isWayBack(name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return (
    /(?:^|[._-])(?:down|undo|revert|rollback)\.sql$/i.test(base) || /^U[0-9][^/]*__/.test(base)
  );
}

function shownPath(cwd: string, full: string): string {
  const relative = path.relative(cwd, full);
  const isWithin = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return (isWithin ? relative : full).split(path.sep).join('/');
}

async function readOne(full: string, shown: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(full);
    if (size > maxFileBytes) {
      throw new RangeError(`it has ${size} bytes; at most ${maxFileBytes} are accepted`);
    }
    return await readFile(full);
  } catch (error) {
    const failure = coerceError(error);
    const code = 'code' in failure && typeof failure.code === 'string' ? failure.code : undefined;
    throw new CommandError(`${shown} cannot be read: ${code ?? failure.message}`, { cause: error });
  }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    const names = await folderFiles(folder).list();
    return names.filter((name) => isSql(name) && !isWayBack(name));
  } catch (error) {
    if (error instanceof SourceUnreadableError) throw new CommandError(error.message);
    throw error;
  }
}

function naturally(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true }) || (a < b ? -1 : 1);
}

/** The files of a folder at any depth, in the order of their names. */
export async function readFolder(cwd: string, folder: string): Promise<readonly GivenFile[]> {
  const root = path.resolve(cwd, folder);
  const names = await listFolder(root);
  if (names.length === 0) {
    throw new CommandError(
      `the folder ${folder} holds no .sql file: nothing was assessed; is it the right folder?`,
    );
  }
  return readAll(
    cwd,
    names.toSorted(naturally).map((name) => path.join(root, name)),
  );
}

/** The tool whose form a folder has; undefined when it has that of none, or of several. */
export async function recogniseTool(
  cwd: string,
  folder: string,
): Promise<MigrationTool | undefined> {
  // All adapters come with it: they are loaded only where a folder is to be told.
  const { recogniseFolder } = await import('../migrations/recognise.ts');
  const [tool, ...rivals] = (await recogniseFolder(folderFiles(path.resolve(cwd, folder)))) ?? [];
  return rivals.length === 0 ? tool : undefined;
}

/** Files that were named one by one, in this order. */
export function readNamed(cwd: string, files: readonly string[]): Promise<readonly GivenFile[]> {
  return readAll(cwd, [...new Set(files.map((file) => path.resolve(cwd, file)))]);
}

async function readAll(cwd: string, paths: readonly string[]): Promise<readonly GivenFile[]> {
  const read: GivenFile[] = [];
  let total = 0;
  for (const full of paths) {
    const file = shownPath(cwd, full);
    const bytes = await readOne(full, file);
    total += bytes.byteLength;
    if (total > maxTotalBytes) {
      throw new CommandError(
        `the files have more than ${maxTotalBytes} bytes together: give fewer`,
      );
    }
    read.push({ file, bytes });
  }
  return read;
}
