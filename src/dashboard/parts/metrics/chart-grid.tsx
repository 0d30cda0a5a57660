// Charts side by side, one for each plan of which something was measured. Beside a chart's title stands
// the newest value, and beneath it how it went in words.
import { lazy, Suspense, useMemo } from 'react';

import {
  alignSeries,
  type AlignedChart,
  type ChartPlan,
  type MeasuredSeries,
} from './align-series.ts';
import { formatMeasure } from './format-measure.ts';
import styles from './metrics.module.css';

const LineChart = lazy(() => import('../line-chart.tsx'));

const chartHeight = 170;

export interface ChartGridProps {
  readonly window: { readonly stepMs: number; readonly series: readonly MeasuredSeries[] };
  readonly plans: readonly ChartPlan[];
}

/** What a chart says, for those who do not see it. */
function describe({ title, unit, series }: AlignedChart): string {
  const parts = series.map(({ label, values }) => {
    const known = values.filter((value) => value !== null);
    const least = formatMeasure(Math.min(...known), unit);
    const most = formatMeasure(Math.max(...known), unit);
    return `${label}: ${least} to ${most}, last ${formatMeasure(known.at(-1) ?? 0, unit)}`;
  });
  return `${title}. ${parts.join('. ')}`;
}

function Chart({ chart }: { chart: AlignedChart }) {
  const { title, unit, times, series, hidden } = chart;
  const newest = series[0]?.values.findLast((value) => value !== null);
  return (
    <section className={styles.chart} aria-label={title}>
      <header className="row spread">
        <h3>{title}</h3>
        {newest == null || series.length > 1 ? null : (
          <strong className="number">{formatMeasure(newest, unit)}</strong>
        )}
      </header>
      <Suspense fallback={<div style={{ height: chartHeight }} />}>
        <LineChart
          label={describe(chart)}
          times={times}
          series={series}
          format={(value) => formatMeasure(value, unit)}
          height={chartHeight}
        />
      </Suspense>
      {hidden === 0 ? null : (
        <p className="soft small">{hidden} more with lower values are not drawn.</p>
      )}
    </section>
  );
}

/** The charts. */
export function ChartGrid({ window, plans }: ChartGridProps) {
  const charts = useMemo(
    () =>
      plans.flatMap((plan) => {
        const chart = alignSeries(window.series, window.stepMs, plan);
        return chart === undefined ? [] : [chart];
      }),
    [window, plans],
  );
  return (
    <div className={styles.grid}>
      {charts.map((chart) => (
        <Chart key={chart.title} chart={chart} />
      ))}
    </div>
  );
}
