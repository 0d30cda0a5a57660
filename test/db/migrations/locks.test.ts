import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createBench, operator, type Bench } from '../../support/migrations.ts';
import { until } from '../../support/until.ts';

describe('a run that waits or is to end', () => {
  let bench: Bench;
  let other: postgres.Sql;
  beforeAll(async () => {
    bench = await createBench({ locks: { lockTimeoutMs: 300, retries: 20 } });
    other = postgres(bench.targetUrl, {
      max: 1,
      onnotice: () => undefined,
      connection: { application_name: 'reporting', search_path: 'public' },
    });
  });
  afterAll(async () => {
    await other.end();
    await bench.close();
  });
  beforeEach(() => bench.clear());

  /** Nothing of a run is left on the server: no session, no lock. */
  const nothingLeft = (): Promise<boolean> =>
    until('the end of the session of the run', async () => {
      const left = await bench.target`select pid from pg_stat_activity
        where datname = current_database() and application_name like 'hawkwatch run%'`;
      const locks = await bench.target`select 1 from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())`;
      return left.length === 0 && locks.length === 0;
    });

  it('tells who blocks it, tries again, and goes on when the lock is free', async () => {
    await bench.write({
      '1_a.sql': 'create table a (id int)',
      '2_b.sql': 'alter table a add b int',
    });
    await bench.migrate({ toVersion: '1' });
    await other.unsafe(`begin; insert into a values (4711)`);
    const run = await bench.trigger();
    const blocked = await bench.event(run.id, 'BLOCKED');
    const [holder] =
      await bench.target`select pid from pg_stat_activity where application_name = 'reporting'`;
    expect(blocked.blockedBy).toMatchObject([{ pid: holder?.['pid'], application: 'reporting' }]);
    expect(blocked.blockedBy[0]?.query).toBe('begin; insert into a values ($1)');
    const retry = await bench.event(run.id, 'LOCK_RETRY');
    expect(retry.message).toMatch(/attempt 2 follows in \d+ ms/);
    await other.unsafe('commit');
    expect((await bench.ended(run.id)).state).toBe('SUCCEEDED');
    const progress = await bench.progress(run.id);
    expect(progress.some((event) => event.kind === 'UNBLOCKED')).toBe(true);
    expect(JSON.stringify(progress)).not.toContain('4711');
  });

  it('builds an index concurrently once a long transaction has ended', async () => {
    await bench.write({
      '1_a.sql': 'create table a (id int)',
      '2_b.sql': 'create index concurrently a_id on a (id)',
    });
    await bench.migrate({ toVersion: '1' });
    await other.unsafe('begin; insert into a values (1)');
    const run = await bench.trigger();
    await until(
      'two retries',
      async () =>
        (await bench.progress(run.id)).filter((event) => event.kind === 'LOCK_RETRY').length > 1,
    );
    await other.unsafe('commit');
    expect((await bench.ended(run.id)).error).toBeNull();
    const indexes =
      await bench.target`select indisvalid as valid from pg_index where indexrelid = 'a_id'::regclass`;
    expect(indexes).toEqual([{ valid: true }]);
  });

  it('gives up after its retries, with the SQLSTATE', async () => {
    const impatient = await createBench({
      dispatches: true,
      locks: { lockTimeoutMs: 50, retries: 1 },
    });
    const blocker = postgres(impatient.targetUrl, {
      max: 1,
      onnotice: () => undefined,
      connection: { search_path: 'public' },
    });
    try {
      await blocker.unsafe('create table a (id int)');
      await blocker.unsafe('begin; lock table a');
      await impatient.write({ '1_b.sql': 'alter table a add b int' });
      expect(await impatient.migrate()).toMatchObject({
        state: 'FAILED',
        error: { sqlState: '55P03' },
      });
    } finally {
      await blocker.end();
      await impatient.close();
    }
  });

  it('shows how far a long statement has come, and never goes back', async () => {
    await bench.write({
      '1_a.sql': `create table a as select i, md5(i::text) as t from generate_series(1, 700000) i`,
      '2_b.sql': 'create index a_t on a (t, i)',
    });
    await bench.migrate({ toVersion: '1' });
    const run = await bench.migrate();
    expect(run.error).toBeNull();
    const seen = (await bench.progress(run.id)).filter((e) => e.kind === 'STATEMENT_PROGRESS');
    expect(seen.length).toBeGreaterThan(0);
    expect(seen[0]?.statement?.phase).toMatch(/^building index|initializing/);
    const percents = seen.map((event) => event.percent);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    expect(Math.max(...percents)).toBeLessThanOrEqual(100);
  });

  it('is cancelled while it is queued, and never starts', async () => {
    await bench.write({ '1_a.sql': 'select pg_sleep(60)', '2_b.sql': 'create table b ()' });
    const first = await bench.trigger();
    await bench.event(first.id, 'STATEMENT_STARTED');
    const second = await bench.trigger();
    expect((await bench.commands.cancel(operator, second.id)).state).toBe('CANCELLED');
    await bench.commands.cancel(operator, first.id);
    expect((await bench.ended(first.id)).state).toBe('CANCELLED');
    await expect(bench.commands.cancel(operator, first.id)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await bench.progress(second.id)).map((event) => event.kind)).toEqual([
      'QUEUED',
      'FINISHED',
    ]);
    expect(await bench.states()).toEqual(['1 PENDING', '2 PENDING']);
    await nothingLeft();
  });

  it.each([
    ['select pg_sleep(60)', 'PENDING'],
    ['-- hawkwatch: no-transaction\nselect pg_sleep(60)', 'PENDING'],
    ['-- hawkwatch: no-transaction\ncreate table done (); select pg_sleep(60)', 'PARTIAL'],
  ])('is cancelled during a statement: %s', async (file, state) => {
    await bench.write({ '1_a.sql': 'create table a ()', '2_b.sql': file });
    const run = await bench.trigger();
    await until('the long statement', async () =>
      (await bench.progress(run.id)).some(
        (e) => e.kind === 'STATEMENT_STARTED' && e.statement?.text.includes('pg_sleep') === true,
      ),
    );
    await bench.commands.cancel(operator, run.id);
    expect(await bench.ended(run.id)).toMatchObject({ state: 'CANCELLED', error: null });
    expect(await bench.states()).toEqual(['1 APPLIED', `2 ${state}`]);
    await nothingLeft();
  });

  it('is cancelled while it builds an index concurrently, and nothing is forgotten', async () => {
    await bench.write({
      '1_a.sql': 'create table a (id int)',
      '2_b.sql': '-- hawkwatch: lock-timeout 0\ncreate index concurrently a_id on a (id)',
    });
    await bench.migrate({ toVersion: '1' });
    await other.unsafe('begin; insert into a values (1)');
    const run = await bench.trigger();
    await bench.event(run.id, 'BLOCKED');
    await bench.commands.cancel(operator, run.id);
    // What was half-built cannot be dropped while that transaction goes on: the next run does it.
    expect((await bench.ended(run.id)).state).toBe('CANCELLED');
    expect(await bench.states()).toEqual(['1 APPLIED', '2 PARTIAL']);
    await nothingLeft();
    await other.unsafe('commit');
    expect((await bench.migrate()).error).toBeNull();
    const indexes =
      await bench.target`select indisvalid as valid from pg_index where indrelid = 'a'::regclass`;
    expect(indexes).toEqual([{ valid: true }]);
  });
});

describe('a run that was to be cancelled when it was handed back', () => {
  it('ends as CANCELLED', async () => {
    const bench = await createBench({ dispatches: false });
    await bench.write({ '1_a.sql': 'create table a ()' });
    const run = await bench.trigger();
    await bench.store.raw`update hawkwatch_store.migration_runs set cancel_requested_at = now()`;
    const replica = await createBench({ replicaOf: bench });
    try {
      expect((await bench.ended(run.id)).state).toBe('CANCELLED');
      expect(await bench.states()).toEqual(['1 PENDING']);
    } finally {
      await replica.close();
      await bench.close();
    }
  });
});
