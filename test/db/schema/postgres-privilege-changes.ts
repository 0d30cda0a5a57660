// Kinds of change of rights and owners. The roles are PostgreSQL's own, so that none has to be made.
import { row, type ChangeRow } from './change-row.ts';

const t = 'create table t (id int primary key, a int, b text)';
const f = `create function f(x int) returns int language sql as $$ select 1 $$`;
const given = `${t}; grant select on t to pg_monitor`;

export const changesOfPrivileges: readonly ChangeRow[] = [
  row(
    'a right is given',
    [t, 'grant select on t to pg_monitor'],
    ['ADDED', 'PRIVILEGE', 't TO pg_monitor'],
    ['rights', null, ['SELECT']],
    'MEDIUM',
  ),
  row(
    'a right is given to everybody',
    [t, 'grant select on t to public'],
    ['ADDED', 'PRIVILEGE', 't TO PUBLIC'],
    ['rights', null, ['SELECT']],
    'HIGH',
  ),
  row(
    'another right is given',
    [given, 'grant insert on t to pg_monitor'],
    ['CHANGED', 'PRIVILEGE', 't TO pg_monitor'],
    ['rights', ['SELECT'], ['INSERT', 'SELECT']],
    'MEDIUM',
  ),
  row(
    'another right is given to everybody',
    [`${t}; grant select on t to public`, 'grant update on t to public'],
    ['CHANGED', 'PRIVILEGE', 't TO PUBLIC'],
    ['rights', ['SELECT'], ['SELECT', 'UPDATE']],
    'HIGH',
  ),
  row(
    'all rights are given',
    [given, 'grant all on t to pg_monitor'],
    ['CHANGED', 'PRIVILEGE', 't TO pg_monitor'],
    ['rights', ['SELECT'], ['ALL']],
    'MEDIUM',
  ),
  row(
    'one of several rights is taken away',
    [`${t}; grant select, insert on t to public`, 'revoke insert on t from public'],
    ['CHANGED', 'PRIVILEGE', 't TO PUBLIC'],
    ['rights', ['INSERT', 'SELECT'], ['SELECT']],
    'MEDIUM',
  ),
  row(
    'the last right is taken away',
    [given, 'revoke all on t from pg_monitor'],
    ['REMOVED', 'PRIVILEGE', 't TO pg_monitor'],
    ['rights', ['SELECT'], null],
    'MEDIUM',
  ),
  row(
    'a right may be passed on',
    [given, 'grant select on t to pg_monitor with grant option'],
    ['CHANGED', 'PRIVILEGE', 't TO pg_monitor'],
    ['grantable', null, ['SELECT']],
    'MEDIUM',
  ),
  row(
    'a right may not be passed on any more',
    [
      `${t}; grant select on t to pg_monitor with grant option`,
      'revoke grant option for select on t from pg_monitor',
    ],
    ['CHANGED', 'PRIVILEGE', 't TO pg_monitor'],
    ['grantable', ['SELECT'], null],
    'MEDIUM',
  ),
  row(
    'a right to a column is given',
    [t, 'grant update (a), select (b) on t to pg_monitor'],
    ['ADDED', 'PRIVILEGE', 't TO pg_monitor'],
    ['rights', null, ['SELECT (b)', 'UPDATE (a)']],
    'MEDIUM',
  ),
  row(
    'a right to a column is taken away',
    [`${t}; grant update (a, b) on t to pg_monitor`, 'revoke update (a) on t from pg_monitor'],
    ['CHANGED', 'PRIVILEGE', 't TO pg_monitor'],
    ['rights', ['UPDATE (a)', 'UPDATE (b)'], ['UPDATE (b)']],
    'MEDIUM',
  ),
  row(
    'a right to a view is given',
    [`${t}; create view v as select id from t`, 'grant select on v to public'],
    ['ADDED', 'PRIVILEGE', 'v TO PUBLIC'],
    ['rights', null, ['SELECT']],
    'HIGH',
  ),
  row(
    'a right to a sequence is given',
    ['create sequence s', 'grant usage on sequence s to pg_monitor'],
    ['ADDED', 'PRIVILEGE', 's TO pg_monitor'],
    ['rights', null, ['USAGE']],
    'MEDIUM',
  ),
  row(
    'a function is not for everybody any more',
    [f, 'revoke execute on function f from public'],
    ['REMOVED', 'PRIVILEGE', 'f(integer) TO PUBLIC'],
    ['rights', ['EXECUTE'], null],
    'MEDIUM',
  ),
  row(
    'a function is for everybody',
    [`${f}; revoke all on function f from public`, 'grant execute on function f to public'],
    ['ADDED', 'PRIVILEGE', 'f(integer) TO PUBLIC'],
    ['rights', null, ['EXECUTE']],
    'HIGH',
  ),
  row(
    'a type is not for everybody any more',
    [`create type mood as enum ('a')`, 'revoke usage on type mood from public'],
    ['REMOVED', 'PRIVILEGE', 'mood TO PUBLIC'],
    ['rights', ['USAGE'], null],
    'MEDIUM',
  ),
  row(
    'the owner of a table',
    [`${t}; alter table t owner to pg_monitor`, 'alter table t owner to pg_read_all_stats'],
    ['CHANGED', 'PRIVILEGE', 't'],
    ['owner', 'pg_monitor', 'pg_read_all_stats'],
    'MEDIUM',
  ),
  row(
    'the owner of a function',
    [`${f}; alter function f owner to pg_monitor`, 'alter function f owner to pg_read_all_stats'],
    ['CHANGED', 'PRIVILEGE', 'f(integer)'],
    ['owner', 'pg_monitor', 'pg_read_all_stats'],
    'MEDIUM',
  ),
  row(
    'an owner gives a right of his own away',
    [t, 'revoke delete on t from current_user'],
    ['CHANGED', 'PRIVILEGE', 't'],
    ['withheld', null, ['DELETE']],
    'MEDIUM',
  ),
];
