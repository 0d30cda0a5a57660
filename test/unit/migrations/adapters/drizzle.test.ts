// What Drizzle's journals, folders and rows mean. Fixtures of its own migrators are in
// test/fixtures/adapters.
import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { appliedMigration } from '../../../../src/migrations/adapter-kit/applied.ts';
import { timeOfName } from '../../../../src/migrations/adapter-kit/drizzle-folder.ts';
import { migrationAdapters } from '../../../../src/migrations/adapters/registry.ts';
import {
  historyOf,
  judgeSource,
  manifestFiles,
  memoryFiles,
  statesOf,
} from '../../../support/source-files.ts';

const { toolAdapter } = migrationAdapters.drizzle;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const journal = (entries: unknown, more: object = {}): string =>
  JSON.stringify({ version: '7', dialect: 'postgresql', entries, ...more });
const files = (times: Readonly<Record<string, number>>) =>
  memoryFiles({
    'meta/_journal.json': journal(
      Object.entries(times).map(([tag, when], idx) => ({ idx, tag, when })),
    ),
    ...Object.fromEntries(Object.keys(times).map((tag) => [`${tag}.sql`, `-- ${tag}`])),
  });
const row = (at: number, content: string) =>
  appliedMigration(String(at), { at, checksum: hashOf(content), name: 'hash' });

describe('the journal of Drizzle 0.x', () => {
  it.each([
    ['not json', 'it is not JSON'],
    ['<<<<<<< HEAD\n{}', 'marks of a merge conflict'],
    ['null', 'it has no list `entries`'],
    ['[]', 'it has no list `entries`'],
    ['{"entries": {}}', 'its `entries` are no list'],
    [journal([null]), 'its 1. entry has no `tag`'],
    [journal([{ tag: '0000_a' }]), 'no time `when`'],
    [journal([{ tag: '0000_a', when: '1' }]), 'no time `when`'],
    [journal([{ tag: '../../etc/passwd', when: 1 }]), 'is no file name'],
    [
      journal([
        { tag: '0000_a', when: 1 },
        { tag: '0000_a', when: 2 },
      ]),
      'it has 0000_a twice',
    ],
    [journal([], { dialect: 'sqlite' }), 'it is for "sqlite"'],
  ])('that is broken makes a fault and no migrations: %s', async (text, fault) => {
    const source = memoryFiles({ 'meta/_journal.json': text, '0000_a.sql': '' });
    const history = historyOf([row(1, '')], { form: '0.x' });
    const status = await judgeSource(toolAdapter, source, { history });
    expect(status.state).toBe('DIVERGED');
    expect(status.reason).toContain(fault);
    // What is applied is told as it is; nothing is called missing.
    expect(statesOf(status)).toEqual(['1 APPLIED']);
  });

  it('that goes back in time is remarked before anything is skipped', async () => {
    const status = await judgeSource(toolAdapter, files({ '0000_a': 2, '0001_b': 1 }));
    expect(status.state).toBe('UNINITIALISED');
    const { notes } = await toolAdapter.readSource(files({ '0000_a': 2, '0001_b': 1 }));
    expect(notes).toEqual([expect.stringContaining('0001_b')]);
  });
});

