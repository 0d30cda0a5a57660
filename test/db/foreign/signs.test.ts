// Migrations of tools that take no advisory lock, and locks that nobody uses.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { until } from '../../support/until.ts';
import { createRig, isOpen, type Rig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig({ databases: ['shop'], watcher: { staleAfterMs: 700 } });
  const { sql, end } = await rig.connect();
  await sql.unsafe(`
    create table orders (id int);
    create schema drizzle;
    create table drizzle.__drizzle_migrations (id serial, hash text, created_at bigint);
    create table alembic_version (version_num varchar(32));
    create table schema_migrations (version varchar primary key);
    create table databasechangeloglock (id int primary key, locked boolean not null,
      lockgranted timestamp, lockedby varchar(255));
    insert into databasechangeloglock values (1, false, null, null);
    create table knex_migrations_lock (index serial primary key, is_locked int);
    insert into knex_migrations_lock (is_locked) values (0);
    create table goose_lock (lock_id bigint primary key, locked boolean, locked_at timestamptz,
      locked_by text, lease_expires_at timestamptz, updated_at timestamptz);`);
  await end();
});
afterAll(() => rig.close());
afterEach(() => rig.clear());

describe('a tool without an advisory lock is recognised', () => {
  it.each([
    ['drizzle', `insert into drizzle.__drizzle_migrations (hash) values ('x')`],
    ['alembic', `insert into alembic_version values ('abc')`],
    ['dbmate', `insert into schema_migrations values ('1')`],
    ['knex', 'update knex_migrations_lock set is_locked = 1'],
  ])('%s by its open write to a table of its own', async (tool, write) => {
    const client = await rig.connect({ application: 'app' });
    await client.sql.unsafe(`begin; ${write}`);
    const run = await rig.run('the run', (one) => isOpen(one) && one.foreign?.tool === tool);
    expect(run.foreign).toMatchObject({ pid: client.pid, sign: expect.stringContaining('writes') });
    await client.sql.unsafe('rollback');
    await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
  });

  it('by its application name while it has a transaction open', async () => {
    const client = await rig.connect({ application: 'Flyway by Redgate' });
    await client.sql.unsafe('begin; select 1');
    const run = await rig.run('the run', isOpen);
    expect(run.foreign).toMatchObject({ tool: 'flyway', application: 'Flyway by Redgate' });
  });

  it('as unknown while it keeps ACCESS EXCLUSIVE on a table', async () => {
    const client = await rig.connect({ application: 'psql' });
    await client.sql.unsafe('begin; alter table orders add note text');
    const run = await rig.run('the run', isOpen);
    expect(run.foreign).toMatchObject({
      tool: 'unknown',
      sign: 'holds ACCESS EXCLUSIVE on public.orders',
    });
    // What it turns out to be is told on the same run.
    await client.sql.unsafe(`insert into alembic_version values ('abc')`);
    const known = await rig.run(
      'its tool',
      (one) => one.foreign?.tool === 'alembic' && isOpen(one),
    );
    expect(known.id).toBe(run.id);
    await client.sql.unsafe('rollback');
  });
});

describe('a row of a lock table', () => {
  it('of Liquibase is a run until it is unlocked, and its worker is found', async () => {
    const client = await rig.connect({ application: 'PostgreSQL JDBC Driver' });
    await client.sql.unsafe(`update databasechangeloglock
      set locked = true, lockgranted = '2026-01-02 03:04:05', lockedby = 'ci (10.0.0.7)'`);
    const run = await rig.run('the run', isOpen);
    expect(run.foreign).toMatchObject({
      tool: 'liquibase',
      pid: 0,
      sign:
        'public.databasechangeloglock says that it is locked by ci (10.0.0.7) ' +
        'since 2026-01-02T03:04:05',
    });
    await client.sql.unsafe('begin; alter table orders add more text');
    await rig.run('its worker', (one) => one.foreign?.worker?.pid === client.pid);
    expect((await rig.runs()).filter(isOpen)).toHaveLength(1);
    await client.sql.unsafe('commit; update databasechangeloglock set locked = false');
    await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
  });

  it('of Knex that nobody works for is stale, and told once', async () => {
    const client = await rig.connect();
    await client.sql.unsafe('update knex_migrations_lock set is_locked = 1');
    await client.end();
    const run = await rig.run('to be stale', (one) => isOpen(one) && one.foreign?.stale === true);
    expect(run.foreign).toMatchObject({ tool: 'knex', pid: 0 });
    const other = await rig.connect();
    await other.sql.unsafe('begin; select pg_sleep(2.2)');
    await rig.run('to be used again', (one) => one.id === run.id && one.foreign?.stale === false);
    const types = await rig.eventTypes(run.id);
    expect(types.filter((type) => type === 'migration.stale_lock')).toHaveLength(1);
    await other.sql.unsafe('commit; update knex_migrations_lock set is_locked = 0');
    await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
  });

  it('of goose is stale when its lease has run out', async () => {
    const client = await rig.connect();
    await client.sql.unsafe(`insert into goose_lock (lock_id, locked, locked_by, lease_expires_at)
      values (1, true, 'pod-1', now() - interval '1 minute')`);
    const run = await rig.run('to be stale', (one) => one.foreign?.stale === true && isOpen(one));
    expect(run.foreign).toMatchObject({ tool: 'goose', pid: 0 });
    await client.sql.unsafe('delete from goose_lock');
  });

  it('behind a table that is locked keeps what was seen', async () => {
    const client = await rig.connect();
    await client.sql.unsafe('update knex_migrations_lock set is_locked = 1');
    const run = await rig.run('the run', (one) => isOpen(one) && one.foreign?.tool === 'knex');
    await client.sql.unsafe('begin; lock table knex_migrations_lock');
    const other = await rig.connect({ application: 'other' });
    await other.sql`select pg_advisory_lock(72707369)`;
    await rig.run('another run', (one) => isOpen(one) && one.foreign?.tool === 'prisma');
    expect((await rig.runs()).find(({ id }) => id === run.id)?.state).toBe('RUNNING');
    await client.sql.unsafe('commit; update knex_migrations_lock set is_locked = 0');
  });
});

describe('an advisory lock', () => {
  it('without activity is stale, until it is used again', async () => {
    const client = await rig.connect();
    await client.sql`select pg_advisory_lock(72707369)`;
    const run = await rig.run('to be stale', (one) => isOpen(one) && one.foreign?.stale === true);
    const busy = client.sql`select pg_sleep(30)`.execute();
    busy.catch(() => undefined);
    await rig.run('to be used again', (one) => one.id === run.id && one.foreign?.stale === false);
    const messages = (await rig.progress(run.id)).map(({ message }) => message);
    expect(messages).toContain('is at work again');
  });

  it('is not stale while another connection of its client works', async () => {
    const [lock, work] = [await rig.connect(), await rig.connect()];
    await lock.sql`select pg_advisory_lock(72707369)`;
    const run = await rig.run('the run', isOpen);
    // Short statements of their own transaction, for longer than a lock may be idle.
    await until('some time', async () => {
      await work.sql`select pg_sleep(0.1)`;
      const [{ ms } = { ms: 0 }] = await work.sql<{ ms: number }[]>`
        select extract(epoch from clock_timestamp() - backend_start)::float8 * 1000 as ms
        from pg_stat_activity where pid = pg_backend_pid()`;
      return ms > 2_000;
    });
    const events = await rig.progress(run.id);
    expect(events.map(({ message }) => message).join()).not.toContain('does nothing');
  });
});
