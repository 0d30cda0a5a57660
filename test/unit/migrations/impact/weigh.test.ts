// Weighing: how size, traffic and long transactions change the level of a finding.
import { describe, expect, it } from 'vitest';

import type { RiskLevel } from '../../../../src/core/impact.ts';
import type { DatabaseFacts, TableFacts } from '../../../../src/migrations/impact/facts.ts';
import type { ImpactRule, RuleFinding } from '../../../../src/migrations/impact/rule.ts';
import { sizeText, weigh } from '../../../../src/migrations/impact/weigh.ts';
import { databaseFacts, gib, longTransaction, mib, table } from '../../../support/impact-facts.ts';

type Weighable = Pick<ImpactRule, 'level' | 'classes' | 'lockMode'>;

const scan: Weighable = { level: 'HIGH', classes: ['LOCK', 'SCAN'], lockMode: 'SHARE' };
const rewrite: Weighable = {
  level: 'CRITICAL',
  classes: ['LOCK', 'REWRITE'],
  lockMode: 'ACCESS EXCLUSIVE',
};
const moment: Weighable = { level: 'HIGH', classes: ['LOCK'], lockMode: 'ACCESS EXCLUSIVE' };
const breaking: Weighable = { ...rewrite, classes: ['LOCK', 'REWRITE', 'BREAKS_CLIENTS'] };
const losing: Weighable = {
  level: 'CRITICAL',
  classes: ['DATA_LOSS', 'LOCK'],
  lockMode: 'ACCESS EXCLUSIVE',
};

function levelOf(
  rule: Weighable,
  part: Partial<TableFacts>,
  finding: Partial<RuleFinding> = {},
  facts: Partial<DatabaseFacts> = {},
): RiskLevel {
  const live = table('t', part);
  const ref = { key: 'public.t', label: 'public.t', isNew: false, madeEarlier: false, facts: live };
  const said: RuleFinding = { message: '', objects: [], table: ref, ...finding };
  return weigh(rule, said, databaseFacts([live], facts)).level;
}

const size = (bytes: number, rows: number): Partial<TableFacts> => ({
  totalBytes: bytes,
  heapBytes: bytes,
  rows,
});
const traffic = (perMinute: number): Partial<TableFacts> => ({
  readsPerMinute: perMinute,
  writesPerMinute: 0,
});

describe('weighing', () => {
  it.each<readonly [string, Weighable, Partial<TableFacts>, RiskLevel]>([
    ['a scan of a small table', scan, size(mib, 100), 'LOW'],
    ['a scan of a moderate table', scan, size(50 * mib, 100_000), 'MEDIUM'],
    ['a scan of a large table', scan, size(gib, 5_000_000), 'HIGH'],
    ['a scan of a huge table', scan, size(20 * gib, 5_000_000), 'CRITICAL'],
    ['many rows in few bytes', scan, size(5 * mib, 200_000), 'MEDIUM'],
    ['few rows in many bytes', scan, size(gib, 10), 'HIGH'],
    ['a rewrite of a small table', rewrite, size(mib, 100), 'LOW'],
    ['a rewrite that breaks clients', breaking, size(mib, 100), 'MEDIUM'],
    ['a busy table', scan, { ...size(gib, 5_000_000), ...traffic(10_000) }, 'CRITICAL'],
    ['a small busy table', scan, { ...size(mib, 100), ...traffic(10_000) }, 'LOW'],
  ])('of %s', (_name, rule, part, expected) => {
    expect(levelOf(rule, part, { work: rule === scan ? 'scan' : 'rewrite' })).toBe(expected);
  });

  it('takes traffic into account for locks of a moment', () => {
    expect(levelOf(moment, traffic(5))).toBe('LOW');
    expect(levelOf(moment, traffic(500))).toBe('MEDIUM');
    expect(levelOf(moment, traffic(50_000))).toBe('HIGH');
  });

  it('takes a transaction that the lock would wait for into account', () => {
    const waits = { longTransactions: [longTransaction({ locks: ['public.t'] })] };
    const other = { longTransactions: [longTransaction({ locks: ['public.u'] })] };
    const short = { longTransactions: [longTransaction({ locks: ['public.t'], sinceMs: 100 })] };
    expect(levelOf(moment, traffic(5), {}, waits)).toBe('HIGH');
    expect(levelOf(moment, traffic(5), {}, other)).toBe('LOW');
    expect(levelOf(moment, traffic(5), {}, short)).toBe('LOW');
    expect(levelOf(scan, size(mib, 100), { work: 'scan' }, waits)).toBe('HIGH');
  });

  it('lowers a loss for an empty table only', () => {
    expect(levelOf(losing, { rows: 0, heapBytes: 0 })).toBe('MEDIUM');
    expect(levelOf(losing, size(mib, 3))).toBe('CRITICAL');
    expect(levelOf(losing, { rows: 0, heapBytes: 8192 })).toBe('CRITICAL');
  });

  it('leaves hints, unknowns and what is not about a table alone', () => {
    expect(levelOf({ ...scan, level: 'NONE' }, size(mib, 1), { work: 'scan' })).toBe('NONE');
    expect(levelOf({ ...scan, level: 'UNKNOWN' }, size(mib, 1), { work: 'scan' })).toBe('UNKNOWN');
    expect(weigh(scan, { message: '', objects: [] }, databaseFacts()).level).toBe('HIGH');
  });

  it('keeps the level of what is not known, and says so', () => {
    const ref = { key: 'public.t', label: 't', isNew: false, madeEarlier: false, facts: undefined };
    const weighed = weigh(
      scan,
      { message: '', objects: [], table: ref, work: 'scan' },
      databaseFacts(),
    );
    expect(weighed).toMatchObject({
      level: 'HIGH',
      because: [expect.stringContaining('not known')],
    });
    expect(weighed.doubts).toHaveLength(1);
  });

  it('writes sizes as PostgreSQL does', () => {
    expect([0, 512, 8192, 1536 * 1024, 5 * gib, 3000 * gib].map(sizeText)).toEqual([
      '0 bytes',
      '512 bytes',
      '8.0 kB',
      '1.5 MB',
      '5.0 GB',
      '2.9 TB',
    ]);
  });
});
