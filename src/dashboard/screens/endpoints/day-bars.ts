// The last day of an endpoint as bars: each is an hour, as high as it was slow, coloured by whether all
// of its checks went well. Pure.
import { formatDuration } from '../../parts/format-time.ts';
import type { Tone } from '../../parts/words.ts';

export interface DayBar {
  readonly tone: Tone | 'none';
  /** The hour and what happened in it. */
  readonly title: string;
  /** Height from 0 to 1. */
  readonly level: number;
}

interface Point {
  readonly at: string;
  readonly avg: number;
}

const slices = 24;
const sliceMs = 3_600_000;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

type Points = readonly Point[];

/** The bars, oldest first; `up` and `duration` are the endpoint's two series. */
export function dayBars(up: Points, duration: Points, nowMs: number): readonly DayBar[] {
  const end = Math.ceil(nowMs / sliceMs) * sliceMs;
  const begin = end - slices * sliceMs;
  const slowest = Math.max(0, ...duration.map(({ avg }) => avg));
  const inSlice = (points: Points, from: number): Points =>
    points.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < from + sliceMs);
  return Array.from({ length: slices }, (_, index): DayBar => {
    const from = begin + index * sliceMs;
    const span = `${clock.format(from)}–${clock.format(from + sliceMs)}`;
    const checks = inSlice(up, from);
    if (checks.length === 0) return { tone: 'none', level: 0.15, title: `${span}: not checked` };
    const share = checks.reduce((sum, { avg }) => sum + avg, 0) / checks.length;
    const times = inSlice(duration, from);
    const averageMs = times.reduce((sum, { avg }) => sum + avg, 0) / Math.max(1, times.length);
    const isTimed = times.length > 0 && slowest > 0;
    const level = isTimed ? 0.35 + 0.65 * (averageMs / slowest) : 1;
    // One of thousands that failed is not "all"; sums of fractions are a hair off.
    const isAllWell = share > 1 - 1e-9;
    const tone = isAllWell ? 'good' : share > 0.5 ? 'warn' : 'bad';
    const words = isAllWell ? 'all well' : `${Math.min(99, Math.round(share * 100))} % well`;
    const took = isTimed ? `, ${formatDuration(averageMs)} on average` : '';
    return { tone, level, title: `${span}: ${words}${took}` };
  });
}

/** The whole day in one sentence. */
export function describeDay(bars: readonly DayBar[]): string {
  const bad = bars.filter(({ tone }) => tone === 'bad' || tone === 'warn').length;
  const known = bars.filter(({ tone }) => tone !== 'none').length;
  if (known === 0) return 'Not checked in the last 24 hours';
  return bad === 0
    ? 'All checks of the last 24 hours went well'
    : `Checks failed in ${bad} of the ${known} hours that were measured of the last 24`;
}
