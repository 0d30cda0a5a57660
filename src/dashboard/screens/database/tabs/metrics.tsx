// A database's figures along time: sizes, sessions, latency, the cache; what was unusual, what is usual,
// and where it is going.
import { useMemo } from 'react';

import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import { AnomaliesPanel } from '../../../parts/analysis/anomalies-panel.tsx';
import { BaselinesPanel } from '../../../parts/analysis/baselines-panel.tsx';
import { TrendsPanel } from '../../../parts/analysis/trends-panel.tsx';
import { ChartGrid } from '../../../parts/metrics/chart-grid.tsx';
import { RangeChoice } from '../../../parts/metrics/range-choice.tsx';
import { useRange } from '../../../parts/metrics/range.ts';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { metricsOfPlans, plans, trended } from './metrics/plans.ts';
import { SlowStatementsPanel } from './metrics/slow-statements-panel.tsx';

const seriesQuery = graphql(`
  query DatabaseMetricSeries($query: MetricSeriesQuery!) {
    metricSeries(query: $query) {
      stepMs
      series {
        metric
        subject
        unit
        labels {
          name
          value
        }
        points {
          at
          avg
        }
      }
    }
  }
`);

export interface MetricsTabProps {
  /** The database's global id. */
  readonly id: string;
  readonly name: string;
}

const mostPoints = 180;

/** The figures. */
export function MetricsTab({ id, name }: MetricsTabProps) {
  const range = useRange();
  const { from, to } = range;
  const scope = useMemo(() => ({ subjects: [`database:${name}`] }), [name]);
  const answer = useLiveQuery(seriesQuery, {
    query: { metrics: metricsOfPlans, subjects: scope.subjects, from, to, maxPoints: mostPoints },
  });
  return (
    <>
      <Panel title={`The last ${range.title}`} aside={<RangeChoice range={range} />}>
        <Answer answer={answer}>
          {({ metricSeries }) =>
            metricSeries.series.some(({ points }) => points.length > 0) ? (
              <ChartGrid window={metricSeries} plans={plans} />
            ) : (
              <Empty title="Nothing was measured in this time">
                A database is measured while it answers. Choose a longer time, or look at its state
                above.
              </Empty>
            )
          }
        </Answer>
      </Panel>
      <AnomaliesPanel scope={scope} since={from} />
      <TrendsPanel subjects={scope.subjects} metrics={trended} />
      <BaselinesPanel scope={scope} />
      <SlowStatementsPanel id={id} />
    </>
  );
}
