import { createHash } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { maxFileBytes, readMigrationFolder } from '../../../src/migrations/folder.ts';

describe('a folder of migrations', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-folder-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const write = (name: string, text = ''): Promise<void> =>
    writeFile(path.join(folder, name), text);

  it('is read in the order of versions, with checksums and down files', async () => {
    await write('10_ten.sql', 'ten');
    await write('9_nine.with.dots.sql', 'nine');
    await write('9_nine.with.dots.down.sql');
    await write('README.md');
    const { files, faults } = await readMigrationFolder(folder);
    expect(faults).toEqual([]);
    expect(files).toEqual([
      {
        version: '9',
        name: 'nine.with.dots',
        fileName: '9_nine.with.dots.sql',
        checksum: createHash('sha256').update('nine').digest('hex'),
        down: { fileName: '9_nine.with.dots.down.sql' },
      },
      expect.objectContaining({ version: '10', down: null }),
    ]);
  });

  it('tells all faults at once', async () => {
    await write('users.sql');
    await write('1_a.sql');
    await write('01_b.sql');
    await write('2_big.sql');
    await write('3_gone.down.sql');
    await truncate(path.join(folder, '2_big.sql'), maxFileBytes + 1);
    const { faults } = await readMigrationFolder(folder);
    expect(faults).toHaveLength(4);
    expect(faults.join('\n')).toMatch(/users\.sql: the name must be/);
    expect(faults.join('\n')).toMatch(/3_gone\.down\.sql takes back 3, but there is no/);
    expect(faults.join('\n')).toMatch(/have the same version/);
    expect(faults.join('\n')).toMatch(/2_big\.sql cannot be read: it has \d+ bytes/);
  });

  it('that is not there is a fault, not an exception', async () => {
    const { files, faults } = await readMigrationFolder(path.join(folder, 'none'));
    expect(files).toEqual([]);
    expect(faults).toEqual([expect.stringContaining('cannot be read: ENOENT')]);
  });
});
