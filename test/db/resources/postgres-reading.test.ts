// What is read of PostgreSQL's resources, on every server at hand, and by a role with no rights at all.
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { DatabaseConnection } from '../../../src/databases/driver.ts';
import type { Measure, ResourceReading } from '../../../src/databases/resources.ts';
import { serversAtHand, type TestPlace } from '../../support/servers-at-hand.ts';
import { openDatabase } from '../../support/snapshots.ts';
import { until } from '../../support/until.ts';

const settings = { shared_preload_libraries: 'pg_stat_statements', max_connections: '40' };
const everything = { tables: true, statements: true };
const quick = { tables: false, statements: false };

const valueOf = (measures: readonly Measure[], metric: string, label?: string) =>
  measures.find(
    (one) =>
      one.metric === metric &&
      (label === undefined || Object.values(one.labels ?? {}).includes(label)),
  )?.value;

describe.each(serversAtHand(settings))('the resources of $title', ({ open }) => {
  let place: TestPlace;
  let sql: postgres.Sql;
  let other: postgres.Sql;
  const closes: (() => Promise<unknown> | void)[] = [];
  const connect = (url = place.url): DatabaseConnection => {
    const connection = openDatabase(url);
    closes.push(() => connection.close());
    return connection;
  };
  const read = async (
    connection: DatabaseConnection,
    request = quick,
  ): Promise<ResourceReading> => {
    const reading = await connection.readResources?.(request);
    if (reading === undefined) throw new Error('nothing was read');
    return reading;
  };

  beforeAll(async () => {
    place = await open();
    sql = postgres(place.url, { max: 2, onnotice: () => undefined });
    other = postgres(place.url, { max: 1, onnotice: () => undefined });
    await sql`create table goods (id int primary key, name text)`;
    await sql`insert into goods select n, repeat('x', 50) from generate_series(1, 5000) n`;
    await sql`delete from goods where id <= 2000`;
  }, 120_000);
  afterEach(async () => {
    for (const close of closes.splice(0)) await close();
  });
  afterAll(async () => {
    await Promise.all([sql.end(), other.end()]);
    await place.close();
  }, 60_000);

  it('are all there for a superuser, and every number is one', async () => {
    const reading = await read(connect(), everything);
    const { measures, counters, tableMeasures = [], tables = [] } = reading;
    for (const { metric, value } of [...measures, ...tableMeasures]) {
      expect(Number.isFinite(value), metric).toBe(true);
      expect(value, metric).toBeGreaterThanOrEqual(0);
    }
    const names = new Set([...measures, ...tableMeasures].map(({ metric }) => metric));
    for (const metric of [
      'database.connections_used_percent',
      'database.longest_transaction_seconds',
      'database.longest_query_seconds',
      'database.sessions_blocked',
      'database.locks_waiting',
      'database.transaction_id_age',
      'database.wraparound_percent',
      'database.size_bytes',
      'database.dead_rows',
    ]) {
      expect(names).toContain(metric);
    }
    const counted = new Set(counters.map(({ metric }) => metric));
    for (const metric of [
      'database.commits_per_second',
      'database.wal_bytes_per_second',
      'database.checkpoints_timed',
      'database.deadlocks',
      'database.temp_bytes',
      'database.session_block_writes_per_second',
    ]) {
      expect(counted).toContain(metric);
    }
    expect(tables.map(({ name }) => name)).toContain('goods');
    expect(tables.find(({ name }) => name === 'goods')?.bytes).toBeGreaterThan(100_000);
  });

  it('count dead rows once the server has counted them', async () => {
    const connection = connect();
    const dead = await until(
      'dead rows are counted',
      async () => {
        const { tableMeasures = [] } = await read(connection, everything);
        return valueOf(tableMeasures, 'database.table_dead_rows', 'public.goods');
      },
      60_000,
    );
    expect(dead).toBe(2000);
  });

  it('tell of those who wait for a lock, and who holds it', async () => {
    const connection = connect();
    const { promise: release, resolve: let_go } = Promise.withResolvers<void>();
    const holder = sql.begin(async (tx) => {
      await tx`lock table goods in access exclusive mode`;
      await release;
    });
    try {
      await until('the lock is held', async () => {
        const { measures } = await read(connection);
        return (valueOf(measures, 'database.connections', 'idle_in_transaction') ?? 0) > 0;
      });
      const waiting = other`select count(*) from goods`;
      const started = waiting.then(
        () => undefined,
        () => undefined,
      );
      const found = await until('somebody waits', async () => {
        const { measures } = await read(connection);
        return valueOf(measures, 'database.sessions_blocked') === 1 && measures;
      });
      expect(valueOf(found, 'database.locks_waiting')).toBe(1);
      expect(valueOf(found, 'database.sessions_blocking')).toBe(1);
      expect(valueOf(found, 'database.longest_idle_in_transaction_seconds')).toBeGreaterThan(0);
      // A table that is held is not waited for.
      const reading = await read(connection, everything);
      expect(reading.tables?.find(({ name }) => name === 'goods')?.bytes).toBeNull();
      let_go();
      await Promise.all([holder, started]);
    } finally {
      let_go();
    }
  });

  it('tell what a slot keeps', async () => {
    const name = `kept_${process.pid}`;
    await sql`select pg_create_physical_replication_slot(${name}, true)`;
    try {
      await sql`insert into goods select n, 'y' from generate_series(10001, 15000) n`;
      const { measures } = await read(connect());
      expect(valueOf(measures, 'database.slot_retained_bytes', name)).toBeGreaterThan(100_000);
      expect(valueOf(measures, 'database.slot_active', name)).toBe(0);
    } finally {
      await sql`select pg_drop_replication_slot(${name})`;
    }
  });

  it('tell what statements cost, without their parameters, or why they cannot', async () => {
    const connection = connect();
    const [loaded] = await sql<{ loaded: boolean }[]>`
      select current_setting('shared_preload_libraries') ~ 'pg_stat_statements' as loaded`;
    const before = await read(connection, everything);
    expect(before.statements).toBeUndefined();
    expect(before.notes.find(({ about }) => /pg_stat_statements/.test(about))?.reason).toMatch(
      /create extension/,
    );
    const [known] = await sql`
      select from pg_available_extensions where name = 'pg_stat_statements'`;
    if (known === undefined) return;
    await sql.unsafe(
      'create schema "odd ""place"; create extension pg_stat_statements schema "odd ""place"',
    );
    if (loaded?.loaded !== true) {
      const { statements, notes } = await read(connection, everything);
      const reasons = notes.map(({ reason }) => reason).join();
      if (statements !== undefined || !reasons.includes('shared_preload_libraries')) {
        throw new Error(`it was not told that the extension is not loaded: ${reasons}`);
      }
      return;
    }
    await sql.unsafe(`select count(*) from goods where name = 'top secret'`);
    await sql.unsafe(`create role pass_${process.pid} password 'hush hush'`);
    await sql.unsafe(`drop role pass_${process.pid}`);
    const { statements } = await read(connection, everything);
    expect(statements).toMatchObject({ complete: true });
    const ids = statements?.totals.map(({ id }) => id) ?? [];
    const texts = await connection.readStatementTexts?.(ids);
    const all = [...(texts?.values() ?? [])];
    expect(all.some((text) => /from goods where name = \$1/.test(text))).toBe(true);
    expect(all.some((text) => /create role/.test(text))).toBe(true);
    expect(all.join()).not.toMatch(/secret|hush/);
  });

  it('by a role without rights are what it may see, and it is told what is missing', async () => {
    const role = `bare_${process.pid}_${Date.now()}`;
    await sql.unsafe(`create role ${role} login password 'x'`);
    closes.push(() => sql.unsafe(`drop role ${role}`));
    const url = new URL(place.url.replace(/\/\/[^@/]*@/, `//${role}:x@`));
    const reading = await read(connect(url.href), everything);
    expect(reading.notes.map(({ reason }) => reason).join()).toMatch(/pg_read_all_stats/);
    const names = reading.measures.map(({ metric }) => metric);
    expect(names).toContain('database.connections_used_percent');
    // Nothing is said of what it cannot see.
    expect(names).not.toContain('database.longest_transaction_seconds');
    expect(reading.counters.length).toBeGreaterThan(10);
    expect(valueOf(reading.tableMeasures ?? [], 'database.size_bytes')).toBeGreaterThan(0);
  });

  it('leave out what is refused, and nothing else', async () => {
    await sql.unsafe('revoke select on pg_catalog.pg_replication_slots from public');
    closes.push(() => sql.unsafe('grant select on pg_catalog.pg_replication_slots to public'));
    const role = `refused_${process.pid}_${Date.now()}`;
    await sql.unsafe(`create role ${role} login password 'x'`);
    closes.unshift(() => sql.unsafe(`drop role ${role}`));
    const url = new URL(place.url.replace(/\/\/[^@/]*@/, `//${role}:x@`));
    const connection = openDatabase(url.href);
    closes.unshift(() => connection.close());
    const reading = await read(connection);
    expect(reading.notes.map(({ about }) => about)).toContain(
      'replication slots (pg_replication_slots)',
    );
    expect(reading.measures.map(({ metric }) => metric)).toContain('database.wraparound_percent');
  });

  it('do not run what the owner of the database put in the way', async () => {
    await sql.unsafe(`create table trap (n int);
      create function public.count(anyelement) returns bigint language plpgsql as
        $$ begin insert into trap values (1); return 0; end $$;
      create function public.age(xid) returns int language plpgsql as
        $$ begin insert into trap values (2); return 0; end $$;
      create view public.pg_stat_activity as select 1 as pid;
      alter database ${JSON.stringify(new URL(place.url).pathname.slice(1))}
        set search_path = public, pg_catalog`);
    await read(connect(), everything);
    expect(await sql`select n from trap`).toEqual([]);
  });
});
