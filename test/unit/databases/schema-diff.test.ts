import { describe, expect, it } from 'vitest';

import { describeChange } from '../../../src/databases/schema/describe-change.ts';
import { diffSnapshots } from '../../../src/databases/schema/diff.ts';
import type { SchemaObject } from '../../../src/core/schema.ts';
import { createSnapshot, findObject, objectId } from '../../../src/databases/schema/snapshot.ts';

const table = (name: string): SchemaObject => ({
  kind: 'TABLE',
  name,
  parent: null,
  attributes: {},
  uses: [],
});
const column = (
  on: string,
  name: string,
  attributes: SchemaObject['attributes'] = {},
): SchemaObject => ({
  kind: 'COLUMN',
  name: `${on}.${name}`,
  parent: `TABLE ${on}`,
  attributes: { type: 'text', ...attributes },
  uses: [],
});
const view = (name: string, uses: readonly string[]): SchemaObject => ({
  kind: 'VIEW',
  name,
  parent: null,
  attributes: { definition: 'SELECT' },
  uses,
});

const snapshot = (...objects: SchemaObject[]) => createSnapshot('POSTGRESQL', objects);
const orders = [table('orders'), column('orders', 'id'), column('orders', 'note')];

describe('a snapshot', () => {
  it('has the same hash in whatever order its objects and attributes come', () => {
    const one = { ...column('t', 'a'), attributes: { type: 'text', notNull: true } };
    const other = { ...column('t', 'a'), attributes: { notNull: true, type: 'text' } };
    expect(snapshot(table('t'), one).hash).toBe(snapshot(other, table('t')).hash);
  });

  it('finds each of its objects, and none that is not there', () => {
    const all = snapshot(...orders, view('v', []), table('a'), table('z'));
    for (const object of all.objects) expect(findObject(all, objectId(object))).toBe(object);
    expect(findObject(all, 'TABLE nowhere')).toBeUndefined();
    expect(findObject(snapshot(), 'TABLE orders')).toBeUndefined();
  });
});

describe('the difference of two snapshots', () => {
  it('is nothing for the same objects', () => {
    expect(diffSnapshots(snapshot(...orders), snapshot(...orders))).toEqual({
      changes: [],
      renames: [],
      risk: 'NONE',
    });
  });

  it('tells a table that came or went once, not by its columns', () => {
    const { changes } = diffSnapshots(snapshot(), snapshot(...orders));
    expect(changes.map(({ message }) => message)).toEqual(['table orders was added']);
    const gone = diffSnapshots(snapshot(...orders), snapshot());
    expect(gone.changes.map(({ message }) => message)).toEqual(['table orders was removed']);
    expect(gone.risk).toBe('CRITICAL');
  });

  it('is the opposite the other way round', () => {
    const before = snapshot(...orders);
    const after = snapshot(table('orders'), column('orders', 'id', { notNull: true }));
    const there = diffSnapshots(before, after).changes.flatMap(({ attributes }) => attributes);
    const back = diffSnapshots(after, before).changes.flatMap(({ attributes }) => attributes);
    expect(back).toEqual(there.map(({ name, from, to }) => ({ name, from: to, to: from })));
  });

  it('says nothing of a kind that one of the two could not read', () => {
    const before = snapshot(...orders, view('v', []));
    const after = createSnapshot('POSTGRESQL', orders, ['VIEW']);
    expect(diffSnapshots(before, after).changes).toEqual([]);
    expect(diffSnapshots(after, before).changes).toEqual([]);
  });
});

