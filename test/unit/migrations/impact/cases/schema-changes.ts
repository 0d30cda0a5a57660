// Rows for rewrites, partitions, triggers, settings of tables, drops, truncates and renames.
import {
  columns,
  constraint,
  databaseFacts,
  smallTable,
  table,
} from '../../../../support/impact-facts.ts';
import type { ImpactCases } from './case.ts';

const shop = databaseFacts([
  table('orders', {
    columns: columns({ id: 'bigint not null', note: 'text' }),
    dependents: ['public.v'],
  }),
  table('items', {
    constraints: [
      constraint({
        name: 'k',
        kind: 'foreign',
        columns: ['order_id'],
        references: 'public.orders',
      }),
    ],
  }),
  smallTable('empty', { rows: 0, heapBytes: 0, totalBytes: 16_384 }),
  table('part', { constraints: [constraint({ name: 'c', kind: 'check' })] }),
]);

export const rewriteCases: ImpactCases = {
  family: 'rewrites',
  rules: [
    'set-logged',
    'set-access-method',
    'set-tablespace',
    'set-generated-expression',
    'rewrite-table',
    'refresh-materialized-view-blocking',
  ],
  rows: [
    {
      name: 'SET UNLOGGED rewrites and loses rows on a crash',
      sql: 'alter table t set unlogged',
      expect: [{ rule: 'set-logged', level: 'CRITICAL', says: 'empty after a crash' }],
    },
    { name: 'SET LOGGED rewrites', sql: 'alter table t set logged', expect: ['set-logged'] },
    {
      name: 'a small table is soon logged',
      sql: 'alter table empty set logged',
      facts: shop,
      expect: [{ rule: 'set-logged', level: 'LOW' }],
    },
    {
      name: 'another access method rewrites',
      sql: 'alter table t set access method columnar',
      expect: ['set-access-method'],
    },
    {
      name: 'another tablespace copies',
      sql: 'alter table t set tablespace fast',
      expect: ['set-tablespace'],
    },
    {
      name: 'another expression rewrites',
      sql: 'alter table t alter column g set expression as (a * 2)',
      expect: ['set-generated-expression'],
    },
    {
      name: 'VACUUM FULL rewrites',
      sql: 'vacuum full t',
      expect: [{ rule: 'rewrite-table', says: 't anew' }],
    },
    { name: 'VACUUM (FULL) too', sql: 'vacuum (full, verbose) t', expect: ['rewrite-table'] },
    {
      name: 'of all tables too',
      sql: 'vacuum full',
      expect: [{ rule: 'rewrite-table', says: 'every table' }],
    },
    { name: 'VACUUM (FULL false) does not', sql: 'vacuum (full false) t', expect: 'none' },
    { name: 'VACUUM does not', sql: 'vacuum analyze t', expect: 'none' },
    { name: 'CLUSTER rewrites', sql: 'cluster t using i', expect: ['rewrite-table'] },
    {
      name: 'REFRESH keeps others from reading',
      sql: 'refresh materialized view m',
      expect: [{ rule: 'refresh-materialized-view-blocking', level: 'MEDIUM' }],
    },
    {
      name: 'REFRESH CONCURRENTLY does not',
      sql: 'refresh materialized view concurrently m',
      expect: 'none',
    },
    {
      name: 'none of it matters for what is new',
      sql: `create unlogged table t (a int); alter table t set logged;
            create materialized view m as select 1 as a; refresh materialized view m`,
      expect: 'none',
    },
  ],
};

export const partitionCases: ImpactCases = {
  family: 'partitions, triggers and settings',
  rules: [
    'detach-partition-blocking',
    'attach-partition',
    'create-trigger',
    'disable-triggers',
    'replica-identity',
    'autovacuum-disabled',
  ],
  rows: [
    {
      name: 'DETACH locks the parent',
      sql: 'alter table events detach partition events_1',
      expect: [{ rule: 'detach-partition-blocking', level: 'HIGH' }],
    },
    {
      name: 'DETACH CONCURRENTLY does not',
      sql: 'alter table events detach partition events_1 concurrently',
      expect: 'none',
    },
    {
      name: 'ATTACH scans the partition',
      sql: 'alter table events attach partition part for values in (1)',
      expect: [{ rule: 'attach-partition', level: 'HIGH' }],
    },
    {
      name: 'ATTACH may be spared the scan by a CHECK',
      sql: 'alter table events attach partition part for values in (1)',
      facts: shop,
      expect: [{ rule: 'attach-partition', level: 'MEDIUM', says: 'unless' }],
    },
    {
      name: 'ATTACH of a new table is free',
      sql: 'create table part (a int); alter table events attach partition part for values in (1)',
      expect: 'none',
    },
    {
      name: 'CREATE TRIGGER waits for writers',
      sql: 'create trigger g before insert on t for each row execute function f()',
      expect: [{ rule: 'create-trigger', level: 'MEDIUM' }],
    },
    {
      name: 'a trigger on a new table is fine',
      sql: 'create table t (a int); create trigger g before insert on t for each row execute function f()',
      expect: 'none',
    },
    {
      name: 'triggers that are switched off are missed',
      sql: 'alter table t disable trigger all',
      expect: [{ rule: 'disable-triggers', says: 'foreign keys' }],
    },
    {
      name: 'triggers that are switched on are not',
      sql: 'alter table t enable trigger g',
      expect: 'none',
    },
    {
      name: 'REPLICA IDENTITY FULL sends whole rows',
      sql: 'alter table t replica identity full',
      expect: [{ rule: 'replica-identity', says: 'FULL' }],
    },
    {
      name: 'REPLICA IDENTITY NOTHING stops updates',
      sql: 'alter table t replica identity nothing',
      expect: [{ rule: 'replica-identity', says: 'NOTHING' }],
    },
    {
      name: 'REPLICA IDENTITY DEFAULT is fine',
      sql: 'alter table t replica identity default',
      expect: 'none',
    },
    {
      name: 'autovacuum off lets a table grow',
      sql: 'alter table t set (autovacuum_enabled = false)',
      expect: [{ rule: 'autovacuum-disabled', level: 'LOW' }],
    },
    {
      name: 'so it does for a new table',
      sql: 'create table t (a int) with (autovacuum_enabled = off)',
      expect: ['autovacuum-disabled'],
    },
    {
      name: 'autovacuum on is fine',
      sql: 'alter table t set (autovacuum_enabled)',
      expect: 'none',
    },
  ],
};

