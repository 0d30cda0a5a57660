import net from 'node:net';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { diffSnapshots } from '../../../src/databases/schema/diff.ts';
import type { SnapshotReading } from '../../../src/databases/schema/snapshot.ts';
import { createReusedDatabase, type ReusedDatabase } from '../../support/empty-database.ts';
import { throughPort } from '../../support/server-socket.ts';
import { openDatabase, readSnapshot, snapshotOf } from '../../support/snapshots.ts';

const signal = new AbortController().signal;

let place: ReusedDatabase;
beforeAll(async () => {
  place = await createReusedDatabase();
  await place.sql.unsafe(`create table orders (id int primary key, total numeric(10,2));
    create view totals as select id, total from orders where total > 0`);
});
afterAll(() => place.close());

describe('the driver of PostgreSQL', () => {
  it('tells that a server is up, with its version', async () => {
    const connection = openDatabase(place.url);
    const health = await connection.health();
    await connection.close();
    expect(health).toMatchObject({ state: 'UP', reason: null });
    expect(health.serverVersion).toMatch(/^\d+/);
  });

  it('gives up on a server that accepts and never answers', async () => {
    const silent = net.createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const connection = openDatabase(throughPort(inject('serverUrl'), port), {
      connectTimeoutMs: 1000,
      statementTimeoutMs: 500,
    });
    const [health, reading, fingerprint] = await Promise.all([
      connection.health(),
      connection.readSnapshot({ signal }),
      connection.readFingerprint(signal).catch((error: unknown) => String(error)),
    ]);
    await connection.close();
    silent.close();
    expect(health.state).toBe('DOWN');
    expect(health.reason).toMatch(/answer/);
    expect(reading).toMatchObject({ ok: false, reason: expect.stringMatching(/answer/) });
    expect(fingerprint).toMatch(/answer/);
  });

  it('stops reading when nobody waits for it any more', async () => {
    const connection = openDatabase(place.url);
    const reading = await connection.readSnapshot({ signal: AbortSignal.abort() });
    await connection.close();
    expect(reading).toEqual({ ok: false, reason: 'nobody waits for it any more' });
  });

  it('has words for a table that a schema change has locked', async () => {
    const locked = await place.sql.reserve();
    await locked`begin`;
    await locked`lock table orders in access exclusive mode`;
    const connection = openDatabase(place.url);
    const reading = await connection.readSnapshot({ signal });
    await locked`rollback`;
    locked.release();
    await connection.close();
    // Only from version 17 on the server looks at the table for it.
    expect(reading.ok ? 'locked' : reading.reason).toMatch(/locked/);
  });

  it('reads while tables and views come and go, and never mixes two states', async () => {
    const connection = openDatabase(place.url);
    let busy = true;
    const churn = (async () => {
      while (busy) {
        await place.sql.unsafe(`create table passing (id int default 7, name text);
          create view passing_view as select id from passing; create index on passing (name)`);
        await place.sql.unsafe('drop table passing cascade');
      }
    })();
    const seen: SnapshotReading[] = [];
    for (let n = 0; n < 10; n += 1) seen.push(await connection.readSnapshot({ signal }));
    busy = false;
    await churn;
    await connection.close();
    const found = seen.map((reading) =>
      reading.ok
        ? reading.snapshot.objects.filter(({ name }) => name.includes('passing')).length
        : reading.reason,
    );
    for (const one of found) {
      expect([0, 5, 'the schema changed each time it was read; it is tried again']).toContain(one);
    }
  });

  it('says what a role may not read, and nothing of it in a difference', async () => {
    await place.sql
      .unsafe(`create table guarded (id int); alter table guarded enable row level security;
      create policy own on guarded using (id = 1);
      do $$ begin create role half_blind login password 'x'; exception when duplicate_object then null; end $$;
      revoke select on pg_catalog.pg_policy from public`);
    const whole = await snapshotOf(place.url);
    const blind = new URL(place.url);
    blind.username = 'half_blind';
    blind.password = 'x';
    const connection = openDatabase(blind.href);
    const reading = await connection.readSnapshot({ signal });
    const fingerprint = await connection.readFingerprint(signal);
    await connection.close();
    await place.sql.unsafe('grant select on pg_catalog.pg_policy to public; drop table guarded');
    expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
    if (!reading.ok) throw new Error(reading.reason);
    expect(reading.notes).toEqual(['policies: the role may not read them in the catalogue']);
    expect(whole.objects.some(({ kind }) => kind === 'POLICY')).toBe(true);
    expect(diffSnapshots(whole, reading.snapshot).changes).toEqual([]);
  });

  it('has a reason when the role may not read any of it', async () => {
    await place.sql
      .unsafe(`do $$ begin create role blind login password 'x'; exception when duplicate_object then null; end $$;
      revoke select on pg_catalog.pg_class from public`);
    const blind = new URL(place.url);
    blind.username = 'blind';
    blind.password = 'x';
    const connection = openDatabase(blind.href);
    const reading = await connection.readSnapshot({ signal });
    await connection.close();
    await place.sql.unsafe('grant select on pg_catalog.pg_class to public');
    expect(reading).toMatchObject({ ok: false, reason: expect.stringMatching(/may not read/) });
  });
});

