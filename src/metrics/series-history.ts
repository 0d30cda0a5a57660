// The history of stored series as analysis takes it: counters as rates, and the width of the buckets as
// far apart as the values really are.
import { readHistory, type SeriesColumns } from '../store/metric-history.ts';
import type { SeriesRecord } from '../store/metric-series.ts';
import type { Store } from '../store/store.ts';
import { describeMetric } from './analysis-settings.ts';
import { medianOf } from './analysis/statistics.ts';
import { minuteMs, ratesOfCounter, type TimeSeries } from './analysis/time-series.ts';

/** Width of the buckets in which anomalies are searched. */
export const searchStepMs = 5 * minuteMs;

export interface SeriesRange {
  readonly from: Date;
  /** Exclusive. */
  readonly until: Date;
  readonly stepMs: number;
}

/** By the number of the series; each is there, perhaps without points. */
export async function readSeriesHistory(
  store: Store,
  series: readonly SeriesRecord[],
  range: SeriesRange,
): Promise<ReadonlyMap<number, TimeSeries>> {
  const isCounter = ({ metric, unit }: SeriesRecord): boolean =>
    describeMetric(metric, unit).isCounter;
  const idsOf = (wanted: boolean): readonly number[] =>
    series.filter((one) => isCounter(one) === wanted).map(({ id }) => id);
  const [gauges, counters] = await Promise.all([
    readHistory(store, idsOf(false), { ...range, value: 'average' }),
    readHistory(store, idsOf(true), { ...range, value: 'last' }),
  ]);
  return new Map(
    series.map((one) => {
      const columns = (isCounter(one) ? counters : gauges).get(one.id) ?? nothing;
      const read = { ...columns, stepMs: typicalStep(columns, range.stepMs) };
      return [one.id, isCounter(one) ? ratesOfCounter(read) : read];
    }),
  );
}

const nothing: SeriesColumns = { times: new Float64Array(), values: new Float64Array() };

/** What is measured once an hour has no gap between two hours. */
function typicalStep({ times }: SeriesColumns, stepMs: number): number {
  if (times.length < 3) return stepMs;
  const apart = new Float64Array(times.length - 1);
  for (let index = 1; index < times.length; index += 1) {
    apart[index - 1] = (times[index] ?? 0) - (times[index - 1] ?? 0);
  }
  return Math.max(Math.round(medianOf(apart) / stepMs), 1) * stepMs;
}
