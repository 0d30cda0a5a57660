// Which part of a series tells what is usual now: all of it, or what came since it stepped to a level
// that it had never had. A step back to a known level (Monday after a weekend) begins nothing new.
import type { LevelShift } from './level-shifts.ts';
import { medianOf, quantileOfSorted, sorted } from './statistics.ts';
import { dayMs, hourMs, sliceOfTime, spanMs, timeAt, type TimeSeries } from './time-series.ts';

export interface Regime {
  readonly fromMs: number;
  /** Exclusive. */
  readonly untilMs: number;
  /** When the level changed last to one that was new; null when it did not. */
  readonly shiftedAtMs: number | null;
  /** The new level is too young to be the usual one: the part is what came before it. */
  readonly awaitsAdoption: boolean;
}

/** How long a new level has to last until it is the usual one: longer than any weekend. */
export const adoptionMs = 3 * dayMs;
const leastBeforeMs = dayMs;

/** The part of a series without season that tells what is usual now. */
export function findRegime(series: TimeSeries, shifts: readonly LevelShift[]): Regime {
  const fromMs = timeAt(series, 0);
  const untilMs = timeAt(series, series.times.length - 1) + series.stepMs;
  const last = shifts.at(-1);
  const whole = { fromMs, untilMs, shiftedAtMs: null, awaitsAdoption: false };
  if (last === undefined) return whole;
  const present = medianOf(sliceOfTime(series, last.atMs, untilMs).values);
  const opened = shifts.findLast((shift) => isNewLevel(series, shift, present));
  if (opened === undefined || returnsAfter(series, opened, shifts)) return whole;
  const shiftedAtMs = opened.atMs;
  if (untilMs - shiftedAtMs >= adoptionMs) {
    return { fromMs: shiftedAtMs, untilMs, shiftedAtMs, awaitsAdoption: false };
  }
  if (shiftedAtMs - fromMs < leastBeforeMs) return whole;
  // The hour of the step holds some of both levels.
  const before = sliceOfTime(series, fromMs, shiftedAtMs - hourMs);
  if (spanMs(before) < leastBeforeMs) return whole;
  return { fromMs, untilMs: shiftedAtMs - hourMs, shiftedAtMs, awaitsAdoption: true };
}

/** True when it was on a level from before the shift again since then. */
function returnsAfter(
  series: TimeSeries,
  opened: LevelShift,
  shifts: readonly LevelShift[],
): boolean {
  const later = shifts.filter(({ atMs }) => atMs >= opened.atMs);
  return later.some(({ atMs }, index) => {
    const part = sliceOfTime(series, atMs, later[index + 1]?.atMs ?? Number.POSITIVE_INFINITY);
    return !isNewLevel(series, opened, medianOf(part.values));
  });
}

function isNewLevel(series: TimeSeries, { atMs, by }: LevelShift, level: number): boolean {
  const before = sorted(sliceOfTime(series, timeAt(series, 0), atMs).values);
  if (before.length === 0) return false;
  const margin = Math.abs(by) / 4;
  return (
    level < quantileOfSorted(before, 0.02) - margin ||
    level > quantileOfSorted(before, 0.98) + margin
  );
}