describe('the fingerprint', () => {
  const changes = [
    'create table f1 (id int)',
    'alter table f1 add column name text',
    `alter table f1 alter column name set default 'x'`,
    'create index f1_name on f1 (name)',
    'alter table f1 set (toast.autovacuum_enabled = off)',
    'alter index f1_name set (fillfactor = 70)',
    'create index f1_upper on f1 (upper(name))',
    'alter index f1_upper alter column 1 set statistics 7',
    'alter table f1 add primary key (id)',
    'create table f1_item (f1_id int references f1)',
    'alter table f1_item drop constraint f1_item_f1_id_fkey',
    `comment on table f1 is 'more'`,
    `create type f_mood as enum ('a')`,
    `alter type f_mood add value 'b'`,
    'create sequence f_seq',
    'alter sequence f_seq owned by f1.id',
    'alter sequence f_seq increment 5',
    'create function f_one() returns int language sql as $$ select 1 $$',
    'create or replace function f_one() returns int language sql as $$ select 2 $$',
    'alter table f1 enable row level security',
    'create policy f_all on f1 using (true)',
    'alter table f1 rename to f2',
    `comment on schema public is 'ours'`,
    'drop table f2 cascade',
  ];

  it('moves with every change of the schema, and back to where it was never', async () => {
    const connection = openDatabase(place.url);
    const seen = new Set([await connection.readFingerprint(signal)]);
    for (const [at, change] of changes.entries()) {
      await place.sql.unsafe(change);
      seen.add(await connection.readFingerprint(signal));
      expect(seen.size, change).toBe(at + 2);
    }
    await connection.close();
  });

  it('stays for rows, temporary tables, vacuum and what was rolled back', async () => {
    await place.sql`create table steady (id int, note text)`;
    const connection = openDatabase(place.url);
    const first = await connection.readFingerprint(signal);
    await place.sql.unsafe(`insert into steady select n, 'x' from generate_series(1, 1000) n`);
    await place.sql.unsafe(
      'create temp table passing (id serial primary key, note text default $$x$$)',
    );
    expect(await connection.readFingerprint(signal)).toBe(first);
    await place.sql.unsafe('vacuum (freeze, analyze) steady');
    await place.sql.unsafe('vacuum (freeze) pg_class');
    expect(await connection.readFingerprint(signal)).toBe(first);
    await place.sql
      .begin(async (sql) => {
        await sql`alter table steady add column more int`;
        await sql`savepoint here`;
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    expect(await connection.readFingerprint(signal)).toBe(first);
    await connection.close();
  });

  it('is the same for whoever asks', async () => {
    const [one, other] = [openDatabase(place.url), openDatabase(place.url)];
    expect(await one.readFingerprint(signal)).toBe(await other.readFingerprint(signal));
    await Promise.all([one.close(), other.close()]);
  });

  it('ends with words when the database is gone', async () => {
    const url = new URL(place.url);
    url.pathname = '/nowhere';
    const connection = openDatabase(url.href);
    await expect(connection.readFingerprint(signal)).rejects.toThrow(/no database of that name/);
    expect(await connection.health()).toMatchObject({ state: 'DOWN' });
    expect(await readSnapshot(connection).catch(String)).toMatch(/no database of that name/);
    await connection.close();
  });
});