export const dropCases: ImpactCases = {
  family: 'drops and truncates',
  rules: [
    'drop-table',
    'drop-column',
    'drop-schema',
    'drop-database',
    'drop-owned',
    'drop-object',
    'truncate-table',
    'truncate-cascade',
  ],
  rows: [
    {
      name: 'DROP TABLE loses rows',
      sql: 'drop table orders, items',
      facts: shop,
      expect: [
        { rule: 'drop-table', level: 'CRITICAL', says: 'public.orders' },
        { rule: 'drop-table', level: 'CRITICAL', says: 'public.items' },
      ],
    },
    {
      name: 'with CASCADE also what depends on it',
      sql: 'drop table orders cascade',
      facts: shop,
      expect: [{ rule: 'drop-table', says: 'public.v' }],
    },
    {
      name: 'an empty table only breaks clients',
      sql: 'drop table empty',
      facts: shop,
      expect: [{ rule: 'drop-table', level: 'MEDIUM' }],
    },
    {
      name: 'IF EXISTS of nothing loses nothing',
      sql: 'drop table if exists gone',
      facts: shop,
      expect: 'none',
    },
    {
      name: 'DROP TABLE of nothing fails',
      sql: 'drop table gone',
      facts: shop,
      expect: [{ rule: 'drop-table', level: 'MEDIUM', says: 'no table gone' }],
    },
    {
      name: 'offline IF EXISTS may lose rows',
      sql: 'drop table if exists orders',
      expect: [{ rule: 'drop-table', level: 'CRITICAL' }],
    },
    {
      name: 'a table of the same migration is no loss',
      sql: 'create table t (a int); drop table t',
      expect: 'none',
    },
    {
      name: 'a table that is made again is lost before',
      sql: 'drop table orders; create table orders (id int); drop table orders',
      facts: shop,
      expect: [{ rule: 'drop-table', statement: 1 }],
    },
    {
      name: 'DROP COLUMN loses values',
      sql: 'alter table orders drop column note, drop column if exists gone',
      facts: shop,
      expect: [{ rule: 'drop-column', level: 'CRITICAL', says: 'public.orders.note' }],
    },
    {
      name: 'a column of the same migration is no loss',
      sql: 'alter table orders add column a int; alter table orders drop column a',
      facts: shop,
      expect: 'none',
    },
    {
      name: 'DROP SCHEMA CASCADE loses all its tables',
      sql: 'drop schema public cascade',
      facts: shop,
      expect: [{ rule: 'drop-schema', level: 'CRITICAL' }],
    },
    {
      name: 'DROP SCHEMA fails when something is in it',
      sql: 'drop schema s',
      expect: [{ rule: 'drop-schema', level: 'MEDIUM' }],
    },
    {
      name: 'a schema of the same migration is no loss',
      sql: 'create schema s; drop schema s cascade',
      expect: 'none',
    },
    {
      name: 'DROP DATABASE',
      sql: 'drop database shop',
      expect: [{ rule: 'drop-database', level: 'CRITICAL' }],
    },
    {
      name: 'DROP OWNED',
      sql: 'drop owned by app',
      expect: [{ rule: 'drop-owned', level: 'CRITICAL' }],
    },
    {
      name: 'DROP VIEW',
      sql: 'drop view v',
      expect: [{ rule: 'drop-object', level: 'MEDIUM', says: 'the view v' }],
    },
    {
      name: 'a view that is made anew in the same transaction is replaced',
      sql: 'drop view v; create view v as select 1 as a',
      expect: [{ rule: 'drop-object', level: 'LOW', says: 'replaced' }],
    },
    {
      name: 'a function that is made anew is replaced',
      sql: "drop function if exists app.f(int); create function app.f(int) returns int language sql as 'select 1'",
      expect: [{ rule: 'drop-object', level: 'LOW' }],
    },
    {
      name: 'DROP TYPE CASCADE takes columns with it',
      sql: 'drop type mood cascade',
      expect: [{ rule: 'drop-object', level: 'CRITICAL', says: 'column' }],
    },
    {
      name: 'DROP VIEW CASCADE takes other views with it',
      sql: 'drop view v cascade',
      expect: [{ rule: 'drop-object', level: 'HIGH' }],
    },
    { name: 'DROP EXTENSION', sql: 'drop extension citext', expect: ['drop-object'] },
    {
      name: 'a type of the same migration is no loss',
      sql: "create type mood as enum ('ok'); drop type mood",
      expect: 'none',
    },
    { name: 'DROP TRIGGER is told by its lock', sql: 'drop trigger g on t', expect: 'none' },
    {
      name: 'TRUNCATE loses rows',
      sql: 'truncate orders',
      expect: [{ rule: 'truncate-table', level: 'CRITICAL' }],
    },
    {
      name: 'TRUNCATE of an empty table loses nothing',
      sql: 'truncate empty',
      facts: shop,
      expect: [{ rule: 'truncate-table', level: 'MEDIUM' }],
    },
    {
      name: 'TRUNCATE of a new table is fine',
      sql: 'create table t (a int); truncate t cascade',
      expect: 'none',
    },
    {
      name: 'TRUNCATE CASCADE loses rows of others',
      sql: 'truncate orders cascade',
      facts: shop,
      expect: [
        'truncate-table',
        { rule: 'truncate-cascade', level: 'CRITICAL', says: 'public.items' },
      ],
    },
  ],
};

