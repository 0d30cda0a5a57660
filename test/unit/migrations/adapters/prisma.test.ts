// What Prisma's folders and rows mean. Fixtures of the tool itself are in test/fixtures/adapters.
import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { appliedMigration } from '../../../../src/migrations/adapter-kit/applied.ts';
import { checksumsOf } from '../../../../src/migrations/adapter-kit/prisma-folder.ts';
import { migrationAdapters } from '../../../../src/migrations/adapters/registry.ts';
import { historyOf, judgeSource, memoryFiles, statesOf } from '../../../support/source-files.ts';

const { toolAdapter } = migrationAdapters.prisma;
const sql = 'create table a ();\n';
const checksum = createHash('sha256').update(sql).digest('hex');
const name = '20240101000000_a';

describe('checksums of Prisma', () => {
  it('are those that Prisma itself has written', () => {
    expect(checksumsOf(sql)[0]).toBe(
      '0da5e58d9b90392b520cf69917d7c9db95c2141c2f1761342fdfadc499455ee4',
    );
  });

  it.each([
    ['one\ntwo\n', 'one\r\ntwo\r\n'],
    ['one\r\ntwo\r\n', 'one\ntwo\n'],
    ['one\r\ntwo\n', 'one\ntwo\n'],
  ])('are accepted whatever the ends of lines are: %j', (now, then) => {
    expect(checksumsOf(now)).toContain(createHash('sha256').update(then).digest('hex'));
    expect(checksumsOf(now)).not.toContain(createHash('sha256').update(`${then} `).digest('hex'));
  });

  it('are accepted without leading zeros, as old versions wrote them', () => {
    // 0d…, …03…: bytes below 16 lose their zero.
    const short = checksum.replaceAll(/../g, (byte) => Number.parseInt(byte, 16).toString(16));
    expect(short.length).toBeLessThan(64);
    expect(checksumsOf(sql)).toContain(short);
  });

  it.each([
    [checksum, 'APPLIED'],
    [createHash('sha256').update('create table a ();\r\n').digest('hex'), 'APPLIED'],
    [createHash('sha256').update('create table b ();\n').digest('hex'), 'EDITED'],
    ['', 'EDITED'],
  ])('decide whether a file was edited: %s', async (stored, state) => {
    const history = historyOf([appliedMigration(name, { checksum: stored })]);
    const files = memoryFiles({ [`${name}/migration.sql`]: sql });
    expect(statesOf(await judgeSource(toolAdapter, files, { history }))).toEqual([
      `${name} ${state}`,
    ]);
  });
});

describe('folders of Prisma', () => {
  it.each(['', 'migrations/', 'prisma/migrations/'])(
    'may be the project’s or the migrations’ own: %j',
    async (prefix) => {
      const files = memoryFiles({
        [`${prefix}migration_lock.toml`]: 'provider = "postgresql"\n',
        [`${prefix}${name}/migration.sql`]: sql,
      });
      expect(toolAdapter.isFolder(await files.list())).toBe(true);
      const { migrations, faults } = await toolAdapter.readSource(files);
      expect(migrations).toMatchObject([{ version: name, name: 'a', checksum }]);
      expect(faults).toEqual([]);
    },
  );

  it('are told from those of Drizzle 1.0', () => {
    expect(toolAdapter.isFolder([`${name}/migration.sql`, `${name}/snapshot.json`])).toBe(false);
    expect(migrationAdapters.drizzle.toolAdapter.isFolder([`${name}/snapshot.json`])).toBe(true);
  });

  it('that are not UTF-8, are for another database or lack their file make a fault', async () => {
    const { faults } = await toolAdapter.readSource(
      memoryFiles({
        'migration_lock.toml': 'provider = "mysql"\n',
        [`${name}/migration.sql`]: Buffer.from([0xff, 0xfe]),
        '20240102000000_b/README.md': 'gone\n',
      }),
    );
    expect(faults).toEqual([
      expect.stringContaining('is not UTF-8 text'),
      expect.stringContaining('20240102000000_b/ has no migration.sql'),
      expect.stringContaining('are for mysql'),
    ]);
  });
});
