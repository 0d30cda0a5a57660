import { describe, expect, it } from 'vitest';

import {
  planCharts,
  type ChartPlan,
  type PlannedSeries,
  type PlannedChart,
} from '../../../src/dashboard/parts/series/plan-charts.ts';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 0, 1);
const plan: ChartPlan = {
  title: 'Transactions',
  metrics: { 'database.commits': 'commits', 'database.rollbacks': 'roll-backs' },
};

const iso = (minutes: number): string => new Date(startMs + minutes * minuteMs).toISOString();

/** A series with values at minutes; null leaves a minute out. */
function series(
  metric: string,
  values: readonly (number | null)[],
  labels: Readonly<Record<string, string>> = {},
): PlannedSeries {
  return {
    metric,
    unit: 'count',
    labels: Object.entries(labels).map(([name, value]) => ({ name, value })),
    points: values.flatMap((avg, index) => (avg === null ? [] : [{ at: iso(index), avg }])),
  };
}

/** The only chart of a plan. */
function chartOf(series: readonly PlannedSeries[], of = plan): PlannedChart | undefined {
  return planCharts({ series, stepMs: minuteMs, from: iso(0), to: iso(3) }, [of])[0];
}

describe('series of a chart', () => {
  it('share their times, and run through those of the others', () => {
    const chart = chartOf([
      series('database.rollbacks', [null, 1, 2]),
      series('database.commits', [5, null, 7]),
    ]);
    expect(chart?.times).toEqual([0, 60, 120].map((second) => startMs / 1_000 + second));
    expect(chart?.series).toEqual([
      { label: 'commits', values: [5, undefined, 7] },
      { label: 'roll-backs', values: [undefined, 1, 2] },
    ]);
    expect(chart?.window).toEqual({ from: startMs / 1_000, to: startMs / 1_000 + 180 });
  });

  it('are no chart when nothing of it was measured', () => {
    expect(chartOf([series('database.commits', [])])).toBeUndefined();
    expect(chartOf([series('host.cpu', [1])])).toBeUndefined();
  });

  it('are told apart by their labels, but not by the replica that measured', () => {
    const one: ChartPlan = { title: 'Sessions', metrics: { 'database.connections': 'sessions' } };
    const chart = chartOf(
      [
        series('database.connections', [1], { state: 'active' }),
        series('database.connections', [9], { state: 'idle', replica: 'a1' }),
        series('database.connections', [3], { replica: 'a1' }),
        series('database.connections', [2], { replica: 'b2' }),
      ],
      one,
    );
    expect(chart?.series.map(({ label }) => label)).toEqual([
      'idle',
      'sessions',
      'sessions (2)',
      'active',
    ]);
  });

  it('are the highest ones when there are too many, and the rest is counted', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      series('database.commits', [index], { table: `t${index}` }),
    );
    const chart = chartOf(many);
    expect(chart?.series).toHaveLength(6);
    expect(chart?.series[0]?.label).toBe('commits t8');
    expect(chart?.title).toBe('Transactions, the highest 6 of 9');
  });

  it('are told in words, with the newest value where there is one line', () => {
    const two = chartOf([series('database.commits', [4, 8]), series('database.rollbacks', [0])]);
    expect(two?.summary).toBe('commits 4 to 8, last 8; roll-backs 0 to 0, last 0');
    expect(two?.newest).toBeUndefined();
    const one = chartOf([{ ...series('database.commits', [1_024, 2_048]), unit: 'bytes' }]);
    expect(one?.newest).toBe('2.0 KiB');
    expect(one?.isBinary).toBe(true);
  });

  it('have no newest value when they are not measured any more', () => {
    const hourLater = { stepMs: minuteMs, from: iso(0), to: iso(60) };
    const [chart] = planCharts({ series: [series('database.commits', [4, 8])], ...hourLater }, [
      plan,
    ]);
    expect(chart?.summary).toBe('commits 4 to 8, last 8');
    expect(chart?.newest).toBeUndefined();
  });
});
