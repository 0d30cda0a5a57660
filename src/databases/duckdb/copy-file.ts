// Copies a database file that somebody may be writing to. A copy is good when the file did not change
// while it was made; what is torn all the same is noticed by the engine, and the next look is another.
import { constants } from 'node:fs';
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface FileCopy {
  readonly path: string;
  delete(): Promise<void>;
}

const attempts = 3;

async function stampOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(file);
    return `${ino}/${size}/${mtimeMs}`;
  } catch {
    // It is not there; that is a state like any other.
    return '';
  }
}

/** Copies the file and what belongs to it (`suffixes`) into a folder of its own. */
export async function copyDatabase(
  file: string,
  suffixes: readonly string[],
): Promise<FileCopy | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-copy-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const target = path.join(folder, 'copy');
  const all = ['', ...suffixes];
  const stamps = (): Promise<string[]> =>
    Promise.all(all.map((suffix) => stampOf(`${file}${suffix}`)));
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const before = await stamps();
      for (const [at, suffix] of all.entries()) {
        await rm(`${target}${suffix}`, { force: true });
        if (before[at] === '') continue;
        await copyFile(`${file}${suffix}`, `${target}${suffix}`, constants.COPYFILE_FICLONE);
      }
      if ((await stamps()).join() === before.join()) return { path: target, delete: remove };
    }
  } catch (error) {
    await remove();
    throw error;
  }
  await remove();
  return undefined;
}
