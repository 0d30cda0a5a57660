// Rows for time limits, transactions, data changes and code that cannot be read.
import {
  columns,
  databaseFacts,
  index,
  longTransaction,
  smallTable,
  table,
  gib,
} from '../../../../support/impact-facts.ts';
import type { ImpactCases } from './case.ts';

const shop = databaseFacts([
  table('orders', { columns: columns({ id: 'bigint not null' }) }),
  smallTable('settings'),
  table('quiet', { readsPerMinute: 2, writesPerMinute: 1 }),
  table('busy', { readsPerMinute: 90_000, writesPerMinute: 9000 }),
]);
const raw = { toolWraps: false } as const;
const wrapped = { toolWraps: true } as const;
const noLimits = { lockTimeout: false, statementTimeout: false } as const;

export const timeoutCases: ImpactCases = {
  family: 'waiting and holding',
  rules: [
    'brief-strong-lock',
    'missing-lock-timeout',
    'missing-statement-timeout',
    'work-under-exclusive-lock',
    'explicit-lock',
  ],
  rows: [
    {
      name: 'a strong lock without limits',
      sql: 'alter table t add column a int',
      settings: noLimits,
      expect: [
        { rule: 'missing-lock-timeout', level: 'HIGH' },
        { rule: 'missing-statement-timeout', level: 'LOW' },
        { rule: 'brief-strong-lock', level: 'LOW' },
      ],
    },
    {
      name: 'limits that the file sets',
      sql: "set lock_timeout = '2s'; set local statement_timeout = '1min'; alter table t add column a int",
      settings: noLimits,
      expect: ['brief-strong-lock'],
    },
    {
      name: 'limits by set_config, and by directives of hawkwatch',
      sql: "-- hawkwatch: statement-timeout 1min\nselect set_config('lock_timeout', '2s', true); alter table t add column a int",
      settings: noLimits,
      expect: ['brief-strong-lock'],
    },
    {
      name: 'a limit of 0 is none',
      sql: "set lock_timeout = '0'; alter table t add column a int",
      settings: { ...noLimits, statementTimeout: true },
      expect: ['missing-lock-timeout', 'brief-strong-lock'],
    },
    {
      name: 'SET LOCAL outside a transaction sets nothing',
      sql: "set local lock_timeout = '2s'; alter table t add column a int",
      settings: { ...noLimits, ...raw, statementTimeout: true },
      expect: ['missing-lock-timeout', 'brief-strong-lock'],
    },
    {
      name: 'SET LOCAL ends with its transaction',
      sql: "begin; set local lock_timeout = '2s'; alter table t add column a int; commit; alter table u add column a int",
      settings: { ...noLimits, ...raw, statementTimeout: true },
      expect: [
        'brief-strong-lock',
        { rule: 'missing-lock-timeout', statement: 5 },
        'brief-strong-lock',
      ],
    },
    {
      name: 'each table is told once',
      sql: 'alter table t add column a int; alter table t add column b int; alter table u add column a int',
      settings: { ...noLimits, statementTimeout: true, ...raw },
      expect: [
        { rule: 'missing-lock-timeout', statement: 1 },
        { rule: 'missing-lock-timeout', statement: 3 },
        'brief-strong-lock',
        'brief-strong-lock',
        'brief-strong-lock',
      ],
    },
    {
      name: 'on a quiet table nobody queues',
      sql: 'alter table quiet add column a int',
      settings: { ...noLimits, statementTimeout: true },
      facts: shop,
      expect: [{ rule: 'missing-lock-timeout', level: 'LOW' }, 'brief-strong-lock'],
    },
    {
      name: 'on a busy one everybody does',
      sql: 'alter table busy add column a int',
      settings: { ...noLimits, statementTimeout: true },
      facts: shop,
      expect: [{ rule: 'missing-lock-timeout', level: 'HIGH' }, 'brief-strong-lock'],
    },
    {
      name: 'a long transaction makes the queue certain',
      sql: 'alter table busy add column a int',
      settings: { ...noLimits, statementTimeout: true },
      facts: databaseFacts([table('busy', { readsPerMinute: 90_000, writesPerMinute: 9000 })], {
        longTransactions: [longTransaction({ locks: ['public.busy'] })],
      }),
      expect: [
        { rule: 'missing-lock-timeout', level: 'CRITICAL' },
        { rule: 'brief-strong-lock', level: 'HIGH' },
      ],
    },
    {
      name: 'new tables are waited for by nobody',
      sql: 'create table t (a int); alter table t add column b int; create index on t (b)',
      settings: noLimits,
      expect: 'none',
    },
    {
      name: 'a foreign key of a new table locks the table it refers to',
      sql: 'create table t (a int references orders)',
      expect: [{ rule: 'brief-strong-lock', says: 'orders is locked (SHARE ROW EXCLUSIVE)' }],
    },
    {
      name: 'a new partition locks its parent',
      sql: 'create table p partition of events for values in (1)',
      expect: [{ rule: 'brief-strong-lock', says: 'events is locked (ACCESS EXCLUSIVE)' }],
    },
    {
      name: 'policies, rules, row security and replaced views lock for a moment',
      sql: `create policy p on a; create rule r as on update to b do nothing;
            alter table c enable row level security; create or replace view v as select 1 as x; drop trigger g on d`,
      settings: raw,
      expect: [
        'brief-strong-lock',
        'brief-strong-lock',
        'brief-strong-lock',
        'brief-strong-lock',
        'brief-strong-lock',
      ],
    },
    {
      name: 'light locks are not told',
      sql: `alter table t set (fillfactor = 80); alter table t alter a set statistics 100; comment on table t is 'x';
            analyze t; grant select on t to u; alter table t validate constraint k`,
      settings: noLimits,
      expect: 'none',
    },
    {
      name: 'work after a strong lock is done under it',
      sql: 'alter table t add column a int; update orders set id = 1 where id = 2; select 1',
      expect: [
        'brief-strong-lock',
        { rule: 'work-under-exclusive-lock', statement: 2, says: 't stays locked' },
      ],
    },
    {
      name: 'more work on the same table is its own affair',
      sql: 'alter table t add column a int; alter table t add column b int',
      expect: ['brief-strong-lock', 'brief-strong-lock'],
    },
    {
      name: 'without a transaction nothing is held',
      sql: 'alter table t add column a int; update orders set id = 1 where id = 2',
      settings: raw,
      expect: ['brief-strong-lock'],
    },
    {
      name: 'a COMMIT lets the lock go',
      sql: 'begin; alter table t add column a int; commit; update orders set id = 1 where id = 2',
      settings: raw,
      expect: ['brief-strong-lock'],
    },
    {
      name: 'LOCK TABLE',
      sql: 'lock table t in share mode',
      expect: [{ rule: 'explicit-lock', says: 'SHARE' }],
    },
    {
      name: 'LOCK TABLE in a mode that nobody notices',
      sql: 'lock table t in row share mode',
      expect: 'none',
    },
  ],
};

