// The last day of every endpoint, from what was measured: for the bars of the list.
import { useMemo } from 'react';

import { useSeries } from '../../parts/series/use-series.ts';
import { dayBars, type DayBar } from './day-bars.ts';

const dayMs = 86_400_000;
const metrics = ['endpoint.up', 'endpoint.duration_ms'] as const;
/** An answer holds two series of each, and 200 series at most. */
const mostEndpoints = 100;

/** The bars of an endpoint by its name; of those that are not among the first hundred there are none. */
export function useDays(names: readonly string[]): (name: string) => readonly DayBar[] | undefined {
  const key = names.slice(0, mostEndpoints).join(' ');
  const subjects = useMemo(
    () => (key === '' ? [] : key.split(' ').map((name) => `endpoint:${name}`)),
    [key],
  );
  const answer = useSeries({
    metrics,
    subjects,
    ms: dayMs,
    maxPoints: 30,
    pause: key === '',
    // The bars of those that are known already stay while more are read.
    about: 'days',
  });
  const series = answer.data?.metricSeries.series;
  return useMemo(() => {
    const nowMs = Date.now();
    const pointsOf = (metric: string, subject: string) =>
      series?.find((one) => one.metric === metric && one.subject === subject)?.points ?? [];
    const known = new Map(
      subjects.map((subject) => [
        subject,
        dayBars(pointsOf('endpoint.up', subject), pointsOf('endpoint.duration_ms', subject), nowMs),
      ]),
    );
    return (name) => (series === undefined ? undefined : known.get(`endpoint:${name}`));
  }, [series, subjects]);
}
