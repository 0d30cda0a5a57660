import { beforeAll, describe, expect, it } from 'vitest';

import { lexSql } from '../../../src/sql/tokens.ts';
import { loadSqlParser } from '../../../src/sql/parse.ts';
import { withoutPlaceholders } from '../../../src/sql/queries/placeholders.ts';
import { readQueries } from '../../../src/sql/queries/read-queries.ts';
import type { QueryShape } from '../../../src/sql/queries/shape.ts';

beforeAll(loadSqlParser);

const read = (sql: string) => readQueries(Buffer.from(sql));
const shapeOf = (sql: string): QueryShape => {
  const [first] = read(sql);
  if (first?.ok !== true) throw new Error(first?.reason ?? 'nothing was read');
  return first.shape;
};
const columnsOf = (sql: string): readonly string[] =>
  shapeOf(sql).columns.map(({ source, name }) => (source === null ? name : `${source}.${name}`));

describe('places for values', () => {
  it.each([
    ['select a from t where b = ? and c in (?, ?)', ['a', 'b', 'c']],
    ['select a from t where b = ?1', ['a', 'b']],
    ['select a from t where b = :b and c = :c::int', ['a', 'b', 'c']],
    ['select a from t where b = :1', ['a', 'b']],
    ['select a from t where b in :bs', ['a', 'b']],
    ['select a from t where b = :b!', ['a', 'b']],
    ['select a from t where b = @name', ['a', 'b']],
    ['select a from t where b=@name or c <@name', ['a', 'b', 'c', 'name']],
    ['select a from t where b = $name', ['a', 'b']],
    ['select a from t where b = %s and c = %(name)s', ['a', 'b', 'c']],
    ['select a from t where b = sqlc.arg(name)', ['a', 'b']],
    ['select a::text, b[1:n], c[:2] from t', ['a', 'b', 'n', 'c']],
    ['select a % s from t', ['a', 's']],
    [`select a from t where b ? 'key' and c ?| array['x']`, ['a', 'b', 'c']],
    [`select ':no', '?', a /* :no ? */ from t -- @no`, ['a']],
    ['select $$ :no $$, a from t where b = $1', ['a', 'b']],
  ])('%s', (sql, columns) => {
    expect(columnsOf(sql)).toEqual(columns);
  });

  it('leaves every line where it is', () => {
    const sql = 'select :a,\n  ?\nfrom t\nwhere b = %(x)s';
    for (const text of withoutPlaceholders(sql, lexSql(sql))) {
      expect(text.split('\n').length).toBe(4);
    }
  });
});

describe('a file of queries', () => {
  it('reads each statement by itself, with its line', () => {
    const queries = read(`-- all of them\nselect 1;\n\nselect from where;\n  select a\n from t;`);
    expect(queries.map(({ line, ok }) => [line, ok])).toEqual([
      [2, true],
      [4, false],
      [5, true],
    ]);
  });

  it.each([
    'select * from {{ table }}',
    'select ${columns} from t',
    'select * from :"table"',
    '\\set x 3',
    'do $$ begin end $$',
    'select "unclosed',
    'select \u0000',
  ])('says that it cannot tell what is needed by %j', (sql) => {
    const [first] = read(sql);
    expect(first).toMatchObject({ ok: false, line: 1, reason: expect.stringMatching(/./) });
  });

  it.each(['begin', 'commit', 'set statement_timeout = 5', '', '-- nothing', 'listen x'])(
    'has nothing to say of %j',
    (sql) => {
      expect(read(sql)).toEqual([]);
    },
  );

  it('does not look for tables that it makes itself', () => {
    const [query] = read('create temp table mine (a int); select a, b from mine');
    expect(query).toMatchObject({ ok: true, shape: { sources: [{ kind: 'unknown' }] } });
  });

  it('knows no unqualified name after a search path was set', () => {
    const [query] = read('set search_path = other; select a from t');
    expect(query).toMatchObject({ ok: true, shape: { sources: [{ kind: 'unknown' }] } });
  });

  it.each([
    ['brackets', `select ${'('.repeat(5000)}1${')'.repeat(5000)}`],
    ['sub-queries', `select ${'(select '.repeat(390)}1${')'.repeat(390)}`],
    ['a union', Array.from({ length: 2400 }, () => 'select a from t').join(' union all ')],
    ['joins', `select 1 from t ${'join t using (a) '.repeat(2000)}`],
    ['operators', `select a from t where ${'a = 1 or '.repeat(2400)}a = 2`],
    ['rows', `insert into t values ${'(1, 2),'.repeat(20_000)}(1, 2)`],
  ])('ends with an answer for very long %s', (_what, sql) => {
    expect(read(sql)).toHaveLength(1);
  });

  it('reads CTEs that name each other without end', () => {
    const ctes = Array.from(
      { length: 40 },
      (_one, at) => `w${at + 1} as (select x.a, y.a as b from w${at} x, w${at} y)`,
    );
    expect(
      shapeOf(`with w0 as (select a from t), ${ctes.join(', ')} select * from w40`),
    ).toBeDefined();
  });
});
