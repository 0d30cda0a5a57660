// Where a series stepped to another level and stayed there: medians before and after a moment are
// compared, each over twelve hours, and a step is a difference that stands out among all others of
// the series. A spike moves no median, a ramp has no difference that stands out.
import { medianOf, robustSpread } from './statistics.ts';
import {
  hourMs,
  mapValues,
  spanMs,
  timeAt,
  valueAt,
  widenBuckets,
  type TimeSeries,
} from './time-series.ts';

export interface LevelShift {
  /** Beginning of the first bucket on the other level. */
  readonly atMs: number;
  /** By how much, beyond the drift of the series. */
  readonly by: number;
}

const sideMs = 12 * hourMs;
const leastOnSide = 6;
/** Spreads of all differences by which a step stands out. */
const standsOut = 8;

/**
 * The steps of a series without season, the oldest first. `leastSpread`: differences below four of
 * these are none, whatever the series looks like.
 */
export function findLevelShifts(series: TimeSeries, leastSpread: number): readonly LevelShift[] {
  const hours = widenBuckets(series, hourMs);
  if (spanMs(hours) < 3 * sideMs) return [];
  const jumps = jumpsOf(hours);
  if (jumps.length < leastOnSide) return [];
  const typical = medianOf(jumps.map(({ by }) => by));
  const noise = noiseOf(hours);
  const usual = robustSpread(
    jumps.map(({ by }) => by),
    typical,
  );
  const bar = Math.max(standsOut * usual, 4 * noise, 4 * leastSpread);
  const shifts: LevelShift[] = [];
  let best: (LevelShift & { readonly sharp: number }) | undefined;
  const close = (): void => {
    if (best !== undefined) shifts.push({ atMs: best.atMs, by: best.by });
    best = undefined;
  };
  for (const jump of jumps) {
    const by = jump.by - typical;
    if (bar === 0 ? by === 0 : Math.abs(by) < bar) close();
    else {
      if (best !== undefined && by > 0 !== best.by > 0) close();
      // The medians differ all along; the moment of the step is where the sides fit them best.
      if (best === undefined || jump.misfit < best.sharp) {
        best = { atMs: jump.atMs, by, sharp: jump.misfit };
      }
    }
  }
  close();
  return shifts;
}

interface Jump {
  readonly atMs: number;
  readonly by: number;
  /** The sum of deviations from the medians of both sides. */
  readonly misfit: number;
}

function jumpsOf(hours: TimeSeries): readonly Jump[] {
  const jumps: Jump[] = [];
  let from = 0;
  let until = 0;
  const { length } = hours.times;
  for (let index = 1; index < length; index += 1) {
    const atMs = timeAt(hours, index);
    while (timeAt(hours, from) < atMs - sideMs) from += 1;
    while (until < length && timeAt(hours, until) < atMs + sideMs) until += 1;
    if (index - from < leastOnSide || until - index < leastOnSide) continue;
    const before = hours.values.subarray(from, index);
    const after = hours.values.subarray(index, until);
    const [left, right] = [medianOf(before), medianOf(after)];
    const misfit = deviation(before, left) + deviation(after, right);
    jumps.push({ atMs, by: right - left, misfit });
  }
  return jumps;
}

function deviation(values: Float64Array, centre: number): number {
  return values.reduce((sum, value) => sum + Math.abs(value - centre), 0);
}

/** How much one hour differs from the next; steps do not count, as they are few. */
function noiseOf(hours: TimeSeries): number {
  const differences = mapValues(hours, (value, _atMs, index) =>
    index === 0 ? 0 : value - valueAt(hours, index - 1),
  );
  return robustSpread(differences.values.subarray(1)) / Math.SQRT2;
}
