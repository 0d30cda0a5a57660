// goose, golang-migrate and Rails: numbers in front of file names, and tables that look alike.
import { describe, expect, it } from 'vitest';

import { appliedMigration } from '../../../../src/migrations/adapter-kit/applied.ts';
import type { ToolAdapter } from '../../../../src/migrations/adapter-kit/adapter.ts';
import type {
  Catalogue,
  CatalogueTable,
} from '../../../../src/migrations/adapter-kit/catalogue.ts';
import { advisoryKey } from '../../../../src/migrations/adapter-kit/lock-holder.ts';
import {
  golangMigrateLockKey,
  gooseLockKey,
  railsLockKey,
} from '../../../../src/migrations/adapter-kit/lock-keys.ts';
import { dbmateAdapter } from '../../../../src/migrations/adapters/dbmate.ts';
import {
  golangMigrateAdapter,
  readVersionRows,
} from '../../../../src/migrations/adapters/golang-migrate.ts';
import { gooseAdapter, readGooseRows } from '../../../../src/migrations/adapters/goose.ts';
import { railsAdapter } from '../../../../src/migrations/adapters/rails.ts';
import {
  historyOf,
  judgeSource,
  memoryFiles,
  statesOf,
  tableOf,
} from '../../../support/source-files.ts';

const goose = gooseAdapter.toolAdapter;
const golangMigrate = golangMigrateAdapter.toolAdapter;
const rails = railsAdapter.toolAdapter;
const dbmate = dbmateAdapter.toolAdapter;
const applied = (...versions: string[]) => versions.map((version) => appliedMigration(version));

describe('goose', () => {
  const row = (version: string, isApplied = 'true') => ({
    id: '1',
    version_id: version,
    is_applied: isApplied,
    tstamp: '2026-02-03T04:05:06+00:00',
  });

  it('counts the newest row of a version, and not the first row of all', () => {
    const rows = [row('0'), row('1'), row('2'), row('1', 'false'), row('2', 'false'), row('2')];
    expect(readGooseRows(rows).map(({ version, state }) => `${version} ${state}`)).toEqual([
      '1 ROLLED_BACK',
      '2 APPLIED',
    ]);
  });

  it('reads SQL and Go files of its folder, and neither tests, shared code nor sub-folders', async () => {
    const source = await goose.readSource(
      memoryFiles({
        '00002_b.sql': '',
        '10_c.go': '',
        '10_c_test.go': '',
        'shared.go': '',
        'sub/00003_d.sql': '',
        '0_zero.sql': '',
        'seed.sql': '',
      }),
    );
    expect(source.migrations.map(({ version, name }) => `${version} ${name}`)).toEqual([
      '2 b',
      '10 c',
    ]);
    expect(source.notes).toEqual([
      expect.stringContaining('0_zero.sql'),
      expect.stringContaining('seed.sql'),
    ]);
  });

  it('refuses two files of one number', async () => {
    const { faults } = await goose.readSource(memoryFiles({ '1_a.sql': '', '001_b.go': '' }));
    expect(faults).toEqual([expect.stringContaining('001_b.go and 1_a.sql')]);
  });

  it('needs --allow-missing for what is late, which is outOfOrder here', async () => {
    const files = memoryFiles({ '1_a.sql': '', '2_b.sql': '' });
    const late = await judgeSource(goose, files, { history: historyOf(applied('2')) });
    expect(statesOf(late)).toEqual(['1 OUT_OF_ORDER', '2 APPLIED']);
    expect(late).toMatchObject({
      state: 'DIVERGED',
      reason: expect.stringContaining('--allow-missing'),
    });
    const run = await judgeSource(goose, files, {
      history: historyOf(applied('2')),
      outOfOrder: 'run',
    });
    expect(run.state).toBe('BEHIND');
  });

  it('orders numbers as numbers', async () => {
    const files = memoryFiles({ '9_a.sql': '', '10_b.sql': '', '20260101120000_c.sql': '' });
    const status = await judgeSource(goose, files, { history: historyOf(applied('9')) });
    expect(statesOf(status)).toEqual(['9 APPLIED', '10 PENDING', '20260101120000 PENDING']);
  });
});

