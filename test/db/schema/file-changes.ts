// Kinds of change of SQLite and DuckDB files, one row each. Each row is a file of its own.
import { row, type ChangeRow } from './change-row.ts';

const t = 'create table t (id integer primary key, a int, b text)';
const withTrigger = `${t}; create trigger g after insert on t begin update t set a = 1; end`;

export const sqliteChanges: readonly ChangeRow[] = [
  row('a table is added', ['', t], ['ADDED', 'TABLE', 't'], null, 'NONE'),
  row('a table is removed', [t, 'drop table t'], ['REMOVED', 'TABLE', 't'], null, 'CRITICAL'),
  row(
    'a column is added',
    [t, 'alter table t add column c text'],
    ['ADDED', 'COLUMN', 't.c'],
    ['type', null, 'text'],
    'LOW',
  ),
  row(
    'a column is removed',
    [t, 'alter table t drop column b'],
    ['REMOVED', 'COLUMN', 't.b'],
    null,
    'CRITICAL',
  ),
  row(
    'another type',
    [t, 'drop table t; create table t (id integer primary key, a text, b text)'],
    ['CHANGED', 'COLUMN', 't.a'],
    ['type', 'int', 'text'],
    'HIGH',
  ),
  row(
    'not null',
    [t, 'drop table t; create table t (id integer primary key, a int not null, b text)'],
    ['CHANGED', 'COLUMN', 't.a'],
    ['notNull', null, true],
    'HIGH',
  ),
  row(
    'a default',
    [t, 'drop table t; create table t (id integer primary key, a int default 5, b text)'],
    ['CHANGED', 'COLUMN', 't.a'],
    ['default', null, '5'],
    'LOW',
  ),
  row(
    'a generated column',
    [t, 'alter table t add column c int generated always as (a + 1)'],
    ['ADDED', 'COLUMN', 't.c'],
    ['generated', null, 'a + 1'],
    'LOW',
  ),
  row(
    'another collation',
    [t, 'drop table t; create table t (id integer primary key, a int, b text collate nocase)'],
    ['CHANGED', 'COLUMN', 't.b'],
    ['collation', null, 'nocase'],
    'MEDIUM',
  ),
  row(
    'a check',
    [
      t,
      'drop table t; create table t (id integer primary key, a int constraint positive check (a > 0), b text)',
    ],
    ['ADDED', 'CONSTRAINT', 't.positive'],
    ['definition', null, 'CHECK (a > 0)'],
    'MEDIUM',
  ),
  row(
    'a foreign key',
    [
      `${t}; create table u (x int)`,
      'drop table u; create table u (x int references t (id) on delete cascade)',
    ],
    ['ADDED', 'CONSTRAINT', 'u."foreign key (x) references t (id) on delete cascade"'],
    ['type', null, 'FOREIGN KEY'],
    'MEDIUM',
  ),
  row(
    'a strict table',
    [t, `drop table t; ${t} strict`],
    ['CHANGED', 'TABLE', 't'],
    ['strict', null, true],
    'MEDIUM',
  ),
  row('an index', [t, 'create index i on t (a)'], ['ADDED', 'INDEX', 'i'], null, 'NONE'),
  row(
    'a unique index',
    [t, 'create unique index i on t (a)'],
    ['ADDED', 'INDEX', 'i'],
    ['unique', null, true],
    'MEDIUM',
  ),
  row(
    'an index is removed',
    [`${t}; create index i on t (a)`, 'drop index i'],
    ['REMOVED', 'INDEX', 'i'],
    null,
    'MEDIUM',
  ),
  row('a view', [t, 'create view v as select a from t'], ['ADDED', 'VIEW', 'v'], null, 'NONE'),
  row(
    'a view reads something else',
    [
      `${t}; create view v as select a from t`,
      'drop view v; create view v as select a from t where a > 0',
    ],
    ['CHANGED', 'VIEW', 'v'],
    [
      'definition',
      'create view v as select a from t',
      'create view v as select a from t where a > 0',
    ],
    'MEDIUM',
  ),
  row(
    'a trigger',
    [t, 'create trigger g after insert on t begin update t set a = 1; end'],
    ['ADDED', 'TRIGGER', 'g'],
    null,
    'MEDIUM',
  ),
  row(
    'a trigger is removed',
    [withTrigger, 'drop trigger g'],
    ['REMOVED', 'TRIGGER', 'g'],
    null,
    'MEDIUM',
  ),
];

const d = 'create table t (id integer primary key, a integer, b varchar)';

export const duckdbChanges: readonly ChangeRow[] = [
  row('a schema', ['', 'create schema s'], ['ADDED', 'SCHEMA', 's'], null, 'NONE'),
  row('a table is added', ['', d], ['ADDED', 'TABLE', 'main.t'], null, 'NONE'),
  row('a table is removed', [d, 'drop table t'], ['REMOVED', 'TABLE', 'main.t'], null, 'CRITICAL'),
  row(
    'a column is added',
    [d, 'alter table t add column c varchar'],
    ['ADDED', 'COLUMN', 'main.t.c'],
    ['type', null, 'VARCHAR'],
    'LOW',
  ),
  row(
    'a column is removed',
    [d, 'alter table t drop column b'],
    ['REMOVED', 'COLUMN', 'main.t.b'],
    null,
    'CRITICAL',
  ),
  row(
    'another type',
    [d, 'alter table t alter a type bigint'],
    ['CHANGED', 'COLUMN', 'main.t.a'],
    ['type', 'INTEGER', 'BIGINT'],
    'HIGH',
  ),
  row(
    'a default',
    [d, 'alter table t alter a set default 5'],
    ['CHANGED', 'COLUMN', 'main.t.a'],
    ['default', null, '5'],
    'LOW',
  ),
  row(
    'not null',
    [d, 'alter table t alter a set not null'],
    ['CHANGED', 'COLUMN', 'main.t.a'],
    ['notNull', null, true],
    'HIGH',
  ),
  row(
    'a generated column',
    [
      'create table t (a integer, c integer)',
      'drop table t; create table t (a integer, c integer generated always as (a + 1))',
    ],
    ['CHANGED', 'COLUMN', 'main.t.c'],
    ['generated', null, '(a + 1)'],
    'HIGH',
  ),
  row(
    'a comment',
    [d, `comment on table t is 'orders'`],
    ['CHANGED', 'TABLE', 'main.t'],
    ['comment', null, 'orders'],
    'NONE',
  ),
  row('an index', [d, 'create index i on t (a)'], ['ADDED', 'INDEX', 'main.i'], null, 'NONE'),
  row('a view', [d, 'create view v as select a from t'], ['ADDED', 'VIEW', 'main.v'], null, 'NONE'),
  row('a sequence', ['', 'create sequence s'], ['ADDED', 'SEQUENCE', 'main.s'], null, 'NONE'),
  row(
    'an enum',
    ['', `create type mood as enum ('low', 'high')`],
    ['ADDED', 'ENUM', 'main.mood'],
    ['labels', null, ['low', 'high']],
    'NONE',
  ),
  row(
    'a macro does something else',
    ['create macro f(x) as x + 1', 'create or replace macro f(x) as x + 2'],
    ['CHANGED', 'FUNCTION', 'main.f(x)'],
    ['body', '(x + 1)', '(x + 2)'],
    'MEDIUM',
  ),
];
