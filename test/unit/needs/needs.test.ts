import { beforeAll, describe, expect, it } from 'vitest';

import type { SchemaObject, SchemaSnapshot } from '../../../src/core/schema.ts';
import { addBrokenNeeds, breaksOf } from '../../../src/databases/needs/broken-needs.ts';
import { partsOfName } from '../../../src/databases/needs/catalogue.ts';
import { checkNeeds, noNeeds, type ApplicationNeeds } from '../../../src/databases/needs/needs.ts';
import { isSameType } from '../../../src/databases/needs/type-names.ts';
import { diffSnapshots } from '../../../src/databases/schema/diff.ts';
import { createSnapshot } from '../../../src/databases/schema/snapshot.ts';
import { loadSqlParser } from '../../../src/sql/parse.ts';
import { readQueries } from '../../../src/sql/queries/read-queries.ts';

beforeAll(loadSqlParser);

const object = (
  kind: SchemaObject['kind'],
  name: string,
  parent: string | null = null,
  attributes: SchemaObject['attributes'] = {},
): SchemaObject => ({ kind, name, parent, attributes, uses: [] });

/** A table of columns of the type text, or as `total numeric`. */
const table = (name: string, ...columns: readonly string[]): readonly SchemaObject[] => [
  object('TABLE', name),
  ...columns.map((text, place) => {
    const [column = '', type = 'text'] = text.split(/ (.*)/);
    return object('COLUMN', `${name}.${column}`, `TABLE ${name}`, { position: place + 1, type });
  }),
];

const snapshot = (...objects: readonly SchemaObject[]): SchemaSnapshot =>
  createSnapshot('POSTGRESQL', [object('SCHEMA', 'public'), ...objects]);

const queries = (...texts: readonly string[]): ApplicationNeeds => ({
  ...noNeeds,
  queries: texts.flatMap((text, place) =>
    readQueries(Buffer.from(text)).flatMap((read) =>
      read.ok ? [{ need: `queries/q.sql:${place + 1}`, shape: read.shape }] : [],
    ),
  ),
});

const orders = table('public.orders', 'id bigint', 'total numeric(10,2)', 'note');
const items = table('public.items', 'id bigint', 'price numeric');

describe('required tables', () => {
  const required = (name: string, columns: Readonly<Record<string, string | null>> = {}) => ({
    ...noNeeds,
    required: [
      {
        table: name,
        columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
      },
    ],
  });

  it('are met by what is there', () => {
    const needs = required('orders', { id: 'int8', total: 'numeric', note: null });
    expect(checkNeeds(snapshot(...orders), needs)).toEqual({ unmet: [], notChecked: [] });
  });

  it('are told with what is wrong', () => {
    const needs = required('public.orders', { id: 'text', total: 'numeric(12, 2)', gone: null });
    expect(checkNeeds(snapshot(...orders), needs).unmet).toEqual([
      {
        need: 'required: public.orders.id',
        object: 'public.orders.id',
        problem: 'TYPE_DIFFERS',
        message: 'public.orders.id is bigint, and text is required',
      },
      expect.objectContaining({ need: 'required: public.orders.total', problem: 'TYPE_DIFFERS' }),
      expect.objectContaining({ need: 'required: public.orders.gone', problem: 'COLUMN_MISSING' }),
    ]);
    expect(checkNeeds(snapshot(...items), needs).unmet).toEqual([
      {
        need: 'required: public.orders',
        object: 'public.orders',
        problem: 'TABLE_MISSING',
        message: 'there is no table public.orders',
      },
    ]);
  });

  it('are looked for where the search path begins', () => {
    const elsewhere = snapshot(object('SCHEMA', 'shop'), ...table('shop.orders', 'id'));
    expect(checkNeeds(elsewhere, required('orders')).unmet).toHaveLength(1);
    expect(checkNeeds(elsewhere, required('shop.orders')).unmet).toEqual([]);
  });

  it('are not missing where they could not be read', () => {
    const unread = createSnapshot('POSTGRESQL', [], ['VIEW']);
    const { unmet, notChecked } = checkNeeds(unread, required('orders'));
    expect(unmet).toEqual([]);
    expect(notChecked).toEqual([
      { need: 'required: public.orders', reason: expect.stringContaining('VIEW') },
    ]);
  });

  it('break by a change of their type', () => {
    const [before, after] = [
      snapshot(...orders),
      snapshot(...table('public.orders', 'id integer')),
    ];
    const needs = required('orders', { id: 'bigint' });
    const diff = addBrokenNeeds(diffSnapshots(before, after), before, after, needs);
    expect(diff.changes.find(({ name }) => name === 'public.orders.id')).toMatchObject({
      breaks: [
        {
          object: 'required: public.orders.id',
          reason: 'public.orders.id is integer, and bigint is required',
        },
      ],
    });
  });
});