export const transactionCases: ImpactCases = {
  family: 'transactions',
  rules: [
    'concurrently-in-transaction',
    'transaction-nesting',
    'uncommitted-transaction',
    'not-rerunnable',
    'non-transactional-mixed',
  ],
  rows: [
    {
      name: 'CONCURRENTLY fails in the transaction of the tool',
      sql: 'create index concurrently i on t (a)',
      settings: wrapped,
      expect: [{ rule: 'concurrently-in-transaction', level: 'HIGH' }, 'not-rerunnable'],
    },
    {
      name: 'so it does after BEGIN',
      sql: 'begin; drop index concurrently if exists i; commit',
      settings: raw,
      expect: ['concurrently-in-transaction'],
    },
    {
      name: 'hawkwatch itself leaves the transaction out',
      sql: 'create index concurrently if not exists i on t (a)',
      expect: 'none',
    },
    {
      name: 'VACUUM fails in a transaction, too',
      sql: 'vacuum t',
      settings: wrapped,
      expect: ['concurrently-in-transaction'],
    },
    {
      name: 'BEGIN and COMMIT within the transaction of the tool',
      sql: 'begin; commit',
      settings: wrapped,
      expect: ['transaction-nesting', { rule: 'transaction-nesting', says: 'history row' }],
    },
    {
      name: 'BEGIN twice',
      sql: 'begin; begin; commit',
      settings: raw,
      expect: ['transaction-nesting'],
    },
    { name: 'COMMIT alone', sql: 'commit', settings: raw, expect: ['transaction-nesting'] },
    {
      name: 'BEGIN and COMMIT where nobody else does',
      sql: 'begin; select 1; commit',
      settings: raw,
      expect: 'none',
    },
    {
      name: 'SAVEPOINT',
      sql: 'begin; savepoint a; release savepoint a; commit',
      settings: raw,
      expect: 'none',
    },
    {
      name: 'BEGIN without end',
      sql: 'begin; select 1',
      settings: raw,
      expect: [{ rule: 'uncommitted-transaction', level: 'HIGH' }],
    },
    {
      name: 'statements that fail when they are run again',
      sql: `create table t (a int); alter table u add column a int; drop table v; create index concurrently on u (a);
            alter table u add constraint k check (a > 0) not valid; alter table u rename to w`,
      settings: raw,
      expect: [
        'not-rerunnable',
        'not-rerunnable',
        'not-rerunnable',
        'not-rerunnable',
        'not-rerunnable',
        'not-rerunnable',
        'non-transactional-mixed',
      ],
    },
    {
      name: 'statements that do not',
      sql: `create table if not exists t (a int); alter table u add column if not exists a int;
            drop table if exists v; alter table u drop constraint if exists k;
            alter table u add constraint k check (a > 0) not valid; alter table u alter a set default 1`,
      settings: raw,
      expect: 'none',
    },
    {
      name: 'in a transaction nothing stays',
      sql: 'create table t (a int); alter table u add column a int',
      expect: 'none',
    },
    {
      name: 'one that cannot be in a transaction among others',
      sql: 'create table if not exists t (a int); create index concurrently if not exists i on u (a)',
      expect: [{ rule: 'non-transactional-mixed', level: 'MEDIUM', statement: 2 }],
    },
    {
      name: 'settings do not count',
      sql: "set statement_timeout = '1h'; create index concurrently if not exists i on u (a)",
      expect: 'none',
    },
  ],
};

