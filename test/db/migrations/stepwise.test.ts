import { rm } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createBench, operator, type Bench } from '../../support/migrations.ts';

const noTransaction = '-- hawkwatch: no-transaction\n';

describe('a migration outside of one transaction', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench();
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.clear());

  const indexes = async (): Promise<readonly object[]> =>
    bench.target`select c.relname as name, i.indisvalid as valid from pg_index i
      join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname not in ('pg_catalog', 'pg_toast', 'hawkwatch') order by 1`;

  it('keeps what was done, counts it, and goes on there', async () => {
    const file = `${noTransaction}create table a (id int); insert into a values (1); insert into later values (1); insert into a values (2)`;
    await bench.write({ '1_a.sql': file });
    const run = await bench.migrate();
    expect(run).toMatchObject({ state: 'FAILED', error: { sqlState: '42P01' } });
    const [row] =
      await bench.target`select state, statements_done, statements_total from hawkwatch.migrations`;
    expect(row).toEqual({ state: 'partial', statements_done: 2, statements_total: 4 });
    await bench.target`create table later (id int)`;
    const again = await bench.retry(run.id);
    expect(again.state).toBe('SUCCEEDED');
    expect(await bench.target`select id from a order by 1`).toEqual([{ id: 1 }, { id: 2 }]);
    const started = (await bench.progress(again.id)).filter((e) => e.kind === 'STATEMENT_STARTED');
    expect(started.map((event) => event.statement?.index)).toEqual([3, 4]);
  });

  it('takes up a file whose rest was changed, never one whose done part was', async () => {
    await bench.write({
      '1_a.sql': `${noTransaction}create table a (id int); select 1/0; select 2`,
    });
    await bench.migrate();
    await bench.write({ '1_a.sql': `${noTransaction}create table a (x int); select 1` });
    expect((await bench.migrate()).error?.message).toContain('1 statements of 1 are in effect');
    await bench.write({ '1_a.sql': `${noTransaction}create table a (id int); select 1` });
    expect((await bench.migrate()).state).toBe('SUCCEEDED');
    expect(await bench.states()).toEqual(['1 APPLIED']);
  });

  it('keeps the settings of the file for its later statements, also when it is taken up', async () => {
    await bench.write({
      '1_a.sql': `${noTransaction}create schema app; set search_path = app; create table t (id int);
        insert into t values (1); create index concurrently t_id on t (id); insert into public.later values (1)`,
    });
    const run = await bench.migrate();
    expect(run.error?.sqlState).toBe('42P01');
    await bench.target`create table public.later (id int)`;
    await bench.write({
      '1_a.sql': `${noTransaction}create schema app; set search_path = app; create table t (id int);
        insert into t values (1); create index concurrently t_id on t (id); insert into t values (2)`,
    });
    expect((await bench.migrate()).state).toBe('SUCCEEDED');
    expect(await bench.target`select count(*)::int as n from app.t`).toEqual([{ n: 2 }]);
    await bench.target`drop schema app cascade`;
  });

  it('a unique index that cannot be built leaves no invalid one', async () => {
    await bench.write({
      '1_a.sql': 'create table a (id int); insert into a values (1), (1)',
      '2_b.sql': 'create unique index concurrently a_id on a (id)',
    });
    const run = await bench.migrate();
    expect(run).toMatchObject({ state: 'FAILED', error: { sqlState: '23505' } });
    expect(await indexes()).toEqual([]);
    expect(await bench.states()).toEqual(['1 APPLIED', '2 FAILED']);
    await bench.target`delete from a where ctid = '(0,1)'`;
    expect((await bench.retry(run.id)).state).toBe('SUCCEEDED');
    expect(await indexes()).toEqual([{ name: 'a_id', valid: true }]);
  });

  it('leaves an index that was there before alone', async () => {
    await bench.write({
      '1_a.sql': 'create table a (id int); create index a_id on a (id)',
      '2_b.sql': 'create index concurrently a_id on a (id)',
    });
    expect((await bench.migrate()).error?.sqlState).toBe('42P07');
    expect(await indexes()).toEqual([{ name: 'a_id', valid: true }]);
  });

  /** The row as a crash leaves it while statement `statement` was under way. */
  const crashAt = async (version: string, statement: number, done: string): Promise<void> => {
    await bench.target`update hawkwatch.migrations set state = 'partial', finished_at = null,
      statements_done = ${statement}, done_checksum = ${done},
      intent = ${bench.target.json({ statement, down: false })} where version = ${version}`;
  };

  it.each([
    ['a valid index is counted', 'create index a_id on a (id)'],
    ['an absent index is built', 'select 1'],
    [
      'an invalid index is built anew',
      `create index a_id on a (id); update pg_index set indisvalid = false where indexrelid = 'a_id'::regclass`,
    ],
  ])('in doubt: %s', async (_what, left) => {
    const file = 'create index concurrently a_id on a (id)';
    await bench.write({ '1_a.sql': 'create table a (id int)', '2_b.sql': file });
    await bench.migrate();
    const [before] = await bench.target`select 'a_id'::regclass::oid::int as oid`;
    await crashAt('2', 0, '');
    await bench.target.unsafe(`drop index a_id; ${left}`);
    const [made] = await bench.target`select to_regclass('a_id')::oid::int8::int as oid`;
    expect((await bench.status()).state).toBe('DIRTY');
    const run = await bench.migrate();
    expect(run.error).toBeNull();
    expect(await indexes()).toEqual([{ name: 'a_id', valid: true }]);
    const [after] = await bench.target`select 'a_id'::regclass::oid::int as oid`;
    expect(after?.['oid'] === made?.['oid']).toBe(
      left.startsWith('create') && !left.includes('false'),
    );
    expect(before).toBeDefined();
  });

  it('looks for an index where the file put it', async () => {
    const file = `${noTransaction}set search_path = app; create index concurrently a_id on a (id)`;
    await bench.target.unsafe(
      'drop schema if exists app cascade; create schema app; create table app.a (id int)',
    );
    await bench.write({ '1_a.sql': file });
    const run = await bench.migrate();
    expect(run.error).toBeNull();
    const [row] = await bench.target`select done_checksum from hawkwatch.migrations`;
    await bench.write({ '1_a.sql': `${noTransaction}set search_path = app` });
    // The checksum of the first statement alone.
    await bench.target`delete from hawkwatch.migrations`;
    await bench.migrate();
    const [first] = await bench.target`select done_checksum from hawkwatch.migrations`;
    await bench.write({ '1_a.sql': file });
    await crashAt('1', 1, String(first?.['done_checksum']));
    expect((await bench.migrate()).error).toBeNull();
    const [end] = await bench.target`select state, done_checksum from hawkwatch.migrations`;
    expect(end).toEqual({ state: 'applied', done_checksum: row?.['done_checksum'] });
    await bench.target`drop schema app cascade`;
  });

  it('without a probe it stays in doubt until someone says', async () => {
    const file = `${noTransaction}reindex table concurrently a; insert into a values (1)`;
    await bench.target`create table a (id int primary key)`;
    await bench.write({ '1_b.sql': file });
    await bench.migrate();
    const [row] = await bench.target`select done_checksum from hawkwatch.migrations`;
    await bench.target`truncate a`;
    await crashAt('1', 0, '');

    const stuck = await bench.migrate();
    expect(stuck.state).toBe('FAILED');
    expect(stuck.error?.message).toContain('statement 1 (line 2) was executed is not known');
    expect(await bench.states()).toEqual(['1 PARTIAL']);
    const inDoubt = async () => (await bench.status()).migrations[0]?.inDoubt;
    expect(await inDoubt()).toBe(true);
    await rm(path.join(bench.folder, '1_b.sql'));
    expect(await bench.states()).toEqual(['1 PARTIAL']);
    expect(await inDoubt()).toBe(true);
    await bench.write({ '1_b.sql': file });
    await bench.commands.resolveInDoubt(operator, stuck.id, false);
    expect(await inDoubt()).toBe(false);
    const again = await bench.retry(stuck.id);
    expect(again.state).toBe('SUCCEEDED');
    const [reindexed] =
      await bench.target`select statements_done, done_checksum from hawkwatch.migrations`;
    expect(reindexed).toEqual({ statements_done: 2, done_checksum: row?.['done_checksum'] });

    await bench.target`truncate a`;
    await crashAt('1', 0, '');
    const stuckAgain = await bench.migrate();
    await bench.commands.resolveInDoubt(operator, stuckAgain.id, true);
    await expect(bench.commands.resolveInDoubt(operator, stuckAgain.id, true)).rejects.toThrow(
      /No statement of this run is in doubt/,
    );
    const last = await bench.retry(stuckAgain.id);
    const started = (await bench.progress(last.id)).filter((e) => e.kind === 'STATEMENT_STARTED');
    expect(started.map((event) => event.statement?.index)).toEqual([2]);
    expect(await bench.states()).toEqual(['1 APPLIED']);
  });

  it('does not forget a doubt because the file has another statement in its place', async () => {
    await bench.target`create table a (id int primary key)`;
    await bench.write({ '1_b.sql': `${noTransaction}reindex table concurrently a` });
    await bench.migrate();
    await crashAt('1', 0, '');
    await bench.target`update hawkwatch.migrations
      set intent = intent || '{"checksum": "of another statement"}'`;
    await bench.write({ '1_b.sql': `${noTransaction}select 1` });
    expect((await bench.migrate()).error?.message).toContain('has another one in its place');
    expect(
      await bench.target`select intent ->> 'statement' as s from hawkwatch.migrations`,
    ).toEqual([{ s: '0' }]);
  });
});
