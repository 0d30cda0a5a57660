import { describe, expect, it } from 'vitest';

import { splitTableName } from '../../../../src/migrations/adapter-kit/catalogue.ts';
import { findTable } from '../../../../src/migrations/adapter-kit/find-table.ts';
import { tableOf } from '../../../support/source-files.ts';

describe('a table of the configuration', () => {
  it.each([
    ['knex_migrations', null, 'knex_migrations'],
    ['app.SequelizeMeta', 'app', 'SequelizeMeta'],
    ['"SequelizeMeta"', null, 'SequelizeMeta'],
    ['app."Sequelize.Meta"', 'app', 'Sequelize.Meta'],
    ['"a ""b""".c', 'a "b"', 'c'],
    ['a.b.c', null, 'a.b.c'],
    ['"', null, '"'],
  ])('may have a schema and quotes: %s', (named, schema, name) => {
    expect(splitTableName(named)).toEqual({ schema, name });
  });
});

describe('the history among the tables of a database', () => {
  const form = { names: ['history'], columns: ['name'] };
  const fits = (schema: string) => tableOf(schema, 'history', ['name']);
  const catalogue = (...tables: ReturnType<typeof tableOf>[]) => ({
    tables,
    searchPath: ['app', 'public'],
  });

  it('is the first of the search path', () => {
    const found = findTable(catalogue(fits('a'), fits('public'), fits('app')), null, form);
    expect(found).toMatchObject({ schema: 'app' });
  });

  it('is one with the right columns before one without', () => {
    const other = tableOf('app', 'history', ['color']);
    expect(findTable(catalogue(other, fits('public')), null, form)).toMatchObject({
      schema: 'public',
    });
    expect(findTable(catalogue(other), null, form)).toMatchObject({ schema: 'app', unfit: true });
  });

  it('may be outside of the search path when it is the only one, and the name is one tool’s', () => {
    expect(findTable(catalogue(fits('a')), null, form)?.doubt).toBe(undefined);
    expect(findTable(catalogue(fits('a'), fits('b')), null, form)?.doubt).toContain('a.history');
    expect(findTable(catalogue(fits('a')), null, { ...form, shared: true })?.doubt).toContain(
      'set `table`',
    );
    expect(findTable(catalogue(tableOf('a', 'history', ['color'])), null, form)).toBe(undefined);
  });

  it('is what the configuration says, whatever it looks like', () => {
    const other = tableOf('a', 'history', ['color']);
    expect(findTable(catalogue(other, fits('app')), 'a.history', form)).toMatchObject({
      schema: 'a',
      unfit: true,
    });
  });
});
