// SQLite and DuckDB are the judges of queries that are read with PostgreSQL's parser: none is told as broken
// that they still take, and what they refuse is told or left unchecked.
import { mkdtemp, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { breaksOf } from '../../../src/databases/needs/broken-needs.ts';
import { checkNeeds, noNeeds, type ApplicationNeeds } from '../../../src/databases/needs/needs.ts';
import { loadSqlParser } from '../../../src/sql/parse.ts';
import { readQueries } from '../../../src/sql/queries/read-queries.ts';
import { runDuckdb, runSqlite } from '../../support/database-files.ts';
import { snapshotOf } from '../../support/snapshots.ts';

const common = `
  create table customers (id integer primary key, name text not null, email text);
  create table orders (id integer primary key, customer_id int not null, total numeric not null default 0, note text);
  create view big as select id, total from orders where total > 100;`;

const shared = [
  'select * from orders',
  'select o.Total, C.name from orders o join Customers c on c.id = o.customer_id where o.id = ?',
  'select id, total as t from orders order by t',
  'select name from customers where email = :email',
  'with x as (select * from orders) select total from x',
  'select total from big',
  'insert into orders (id, customer_id) values (?, ?)',
  'insert into customers (name, email) values (?1, ?2) returning id',
  'insert into customers values (1, 2, 3)',
  'update orders set total = total + @more, note = $note where id = ?',
  'delete from orders where customer_id in (select id from customers where name is null)',
  'select note from orders union all select email from customers',
  'select rowid from orders',
];

const sqliteQueries = [
  ...shared,
  'select id, note as remark from orders where remark is not null',
  `select id from orders where note = "open"`,
  'select main.orders.note from main.orders',
  'insert or replace into orders (id, customer_id) values (1, 2)',
  'select oid, _rowid_ from orders',
  'select name from sqlite_master',
];

const duckdbQueries = [
  ...shared,
  'select id, note as remark from orders where remark is not null',
  'select total * 2 as twice, twice + 1 as more from orders',
  'select list_transform([1, 2], x -> x + id) from orders',
  'from orders select note',
  'select * exclude (note) from orders',
  'select id from orders group by all',
  's.a',
  `select s.a from (select {'a': note} as s from orders)`,
  `select * from 'nowhere.csv'`,
  'select add_all(total, 2) from orders',
  'select o.note from main.orders o',
  'select table_name from duckdb_tables()',
];

const changes = [
  'alter table orders drop column note',
  'alter table orders rename column total to amount',
  'alter table orders rename to purchases',
  'alter table customers drop column email',
  'alter table customers rename column name to title',
  'drop table customers',
  'drop view big',
  'alter table orders add column branch int',
  'alter table customers add column phone text',
  `drop table orders; create table orders (id integer primary key, customer_id int not null, total numeric not null, note text, branch int not null)`,
  'drop view big; drop table orders; create table orders (id integer not null primary key, customer_id int, total int)',
];

function needsOf(queries: readonly string[]): ApplicationNeeds {
  return {
    ...noNeeds,
    queries: queries.flatMap((query, place) =>
      readQueries(Buffer.from(query)).flatMap((read) =>
        read.ok ? [{ need: `queries/all.sql:${place}`, shape: read.shape }] : [],
      ),
    ),
    unreadable: queries.flatMap((query, place) =>
      readQueries(Buffer.from(query)).flatMap((read) =>
        read.ok ? [] : [{ need: `queries/all.sql:${place}`, reason: read.reason }],
      ),
    ),
  };
}

async function refusedBySqlite(file: string, queries: readonly string[]): Promise<Set<number>> {
  const database = new DatabaseSync(file);
  const refused = new Set<number>();
  for (const [place, query] of queries.entries()) {
    database.exec('begin');
    try {
      const statement = database.prepare(query);
      if (query.startsWith('insert')) {
        // Only a row tells whether a value is missing.
        statement.run(...['7', '8'].slice(0, query.split('?').length - 1));
      }
    } catch {
      refused.add(place);
    }
    database.exec('rollback');
  }
  database.close();
  return Promise.resolve(refused);
}

async function refusedByDuckdb(file: string, queries: readonly string[]): Promise<Set<number>> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  const refused = new Set<number>();
  for (const [place, query] of queries.entries()) {
    await connection.run('begin');
    try {
      // Places for values of one kind only.
      const text = query.replaceAll(/\?\d?|(?<=\W)[:@$][a-z]+/g, '7');
      if (query.startsWith('insert')) await connection.run(text);
      else (await connection.prepare(text)).destroySync();
    } catch {
      refused.add(place);
    }
    await connection.run('rollback');
  }
  connection.closeSync();
  instance.closeSync();
  return refused;
}

let folder: string;
beforeAll(async () => {
  await loadSqlParser();
  folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-needs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const engines = [
  {
    scheme: 'sqlite',
    run: runSqlite,
    refused: refusedBySqlite,
    queries: sqliteQueries,
    setup: common,
  },
  {
    scheme: 'duckdb',
    run: runDuckdb,
    refused: refusedByDuckdb,
    queries: duckdbQueries,
    setup: `${common} create macro add_all(x, y) as x + y`,
  },
];

describe.each(engines)('on $scheme', ({ scheme, run, refused, queries, setup }) => {
  it.each(changes.map((change, at) => ({ change, at })))('$change', async ({ change, at }) => {
    const needs = needsOf(queries);
    const file = path.join(folder, `${scheme}-${at}.db`);
    const url = `${scheme}:${file}`;
    await run(file, setup);
    const before = await snapshotOf(url);
    const already = await refused(file, queries);
    const wrong = checkNeeds(before, needs).unmet.filter(({ need }) => !already.has(placeOf(need)));
    expect(wrong).toEqual([]);
    await run(file, change);
    const after = await snapshotOf(url);
    const now = await refused(file, queries);
    const broken = breaksOf(before, after, needs);
    const falseAlarms = broken.filter(({ need }) => !now.has(placeOf(need)));
    expect(falseAlarms.map(({ need, message }) => `${queries[placeOf(need)]}: ${message}`)).toEqual(
      [],
    );
    const told = new Set(broken.map(({ need }) => placeOf(need)));
    for (const { need } of checkNeeds(after, needs).notChecked) told.add(placeOf(need));
    const missed = [...now].filter((place) => !already.has(place) && !told.has(place));
    expect(missed.map((place) => queries[place])).toEqual([]);
  });
});

const placeOf = (need: string): number => Number(need.slice(need.lastIndexOf(':') + 1));
