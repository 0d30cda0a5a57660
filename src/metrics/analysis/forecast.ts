// When a series will cross a limit, if it goes on as it does ("disk full in six days"): a line, with
// the earliest and the latest time by its interval. Says nothing where a line is not what the series
// does: after a step, when it turned, when it falls back again and again.
import {
  confidenceOf,
  isSilent,
  silent,
  tellDuration,
  type Confidence,
  type Silence,
} from './confidence.ts';
import { decompose, type Decomposed } from './decompose.ts';
import { medianOf } from './statistics.ts';
import { dayMs, mapValues, sliceOfTime, spanMs, timeAt, type TimeSeries } from './time-series.ts';
import { findTrend, type Trend } from './trend.ts';

export interface Limit {
  readonly value: number;
  /** Crossed by rising above or falling below. */
  readonly side: 'ABOVE' | 'BELOW';
}

export interface Forecast {
  readonly limit: Limit;
  /** When it crosses it by the line, and the bounds of the interval; `latestMs` null: perhaps never. */
  readonly atMs: number;
  readonly earliestMs: number;
  readonly latestMs: number | null;
  /** The line that it goes by. */
  readonly trend: Trend;
  readonly confidence: Confidence;
}

/** After a step this much has to have passed before a line is drawn. */
const leastSinceShiftMs = dayMs;
const leastHistoryMs = dayMs;
const fallsBackTimes = 2;
/** A line is not drawn further than twice the time that it was seen, nor than half a year. */
const reach = 2;
const longestMs = 180 * dayMs;

/** The trend without season and since the last step. */
export function trendOf(series: TimeSeries, leastSpread: number): Trend | Silence {
  if (series.times.length < 2) return findTrend(series);
  return trendSince(series, decompose(series, leastSpread));
}

function trendSince(series: TimeSeries, { withoutSeason, shifts }: Decomposed): Trend | Silence {
  const last = shifts.at(-1);
  if (last === undefined) return findTrend(withoutSeason);
  const endMs = timeAt(series, series.times.length - 1) + series.stepMs;
  const sinceMs = endMs - last.atMs;
  if (sinceMs < leastSinceShiftMs) {
    return silent(`its level changed ${tellDuration(sinceMs)} ago: it is too early for a trend`);
  }
  return findTrend(sliceOfTime(withoutSeason, last.atMs, endMs));
}

/** When it will cross the limit, or why that cannot be said. */
export function forecastCrossing(
  series: TimeSeries,
  limit: Limit,
  leastSpread: number,
): Forecast | Silence {
  const span = spanMs(series);
  if (span < leastHistoryMs) {
    const had = series.times.length === 0 ? 'nothing' : tellDuration(span);
    return silent(`a forecast needs one day of history; there is ${had}`);
  }
  const parts = decompose(series, leastSpread);
  const trend = trendSince(series, parts);
  if (isSilent(trend)) return trend;
  // Everything below rises towards the limit.
  const sign = limit.side === 'ABOVE' ? 1 : -1;
  const distance = sign * (limit.value - presentLevel(parts, trend));
  if (distance <= 0) return silent('it is beyond the limit already');
  const slope = sign * trend.slopePerDay;
  if (trend.direction === 'FLAT' || slope <= 0) return silent('it does not go towards the limit');
  const back = parts.shifts.filter(({ by }) => sign * by < 0).length;
  if (back >= fallsBackTimes) {
    return silent(`it fell back ${back} times within ${tellDuration(span)} before the limit`);
  }
  const [slow, fast] = bounds(trend, sign);
  const recent = recentTrend(parts, trend);
  if (recent !== undefined && (recent.direction === 'FLAT' || sign * recent.slopePerDay <= 0)) {
    return silent(`it did not go on within the last ${tellDuration(recent.toMs - recent.fromMs)}`);
  }
  const pace = recent === undefined ? slope : sign * recent.slopePerDay;
  const inMs = (distance / slope) * dayMs;
  const seenMs = trend.toMs - trend.fromMs;
  if (inMs > Math.min(reach * seenMs, longestMs)) {
    return silent(`not within ${tellDuration(Math.min(reach * seenMs, longestMs))}`);
  }
  const slowest = Math.min(slow, pace);
  const latestMs = slowest <= 0 ? null : ((distance + trend.spread) / slowest) * dayMs;
  const earliestMs = (Math.max(distance - trend.spread, 0) / Math.max(fast, pace)) * dayMs;
  const near = 1 / (1 + inMs / seenMs / 2);
  const steady = Math.min(pace / slope, slope / pace, 1);
  return {
    limit,
    atMs: trend.toMs + inMs,
    earliestMs: trend.toMs + earliestMs,
    latestMs: latestMs === null || latestMs > 10 * longestMs ? null : trend.toMs + latestMs,
    trend,
    confidence: confidenceOf(trend.confidence.score * (0.5 + 0.25 * near + 0.25 * steady)),
  };
}

/** Where it is now: the line, moved by how far the last tenth of the values are from it. */
function presentLevel({ withoutSeason }: Decomposed, trend: Trend): number {
  const fromMs = trend.toMs - (trend.toMs - trend.fromMs) / 10;
  const last = sliceOfTime(withoutSeason, fromMs, Number.POSITIVE_INFINITY);
  const away = mapValues(
    last,
    (value, atMs) => value - trend.level - (trend.slopePerDay * (atMs - trend.toMs)) / dayMs,
  );
  return trend.level + (away.values.length === 0 ? 0 : medianOf(away.values));
}

function bounds(
  { slopeLowPerDay, slopeHighPerDay }: Trend,
  sign: number,
): readonly [number, number] {
  return sign > 0 ? [slopeLowPerDay, slopeHighPerDay] : [-slopeHighPerDay, -slopeLowPerDay];
}

/** That of the last third, where it is another one than that of the whole. */
function recentTrend(parts: Decomposed, whole: Trend): Trend | undefined {
  const fromMs = whole.toMs - (whole.toMs - whole.fromMs) / 3;
  const recent = findTrend(sliceOfTime(parts.withoutSeason, fromMs, Number.POSITIVE_INFINITY));
  if (isSilent(recent)) return undefined;
  const agrees =
    recent.slopeLowPerDay <= whole.slopePerDay && whole.slopePerDay <= recent.slopeHighPerDay;
  return agrees ? undefined : recent;
}
