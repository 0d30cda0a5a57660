// What is usual for measured series, and when they are expected to cross a limit of the configuration.
// Series of which nothing can be said yet are counted, with the reason.
import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import type { AnalysisBaselinesQuery } from '../../graphql/graphql.ts';
import { formatMeasure } from '../series/format-measure.ts';
import styles from './figures.module.css';
import { Answer, Empty } from '../notes.tsx';
import { Panel } from '../panel.tsx';
import { wordsOf } from '../state.tsx';
import { Time } from '../time.tsx';
import { Confidence } from './confidence.tsx';
import { keyOfSeries, nameOfSeries, unitOfSeries } from './series-name.ts';
import { filterOf, type AnalysedScope } from './subjects.ts';

const baselinesQuery = graphql(`
  query AnalysisBaselines($filter: AnalysedFilter) {
    metricBaselines(first: 100, filter: $filter) {
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
            earliest == null ? undefined : `Between ${earliest} and ${latest ?? 'some time later'}`
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

/** The panel. */
export function BaselinesPanel({ scope }: { scope: AnalysedScope }) {
  const answer = useLiveQuery(
    baselinesQuery,
    { filter: filterOf(scope) },
    { staleAfter: ['metric.'], everyMs: 10_000 },
  );
  return (
    <Panel title="What is usual" isFlush>
      <Answer answer={answer}>
        {({ metricBaselines: { edges } }) => {
          const entries = edges.map(({ node }) => node);
          const known = entries.filter(hasBaseline);
          return known.length === 0 ? (
            <Empty title="Nothing can be said yet">
              What is usual is learned from a day of measurements and more.
              <Silence entries={entries} />
            </Empty>
          ) : (
            <>
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
                      <Row key={keyOfSeries(entry.series)} entry={entry} />
                    ))}
                  </tbody>
                </table>
              </div>
              <Silence entries={entries} />
            </>
          );
        }}
      </Answer>
    </Panel>
  );
}
