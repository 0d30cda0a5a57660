// `tool: auto`: the tool of a source is found out from the database and the folder, or it is said why
// it cannot be.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { historyReaderOf } from '../../../src/migrations/adapter-kit/history-reader.ts';
import { folderFiles } from '../../../src/migrations/files/folder-files.ts';
import { readHistories, recogniseSource } from '../../../src/migrations/recognise.ts';
import { commonCases } from '../../fixtures/adapters/build/fixture.ts';
import { listFixtures } from '../../fixtures/adapters/build/stored.ts';
import { openJudge, type Judge } from '../../fixtures/adapters/build/verdict.ts';
import { createReusedDatabase, type ReusedDatabase } from '../../support/empty-database.ts';
import { createBench } from '../../support/migrations.ts';

const common: readonly string[] = commonCases;
const fixtures = (await listFixtures()).filter(({ name }) => common.includes(name));

let database: ReusedDatabase;
let judge: Judge;
let folder: string;
beforeAll(async () => {
  database = await createReusedDatabase();
  judge = await openJudge(database.url);
});
afterAll(async () => {
  await judge.close();
  await database.close();
});
beforeEach(async () => {
  await database.empty();
  folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-recognise-'));
  return () => rm(folder, { recursive: true });
});

const recognise = (files: string) =>
  recogniseSource(historyReaderOf(judge.target.reader), folderFiles(files), null);

const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
};

describe('each tool', () => {
  it.each(fixtures.map((fixture) => [fixture.tool, fixture.name, fixture] as const))(
    'is recognised by what it leaves behind: %s, %s',
    async (tool, name, fixture) => {
      await database.sql.unsafe(await readFile(fixture.historyFile, 'utf8'));
      expect(await recognise(fixture.folder)).toEqual({ tool });
      const histories = await readHistories(historyReaderOf(judge.target.reader));
      expect(histories.map((one) => one.tool)).toEqual(name === 'fresh' ? [] : [tool]);
    },
  );
});

describe('tables of one name', () => {
  const tools = async () =>
    (await readHistories(historyReaderOf(judge.target.reader))).map(({ tool }) => tool);

  it.each([
    ['create table schema_migrations (version varchar primary key)', ['dbmate']],
    ['create table schema_migrations (version bigint, dirty boolean)', ['golang-migrate']],
    [
      `create table schema_migrations (version varchar primary key);
       create table ar_internal_metadata (key varchar, value varchar, created_at timestamp, updated_at timestamp)`,
      ['rails'],
    ],
    [
      `create schema hawkwatch;
       create table hawkwatch.migrations (source text, version text, checksum text, state text)`,
      ['sql'],
    ],
    // Ecto's.
    ['create table schema_migrations (version bigint, inserted_at timestamp)', []],
    // Laravel's.
    ['create table migrations (id serial, migration varchar, batch int)', []],
    ['create table migrations (id serial, "timestamp" bigint, name varchar)', ['typeorm']],
    ['create view knex_migrations as select 1 as id, 1 as batch', []],
  ])('are told apart by their columns and neighbours: %s', async (statement, expected) => {
    await database.sql.unsafe(statement);
    expect(await tools()).toEqual(expected);
  });

  it('are listed with a doubt when they are outside of the search path', async () => {
    await database.sql.unsafe(`create schema auth;
      create table auth.schema_migrations (version varchar primary key)`);
    const [found] = await readHistories(historyReaderOf(judge.target.reader));
    expect(found).toMatchObject({
      tool: 'dbmate',
      table: 'auth.schema_migrations',
      doubtful: true,
    });
    expect(found?.why).toContain('set `table`');
    await write({ '20240101000000_a.sql': '-- migrate:up\n' });
    // The folder says it; the table of somebody else is not read.
    expect(await recognise(folder)).toEqual({ tool: 'dbmate' });
    const status = await judge.read({ tool: 'dbmate', folder });
    expect(status).toMatchObject({ state: 'UNREACHABLE', migrations: [] });
    expect(status.reason).toContain('auth.schema_migrations');
  });
});

describe('a source whose tool is not plain', () => {
  const typeormTable = 'create table migrations (id serial, "timestamp" bigint, name varchar);';
  const knexTable =
    'create table knex_migrations (id serial, name text, batch int, migration_time timestamptz);';

  it('is that of the folder when the database has several histories', async () => {
    await database.sql.unsafe(typeormTable + knexTable);
    await write({ '20240101000000_a.js': '' });
    expect(await recognise(folder)).toEqual({ tool: 'knex' });
  });

  it('is that of the database when the folder cannot be read or says nothing', async () => {
    await database.sql.unsafe(knexTable);
    expect(await recognise(path.join(folder, 'gone'))).toEqual({ tool: 'knex' });
    await write({ 'index.js': '' });
    expect(await recognise(folder)).toEqual({ tool: 'knex' });
  });

  it('is not guessed: the reason names the candidates', async () => {
    await database.sql.unsafe(typeormTable + knexTable);
    const { reason } = await recognise(folder);
    expect(reason).toContain('typeorm (public.migrations)');
    expect(reason).toContain('knex (public.knex_migrations)');
    expect(reason).toContain('Set `tool`');
  });

  it('is not guessed where there is nothing at all', async () => {
    expect((await recognise(folder)).reason).toContain('the database has no history');
  });
});

describe('the status of a source with tool: auto', () => {
  it('shows the tool that was recognised, and a reason where none was', async () => {
    const bench = await createBench({ source: { tool: 'auto' }, dispatches: false });
    try {
      expect(await bench.status()).toMatchObject({ tool: 'auto', state: 'UNREACHABLE' });
      expect((await bench.status()).reason).toContain('Set `tool`');
      await bench.write({ '20240101000000_a.js': '', '20240102000000_b.js': '' });
      expect(await bench.status()).toMatchObject({ tool: 'knex', state: 'UNINITIALISED' });
      await bench.target.unsafe(
        `create table knex_migrations (id serial, name text, batch int, migration_time timestamptz);
         insert into knex_migrations (name, batch) values ('20240101000000_a.js', 1)`,
      );
      expect(await bench.status()).toMatchObject({ tool: 'knex', state: 'BEHIND' });
      expect(await bench.statuses.recognise('shop')).toMatchObject([
        { tool: 'knex', title: 'Knex', table: 'public.knex_migrations' },
      ]);
    } finally {
      await bench.close();
    }
  });

  it('is hawkwatch’s own when only that is there', async () => {
    const bench = await createBench({ source: { tool: 'auto' }, dispatches: false });
    try {
      await bench.write({ '1_a.sql': 'select 1' });
      expect(await bench.status()).toMatchObject({ tool: 'sql', state: 'UNINITIALISED' });
    } finally {
      await bench.close();
    }
  });
});
