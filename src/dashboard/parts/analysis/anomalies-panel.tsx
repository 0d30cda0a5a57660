// When measured series were far from what is usual for them: those that go on come first.
import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import type { ShownAnomaliesFragment } from '../../graphql/graphql.ts';
import { formatMeasure } from '../series/format-measure.ts';
import { beginningOf } from '../series/spans.ts';
import styles from './figures.module.css';
import { Answer, Empty } from '../notes.tsx';
import { Panel } from '../panel.tsx';
import { State, wordsOf } from '../state.tsx';
import { Duration, Time, useNow } from '../time.tsx';
import { Confidence } from './confidence.tsx';
import { nameOfSeries, unitOfSeries } from './series-name.ts';
import { filterOf, type AnalysedScope } from './subjects.ts';

graphql(`
  fragment ShownAnomalies on MetricAnomalyConnection {
    edges {
      node {
        anomalyId
        since
        until
        endReason
        direction
        actual
        expectedLow
        expectedHigh
        peakAt
        confidence {
          word
          score
        }
        series {
          metric
          subject
          unit
          labels
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
`);

// What goes on is asked for by itself: it may have begun long before the newest that are over.
const anomaliesQuery = graphql(`
  query AnalysisAnomalies($ongoing: MetricAnomalyFilter, $ended: MetricAnomalyFilter) {
    ongoing: metricAnomalies(first: 100, filter: $ongoing) {
      ...ShownAnomalies
    }
    ended: metricAnomalies(first: 30, filter: $ended) {
      ...ShownAnomalies
    }
  }
`);

type Anomaly = ShownAnomaliesFragment['edges'][number]['node'];

function Row({ anomaly }: { anomaly: Anomaly }) {
  const { series, since, until, direction, actual, expectedLow, expectedHigh } = anomaly;
  const format = (value: number): string => formatMeasure(value, unitOfSeries(series));
  return (
    <tr>
      <th scope="row">{nameOfSeries(series)}</th>
      <td>
        {until == null ? (
          <State state="UNUSUAL" tone="warn" label="goes on" />
        ) : (
          <State state="OVER" tone="quiet" label={wordsOf(anomaly.endReason ?? 'over')} />
        )}
      </td>
      <td>
        {direction === 'ABOVE' ? 'too high' : 'too low'}: <strong>{format(actual)}</strong>, usual{' '}
        {format(expectedLow)} to {format(expectedHigh)}
      </td>
      <td>
        <Time at={since} />, <Duration since={since} until={until ?? null} />
      </td>
      <td>
        <Confidence confidence={anomaly.confidence} />
      </td>
    </tr>
  );
}

export interface AnomaliesPanelProps {
  readonly scope: AnalysedScope;
  /** How far back. */
  readonly ms: number;
}

/** The panel. */
export function AnomaliesPanel({ scope, ms }: AnomaliesPanelProps) {
  const since = beginningOf(ms, useNow());
  const filter = { ...filterOf(scope), since };
  const answer = useLiveQuery(
    anomaliesQuery,
    { ongoing: { ...filter, open: true }, ended: { ...filter, open: false } },
    { staleAfter: ['metric.'], everyMs: 5_000, about: JSON.stringify([scope, ms]) },
  );
  return (
    <Panel title="Unusual" isFlush>
      <Answer answer={answer}>
        {({ ongoing, ended }) =>
          ongoing.edges.length + ended.edges.length === 0 ? (
            <Empty title="Nothing was unusual in this time">
              Every five minutes what is measured is compared with what is usual at that hour.
            </Empty>
          ) : (
            <div className={styles.scroll} tabIndex={0} role="region" aria-label="Unusual values">
              <table className={styles.table}>
                <thead>
                  <tr>
                    <th scope="col">Measured</th>
                    <th scope="col">State</th>
                    <th scope="col">At its peak</th>
                    <th scope="col">Since, for</th>
                    <th scope="col">Confidence</th>
                  </tr>
                </thead>
                <tbody>
                  {[...ongoing.edges, ...ended.edges].map(({ node }) => (
                    <Row key={node.anomalyId} anomaly={node} />
                  ))}
                </tbody>
              </table>
              {ongoing.pageInfo.hasNextPage || ended.pageInfo.hasNextPage ? (
                <p className={`soft small ${styles.more}`}>
                  {ongoing.pageInfo.hasNextPage
                    ? 'These are the newest 100 that go on, and the newest 30 that are over.'
                    : 'All that go on, and the newest 30 of those that are over.'}
                </p>
              ) : null}
            </div>
          )
        }
      </Answer>
    </Panel>
  );
}