export const dataCases: ImpactCases = {
  family: 'data and code',
  rules: [
    'write-without-where',
    'delete-rows',
    'large-backfill',
    'do-block',
    'dynamic-statement',
    'unknown-call',
    'unassessed-statement',
    'dynamic-sql-in-function',
  ],
  rows: [
    {
      name: 'UPDATE of all rows',
      sql: 'update orders set id = 1',
      facts: shop,
      expect: [{ rule: 'write-without-where', level: 'HIGH' }],
    },
    {
      name: 'UPDATE of all rows of a small table',
      sql: 'update settings set id = 1',
      facts: shop,
      expect: [{ rule: 'write-without-where', level: 'MEDIUM' }],
    },
    {
      name: 'UPDATE of all rows of a huge one',
      sql: 'update orders set id = 1',
      facts: databaseFacts([table('orders', { totalBytes: 40 * gib })]),
      expect: [{ rule: 'write-without-where', level: 'CRITICAL' }],
    },
    {
      name: 'DELETE of all rows',
      sql: 'delete from orders',
      expect: [{ rule: 'write-without-where', says: 'deleted' }],
    },
    {
      name: 'WHERE true is no WHERE',
      sql: 'delete from orders where true',
      expect: ['write-without-where'],
    },
    {
      name: 'DELETE in a WITH clause',
      sql: 'with gone as (delete from orders returning *) insert into t select * from gone',
      expect: ['write-without-where'],
    },
    {
      name: 'all rows of a new table',
      sql: 'create table t (a int); update t set a = 1; delete from t',
      expect: 'none',
    },
    {
      name: 'DELETE of some rows',
      sql: 'delete from orders where id > 5',
      expect: [{ rule: 'delete-rows', level: 'MEDIUM' }],
    },
    {
      name: 'DELETE of one row',
      sql: 'delete from orders where id = 5',
      facts: shop,
      expect: [{ rule: 'delete-rows', level: 'LOW' }],
    },
    {
      name: 'UPDATE of some rows',
      sql: 'update orders set id = 1 where id > 5',
      expect: [{ rule: 'large-backfill', level: 'MEDIUM' }],
    },
    {
      name: 'UPDATE of some rows of a huge table',
      sql: 'update orders set id = 1 where id > 5',
      facts: databaseFacts([table('orders', { totalBytes: 40 * gib })]),
      expect: [{ rule: 'large-backfill', level: 'HIGH' }],
    },
    {
      name: 'UPDATE by a unique column',
      sql: 'update orders set id = 1 where id in (1, 2, 3)',
      facts: databaseFacts([table('orders', { indexes: [index('u', ['id'], true)] })]),
      expect: 'none',
    },
    {
      name: 'INSERT from a table',
      sql: 'insert into archive select * from orders',
      expect: [{ rule: 'large-backfill', says: 'orders' }],
    },
    { name: 'INSERT of values', sql: 'insert into orders values (1), (2)', expect: 'none' },
    { name: 'INSERT from nowhere', sql: 'insert into orders select 1', expect: 'none' },
    {
      name: 'a DO block',
      sql: 'do $$ begin null; end $$',
      expect: [{ rule: 'do-block', level: 'UNKNOWN' }],
    },
    {
      name: 'what stands in a DO block is seen',
      sql: "do $$ begin if true then delete from orders; execute 'delete from items'; end if; end $$",
      expect: [
        { rule: 'do-block', level: 'UNKNOWN' },
        { rule: 'write-without-where', says: 'in the DO block: all rows of orders' },
        { rule: 'write-without-where', says: 'items' },
      ],
    },
    {
      name: 'EXECUTE',
      sql: 'execute p(1)',
      expect: [{ rule: 'dynamic-statement', level: 'UNKNOWN' }],
    },
    {
      name: 'COPY with a program',
      sql: "copy t from program 'curl x'",
      expect: ['dynamic-statement'],
    },
    { name: 'COPY from a file', sql: "copy t from '/tmp/x'", expect: 'none' },
    {
      name: 'a function of the users',
      sql: 'select app.fix_orders()',
      expect: [{ rule: 'unknown-call', level: 'UNKNOWN' }],
    },
    {
      name: 'a procedure',
      sql: 'call fix_orders()',
      expect: [{ rule: 'unknown-call', level: 'UNKNOWN' }],
    },
    {
      name: 'a function of PostgreSQL',
      sql: "select setval('s', 5), now(), upper('x')",
      expect: 'none',
    },
    {
      name: 'a function that declares it changes nothing',
      sql: "create function f() returns int language sql stable as 'select 1'; select f()",
      expect: 'none',
    },
    {
      name: 'a function that makes values',
      sql: 'update orders set id = app.next_id() where id = 4',
      facts: shop,
      expect: [{ rule: 'unknown-call', level: 'LOW' }],
    },
    {
      name: 'ALTER SYSTEM',
      sql: 'alter system set work_mem = 1',
      expect: [{ rule: 'unassessed-statement', level: 'UNKNOWN' }],
    },
    {
      name: 'ALTER EXTENSION',
      sql: 'alter extension postgis update',
      expect: ['unassessed-statement'],
    },
    {
      name: 'a function that puts SQL together',
      sql: "create function f(t text) returns void language plpgsql as $$ begin execute 'drop table ' || t; end $$",
      expect: [{ rule: 'dynamic-sql-in-function', level: 'MEDIUM' }],
    },
    {
      name: 'with %s',
      sql: "create function f(t text) returns void language plpgsql as $$ begin execute format('drop table %s', t); end $$",
      expect: ['dynamic-sql-in-function'],
    },
    {
      name: 'a function that quotes',
      sql: "create function f(t text) returns void language plpgsql as $$ begin execute format('drop table %I', t) using 1; execute 'drop table ' || quote_ident(t); end $$",
      expect: 'none',
    },
    {
      name: 'a function that has a constant text',
      sql: "create function f() returns void language plpgsql as $$ begin execute 'analyze'; end $$",
      expect: 'none',
    },
  ],
};
