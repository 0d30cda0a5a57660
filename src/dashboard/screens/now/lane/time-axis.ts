// Where the time line has its marks of time, and how it is zoomed and moved. Pure.
import type { TimeWindow } from './slices.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export const ranges = {
  '1h': { label: '1 h', ms: hourMs },
  '6h': { label: '6 h', ms: 6 * hourMs },
  '24h': { label: '24 h', ms: dayMs },
  '7d': { label: '7 d', ms: 7 * dayMs },
} as const;
export type RangeName = keyof typeof ranges;

/** The range that an address names; a day where it names none. */
export function rangeOf(name: string | undefined): RangeName {
  return name !== undefined && Object.hasOwn(ranges, name) ? (name as RangeName) : '24h';
}

/** Closer than this nobody looks: what happens within a second is told in words. */
export const shortestMs = minuteMs;

/**
 * From when on a range is read. Rounded to a quarter of the range, at least an hour, so that the question
 * stays the same for long: each different one has an answer that is kept.
 */
export function readSince(rangeMs: number, nowMs: number): string {
  const grainMs = Math.max(hourMs, rangeMs / 4);
  return new Date(Math.floor((nowMs - rangeMs) / grainMs) * grainMs).toISOString();
}

/** A window of another size about a point in it (0 to 1), within what was read. */
export function zoomWindow(
  { fromMs, toMs }: TimeWindow,
  factor: number,
  limits: TimeWindow,
  about = 0.5,
): TimeWindow {
  const sizeMs = Math.min(
    Math.max((toMs - fromMs) * factor, shortestMs),
    limits.toMs - limits.fromMs,
  );
  const pointMs = fromMs + (toMs - fromMs) * about;
  return fit(pointMs - sizeMs * about, sizeMs, limits);
}

/** A window moved by a part of its size. */
export function moveWindow(
  { fromMs, toMs }: TimeWindow,
  part: number,
  limits: TimeWindow,
): TimeWindow {
  const sizeMs = toMs - fromMs;
  return fit(fromMs + sizeMs * part, sizeMs, limits);
}

function fit(fromMs: number, sizeMs: number, limits: TimeWindow): TimeWindow {
  const from = Math.max(limits.fromMs, Math.min(fromMs, limits.toMs - sizeMs));
  return { fromMs: from, toMs: from + sizeMs };
}

const steps = [
  minuteMs / 6,
  minuteMs,
  5 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  3 * hourMs,
  6 * hourMs,
  12 * hourMs,
  dayMs,
];

/** At most so many points of time, at round local times. */
export function ticksOf({ fromMs, toMs }: TimeWindow, atMost: number): number[] {
  const stepMs = steps.find((step) => (toMs - fromMs) / step <= atMost) ?? dayMs;
  const offsetMs = new Date(fromMs).getTimezoneOffset() * minuteMs;
  const ticks = [];
  let atMs = Math.ceil((fromMs - offsetMs) / stepMs) * stepMs + offsetMs;
  for (; atMs <= toMs; atMs += stepMs) ticks.push(atMs);
  return ticks;
}

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const timeWithSeconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const near = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** What stands at a tick: the day at midnight, else the time. */
export function formatTick(atMs: number, { fromMs, toMs }: TimeWindow): string {
  const at = new Date(atMs);
  if (at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0) return day.format(at);
  return (toMs - fromMs < 5 * minuteMs ? timeWithSeconds : time).format(at);
}

const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** A point of time to the second. */
export function formatMoment(atMs: number): string {
  return moment.format(atMs);
}

/** A point of time in words, as exact as one needs it in a window. */
export function formatPoint(atMs: number): string {
  return near.format(atMs);
}