describe('what may break', () => {
  const mood = (labels: readonly string[]): SchemaObject => ({
    kind: 'ENUM',
    name: 'mood',
    parent: null,
    attributes: { labels },
    uses: [],
  });
  const using = { ...column('orders', 'mood'), uses: ['ENUM mood'] };

  it('is the view that read a column that is gone', () => {
    const reading = view('notes', ['COLUMN orders.note']);
    const [change] = diffSnapshots(
      snapshot(...orders, reading),
      snapshot(table('orders'), column('orders', 'id'), reading),
    ).changes;
    expect(change?.breaks).toEqual([
      { object: 'VIEW notes', reason: 'it used COLUMN orders.note' },
    ]);
    expect(change?.classes).toContain('BREAKS_CLIENTS');
  });

  it('is nothing when an enum only gets a label', () => {
    const [change] = diffSnapshots(
      snapshot(...orders, using, mood(['low'])),
      snapshot(...orders, using, mood(['low', 'high'])),
    ).changes;
    expect(change).toMatchObject({ kind: 'ENUM', risk: 'LOW', breaks: [] });
  });

  it('is each column of an enum that loses a label', () => {
    const [change] = diffSnapshots(
      snapshot(...orders, using, mood(['low', 'high'])),
      snapshot(...orders, using, mood(['low'])),
    ).changes;
    expect(change?.breaks.map(({ object }) => object)).toEqual(['COLUMN orders.mood']);
  });

  it('is nothing that belongs to the same table, or is gone too', () => {
    const generated = { ...column('orders', 'id'), uses: ['COLUMN orders.note'] };
    const reading = view('notes', ['COLUMN orders.note']);
    const { changes } = diffSnapshots(
      snapshot(table('orders'), generated, column('orders', 'note'), reading),
      snapshot(table('orders'), generated),
    );
    expect(changes.flatMap(({ breaks }) => breaks)).toEqual([]);
  });
});

describe('a rename', () => {
  it('of a table is proposed, and told as removed and added all the same', () => {
    const renamed = [table('sales'), column('sales', 'id'), column('sales', 'note')];
    const diff = diffSnapshots(snapshot(...orders), snapshot(...renamed));
    expect(diff.renames).toEqual([
      {
        kind: 'TABLE',
        from: 'orders',
        to: 'sales',
        probability: 1,
        basis: '2 of 2 columns are the same',
      },
    ]);
    expect(diff.changes.map(({ change }) => change)).toEqual(['REMOVED', 'ADDED']);
  });

  it('of a column is proposed for the same place, and hardly for another one', () => {
    const at = (name: string, position: number) => column('orders', name, { position });
    const before = snapshot(table('orders'), at('id', 1), at('note', 2));
    const same = diffSnapshots(before, snapshot(table('orders'), at('id', 1), at('remark', 2)));
    expect(same.renames).toMatchObject([
      { from: 'orders.note', to: 'orders.remark', probability: 0.95 },
    ]);
    const other = diffSnapshots(before, snapshot(table('orders'), at('id', 1), at('remark', 3)));
    expect(other.renames).toEqual([]);
  });

  it('is not proposed for tables that share little', () => {
    const other = [
      table('sales'),
      column('sales', 'x'),
      column('sales', 'y'),
      column('sales', 'id'),
    ];
    expect(diffSnapshots(snapshot(...orders), snapshot(...other)).renames).toEqual([]);
  });
});

describe('the sentence for a change', () => {
  const told = (name: string, from: string | boolean | readonly string[] | null, to: typeof from) =>
    describeChange({
      change: 'CHANGED',
      kind: 'COLUMN',
      name: 'orders.total',
      attributes: [{ name, from, to }],
    });

  it('has the values, lists by what came and went, and long texts in a word', () => {
    expect(told('type', 'integer', 'bigint')).toBe('column orders.total: type integer → bigint');
    expect(told('notNull', null, true)).toBe('column orders.total: not null set');
    expect(told('notNull', true, null)).toBe('column orders.total: not null no longer set');
    expect(told('default', null, '5')).toBe('column orders.total: default none → 5');
    expect(told('labels', ['a', 'b'], ['a', 'c'])).toBe(
      'column orders.total: labels: with c, without b',
    );
    expect(told('labels', ['a', 'b'], ['b', 'a'])).toBe(
      'column orders.total: labels: another order',
    );
    expect(told('body', 'one\ntwo', 'three')).toBe('column orders.total: body changed');
  });
});
