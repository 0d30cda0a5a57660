import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { admin, createBench, type Bench } from '../../support/migrations.ts';

describe('the status of a source', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench();
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.clear());

  const three = {
    '1_a.sql': 'create table a ()',
    '1_a.down.sql': 'drop table a',
    '2_b.sql': 'create table b ()',
    '2_b.down.sql': 'drop table b',
    '10_c.sql': 'create table c ()',
    '10_c.down.sql': 'drop table c',
  };

  it('is UNINITIALISED with everything pending before the first run', async () => {
    await bench.write(three);
    expect(await bench.status()).toMatchObject({ state: 'UNINITIALISED', currentVersion: null });
    expect(await bench.states()).toEqual(['1 PENDING', '2 PENDING', '10 PENDING']);
  });

  it('goes from BEHIND to UP_TO_DATE and back with a roll-back', async () => {
    await bench.write(three);
    await bench.migrate({ toVersion: '2' });
    expect(await bench.status()).toMatchObject({
      state: 'BEHIND',
      currentVersion: '2',
      counts: { total: 3, applied: 2, pending: 1, failed: 0, other: 0 },
    });
    await bench.migrate();
    expect(await bench.status()).toMatchObject({ state: 'UP_TO_DATE', currentVersion: '10' });
    expect((await bench.rollback('2')).state).toBe('SUCCEEDED');
    expect(await bench.status()).toMatchObject({ state: 'BEHIND', currentVersion: '2' });
    expect(await bench.states()).toEqual(['1 APPLIED', '2 APPLIED', '10 ROLLED_BACK']);
  });

  it('is DIRTY after a failure and names it', async () => {
    await bench.write({ '1_a.sql': 'create table a ()', '2_b.sql': 'select 1/0' });
    await bench.migrate();
    const status = await bench.status();
    expect(status.state).toBe('DIRTY');
    expect(status.reason).toContain('division by zero');
    expect(await bench.states()).toEqual(['1 APPLIED', '2 FAILED']);
  });

  it('is DIRTY with PARTIAL when statements stay', async () => {
    await bench.write({
      '1_a.sql': '-- hawkwatch: no-transaction\ncreate table a (); select 1/0; create table b ()',
    });
    await bench.migrate();
    const status = await bench.status();
    expect(status).toMatchObject({ state: 'DIRTY', migrations: [{ state: 'PARTIAL' }] });
    expect(status.migrations[0]?.reason).toContain('1 of 3 statements');
  });

  it('is DIVERGED when an applied file was EDITED, and MARKED repairs it', async () => {
    await bench.write(three);
    await bench.migrate();
    await bench.write({ '2_b.sql': 'create table b (id int)' });
    expect(await bench.status()).toMatchObject({ state: 'DIVERGED' });
    expect(await bench.states()).toEqual(['1 APPLIED', '2 EDITED', '10 APPLIED']);
    await bench.commands.markApplied(admin, { databaseName: 'shop', version: '2' });
    expect(await bench.states()).toEqual(['1 APPLIED', '2 MARKED', '10 APPLIED']);
    expect((await bench.status()).state).toBe('UP_TO_DATE');
  });

  it('tells AHEAD from DIVERGED when files are missing', async () => {
    await bench.write(three);
    await bench.migrate();
    await rm(path.join(bench.folder, '10_c.sql'));
    await rm(path.join(bench.folder, '10_c.down.sql'));
    expect(await bench.status()).toMatchObject({ state: 'AHEAD', currentVersion: '10' });
    expect(await bench.states()).toEqual(['1 APPLIED', '2 APPLIED', '10 MISSING_FILE']);
    await bench.write(three);
    await rm(path.join(bench.folder, '2_b.sql'));
    await rm(path.join(bench.folder, '2_b.down.sql'));
    expect((await bench.status()).state).toBe('DIVERGED');
  });

  it('shows a late file as OUT_OF_ORDER', async () => {
    await bench.write({ '2_b.sql': 'select 1' });
    await bench.migrate();
    await bench.write({ '1_a.sql': 'select 1' });
    expect(await bench.states()).toEqual(['1 OUT_OF_ORDER', '2 APPLIED']);
    expect((await bench.status()).state).toBe('BEHIND');
  });

  it('is LOCKED with the migration RUNNING while a run goes on', async () => {
    await bench.write({ '1_a.sql': 'select pg_sleep(60)' });
    const run = await bench.trigger();
    await bench.event(run.id, 'STATEMENT_STARTED');
    const status = await bench.status();
    expect(status).toMatchObject({ state: 'LOCKED', migrations: [{ state: 'RUNNING' }] });
    expect(status.reason).toMatch(/hawkwatch run .* \(pid \d+\)/);
    await bench.commands.cancel(admin, run.id);
    await bench.ended(run.id);
    expect((await bench.status()).state).toBe('BEHIND');
  });

  it.each([
    [{ '1_a.sql': '', '01_b.sql': '' }, 'have the same version'],
    [{ 'users.sql': '' }, 'the name must be <version>_<name>.sql'],
  ])('tells faults of the folder', async (files, fault) => {
    await bench.write(files);
    const status = await bench.status();
    expect(status.state).toBe('DIVERGED');
    expect(status.reason).toContain(fault);
    await expect(bench.trigger()).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('tells a file that cannot be read', async () => {
    await mkdir(path.join(bench.folder, '1_a.sql'));
    expect((await bench.status()).reason).toContain('1_a.sql cannot be read: EISDIR');
    await rm(path.join(bench.folder, '1_a.sql'), { recursive: true });
  });

  it('never writes: not with a role that may write nothing, and not before the first run', async () => {
    await bench.write(three);
    const role = `reader_${bench.replicaId.slice(0, 8)}`;
    await bench.target.unsafe(
      `create role ${role} login password 'reads'; alter role ${role} set default_transaction_read_only = on;
       revoke all on schema public from public`,
    );
    const url = new URL(bench.targetUrl);
    url.username = role;
    url.password = 'reads';
    const looker = await createBench({
      replicaOf: bench,
      dispatches: false,
      target: { url: url.href },
    });
    try {
      expect((await looker.status()).state).toBe('UNINITIALISED');
      const [made] = await bench.target`select to_regnamespace('hawkwatch') is null as none`;
      expect(made).toEqual({ none: true });
      await bench.migrate();
      await bench.target.unsafe(
        `grant usage on schema hawkwatch to ${role}; grant select on hawkwatch.migrations to ${role}`,
      );
      // In its transactions, which are read-only, anything that writes would fail.
      expect((await looker.status()).state).toBe('UP_TO_DATE');
    } finally {
      await looker.close();
      await bench.target.unsafe(`drop owned by ${role}; drop role ${role}`);
    }
  });

  it('is UNREACHABLE with a reason and without the password', async () => {
    const url = new URL(bench.targetUrl);
    url.password ||= 'geheim';
    url.pathname = '/no_such_database';
    const lost = await createBench({
      replicaOf: bench,
      dispatches: false,
      target: { url: url.href },
    });
    try {
      const status = await lost.status();
      expect(status).toMatchObject({ state: 'UNREACHABLE', migrations: [] });
      expect(status.reason).toBe('there is no database of that name on the server');
      expect(JSON.stringify(status)).not.toContain(url.password);
      await expect(lost.trigger()).rejects.toMatchObject({ code: 'CONFLICT' });
    } finally {
      await lost.close();
    }
  });
});

describe('the status with a baseline', () => {
  it('counts files up to it as BASELINE and runs only those above', async () => {
    const bench = await createBench({ source: { baseline: '2' } });
    try {
      await bench.write({ '1_a.sql': 'fail', '2_b.sql': 'fail', '3_c.sql': 'select 1' });
      expect(await bench.states()).toEqual(['1 BASELINE', '2 BASELINE', '3 PENDING']);
      expect((await bench.migrate()).state).toBe('SUCCEEDED');
      expect(await bench.status()).toMatchObject({ state: 'UP_TO_DATE', currentVersion: '3' });
      await writeFile(path.join(bench.folder, '4_d.sql'), 'select 1');
      expect(await bench.states()).toEqual(['1 BASELINE', '2 BASELINE', '3 APPLIED', '4 PENDING']);
    } finally {
      await bench.close();
    }
  });
});
