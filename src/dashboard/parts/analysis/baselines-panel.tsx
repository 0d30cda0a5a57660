// What is usual for measured series, and when they are expected to cross a limit of the configuration.
// Series of which nothing can be said yet are counted, with the reason.
import { usePages } from '../../client/use-pages.ts';
import { mostRows, useReadOn } from '../../client/use-read-on.ts';
import { graphql } from '../../graphql/gql.ts';
import type { AnalysisBaselinesQuery } from '../../graphql/graphql.ts';
import { formatMeasure } from '../series/format-measure.ts';
import styles from './figures.module.css';
import { Empty, Failure, Loading } from '../notes.tsx';
import { Panel } from '../panel.tsx';
import { wordsOf } from '../state.tsx';
import { exactTime, Time } from '../time.tsx';
import { Confidence } from './confidence.tsx';
import { keyOfSeries, nameOfSeries, unitOfSeries } from './series-name.ts';
import { filterOf, type AnalysedScope } from './subjects.ts';

const baselinesQuery = graphql(`
  query AnalysisBaselines($first: Int!, $after: String, $filter: AnalysedFilter) {
    metricBaselines(first: $first, after: $after, filter: $filter) {
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
          computedAt
          baseline {
            p50
            p95
            level
            sampleSize
            awaitsAdoption
            confidence {
              word
              score
            }
            seasonality {
              season
            }
          }
          forecasts {
            limit
            side
            crossesAt
            earliest
            latest
          }
        }
      }
    }
  }
`);

type Entry = AnalysisBaselinesQuery['metricBaselines']['edges'][number]['node'];
type Known = Entry & { readonly baseline: NonNullable<Entry['baseline']> };

const hasBaseline = (entry: Entry): entry is Known => entry.baseline != null;

function Forecasts({ entry: { forecasts, series } }: { entry: Entry }) {
  const expected = forecasts.filter(({ crossesAt }) => crossesAt != null);
  if (expected.length === 0) return <span className="soft">–</span>;
  return (
    <>
      {expected.map(({ limit, side, crossesAt, earliest, latest }) => (
        <div
          key={`${side} ${limit}`}
          title={
            earliest == null
              ? undefined
              : `Between ${exactTime(earliest)} and ${latest == null ? 'some time later' : exactTime(latest)}`
          }
        >
          {side === 'ABOVE' ? 'above' : 'below'} {formatMeasure(limit, unitOfSeries(series))}{' '}
          {crossesAt == null ? null : <Time at={crossesAt} />}
        </div>
      ))}
    </>
  );
}

function Row({ entry }: { entry: Known }) {
  const { series, baseline } = entry;
  const format = (value: number): string => formatMeasure(value, unitOfSeries(series));
  return (
    <tr>
      <th scope="row">{nameOfSeries(series)}</th>
      <td data-figure>{format(baseline.p50)}</td>
      <td data-figure>{format(baseline.p95)}</td>
      <td data-figure title={baseline.awaitsAdoption ? 'A new level: usual after three days' : ''}>
        {format(baseline.level)}
        {baseline.awaitsAdoption ? ' (new)' : ''}
      </td>
      <td>{wordsOf(baseline.seasonality.season)}</td>
      <td>
        <Forecasts entry={entry} />
      </td>
      <td>
        <Confidence confidence={baseline.confidence} />
      </td>
    </tr>
  );
}

/** Why nothing is said, with how many series that is so for; the most frequent reasons first. */
function countSilence(entries: readonly Entry[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { silence, baseline } of entries) {
    if (baseline != null || silence == null) continue;
    counts.set(silence, (counts.get(silence) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).slice(0, 3);
}

function Silence({ entries }: { entries: readonly Entry[] }) {
  const reasons = countSilence(entries);
  if (reasons.length === 0) return null;
  return (
    <ul className={`soft small ${styles.silence}`} aria-label="What nothing is said of">
      {reasons.map(([reason, count]) => (
        <li key={reason}>
          {count} {count === 1 ? 'series has' : 'series have'} no baseline: {reason}
        </li>
      ))}
    </ul>
  );
}

function Table({ known }: { known: readonly Known[] }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Baselines">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Measured</th>
            <th scope="col" data-figure>
              Half below
            </th>
            <th scope="col" data-figure>
              95 % below
            </th>
            <th scope="col" data-figure>
              Level now
            </th>
            <th scope="col">Repeats by</th>
            <th scope="col">Expected to be</th>
            <th scope="col">Confidence</th>
          </tr>
        </thead>
        <tbody>
          {known.map((entry) => (
            <Row key={keyOf(entry)} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const keyOf = ({ series }: Entry): string => keyOfSeries(series);

/** The panel. */
export function BaselinesPanel({ scope }: { scope: AnalysedScope }) {
  const pages = usePages(
    baselinesQuery,
    { filter: filterOf(scope) },
    {
      pageOf: ({ metricBaselines }) => metricBaselines,
      keyOf,
      staleAfter: ['metric.'],
      everyMs: 10_000,
    },
  );
  useReadOn(pages);
  const { rows, error, isLoading, hasMore } = pages;
  const known = rows.filter(hasBaseline);
  const isNone = !isLoading && !hasMore && error === undefined && known.length === 0;
  return (
    <Panel title="What is usual" isFlush>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      {isLoading && rows.length === 0 ? <Loading /> : null}
      {isNone ? (
        <Empty title="Nothing can be said yet">
          What is usual is learned from a day of measurements and more.
          <Silence entries={rows} />
        </Empty>
      ) : null}
      {known.length === 0 ? null : (
        <>
          <Table known={known} />
          <Silence entries={rows} />
        </>
      )}
      {hasMore && rows.length >= mostRows ? (
        <p className={`soft small ${styles.more}`}>
          Only the first {rows.length} series are told of here.
        </p>
      ) : null}
    </Panel>
  );
}
