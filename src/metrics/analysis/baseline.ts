// What is usual for a series: its level, how far values are from it below and above, and what hour of
// the week, drift and steps have to do with it. Made of medians, so that an incident in the window
// does not become usual.
import {
  confidenceOf,
  isSilent,
  silent,
  tellDuration,
  type Confidence,
  type Silence,
} from './confidence.ts';
import { decompose, offsetAt, removeSeason } from './decompose.ts';
import { findRegime } from './regime.ts';
import { findSeason, noSeason, slotCounts, slotOf, type SeasonalProfile } from './seasonality.ts';
import {
  averageOf,
  effectiveSize,
  medianOf,
  quantileOfSorted,
  robustSpread,
  sorted,
  standardDeviation,
} from './statistics.ts';
import {
  dayMs,
  hourMs,
  mapValues,
  sliceOfTime,
  spanMs,
  timeAt,
  type TimeSeries,
} from './time-series.ts';
import { findTrend } from './trend.ts';

export interface Baseline {
  /** The part of the window that it was made of. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Width of the buckets whose averages are compared, in milliseconds. */
  readonly stepMs: number;
  /** Buckets with values. */
  readonly sampleSize: number;
  readonly average: number;
  readonly standardDeviation: number;
  readonly medianDeviation: number;
  readonly p50: number;
  readonly p95: number;
  readonly season: SeasonalProfile;
  /** The usual value at `toMs`, without season. */
  readonly level: number;
  readonly driftPerDay: number;
  /** In place of a standard deviation, below and above the level. */
  readonly spreadBelow: number;
  readonly spreadAbove: number;
  /** How much wider each hour of the week (168), of the day (24), or all (one) are. */
  readonly slotWidths: readonly number[];
  /** When it stepped to a level that was new. */
  readonly shiftedAtMs: number | null;
  /** That level is not the usual one yet. */
  readonly awaitsAdoption: boolean;
  readonly confidence: Confidence;
}

export interface Expectation {
  readonly centre: number;
  readonly spreadBelow: number;
  readonly spreadAbove: number;
}

const leastSpanMs = dayMs;
const leastPoints = 48;
/** Of a normal distribution, the 98th percentile in standard deviations. */
const z98 = 2.054;
/** A drift is followed this long past the last value. */
const longestDriftMs = dayMs;
const leastVisits = 3;
const seasonsOfWidths = [
  { season: 'HOUR_OF_WEEK', leastMs: 21 * dayMs },
  { season: 'HOUR_OF_DAY', leastMs: 4 * dayMs },
] as const;

/**
 * The baseline of a series; silent on less than a day, fewer than 48 points, and a series that never
 * varied where `leastSpread` does not say how much is little.
 */
export function computeBaseline(series: TimeSeries, leastSpread: number): Baseline | Silence {
  const thin = thinHistory(series);
  if (thin !== undefined) return thin;
  const whole = decompose(series, leastSpread);
  const regime = findRegime(whole.withoutSeason, whole.shifts);
  const history = sliceOfTime(series, regime.fromMs, regime.untilMs);
  const thinRegime = thinHistory(history);
  if (thinRegime !== undefined) return thinRegime;

  const toMs = timeAt(history, history.times.length - 1) + history.stepMs;
  const driftPerDay = driftOf(removeSeason(history, whole.season));
  const withoutDrift = mapValues(
    history,
    (value, atMs) => value - (driftPerDay * (atMs - toMs)) / dayMs,
  );
  const season = seasonOf(withoutDrift, whole.season);
  const rest = removeSeason(withoutDrift, season);
  const level = medianOf(rest.values);
  const away = mapValues(rest, (value) => value - level);
  const [spreadBelow, spreadAbove] = spreadsOf(away.values, leastSpread);
  if (spreadBelow === 0 || spreadAbove === 0) {
    return silent(`all ${history.times.length} values are the same: nothing says what is much`);
  }
  const order = sorted(history.values);
  return {
    fromMs: timeAt(history, 0),
    toMs,
    stepMs: history.stepMs,
    sampleSize: history.times.length,
    average: averageOf(history.values),
    standardDeviation: standardDeviation(history.values),
    medianDeviation: robustSpread(history.values) / 1.4826,
    p50: quantileOfSorted(order, 0.5),
    p95: quantileOfSorted(order, 0.95),
    season,
    level,
    driftPerDay,
    spreadBelow,
    spreadAbove,
    slotWidths: slotWidthsOf(away, Math.max(spreadBelow, spreadAbove)),
    shiftedAtMs: regime.shiftedAtMs,
    awaitsAdoption: regime.awaitsAdoption,
    confidence: confidenceIn(history, away.values, regime.awaitsAdoption),
  };
}

