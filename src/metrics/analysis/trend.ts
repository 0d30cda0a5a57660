// The line through a series (Theil and Sen): the median of all slopes between two points, which a
// third of wild values cannot turn. Its interval is Sen's, widened where neighbours resemble each
// other.
import { confidenceOf, silent, tellDuration, type Confidence, type Silence } from './confidence.ts';
import { effectiveSize, medianOf, quantileOfSorted, robustSpread } from './statistics.ts';
import {
  dayMs,
  hourMs,
  hoursFor,
  mapValues,
  spanMs,
  timeAt,
  valueAt,
  widenBuckets,
  type TimeSeries,
} from './time-series.ts';

export const trendDirections = ['RISING', 'FALLING', 'FLAT'] as const;
export type TrendDirection = (typeof trendDirections)[number];

export interface Trend {
  /** FLAT when the interval of the slope has both signs, or the line explains next to nothing. */
  readonly direction: TrendDirection;
  /** Units of the series in a day, with the interval that holds the true slope nine times of ten. */
  readonly slopePerDay: number;
  readonly slopeLowPerDay: number;
  readonly slopeHighPerDay: number;
  /** The part of the variation that the line explains, 0 to 1. */
  readonly rSquared: number;
  /** The line at `toMs`. */
  readonly level: number;
  /** How far buckets usually are from the line. */
  readonly spread: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Buckets that it was made of, and their width in milliseconds. */
  readonly sampleSize: number;
  readonly bucketMs: number;
  readonly confidence: Confidence;
}

const mostBuckets = 200;
const leastBuckets = 12;
const leastSpanMs = 6 * hourMs;
/** Of the normal distribution, for a two-sided interval of 90 %. */
const z90 = 1.645;

/** The trend of a series without season; silent on fewer than 12 buckets or 6 hours. */
export function findTrend(series: TimeSeries): Trend | Silence {
  const span = spanMs(series);
  const count = series.times.length;
  if (count < leastBuckets || span < leastSpanMs) {
    const had = count === 0 ? 'nothing' : `${count} points over ${tellDuration(span)}`;
    return silent(`a trend needs ${leastBuckets} points over 6 hours; there is ${had}`);
  }
  const buckets = widenBuckets(series, hoursFor(series, mostBuckets));
  if (buckets.times.length < leastBuckets) {
    return silent(`the ${count} points stand in fewer than ${leastBuckets} places of the window`);
  }
  const slopes = slopesBetween(buckets);
  const slope = quantileOfSorted(slopes, 0.5);
  const middleMs = (timeAt(buckets, 0) + timeAt(buckets, buckets.times.length - 1)) / 2;
  const toMs = timeAt(buckets, buckets.times.length - 1) + buckets.stepMs;
  const rest = mapValues(buckets, (value, atMs) => value - (slope * (atMs - middleMs)) / dayMs);
  const centre = medianOf(rest.values);
  const away = Float64Array.from(rest.values, (value) => value - centre);
  const [low, high] = intervalOf(slopes, away);
  const rSquared = explainedBy(buckets, away);
  const spread = robustSpread(away, 0);
  const flat = low <= 0 && high >= 0;
  const clear = !flat && rSquared >= 0.1;
  const size = effectiveSize(away);
  const history = size / (size + 6);
  const narrow = 1 - Math.min((high - low) / 2 / Math.max(Math.abs(slope), Number.MIN_VALUE), 1);
  return {
    direction: !clear ? 'FLAT' : slope > 0 ? 'RISING' : 'FALLING',
    slopePerDay: slope,
    slopeLowPerDay: low,
    slopeHighPerDay: high,
    rSquared,
    level: centre + (slope * (toMs - middleMs)) / dayMs,
    spread,
    fromMs: timeAt(buckets, 0),
    toMs,
    sampleSize: buckets.times.length,
    bucketMs: buckets.stepMs,
    confidence: confidenceOf(history * (clear ? 0.5 + 0.25 * rSquared + 0.25 * narrow : 0.9)),
  };
}

/** All slopes between two points, per day, sorted. */
function slopesBetween(series: TimeSeries): Float64Array {
  const { length } = series.times;
  const slopes = new Float64Array((length * (length - 1)) / 2);
  let place = 0;
  for (let right = 1; right < length; right += 1) {
    for (let left = 0; left < right; left += 1) {
      const days = (timeAt(series, right) - timeAt(series, left)) / dayMs;
      slopes[place] = (valueAt(series, right) - valueAt(series, left)) / days;
      place += 1;
    }
  }
  return slopes.sort();
}

function intervalOf(slopes: Float64Array, away: Float64Array): readonly [number, number] {
  const { length } = away;
  const independent = Math.sqrt((length * (length - 1) * (2 * length + 5)) / 18);
  const half = (z90 * independent * Math.sqrt(length / effectiveSize(away))) / 2;
  const fraction = Math.min(half / slopes.length, 0.5);
  return [quantileOfSorted(slopes, 0.5 - fraction), quantileOfSorted(slopes, 0.5 + fraction)];
}

function explainedBy(series: TimeSeries, away: Float64Array): number {
  const centre = medianOf(series.values);
  const whole = squaresOf(series.values.map((value) => value - centre));
  return whole === 0 ? 0 : Math.max(1 - squaresOf(away) / whole, 0);
}

/** A hundredth on each side is left out: one outlier must not decide what a line explains. */
function squaresOf(deviations: Float64Array): number {
  const squares = deviations.map((value) => value ** 2).sort();
  const kept = Math.max(Math.floor(squares.length * 0.98), 1);
  return squares.subarray(0, kept).reduce((sum, square) => sum + square, 0);
}
