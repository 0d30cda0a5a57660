import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createBench, operator, type Bench } from '../../support/migrations.ts';

describe('a migration in one transaction', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench();
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.clear());

  it('fails with all the server tells, leaves the earlier ones and nothing of its own', async () => {
    await bench.write({
      '1_a.sql': 'create table a (id int)',
      '2_b.sql': 'create table b ();\ninsert into a values (1);\nselect lenght(id) from a;',
      '3_c.sql': 'create table c ()',
    });
    const run = await bench.migrate();
    expect(run).toMatchObject({
      state: 'FAILED',
      error: {
        sqlState: '42883',
        statement: 'select lenght(id) from a',
        position: 8,
        message: 'function lenght(integer) does not exist',
      },
    });
    expect(run.error?.hint).toMatch(/No function matches/);
    expect(await bench.states()).toEqual(['1 APPLIED', '2 FAILED', '3 PENDING']);
    expect(await bench.target`select * from a`).toEqual([]);
    const finished = (await bench.progress(run.id)).filter(
      (one) => one.kind === 'MIGRATION_FINISHED',
    );
    expect(finished.map((one) => one.migration?.state)).toEqual(['APPLIED', 'FAILED']);

    await bench.write({ '2_b.sql': 'create table b ()' });
    await expect(bench.commands.retry(operator, run.id)).rejects.toThrow(/Changed since.*: 2\./);
    expect((await bench.migrate()).state).toBe('SUCCEEDED');
    expect(await bench.states()).toEqual(['1 APPLIED', '2 APPLIED', '3 APPLIED']);
  });

  it('can be retried as it was, once what it needed is there', async () => {
    await bench.write({ '1_a.sql': 'insert into later values (1)' });
    const run = await bench.migrate();
    await bench.target`create table later (id int)`;
    expect(await bench.retry(run.id)).toMatchObject({ state: 'SUCCEEDED', retryOf: run.id });
    await expect(bench.commands.retry(operator, (await bench.migrate()).id)).rejects.toThrow(
      /SUCCEEDED/,
    );
  });

  it('fails at COMMIT for a deferred constraint, and is undone', async () => {
    await bench.write({
      '1_a.sql':
        'create table a (id int primary key, up int references a deferrable initially deferred)',
      '2_b.sql': 'create table b (); insert into a values (1, 77); select 1',
    });
    const run = await bench.migrate();
    expect(run).toMatchObject({
      state: 'FAILED',
      error: { sqlState: '23503', statement: 'commit', position: null },
    });
    // The detail quotes the row.
    expect(JSON.stringify(run.error)).not.toContain('77');
    expect(await bench.states()).toEqual(['1 APPLIED', '2 FAILED']);
    expect(await bench.target`select to_regclass('b') is null as gone`).toEqual([{ gone: true }]);
    expect(
      (await bench.trigger({ dryRun: true }).then((dry) => bench.ended(dry.id))).error,
    ).toMatchObject({ sqlState: '23503' });
  });

  it('keeps an error with the SQLSTATE of a lost connection apart from a lost connection', async () => {
    await bench.write({
      '1_a.sql': `do $$ begin raise exception 'foreign server away' using errcode = '08006'; end $$`,
    });
    expect(await bench.migrate()).toMatchObject({
      state: 'FAILED',
      error: { sqlState: '08006', message: 'foreign server away' },
    });
  });

  it.each([
    ['set role', 'set role r'],
    ['set session authorization', 'set session authorization r'],
    ['set local role', 'set local role r'],
    ['search_path', "set search_path = ''"],
    ['set local', 'set local search_path = elsewhere'],
    ['reset all', "set lock_timeout = '1min'; reset all"],
    ['read-only sessions', 'set default_transaction_read_only = on'],
    ['isolation', "set default_transaction_isolation = 'serializable'"],
  ])('neither leaks nor breaks the history with %s', async (_what, settings) => {
    const role = `r_${bench.replicaId.slice(0, 8)}`;
    const own = settings.replaceAll(/\br\b/g, role);
    await bench.target.unsafe(`create role ${role}; create schema if not exists elsewhere`);
    try {
      const look = `insert into public.seen select current_user, session_user,
        current_setting('search_path'), current_setting('transaction_isolation')`;
      await bench.write({
        '1_a.sql': `create table public.seen (u text, s text, p text, i text); grant all on public.seen to ${role}; ${look}`,
        '2_b.sql': `${own}; select 1`,
        '3_c.sql': look,
        '4_d.sql': `-- hawkwatch: no-transaction\n${own}; select 1`,
        '5_e.sql': look,
      });
      const run = await bench.migrate();
      expect(run.error).toBeNull();
      const seen = await bench.target`select * from public.seen`;
      expect(seen[0]).toMatchObject({ i: 'read committed' });
      expect(seen).toEqual([seen[0], seen[0], seen[0]]);
    } finally {
      await bench.clear();
      await bench.target.unsafe(`drop owned by ${role}; drop role ${role}; drop schema elsewhere`);
    }
  });

  it('stops when the migration gives the run lock away, with nothing unrecorded', async () => {
    await bench.target.unsafe(
      `create function harmless() returns void language plpgsql as
       $$ begin execute 'select pg_advisory_' || 'unlock_all()'; end $$`,
    );
    await bench.write({
      '1_a.sql': 'create table a ()',
      '2_b.sql': 'create table b (); select harmless();',
      '3_c.sql': 'create table c ()',
    });
    const run = await bench.migrate();
    expect(run.state).toBe('FAILED');
    expect(run.error?.message).toContain('The run lock was lost');
    expect(await bench.states()).toEqual(['1 APPLIED', '2 PENDING', '3 PENDING']);
    const [left] =
      await bench.target`select to_regclass('b') is null and to_regclass('c') is null as none`;
    expect(left).toEqual({ none: true });
  });

  it('makes its tables in public also when the role is called as the schema of the history', async () => {
    await bench.write({
      '1_a.sql': 'create table a ()',
      '2_b.sql': 'create index concurrently on a ((1))',
    });
    const [role] = await bench.target`select session_user = 'hawkwatch' as same`;
    expect(role).toEqual({ same: true });
    expect((await bench.migrate()).error).toBeNull();
    const made = await bench.target`select schemaname from pg_tables where tablename = 'a'`;
    expect(made).toEqual([{ schemaname: 'public' }]);
  });
});
