import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createBench, type Bench } from '../../support/migrations.ts';

describe('a dry run', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench();
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.clear());

  const catalogue = async (): Promise<unknown> => [
    await bench.target`select oid::text, relname, relfilenode::text, relkind from pg_class order by oid`,
    await bench.target`select attrelid::text, attname, atttypid::text from pg_attribute order by 1, 2`,
    await bench.target`select count(*)::int from pg_namespace`,
  ];

  it('reports times, rows, locks and rewrites, and changes nothing', async () => {
    await bench.target.unsafe(
      'create table public.a (id int primary key, n int); insert into public.a select i, i from generate_series(1, 50) i',
    );
    await bench.write({
      '1_a.sql':
        'alter table a alter n type bigint;\nupdate a set n = n + 1;\ncreate index on a (n);',
      '2_b.sql': 'create index concurrently a_n on a (n);\nvacuum a;',
      '3_c.sql': 'alter table a add c text',
    });
    const before = await catalogue();
    const run = await bench.migrate({ dryRun: true });
    expect(run).toMatchObject({ state: 'SUCCEEDED', error: null, dryRun: true });
    expect(await catalogue()).toEqual(before);
    expect(run.report).toMatchObject([
      {
        version: '1',
        index: 1,
        executed: true,
        rewrites: ['a'],
        locks: expect.arrayContaining([{ relation: 'a', mode: 'ACCESS EXCLUSIVE' }]),
      },
      { index: 2, executed: true, rows: 50, rewrites: [] },
      { index: 3, executed: true, rewrites: [] },
      { version: '2', index: 1, executed: false, text: 'create index concurrently a_n on a (n)' },
      { version: '2', index: 2, executed: false, reason: expect.stringContaining('transaction') },
      { version: '3', index: 1, executed: true, rewrites: [] },
    ]);
    expect(run.report?.every((one) => (one.durationMs === null) === !one.executed)).toBe(true);
    expect((await bench.status()).state).toBe('UNINITIALISED');
    expect(await bench.states()).toEqual(['1 PENDING', '2 PENDING', '3 PENDING']);
  });

  it('fails as the run would, with the statement, and changes nothing', async () => {
    await bench.write({ '1_a.sql': 'create table a ()', '2_b.sql': 'select 1/0' });
    const before = await catalogue();
    const run = await bench.migrate({ dryRun: true });
    expect(run).toMatchObject({
      state: 'FAILED',
      error: { sqlState: '22012', statement: 'select 1/0' },
    });
    expect(await catalogue()).toEqual(before);
    expect(await bench.states()).toEqual(['1 PENDING', '2 PENDING']);
  });
});
