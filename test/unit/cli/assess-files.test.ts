// The files that are assessed: all that were named, in order, or a failure.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isWayBack, readFolder, readNamed } from '../../../src/cli/assess-files.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'hawkwatch-files-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

async function write(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(path.dirname(path.join(cwd, name)), { recursive: true });
    await writeFile(path.join(cwd, name), `-- ${name}`);
  }
}

describe('a file that takes another one back', () => {
  it.each([
    '0001_a.down.sql',
    'x/0001_a.down.sql',
    '1_a_down.sql',
    'a/down.sql',
    'U1.2__a.sql',
    '1-a-down.sql',
  ])('is known by its name: %s', (name) => expect(isWayBack(name)).toBe(true));

  it.each(['0001_a.sql', '0002_breakdown.sql', 'up.sql', 'Users__a.sql', 'V1__undo_this.sql'])(
    'is not: %s',
    (name) => expect(isWayBack(name)).toBe(false),
  );
});

describe('a folder', () => {
  it('is read at any depth, by the order of its names, without ways back', async () => {
    await write('m/10_b.sql', 'm/9_a.sql', 'm/9_a.down.sql', 'm/x/11_c.SQL', 'm/readme.md');
    const files = await readFolder(cwd, 'm');
    expect(files.map(({ file }) => file)).toEqual(['m/9_a.sql', 'm/10_b.sql', 'm/x/11_c.SQL']);
    expect(Buffer.from(files[0]?.bytes ?? []).toString()).toBe('-- m/9_a.sql');
  });

  it('is a failure without any SQL, and when it is not there', async () => {
    await write('m/readme.md');
    await expect(readFolder(cwd, 'm')).rejects.toThrow('holds no .sql file: nothing was assessed');
    await expect(readFolder(cwd, 'n')).rejects.toThrow('cannot be read: ENOENT');
    await expect(readFolder(cwd, 'm/readme.md')).rejects.toThrow('cannot be read: ENOTDIR');
  });

  it('is a failure when one of its files cannot be read', async () => {
    await write('m/1_a.sql');
    await symlink('nowhere.sql', path.join(cwd, 'm/2_b.sql'));
    await expect(readFolder(cwd, 'm')).rejects.toThrow('m/2_b.sql cannot be read: ENOENT');
  });
});

describe('named files', () => {
  it('are read in the order in which they were named, each once', async () => {
    await write('b.sql', 'a.down.sql');
    const files = await readNamed(cwd, ['b.sql', './b.sql', 'a.down.sql']);
    expect(files.map(({ file }) => file)).toEqual(['b.sql', 'a.down.sql']);
  });

  it('outside the working directory are shown with their whole path', async () => {
    await write('b.sql', 'sub/c.sql');
    const [file] = await readNamed(path.join(cwd, 'sub'), ['../b.sql']);
    expect(file?.file).toBe(path.join(cwd, 'b.sql'));
  });

  it('are a failure when one is missing, or is a folder', async () => {
    await write('b.sql', 'sub/c.sql');
    await expect(readNamed(cwd, ['b.sql', 'c.sql'])).rejects.toThrow(
      'c.sql cannot be read: ENOENT',
    );
    await expect(readNamed(cwd, ['sub'])).rejects.toThrow('sub cannot be read: EISDIR');
  });
});
