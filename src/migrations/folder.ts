// Reads a folder of `<version>_<name>.sql` files, each with an optional
// `<version>_<name>.down.sql`. Faults of the folder are data: they make a status, not an exception.
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { coerceError } from '../core/errors.ts';
import { compareVersions } from './version.ts';

export interface MigrationFile {
  readonly version: string;
  readonly name: string;
  readonly fileName: string;
  /** SHA-256 (hex) of the bytes. */
  readonly checksum: string;
  /** The file that takes it back, when there is one. */
  readonly down: { readonly fileName: string } | null;
}

export interface FolderReading {
  /** In the order in which they run. */
  readonly files: readonly MigrationFile[];
  /** What makes the folder unusable; then `files` is not to be trusted. */
  readonly faults: readonly string[];
}

/** No migration file is longer than this, in bytes. */
export const maxFileBytes = 32 * 1024 * 1024;

const filesPerTurn = 100;

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

const form = /^([0-9][0-9A-Za-z.-]*)_(.+?)(\.down)?\.sql$/;

/** Reads and hashes the files of a folder. */
export async function readMigrationFolder(folder: string): Promise<FolderReading> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    return { files: [], faults: [`the folder ${folder} cannot be read: ${reasonOf(error)}`] };
  }
  const faults: string[] = [];
  const ups: { version: string; name: string; fileName: string }[] = [];
  const downs = new Map<string, string>();
  for (const fileName of names.filter((name) => name.toLowerCase().endsWith('.sql'))) {
    const match = form.exec(fileName);
    const [, version, name, down] = match ?? [];
    if (version === undefined || name === undefined) {
      faults.push(`${fileName}: the name must be <version>_<name>.sql, as 0001_create_users.sql`);
    } else if (down === undefined) {
      ups.push({ version, name, fileName });
    } else {
      downs.set(version, fileName);
    }
  }
  ups.sort((a, b) => compareVersions(a.version, b.version));
  for (const [i, file] of ups.entries()) {
    const next = ups[i + 1];
    if (next !== undefined && compareVersions(file.version, next.version) === 0) {
      faults.push(`${file.fileName} and ${next.fileName} have the same version`);
    }
  }
  const versions = new Set(ups.map((file) => file.version));
  for (const [version, fileName] of downs) {
    if (versions.has(version)) continue;
    faults.push(`${fileName} takes back ${version}, but there is no migration of that version`);
  }
  const files: MigrationFile[] = [];
  for (const [i, file] of ups.entries()) {
    // Others get their turn in between.
    if (i % filesPerTurn === filesPerTurn - 1) await nextTurn();
    try {
      const bytes = readMigrationFile(folder, file.fileName);
      const downName = downs.get(file.version);
      files.push({
        ...file,
        checksum: checksumOf(bytes),
        down: downName === undefined ? null : { fileName: downName },
      });
    } catch (error) {
      faults.push(`${file.fileName} cannot be read: ${reasonOf(error)}`);
    }
  }
  return { files, faults };
}

/**
 * The bytes of one file. Read synchronously: for a thousand small files that takes a thirtieth of
 * the time. Callers have listed the folder before, so a file system that hangs was noticed there.
 */
export function readMigrationFile(folder: string, fileName: string): Buffer {
  const file = openSync(path.join(folder, fileName), 'r');
  try {
    const { size } = fstatSync(file);
    if (size > maxFileBytes) {
      throw new RangeError(`it has ${size} bytes; at most ${maxFileBytes} are accepted`);
    }
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** SHA-256 (hex) of a migration's bytes. */
export function checksumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function reasonOf(error: unknown): string {
  const failure = coerceError(error);
  return 'code' in failure && typeof failure.code === 'string' ? failure.code : failure.message;
}
