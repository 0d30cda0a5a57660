// Rows for the rules of rules/indexes.ts.
import {
  databaseFacts,
  index,
  longTransaction,
  smallTable,
  table,
  gib,
} from '../../../../support/impact-facts.ts';
import type { ImpactCases } from './case.ts';

const orders = databaseFacts([table('orders', { indexes: [index('orders_total', ['total'])] })]);
const partitioned = databaseFacts([table('events', { kind: 'partitioned', partitions: 12 })]);

export const indexCases: ImpactCases = {
  family: 'indexes',
  rules: [
    'create-index-blocking',
    'drop-index-blocking',
    'reindex-blocking',
    'index-on-partitioned-table',
    'unique-index',
    'concurrent-index-waits',
  ],
  rows: [
    {
      name: 'an index on an existing table blocks writing',
      sql: 'create index i on orders (total)',
      expect: [{ rule: 'create-index-blocking', level: 'HIGH', says: 'writing to orders' }],
    },
    {
      name: 'an index on a small table is soon built',
      sql: 'create index i on orders (total)',
      facts: databaseFacts([smallTable('orders')]),
      expect: [{ rule: 'create-index-blocking', level: 'LOW', says: 'public.orders' }],
    },
    {
      name: 'an index on a huge table is critical',
      sql: 'create index i on orders (total)',
      facts: databaseFacts([table('orders', { totalBytes: 50 * gib })]),
      expect: [{ rule: 'create-index-blocking', level: 'CRITICAL' }],
    },
    {
      name: 'CONCURRENTLY is fine',
      sql: 'create index concurrently i on orders (total)',
      expect: 'none',
    },
    {
      name: 'an index on a table of the same migration is fine',
      sql: 'create table orders (id int); create index i on orders (id)',
      expect: 'none',
    },
    {
      name: 'an index on a materialised view of the same migration is fine',
      sql: 'create materialized view totals as select 1 as a; create index on totals (a)',
      expect: 'none',
    },
    {
      name: 'an index on a temporary table is fine, even when it hides a real one',
      sql: 'create temp table orders (id int); create index i on orders (id)',
      facts: orders,
      expect: 'none',
    },
    {
      name: 'IF NOT EXISTS of an index that is there does nothing',
      sql: 'create index if not exists orders_total on orders (total)',
      facts: orders,
      expect: 'none',
    },
    {
      name: 'IF NOT EXISTS of an index that is not there builds it',
      sql: 'create index if not exists orders_other on orders (total)',
      facts: orders,
      expect: ['create-index-blocking'],
    },
    {
      name: 'CREATE TABLE IF NOT EXISTS of a table that is there makes nothing new',
      sql: 'create table if not exists orders (id int); create index i on orders (id)',
      facts: orders,
      expect: [{ rule: 'create-index-blocking', statement: 2 }],
    },
    {
      name: 'a table of another schema that has the same name is another table',
      sql: 'create table archive.orders (id int); create index i on public.orders (id)',
      expect: ['create-index-blocking'],
    },
    {
      name: 'the search path decides which table a name means',
      sql: 'set search_path to archive; create table orders (id int); create index i on archive.orders (id)',
      facts: orders,
      expect: 'none',
    },
    {
      name: 'a renamed new table is still new',
      sql: 'create table a (id int); alter table a rename to b; create index i on b (id)',
      expect: 'none',
    },
    {
      name: 'a renamed old table is still in use',
      sql: 'alter table orders rename to old_orders; create index i on old_orders (id)',
      facts: orders,
      expect: ['create-index-blocking'],
    },
    {
      name: 'an index on a partitioned table blocks all partitions',
      sql: 'create index i on events (id)',
      facts: partitioned,
      expect: [{ rule: 'index-on-partitioned-table', level: 'HIGH', says: 'all its partitions' }],
    },
    {
      name: 'an index on a partitioned table cannot be built concurrently',
      sql: 'create index concurrently i on events (id)',
      facts: partitioned,
      expect: [{ rule: 'index-on-partitioned-table', says: 'refuses' }],
    },
    {
      name: 'ON ONLY a partitioned table builds nothing',
      sql: 'create index i on only events (id)',
      facts: partitioned,
      expect: 'none',
    },
    {
      name: 'a unique index may fail on duplicates',
      sql: 'create unique index i on orders (total)',
      expect: [
        'create-index-blocking',
        { rule: 'unique-index', level: 'HIGH', says: 'duplicates' },
      ],
    },
    {
      name: 'a unique index that is built concurrently may leave an invalid one',
      sql: 'create unique index concurrently i on orders (total)',
      expect: [{ rule: 'unique-index', level: 'MEDIUM', says: 'invalid index' }],
    },
    {
      name: 'a unique index on a new table is fine',
      sql: 'create table orders (id int); create unique index i on orders (id)',
      expect: 'none',
    },
    {
      name: 'DROP INDEX locks its table',
      sql: 'drop index orders_total',
      facts: orders,
      expect: [{ rule: 'drop-index-blocking', says: 'public.orders' }],
    },
    {
      name: 'DROP INDEX of an unknown table is told as well',
      sql: 'drop index if exists i',
      expect: [{ rule: 'drop-index-blocking', level: 'MEDIUM', says: 'the table of i' }],
    },
    { name: 'DROP INDEX CONCURRENTLY is fine', sql: 'drop index concurrently i', expect: 'none' },
    {
      name: 'dropping an index that the migration made on its own table is fine',
      sql: 'create table t (a int); create index i on t (a); drop index i',
      expect: 'none',
    },
    { name: 'REINDEX TABLE blocks', sql: 'reindex table orders', expect: ['reindex-blocking'] },
    {
      name: 'REINDEX INDEX blocks the table of the index',
      sql: 'reindex index orders_total',
      facts: orders,
      expect: [{ rule: 'reindex-blocking', says: 'public.orders' }],
    },
    { name: 'REINDEX DATABASE blocks', sql: 'reindex database shop', expect: ['reindex-blocking'] },
    {
      name: 'REINDEX CONCURRENTLY is fine',
      sql: 'reindex table concurrently orders',
      expect: 'none',
    },
    {
      name: 'REINDEX (CONCURRENTLY) is fine',
      sql: 'reindex (concurrently) table orders',
      expect: 'none',
    },
    {
      name: 'CONCURRENTLY waits for long transactions',
      sql: 'create index concurrently i on orders (total)',
      facts: databaseFacts([table('orders')], { longTransactions: [longTransaction()] }),
      expect: [{ rule: 'concurrent-index-waits', level: 'LOW', says: '4711' }],
    },
    {
      name: 'CONCURRENTLY with short transactions waits for nobody',
      sql: 'create index concurrently i on orders (total)',
      facts: databaseFacts([table('orders')], {
        longTransactions: [longTransaction({ sinceMs: 50 })],
      }),
      expect: 'none',
    },
  ],
};
