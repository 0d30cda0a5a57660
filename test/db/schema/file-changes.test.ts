// Every kind of change of a file's schema is found, described and judged, on SQLite and DuckDB.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { describeSchema } from '../../../src/databases/schema/describe-schema.ts';
import { diffSnapshots } from '../../../src/databases/schema/diff.ts';
import { runDuckdb, runSqlite } from '../../support/database-files.ts';
import { snapshotOf } from '../../support/snapshots.ts';
import type { ChangeRow } from './change-row.ts';
import { duckdbChanges, sqliteChanges } from './file-changes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const engines = [
  { engine: 'SQLite', scheme: 'sqlite', rows: sqliteChanges, run: runSqlite },
  { engine: 'DuckDB', scheme: 'duckdb', rows: duckdbChanges, run: runDuckdb },
];

describe.each(engines)('on $engine', ({ scheme, rows, run }) => {
  const named: readonly (ChangeRow & { readonly at: number })[] = rows.map((row, at) => ({
    ...row,
    at,
  }));

  it.each(named)('$what', async (row) => {
    const file = path.join(folder, `${scheme}-${row.at}.db`);
    await run(file, row.setup);
    const before = await snapshotOf(`${scheme}:${file}`);
    await run(file, row.statement);
    const after = await snapshotOf(`${scheme}:${file}`);
    expect(describeSchema(after)).not.toBe(describeSchema(before));
    const { changes } = diffSnapshots(before, after);
    const told = changes.find(({ kind, name }) => kind === row.kind && name === row.name);
    expect(told, changes.map(({ message }) => message).join('; ')).toMatchObject({
      change: row.change,
      risk: row.risk,
    });
    expect(told?.attributes).toEqual(expect.arrayContaining([...row.attributes]));
  });
});
