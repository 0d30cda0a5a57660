// What pgroll's files and rows mean.
import { describe, expect, it } from 'vitest';

import { appliedMigration } from '../../../../src/migrations/adapter-kit/applied.ts';
import { pgrollAdapter, readPgrollRows } from '../../../../src/migrations/adapters/pgroll.ts';
import {
  historyOf,
  judgeSource,
  memoryFiles,
  statesOf,
  tableOf,
} from '../../../support/source-files.ts';

const { toolAdapter } = pgrollAdapter;

const row = (
  name: string,
  parent: string | null,
  more: { schema?: string; done?: string; migration_type?: string } = {},
) => ({
  schema: 'public',
  name,
  parent,
  done: 'true',
  created_at: '2026-02-03T04:05:06+00:00',
  updated_at: '2026-02-03T04:05:07+00:00',
  migration_type: 'pgroll',
  ...more,
});

describe('rows of pgroll', () => {
  it('are told in the order of their parents', () => {
    const { applied, faults } = readPgrollRows([row('c', 'b'), row('a', null), row('b', 'a')]);
    expect(applied.map(({ version }) => version)).toEqual(['a', 'b', 'c']);
    expect(faults).toEqual([]);
  });

  it('that make no chain are a fault', () => {
    expect(readPgrollRows([row('a', null), row('c', 'lost')]).faults).toEqual([
      expect.stringContaining('no chain'),
    ]);
    expect(readPgrollRows([row('a', 'b'), row('b', 'a')]).faults).toHaveLength(1);
  });

  it('that are not done are under way: both versions of the schema are live', () => {
    const { applied } = readPgrollRows([row('a', null), row('b', 'a', { done: 'false' })]);
    expect(applied.map(({ state }) => state)).toEqual(['APPLIED', 'RUNNING']);
    expect(applied[1]).toMatchObject({
      appliedAt: null,
      reason: expect.stringContaining('pgroll complete'),
    });
  });

  it('that were inferred are told as changes of others', () => {
    const inferred = { migration_type: 'inferred' };
    const { notes } = readPgrollRows([
      row('a', null),
      row('x', 'a', inferred),
      row('y', 'x', inferred),
    ]);
    expect(notes).toEqual([
      '2 changes were made without pgroll, the last at 2026-02-03T04:05:06.000Z: see `pgroll pull`',
    ]);
  });

  it('before a baseline are superseded by it', () => {
    const { applied } = readPgrollRows([
      row('a', null),
      row('b', 'a', { migration_type: 'baseline' }),
      row('c', 'b'),
    ]);
    expect(applied.map(({ state }) => state)).toEqual(['SUPERSEDED', 'BASELINE', 'APPLIED']);
  });

  it('are those of public, or of the only schema; of several others none is taken for granted', () => {
    const other = { schema: 'other' };
    expect(readPgrollRows([row('a', null, other)]).applied).toHaveLength(1);
    const both = readPgrollRows([row('a', null), row('x', null, other)]);
    expect(both).toMatchObject({ faults: [], notes: [expect.stringContaining('not other')] });
    const neither = readPgrollRows([row('a', null, other), row('a', null, { schema: 'more' })]);
    expect(neither.faults).toEqual([expect.stringContaining('more, other')]);
  });
});

describe('sources of pgroll', () => {
  it('are named by their files, or by the name in older files', async () => {
    const source = await toolAdapter.readSource(
      memoryFiles({
        '01_a.yaml': 'operations: []\n',
        '02.yml': "name: 'second one'\noperations: []\n",
        '03.json': '{"name":"third","operations":[]}',
        '04_d.json': 'not JSON at all',
        '05_e.yaml': 'operations:\n  - create_table:\n      name: e\n',
        'sub/06_f.yaml': '',
        'README.md': '',
      }),
    );
    expect(source.migrations.map(({ version }) => version)).toEqual([
      '01_a',
      'second one',
      'third',
      '04_d',
      '05_e',
    ]);
  });

  it('have inferred migrations only after they were pulled', async () => {
    const rows = readPgrollRows([
      row('01_a', null),
      row('01_a_20260203', '01_a', { migration_type: 'inferred' }),
    ]);
    const history = historyOf(rows.applied, rows);
    const before = await judgeSource(toolAdapter, memoryFiles({ '01_a.yaml': '' }), { history });
    expect(statesOf(before)).toEqual(['01_a APPLIED']);
    expect(before).toMatchObject({
      state: 'UP_TO_DATE',
      reason: expect.stringContaining('without pgroll'),
    });
    const pulled = memoryFiles({ '01_a.yaml': '', '01_a_20260203.yaml': '' });
    expect(statesOf(await judgeSource(toolAdapter, pulled, { history }))).toEqual([
      '01_a APPLIED',
      '01_a_20260203 APPLIED',
    ]);
  });

  it('in another order than the history are refused', async () => {
    const history = historyOf([appliedMigration('01_a'), appliedMigration('03_c')]);
    const files = memoryFiles({ '01_a.yaml': '', '02_b.yaml': '', '03_c.yaml': '' });
    const status = await judgeSource(toolAdapter, files, { history });
    expect(statesOf(status)).toEqual(['01_a APPLIED', '02_b OUT_OF_ORDER', '03_c APPLIED']);
    expect(status.state).toBe('DIVERGED');
  });

  it('have their history in the schema pgroll, whatever else is called migrations', () => {
    const own = tableOf('pgroll', 'migrations', ['schema', 'name', 'migration', 'parent', 'done']);
    const foreign = tableOf('public', 'migrations', ['id', 'timestamp', 'name']);
    const catalogue = { tables: [foreign, own], searchPath: ['public'] };
    expect(toolAdapter.findHistory(catalogue, null)).toBe(own);
    expect(toolAdapter.findHistory({ ...catalogue, tables: [foreign] }, null)).toBeUndefined();
  });
});
