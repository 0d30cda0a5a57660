import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { UnavailableError } from '../../../src/core/errors.ts';
import { createNeedsReader, type NeedsReader } from '../../../src/databases/needs/needs-reader.ts';
import { folderLimits, type FolderLimits } from '../../../src/databases/needs/query-folder.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

let folder: string;
let reader: NeedsReader;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hawkwatch-reader-'));
  reader = createNeedsReader({ clock: createSystemClock() });
});
afterEach(async () => {
  await reader.stop();
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string): void => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};
const load = () => reader.load({ required: [], queries: folder });
const loadWith = async (own: Partial<FolderLimits>) => {
  await reader.stop();
  reader = createNeedsReader({
    clock: createSystemClock(),
    limits: { ...folderLimits, ...own },
  });
  for (const name of ['a', 'b', 'c']) write(`${name}.sql`, 'select 1');
  return load();
};
const needsOf = async (): Promise<readonly string[]> =>
  (await load()).queries.map(({ need }) => need);

describe('a folder of queries', () => {
  it('is read at any depth, file by file and statement by statement', async () => {
    write('orders/list.sql', 'select 1;\n\nselect 2;\nselect from;');
    write('a.SQL', 'select 3');
    write('readme.md', 'select 4');
    write('node_modules/x.sql', 'select 5');
    const needs = await load();
    expect(needs.queries.map(({ need }) => need)).toEqual([
      'queries/a.SQL:1',
      'queries/orders/list.sql:1',
      'queries/orders/list.sql:3',
    ]);
    expect(needs.unreadable).toEqual([
      { need: 'queries/orders/list.sql:4', reason: expect.stringContaining('cannot be parsed') },
    ]);
    expect(needs.faults).toEqual([]);
  });

  it('is read again when a file changes, comes or goes', async () => {
    write('a.sql', 'select 1');
    expect(await needsOf()).toEqual(['queries/a.sql:1']);
    write('a.sql', '\nselect 1');
    write('b.sql', 'select 2');
    expect(await needsOf()).toEqual(['queries/a.sql:2', 'queries/b.sql:1']);
    rmSync(path.join(folder, 'a.sql'));
    expect(await needsOf()).toEqual(['queries/b.sql:1']);
  });

  it('is not read again when nothing has changed', async () => {
    await reader.stop();
    // Long after the file was written.
    const clock = createFakeClock();
    clock.advance(Date.UTC(2200));
    reader = createNeedsReader({ clock });
    write('a.sql', 'select 1');
    const first = await load();
    const second = await load();
    expect(second.queries).toBe(first.queries);
  });

  it('tells what is wrong with it, and reads the rest', async () => {
    write('a.sql', 'select 1');
    write('big.sql', '');
    truncateSync(path.join(folder, 'big.sql'), folderLimits.fileBytes + 1);
    symlinkSync('nowhere', path.join(folder, 'broken.sql'));
    symlinkSync('..', path.join(folder, 'up.sql'));
    execFileSync('mkfifo', [path.join(folder, 'pipe.sql')]);
    write(`${'d/'.repeat(folderLimits.depth + 1)}deep.sql`, 'select 1');
    const needs = await load();
    expect(needs.queries.map(({ need }) => need)).toEqual(['queries/a.sql:1']);
    expect(needs.faults).toEqual([
      expect.stringMatching(/^big\.sql has \d+ bytes/),
      'broken.sql cannot be read: ENOENT',
      expect.stringContaining('folders deep'),
    ]);
  });

  it('is bounded in files', async () => {
    const { faults, queries } = await loadWith({ files: 2 });
    expect(queries).toHaveLength(2);
    expect(faults).toEqual([expect.stringContaining(`more than 2 .sql files`)]);
  });

  it('is bounded in bytes, and in whatever else lies in it', async () => {
    expect((await loadWith({ bytes: 10 })).faults).toEqual([expect.stringContaining('10 bytes')]);
    expect((await loadWith({ entries: 2 })).faults).toEqual([expect.stringContaining('2 entries')]);
  });

  it('may be missing', async () => {
    const needs = await reader.load({ required: [], queries: path.join(folder, 'none') });
    expect(needs).toEqual({
      required: [],
      queries: [],
      unreadable: [],
      faults: ['the folder of queries cannot be read: ENOENT'],
    });
  });

  it('is read in a thread when its files are big', async () => {
    write('a.sql', `${'select a from t;\n'.repeat(1000)}select b from t`);
    const needs = await needsOf();
    expect(needs).toHaveLength(1001);
    expect(needs.at(-1)).toBe('queries/a.sql:1001');
    write('b.sql', '-- '.repeat(3000));
    await reader.stop();
    await expect(load()).rejects.toThrow(UnavailableError);
  });
});
