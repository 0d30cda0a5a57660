// How hawkwatch and the hosts it runs on perform: now, along time, beside what is usual, and as a report.
import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import { AnomaliesPanel } from '../../parts/analysis/anomalies-panel.tsx';
import { BaselinesPanel } from '../../parts/analysis/baselines-panel.tsx';
import { TrendsPanel } from '../../parts/analysis/trends-panel.tsx';
import { ChartGrid } from '../../parts/metrics/chart-grid.tsx';
import { RangeChoice } from '../../parts/metrics/range-choice.tsx';
import { useRange } from '../../parts/metrics/range.ts';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Panel, Screen } from '../../parts/panel.tsx';
import { HostsPanel } from './hosts-panel.tsx';
import { LivePanel } from './live-panel.tsx';
import { analysed, metricsOfPlans, plans, trended } from './plans.ts';
import { ReportPanel } from './report-panel.tsx';
import { StatementsPanel } from './statements-panel.tsx';

const seriesQuery = graphql(`
  query PerformanceSeries($query: MetricSeriesQuery!) {
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

const scope = { metrics: analysed };
const mostPoints = 180;

/** The screen. */
export default function Performance() {
  const range = useRange();
  const { from, to } = range;
  const answer = useLiveQuery(seriesQuery, {
    query: { metrics: metricsOfPlans, from, to, maxPoints: mostPoints },
  });
  return (
    <Screen title="Performance">
      <LivePanel />
      <HostsPanel />
      <Panel title={`The last ${range.title}`} aside={<RangeChoice range={range} />}>
        <Answer answer={answer}>
          {({ metricSeries }) =>
            metricSeries.series.some(({ points }) => points.length > 0) ? (
              <ChartGrid window={metricSeries} plans={plans} />
            ) : (
              <Empty title="Nothing was measured in this time">
                hawkwatch measures itself every ten seconds. Choose a longer time.
              </Empty>
            )
          }
        </Answer>
      </Panel>
      <AnomaliesPanel scope={scope} since={from} />
      <ReportPanel key={range.key} range={range} />
      <StatementsPanel />
      <TrendsPanel metrics={trended} />
      <BaselinesPanel scope={scope} />
    </Screen>
  );
}