/** What a baseline expects at a time. */
export function expectedAt(baseline: Baseline, atMs: number): Expectation {
  const { season, toMs, driftPerDay, slotWidths } = baseline;
  const driftMs = Math.min(atMs - toMs, longestDriftMs);
  const widths = slotWidths.length;
  const by = widths === 1 ? 'NONE' : widths === 24 ? 'HOUR_OF_DAY' : 'HOUR_OF_WEEK';
  const width = slotWidths[slotOf(by, atMs)] ?? 1;
  return {
    centre: baseline.level + offsetAt(season, atMs) + (driftPerDay * driftMs) / dayMs,
    spreadBelow: baseline.spreadBelow * width,
    spreadAbove: baseline.spreadAbove * width,
  };
}

function thinHistory(series: TimeSeries): Silence | undefined {
  const { length } = series.times;
  const span = spanMs(series);
  if (length >= leastPoints && span >= leastSpanMs) return undefined;
  const had = length === 0 ? 'nothing' : `${length} over ${tellDuration(span)}`;
  return silent(`a baseline needs ${leastPoints} buckets over one day; there is ${had}`);
}

function driftOf(series: TimeSeries): number {
  const trend = findTrend(series);
  if (isSilent(trend) || trend.direction === 'FLAT' || trend.rSquared < 0.5) return 0;
  return trend.slopePerDay;
}

/** That of the part, or of the whole window where the part is too short and it still fits. */
function seasonOf(series: TimeSeries, whole: SeasonalProfile): SeasonalProfile {
  const own = findSeason(series);
  if (own.season === whole.season || whole.season === 'NONE') return own;
  const plain = robustSpread(series.values);
  const fitted = robustSpread(removeSeason(series, whole).values);
  if (fitted < plain * 0.9) return whole;
  return own.season === 'NONE' ? noSeason('the season does not fit the present level') : own;
}

/**
 * How far values are from the level. Long tails count by their 98th percentile; a line that is flat
 * but for some jitter counts by how far it jumps when it moves at all.
 */
function spreadsOf(away: Float64Array, leastSpread: number): readonly [number, number] {
  const order = sorted(away);
  const usual = robustSpread(away, 0) || standardDeviation(away);
  const moves: number[] = [];
  for (let index = 1; index < away.length; index += 1) {
    const move = Math.abs((away[index] ?? 0) - (away[index - 1] ?? 0));
    if (move > 0) moves.push(move);
  }
  const move = moves.length === 0 ? 0 : medianOf(moves);
  const least = Math.max(usual, move, leastSpread);
  return [
    Math.max(-quantileOfSorted(order, 0.02) / z98, least),
    Math.max(quantileOfSorted(order, 0.98) / z98, least),
  ];
}

/**
 * An hour that is wilder than others in most weeks (days), as a nightly backup makes it, is given more
 * room, whether or not it is a season.
 */
function slotWidthsOf(away: TimeSeries, spread: number): readonly number[] {
  const span = spanMs(away);
  const season = seasonsOfWidths.find(({ leastMs }) => span >= leastMs)?.season;
  if (season === undefined) return [1];
  const visits: number[][] = Array.from({ length: slotCounts[season] }, () => []);
  let from = 0;
  while (from < away.times.length) {
    const endMs = Math.floor(timeAt(away, from) / hourMs) * hourMs + hourMs;
    let until = from;
    while (until < away.times.length && timeAt(away, until) < endMs) until += 1;
    const order = sorted(away.values.subarray(from, until).map(Math.abs));
    visits[slotOf(season, timeAt(away, from))]?.push(quantileOfSorted(order, 0.95));
    from = until;
  }
  return visits.map((wide) => {
    if (wide.length < leastVisits) return 1;
    return Math.round(Math.max(medianOf(wide) / 1.96 / spread, 1) * 1000) / 1000;
  });
}

function confidenceIn(history: TimeSeries, away: Float64Array, awaits: boolean): Confidence {
  const size = effectiveSize(away);
  const days = spanMs(history) / dayMs;
  const filled = Math.min((history.times.length * history.stepMs) / spanMs(history), 1);
  const score = (size / (size + 15)) * (days / (days + 1)) * (0.5 + 0.5 * filled);
  return confidenceOf(awaits ? score * 0.7 : score);
}