export const rightCases: ImpactCases = {
  family: 'rights',
  rules: ['revoke'],
  rows: [
    {
      name: 'taken away',
      sql: 'revoke select on t from app',
      expect: [{ rule: 'revoke', level: 'MEDIUM', says: 'on t' }],
    },
    { name: 'of a schema', sql: 'revoke all on schema s from public', expect: ['revoke'] },
    { name: 'given', sql: 'grant select on t to app', expect: 'none' },
    {
      name: 'to a new table',
      sql: 'create table t (a int); revoke all on t from public',
      expect: 'none',
    },
  ],
};

export const renameCases: ImpactCases = {
  family: 'renames',
  rules: [
    'rename-table',
    'rename-view',
    'move-to-schema',
    'rename-column',
    'rename-enum-value',
    'rename-object',
  ],
  rows: [
    {
      name: 'a table',
      sql: 'alter table t rename to u',
      expect: [{ rule: 'rename-table', level: 'HIGH' }],
    },
    {
      name: 'a view that takes over the old name makes it harmless',
      sql: 'alter table t rename to u; create view t as select * from u',
      expect: [{ rule: 'rename-table', level: 'LOW' }],
    },
    {
      name: 'but not outside a transaction',
      sql: 'alter table t rename to u; create view t as select * from u',
      settings: { toolWraps: false },
      expect: [{ rule: 'rename-table', level: 'HIGH' }],
    },
    {
      name: 'a new table',
      sql: 'create table t (a int); alter table t rename to u',
      expect: 'none',
    },
    { name: 'a view', sql: 'alter view v rename to w', expect: ['rename-view'] },
    {
      name: 'a new view',
      sql: 'create view v as select 1 as a; alter view v rename to w',
      expect: 'none',
    },
    { name: 'another schema', sql: 'alter table t set schema archive', expect: ['move-to-schema'] },
    {
      name: 'another schema for a new table',
      sql: 'create table t (a int); alter table t set schema archive',
      expect: 'none',
    },
    {
      name: 'a column',
      sql: 'alter table t rename a to b',
      expect: [{ rule: 'rename-column', level: 'HIGH' }],
    },
    {
      name: 'a column of a view',
      sql: 'alter view v rename column a to b',
      expect: ['rename-column'],
    },
    {
      name: 'a new column',
      sql: 'alter table t add column a int; alter table t rename column a to b',
      expect: 'none',
    },
    { name: 'a constraint', sql: 'alter table t rename constraint a to b', expect: 'none' },
    { name: 'an index', sql: 'alter index a rename to b', expect: 'none' },
    {
      name: 'an enum value',
      sql: "alter type mood rename value 'a' to 'b'",
      expect: ['rename-enum-value'],
    },
    {
      name: 'a value of a new enum',
      sql: "create type mood as enum ('a'); alter type mood rename value 'a' to 'b'",
      expect: 'none',
    },
    {
      name: 'a schema',
      sql: 'alter schema a rename to b',
      expect: [{ rule: 'rename-object', level: 'HIGH' }],
    },
    {
      name: 'a type',
      sql: 'alter type a rename to b',
      expect: [{ rule: 'rename-object', level: 'MEDIUM' }],
    },
    {
      name: 'a function',
      sql: 'alter function f(int) rename to g',
      expect: [{ rule: 'rename-object', says: 'function f' }],
    },
    {
      name: 'a new type',
      sql: "create type a as enum ('x'); alter type a rename to b",
      expect: 'none',
    },
  ],
};
