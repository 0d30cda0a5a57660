// What is no foreign migration: ordinary work of applications, and hawkwatch's own.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { findDatabaseByName } from '../../../src/store/databases.ts';
import { insertRun } from '../../../src/store/migration-runs.ts';
import { clock, createRig, isOpen, random, type Client, type Rig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig({ databases: ['shop'] });
  const { sql, end } = await rig.connect();
  await sql.unsafe(`create table orders (id int, note text);
    insert into orders select g, md5(g::text) from generate_series(1, 1000) g;
    create materialized view totals as select count(*) from orders`);
  await end();
});
afterAll(() => rig.close());
afterEach(() => rig.clear());

/** Long enough for every threshold of the rig, with a sign that looks were made meanwhile. */
async function looked(): Promise<void> {
  const marker = await rig.connect({ application: 'marker' });
  for (const key of [4097083626, 72707369]) {
    await marker.sql`select pg_sleep(0.8)`;
    await marker.sql`select pg_advisory_lock(${key}::bigint)`;
    await rig.run('the marker', (run) => isOpen(run) && run.foreign?.pid === marker.pid);
    await marker.sql`select pg_advisory_unlock_all()`;
    await rig.run('its end', (run) => !isOpen(run) && run.foreign?.pid === marker.pid);
  }
  await marker.end();
}

const others = async (): Promise<readonly string[]> =>
  (await rig.runs()).flatMap(({ foreign }) =>
    foreign?.application === 'marker' ? [] : `${foreign?.application}: ${foreign?.sign}`,
  );

async function during(client: Client, statements: readonly string[]): Promise<void> {
  await client.sql.unsafe('begin');
  for (const statement of statements) await client.sql.unsafe(statement);
  await looked();
  await client.sql.unsafe('rollback');
}

describe('no foreign migration is', () => {
  it.each([
    ['a temporary table', ['create temp table t (a int)', 'alter table t add b int']],
    ['a table for results', ['create table results as select * from orders']],
    ['a load', ['truncate orders', 'insert into orders select 1, null']],
    ['a materialized view', ['refresh materialized view totals']],
    ['a lock by hand', ['lock table orders in share row exclusive mode', 'select 1']],
    ['a long transaction', ["update orders set note = 'new'", 'select 1']],
  ])('%s', async (_what, statements) => {
    await during(await rig.connect({ application: 'shop api' }), statements);
    expect(await others()).toEqual([]);
  });

  it('a long statement of an application', async () => {
    const client = await rig.connect({ application: 'report' });
    const long = client.sql.unsafe('/* create table */ select pg_sleep(60)').execute();
    long.catch(() => undefined);
    await looked();
    expect(await others()).toEqual([]);
  });

  it('a quick schema change', async () => {
    const client = await rig.connect({ application: 'psql' });
    await client.sql.unsafe('alter table orders add quick int; alter table orders drop quick');
    await looked();
    expect(await others()).toEqual([]);
  });

  it('an application that is called after migrations, between its transactions', async () => {
    const client = await rig.connect({ application: 'user-migration-service' });
    await client.sql.unsafe('select 1');
    await looked();
    expect(await others()).toEqual([]);
  });

  it("a session of hawkwatch's own, whatever it holds", async () => {
    const client = await rig.connect({ application: 'hawkwatch run 12345678' });
    await during(client, [
      'select pg_advisory_lock(1751218028, 1), pg_advisory_lock(7241865325823964)',
      'alter table orders add own int',
    ]);
    expect(await others()).toEqual([]);
  });

  it('a tool that hawkwatch itself has started, as long as that run goes on', async () => {
    const { store } = rig;
    const database = await findDatabaseByName(store.q, 'shop');
    await rig.configure(() => ({
      sources: [
        {
          name: 'main',
          tool: 'prisma',
          folder: null,
          git: null,
          manifest: true,
          table: null,
          command: {
            migrate: ['npx', 'prisma', 'migrate', 'deploy'],
            rollback: null,
            directory: '/',
            environment: {},
            secrets: [],
            timeoutMs: 1_000,
          },
          baseline: null,
          outOfOrder: 'refuse',
        },
      ],
    }));
    const id = random.uuid();
    await insertRun(
      store.q,
      {
        id,
        databaseId: database?.id ?? '',
        source: 'main',
        kind: 'MIGRATE',
        origin: 'API',
        state: 'RUNNING',
        executor: 'command',
        dryRun: false,
        toVersion: null,
        triggeredBy: 'olga',
        actorId: 'op',
        clientMutationId: null,
        inputHash: '',
        retryOf: null,
        queuedAt: clock.now(),
        cursorEpoch: '',
        cursorId: 0,
        keyId: '',
        recordedSeq: 1,
      },
      [],
    );
    const client = await rig.connect({ application: 'prisma' });
    await client.sql`select pg_advisory_lock(72707369)`;
    const marker = await rig.connect({ application: 'marker' });
    await marker.sql`select pg_sleep(0.5)`;
    await marker.sql`select pg_advisory_lock(4097083626)`;
    await rig.run('another tool', (run) => isOpen(run) && run.foreign?.tool === 'goose');
    expect(await others()).toEqual([]);
    await store.raw`update hawkwatch_store.migration_runs set state = 'SUCCEEDED' where id = ${id}`;
    await rig.run('what goes on after it', (run) => isOpen(run) && run.foreign?.tool === 'prisma');
  });
});
