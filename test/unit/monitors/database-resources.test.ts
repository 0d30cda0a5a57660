import { describe, expect, it } from 'vitest';

import type { ResourceReading, StatementReading } from '../../../src/databases/resources.ts';
import { createResourceMemory } from '../../../src/monitors/database-resources/memory.ts';
import { toMeasures } from '../../../src/monitors/database-resources/rates.ts';
import {
  compareStatements,
  measureStatements,
} from '../../../src/monitors/database-resources/statement-costs.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const empty: ResourceReading = { epoch: 'a', measures: [], counters: [], shares: [], notes: [] };

const counted = (commits: number, hit = 0, read = 0, epoch = 'a'): ResourceReading => ({
  ...empty,
  epoch,
  counters: [
    { metric: 'database.commits_per_second', total: commits },
    { metric: 'database.deadlocks', total: commits },
  ],
  shares: [{ metric: 'database.cache_hit_percent', part: hit, whole: hit + read, least: 1000 }],
});

describe('rates', () => {
  it('are what grew by second, or since the reading before', () => {
    const measures = toMeasures(
      { reading: counted(100, 0, 0), atMs: 0 },
      { reading: counted(400, 1800, 200), atMs: 30_000 },
    );
    expect(measures).toEqual([
      { metric: 'database.commits_per_second', value: 10 },
      { metric: 'database.deadlocks', value: 300 },
      { metric: 'database.cache_hit_percent', value: 90 },
    ]);
  });

  it('are none at first, after a reset, and after too long a gap', () => {
    const now = { reading: counted(400, 9000, 1), atMs: 5_000_000 };
    expect(toMeasures(undefined, now)).toEqual([]);
    const other = { reading: counted(1, 0, 0, 'b'), atMs: 4_999_000 };
    expect(toMeasures(other, now)).toEqual([]);
    expect(toMeasures({ reading: counted(1), atMs: 0 }, now)).toEqual([]);
    const backwards = { reading: counted(500, 9000, 1), atMs: 4_999_000 };
    expect(toMeasures(backwards, now)).toEqual([]);
  });

  it('tell no hit ratio of a handful of blocks', () => {
    const measures = toMeasures(
      { reading: counted(1, 0, 0), atMs: 0 },
      { reading: counted(1, 0, 5), atMs: 1000 },
    );
    expect(measures.map(({ metric }) => metric)).not.toContain('database.cache_hit_percent');
  });

  it('are never negative and never infinite, whatever the counters do', () => {
    const seeded = createSeeded(chooseSeed());
    const any = (): ResourceReading =>
      counted(seeded.integer(1000), seeded.integer(5000), seeded.integer(5000), 'a');
    let before = { reading: any(), atMs: 0 };
    for (let round = 0; round < 2000; round += 1) {
      const now = { reading: any(), atMs: before.atMs + seeded.integer(5000) };
      for (const { metric, value } of toMeasures(before, now)) {
        expect(value, `seed ${seeded.seed}`).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(value), `seed ${seeded.seed}`).toBe(true);
        const most = metric.endsWith('_percent') ? 100.001 : Number.MAX_VALUE;
        expect(value).toBeLessThanOrEqual(most);
      }
      before = now;
    }
  });
});

const statement = (id: string, calls: number, totalMs: number) => ({
  id,
  calls,
  totalMs,
  rows: calls,
  blocksHit: 0,
  blocksRead: 0,
  tempBlocks: 0,
  walBytes: 0,
});
const statements = (
  totals: StatementReading['totals'],
  more: Partial<StatementReading> = {},
): StatementReading => ({ epoch: 'a', complete: true, totals, ...more });

describe('statements', () => {
  it('cost what their totals grew by, the costliest first', () => {
    const costs = compareStatements(
      statements([statement('1', 10, 100), statement('2', 5, 50)]),
      statements([statement('1', 20, 150), statement('2', 6, 950), statement('3', 1, 10)]),
    );
    expect(costs?.map(({ id, calls, totalMs, meanMs }) => [id, calls, totalMs, meanMs])).toEqual([
      ['2', 1, 900, 900],
      ['1', 10, 50, 5],
      ['3', 1, 10, 10],
    ]);
    expect(measureStatements(costs ?? [], 60_000)).toEqual([
      { metric: 'database.statements_per_second', value: 0.2 },
      { metric: 'database.statement_time_percent', value: 1.6 },
      { metric: 'database.statement_mean_ms', value: 80 },
      { metric: 'database.slowest_statement_mean_ms', value: 900 },
    ]);
  });

  it('that are new say nothing when the reading before was cut', () => {
    const costs = compareStatements(
      statements([], { complete: false }),
      statements([statement('1', 1000, 1e6)]),
    );
    expect(costs).toEqual([]);
  });

  it('that were forgotten and came back, or all of them, say nothing', () => {
    const now = statements([statement('1', 1, 10)]);
    expect(compareStatements(statements([statement('1', 100, 1000)]), now)).toEqual([]);
    expect(compareStatements(statements([], { epoch: 'b' }), now)).toBeUndefined();
    expect(compareStatements(undefined, now)).toBeUndefined();
  });
});

describe('the memory', () => {
  it('shows what is read less often until it is read again', () => {
    const memory = createResourceMemory({ statementsMs: 60_000, tablesMs: 300_000 });
    expect(memory.due(0)).toEqual({ tables: true, statements: true });
    const size = [{ metric: 'database.size_bytes', value: 7 }];
    const note = { about: 'statements', reason: 'the extension is not there' };
    const first = memory.take(
      { ...empty, tableMeasures: size, notes: [note] },
      { tables: true, statements: true },
      0,
      undefined,
    );
    expect(first.fresh).toEqual(size);
    expect(memory.due(30_000)).toEqual({ tables: false, statements: false });
    const second = memory.take(empty, { tables: false, statements: false }, 30_000, undefined);
    expect(second.fresh).toEqual([]);
    expect(second.latest).toEqual({ measures: size, tables: [], notes: [note] });
    expect(memory.due(60_000)).toEqual({ tables: false, statements: true });
    const third = memory.take(empty, { tables: true, statements: true }, 300_000, undefined);
    expect(third.latest).toEqual({ measures: [], tables: [], notes: [] });
  });
});