describe('queries', () => {
  const check = (text: string, ...objects: readonly SchemaObject[]) =>
    checkNeeds(snapshot(...objects), queries(text));

  it.each([
    'select id from orders, items',
    'select a from unnest($1::text[]) a, orders',
    'select missing from orders, unnest($1::text[]) a',
    'select x.id from orders o',
    'select * from archive',
    'select a from db.other.orders',
    'select nothing',
    'select frobnicate(total) from orders',
  ])('are never told as unmet by what cannot be told for sure: %s', (text) => {
    const archive = table('shop.archive', 'id');
    expect(check(text, ...orders, ...items, ...archive).unmet).toEqual([]);
  });

  it('say what was not checked', () => {
    const { notChecked } = check('select id, x.a from orders, items', ...orders, ...items);
    expect(notChecked).toEqual([
      { need: 'queries/q.sql:1', reason: 'id is a column of several tables' },
      { need: 'queries/q.sql:1', reason: expect.stringContaining('nothing in the statement') },
    ]);
  });

  it('may name tables of extensions, unless these bring none', () => {
    const text = 'select * from spatial_ref_sys';
    expect(check(text, object('EXTENSION', 'postgis')).unmet).toEqual([]);
    expect(check(text, object('EXTENSION', 'pgcrypto')).unmet).toHaveLength(1);
  });

  it('are checked in no time when CTEs read each other many times', () => {
    const ctes = Array.from(
      { length: 40 },
      (_one, at) => `w${at + 1} as (select x.* from w${at} x, w${at} y)`,
    );
    const text = `with w0 as (select * from orders), ${ctes.join(', ')} select note, gone from w40`;
    expect(check(text, ...orders).unmet).toMatchObject([{ problem: 'COLUMN_MISSING' }]);
  });

  it('break once, by the change that is the cause', () => {
    const before = snapshot(...orders, ...items, ...table('public.far', 'a'));
    const after = snapshot(
      ...table('public.orders', 'id bigint', 'note'),
      ...table('public.items', 'id bigint'),
    );
    const needs = queries(
      'select o.total, total from orders o',
      'select price from items',
      'select id from items',
    );
    const diff = diffSnapshots(before, after);
    const breaks = addBrokenNeeds(diff, before, after, needs).changes.map((change) => ({
      name: change.name,
      needs: change.breaks.map((one) => one.object),
    }));
    expect(breaks).toEqual([
      { name: 'public.far', needs: [] },
      { name: 'public.items.price', needs: ['queries/q.sql:2'] },
      { name: 'public.orders.note', needs: [] },
      { name: 'public.orders.total', needs: ['queries/q.sql:1'] },
    ]);
    expect(breaksOf(after, before, needs)).toEqual([]);
  });

  it('that were not met before do not break', () => {
    const [before, after] = [snapshot(...items), snapshot()];
    expect(breaksOf(before, after, queries('select total from orders'))).toEqual([]);
  });

  it('are listed up to a limit', () => {
    const [before, after] = [snapshot(...orders, ...items), snapshot(...items)];
    const needs = queries(...Array.from({ length: 80 }, () => 'select total from orders'));
    const [change] = addBrokenNeeds(diffSnapshots(before, after), before, after, needs).changes;
    expect(change?.breaks).toHaveLength(51);
    expect(change?.breaks.at(-1)).toEqual({
      object: '30 more needs',
      reason: 'they are not met any more',
    });
  });
});

it.each([
  ['public.orders', ['public', 'orders']],
  ['"A b"."x.""y".z', ['A b', 'x."y', 'z']],
  ['public.total_of(integer, "x.y")', ['public', 'total_of']],
  ['orders', ['orders']],
])('the parts of %s', (name, parts) => {
  expect(partsOfName(name)).toEqual(parts);
});

describe('a type', () => {
  it.each([
    ['int8', 'bigint'],
    ['INT', 'integer'],
    ['bigserial', 'bigint'],
    ['varchar', 'character varying(20)'],
    ['varchar(20)', 'character varying(20)'],
    ['numeric( 10, 2 )', 'numeric(10,2)'],
    ['decimal', 'numeric(10,2)'],
    ['timestamptz', 'timestamp with time zone'],
    ['timestamp', 'timestamp without time zone'],
    ['timestamptz(3)', 'timestamp(3) with time zone'],
    ['timestamp with time zone', 'timestamp(3) with time zone'],
    ['int4[]', 'integer[]'],
    ['_int4', 'integer[]'],
    ['text ARRAY', 'text[]'],
    ['mood', 'public.mood'],
    ['pg_catalog.int4', 'integer'],
    ['"Mood"', 'public."Mood"'],
    ['float', 'double precision'],
  ])('%s is PostgreSQL’s %s', (wanted, actual) => {
    expect(isSameType('POSTGRESQL', wanted, actual)).toBe(true);
  });

  it.each([
    ['int', 'bigint'],
    ['varchar(20)', 'character varying'],
    ['varchar(20)', 'character varying(30)'],
    ['int', 'integer[]'],
    ['timestamp', 'timestamp with time zone'],
    ['shop.mood', 'public.mood'],
    ['mood', 'public."Mood"'],
  ])('%s is not PostgreSQL’s %s', (wanted, actual) => {
    expect(isSameType('POSTGRESQL', wanted, actual)).toBe(false);
  });

  it('has the names of its engine', () => {
    expect(isSameType('DUCKDB', 'float', 'FLOAT')).toBe(true);
    expect(isSameType('DUCKDB', 'real', 'FLOAT')).toBe(true);
    expect(isSameType('DUCKDB', 'float', 'DOUBLE')).toBe(false);
    expect(isSameType('DUCKDB', 'text', 'VARCHAR')).toBe(true);
    expect(isSameType('DUCKDB', 'decimal(10,2)', 'DECIMAL(10,2)')).toBe(true);
    expect(isSameType('DUCKDB', 'int[]', 'INTEGER[]')).toBe(true);
    expect(isSameType('SQLITE', 'int', 'integer')).toBe(true);
    expect(isSameType('SQLITE', 'text', 'varchar(20)')).toBe(false);
  });
});
