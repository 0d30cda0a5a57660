// What Atlas's files, sums and revisions mean.
import { beforeAll, describe, expect, it } from 'vitest';

import { appliedMigration } from '../../../../src/migrations/adapter-kit/applied.ts';
import { advisoryKey } from '../../../../src/migrations/adapter-kit/lock-holder.ts';
import { atlasLockKey } from '../../../../src/migrations/adapter-kit/lock-keys.ts';
import { atlasAdapter, toApplied } from '../../../../src/migrations/adapters/atlas.ts';
import {
  atlasDirective,
  createAtlasHasher,
  parseAtlasSum,
} from '../../../../src/migrations/formats/atlas-sum.ts';
import { loadSqlParser } from '../../../../src/sql/parse.ts';
import { historyOf, judgeSource, memoryFiles, statesOf } from '../../../support/source-files.ts';

const { toolAdapter } = atlasAdapter;

/** A folder with a sum file that fits. */
function hashed(files: Readonly<Record<string, string>>): Record<string, string> {
  const hasher = createAtlasHasher();
  for (const name of Object.keys(files).toSorted((a, b) => (a < b ? -1 : 1))) {
    hasher.add({ name, bytes: Buffer.from(files[name] ?? '') });
  }
  const { sums, total } = hasher.end();
  const lines = [...sums].map(([name, sum]) => `${name} h1:${sum}`);
  return { ...files, 'atlas.sum': [`h1:${total}`, ...lines, ''].join('\n') };
}

const sumsOf = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  parseAtlasSum(hashed(files)['atlas.sum'] ?? '')?.sums ?? new Map();

describe('sums of Atlas', () => {
  // Made by Atlas's own library for these two files.
  const files = {
    '20240101000000_create_a.sql': 'create table a (id int);\n',
    '20240102000000_create_b.sql': 'create table b (id int);\n',
  };

  it('are those of its own library', () => {
    expect(sumsOf(files).get('20240101000000_create_a.sql')).toBe(
      'AscnxIVrkTTXPNkX8CSFoSxZ4DH/y+tdJfeJMT/tHlE=',
    );
  });

  it('stand for all files up to theirs: one edit changes those that follow', () => {
    const edited = { ...files, '20240101000000_create_a.sql': 'select 1;\n' };
    expect(sumsOf(edited).get('20240102000000_create_b.sql')).not.toBe(
      sumsOf(files).get('20240102000000_create_b.sql'),
    );
  });

  it('leave out what says so, but not its name', () => {
    const ignored = { ...files, '20240101120000_x.sql': '-- atlas:sum ignore\nselect 1;\n' };
    const sums = sumsOf(ignored);
    expect(sums.has('20240101120000_x.sql')).toBe(false);
    const other = { ...ignored, '20240101120000_x.sql': '-- atlas:sum ignore\nselect 2;\n' };
    expect(sumsOf(other)).toEqual(sums);
    expect(sums).not.toEqual(sumsOf(files));
  });

  it('cannot be told of a file of another form', () => {
    expect(parseAtlasSum('nonsense')).toBeUndefined();
    expect(parseAtlasSum('h1:abc\na.sql without a sum\n')).toBeUndefined();
    expect(parseAtlasSum('h1:abc\r\na.sql h1:def\r\n')).toEqual({
      sums: new Map([['a.sql', 'def']]),
      total: 'abc',
    });
  });

  it('directives count in the head of a file alone', () => {
    const of = (text: string): string | undefined =>
      atlasDirective(Buffer.from(text), 'checkpoint');
    expect(of('-- atlas:checkpoint\n\nselect 1;')).toBe('');
    expect(of('-- a comment\n-- atlas:checkpoint v2\n\nselect 1;')).toBe('v2');
    expect(of('select 1;\n-- atlas:checkpoint\n')).toBeUndefined();
    expect(of('')).toBeUndefined();
  });
});

