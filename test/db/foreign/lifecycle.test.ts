// A foreign migration from first sight to outcome, with real sessions.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { until } from '../../support/until.ts';
import { createRig, isOpen, type Rig } from './rig.ts';

const prisma = '72707369';
const gooseKey = '4097083626';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig({ databases: ['shop', 'stock'] });
});
afterAll(() => rig.close());
afterEach(() => rig.clear());

const toolOf = (tool: string) => (run: { state: string; foreign: { tool: string } | null }) =>
  run.state === 'RUNNING' && run.foreign?.tool === tool;

describe('a foreign migration', () => {
  it('in one database is a run of that database, also when another has one', async () => {
    const [one, two] = await Promise.all([
      rig.connect({ database: 'shop', application: 'shop deploy' }),
      rig.connect({ database: 'stock', application: 'stock deploy' }),
    ]);
    await one.sql`select pg_advisory_lock(${prisma}::bigint)`;
    await two.sql`select pg_advisory_lock(${prisma}::bigint)`;
    const first = await rig.run('the run of shop', (run) => run.foreign?.pid === one.pid);
    const second = await rig.run('the run of stock', (run) => run.foreign?.pid === two.pid);
    expect(first.databaseId).not.toBe(second.databaseId);
    expect(first.triggeredBy).toMatch(/shop deploy$/);
    await one.end();
    await rig.run('the end in shop', (run) => run.id === first.id && !isOpen(run));
    expect(await rig.run('the other one', (run) => run.id === second.id)).toMatchObject({
      state: 'RUNNING',
    });
    await two.end();
  });

  it('that takes the lock again on the same connection is another run', async () => {
    const client = await rig.connect();
    const seen: string[] = [];
    for (const _ of [1, 2]) {
      await client.sql`select pg_advisory_lock(${prisma}::bigint)`;
      const { id } = await rig.run('a run', (run) => isOpen(run) && !seen.includes(run.id));
      seen.push(id);
      await client.sql`select pg_advisory_unlock(${prisma}::bigint)`;
      await rig.run('its end', (run) => run.id === id && !isOpen(run));
    }
    expect(new Set(seen).size).toBe(2);
    await client.end();
  });

  it('shows the constants of its statement to nobody', async () => {
    const client = await rig.connect();
    await client.sql.unsafe(`create table people (name text)`);
    await client.sql`select pg_advisory_lock(${prisma}::bigint)`;
    const long = client.sql.unsafe(`select pg_sleep(60), 'hunter2-secret' as password`).execute();
    long.catch(() => undefined);
    const run = await rig.run(
      'its statement',
      (one) => one.foreign?.query?.includes('sleep') === true,
    );
    expect(run.foreign?.query).toBe('select pg_sleep($1), $2 as password');
    const events = await until('its statement to be told', async () => {
      const text = JSON.stringify(await rig.progress(run.id));
      return text.includes('pg_sleep') && text;
    });
    expect(events).not.toContain('hunter2');
  });

  it('that waits for another one is BLOCKED by it and UNBLOCKED when it has its lock', async () => {
    const [first, second] = await Promise.all([
      rig.connect({ application: 'first' }),
      rig.connect({ application: 'second' }),
    ]);
    await first.sql`select pg_advisory_lock(${gooseKey}::bigint)`;
    const holder = await rig.run('the first', (run) => run.foreign?.pid === first.pid);
    const waiting = second.sql`select pg_advisory_lock(${gooseKey}::bigint)`.execute();
    const waiter = await rig.run(
      'the second to be blocked',
      (run) => run.foreign?.pid === second.pid && run.foreign.waitsFor.length > 0,
    );
    expect(waiter.foreign).toMatchObject({
      sign: "waits for goose's session lock",
      waitsFor: [{ pid: first.pid, application: 'first' }],
    });
    const blocking = await rig.run(
      'the first to block',
      (run) => run.id === holder.id && (run.foreign?.blocks.length ?? 0) > 0,
    );
    expect(blocking.foreign?.blocks).toEqual([{ pid: second.pid, application: 'second' }]);
    await first.sql`select pg_advisory_unlock(${gooseKey}::bigint)`;
    await waiting;
    await until('the second to be unblocked', async () =>
      (await rig.progress(waiter.id)).some(({ kind }) => kind === 'UNBLOCKED'),
    );
    const [blocked] = (await rig.progress(waiter.id)).filter(({ kind }) => kind === 'BLOCKED');
    expect(blocked).toMatchObject({
      message: `waits for pid ${first.pid} (first)`,
      blockedBy: [{ pid: first.pid, application: 'first' }],
    });
    expect((await rig.progress(holder.id)).map(({ message }) => message)).toContain(
      `blocks pid ${second.pid} (second)`,
    );
    await first.end();
    await second.end();
  });

  it('whose session is killed without having recorded anything is INTERRUPTED', async () => {
    const client = await rig.connect();
    await client.sql`select pg_advisory_lock(${prisma}::bigint)`;
    const run = await rig.run('the run', (one) => one.foreign?.pid === client.pid);
    // The counters of its database are read while it runs.
    await until('a look after the first', async () => {
      const long = client.sql`select pg_sleep(1.2)`;
      await long;
      return (await rig.progress(run.id)).some(({ kind }) => kind === 'STATEMENT_STARTED');
    });
    await rig.superuser()`select pg_terminate_backend(${client.pid})`;
    const ended = await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
    expect(ended.state).toBe('INTERRUPTED');
    expect(ended.error?.message).toMatch(/^its session was killed/);
    await client.end();
  });

  it('that builds an index tells how far it is', async () => {
    const client = await rig.connect({ application: 'psql' });
    await client.sql.unsafe(`create table facts as select g as id, md5(g::text) as hash
      from generate_series(1, 300000) g`);
    const other = rig.superuser();
    await other.unsafe('begin');
    await other.unsafe("insert into facts values (0, '')");
    const building = client.sql
      .unsafe('create index concurrently facts_hash on facts (hash)')
      .execute();
    const run = await rig.run('the build', toolOf('unknown'));
    expect(run.foreign).toMatchObject({
      pid: client.pid,
      application: 'psql',
      sign: 'changes the schema (public.facts)',
      query: 'create index concurrently facts_hash on facts (hash)',
    });
    const progress = await until('its progress', async () =>
      (await rig.progress(run.id)).find(({ kind }) => kind === 'STATEMENT_PROGRESS'),
    );
    expect(progress.statement).toMatchObject({ text: run.foreign?.query });
    expect(progress.statement?.phase).toMatch(/waiting|building|index/);
    await until('to be blocked', async () =>
      (await rig.progress(run.id)).some(({ kind }) => kind === 'BLOCKED'),
    );
    await other.unsafe('commit');
    await building;
    const ended = await rig.run('its end', (one) => one.id === run.id && !isOpen(one));
    expect(ended).toMatchObject({ state: 'SUCCEEDED', source: 'unknown' });
    await client.end();
  });

  it('that locks on one connection and works on another is one run with a worker', async () => {
    const [lock, work] = await Promise.all([
      rig.connect({ application: 'rails' }),
      rig.connect({ application: 'rails' }),
    ]);
    await lock.sql`select pg_advisory_lock(${prisma}::bigint)`;
    const long = work.sql.unsafe('select pg_sleep(30)').execute();
    long.catch(() => undefined);
    const run = await rig.run(
      'the worker',
      (one) => isOpen(one) && one.foreign?.worker?.pid === work.pid,
    );
    expect(run.foreign).toMatchObject({ pid: lock.pid, query: 'select pg_sleep($1)' });
    expect((await rig.runs()).filter(isOpen).length).toBe(1);
  });
});
