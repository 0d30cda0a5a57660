// Measured series of one subject, read again from time to time.
import { useCallback, useState } from 'react';

import { useEvery } from '../../client/use-every.ts';
import { useLiveQuery, type LiveAnswer } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import type { SeriesWindowQuery } from '../../graphql/graphql.ts';
import { beginningOf } from './spans.ts';

const seriesQuery = graphql(`
  query SeriesWindow($query: MetricSeriesQuery!) {
    metricSeries(query: $query) {
      from
      to
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
          count
          avg
          min
          max
          last
          lastAt
        }
      }
    }
  }
`);

export type MeasuredSeriesWindow = SeriesWindowQuery['metricSeries'];

export interface SeriesOptions {
  readonly metrics: readonly string[];
  /** All that measure these, when it is left out. */
  readonly subjects?: readonly string[];
  /** How far back. */
  readonly ms: number;
  readonly maxPoints?: number;
  readonly pause?: boolean;
  /** How often they are read again. */
  readonly everyMs?: number;
}

const readAgainMs = 15_000;

/** The series that end now. */
export function useSeries(options: SeriesOptions): LiveAnswer<SeriesWindowQuery> {
  const { metrics, subjects, ms, maxPoints = 180, pause = false, everyMs = readAgainMs } = options;
  const about = JSON.stringify([metrics, subjects, ms]);
  const [beginning, setBeginning] = useState(() => ({ ms, from: beginningOf(ms, Date.now()) }));
  const from = beginning.ms === ms ? beginning.from : beginningOf(ms, Date.now());
  const answer = useLiveQuery(
    seriesQuery,
    {
      query: {
        metrics: [...metrics],
        ...(subjects === undefined ? {} : { subjects: [...subjects] }),
        from,
        maxPoints,
      },
    },
    { pause, about },
  );
  const { refresh } = answer;
  const again = useCallback(() => {
    if (pause) return;
    const next = beginningOf(ms, Date.now());
    // Another beginning is another question, which is asked by itself.
    if (next === from) refresh();
    else setBeginning({ ms, from: next });
  }, [ms, from, pause, refresh]);
  useEvery(everyMs, again);
  return answer;
}
