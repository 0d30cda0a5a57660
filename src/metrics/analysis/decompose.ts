// Takes a series apart: its season, what is left without it, and where that stepped.
import { isSilent } from './confidence.ts';
import { findLevelShifts, type LevelShift } from './level-shifts.ts';
import { findSeason, slotOf, type SeasonalProfile } from './seasonality.ts';
import { dayMs, mapValues, type TimeSeries } from './time-series.ts';
import { findTrend } from './trend.ts';

export interface Decomposed {
  readonly season: SeasonalProfile;
  readonly withoutSeason: TimeSeries;
  readonly shifts: readonly LevelShift[];
}

/** `leastSpread`: differences in the order of this mean nothing, whatever the series looks like. */
export function decompose(series: TimeSeries, leastSpread: number): Decomposed {
  const season = findSeason(withoutTrend(series));
  const withoutSeason = removeSeason(series, season);
  return { season, withoutSeason, shifts: findLevelShifts(withoutSeason, leastSpread) };
}

export function removeSeason(series: TimeSeries, profile: SeasonalProfile): TimeSeries {
  if (profile.season === 'NONE') return series;
  return mapValues(series, (value, atMs) => value - offsetAt(profile, atMs));
}

/** What the season adds at a time. */
export function offsetAt({ season, offsets }: SeasonalProfile, atMs: number): number {
  return offsets[slotOf(season, atMs)] ?? 0;
}

function withoutTrend(series: TimeSeries): TimeSeries {
  const trend = findTrend(series);
  if (isSilent(trend) || trend.direction === 'FLAT') return series;
  const { slopePerDay, toMs } = trend;
  return mapValues(series, (value, atMs) => value - (slopePerDay * (atMs - toMs)) / dayMs);
}
