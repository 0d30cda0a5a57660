// Small secrets that an installation makes for itself, one per file in the state directory, readable
// by the owner alone. They appear whole or not at all.
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

/** Makes the state directory when it is missing. */
export async function ensureStateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
}

/** The contents of a secret file, or undefined when there is none. */
export async function findSecretFile(
  directory: string,
  name: string,
): Promise<string | undefined> {
  try {
    return (await readFile(path.join(directory, name), 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a secret file so that a crash leaves either the old or the new one. */
export async function writeSecretFile(
  directory: string,
  name: string,
  contents: string,
): Promise<void> {
  const file = path.join(directory, name);
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(`${contents}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await chmod(temporary, 0o600);
  await rename(temporary, file);
}

/** The contents of a secret file, made with `make` at the first time. */
export async function ensureSecretFile(
  directory: string,
  name: string,
  make: () => string,
): Promise<string> {
  const known = await findSecretFile(directory, name);
  if (known !== undefined && known !== '') return known;
  const made = make();
  await writeSecretFile(directory, name, made);
  return made;
}
