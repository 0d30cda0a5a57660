import { describe, expect, it } from 'vitest';

import type { MigrationState } from '../../../../src/core/migrations.ts';
import {
  buildMatrix,
  compareEnvironments,
  differs,
} from '../../../../src/migrations/statuses/matrix.ts';

const column = (...versions: [string, MigrationState][]) => ({ versions });

describe('the matrix of a source', () => {
  it('shows each version in each database, and compares with the first one', () => {
    const { rows, comparisons } = buildMatrix([
      column(['1', 'APPLIED'], ['2', 'APPLIED'], ['3', 'APPLIED']),
      column(['1', 'APPLIED'], ['2', 'PENDING'], ['3', 'PENDING']),
      column(['1', 'APPLIED'], ['2', 'EDITED'], ['2b', 'MISSING_FILE'], ['3', 'PENDING']),
    ]);
    expect(rows).toEqual([
      { version: '1', states: ['APPLIED', 'APPLIED', 'APPLIED'] },
      { version: '2', states: ['APPLIED', 'PENDING', 'EDITED'] },
      { version: '2b', states: [null, null, 'MISSING_FILE'] },
      { version: '3', states: ['APPLIED', 'PENDING', 'PENDING'] },
    ]);
    expect(rows.filter(differs).map((row) => row.version)).toEqual(['2', '2b', '3']);
    expect(comparisons).toEqual([
      { ahead: [], behind: [] },
      { ahead: [], behind: ['2', '3'] },
      { ahead: ['2b'], behind: ['3'] },
    ]);
  });

  it('keeps the order of every database', () => {
    const { rows } = buildMatrix([
      column(['b', 'APPLIED'], ['d', 'APPLIED']),
      column(['a', 'APPLIED'], ['b', 'APPLIED'], ['c', 'APPLIED'], ['d', 'APPLIED']),
      column(['d', 'APPLIED'], ['e', 'APPLIED']),
    ]);
    expect(rows.map((row) => row.version)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('takes a hundred databases with five thousand versions each', () => {
    const versions = Array.from({ length: 5000 }, (_, n): [string, MigrationState] => [
      `${n}`,
      'APPLIED',
    ]);
    const { rows, comparisons } = buildMatrix(
      Array.from({ length: 100 }, () => column(...versions)),
    );
    expect([rows.length, comparisons.length]).toEqual([5000, 100]);
  });

  it('has its columns on the way from development to production', () => {
    const names = ['Production', null, 'dev', 'eu-1', 'staging', 'qa', 'local', 'prod'];
    expect(names.toSorted(compareEnvironments)).toEqual([
      'dev',
      'local',
      'qa',
      'staging',
      'eu-1',
      'prod',
      'Production',
      null,
    ]);
  });
});
