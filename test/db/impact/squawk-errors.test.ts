// Where docs/impact.md says that squawk is wrong, PostgreSQL itself shows it. Each row is named after
// an entry of squawk-disagreements.json; what needs no server to be seen is listed as such.
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { readExplanations } from '../../support/corpus.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { createEmptyDatabase } from '../../support/store.ts';

let database: TestDatabase;
let sql: postgres.Sql;
let serverVersion: number;

beforeAll(async () => {
  database = await createEmptyDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  const [row] = await sql`show server_version_num`;
  serverVersion = Math.floor(Number(row?.['server_version_num']) / 10_000);
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

beforeEach(async () => {
  await sql.unsafe(`create table t (id bigint primary key, a numeric);
    insert into t values (1, 5), (2, null)`);
});
afterEach(async () => {
  await sql.unsafe('drop schema public cascade; create schema public');
});

const fileNode = async (): Promise<unknown> =>
  (await sql`select pg_relation_filenode('t') as node`)[0]?.['node'];

/** True when the statement writes the table anew. */
async function rewrites(statement: string): Promise<boolean> {
  const before = await fileNode();
  await sql.unsafe(statement);
  return (await fileNode()) !== before;
}

const failureOf = (statement: string): Promise<string | undefined> =>
  sql.unsafe(statement).then(
    () => undefined,
    (error: unknown) => (error instanceof postgres.PostgresError ? error.code : 'unknown'),
  );

/** Locks on a table that a statement takes, as `pg_locks` calls them. */
const locksOf = (statement: string, table: string): Promise<readonly string[]> =>
  sql.begin(async (tx) => {
    await tx.unsafe(statement);
    const rows = await tx`select mode from pg_locks
      where pid = pg_backend_pid() and relation = ${table}::regclass`;
    return rows.map((row) => String(row['mode']));
  });

const checks: Readonly<Record<string, { since?: number; show: () => Promise<void> }>> = {
  'stable-defaults': {
    show: async () => {
      for (const value of ['current_date', "(now() + interval '1 year')", '-1.5', 'current_user']) {
        const type = value.includes('.') ? 'numeric' : 'text';
        expect(await rewrites(`alter table t add column c ${type} default ${value}`)).toBe(false);
        await sql.unsafe('alter table t drop column c');
      }
      expect(await rewrites('alter table t add column c float default random()')).toBe(true);
    },
  },
  virtual: {
    since: 18,
    show: async () => {
      const column = 'alter table t add column c numeric generated always as (a * 2)';
      expect(await rewrites(`${column} virtual`)).toBe(false);
      expect(await rewrites(`${column.replace(' c ', ' d ')} stored`)).toBe(true);
    },
  },
  'serial-default': {
    show: async () => {
      expect(await failureOf('alter table t add column c bigserial not null')).toBeUndefined();
      expect(await failureOf('alter table t add column d bigint not null')).toBe('23502');
    },
  },
  'domain-not-valid': {
    show: async () => {
      await sql.unsafe('create domain d as numeric; alter table t add column c d default -1');
      const add = 'alter domain d add constraint k check (value > 0)';
      expect(await failureOf(add)).toBe('23514');
      expect(await failureOf(`${add} not valid`)).toBeUndefined();
    },
  },
  'domain-set-not-null': {
    show: async () => {
      await sql.unsafe('create domain d as numeric; alter table t add column c d');
      expect(await failureOf('alter domain d set not null')).toBe('23502');
    },
  },
  'domain-default': {
    show: async () => {
      await sql.unsafe('create domain d as bigint default 0');
      const rows = await sql`select from pg_constraint where contypid = 'd'::regtype`;
      expect(rows).toHaveLength(0);
    },
  },
  'character-varying': {
    show: async () => {
      await sql.unsafe('alter table t add column c character varying, add d character');
      const [row] = await sql`select format_type(atttypid, null) as c from pg_attribute
        where attrelid = 't'::regclass and attname = 'c'`;
      expect(row?.['c']).toBe('character varying');
    },
  },
  'single-statement': {
    show: async () => {
      const build = sql.begin((tx) => tx.unsafe('create index concurrently i on t (a)'));
      await expect(build).rejects.toMatchObject({ code: '25001' });
    },
  },
  'wrapped-begin': {
    show: async () => {
      await sql.begin(async (tx) => {
        await tx.unsafe('begin');
        await tx.unsafe('insert into t values (3)');
      });
      // The outer COMMIT has ended it all.
      const [row] = await sql`select pg_current_xact_id_if_assigned() as xid`;
      expect(row?.['xid']).toBeNull();
      expect(await sql`select from t where id = 3`).toHaveLength(1);
    },
  },
  'not-enforced': {
    since: 18,
    show: async () => {
      const add = 'alter table t add constraint k check (a > 100)';
      expect(await failureOf(add)).toBe('23514');
      expect(await failureOf(`${add} not enforced`)).toBeUndefined();
    },
  },
  'column-check': {
    show: async () => {
      const add = 'alter table t add column c numeric default 5 check (c < 1)';
      expect(await failureOf(add)).toBe('23514');
    },
  },
  'ended-wrapper': {
    show: async () => {
      await sql.unsafe('begin').simple();
      await sql.unsafe('rollback; create table left_over (id bigint)').simple();
      await sql.unsafe('rollback').simple();
      expect(await sql`select to_regclass('left_over') is not null as stays`).toEqual([
        { stays: true },
      ]);
    },
  },
  only: {
    show: async () => {
      await sql.unsafe(`create table p (a bigint) partition by range (a);
        create table p1 partition of p for values from (0) to (10);
        create index i on only p (a)`);
      const [row] = await sql`select count(*) from pg_index where indrelid = 'p1'::regclass`;
      expect(Number(row?.['count'])).toBe(0);
    },
  },
  restrict: {
    show: async () => {
      await sql.unsafe('create schema s; create table s.u (id bigint)');
      expect(await failureOf('drop schema s restrict')).toBe('2BP01');
      await sql.unsafe('drop schema s cascade');
    },
  },
  'set-config': {
    show: async () => {
      await sql.unsafe("select set_config('lock_timeout', '2s', false)");
      expect(await sql`show lock_timeout`).toEqual([{ lock_timeout: '2s' }]);
      await sql.unsafe('reset lock_timeout');
    },
  },
  'limit-taken-back': {
    show: async () => {
      await sql.unsafe("set lock_timeout = '2s'; reset lock_timeout");
      expect(await sql`show lock_timeout`).toEqual([{ lock_timeout: '0' }]);
    },
  },
  'partition-of': {
    show: async () => {
      await sql.unsafe('create table p (a bigint) partition by range (a)');
      const create = 'create table p2 partition of p for values from (10) to (20)';
      expect(await locksOf(create, 'p')).toContain('AccessExclusiveLock');
    },
  },
  'newer-grammar': {
    show: async () => {
      const code = await failureOf('repack (concurrently) t');
      expect(serverVersion >= 19 || code === '42601').toBe(true);
    },
  },
  savepoint: {
    show: async () => {
      await sql.begin(async (tx) => {
        await tx.unsafe('insert into t values (3); savepoint s; rollback to savepoint s');
        await tx.unsafe('insert into t values (4)');
      });
      expect(await sql`select from t where id in (3, 4)`).toHaveLength(2);
    },
  },
};

/** Seen without a server: names that are compared, and a byte order mark. */
const seenOtherwise = new Set(['schema-qualified', 'byte-order-mark']);

describe('what squawk is said to be wrong about', () => {
  it('is shown by PostgreSQL, all of it', () => {
    const said = readExplanations().filter((one) => one.verdict === 'squawk');
    const shown = new Set([...Object.keys(checks), ...seenOtherwise]);
    expect(new Set(said.map((one) => one.id))).toEqual(shown);
  });

  it.each(Object.entries(checks))('%s', async (_id, { since = 0, show }) => {
    // What an older server does not know yet, it cannot show.
    await (serverVersion >= since ? show() : undefined);
    expect(serverVersion).toBeGreaterThanOrEqual(15);
  });
});