describe('folders of Atlas', () => {
  const files = { '1_a.sql': 'select 1;\n', '2_b.sql': 'select 2;\n' };
  const faultsOf = async (contents: Readonly<Record<string, string>>): Promise<readonly string[]> =>
    (await toolAdapter.readSource(memoryFiles(contents))).faults;

  it('that fit their sum file have no fault', async () => {
    expect(await faultsOf(hashed(files))).toEqual([]);
    expect(await faultsOf({})).toEqual([]);
  });

  it('name the file that was added, removed or changed', async () => {
    const whole = hashed(files);
    const { '2_b.sql': _gone, ...less } = whole;
    expect(await faultsOf({ ...whole, '3_c.sql': '' })).toEqual([
      expect.stringContaining('3_c.sql is not in atlas.sum'),
    ]);
    expect(await faultsOf(less)).toEqual([expect.stringContaining('2_b.sql is in atlas.sum')]);
    expect(await faultsOf({ ...whole, '1_a.sql': 'select 3;' })).toEqual([
      expect.stringContaining('1_a.sql does not match'),
    ]);
  });

  it('without a sum file, or with a broken one, are refused', async () => {
    expect(await faultsOf(files)).toEqual([expect.stringContaining('no atlas.sum')]);
    expect(await faultsOf({ ...files, 'atlas.sum': '?' })).toEqual([
      expect.stringContaining('cannot be understood'),
    ]);
    const first = hashed(files)['atlas.sum']?.replace(/^h1:\S+/, 'h1:AAAA') ?? '';
    expect(await faultsOf({ ...files, 'atlas.sum': first })).toEqual([
      expect.stringContaining('does not match itself'),
    ]);
  });

  it('give the first edited file, and do not blame those after it', async () => {
    const original = { '1_a.sql': 'a', '2_b.sql': 'b', '3_c.sql': 'c' };
    const sums = sumsOf(original);
    const rows = Object.keys(original).map((name) =>
      appliedMigration(name.slice(0, 1), { checksum: sums.get(name) ?? null }),
    );
    const edited = memoryFiles(hashed({ ...original, '2_b.sql': 'other' }));
    const status = await judgeSource(toolAdapter, edited, { history: historyOf(rows) });
    expect(statesOf(status)).toEqual(['1 APPLIED', '2 EDITED', '3 APPLIED']);
    expect(status.migrations[2]?.reason).toContain('cannot be compared: 2 changed');
  });

  it('blame nobody after a file that came in between', async () => {
    const sums = sumsOf({ '1_a.sql': 'a', '3_c.sql': 'c' });
    const rows = ['1_a.sql', '3_c.sql'].map((name) =>
      appliedMigration(name.slice(0, 1), { checksum: sums.get(name) ?? null }),
    );
    const files3 = memoryFiles(hashed({ '1_a.sql': 'a', '2_b.sql': 'b', '3_c.sql': 'c' }));
    const status = await judgeSource(toolAdapter, files3, { history: historyOf(rows) });
    expect(statesOf(status)).toEqual(['1 APPLIED', '2 OUT_OF_ORDER', '3 APPLIED']);
    const run = await judgeSource(toolAdapter, files3, {
      history: historyOf(rows),
      outOfOrder: 'run',
    });
    expect(statesOf(run)).toEqual(['1 APPLIED', '2 PENDING', '3 APPLIED']);
    expect(run.state).toBe('BEHIND');
  });

  it('take what lies below the first revision for skipped', async () => {
    const files2 = memoryFiles(hashed({ '1_a.sql': 'a', '2_b.sql': 'b' }));
    const status = await judgeSource(toolAdapter, files2, {
      history: historyOf([appliedMigration('2')]),
    });
    expect(statesOf(status)).toEqual(['1 SKIPPED_SILENTLY', '2 APPLIED']);
    expect(status.state).toBe('DIVERGED');
  });

  it('begin at the last checkpoint in an empty database', async () => {
    const withCheckpoints = memoryFiles(
      hashed({
        '1_a.sql': 'a',
        '2_check.sql': '-- atlas:checkpoint\n\na',
        '3_c.sql': 'c',
        '4_check.sql': '-- atlas:checkpoint\n\nac',
        '5_e.sql': 'e',
      }),
    );
    expect(statesOf(await judgeSource(toolAdapter, withCheckpoints))).toEqual([
      '1 IGNORED',
      '2 IGNORED',
      '3 IGNORED',
      '4 PENDING',
      '5 PENDING',
    ]);
    const begun = historyOf(['2', '3'].map((version) => appliedMigration(version)));
    expect(statesOf(await judgeSource(toolAdapter, withCheckpoints, { history: begun }))).toEqual([
      '1 IGNORED',
      '2 APPLIED',
      '3 APPLIED',
      '4 IGNORED',
      '5 PENDING',
    ]);
  });
});

describe('revisions of Atlas', () => {
  beforeAll(loadSqlParser);

  const revision = (more: Partial<Record<string, string | null>> = {}) => ({
    version: '1',
    description: 'a',
    type: '2',
    applied: '2',
    total: '2',
    executed_at: '2026-02-03T04:05:06+00:00',
    execution_time: '12500000',
    error: '',
    error_stmt: '',
    hash: 'h1:abc',
    operator_version: 'Atlas CLI v1',
    ...more,
  });

  it('take nanoseconds, and sums with and without a prefix', () => {
    expect(toApplied(revision())).toMatchObject({
      state: 'APPLIED',
      durationMs: 12.5,
      checksum: 'abc',
      appliedBy: 'Atlas CLI v1',
    });
    expect(toApplied(revision({ hash: '' })).checksum).toBeNull();
  });

  it('are read by the bits of their type, whatever the counts say', () => {
    const of = (type: string) =>
      toApplied(revision({ type, applied: '1', total: '3', error: '' })).state;
    expect(of('1')).toBe('BASELINE');
    expect(of('4')).toBe('MARKED');
    expect(of('6')).toBe('MARKED');
    expect(of('2')).toBe('PARTIAL');
  });

  it('that failed tell how far they came, without the secrets of the statement', () => {
    const error = 'pq: role "x" with password "hunter22" already exists\nDetail: more';
    const failed = toApplied(
      revision({
        applied: '1',
        total: '3',
        error,
        error_stmt: "create role x password 'hunter22'",
      }),
    );
    expect(failed).toMatchObject({
      state: 'PARTIAL',
      reason: '1 of 3 statements are in effect: pq: role "x" with password "***" already exists',
    });
    const older = `Statement:\ncreate role x password 'hunter22'\n\nError:\n${error}`;
    expect(toApplied(revision({ applied: '0', error: older, error_stmt: null }))).toMatchObject({
      state: 'FAILED',
      reason: '0 of 2 statements are in effect: pq: role "x" with password "***" already exists',
    });
  });

  it('with nothing in them are applied', () => {
    expect(toApplied(revision({ applied: '0', total: '0' })).state).toBe('APPLIED');
  });

  it('hold a lock whose key is known', () => {
    expect(advisoryKey(atlasLockKey)).toEqual({ classId: 0, objectId: 2686470616 });
  });
});
