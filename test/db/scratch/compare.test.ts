// A database is compared with what its files produce on a real server, and nothing of that is left there.
import postgres from 'postgres';
import { afterEach, describe, expect, it } from 'vitest';

import { ConflictError, ForbiddenError, UnavailableError } from '../../../src/core/errors.ts';
import { listAuditEntries } from '../../../src/store/audit.ts';
import { serversAtHand } from '../../support/servers-at-hand.ts';
import { createEmptyDatabase } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { postgresChanges } from '../schema/postgres-changes.ts';
import { createRig, operator, type RigOptions, type ScratchRig } from './rig.ts';

let rig: ScratchRig;
const open = async (options: RigOptions = {}): Promise<ScratchRig> => {
  rig = await createRig(options);
  return rig;
};
afterEach(async () => {
  const left = await rig.left();
  await rig.close();
  if (left.length > 0) throw new Error(`left on the scratch server: ${left.join(', ')}`);
});

const files = {
  '0001_customers.sql': 'create table customers (id bigserial primary key, name text not null);',
  '0002_orders.sql': `create table orders (id bigserial primary key, total numeric(10,2) default 0,
    customer_id bigint references customers);
    create view big as select id from orders where total > 100;`,
  '0003_index.sql': `-- hawkwatch:no-transaction
    create index concurrently orders_total on orders (total);`,
  '0003_index.down.sql': 'drop index orders_total;',
};
const apply = async (texts: readonly string[]): Promise<void> => {
  for (const text of texts) {
    // As psql does it: one by one, for what no transaction may hold.
    for (const statement of text.split(';')) await rig.sql.unsafe(statement).simple();
  }
};
const ups = [files['0001_customers.sql'], files['0002_orders.sql'], files['0003_index.sql']];
const compare = () => rig.comparer.compareWithMigrations(operator, 'shop');

describe('a database and its files', () => {
  it('do not differ when they are the same', async () => {
    await open();
    await rig.write(files);
    await apply(ups);
    const comparison = await compare();
    expect(comparison).toEqual({
      databaseName: 'shop',
      sources: ['main'],
      diff: { changes: [], renames: [], risk: 'NONE' },
      failed: null,
      notes: ['files of "main" that are not applied were applied here: 0001, 0002, 0003'],
    });
    const [entry] = await listAuditEntries(rig.store.q, { limit: 1 });
    expect(entry).toMatchObject({
      action: 'compareWithMigrations',
      subject: 'database:shop',
    });
  });

  it('differ by what somebody has changed, and by nothing else', async () => {
    await open();
    await rig.write(files);
    await apply(ups);
    await rig.sql
      .unsafe('alter table orders add column note text; drop index orders_total')
      .simple();
    const { diff, failed } = await compare();
    expect(failed).toBeNull();
    expect(diff.changes.map(({ message }) => message)).toEqual([
      'column public.orders.note was added',
      'index public.orders_total was removed',
    ]);
  });

  it('cannot be compared when a file fails: it is named', async () => {
    await open();
    await rig.write({
      ...files,
      '0004_bad.sql': `create table fine (a int);\n\ncreate role "r" password 'hunter2';
        alter table nowhere add column secret text default 'hunter2';`,
      '0005_never.sql': 'create table never (a int)',
    });
    await apply(ups);
    const { diff, failed } = await compare();
    expect(diff.changes).toEqual([]);
    expect(failed).toMatchObject({ source: 'main', version: '0004', file: '0004_bad.sql' });
    expect(failed?.message).toMatch(
      /^line 4: relation "nowhere" does not exist — alter table nowhere/,
    );
    expect(JSON.stringify(failed)).not.toContain('hunter2"');
  });

  it('is told what hawkwatch itself would refuse to run', async () => {
    await open();
    await rig.write({ '0001_a.sql': 'begin;\ncreate table a (b int);\ncommit;' });
    const { failed } = await compare();
    expect(failed?.message).toMatch(/line 1: BEGIN is refused.*line 3: COMMIT/);
  });

  it('are compared where the role has its tables in a schema of its name', async () => {
    const database = await createEmptyDatabase();
    const url = new URL(database.url);
    const role = `${database.name}_App`;
    [url.username, url.password] = [role, 'none'];
    await open({ databaseUrl: url.href });
    const admin = postgres(database.url, { max: 1, onnotice: () => undefined });
    await admin
      .unsafe(
        `create role "${role}" login password 'none';
      create schema "${role}" authorization "${role}"`,
      )
      .simple();
    await rig.write({ '0001_a.sql': `create schema "${role}"; create table a (b int);` });
    await apply(['create table a (b int)']);
    const { diff, failed } = await compare();
    expect(failed).toBeNull();
    expect(diff.changes).toEqual([]);
    await rig.sql.end();
    await admin.unsafe(`drop owned by "${role}"; drop role "${role}"`).simple();
    await admin.end();
    await database.drop();
  });
});

