// With the schema trigger it is known who changed what: hand work is told from a migration's although both
// happen at the same time, and hints come at once instead of with the next poll.
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { installStatements } from '../../../src/databases/postgres/ddl-trigger/statements.ts';
import { until } from '../../support/until.ts';
import { createSchemaRig, type SchemaRig } from './rig.ts';

let rig: SchemaRig;
beforeEach(async () => {
  // Nothing is found by polling in the time of a test.
  rig = await createSchemaRig({ schema: { intervalMs: 3_600_000 } });
  await rig.sql.unsafe('create table orders (id int primary key, total numeric(10,2))');
  for (const statement of installStatements()) await rig.sql.unsafe(statement);
  rig.watch();
  await rig.settled();
});
afterEach(() => rig.close());

const as = (application: string): postgres.Sql =>
  postgres(rig.url, {
    max: 1,
    connection: { application_name: application, search_path: 'public' },
  });

describe('with the schema trigger', () => {
  it('tells who made a change, when, and by which statement', async () => {
    const someone = as('pgAdmin');
    await someone.unsafe('alter table orders add note text');
    const [set] = await rig.decided(1);
    const drift = await rig.drift();
    await someone.end();
    expect(set?.by).toEqual([
      expect.objectContaining({
        application: 'pgAdmin',
        tag: 'ALTER TABLE',
        object: 'public.orders',
      }),
    ]);
    expect(drift?.statements).toEqual([
      expect.objectContaining({ statement: 'alter table orders add note text' }),
    ]);
  });

  it('tells who made the first change after it was installed, too', async () => {
    await rig.close();
    rig = await createSchemaRig();
    rig.watch();
    await rig.settled();
    for (const statement of installStatements()) await rig.sql.unsafe(statement);
    await rig.sql.unsafe('create table orders (id int)');
    const [set] = await rig.decided(1);
    expect(set?.by).toEqual([expect.objectContaining({ tag: 'CREATE TABLE' })]);
  });

  it("tells hand work from a run's, although both happen at once", async () => {
    const run = await rig.beginRun();
    const [own, other] = [as(`hawkwatch run ${run.slice(0, 8)}`), as('psql')];
    await own.unsafe('alter table orders add note text');
    await other.unsafe('create table scratch (id int)');
    await own.unsafe('create index orders_note on orders (note)');
    await rig.endRun(run);
    const sets = await rig.decided(2);
    await Promise.all([own.end(), other.end()]);
    const byOrigin = Object.fromEntries(
      sets.map((set) => [
        set.origin,
        { run: set.runId, names: set.changes.map((one) => one.name) },
      ]),
    );
    expect(byOrigin).toEqual({
      MIGRATION: { run, names: ['public.orders.note', 'public.orders_note'] },
      DRIFT: { run: null, names: ['public.scratch'] },
    });
    expect((await rig.drift())?.changes.map(({ name }) => name)).toEqual(['public.scratch']);
  });

  it('does not take hand work for drift that a run has changed again before it was decided', async () => {
    await rig.close();
    rig = await createSchemaRig({
      schema: { intervalMs: 3_600_000 },
      timings: { graceMs: 60_000 },
    });
    await rig.sql.unsafe('create table orders (id int primary key, total integer)');
    for (const statement of installStatements()) await rig.sql.unsafe(statement);
    rig.watch();
    await rig.settled();
    await rig.sql.unsafe('alter table orders alter total type bigint');
    await until('the change', async () => (await rig.sets()).length === 1);
    const run = await rig.beginRun();
    const own = as(`hawkwatch run ${run.slice(0, 8)}`);
    await own.unsafe('alter table orders alter total type numeric');
    await rig.endRun(run);
    const [set] = await rig.decided(1);
    await own.end();
    expect(set).toMatchObject({ origin: 'MIGRATION', runId: run });
    expect(await rig.driftEvents()).toEqual([]);
  });

  it('tells nothing of what was rolled back', async () => {
    await rig.sql.unsafe('begin; alter table orders add note text; rollback');
    await rig.sql.unsafe('create table kept (id int)');
    const [set] = await rig.decided(1);
    expect(set?.changes.map(({ name }) => name)).toEqual(['public.kept']);
    expect(set?.by).toHaveLength(1);
  });

  it('hears again after the connection that listens was killed', async () => {
    const killed = await until('the listener', async () => {
      const rows = await rig.sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query ilike 'listen%'`;
      return rows.length > 0;
    });
    expect(killed).toBe(true);
    await rig.sql.unsafe('create table missed (id int)');
    const [set] = await rig.decided(1);
    expect(set?.changes.map(({ name }) => name)).toEqual(['public.missed']);
  });
});
