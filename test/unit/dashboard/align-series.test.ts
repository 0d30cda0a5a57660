import { describe, expect, it } from 'vitest';

import {
  alignSeries,
  type ChartPlan,
  type MeasuredSeries,
} from '../../../src/dashboard/parts/metrics/align-series.ts';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 0, 1);
const plan: ChartPlan = {
  title: 'Transactions',
  metrics: { 'database.commits': 'commits', 'database.rollbacks': 'roll-backs' },
};

/** A series with values at minutes; null leaves a minute out. */
function series(
  metric: string,
  values: readonly (number | null)[],
  labels: Readonly<Record<string, string>> = {},
): MeasuredSeries {
  return {
    metric,
    subject: 'database:shop',
    unit: 'count',
    labels: Object.entries(labels).map(([name, value]) => ({ name, value })),
    points: values.flatMap((avg, index) =>
      avg === null ? [] : [{ at: new Date(startMs + index * minuteMs).toISOString(), avg }],
    ),
  };
}

describe('series of a chart', () => {
  it('share their times, and have a gap where nothing was measured', () => {
    const chart = alignSeries(
      [series('database.rollbacks', [null, 1, 2]), series('database.commits', [5, null, 7])],
      minuteMs,
      plan,
    );
    expect(chart?.times).toEqual([0, 60, 120].map((second) => startMs / 1_000 + second));
    expect(chart?.series).toEqual([
      { label: 'commits', values: [5, null, 7] },
      { label: 'roll-backs', values: [null, 1, 2] },
    ]);
  });

  it('are no chart when nothing of it was measured', () => {
    expect(alignSeries([series('database.commits', [])], minuteMs, plan)).toBeUndefined();
    expect(alignSeries([series('host.cpu', [1])], minuteMs, plan)).toBeUndefined();
  });

  it('are told apart by their labels, but not by the replica that measured', () => {
    const one: ChartPlan = { title: 'Sessions', metrics: { 'database.connections': 'sessions' } };
    const chart = alignSeries(
      [
        series('database.connections', [1], { state: 'active' }),
        series('database.connections', [9], { state: 'idle', replica: 'a1' }),
        series('database.connections', [3], { replica: 'a1' }),
        series('database.connections', [2], { replica: 'b2' }),
      ],
      minuteMs,
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
    const chart = alignSeries(many, minuteMs, plan);
    expect(chart?.series).toHaveLength(6);
    expect(chart?.series[0]?.label).toBe('commits t8');
    expect(chart?.hidden).toBe(3);
  });
});
