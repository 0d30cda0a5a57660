import { expect, it } from 'vitest';

import { normaliseViewText } from '../../../src/databases/postgres/snapshot/view-text.ts';

it.each([
  [
    'the only table',
    ' SELECT t.id,\n    t.a\n   FROM s.t\n  WHERE (t.a > 0);',
    'SELECT id,\n    a\n   FROM s.t\n  WHERE (a > 0)',
  ],
  [
    'from within brackets',
    'SELECT EXTRACT(year FROM z.d) AS y FROM s.t z',
    'SELECT EXTRACT(year FROM d) AS y FROM s.t z',
  ],
  ['an alias', 'SELECT x.id FROM s.t x', 'SELECT id FROM s.t x'],
  ['a quoted name', 'SELECT "T x"."A b" FROM s."T x"', 'SELECT "A b" FROM s."T x"'],
  [
    'a subquery as the table',
    'SELECT x.a FROM ( SELECT t.a FROM s.t) x GROUP BY x.a',
    'SELECT a FROM ( SELECT t.a FROM s.t) x GROUP BY a',
  ],
  [
    'a function as the table',
    'SELECT n.n FROM generate_series(1, 5) n(n)',
    'SELECT n FROM generate_series(1, 5) n(n)',
  ],
  [
    'a common table expression',
    'WITH c AS ( SELECT t.a FROM s.t) SELECT c.a FROM c',
    'WITH c AS ( SELECT t.a FROM s.t) SELECT a FROM c',
  ],
])('leaves out what says nothing: %s', (_, definition, expected) => {
  expect(normaliseViewText(definition)).toBe(expected);
});

it.each([
  ['two tables', 'SELECT t.id FROM s.t, s.u'],
  ['a join', 'SELECT t.id FROM (s.t JOIN s.u ON (t.id = u.id))'],
  ['a union', 'SELECT t.id FROM s.t UNION SELECT t.id FROM s.t'],
  ['a function of a schema of that name', 'SELECT t.f(1) FROM s.t'],
  ['a type of a schema of that name', 'SELECT (1)::t.kind FROM s.t'],
  ['a collation of a schema of that name', 'SELECT (b COLLATE t.c) FROM s.t'],
  ['the whole row', 'SELECT t.*::s.t AS t FROM s.t'],
  ['what is in a string', `SELECT 't.id' FROM s.t`],
  ['a subquery', 'SELECT a FROM s.t WHERE (EXISTS ( SELECT FROM s.u WHERE (u.id = t.id)))'],
  ['no table at all', 'SELECT 1'],
  ['no SQL', '(('],
])('leaves alone %s', (_, definition) => {
  expect(normaliseViewText(definition)).toBe(definition);
});
