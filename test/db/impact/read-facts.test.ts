import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createSystemClock, type Clock } from '../../../src/core/clock.ts';
import { openTargetClient, type TargetClient } from '../../../src/databases/postgres/client.ts';
import { objectsNamedBy } from '../../../src/migrations/impact/named-objects.ts';
import { readDatabaseFacts, type FactsOptions } from '../../../src/migrations/impact/read-facts.ts';
import { loadSqlParser, parseSql } from '../../../src/sql/parse.ts';
import { serversAtHand, type TestPlace } from '../../support/servers-at-hand.ts';

const clientOf = (url: string): TargetClient =>
  openTargetClient({
    url,
    applicationName: 'hawkwatch',
    max: 2,
    connectTimeoutMs: 5000,
    statementTimeoutMs: 10_000,
    idleTimeoutMs: 0,
  });

describe.each(serversAtHand({ max_prepared_transactions: '5' }))('facts, on $title', (server) => {
  let place: TestPlace;
  let reader: TargetClient;
  let sql: postgres.Sql;
  beforeAll(async () => {
    await loadSqlParser();
    place = await server.open();
    reader = clientOf(place.url);
    sql = postgres(place.url, { max: 4, onnotice: () => undefined });
  });
  afterAll(async () => {
    await reader.end();
    await sql.end();
    await place.close();
  });
  beforeEach(() => sql.unsafe('drop schema public cascade; create schema public').simple());

  const run = (text: string) => sql.unsafe(text).simple();
  const read = async (text: string, more: Partial<FactsOptions> = {}, through = reader) => {
    const options = { clock: createSystemClock(), ...more };
    const parsed = parseSql(text);
    if (!parsed.ok) throw new Error(parsed.message);
    return readDatabaseFacts(
      through,
      objectsNamedBy(parsed.statements.map((s) => s.node)),
      options,
    );
  };
  /** Another session, which may hold locks meanwhile. */
  const beside = async (work: (session: postgres.Sql) => Promise<void>): Promise<void> => {
    const session = postgres(place.url, { max: 1, onnotice: () => undefined });
    try {
      await work(session);
    } finally {
      await session.end({ timeout: 1 });
    }
  };
  const names = (facts: Awaited<ReturnType<typeof read>>): readonly string[] =>
    [...facts.tables.keys()].toSorted((a, b) => a.localeCompare(b));

  it('tell the server, and a table with what belongs to it', async () => {
    await run(
      `create table orders (id int primary key, note varchar(20), amount numeric(10, 2));
      insert into orders select i, 'n', i from generate_series(1, 1000) i;
      alter table orders add constraint positive check (amount > 0) not valid;
      create unique index orders_expr on orders (lower(note), id) include (amount);
      create view v as select id from orders;
      create materialized view m as select id from v;
      vacuum analyze orders`.replace('vacuum analyze orders', ''),
    );
    await sql`vacuum analyze orders`;
    const facts = await read('alter table orders add column more int');
    expect(facts.serverVersion).toBeGreaterThan(150_000);
    expect(facts.timeZone).toEqual(expect.any(String));
    expect(facts.searchPath).toEqual(['public']);
    expect(names(facts)).toEqual(['public.orders']);
    const orders = facts.tables.get('public.orders');
    expect(orders).toMatchObject({
      kind: 'table',
      rows: 1000,
      partitions: 0,
      dependents: ['public.m', 'public.v'],
      columns: [
        { name: 'id', type: 'integer', notNull: true },
        { name: 'note', type: 'character varying(20)', notNull: false },
        { name: 'amount', type: 'numeric(10,2)', notNull: false },
      ],
      indexes: [
        { name: 'orders_expr', columns: ['(expression)', 'id'], unique: true, valid: true },
        { name: 'orders_pkey', columns: ['id'], unique: true, valid: true },
      ],
    });
    const own = orders?.constraints.filter((constraint) => constraint.kind !== 'not-null');
    expect(own).toEqual([
      {
        name: 'orders_pkey',
        kind: 'primary',
        validated: true,
        definition: 'PRIMARY KEY (id)',
        columns: ['id'],
        references: null,
      },
      {
        name: 'positive',
        kind: 'check',
        validated: false,
        definition: 'CHECK ((amount > (0)::numeric)) NOT VALID',
        columns: ['amount'],
        references: null,
      },
    ]);
    const [size] = await sql<{ heap: string; total: string }[]>`
      select pg_relation_size('orders') as heap, pg_total_relation_size('orders') as total`;
    expect([orders?.heapBytes, orders?.totalBytes]).toEqual([
      Number(size?.heap),
      Number(size?.total),
    ]);
  });

  it('sum partitions, at any depth', async () => {
    await run(`create table p (id int, kind text) partition by range (id);
      create table p1 partition of p for values from (0) to (100);
      create table p2 partition of p for values from (100) to (200) partition by list (kind);
      create table p2a partition of p2 for values in ('a');
      create table p2b partition of p2 for values in ('b');
      insert into p select i, case when i % 2 = 0 then 'a' else 'b' end from generate_series(0, 199) i;
      analyze p1; analyze p2a; analyze p2b`);
    const facts = await read('create index on p (id)');
    const [size] = await sql<{ total: string }[]>`
      select sum(pg_total_relation_size(relid)) as total from pg_partition_tree('p') where isleaf`;
    expect(facts.tables.get('public.p')).toMatchObject({
      kind: 'partitioned',
      rows: 200,
      partitions: 3,
      totalBytes: Number(size?.total),
    });
    // A partition brings its parents: its removal locks them too.
    expect(names(await read('drop table p2a'))).toEqual(['public.p', 'public.p2', 'public.p2a']);
  });

  it('do not know rows that nobody counted, and know that an empty table has none', async () => {
    await run(`create table full_one (id int) with (autovacuum_enabled = off);
      insert into full_one select generate_series(1, 100); create table empty_one (id int)`);
    const facts = await read('drop table full_one, empty_one');
    expect(facts.tables.get('public.full_one')).toMatchObject({ rows: null, heapBytes: 8192 });
    expect(facts.tables.get('public.empty_one')).toMatchObject({ rows: 0, heapBytes: 0 });
  });

  it('scale rows to the size the table has by now', async () => {
    await run(`create table grown (id int) with (autovacuum_enabled = off);
      insert into grown select generate_series(1, 10000); analyze grown;
      insert into grown select generate_series(1, 90000)`);
    const rows = (await read('drop table grown')).tables.get('public.grown')?.rows ?? 0;
    expect(Math.abs(rows - 100_000)).toBeLessThan(5000);
  });

  it('find names as PostgreSQL does, through the search path, and index names too', async () => {
    await run(`create schema "Other"; create table "Other".orders (id int primary key);
      create table orders (id int); create table "Odd.name" (id int); create table seen (id int)`);
    expect(names(await read('drop table orders'))).toEqual(['public.orders']);
    expect(names(await read('drop table "Other".orders'))).toEqual(['Other.orders']);
    expect(names(await read('drop index "Other".orders_pkey'))).toEqual(['Other.orders']);
    expect(names(await read('drop index orders_pkey'))).toEqual([]);
    expect(names(await read('alter table "Odd.name" add x int'))).toEqual(['public.Odd.name']);
    expect(names(await read('drop schema "Other" cascade'))).toEqual(['Other.orders']);
    expect(names(await read('set search_path = "Other"; drop table orders'))).toEqual([
      'Other.orders',
      'public.orders',
    ]);
    expect(names(await read('drop table missing, pg_class'))).toEqual([]);
    await run('drop schema "Other" cascade');
  });

  it('reach what foreign keys and domains connect', async () => {
    await run(`create domain positive as int;
      create table a (id int primary key, n positive);
      create table b (id int primary key, a_id int references a);
      create table c (id int, b_id int references b)`);
    expect(names(await read('truncate a cascade'))).toEqual(['public.a', 'public.b', 'public.c']);
    const facts = await read('alter table b drop constraint b_a_id_fkey');
    expect(names(facts)).toEqual(['public.a', 'public.b', 'public.c']);
    const key = facts.tables.get('public.b')?.constraints.find((one) => one.kind === 'foreign');
    expect(key).toMatchObject({ references: 'public.a', columns: ['a_id'], validated: true });
    const domain = await read('alter domain positive add check (value > 0)');
    expect(names(domain)).toContain('public.a');
  });

  it('divide traffic by the time that was counted, and say nothing when that is short', async () => {
    await run('create table busy (id int)');
    await beside(async (one) => {
      await one.unsafe('insert into busy select generate_series(1, 500)');
      await one.unsafe('select count(*) from busy');
      await one.unsafe('select pg_stat_force_next_flush()');
    });
    const short = (await read('drop table busy', { traffic: { leastCountedMinutes: 1e6 } })).tables;
    expect(short.get('public.busy')).toMatchObject({ readsPerMinute: null, writesPerMinute: null });
    const busy = (
      await read('drop table busy', { traffic: { leastCountedMinutes: 0 } })
    ).tables.get('public.busy');
    expect(busy?.readsPerMinute).toBeGreaterThan(0);
    expect(busy?.writesPerMinute).toBeGreaterThan(busy?.readsPerMinute ?? Number.POSITIVE_INFINITY);
  });

  it('count what goes on now where the average of a long time would hide it', async () => {
    await run('create table late (id int)');
    const clock: Clock = {
      ...createSystemClock(),
      sleep: () =>
        beside(async (one) => {
          await one.unsafe('insert into late select generate_series(1, 5000)');
          await one.unsafe('select pg_stat_force_next_flush()');
        }),
    };
    const traffic = { leastCountedMinutes: 0, sampledAboveMinutes: 0 };
    const facts = await read('drop table late', { clock, traffic });
    // Within a second or a few; as an average of hours it would be next to nothing.
    expect(facts.tables.get('public.late')?.writesPerMinute).toBeGreaterThan(5000);
  });

  it('tell long transactions with the tables that they lock', async () => {
    await run(`create table p (id int) partition by range (id);
      create table p1 partition of p for values from (0) to (10)`);
    await beside(async (holder) => {
      await holder.unsafe("set application_name = 'a report'");
      await holder.unsafe('begin');
      await holder.unsafe('select * from p1');
      const [pid] = await holder<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const facts = await read('drop table p', { longTransactionMs: 0 });
      expect(facts.longTransactions.find((one) => one.pid === pid?.pid)).toMatchObject({
        application: 'a report',
        sinceMs: expect.any(Number),
        locks: ['public.p', 'public.p1'],
      });
      const young = await read('drop table p', { longTransactionMs: 3_600_000 });
      expect(young.longTransactions).toEqual([]);
    });
  });

  it('tell a transaction that was prepared and forgotten, where there are such', async () => {
    const [limit] = await sql<{ n: number }[]>`
      select current_setting('max_prepared_transactions')::int as n`;
    await run('create table t (id int)');
    if ((limit?.n ?? 0) > 0) {
      await beside(async (other) => {
        await other.unsafe("begin; lock table t; prepare transaction 'forgotten'").simple();
      });
    }
    const { longTransactions } = await read('drop table t', { longTransactionMs: 0 });
    const prepared = longTransactions.filter(({ application }) =>
      application?.includes('forgotten'),
    );
    expect(prepared).toHaveLength((limit?.n ?? 0) > 0 ? 1 : 0);
    for (const one of prepared) expect(one).toMatchObject({ pid: 0, locks: ['public.t'] });
    if (prepared.length > 0) await run("rollback prepared 'forgotten'");
  });

  it('do not wait for a table that somebody has locked', async () => {
    await run(`create table locked (id int primary key, check (id > 0));
      insert into locked select generate_series(1, 5000)`);
    await sql`vacuum analyze locked`;
    const before = (await read('drop table locked')).tables.get('public.locked');
    await beside(async (holder) => {
      await holder.unsafe('begin; lock table locked in access exclusive mode').simple();
      const facts = await read('drop table locked');
      const table = facts.tables.get('public.locked');
      expect(table).toMatchObject({ rows: 5000, heapBytes: before?.heapBytes });
      expect(table?.constraints.every((constraint) => constraint.definition === '')).toBe(true);
      expect(facts.notes.join()).toContain('exclusive lock');
    });
    // A lock on an index alone is only met while measuring, which is given up after a moment.
    await beside(async (holder) => {
      await holder.unsafe('begin; reindex index locked_pkey').simple();
      const table = (await read('drop table locked')).tables.get('public.locked');
      expect(table).toMatchObject({ rows: 5000 });
    });
  });

  it('say that a role without rights does not see what others do', async () => {
    await run(`drop role if exists facts_reader; create role facts_reader login password 'x'`);
    const url = new URL(place.url);
    url.username = 'facts_reader';
    url.password = 'x';
    const poor = clientOf(url.href);
    await run('create table t (id int); grant usage on schema public to public');
    await beside(async (holder) => {
      await holder.unsafe('begin; lock table t').simple();
      const facts = await read('drop table t', { longTransactionMs: 0 }, poor);
      expect(facts.tables.has('public.t')).toBe(true);
      expect(facts.notes.join()).toContain('grant pg_read_all_stats');
    });
    await poor.end();
    await run('drop role facts_reader');
  });

  it('answer for a thousand tables in one go', async () => {
    await run(`do $$ begin for i in 1..1000 loop
      execute format('create table many_%s (id int primary key, name text)', i); end loop; end $$`);
    const all = Array.from({ length: 1000 }, (_, i) => `drop table many_${i + 1}`).join(';');
    expect((await read(all)).tables.size).toBe(1000);
  });

  it('leave no transaction open, and no connection read-only', async () => {
    await read('drop table t');
    const open = await sql`select state from pg_stat_activity
      where datname = current_database() and application_name = 'hawkwatch'
        and xact_start is not null`;
    expect(open).toEqual([]);
    const [setting] = await reader.unsafe<{ on: string; wait: string }[]>(
      `select current_setting('transaction_read_only') as on, current_setting('lock_timeout') as wait`,
    );
    expect(setting).toEqual({ on: 'off', wait: '0' });
  });
});
