// Charts side by side, each with its heading. uPlot comes with the first of them.
import { lazy, Suspense } from 'react';

import type { ChartSeries } from '../line-chart.tsx';
import type { ChartWindow } from './align-lines.ts';
import styles from './series.module.css';

const LineChart = lazy(() => import('../line-chart.tsx'));

export interface Chart {
  readonly title: string;
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** What its axis covers; from the first to the last time when it is left out. */
  readonly window?: ChartWindow | undefined;
  readonly format: (value: number) => string;
  readonly isBinary?: boolean;
  /** How it went in words, for those who do not see it. */
  readonly summary?: string;
  /** The last value of the only line. */
  readonly newest?: string | undefined;
}

export interface ChartsProps {
  readonly charts: readonly Chart[];
  /** What they are about, for screen readers. */
  readonly about: string;
}

/** True: there is not a single value to draw. */
const isEmpty = (series: readonly ChartSeries[]): boolean =>
  series.every(({ values }) => values.every((value) => value == null));

/** A grid of charts. */
export function Charts({ charts, about }: ChartsProps) {
  return (
    <div className={styles.charts}>
      {charts.map(({ title, times, series, window, format, isBinary, summary, newest }) => (
        <div key={title} className={styles.chart}>
          <div className="row spread">
            <h3>{title}</h3>
            {newest === undefined ? null : <strong className="number">{newest}</strong>}
          </div>
          {isEmpty(series) ? (
            <p className="soft small">Nothing was measured in this time.</p>
          ) : (
            <div className={styles.place}>
              <Suspense
                fallback={
                  <p className="soft small" role="status">
                    Drawing …
                  </p>
                }
              >
                <LineChart
                  label={`${title} of ${about}${summary === undefined ? '' : `: ${summary}`}`}
                  times={times}
                  series={series}
                  window={window}
                  format={format}
                  height={170}
                  isBinary={isBinary ?? false}
                />
              </Suspense>
            </div>
          )}
        </div>
      ))}
    </div>
  );
}
