import { describe, expect, it } from 'vitest';

import {
  applicationPattern,
  isSchemaChange,
  isUpkeep,
  toolOfApplication,
} from '../../../src/migrations/foreign/signs.ts';

describe('a schema change', () => {
  it.each([
    'alter table orders add note text',
    '  -- V7\n /* add */ ALTER TABLE "orders" DROP COLUMN note',
    'create unique index concurrently if not exists a on b (c)',
    'CREATE OR REPLACE FUNCTION f() returns int language sql as $$ select 1 $$',
    'create table t (a int)',
    'create table if not exists "t" (a int generated always as (1) stored)',
    'drop materialized view v',
    "begin; set lock_timeout = 1; alter type mood add value 'ok'",
    'select 1; create index on t (a);',
    'create table t (a int) partition by',
  ])('is %s', (query) => {
    expect(isSchemaChange(query)).toBe(true);
  });

  it.each([
    '',
    'select 1',
    'create temp table t (a int)',
    'create global temporary table t (a int)',
    'create unlogged table t (a int)',
    'create table t as select 1',
    'create table if not exists a.t as table b',
    "select 'alter table t add a int'",
    '/* alter table t */ select 1',
    '-- create index\nselect 1',
    'create role r',
    'alter system set a = 1',
    "alter user u password 'x'",
    'create database d',
    'truncate t',
    'alter',
    'create',
    ';;;',
    "select 'open",
  ])('is not %s', (query) => {
    expect(isSchemaChange(query)).toBe(false);
  });

  it('is found in any text within a bounded time', () => {
    const text = `${'select 1; '.repeat(20_000)} alter table t add a int`;
    expect(isSchemaChange(text)).toBe(false);
  });
});

describe('upkeep', () => {
  it.each([
    'truncate t',
    'VACUUM FULL t',
    'refresh materialized view v',
    'insert into t values (1)',
  ])('is %s', (query) => {
    expect(isUpkeep(query)).toBe(true);
  });

  it.each([
    'alter table t add a int',
    'alter table t add a int; insert into t values (1)',
    'select 1',
  ])('is not %s', (query) => {
    expect(isUpkeep(query)).toBe(false);
  });
});

describe('an application name', () => {
  it.each([
    ['Flyway by Redgate', 'flyway'],
    ['liquibase', 'liquibase'],
    ['alembic', 'alembic'],
    ['shop goose', 'goose'],
    ['drizzle-kit', 'drizzle'],
    ['db-migrate', 'unknown'],
    ['shop migrations', 'unknown'],
    ['migrator', 'unknown'],
    ['user-migration-service', 'unknown'],
  ])('%s tells of %s', (name, tool) => {
    expect(toolOfApplication(name)).toBe(tool);
    expect(new RegExp(applicationPattern, 'i').test(name)).toBe(true);
  });

  it.each([
    'psql',
    'shop api',
    'mongoose',
    'immigrations',
    'emigrate2go',
    'PostgreSQL JDBC Driver',
  ])('%s tells of none', (name) => {
    expect(toolOfApplication(name)).toBeUndefined();
  });
});
