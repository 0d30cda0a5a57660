// What the screen of performance makes of answers.
import { describe, expect, it } from 'vitest';

import {
  costliest,
  newestReading,
  type ReadDatabase,
} from '../../../../src/dashboard/screens/performance/costliest.ts';

function database(name: string, totals: readonly number[] | null, until = ''): ReadDatabase {
  const statements = (totals ?? []).map((totalMs, index) => ({
    id: String(index),
    text: null,
    calls: 1,
    meanMs: totalMs,
    totalMs,
    rows: 0,
  }));
  return { id: name, name, slowStatements: totals === null ? null : { until, statements } };
}

describe('statements of many databases', () => {
  it('are those that took most time, each with its database', () => {
    const found = costliest([database('a', [5, 90]), database('b', [70]), database('c', null)], 2);
    expect(found.map(({ id, totalMs, database: { name } }) => [id, totalMs, name])).toEqual([
      ['a 1', 90, 'a'],
      ['b 0', 70, 'b'],
    ]);
  });

  it('are counted where a database is only idle', () => {
    const idle = [database('a', [], '2026-11-27T12:00:00Z'), database('b', null)];
    expect(costliest(idle, 10)).toEqual([]);
    expect(newestReading(idle)).toBe('2026-11-27T12:00:00Z');
    expect(newestReading([database('b', null)])).toBeUndefined();
    expect(newestReading([])).toBeUndefined();
  });
});
