// Times: relative while they are near, local when they are not, exact in local time and UTC on hover.
// All of them tick together, once in five seconds.
import { useSyncExternalStore } from 'react';

const tickMs = 5_000;
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const listeners = new Set<() => void>();
let nowMs = Date.now();
let ticking: ReturnType<typeof setInterval> | undefined;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The time, in milliseconds since the epoch, renewed every five seconds. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => (ticking === undefined ? (nowMs = roundNow()) : nowMs));
}

// A store's snapshot must be the same when it is read twice in one rendering.
function roundNow(): number {
  return Math.floor(Date.now() / second) * second;
}

const near = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });
const far = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** `12 s ago`, `in 3 min`, and from a week on the local date and time. */
export function formatRelative(atMs: number, fromMs: number): string {
  const differenceMs = atMs - fromMs;
  const size = Math.abs(differenceMs);
  if (size < 5 * second) return 'now';
  if (size < minute) return near.format(Math.trunc(differenceMs / second), 'second');
  if (size < hour) return near.format(Math.trunc(differenceMs / minute), 'minute');
  if (size < day) return near.format(Math.trunc(differenceMs / hour), 'hour');
  if (size < 7 * day) return near.format(Math.trunc(differenceMs / day), 'day');
  return far.format(atMs);
}

/** `1.2 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`. */
export function formatDuration(ms: number): string {
  if (ms < second) return `${Math.round(ms)} ms`;
  if (ms < minute) return `${(ms / second).toFixed(ms < 10 * second ? 1 : 0)} s`;
  const pairs: readonly [number, string][] = [
    [day, 'd'],
    [hour, 'h'],
    [minute, 'min'],
    [second, 's'],
  ];
  const index = pairs.findIndex(([size]) => ms >= size);
  const [size, unit] = pairs[index] ?? [second, 's'];
  const [smaller, smallerUnit] = pairs[index + 1] ?? [0, ''];
  const rest = smaller === 0 ? 0 : Math.floor((ms % size) / smaller);
  return `${Math.floor(ms / size)} ${unit}${rest === 0 ? '' : ` ${rest} ${smallerUnit}`}`;
}

/** A point in time. */
export function Time({ at }: { at: string }) {
  const now = useNow();
  const date = new Date(at);
  const title = `${exact.format(date)}\n${date.toISOString()}`;
  return (
    <time dateTime={at} title={title} className="number">
      {formatRelative(date.getTime(), now)}
    </time>
  );
}

/** How long it has been going on, or how long it took. */
export function Duration({ since, until }: { since: string; until?: string | null }) {
  const now = useNow();
  const endMs = until == null ? now : Date.parse(until);
  return <span className="number">{formatDuration(Math.max(0, endMs - Date.parse(since)))}</span>;
}
