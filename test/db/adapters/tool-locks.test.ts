// What tools leave in a database while they are at work, seen by their adapters: advisory locks with keys
// that each computes in its own way. And tables that are not what the tool makes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';

import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openJudge, type Judge } from '../../fixtures/adapters/build/verdict.ts';
import { createReusedDatabase, type ReusedDatabase } from '../../support/empty-database.ts';

let database: ReusedDatabase;
let judge: Judge;
let folder: string;
beforeAll(async () => {
  database = await createReusedDatabase();
  judge = await openJudge(database.url);
  folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-locks-'));
  await writeFile(path.join(folder, 'V1__a.sql'), 'select 1;\n');
});
afterAll(async () => {
  await judge.close();
  await database.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => database.empty());

const tables = {
  prisma: `create table _prisma_migrations (id text, checksum text, finished_at timestamptz,
    migration_name text, rolled_back_at timestamptz)`,
  'node-pg-migrate': 'create table pgmigrations (id serial, name text, run_on timestamp)',
  'graphile-migrate': `create schema graphile_migrate;
    create table graphile_migrate.migrations (hash text, previous_hash text, filename text)`,
  flyway: `create table flyway_schema_history (installed_rank int, version text, description text,
    type text, checksum int, success boolean)`,
  goose: 'create table goose_db_version (id int, version_id bigint, is_applied boolean)',
  'golang-migrate': 'create table schema_migrations (version bigint, dirty boolean)',
  rails: `create table schema_migrations (version varchar primary key);
    create table ar_internal_metadata (key varchar primary key, value varchar)`,
  atlas: `create schema atlas_schema_revisions;
    create table atlas_schema_revisions.atlas_schema_revisions (version text, description text,
      applied int, total int, hash text)`,
} as const;

/** Keys as the tools compute them, written again from their sources. */
const keys: Record<keyof typeof tables, (name: string) => bigint> = {
  prisma: () => 72_707_369n,
  'node-pg-migrate': () => 7_241_865_325_823_964n,
  'graphile-migrate': () => 4_727_445_306_447_283n,
  flyway: () => 0x466c_7977_6179n + 2_125_624_436n,
  goose: () => 4_097_083_626n,
  'golang-migrate': (name) =>
    (BigInt(crc32(`public\0schema_migrations\0${name}`)) * 1_486_364_155n) % 2n ** 32n,
  rails: (name) => 2_053_462_845n * BigInt(crc32(name)),
  atlas: () => 2_686_470_616n,
};

describe('a tool at work', () => {
  it.each(Object.keys(tables) as (keyof typeof tables)[])(
    'is seen by its lock: %s',
    async (tool) => {
      await database.sql.unsafe(tables[tool]);
      expect((await judge.read({ tool, folder })).state).not.toBe('LOCKED');
      const other = postgres(database.url, {
        max: 1,
        connection: { application_name: 'deploy-7' },
      });
      try {
        const key = keys[tool](database.database.name);
        await other`select pg_advisory_lock(${String(key)}::bigint)`;
        const status = await judge.read({ tool, folder });
        expect(status.state).toBe('LOCKED');
        expect(status.reason).toContain('deploy-7 (pid ');
      } finally {
        await other.end();
      }
      expect((await judge.read({ tool, folder })).state).not.toBe('LOCKED');
    },
  );

  it.each([
    [
      'alembic',
      'create table alembic_version (version_num varchar(32) primary key)',
      "insert into alembic_version values ('a')",
    ],
    [
      'django',
      'create table django_migrations (id serial, app text, name text, applied timestamptz)',
      "insert into django_migrations (app, name) values ('a', 'b')",
    ],
    [
      'drizzle',
      'create table __drizzle_migrations (id serial, hash text, created_at bigint)',
      "insert into __drizzle_migrations (hash, created_at) values ('a', 1)",
    ],
    [
      'typeorm',
      'create table migrations (id serial, "timestamp" bigint, name text)',
      `insert into migrations ("timestamp", name) values (1, 'A1700000000001')`,
    ],
    [
      'sequelize',
      'create table "SequelizeMeta" (name text)',
      `insert into "SequelizeMeta" values ('a.js')`,
    ],
    [
      'dbmate',
      'create table schema_migrations (version varchar primary key)',
      "insert into schema_migrations values ('1')",
    ],
    // It takes its flag before it runs anything.
    [
      'knex',
      `create table knex_migrations (id serial, name text, batch int, migration_time timestamptz);
       create table knex_migrations_lock (index serial, is_locked int);
       insert into knex_migrations_lock (is_locked) values (0)`,
      'update knex_migrations_lock set is_locked = 1',
    ],
  ] as const)(
    'without a lock of its own is seen once it records: %s',
    async (tool, create, record) => {
      await database.sql.unsafe(create);
      const other = postgres(database.url, {
        max: 1,
        connection: { application_name: 'deploy-7' },
      });
      const begun = Promise.withResolvers<undefined>();
      const end = Promise.withResolvers<undefined>();
      const work = other.begin(async (sql) => {
        await sql.unsafe(record);
        begun.resolve(undefined);
        await end.promise;
      });
      try {
        await begun.promise;
        const status = await judge.read({ tool, folder });
        expect(status.state).toBe('LOCKED');
        expect(status.reason).toContain('deploy-7 (pid ');
      } finally {
        end.resolve(undefined);
        await work;
        await other.end();
      }
    },
  );
});

describe('a try of Prisma that is neither finished nor rolled back', () => {
  const [name] = ['20240101000000_a'];
  const read = async () => {
    const status = await judge.read({ tool: 'prisma', folder });
    return [status.state, ...status.migrations.map(({ state }) => state)];
  };

  it('is RUNNING while the lock is held, and FAILED when nobody holds it', async () => {
    await database.sql.unsafe(tables.prisma);
    await database.sql`insert into _prisma_migrations (migration_name, checksum) values (${name}, 'x')`;
    expect(await read()).toEqual(['DIRTY', 'FAILED']);
    const other = postgres(database.url, { max: 1 });
    try {
      await other`select pg_advisory_lock(72707369)`;
      expect(await read()).toEqual(['LOCKED', 'RUNNING']);
    } finally {
      await other.end();
    }
    expect(await read()).toEqual(['DIRTY', 'FAILED']);
  });

  it('tells the code of the log and nothing else of it', async () => {
    await database.sql.unsafe(`${tables.prisma}; alter table _prisma_migrations add logs text`);
    await database.sql`insert into _prisma_migrations (migration_name, checksum, logs) values
      (${name}, 'x', 'Database error code: 23505\nKey (email)=(a@example.org) already exists')`;
    const { reason } = await judge.read({ tool: 'prisma', folder });
    expect(reason).toContain('23505');
    expect(reason).not.toContain('example.org');
  });
});

describe('a table that is not the tool’s', () => {
  it.each([
    ['prisma', 'create table _prisma_migrations (migration_name text)'],
    ['drizzle', 'create table __drizzle_migrations (hash text)'],
    ['node-pg-migrate', 'create table pgmigrations (id int)'],
    ['knex', 'create table knex_migrations (id int)'],
    ['typeorm', 'create table migrations (id int, migration text, batch int)'],
    ['sequelize', 'create table "SequelizeMeta" (id int)'],
    [
      'graphile-migrate',
      'create schema graphile_migrate; create table graphile_migrate.migrations (hash text)',
    ],
    ['dbmate', 'create table schema_migrations (id int)'],
    ['flyway', 'create table flyway_schema_history (version text)'],
    ['liquibase', 'create table databasechangelog (id text, author text)'],
    ['goose', 'create table goose_db_version (version_id int)'],
    ['golang-migrate', 'create table schema_migrations (version text primary key)'],
    ['django', 'create table django_migrations (id int)'],
    ['alembic', 'create table alembic_version (x int)'],
    ['atlas', 'create schema s; create table public.atlas_schema_revisions (version text)'],
    ['pgroll', 'create schema pgroll; create table pgroll.migrations (name text)'],
  ] as const)('gives a reason and never a status: %s', async (tool, create) => {
    await database.sql.unsafe(create);
    const status = await judge.read({ tool, folder });
    expect(status.state).toBe('UNREACHABLE');
    expect(status.reason).toMatch(/has no column/);
  });

  it.each([
    [
      'flyway',
      `create table flyway_schema_history (installed_rank text, version int, description int,
        type text, checksum text, success text, installed_on text, execution_time text);
      insert into flyway_schema_history values ('x', 1, 1, 'SQL', 'y', 'true', 'never', 'long')`,
    ],
    [
      'liquibase',
      `create table databasechangelog (id int, author int, filename int, exectype int,
        md5sum int, dateexecuted text);
      insert into databasechangelog values (1, 2, 3, 4, 5, 'never')`,
    ],
    [
      'goose',
      `create table goose_db_version (id text, version_id text, is_applied text, tstamp text);
      insert into goose_db_version values ('a', 'b', 'c', 'd')`,
    ],
    [
      'atlas',
      `create table atlas_schema_revisions (version int, applied text, total text, hash int);
      insert into atlas_schema_revisions values (1, 'many', 'more', 3)`,
    ],
    [
      'pgroll',
      `create schema pgroll; create table pgroll.migrations (schema int, name int,
        migration text, parent int, done text);
      insert into pgroll.migrations values (1, 2, '', 3, 'maybe')`,
    ],
    [
      'rails',
      `create table schema_migrations (version text);
      create table ar_internal_metadata (key text);
      insert into schema_migrations values ('not a number'), (null)`,
    ],
  ] as const)('with columns of other types is never up to date: %s', async (tool, create) => {
    await database.sql.unsafe(create);
    const { state, reason } = await judge.read({ tool, folder });
    expect(state, reason ?? undefined).not.toBe('UP_TO_DATE');
  });
});
