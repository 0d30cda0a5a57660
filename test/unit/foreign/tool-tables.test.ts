import { describe, expect, it } from 'vitest';

import {
  configuredTables,
  readLockRow,
  recogniseTables,
  tableNames,
  type FoundTable,
} from '../../../src/migrations/foreign/tool-tables.ts';

let oid = 20_000;
const table = (name: string, columns: readonly string[], schema = 'public'): FoundTable => ({
  oid: (oid += 1),
  schema,
  name,
  columns,
  readable: true,
});

const toolsOf = (
  tables: readonly FoundTable[],
  sources: Parameters<typeof configuredTables>[0] = [],
): readonly string[] =>
  recogniseTables(tables, configuredTables(sources)).map(
    ({ tool, role, schema, name }) => `${tool} ${role} ${schema}.${name}`,
  );

describe('a table of a migration tool', () => {
  it('that three tools call the same is told by its columns and its neighbours', () => {
    const plain = table('schema_migrations', ['version']);
    expect(toolsOf([plain])).toEqual(['dbmate history public.schema_migrations']);
    expect(toolsOf([plain, table('ar_internal_metadata', ['key', 'value'])])).toEqual([
      'rails history public.schema_migrations',
    ]);
    expect(toolsOf([table('schema_migrations', ['version', 'dirty'])])).toEqual([
      'golang-migrate history public.schema_migrations',
    ]);
  });

  it("with a common name counts only with the tool's columns", () => {
    expect(toolsOf([table('migrations', ['id', 'person', 'from', 'to'])])).toEqual([]);
    expect(toolsOf([table('migrations', ['id', 'timestamp', 'name'])])).toEqual([
      'typeorm history public.migrations',
    ]);
    expect(toolsOf([table('migrations', ['schema', 'name', 'migration'], 'app')])).toEqual([]);
    expect(toolsOf([table('migrations', ['schema', 'name', 'migration'], 'pgroll')])).toEqual([
      'pgroll history pgroll.migrations',
    ]);
  });

  it('may be called as the configuration says', () => {
    const sources = [
      { tool: 'knex', table: 'app.changes' },
      { tool: 'flyway', table: 'history' },
      { tool: 'sql', table: null },
      { tool: 'auto', table: 'whatever' },
    ];
    expect(tableNames(configuredTables(sources))).toEqual(
      expect.arrayContaining(['changes', 'changes_lock', 'history', 'pgmigrations']),
    );
    const tables = [
      table('changes', ['name'], 'app'),
      table('changes', ['name'], 'other'),
      table('changes_lock', ['index', 'is_locked'], 'app'),
      table('history', ['anything'], 'x'),
    ];
    expect(toolsOf(tables, sources)).toEqual([
      'knex history app.changes',
      'knex lock app.changes_lock',
      'flyway history x.history',
    ]);
  });
});

describe('a row of a lock table', () => {
  const now = new Date('2026-01-02T00:00:00Z');
  const liquibase = { tool: 'liquibase', schema: 'public', name: 'databasechangeloglock' };

  it.each([
    [{ locked: false }],
    [{ is_locked: 0 }],
    [{ locked: null }],
    [{ locked: 'yes' }],
    [{}],
    [{ other: true }],
  ])('%o is free', (row) => {
    expect(readLockRow(liquibase, row, now)).toBeUndefined();
  });

  it('that is locked again is another lock', () => {
    const row = (lockgranted: string) => readLockRow(liquibase, { locked: true, lockgranted }, now);
    expect(row('2026-01-01T10:00:00')?.id).not.toBe(row('2026-01-01T11:00:00')?.id);
  });

  it('whose lease has run out says so', () => {
    const goose = { tool: 'goose', schema: 'public', name: 'goose_lock' };
    const row = (at: string) => readLockRow(goose, { locked: true, lease_expires_at: at }, now);
    expect(row('2026-01-01T23:59:59+00:00')?.expired).toBe(true);
    expect(row('2026-01-02T00:00:01+00:00')?.expired).toBe(false);
    expect(row('not a time')?.expired).toBe(false);
  });
});
