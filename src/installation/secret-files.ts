// Small secrets that an installation makes for itself, one per file in the state directory, readable
// by the owner alone. They appear whole or not at all.
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

/** Makes the state directory when it is missing. */
export async function ensureStateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
}

/** The contents of a secret file, or undefined when there is none. */
export async function findSecretFile(directory: string, name: string): Promise<string | undefined> {
  try {
    return (await readFile(path.join(directory, name), 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The contents of a secret file, made with `make` at the first time. Of two processes that make it
 * at once, one wins, and both return its contents.
 */
export async function ensureSecretFile(
  directory: string,
  name: string,
  make: () => string,
): Promise<string> {
  const known = await findSecretFile(directory, name);
  if (known !== undefined && known !== '') return known;
  const file = path.join(directory, name);
  const temporary = `${file}.${process.pid}`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(`${make()}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  try {
    await link(temporary, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(temporary);
  }
  const kept = await findSecretFile(directory, name);
  if (kept === undefined || kept === '') throw new Error(`${file} is empty: remove it`);
  return kept;
}
