// Where measured series are going: the line through four weeks, computed when it is asked for.
import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import type { AnalysisTrendsQuery } from '../../graphql/graphql.ts';
import { formatMeasure } from '../series/format-measure.ts';
import styles from './figures.module.css';
import { Answer, Empty } from '../notes.tsx';
import { Panel } from '../panel.tsx';
import { Confidence } from './confidence.tsx';
import { keyOfSeries, nameOfSeries, unitOfSeries } from './series-name.ts';

const trendsQuery = graphql(`
  query AnalysisTrends($subjects: [String!], $metrics: [String!]) {
    metricTrends(first: 20, days: 28, filter: { subjects: $subjects, metrics: $metrics }) {
      edges {
        node {
          series {
            metric
            subject
            unit
            labels
          }
          silence
          trend {
            direction
            level
            slopePerDay
            slopeLowPerDay
            slopeHighPerDay
            confidence {
              word
              score
            }
          }
        }
      }
    }
  }
`);

type Entry = AnalysisTrendsQuery['metricTrends']['edges'][number]['node'];

const signs = { RISING: '↗ rises', FALLING: '↘ falls', FLAT: '→ stays' } as const;
const monthDays = 30;

function Row({ entry: { series, trend, silence } }: { entry: Entry }) {
  const format = (value: number): string => formatMeasure(value, unitOfSeries(series));
  if (trend == null) {
    return (
      <tr>
        <th scope="row">{nameOfSeries(series)}</th>
        <td colSpan={5} className="soft">
          {silence ?? 'nothing can be said yet'}
        </td>
      </tr>
    );
  }
  const { direction, slopePerDay, slopeLowPerDay, slopeHighPerDay, level, confidence } = trend;
  const isMoving = direction !== 'FLAT';
  return (
    <tr>
      <th scope="row">{nameOfSeries(series)}</th>
      <td>{signs[direction]}</td>
      <td data-figure title={`${format(slopeLowPerDay)} to ${format(slopeHighPerDay)} a day`}>
        {isMoving ? format(slopePerDay) : '–'}
      </td>
      <td data-figure>{format(level)}</td>
      <td data-figure>
        {isMoving ? format(Math.max(0, level + slopePerDay * monthDays)) : format(level)}
      </td>
      <td>
        <Confidence confidence={confidence} />
      </td>
    </tr>
  );
}

export interface TrendsPanelProps {
  readonly subjects?: readonly string[];
  readonly metrics: readonly string[];
}

/** The panel. */
export function TrendsPanel({ subjects, metrics }: TrendsPanelProps) {
  const answer = useLiveQuery(trendsQuery, {
    subjects: subjects === undefined ? null : [...subjects],
    metrics: [...metrics],
  });
  return (
    <Panel title="Where it is going" isFlush>
      <Answer answer={answer}>
        {({ metricTrends: { edges } }) =>
          edges.length === 0 ? (
            <Empty title="Nothing was measured yet">A trend needs a day of measurements.</Empty>
          ) : (
            <div className={styles.scroll} tabIndex={0} role="region" aria-label="Trends">
              <table className={styles.table}>
                <thead>
                  <tr>
                    <th scope="col">Measured</th>
                    <th scope="col">Direction</th>
                    <th scope="col" data-figure>
                      A day
                    </th>
                    <th scope="col" data-figure>
                      Now
                    </th>
                    <th scope="col" data-figure>
                      In 30 days
                    </th>
                    <th scope="col">Confidence</th>
                  </tr>
                </thead>
                <tbody>
                  {edges.map(({ node }) => (
                    <Row key={keyOfSeries(node.series)} entry={node} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </Panel>
  );
}