describe('the scratch database', () => {
  it('keeps files from reaching anything around it', async () => {
    await open();
    const name = 'hawkwatch_outside';
    await rig.write({
      '0001_a.sql': `create role ${name}; grant all on schema public to ${name}; set role ${name};
        alter database postgres set work_mem = '5MB'; alter default privileges grant select on tables to ${name};
        create table a (b int); alter table a owner to ${name}; reset role;`,
    });
    await apply(['create table a (b int)']);
    const { diff, failed, notes } = await compare();
    expect(failed).toBeNull();
    expect(diff.changes).toEqual([]);
    expect(notes).toContain('7 statements about roles, owners, rights or the server were not run');
    expect(await rig.sql`select from pg_roles where rolname = ${name}`).toHaveLength(0);
  });

  it.each([
    `copy (select 1) to program 'true'`,
    `select pg_read_file('PG_VERSION')`,
    'alter system set work_mem = 64; checkpoint; create extension adminpack',
    `do $$ begin create role sneaky; end $$`,
    `do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity where usename = current_user is not true; end $$`,
  ])('runs files without rights: %s', async (statement) => {
    await open();
    await rig.write({ '0001_a.sql': statement });
    const { failed } = await compare();
    expect(failed?.message).toMatch(/permission denied|not available|must be|could not open/i);
  });

  it('is gone when the time is up', async () => {
    await open({ scratch: { timeoutMs: 1500 } });
    await rig.write({ '0001_a.sql': 'set statement_timeout = 0; select pg_sleep(100)' });
    await expect(compare()).rejects.toThrow(/after 1\.5 s\. Raise `scratch\.timeout`/);
  });

  it('is gone when the service stops, and so is whoever waited', async () => {
    await open();
    await rig.write({ '0001_a.sql': 'select pg_sleep(100)' });
    const running = compare();
    const waiting = compare();
    const outcomes = Promise.allSettled([running, waiting]);
    await until('the file runs', async () => (await rig.left()).length > 0);
    await rig.comparer.stop();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(UnavailableError) });
    }
  });

  it('is left alone by others for as long as it may be used, and an hour more', async () => {
    const day = 24 * 3_600_000;
    await open({ scratch: { timeoutMs: day } });
    await rig.write({ '0001_a.sql': 'select pg_sleep(100)' });
    const begun = Date.now();
    const running = compare().catch((error: unknown) => error);
    await until('the file runs', async () => (await rig.left()).length > 0);
    const [, deadline = ''] =
      /^hawkwatch_scratch_([0-9a-z]+)_/.exec((await rig.left())[0] ?? '') ?? [];
    expect(Number.parseInt(deadline, 36) * 1000).toBeGreaterThanOrEqual(begun + day + 3_600_000);
    await rig.comparer.stop();
    expect(await running).toBeInstanceOf(UnavailableError);
  });

  it('is dropped at the next use when it was left by a process that ended', async () => {
    await open();
    await rig.write(files);
    const server = postgres(rig.serverUrl, { max: 1, onnotice: () => undefined });
    const named = (leftMs: number): string =>
      `hawkwatch_scratch_${Math.floor((Date.now() + leftMs) / 1000).toString(36)}_0123456789abcdef`;
    const [old, young] = [named(-60_000), named(60_000)];
    for (const name of [old, young, 'hawkwatch_scratch_mine']) {
      await server.unsafe(`create role ${name}`);
      await server.unsafe(`create database ${name} owner ${name}`);
    }
    await compare();
    expect(await rig.left()).toEqual([young, 'hawkwatch_scratch_mine'].toSorted());
    for (const name of [young, 'hawkwatch_scratch_mine']) {
      await server.unsafe(`drop database ${name}`);
      await server.unsafe(`drop role ${name}`);
    }
    await server.end();
  });
});

