// Nobody's command fails, waits or behaves otherwise because the schema trigger is there.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { installStatements } from '../../../src/databases/postgres/ddl-trigger/statements.ts';
import { serversAtHand, type TestPlace } from '../../support/servers-at-hand.ts';
import { brief, createTriggerRig, type TriggerRig } from './rig.ts';

const makeLog = `${installStatements().find((one) => one.startsWith('create table'))};`;

describe.each(serversAtHand())('beside the schema trigger on $title', ({ open }) => {
  let place: TestPlace;
  let rig: TriggerRig;
  beforeAll(async () => {
    place = await open();
    rig = await createTriggerRig(place.url);
  });
  afterAll(async () => {
    await rig.close();
    await place.close();
  });
  beforeEach(async () => {
    await rig.sql.unsafe('drop schema public cascade; create schema public');
    await rig.install();
    await rig.news();
    await rig.notifications();
  });

  const tables = async (): Promise<readonly string[]> => {
    const rows = await rig.sql<{ name: string }[]>`
      select relname as name from pg_class where relkind in ('r', 'p')
        and relnamespace = 'public'::regnamespace order by 1`;
    return rows.map(({ name }) => name);
  };

  const faults = [
    ['its log is dropped', 'drop table hawkwatch.ddl_log'],
    ['a column of its log is dropped', 'alter table hawkwatch.ddl_log drop column tag'],
    [
      'a column of its log has another type',
      'truncate hawkwatch.ddl_log; alter table hawkwatch.ddl_log alter column pid type uuid using null',
    ],
    [
      'a column more must be given',
      'truncate hawkwatch.ddl_log; alter table hawkwatch.ddl_log add column x int not null',
    ],
    ['its log refuses rows', 'alter table hawkwatch.ddl_log add check (n > 1000) not valid'],
    [
      'its log is a view',
      'drop table hawkwatch.ddl_log; create view hawkwatch.ddl_log as select 1 as n',
    ],
    [
      'a trigger on its log fails',
      `create function hawkwatch.fail() returns trigger language plpgsql as
        'begin raise exception $$no$$; end';
       create trigger fail before insert on hawkwatch.ddl_log for each row
         execute function hawkwatch.fail()`,
    ],
    [
      'its owner may not write its log any more',
      `do $$ begin create role weak; exception when duplicate_object then null; end $$;
       alter function hawkwatch.record_ddl() owner to weak;
       alter table hawkwatch.ddl_log owner to weak; revoke insert on hawkwatch.ddl_log from weak`,
    ],
    [
      'its function has another owner than its log',
      `do $$ begin create role weak; exception when duplicate_object then null; end $$;
       alter function hawkwatch.record_ddl() owner to weak; grant all on hawkwatch.ddl_log to weak`,
    ],
  ] as const;
  it.each(faults)('commands go on when %s', async (_what, fault) => {
    await rig.sql.unsafe(fault);
    await rig.sql.unsafe('create table a (id int); alter table a add column b int');
    await rig.sql.unsafe('begin; create table b (); drop table a; commit');
    expect(await tables()).toEqual(['b']);
    expect(await rig.notifications()).toBe(0);
    await rig.sql.unsafe('drop view if exists hawkwatch.ddl_log').catch(() => undefined);
    await rig.sql.unsafe('drop function if exists hawkwatch.fail() cascade');
    await rig.remove();
    await rig.install();
    await rig.sql.unsafe('create table c ()');
    expect((await rig.news()).map(brief)).toEqual(['END CREATE TABLE table public.c']);
  });

  it.each(['access exclusive', 'exclusive', 'share row exclusive', 'share'])(
    'commands do not wait for a log that is locked in mode %s',
    async (mode) => {
      const holder = rig.connect();
      await holder.unsafe('begin');
      await holder.unsafe(`lock table hawkwatch.ddl_log in ${mode} mode`);
      await rig.sql.unsafe(`set statement_timeout = '5s'`);
      await rig.sql.unsafe('create table a ()');
      await rig.sql.unsafe('drop table a');
      await rig.sql.unsafe('create table b ()');
      // The lock is still held, and all is done.
      const [held] = await rig.sql`select count(*)::int as count from pg_locks
        where relation = 'hawkwatch.ddl_log'::regclass and granted`;
      expect(held?.['count']).toBe(1);
      expect(await tables()).toEqual(['b']);
      await holder.unsafe('rollback');
      await rig.sql.unsafe('create table c (); reset statement_timeout');
      expect((await rig.news()).map(brief)).toEqual(['END CREATE TABLE table public.c']);
    },
  );

  it('keeps a bounded part of a statement of 10 MB', async () => {
    const filler = 'x'.repeat(10 * 1024 * 1024);
    await rig.sql.unsafe(`create table big (); /* ${filler} */`).simple();
    await rig.sql.unsafe(
      `create function f() returns text language sql as $$ select '${filler}' $$`,
    );
    const [row] = await rig.sql`select max(length(statement)) as longest, count(*)::int as count
      from hawkwatch.ddl_log where object_identity in ('public.big', 'public.f()')`;
    expect(row).toEqual({ longest: 10_000, count: 2 });
    const told = await rig.news();
    expect(told.map(({ statement }) => (statement ?? '').length > 2000)).toEqual([false, false]);
  });

  it('keeps a text of many commands once, and takes it once', async () => {
    await rig.sql.unsafe('truncate hawkwatch.ddl_log');
    const filler = 'x'.repeat(10 * 1024 * 1024);
    const commands = Array.from({ length: 300 }, (_, n) => `create table many${n} ();`).join(' ');
    await rig.sql.unsafe(`${commands} /* ${filler} */`).simple();
    await rig.sql.unsafe('begin');
    await rig.sql.unsafe('create table one ()');
    await rig.sql.unsafe('savepoint s; create table two (); rollback to s; create table three ()');
    await rig.sql.unsafe('commit');
    const [row] = await rig.sql`select count(statement)::int as kept, count(*)::int as all
      from hawkwatch.ddl_log`;
    expect(row).toEqual({ kept: 3, all: 302 });
    const told = await rig.news();
    expect(
      told.slice(0, 300).every(({ statement }) => statement?.startsWith('create table many0')),
    ).toBe(true);
    expect(told.slice(300).map(({ statement }) => statement)).toEqual([
      'create table one ()',
      'savepoint s; create table two (); rollback to s; create table three ()',
    ]);
  });

  it('writes few rows for a command that removes very much, and says how many more', async () => {
    await rig.sql.unsafe(`create schema large; do $$ begin for n in 1..1000 loop
      execute format('create table large.t%s (id int primary key, note text)', n); end loop; end $$`);
    await rig.news();
    await rig.sql.unsafe('drop schema large cascade');
    const told = await rig.news();
    expect(told).toHaveLength(201);
    expect(told.at(-1)).toMatchObject({
      event: 'DROP',
      tag: 'DROP SCHEMA',
      object: null,
      more: 801,
    });
    expect(told.every(({ statement }) => statement === 'drop schema large cascade')).toBe(true);
    const [size] = await rig.sql`select sum(length(statement))::int as chars from hawkwatch.ddl_log
      where statement like '%large%' and tag = 'DROP SCHEMA'`;
    expect(size?.['chars']).toBe('drop schema large cascade'.length);
  }, 60_000);

  it('works in every kind of transaction', async () => {
    await rig.sql.unsafe('create table orders (id int, at date) partition by range (at)');
    const statements = [
      'begin isolation level serializable; create table s1 (); commit',
      'begin isolation level repeatable read; create table s2 (); drop table s1; commit',
      `do $$ begin create table s3 (); raise exception 'x'; exception when others then null; end $$`,
      'create table s4 as select 1 as id',
      'select 1 as id into s5',
      'create materialized view m as select * from s5',
      'refresh materialized view m',
    ];
    for (const statement of statements) await rig.sql.unsafe(statement);
    await rig.sql.unsafe('create index concurrently s5_id on s5 (id)');
    await rig.sql.unsafe('reindex index concurrently s5_id');
    await rig.sql.unsafe('drop index concurrently s5_id');
    await rig.sql.unsafe(
      `create table p partition of orders for values from ('2020-01-01') to ('2021-01-01')`,
    );
    await rig.sql.unsafe('alter table orders detach partition p concurrently');
    const told = (await rig.news()).map(brief);
    expect(told).toEqual([
      'END CREATE TABLE table public.orders',
      'END CREATE TABLE table public.s1',
      'END CREATE TABLE table public.s2',
      'DROP DROP TABLE table public.s1',
      'END CREATE TABLE AS table public.s4',
      'END SELECT INTO table public.s5',
      'END CREATE MATERIALIZED VIEW materialized view public.m',
      'END CREATE INDEX index public.s5_id',
      'DROP DROP INDEX index public.s5_id',
      'END CREATE TABLE table public.p',
      'END ALTER TABLE table public.orders',
    ]);
  });

  it('does not make serializable transactions fail', async () => {
    const clients = Array.from({ length: 8 }, () => rig.connect());
    // Enough rows for commands to want to prune.
    await rig.sql.unsafe(`insert into hawkwatch.ddl_log
      select clock_timestamp() - interval '40 days' + n * interval '1 ms', 1, n, '1', '', 1, '', '', '',
        null, '', 'END', 'x', null, null, null, null, now(), 0 from generate_series(1, 500) n`);
    for (const [at, client] of clients.entries()) {
      await client.unsafe(`begin isolation level serializable; create table s${at} ()`);
    }
    const outcomes = await Promise.allSettled(
      clients.map((client, at) => client.unsafe(`alter table s${at} add column x int; commit`)),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('leaves no trace in the session', async () => {
    await rig.sql.unsafe('create sequence s; create table before (id serial)');
    const client = rig.connect();
    const settings = `select json_agg(json_build_object('name', name, 'setting', setting)
      order by name)::text as all from pg_settings where name !~ '^plpgsql'`;
    await client.unsafe(`select nextval('s'); select setseed(0.5)`);
    const [expected] = await client.unsafe('select random() as n');
    const [before] = await client.unsafe(settings);
    await client.unsafe('select setseed(0.5)');
    await client.unsafe('begin');
    await client.unsafe('create table a ()');
    expect((await client.unsafe('select lastval()'))[0]?.['lastval']).toBe('1');
    expect((await client.unsafe('select random() as n'))[0]).toEqual(expected);
    const other = rig.connect({ application: 'came later' });
    await other`select 1`;
    // Would be the state of the moment when it was read first.
    const [seen] = await client.unsafe(
      `select count(*)::int as n from pg_stat_activity where application_name = 'came later'`,
    );
    expect(seen?.['n']).toBe(1);
    await client.unsafe('commit');
    expect((await client.unsafe(settings))[0]).toEqual(before);
  });

  it('works with the settings that change what a string means', async () => {
    await rig.sql.unsafe(`set standard_conforming_strings = off; set escape_string_warning = on;
      set backslash_quote = off; set search_path = ''; set session_replication_role = replica;
      set default_transaction_isolation = serializable; set lock_timeout = '1ms'`);
    await rig.sql.unsafe('create table public.a ()');
    await rig.sql.unsafe('reset all; set search_path = public');
    expect((await rig.news()).map(brief)).toEqual(['END CREATE TABLE table public.a']);
  });

  it('removes old rows now and then, never waiting for another that does', async () => {
    const old = (days: number, count: number): string => `insert into hawkwatch.ddl_log
      select clock_timestamp() - interval '${days} days' + n * interval '1 ms', 1, n, '1', '', 1, '', '',
        '', null, '', 'END', 'x', null, null, null, null, now(), 0 from generate_series(1, ${count}) n`;
    const count = async (): Promise<number> => {
      const [row] = await rig.sql`select count(*)::int as n from hawkwatch.ddl_log where tag = 'x'`;
      return Number(row?.['n']);
    };
    await rig.sql.unsafe(`truncate hawkwatch.ddl_log; ${old(31, 3000)}; ${old(1, 12_000)}`);
    // Rows of an open transaction, which nobody may wait for.
    const holder = rig.connect();
    await holder.unsafe('begin');
    await holder.unsafe(`select from hawkwatch.ddl_log where n <= 10 for update`);
    for (let commands = 0; (await count()) > 10_100; commands += 1) {
      if (commands > 2000) throw new Error(`nothing is removed: ${await count()} rows`);
      await rig.sql.unsafe('create table a (); drop table a');
    }
    const [kept] = await rig.sql`select count(*)::int as n from hawkwatch.ddl_log
      where tag = 'x' and at < clock_timestamp() - interval '30 days'`;
    expect(kept?.['n']).toBe(10);
    await holder.unsafe('rollback');
  }, 60_000);

  it('is installed twice like once, and removed without a trace', async () => {
    await rig.sql.unsafe('create table a ()');
    await rig.install();
    await rig.install();
    expect((await rig.news()).map(brief)).toEqual(['END CREATE TABLE table public.a']);
    await rig.sql.unsafe('create table hawkwatch.migrations ()');
    await rig.remove();
    const left = `select count(*)::int as n from pg_depend d join pg_namespace n on n.oid = d.refobjid
      where n.nspname = 'hawkwatch' and d.refclassid = 'pg_namespace'::regclass`;
    const schemas = `select count(*)::int as n from pg_namespace where nspname = 'hawkwatch'`;
    // The table and its two types.
    expect((await rig.sql.unsafe(left))[0]?.['n']).toBe(1);
    await rig.sql.unsafe('drop table hawkwatch.migrations');
    await rig.remove();
    expect((await rig.sql.unsafe(schemas))[0]?.['n']).toBe(0);
    expect((await rig.sql`select 1 from pg_event_trigger`).length).toBe(0);
    await rig.remove();
  });

  it('runs nothing that the owner of its schema puts in its way, and takes the schema over', async () => {
    await rig.remove();
    const { url, role } = await rig.urlOfNewRole();
    const former = rig.connect({ url });
    await rig.sql.unsafe(`create schema hawkwatch authorization ${role}`);
    await former.unsafe('create table hawkwatch.migrations (id int)');
    await rig.install();
    await former.unsafe(
      'insert into hawkwatch.migrations values (1); create table hawkwatch.more ()',
    );
    await expect(former.unsafe('drop table hawkwatch.ddl_log')).rejects.toThrow(/must be owner/);
    // As if it had stayed its schema.
    await rig.sql.unsafe(`alter schema hawkwatch owner to ${role}`);
    await former.unsafe(`drop table hawkwatch.ddl_log;
      ${makeLog}
      create function hawkwatch.rise() returns trigger language plpgsql as
        $$ begin execute 'alter role ${role} superuser'; return new; end $$;
      create trigger rise before insert on hawkwatch.ddl_log for each row
        execute function hawkwatch.rise(); grant all on hawkwatch.ddl_log to public`);
    await rig.sql.unsafe('create table a ()');
    const [{ risen } = { risen: true }] = await rig.sql<{ risen: boolean }[]>`
      select rolsuper as risen from pg_roles where rolname = ${role}`;
    expect(risen).toBe(false);
    await rig.install();
    await rig.sql.unsafe('create table b ()');
    expect((await rig.news()).map(brief)).toEqual(['END CREATE TABLE table public.b']);
    await rig.sql.unsafe('drop schema hawkwatch cascade');
  });

  it('gives nobody a right but the reader that was named', async () => {
    const reader = await rig.urlOfNewRole();
    const other = await rig.urlOfNewRole();
    await rig.remove();
    await rig.sql.unsafe(
      `alter default privileges grant all on tables to ${other.role}, ${reader.role}`,
    );
    await rig.install({ reader: reader.role });
    await rig.sql
      .unsafe(`alter default privileges revoke all on tables from ${other.role}, ${reader.role};
      revoke select on hawkwatch.ddl_log from ${other.role}`);
    await rig.sql.unsafe('create table a ()');
    const asReader = rig.connect({ url: reader.url });
    const asOther = rig.connect({ url: other.url });
    expect(await asReader`select 1 from hawkwatch.ddl_log`).not.toHaveLength(0);
    const refused = /permission denied/;
    await expect(asReader`delete from hawkwatch.ddl_log`).rejects.toThrow(refused);
    await expect(asReader`select hawkwatch.record_ddl()`).rejects.toThrow(
      /permission denied|trigger functions/,
    );
    await expect(asOther`select 1 from hawkwatch.ddl_log`).rejects.toThrow(refused);
    await expect(asOther`create table hawkwatch.x ()`).rejects.toThrow(refused);
    await rig.remove();
  });
});