describe('rows of Drizzle 0.x', () => {
  const judge = async (
    times: Readonly<Record<string, number>>,
    rows: readonly ReturnType<typeof row>[],
  ) => judgeSource(toolAdapter, files(times), { history: historyOf(rows, { form: '0.x' }) });

  it('skip what is older than the newest, and nothing else', async () => {
    const status = await judge({ '0000_a': 10, '0001_b': 20, '0002_c': 40 }, [
      row(10, '-- 0000_a'),
      row(30, '-- another branch'),
    ]);
    expect(statesOf(status)).toEqual([
      '0000_a APPLIED',
      '0001_b SKIPPED_SILENTLY',
      '30 MISSING_FILE',
      '0002_c PENDING',
    ]);
    expect(status.state).toBe('DIVERGED');
    expect(status.reason).toContain('0001_b is skipped');
  });

  it('skip one of the very time of the newest', async () => {
    const status = await judge({ '0000_a': 10, '0001_b': 10 }, [row(10, '-- 0000_a')]);
    expect(statesOf(status)).toEqual(['0000_a APPLIED', '0001_b SKIPPED_SILENTLY']);
  });

  it('tell files of equal times and of equal contents apart', async () => {
    const status = await judge({ '0000_a': 10, '0001_b': 10, '0002_c': 20 }, [
      row(10, '-- 0001_b'),
      row(10, '-- 0000_a'),
      row(20, '-- 0002_c'),
    ]);
    expect(statesOf(status)).toEqual(['0000_a APPLIED', '0001_b APPLIED', '0002_c APPLIED']);
  });

  it('under a changed time are applied, unless Drizzle would run them once more', async () => {
    const earlier = await judge({ '0000_a': 5, '0001_b': 20 }, [
      row(10, '-- 0000_a'),
      row(20, '-- 0001_b'),
    ]);
    expect(earlier).toMatchObject({ state: 'UP_TO_DATE' });
    const later = await judge({ '0000_a': 10, '0001_b': 30 }, [
      row(10, '-- 0000_a'),
      row(20, '-- 0001_b'),
    ]);
    expect(later).toMatchObject({ state: 'DIVERGED' });
    expect(later.reason).toContain('run it once more: restore `when` of 0001_b');
  });

  it('without a hash or a time are no crash', async () => {
    const nothing = appliedMigration('', { at: 0, checksum: null });
    const status = await judge({ '0000_a': 10 }, [nothing]);
    expect(status.state).not.toBe('UP_TO_DATE');
  });
});

describe('Drizzle 1.0', () => {
  const names = ['20240101000000_a', '20240102000000_b'] as const;
  const folders = memoryFiles({
    [`${names[0]}/migration.sql`]: 'a',
    [`${names[0]}/snapshot.json`]: '{}',
    [`${names[1]}/migration.sql`]: 'b',
  });

  it('has the time in the name', () => {
    expect(timeOfName('20240229235958_x')).toBe(Date.UTC(2024, 1, 29, 23, 59, 58));
    expect(timeOfName('0000_x')).toBe(undefined);
  });

  it('runs late ones, by their names', async () => {
    const history = historyOf([appliedMigration(names[1], { checksum: hashOf('b') })], {
      form: '1.0',
    });
    const status = await judgeSource(toolAdapter, folders, { history });
    expect(statesOf(status)).toEqual([`${names[0]} OUT_OF_ORDER`, `${names[1]} APPLIED`]);
    expect(status.state).toBe('BEHIND');
  });

  it('does not take a nameless row of an upgraded table for a migration', async () => {
    const history = historyOf([row(Date.UTC(2024, 0, 1), 'a')], { form: '1.0' });
    const status = await judgeSource(toolAdapter, folders, { history });
    expect(status.state).toBe('DIVERGED');
    expect(statesOf(status)).toContain(`${names[0]} PENDING`);
  });

  it('finds rows of a table of 0.x by the second and, where that is not enough, by content', async () => {
    const twins = memoryFiles({
      '20240101000000_a/migration.sql': 'a',
      '20240101000000_b/migration.sql': 'b',
    });
    const at = Date.UTC(2024, 0, 1) + 123;
    const history = historyOf([row(at, 'b')], { form: '0.x' });
    expect(statesOf(await judgeSource(toolAdapter, twins, { history }))).toEqual([
      '20240101000000_a OUT_OF_ORDER',
      '20240101000000_b APPLIED',
    ]);
  });
});

describe('a manifest of Drizzle', () => {
  it('knows no times: what is not there by content is pending', async () => {
    const source = manifestFiles([
      { version: '0000_a', name: 'a', checksum: hashOf('a') },
      { version: '0001_b', name: 'b', checksum: hashOf('b') },
    ]);
    const history = historyOf([row(10, 'a')], { form: '0.x' });
    expect(statesOf(await judgeSource(toolAdapter, source, { history }))).toEqual([
      '0000_a APPLIED',
      '0001_b PENDING',
    ]);
  });
});
