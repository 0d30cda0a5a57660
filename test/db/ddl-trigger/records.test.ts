// What the schema trigger records of a command, and what it leaves out.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { serversAtHand, type TestPlace } from '../../support/servers-at-hand.ts';
import { snapshotOf } from '../../support/snapshots.ts';
import { postgresChanges } from '../schema/postgres-changes.ts';
import { brief, createTriggerRig, signal, type TriggerRig } from './rig.ts';

describe.each(serversAtHand())('the schema trigger on $title', ({ open }) => {
  let place: TestPlace;
  let rig: TriggerRig;
  beforeAll(async () => {
    place = await open();
    rig = await createTriggerRig(place.url);
    await rig.install();
  });
  afterAll(async () => {
    await rig.close();
    await place.close();
  });
  beforeEach(async () => {
    await rig.sql.unsafe('drop schema public cascade; create schema public');
    await rig.news();
    await rig.notifications();
  });

  const briefs = async () => (await rig.news()).map(brief);

  it('records who did what, when, from where, by which statement', async () => {
    const { url, role } = await rig.urlOfNewRole();
    await rig.sql.unsafe(`grant create, usage on schema public to ${role};
      create role painter_${role}; grant painter_${role} to ${role};
      grant create, usage on schema public to painter_${role}`);
    await rig.news();
    const client = rig.connect({ url, application: 'psql' });
    const before = Date.now();
    await client.unsafe('create table orders (id int primary key)');
    await client.unsafe(`set role painter_${role}`);
    await client.unsafe('create view totals as select 1 as one');
    const [{ pid } = { pid: 0 }] = await client`select pg_backend_pid() as pid`;
    await client.end();
    const [first, ...others] = await rig.news();
    expect(first).toMatchObject({
      pid,
      sessionUser: role,
      currentUser: role,
      application: 'psql',
      event: 'END',
      tag: 'CREATE TABLE',
      objectType: 'table',
      schema: 'public',
      object: 'public.orders',
      statement: 'create table orders (id int primary key)',
      more: 0,
    });
    expect(first?.at.getTime()).toBeGreaterThan(before - 60_000);
    expect(first?.at.getTime()).toBeLessThan(Date.now() + 60_000);
    const view = others.find(({ objectType }) => objectType === 'view');
    expect(view).toMatchObject({ sessionUser: role, currentUser: `painter_${role}` });
    expect(view?.transaction).not.toBe(first?.transaction);
    await rig.sql.unsafe(`drop owned by painter_${role}; drop role painter_${role}`);
  });

  it('records what was removed, without what only hung on it', async () => {
    await rig.sql.unsafe('create table orders (id serial primary key, note text)');
    await rig.sql.unsafe('create view notes as select note from orders');
    await rig.news();
    await rig.sql.unsafe('alter table orders drop column note cascade');
    await rig.sql.unsafe('drop table orders');
    expect(await briefs()).toEqual([
      'DROP ALTER TABLE table column public.orders.note',
      'DROP ALTER TABLE view public.notes',
      'END ALTER TABLE table public.orders',
      'DROP DROP TABLE table public.orders',
    ]);
  });

  it('notifies once for a transaction, and only where something was recorded', async () => {
    await rig.sql.unsafe('create table a (); create table b (); alter table a add column x int');
    expect(await rig.notifications()).toBe(1);
    await rig.sql.unsafe('create temp table c (id serial primary key)');
    await rig.sql.unsafe('create index on c (id); drop table c');
    await rig.sql.unsafe('insert into a values (1)');
    await rig.sql.unsafe('drop table if exists nothing');
    expect(await rig.notifications()).toBe(0);
    expect(await briefs()).toHaveLength(3);
  });

  it('leaves nothing of what was rolled back, to a savepoint or all of it', async () => {
    const before = await rig.sql`select count(*)::int as count from hawkwatch.ddl_log`;
    await rig.sql.unsafe('begin; create table gone (); rollback');
    expect(await rig.notifications()).toBe(0);
    await rig.sql.unsafe(`begin; create table kept (); savepoint here; create table gone ();
      rollback to here; create table more (); commit`);
    expect(await rig.notifications()).toBe(1);
    await rig.sql.unsafe('begin; savepoint here; create table gone (); rollback to here; commit');
    expect(await rig.notifications()).toBe(0);
    await expect(rig.sql.unsafe('create table a (); create table b (x nothing)')).rejects.toThrow(
      /nothing/,
    );
    expect(await briefs()).toEqual([
      'END CREATE TABLE table public.kept',
      'END CREATE TABLE table public.more',
    ]);
    const after = await rig.sql`select count(*)::int as count from hawkwatch.ddl_log`;
    expect(after[0]?.['count']).toBe(Number(before[0]?.['count']) + 2);
  });

  it('records neither an extension’s objects nor its own', async () => {
    await rig.sql.unsafe('create extension citext');
    await rig.sql.unsafe('create table hawkwatch.mine (); drop table hawkwatch.mine');
    expect(await briefs()).toEqual(['END CREATE EXTENSION extension citext']);
    await rig.sql.unsafe('drop extension citext');
  });

  it('keeps the statement of a secret to itself, beside harmless ones too', async () => {
    const statements = [
      `create role spy_one password 'hunter2'; create table a ()`,
      `create table b (); alter role spy_one with encrypted password E'hunter2'`,
      `create table c (); select 'postgres://u:hunter2@host/db'`,
      `create table d (token text default 'hunter2')`,
      `create foreign data wrapper w; create server s foreign data wrapper w options (x 'hunter2')`,
      `create user mapping for current_user server s options (password 'hunter2')`,
      `alter user mapping for current_user server s options (set password 'hunter2')`,
      `drop server s cascade; drop foreign data wrapper w; drop role spy_one`,
    ];
    for (const statement of statements) await rig.sql.unsafe(statement);
    const stored = await rig.sql`select string_agg(l::text, ' ') as text from hawkwatch.ddl_log l
      where tag <> 'CREATE TABLE' or object_identity <> 'public.d'`;
    expect(stored[0]?.['text']).not.toContain('hunter2');
    const told = await rig.news();
    expect(JSON.stringify(told)).not.toContain('hunter2');
    expect(told.length).toBeGreaterThan(8);
  });

  it('records each kind of change of the schema that has a command', async () => {
    const silent: string[] = [];
    for (const [at, { what, setup, statement }] of postgresChanges.entries()) {
      await rig.sql.unsafe(`create schema r${at}_; set search_path = r${at}_`);
      await rig.sql.unsafe(setup).simple();
      await rig.news();
      await rig.sql.unsafe(statement).simple();
      if ((await rig.news()).length === 0) silent.push(what);
    }
    await rig.sql.unsafe('reset search_path');
    for (const at of postgresChanges.keys()) {
      await rig.sql.unsafe(`drop schema r${at}_ cascade`);
    }
    // PostgreSQL fires no event trigger for event triggers.
    expect(silent).toEqual([]);
  }, 120_000);

  it('is no part of the schema that hawkwatch tells of, nor of its fingerprint', async () => {
    await rig.remove();
    await rig.sql.unsafe('create table orders (id int)');
    const without = await snapshotOf(place.url);
    const fingerprint = await rig.database.readFingerprint(signal);
    await rig.install();
    await rig.sql.unsafe(`comment on column hawkwatch.ddl_log.at is 'x'`);
    expect((await snapshotOf(place.url)).hash).toBe(without.hash);
    expect(await rig.database.readFingerprint(signal)).toBe(fingerprint);
    await rig.sql.unsafe('create table more (id int, note text)');
    expect(await rig.database.readFingerprint(signal)).not.toBe(fingerprint);
  });
});
