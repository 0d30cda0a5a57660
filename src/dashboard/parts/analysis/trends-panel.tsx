// Where measured series are going: the line through four weeks, computed when it is asked for, so that a page
// has no more than twenty.
import { usePages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type { AnalysisTrendsQuery } from '../../graphql/graphql.ts';
import { formatMeasure } from '../series/format-measure.ts';
import styles from './figures.module.css';
import { Empty, Failure, Loading } from '../notes.tsx';
import { Panel } from '../panel.tsx';
import { Confidence } from './confidence.tsx';
import { keyOfSeries, nameOfSeries, unitOfSeries } from './series-name.ts';

// Its pages are its own: what a long list asks for at once is refused.
const trendsQuery = graphql(`
  query AnalysisTrends($after: String, $subjects: [String!], $metrics: [String!]) {
    metricTrends(
      first: 20
      after: $after
      days: 28
      filter: { subjects: $subjects, metrics: $metrics }
    ) {
      pageInfo {
        hasNextPage
        endCursor
      }
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

function Table({ rows }: { rows: readonly Entry[] }) {
  return (
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
          {rows.map((entry) => (
            <Row key={keyOf(entry)} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const keyOf = ({ series }: Entry): string => keyOfSeries(series);

export interface TrendsPanelProps {
  readonly subjects?: readonly string[];
  readonly metrics: readonly string[];
}

/** The panel. */
export function TrendsPanel({ subjects, metrics }: TrendsPanelProps) {
  const pages = usePages(
    trendsQuery,
    { subjects: subjects === undefined ? null : [...subjects], metrics: [...metrics] },
    { pageOf: ({ metricTrends }) => metricTrends, keyOf },
  );
  const { rows, error, isLoading, hasMore } = pages;
  return (
    <Panel title="Where it is going" isFlush>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      {isLoading && rows.length === 0 ? <Loading /> : null}
      {!isLoading && error === undefined && rows.length === 0 ? (
        <Empty title="Nothing was measured yet">A trend needs a day of measurements.</Empty>
      ) : null}
      {rows.length === 0 ? null : <Table rows={rows} />}
      {hasMore ? (
        <div className={`row ${styles.more}`}>
          <span className="soft small">The first {rows.length} by name.</span>
          <button onClick={pages.loadMore}>Show more</button>
        </div>
      ) : null}
    </Panel>
  );
}
