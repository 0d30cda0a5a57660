// What graphile-migrate's chain of files means, and dbmate's marks. Fixtures of the tools themselves are
// in test/fixtures/adapters.
import { describe, expect, it } from 'vitest';

import { appliedMigration } from '../../../../src/migrations/adapter-kit/applied.ts';
import { migrationAdapters } from '../../../../src/migrations/adapters/registry.ts';
import { historyOf, judgeSource, memoryFiles, statesOf } from '../../../support/source-files.ts';

const { toolAdapter } = migrationAdapters['graphile-migrate'];
const first = 'sha1:e00ec9330000000000000000000000000000e00e';
const second = 'sha1:bcc259a72a4d00441a21c4b3b16321e009ebd58f';

const text = (previous: string, hash: string, body: string, more = ''): string =>
  `--! Previous: ${previous}\n--! Hash: ${hash}\n${more}\n${body}\n`;

describe('committed files', () => {
  it.each([
    ['create table a ();', 'they have no headers'],
    ['--! Hash: sha1:0\n\nx', 'there is no Previous'],
    ['--! Previous: -\n\nx', 'there is no Hash'],
    ['--! Previous: -\n--! Hash: sha1:0\nx', 'there is no empty line'],
    ['--! Previous: -\n--! Hash: sha1:0\n--! Hash: sha1:1\n\nx', 'a header stands there twice'],
    ['', 'they are empty'],
  ])('make a fault when %j', async (content, _why) => {
    const files = memoryFiles({ 'committed/000001.sql': content });
    const { migrations, faults } = await toolAdapter.readSource(files);
    expect(migrations).toEqual([]);
    expect(faults).toHaveLength(1);
  });

  it('make a fault when two have one number, or the chain is broken', async () => {
    const { faults } = await toolAdapter.readSource(
      memoryFiles({
        'committed/000001.sql': text('-', 'sha1:1', 'a'),
        'committed/000001-again.sql': text('-', 'sha1:2', 'a'),
        'committed/000002.sql': text('sha1:9', 'sha1:3', 'b'),
      }),
    );
    expect(faults).toEqual([
      expect.stringContaining('have the same number'),
      expect.stringContaining('the chain is broken'),
    ]);
  });

  it('are found in the folder of migrations, or in `committed` itself', async () => {
    for (const prefix of ['', 'committed/', 'migrations/committed/']) {
      const files = memoryFiles({ [`${prefix}000001-add-a.sql`]: text('-', 'sha1:1', 'a') });
      const { migrations } = await toolAdapter.readSource(files);
      expect(migrations).toMatchObject([{ version: '000001.sql', name: 'add-a' }]);
    }
  });

  it('with an unneeded AllowInvalidHash are refused while they are pending', async () => {
    const body = 'create table b ();';
    const allowed = memoryFiles({
      'committed/000001.sql': text('-', first, 'x', '--! AllowInvalidHash\n'),
      'committed/000002.sql': text(
        'sha1:39956cbf4f8e67b4dc288f2fdbc3bdebd35fe0f3',
        second,
        body,
        '--! AllowInvalidHash\n',
      ),
    });
    const { migrations } = await toolAdapter.readSource(allowed);
    expect(migrations.map(({ refused }) => refused !== undefined)).toEqual([false, true]);
  });
});

describe('current.sql', () => {
  const committed = { 'committed/000001.sql': text('-', 'sha1:1', 'a') };

  it.each([
    ['', []],
    ['-- Enter migration here\n', []],
    ['/* nothing */\n', []],
    ['alter table a add b int;\n', [expect.stringContaining('not committed yet')]],
  ])('is a note when it holds a statement: %j', async (content, notes) => {
    const files = memoryFiles({ ...committed, 'current.sql': content });
    expect((await toolAdapter.readSource(files)).notes).toEqual(notes);
  });
});

describe('dbmate', () => {
  const dbmate = migrationAdapters.dbmate.toolAdapter;

  it('takes the digits for the version, and refuses files without a block `up`', async () => {
    const files = memoryFiles({
      '20240101_a.sql': '-- migrate:up transaction:false\nselect 1;\n-- migrate:down\n',
      '20240102b.sql': 'select 1;\n',
      'schema.sql': 'select 1;\n',
    });
    const history = historyOf([appliedMigration('20240101')]);
    const status = await judgeSource(dbmate, files, { history });
    expect(statesOf(status)).toEqual(['20240101 APPLIED', '20240102 PENDING']);
    expect(status).toMatchObject({
      state: 'DIVERGED',
      reason: expect.stringContaining('-- migrate:up'),
    });
  });

  it('can record a version once only', async () => {
    const up = '-- migrate:up\n';
    const files = memoryFiles({ '1_a.sql': up, '1_b.sql': up });
    const status = await judgeSource(dbmate, files, {
      history: historyOf([appliedMigration('1')]),
    });
    expect(status).toMatchObject({ state: 'DIVERGED', reason: expect.stringContaining('1_b.sql') });
  });
});
