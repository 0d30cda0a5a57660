// The last day of some endpoints, from what was measured: for the bars of the list.
import { useMemo } from 'react';

import { useSeries } from '../../parts/series/use-series.ts';
import { dayBars, type DayBar } from './day-bars.ts';

export type BarsByName = ReadonlyMap<string, readonly DayBar[]>;

/** An answer holds two series of each, and 200 series at most. */
export const mostEndpoints = 100;

const dayMs = 86_400_000;
const everyMs = 60_000;
const metrics = ['endpoint.up', 'endpoint.duration_ms'] as const;

/** The bars by an endpoint's name, of at most `mostEndpoints`; undefined until they are known. */
export function useDays(names: readonly string[]): BarsByName | undefined {
  // The same names are the same question, whatever list holds them.
  const key = JSON.stringify(names);
  const known = useMemo(() => JSON.parse(key) as readonly string[], [key]);
  const subjects = useMemo(() => known.map((name) => `endpoint:${name}`), [known]);
  const answer = useSeries({ metrics, subjects, ms: dayMs, maxPoints: 30, everyMs });
  const series = answer.data?.metricSeries.series;
  return useMemo(() => {
    if (series === undefined) return undefined;
    const nowMs = Date.now();
    const bySeries = new Map(series.map((one) => [`${one.metric} ${one.subject}`, one.points]));
    const pointsOf = (metric: string, name: string) =>
      bySeries.get(`${metric} endpoint:${name}`) ?? [];
    return new Map(
      known.map((name) => {
        const [up, duration] = metrics.map((metric) => pointsOf(metric, name));
        return [name, dayBars(up ?? [], duration ?? [], nowMs)];
      }),
    );
  }, [series, known]);
}
