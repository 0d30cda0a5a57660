// Whether a series repeats by the hour of the week or of the day (UTC). A season is used only when it
// foretells hours that it was not made of: each hour is compared with the same hour of the other
// weeks (days), so noise is no season.
import { averageOf, medianOf, medianWithout, sorted } from './statistics.ts';
import { dayMs, hourMs, spanMs, timeAt, valueAt, type TimeSeries } from './time-series.ts';

export const seasons = ['HOUR_OF_WEEK', 'HOUR_OF_DAY', 'NONE'] as const;
export type Season = (typeof seasons)[number];

export interface SeasonalProfile {
  readonly season: Season;
  /** What each slot adds to the level: 168, 24 or one (0). */
  readonly offsets: readonly number[];
  /** The part of the spread between hours that the season explains, 0 to 1. */
  readonly explained: number;
  /** Why it is this season. */
  readonly reason: string;
}

export const slotCounts: Record<Season, number> = { HOUR_OF_WEEK: 168, HOUR_OF_DAY: 24, NONE: 1 };
const leastPeriods: Record<Season, number> = { HOUR_OF_WEEK: 3, HOUR_OF_DAY: 4, NONE: 0 };
/** What a season has to explain, and what a week has to explain beyond a day. */
const leastGain = 0.2;

/** The slot of a time: hours since Monday 00:00 UTC, or since midnight UTC. */
export function slotOf(season: Season, atMs: number): number {
  const slots = slotCounts[season];
  // The epoch was a Thursday.
  const shift = season === 'HOUR_OF_WEEK' ? 72 : 0;
  return (((Math.floor(atMs / hourMs) + shift) % slots) + slots) % slots;
}

export const noSeason = (reason: string): SeasonalProfile => ({
  season: 'NONE',
  offsets: [0],
  explained: 0,
  reason,
});

/** The season of a series without trend. */
export function findSeason(series: TimeSeries): SeasonalProfile {
  const span = spanMs(series);
  const hours = hourlyMedians(series);
  const daily = profileOf('HOUR_OF_DAY', hours);
  const weekly = profileOf('HOUR_OF_WEEK', hours);
  const gainOf = (profile: SeasonalProfile | undefined): number => profile?.explained ?? 0;
  if (weekly !== undefined && gainOf(weekly) >= leastGain) {
    const beyond = 1 - (1 - gainOf(weekly)) / (1 - Math.min(gainOf(daily), 0.999));
    if (beyond >= leastGain) return weekly;
  }
  if (daily !== undefined && gainOf(daily) >= leastGain) {
    return weekly === undefined
      ? { ...daily, reason: `${daily.reason}; the week needs ${leastPeriods.HOUR_OF_WEEK} weeks` }
      : { ...daily, reason: `${daily.reason}; days of the week do not differ enough` };
  }
  if (span < leastPeriods.HOUR_OF_DAY * dayMs) {
    return noSeason(`an hour of the day needs ${leastPeriods.HOUR_OF_DAY} days`);
  }
  return noSeason('hours of the day or week do not differ enough');
}

interface Hour {
  readonly atMs: number;
  readonly value: number;
}

function hourlyMedians(series: TimeSeries): readonly Hour[] {
  const hours: Hour[] = [];
  let from = 0;
  while (from < series.times.length) {
    const startMs = Math.floor(timeAt(series, from) / hourMs) * hourMs;
    let until = from;
    while (until < series.times.length && timeAt(series, until) < startMs + hourMs) until += 1;
    const value =
      until - from === 1 ? valueAt(series, from) : medianOf(series.values.subarray(from, until));
    hours.push({ atMs: startMs, value });
    from = until;
  }
  return hours;
}

/** Undefined where there are too few periods, or too few hours of them. */
function profileOf(season: Season, hours: readonly Hour[]): SeasonalProfile | undefined {
  const slots: number[][] = Array.from({ length: slotCounts[season] }, () => []);
  for (const { atMs, value } of hours) slots[slotOf(season, atMs)]?.push(value);
  const filled = slots.filter((slot) => slot.length >= leastPeriods[season]).length;
  if (filled < slots.length * 0.9) return undefined;
  const level = medianOf(hours.map(({ value }) => value));
  const left: number[] = [];
  const whole: number[] = [];
  for (const slot of slots) {
    if (slot.length < 2) continue;
    const order = sorted(slot);
    order.forEach((value, place) => {
      left.push(value - medianWithout(order, place));
      whole.push(value - level);
    });
  }
  const before = typicalDeviation(whole);
  const after = typicalDeviation(left);
  if (before === 0) return undefined;
  const periods = Math.round(hours.length / slots.length);
  const unit = season === 'HOUR_OF_WEEK' ? 'week' : 'day';
  return {
    season,
    offsets: slots.map((slot) => (slot.length === 0 ? 0 : medianOf(slot) - level)),
    explained: Math.max(1 - after / before, 0),
    reason: `the same hour of ${periods} ${unit}s is alike`,
  };
}

/** The average one without the largest thirtieth: weekends count, incidents do not. */
function typicalDeviation(values: readonly number[]): number {
  const order = sorted(values.map(Math.abs));
  const kept = order.subarray(0, Math.max(Math.ceil((order.length * 29) / 30), 1));
  return averageOf(kept);
}
