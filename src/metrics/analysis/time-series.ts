// What all analysis works on: numbers at times, in order, one for a bucket of time. Pure.

/** A number at a time, usually the average of a bucket that begins then. */
export interface SeriesPoint {
  readonly atMs: number;
  readonly value: number;
}

/** Points in the order of time; both arrays are of the same length. */
export interface TimeSeries {
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Width of the buckets in milliseconds. */
  readonly stepMs: number;
}

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Sorts points by time; leaves out what is no finite number, and the second of two at one time. */
export function toTimeSeries(points: readonly SeriesPoint[], stepMs: number): TimeSeries {
  const kept = points
    .filter(({ atMs, value }) => Number.isFinite(atMs) && Number.isFinite(value))
    .toSorted((left, right) => left.atMs - right.atMs || left.value - right.value)
    .filter(({ atMs }, index, all) => index === 0 || all[index - 1]?.atMs !== atMs);
  return {
    times: Float64Array.from(kept, ({ atMs }) => atMs),
    values: Float64Array.from(kept, ({ value }) => value),
    stepMs,
  };
}

export function timeAt({ times }: TimeSeries, index: number): number {
  return times[index] ?? Number.NaN;
}

export function valueAt({ values }: TimeSeries, index: number): number {
  return values[index] ?? Number.NaN;
}

/** From the first point to the end of the last one's bucket, in milliseconds; 0 without points. */
export function spanMs(series: TimeSeries): number {
  const { length } = series.times;
  return length === 0 ? 0 : timeAt(series, length - 1) - timeAt(series, 0) + series.stepMs;
}

/** The points with `fromMs` <= time < `untilMs`. */
export function sliceOfTime(series: TimeSeries, fromMs: number, untilMs: number): TimeSeries {
  const { times, values, stepMs } = series;
  const from = lowerBound(times, fromMs);
  const until = lowerBound(times, untilMs);
  return { times: times.subarray(from, until), values: values.subarray(from, until), stepMs };
}

/** The index of the first time that is not before `atMs`. */
function lowerBound(times: Float64Array, atMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A series of other values at the same times. */
export function mapValues(
  series: TimeSeries,
  change: (value: number, atMs: number, index: number) => number,
): TimeSeries {
  const { times, values, stepMs } = series;
  return {
    times,
    values: values.map((value, index) => change(value, times[index] ?? 0, index)),
    stepMs,
  };
}

/** The averages of wider buckets, which begin at multiples of `stepMs` since the epoch. */
export function widenBuckets(series: TimeSeries, stepMs: number): TimeSeries {
  if (stepMs <= series.stepMs) return series;
  const times: number[] = [];
  const values: number[] = [];
  let sum = 0;
  let count = 0;
  let bucketMs = Number.NaN;
  const close = (): void => {
    if (count === 0) return;
    times.push(bucketMs);
    values.push(sum / count);
  };
  for (let index = 0; index < series.times.length; index += 1) {
    const startMs = Math.floor(timeAt(series, index) / stepMs) * stepMs;
    if (startMs !== bucketMs) {
      close();
      bucketMs = startMs;
      sum = 0;
      count = 0;
    }
    sum += valueAt(series, index);
    count += 1;
  }
  close();
  return { times: Float64Array.from(times), values: Float64Array.from(values), stepMs };
}

/** Whole hours wide enough that a span has so many buckets at most; never narrower than it is. */
export function hoursFor(series: TimeSeries, mostBuckets: number): number {
  const span = spanMs(series);
  if (span / series.stepMs <= mostBuckets) return series.stepMs;
  const wanted = span / mostBuckets;
  if (wanted <= hourMs) {
    const minutes = [1, 2, 5, 10, 15, 20, 30, 60].find((count) => count * minuteMs >= wanted);
    return Math.max((minutes ?? 60) * minuteMs, series.stepMs);
  }
  return Math.max(Math.ceil(wanted / hourMs) * hourMs, series.stepMs);
}

/**
 * How fast a counter grows, per second. A counter that falls was started anew: that moment has no
 * rate, instead of a wrong one; neither has a gap of more than ten buckets.
 */
export function ratesOfCounter(series: TimeSeries): TimeSeries {
  const points: SeriesPoint[] = [];
  for (let index = 1; index < series.times.length; index += 1) {
    const seconds = (timeAt(series, index) - timeAt(series, index - 1)) / 1000;
    const growth = valueAt(series, index) - valueAt(series, index - 1);
    if (growth < 0 || seconds * 1000 > 10 * series.stepMs) continue;
    points.push({ atMs: timeAt(series, index), value: growth / seconds });
  }
  return toTimeSeries(points, series.stepMs);
}
