import { describe, expect, it } from 'vitest';

import {
  compareHref,
  parseSide,
  referenceOf,
  writeSide,
  type SchemaSide,
} from '../../../src/dashboard/parts/schema/reference.ts';
import {
  formatAttribute,
  listAttributes,
  nameOfAttribute,
  nameOfParent,
  summarise,
} from '../../../src/dashboard/parts/schema/words.ts';
import { groupDifferences } from '../../../src/dashboard/screens/compare/group-differences.ts';

describe('the sides of a comparison in the address', () => {
  const sides: readonly SchemaSide[] = [
    { kind: 'current', database: 'shop-production' },
    { kind: 'baseline', database: 'shop & co' },
    { kind: 'snapshot', id: 'U2NoZW1h=' },
    { kind: 'migrations' },
  ];

  it.each(sides)('are read as they were written: $kind', (side) => {
    expect(parseSide(writeSide(side))).toEqual(side);
    const href = compareHref({ kind: 'current', database: 'a' }, side);
    expect(parseSide(new URLSearchParams(href.split('?')[1]).get('b') ?? undefined)).toEqual(side);
  });

  it('are none when nothing is written, and no schema of the API where they are files', () => {
    expect(parseSide(undefined)).toBeUndefined();
    expect(parseSide('')).toBeUndefined();
    expect(sides.map(referenceOf)).toEqual([
      { current: 'shop-production' },
      { baseline: 'shop & co' },
      { snapshot: 'U2NoZW1h=' },
      undefined,
    ]);
  });
});

describe('objects of a schema in words', () => {
  it('are one line without what says nothing', () => {
    expect(summarise({ position: 4, type: 'boolean', notNull: true, default: 'false' })).toBe(
      'boolean, not null, default false',
    );
    expect(summarise({ type: 'PRIMARY KEY', definition: 'PRIMARY KEY (id)' })).toBe(
      'PRIMARY KEY (id)',
    );
    expect(summarise({})).toBe('');
    expect(summarise(null)).toBe('');
  });

  it('have all their attributes one by one', () => {
    expect(listAttributes({ notNull: true, labels: ['a', 'b'] })).toEqual([
      { name: 'not null', value: 'yes' },
      { name: 'labels', value: '["a","b"]' },
    ]);
    expect(formatAttribute(null)).toBe('none');
    expect(nameOfAttribute('nullsNotDistinct')).toBe('nulls not distinct');
    expect(nameOfParent('TABLE public.orders')).toBe('public.orders');
    expect(nameOfParent(null)).toBeUndefined();
  });

  it('stand with the table that they belong to, and the table itself comes first', () => {
    const column = { kind: 'COLUMN', name: 'public.b.id', parent: 'TABLE public.b' };
    const index = { kind: 'INDEX', name: 'public.a_i', parent: 'TABLE public.a' };
    const table = { kind: 'TABLE', name: 'public.b', parent: null };
    expect(groupDifferences([column, index, table])).toEqual([
      { owner: 'TABLE public.a', entries: [index] },
      { owner: 'TABLE public.b', entries: [table, column] },
    ]);
  });
});