describe('golang-migrate', () => {
  const files = memoryFiles({
    '000001_a.up.sql': '',
    '000001_a.down.sql': '',
    '000002_b.up.sql': '',
    '000003_c.down.sql': '',
    'README.md': '',
    'x.sql': '',
  });

  it('knows one number: all up to it count as applied', async () => {
    const reading = readVersionRows([{ version: '2', dirty: 'false' }]);
    const status = await judgeSource(golangMigrate, files, { history: historyOf(reading.applied) });
    expect(statesOf(status)).toEqual(['1 APPLIED', '2 APPLIED', '3 PENDING']);
    expect(status.migrations[0]?.reason).toBe('not above the version 2');
    expect(status.migrations[2]?.reason).toContain('no up file');
  });

  it('is dirty when the step to that number did not end', async () => {
    const reading = readVersionRows([{ version: '2', dirty: 'true' }]);
    const history = historyOf(reading.applied, reading);
    const status = await judgeSource(golangMigrate, files, { history });
    expect(statesOf(status)).toEqual(['1 APPLIED', '2 FAILED', '3 PENDING']);
    expect(status).toMatchObject({
      state: 'DIRTY',
      reason: expect.stringContaining('migrate force'),
    });
  });

  it('is dirty at no version when taking the first one back failed', () => {
    expect(readVersionRows([{ version: '-1', dirty: 'true' }])).toMatchObject({
      applied: [],
      dirty: expect.stringContaining('no version'),
    });
  });

  it('has applied nothing with an empty table, and is broken with two rows', () => {
    expect(readVersionRows([])).toEqual({ applied: [], faults: [], dirty: null });
    const rows = ['1', '2'].map((version) => ({ version, dirty: 'false' }));
    expect(readVersionRows(rows).faults).toEqual([expect.stringContaining('2 rows')]);
  });

  it('refuses two up files of one number', async () => {
    const { faults } = await golangMigrate.readSource(
      memoryFiles({ '1_a.up.sql': '', '01_b.up.sql': '', '1_a.down.sql': '' }),
    );
    expect(faults).toEqual([expect.stringContaining('01_b.up.sql and 1_a.up.sql')]);
  });

  it('is ahead when the number is above all files, and has lost a file when it is between them', async () => {
    const at = (version: string) =>
      judgeSource(golangMigrate, memoryFiles({ '1_a.up.sql': '', '5_b.up.sql': '' }), {
        history: historyOf(readVersionRows([{ version, dirty: 'false' }]).applied),
      });
    expect(statesOf(await at('9'))).toEqual(['1 APPLIED', '5 APPLIED', '9 FUTURE']);
    const lost = await at('3');
    expect(statesOf(lost)).toEqual(['1 APPLIED', '3 MISSING_FILE', '5 PENDING']);
    expect(lost.state).toBe('DIVERGED');
  });
});

describe('Rails', () => {
  it('finds migrations at any depth, of engines too, and compares numbers', async () => {
    const source = await rails.readSource(
      memoryFiles({
        'db/migrate/001_create_a.rb': '',
        'db/migrate/deep/20240101000000_create_b.blog.rb': '',
        'db/schema.rb': '',
        'db/seeds.rb': '',
      }),
    );
    expect(source.migrations.map(({ version, name }) => `${version} ${name}`)).toEqual([
      '1 create_a',
      '20240101000000 create_b',
    ]);
  });

  it('refuses names with capitals, numbers and names that are there twice', async () => {
    const { faults } = await rails.readSource(
      memoryFiles({ '1_a.rb': '', '01_b.rb': '', '2_a.rb': '', '3_Create.rb': '' }),
    );
    expect(faults).toEqual([
      expect.stringContaining('3_Create.rb'),
      '1_a.rb and 2_a.rb have the same name: Rails refuses that',
      expect.stringContaining('01_b.rb and 1_a.rb have the same version'),
    ]);
  });

  it('runs what is late in any case', async () => {
    const files = memoryFiles({ '1_a.rb': '', '2_b.rb': '' });
    const status = await judgeSource(rails, files, { history: historyOf(applied('2')) });
    expect(statesOf(status)).toEqual(['1 PENDING', '2 APPLIED']);
    expect(status.state).toBe('BEHIND');
  });
});

describe('tables called schema_migrations', () => {
  const metadata = tableOf('public', 'ar_internal_metadata', ['key', 'value']);
  const plain = tableOf('public', 'schema_migrations', ['version']);
  const dirty = tableOf('public', 'schema_migrations', ['version', 'dirty']);
  const catalogue = (...tables: Catalogue['tables']): Catalogue => ({
    tables,
    searchPath: ['public'],
  });

  const claims = (
    adapter: ToolAdapter,
    table: CatalogueTable,
    ...more: CatalogueTable[]
  ): boolean | undefined => adapter.claims?.(table, catalogue(table, ...more));

  it('are golang-migrate’s with a column dirty', () => {
    expect(golangMigrate.findHistory(catalogue(dirty, metadata), null)).toBe(dirty);
    expect(claims(rails, dirty, metadata)).toBe(false);
    expect(claims(dbmate, dirty)).toBe(false);
  });

  it('are Rails’ beside its metadata, else dbmate’s', () => {
    expect(claims(rails, plain, metadata)).toBe(true);
    expect(claims(dbmate, plain, metadata)).toBe(false);
    expect(claims(rails, plain)).toBe(false);
    expect(claims(dbmate, plain)).toBe(true);
  });

  it('are whatever the configuration says, metadata or not', () => {
    expect(rails.findHistory(catalogue(plain), null)).toBe(plain);
    expect(rails.findHistory(catalogue(plain), 'schema_migrations')).toBe(plain);
    expect(rails.findHistory(catalogue(plain), 'public.schema_migrations')).toBe(plain);
  });
});

describe('keys of locks', () => {
  it('are those of the tools', () => {
    expect(advisoryKey(gooseLockKey)).toEqual({ classId: 0, objectId: 4097083626 });
    // CRC32 of "public\0schema_migrations\0app", by Python, times the tool's salt.
    expect(golangMigrateLockKey(2_106_853_834)).toBe(
      BigInt.asUintN(32, 2_106_853_834n * 1_486_364_155n),
    );
    expect(railsLockKey(1)).toBe(2_053_462_845n);
  });
});
