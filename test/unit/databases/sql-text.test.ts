import { describe, expect, it } from 'vitest';

import { normaliseSql, readTableText } from '../../../src/databases/sql-text.ts';

describe('a SQL text', () => {
  it.each([
    ['blanks and comments', 'create table t (a int)', 'CREATE  TABLE t /* x */ (\n a INT -- y\n)'],
    ['kinds of quotes', 'select "a b" from t', 'select [a b] from `t`'],
    ['case of names', 'select A from "T"', 'select a from t'],
    ['a semicolon at its end', 'select 1', 'select 1;'],
  ])('is the same with other %s', (_, one, other) => {
    expect(normaliseSql(one)).toBe(normaliseSql(other));
  });

  it.each([
    ['strings', `select 'A'`, `select 'a'`],
    ['strings that hold comments', `select '--x'`, `select ''`],
    ['a name and a string', 'select "a b"', `select 'a b'`],
    ['operators', 'select a < b', 'select a <= b'],
  ])('is another one with other %s', (_, one, other) => {
    expect(normaliseSql(one)).not.toBe(normaliseSql(other));
  });

  it.each(['', '"', `'open`, '/* open', '((((', ']', 'select [', '\0'])(
    'that is cut off or no SQL ends without a failure: %j',
    (text) => {
      expect(typeof normaliseSql(text)).toBe('string');
      expect(readTableText(text).checks).toEqual([]);
    },
  );
});

describe('the text of a table', () => {
  it('has its checks with their names, also those of columns', () => {
    const { checks } = readTableText(
      'create table t (a int check (a > 0), b int constraint small check (b < 9), check (a < b))',
    );
    expect(checks).toEqual([
      { name: null, expression: 'a > 0' },
      { name: 'small', expression: 'b < 9' },
      { name: null, expression: 'a < b' },
    ]);
  });

  it('tells generated columns, collations and the counting key', () => {
    const { columns } = readTableText(
      `create table t (id integer primary key autoincrement, a text collate nocase,
        b int generated always as (id + (1)) stored, c int as (id), d text default 'as (x)')`,
    );
    expect(columns.get('id')?.autoincrement).toBe(true);
    expect(columns.get('a')?.collation).toBe('nocase');
    expect(columns.get('b')?.generated).toBe('id + (1)');
    expect(columns.get('c')?.generated).toBe('id');
    expect(columns.get('d')?.generated).toBeNull();
  });
});