describe('a comparison is refused', () => {
  it('to who is no operator', async () => {
    await open();
    const viewer = { ...operator, role: 'viewer' } as const;
    await expect(rig.comparer.compareWithMigrations(viewer, 'shop')).rejects.toThrow(
      ForbiddenError,
    );
  });

  it('without a server, with what to configure', async () => {
    await open({ scratch: { server: null } });
    await expect(compare()).rejects.toThrow(/under `scratch\.url` in hawkwatch\.yaml/);
  });

  it('when the server does not answer, without telling its URL', async () => {
    const url = 'postgres://someone:hunter2@127.0.0.1:1/x';
    await open({ scratch: { server: { url, isConfined: true } } });
    await rig.write(files);
    const outcome = await compare().catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(ConflictError);
    expect(String(outcome)).toContain('refuses connections');
    expect(String(outcome)).not.toContain('hunter2');
  });

  it('when files are code, or there are none', async () => {
    await open({ source: { tool: 'knex' } });
    await expect(compare()).rejects.toThrow(/"main" .*it has no files/);
    await rig.write({ '20240101000000_a.js': 'exports.up = () => {};' });
    await expect(compare()).rejects.toThrow(/20240101000000_a\.js is not SQL/);
  });
});

describe('files of other tools', () => {
  const goose = {
    '00001_a.sql': '-- +goose Up\ncreate table a (b int);\n-- +goose Down\ndrop table a;\n',
    '00002_b.sql': `-- +goose NO TRANSACTION\n-- +goose Up\ncreate index concurrently a_b on a (b);\n`,
  };

  it('are applied without what undoes them, and their history does not count', async () => {
    await open({ source: { tool: 'goose' } });
    await rig.write(goose);
    await apply([
      'create table a (b int); create index a_b on a (b)',
      `create table goose_db_version (id serial primary key, version_id bigint not null,
        is_applied boolean not null, tstamp timestamp default now());
       insert into goose_db_version (version_id, is_applied) values (0, true), (1, true)`,
    ]);
    const { diff, failed, notes } = await compare();
    expect(failed).toBeNull();
    expect(diff.changes).toEqual([]);
    expect(notes).toEqual(['files of "main" that are not applied were applied here: 2']);
  });

  it('may hold transactions of their own', async () => {
    await open({ source: { tool: 'golang-migrate' } });
    await rig.write({
      '1_a.up.sql': 'begin; create table a (b int); commit;',
      '1_a.down.sql': 'drop table a;',
      '2_b.up.sql': 'create index concurrently a_b on a (b);',
    });
    await apply(['create table a (b int); create index a_b on a (b)']);
    const { diff, failed } = await compare();
    expect(failed).toBeNull();
    expect(diff.changes).toEqual([]);
  });

  it('are not waited for when they bring data of COPY along', async () => {
    await open({ source: { tool: 'golang-migrate' } });
    await rig.write({ '1_a.up.sql': 'begin; create table a (b int); copy a from stdin; commit;' });
    expect((await compare()).failed?.message).toMatch(/COPY … FROM STDIN/);
  });
});

describe.each(serversAtHand())('a database on $title', (server) => {
  it('has no false difference to its files, whatever version the scratch server is', async () => {
    const place = await server.open();
    try {
      await open({ databaseUrl: place.url });
      const texts: Record<string, string> = { '0000_extension.sql': 'create extension pg_trgm;' };
      for (const [at, { setup, statement }] of postgresChanges.entries()) {
        const number = String(at + 1).padStart(4, '0');
        texts[`${number}_change.sql`] =
          `create schema r${at}_; set search_path = r${at}_;\n${setup};\n${statement};\n`;
      }
      await rig.write(texts);
      for (const text of Object.values(texts)) await rig.sql.unsafe(text).simple();
      const { diff, failed } = await compare();
      expect(failed).toBeNull();
      expect(diff.changes.map(({ message }) => message)).toEqual([]);
      await rig.sql.unsafe('alter table r3_.t add column drifted int');
      expect((await compare()).diff.changes.map(({ name }) => name)).toEqual(['r3_.t.drifted']);
    } finally {
      await rig.sql.end();
      await place.close();
    }
  }, 120_000);
});
