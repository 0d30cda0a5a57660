import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createBench, operator, type Bench } from '../../support/migrations.ts';

describe('what a request plans', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench();
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.clear());

  const executed = async (runId: string): Promise<string[]> =>
    (await bench.progress(runId))
      .filter((event) => event.kind === 'MIGRATION_FINISHED')
      .map((event) => event.migration?.version ?? '');

  it('stops at toVersion, in the order of versions as numbers', async () => {
    await bench.write({ '10_c.sql': '', '9_b.sql': '', '1_a.sql': '' });
    const run = await bench.migrate({ toVersion: '9' });
    expect(await executed(run.id)).toEqual(['1', '9']);
    await expect(bench.trigger({ toVersion: '11' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('succeeds with no steps when there is nothing to do', async () => {
    await bench.write({ '1_a.sql': '' });
    await bench.migrate();
    const run = await bench.migrate();
    expect(run).toMatchObject({ state: 'SUCCEEDED', percent: 100 });
    expect(await executed(run.id)).toEqual([]);
  });

  it('refuses edited and late files, and runs late ones where that is allowed', async () => {
    await bench.write({ '2_b.sql': 'create table b ()' });
    await bench.migrate();
    await bench.write({ '1_a.sql': 'create table a ()' });
    await expect(bench.trigger()).rejects.toThrow(/Older than what is applied already: 1\./);
    const lenient = await createBench({
      replicaOf: bench,
      dispatches: false,
      source: { outOfOrder: 'run' },
    });
    const run = await lenient.trigger();
    await lenient.close();
    expect((await bench.ended(run.id)).state).toBe('SUCCEEDED');
    expect(await bench.states()).toEqual(['1 APPLIED', '2 APPLIED']);
    await bench.write({ '2_b.sql': 'create table b (id int)', '3_c.sql': '' });
    await expect(bench.trigger()).rejects.toThrow(/Changed after they were applied: 2\./);
  });

  it('begins nothing that is not what was seen before', async () => {
    await bench.write({ '1_a.sql': 'create table a ()', '2_b.sql': 'create table b ()' });
    const [first, second] = (await bench.status()).migrations;
    const seen = [first, second].map((one) => ({
      version: one?.version ?? '',
      checksum: one?.checksum,
    }));
    await bench.write({ '2_b.sql': 'drop table a', '3_c.sql': '' });
    await expect(bench.trigger({ expected: [...seen, { version: '4' }] })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(
        /also 3; no more 4; with other contents 2\. Nothing was begun/,
      ),
    });
    expect(await bench.states()).toEqual(['1 PENDING', '2 PENDING', '3 PENDING']);
    const clientMutationId = 'seen-before';
    const run = await bench.trigger({
      toVersion: '1',
      expected: seen.slice(0, 1),
      clientMutationId,
    });
    expect((await bench.ended(run.id)).state).toBe('SUCCEEDED');
    const again = bench.trigger({ toVersion: '1', expected: seen.slice(0, 1), clientMutationId });
    expect((await again).id).toBe(run.id);
    await expect(bench.trigger({ toVersion: '1', expected: [], clientMutationId })).rejects.toThrow(
      'was used for another request',
    );
  });

  it('takes an expectation that can be judged only, and says no more than is needed', async () => {
    await bench.write({ '1_a.sql': '', '1_a.down.sql': '' });
    const refused = [
      [Array.from({ length: 10_001 }, () => ({ version: '1' })), '10000 entries at most'],
      [[{ version: '1'.repeat(1_001) }], 'more than 1000 characters'],
      [[{ version: '1', checksum: 'a' }, { version: '1' }], 'the version 1 twice'],
    ] as const;
    for (const [expected, message] of refused) {
      await expect(bench.trigger({ expected })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining(message),
      });
    }
    const long = '7'.repeat(1_000);
    await expect(bench.trigger({ expected: [{ version: long }] })).rejects.toThrow(
      `also 1; no more ${long.slice(0, 100)}...`,
    );
    await bench.migrate({ expected: [{ version: '1' }, { version: '1', checksum: null }] });
    await expect(
      bench.commands.rollback(operator, { databaseName: 'shop', toVersion: '0', expected: [] }),
    ).rejects.toThrow('also 1. Nothing was begun');
  });

  it('rolls back newest first, and only when every down file is there', async () => {
    await bench.write({
      '1_a.sql': 'create table a (id int)',
      '1_a.down.sql': 'drop table a',
      '2_b.sql': 'alter table a add b int; create table b ()',
      '2_b.down.sql': 'drop table b; alter table a drop b',
      '3_c.sql': '',
    });
    await bench.migrate();
    await expect(
      bench.commands.rollback(operator, { databaseName: 'shop', toVersion: '0' }),
    ).rejects.toThrow(/no down file for: 3\./);
    await bench.write({ '3_c.down.sql': '-- nothing' });
    await expect(
      bench.commands.rollback(operator, { databaseName: 'shop', toVersion: '7' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const run = await bench.rollback('0');
    expect(run.state).toBe('SUCCEEDED');
    expect(await executed(run.id)).toEqual(['3', '2', '1']);
    expect(await bench.states()).toEqual(['1 ROLLED_BACK', '2 ROLLED_BACK', '3 ROLLED_BACK']);
    const tables = await bench.target`select relname from pg_class where relname in ('a', 'b')`;
    expect(tables).toEqual([]);
    expect((await bench.migrate()).state).toBe('SUCCEEDED');
  });

  it('a roll-back that fails leaves the migration applied', async () => {
    await bench.write({
      '1_a.sql': 'create table a (id int)',
      '1_a.down.sql': 'drop table a; select 1/0',
      '2_b.sql': '',
      '2_b.down.sql': '-- hawkwatch: no-transaction\nselect 1/0; drop table a',
    });
    await bench.migrate();
    expect((await bench.rollback('1')).state).toBe('FAILED');
    expect(await bench.states()).toEqual(['1 APPLIED', '2 APPLIED']);
    await bench.write({ '2_b.down.sql': '' });
    expect((await bench.rollback('0')).error?.message).toBe('division by zero');
    expect(await bench.states()).toEqual(['1 APPLIED', '2 ROLLED_BACK']);
    expect(await bench.target`select count(*)::int as n from a`).toEqual([{ n: 0 }]);
  });

  it('refuses what takes the transaction away, all of it at once and with lines', async () => {
    await bench.target.unsafe(`create procedure commits() language plpgsql as 'begin commit; end'`);
    await bench.write({
      '1_a.sql': 'create table a ();\nBEGIN;\nselect 1;\nCOMMIT;',
      '2_b.sql': 'select 1;\n\nCALL commits();',
      '3_c.sql': 'create table c (id int);\nCOPY c FROM STDIN;',
      '4_d.sql': 'select 1;\n\\i other.sql\n',
    });
    const refused = await bench.trigger().catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'INVALID_INPUT',
      issues: [
        { path: '1_a.sql:2' },
        { path: '1_a.sql:4' },
        { path: '2_b.sql:3' },
        { path: '3_c.sql:2' },
        { path: '4_d.sql:2' },
      ],
    });
    expect((await bench.status()).state).toBe('UNINITIALISED');
    const [runs] = await bench.store
      .raw`select count(*)::int as n from hawkwatch_store.migration_runs
      where state = 'QUEUED'`;
    expect(runs).toEqual({ n: 0 });
  });
});
