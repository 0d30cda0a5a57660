// The `.sql` files of a folder, at any depth up to a limit. Bounded in files and bytes; what is wrong with
// the folder is data. Only files are opened: something else of that name could make a reader wait.
import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { coerceError } from '../../core/errors.ts';

export interface FolderLimits {
  readonly files: number;
  readonly depth: number;
  readonly entries: number;
  readonly fileBytes: number;
  readonly bytes: number;
}

export const folderLimits: FolderLimits = {
  files: 2000,
  depth: 10,
  entries: 50_000,
  fileBytes: 1024 * 1024,
  bytes: 16 * 1024 * 1024,
};

export interface QueryFile {
  /** Relative, with `/`. */
  readonly path: string;
  /** Of the file as it was listed: size, times and identity. */
  readonly stamp: string;
  readonly changedMs: number;
}

export interface QueryFolder {
  readonly files: readonly QueryFile[];
  readonly faults: readonly string[];
  /** The same as long as nothing in the folder changes. */
  readonly stamp: string;
}

/** Lists a folder; nothing is opened. */
export async function listQueryFolder(
  folder: string,
  limits: FolderLimits = folderLimits,
): Promise<QueryFolder> {
  const files: QueryFile[] = [];
  const faults: string[] = [];
  let entries = 0;
  let bytes = 0;

  const take = async (relative: string): Promise<void> => {
    const found = await stat(path.join(folder, relative), { bigint: true }).catch(
      (error: unknown) => reasonOf(error),
    );
    if (typeof found === 'string') faults.push(`${relative} cannot be read: ${found}`);
    // A link to a folder, or no file at all.
    else if (!found.isFile()) return;
    else if (found.size > limits.fileBytes) {
      faults.push(
        `${relative} has ${found.size} bytes; at most ${limits.fileBytes} are read: split it`,
      );
    } else if (files.length >= limits.files) {
      throw new LimitError(`it has more than ${limits.files} .sql files`);
    } else {
      bytes += Number(found.size);
      if (bytes > limits.bytes) {
        throw new LimitError(`its files have more than ${limits.bytes} bytes`);
      }
      const stamp = `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`;
      const changedMs = Math.max(Number(found.mtimeMs), Number(found.ctimeMs));
      files.push({ path: relative, stamp, changedMs });
    }
  };

  const visit = async (relative: string, depth: number): Promise<void> => {
    if (depth > limits.depth) {
      faults.push(`${relative} is more than ${limits.depth} folders deep: it is not read`);
      return;
    }
    const found = await readdir(path.join(folder, relative), { withFileTypes: true });
    for (const entry of found.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      entries += 1;
      if (entries > limits.entries) {
        throw new LimitError(`it has more than ${limits.entries} entries`);
      }
      const name = relative === '' ? entry.name : `${relative}/${entry.name}`;
      const isPassedOver =
        ['node_modules', '.git'].includes(entry.name) || entry.name.startsWith('..');
      if (isPassedOver) continue;
      if (entry.isDirectory()) await visit(name, depth + 1);
      else if (entry.name.toLowerCase().endsWith('.sql')) await take(name);
    }
  };

  try {
    await visit('', 0);
  } catch (error) {
    const reason = error instanceof LimitError ? error.message : reasonOf(error);
    faults.push(
      error instanceof LimitError
        ? `the folder of queries is not read as a whole: ${reason}`
        : `the folder of queries cannot be read: ${reason}`,
    );
  }
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.path}\0${file.stamp}\0`);
  hash.update(faults.join('\n'));
  return { files, faults, stamp: hash.digest('hex') };
}

/** The bytes of a listed file. @throws Error when it cannot be read or has grown. */
export async function readQueryFile(folder: string, relative: string): Promise<Buffer> {
  const full = path.join(folder, relative);
  const { size } = await stat(full);
  if (size > folderLimits.fileBytes) throw new RangeError('it has grown too big');
  return readFile(full);
}

class LimitError extends Error {
  override readonly name = 'LimitError';
}

/** Why something could not be read, in a word. */
export function reasonOf(error: unknown): string {
  const failure = coerceError(error);
  return 'code' in failure && typeof failure.code === 'string' ? failure.code : failure.message;
}
