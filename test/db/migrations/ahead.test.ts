import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createBench, operator, type Bench } from '../../support/migrations.ts';

describe('a migration that is sent behind the one before', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench({ locks: { lockTimeoutMs: 200, retries: 50 } });
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.clear());

  const tables = async (): Promise<readonly string[]> => {
    const rows = await bench.target<{ name: string }[]>`select relname as name from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`;
    return rows.map((row) => row.name);
  };

  it.each([
    ['in its statement', 'insert into a values (1, 1), (1, 1)', '23505'],
    ['in its commit', 'insert into a values (1, 77)', '23503'],
    ['in one of several statements', 'create table b (); insert into a values (1, 77)', '23503'],
    ['in a commit that divides by zero', 'insert into a values (5, 5)', '22012'],
  ])('has no effect when that one fails %s', async (_where, second, sqlState) => {
    await bench.write({
      '1_a.sql': `create table a (id int primary key,
          up int references a deferrable initially deferred);
        create function divide() returns trigger language plpgsql as
          $$ begin perform 1 / (new.id - 5); return new; end $$;
        create constraint trigger divide after insert on a deferrable initially deferred
          for each row execute function divide()`,
      '2_b.sql': second,
      '3_c.sql': 'create table c ()',
      '4_d.sql': 'create table d ()',
    });
    expect(await bench.migrate()).toMatchObject({ state: 'FAILED', error: { sqlState } });
    expect(await bench.states()).toEqual(['1 APPLIED', '2 FAILED', '3 PENDING', '4 PENDING']);
    expect(await tables()).toEqual(['a']);
    await bench.write({ '2_b.sql': 'select 1' });
    expect((await bench.migrate()).state).toBe('SUCCEEDED');
    expect(await tables()).toEqual(['a', 'c', 'd']);
  });

  it('has no effect when the run lock was lost', async () => {
    await bench.write({
      '1_a.sql': `do $$ begin execute 'select pg_advisory_' || 'unlock_all()'; end $$`,
      '2_b.sql': 'create table b ()',
    });
    const run = await bench.migrate();
    expect(run.error?.message).toContain('run lock was lost');
    expect(await tables()).toEqual([]);
  });

  it.each([
    [1, 'SUCCEEDED', ['b']],
    [2, 'FAILED', []],
  ])('follows as long as the run lock is held: %i given back', async (times, state, left) => {
    const give = `perform pg_advisory_unlock(1751218028, 1);`;
    await bench.write({
      '1_a.sql': `do $$ begin ${give.repeat(times)} end $$`,
      '2_b.sql': 'create table b ()',
    });
    expect((await bench.migrate()).state).toBe(state);
    expect(await tables()).toEqual(left);
  });

  it('has no effect when that one is cancelled', async () => {
    await bench.write({
      '1_a.sql': 'select pg_sleep(60)',
      '2_b.sql': 'create table b ()',
    });
    const run = await bench.trigger();
    await bench.event(run.id, 'STATEMENT_STARTED');
    await bench.commands.cancel(operator, run.id);
    expect((await bench.ended(run.id)).state).toBe('CANCELLED');
    expect(await bench.states()).toEqual(['1 PENDING', '2 PENDING']);
    expect(await tables()).toEqual([]);
  });

  it('follows once, when that one had to wait for a lock', async () => {
    await bench.write({ '1_a.sql': 'create table a (id int)' });
    await bench.migrate();
    await bench.write({
      '2_b.sql': 'alter table a add b int',
      '3_c.sql': 'insert into a (id) values (3)',
      '4_d.sql': 'insert into a (id) values (4)',
    });
    const { promise: held, resolve: free } = Promise.withResolvers<void>();
    const reading = bench.target.begin(async (sql) => {
      await sql`select * from a`;
      await held;
    });
    const run = await bench.trigger();
    await bench.event(run.id, 'LOCK_RETRY');
    free();
    await reading;
    expect((await bench.ended(run.id)).state).toBe('SUCCEEDED');
    expect(await bench.target`select id from a order by id`).toEqual([{ id: 3 }, { id: 4 }]);
  });

  it('keeps its own settings and role to itself', async () => {
    await bench.write({
      '1_a.sql': '-- hawkwatch: lock-timeout 7s\ncreate table a (seen text)',
      '2_b.sql': `do $$ begin perform set_config('search_path', 'pg_catalog', false);
        perform set_config('role', 'pg_monitor', false); end $$`,
      '3_c.sql': `insert into a values ((current_user = session_user)::text), (current_schema),
        (current_setting('lock_timeout'))`,
    });
    expect(await bench.migrate()).toMatchObject({ state: 'SUCCEEDED', error: null });
    expect(await bench.target`select seen from a`).toEqual([
      { seen: 'true' },
      { seen: 'public' },
      { seen: '200ms' },
    ]);
  });

  it('goes on after a file that drops what is prepared', async () => {
    await bench.write({
      '1_a.sql': 'deallocate all',
      '2_b.sql': 'create table b ()',
      '3_c.sql': 'create table c (); deallocate all; discard plans',
      '4_d.sql': 'create table d ()',
      '5_e.sql': 'execute nothing_of_that_name',
    });
    const run = await bench.migrate();
    expect(run).toMatchObject({ state: 'FAILED', error: { sqlState: '26000' } });
    expect(run.error?.statement).toBe('execute nothing_of_that_name');
    expect(await bench.states()).toEqual([
      '1 APPLIED',
      '2 APPLIED',
      '3 APPLIED',
      '4 APPLIED',
      '5 FAILED',
    ]);
  });

  it('is rolled back in the same manner', async () => {
    await bench.write({
      '1_a.sql': 'create table a ()',
      '1_a.down.sql': 'drop table a',
      '2_b.sql': 'create table b ()',
      '2_b.down.sql': 'drop table b',
      '3_c.sql': 'create table c ()',
      '3_c.down.sql': 'drop table nothing_of_that_name',
    });
    await bench.migrate();
    expect((await bench.ended((await bench.rollback('0')).id)).state).toBe('FAILED');
    expect(await tables()).toEqual(['a', 'b', 'c']);
    await bench.write({ '3_c.down.sql': 'drop table c' });
    expect((await bench.ended((await bench.rollback('0')).id)).state).toBe('SUCCEEDED');
    expect(await tables()).toEqual([]);
  });
});
