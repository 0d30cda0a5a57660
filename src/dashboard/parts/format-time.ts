// How long, and how long ago, in words. Pure: no component, nothing of the browser but Intl.
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

// Not "yesterday": that is a day of the calendar, and 24 hours and more may reach into the one before it.
const near = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' });
const far = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

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
  if (ms < second - 0.5) return `${Math.round(ms)} ms`;
  if (ms < 9.95 * second) return `${(ms / second).toFixed(1)} s`;
  if (ms < minute - 0.5 * second) return `${Math.round(ms / second)} s`;
  const pairs: readonly [number, string][] = [
    [day, 'd'],
    [hour, 'h'],
    [minute, 'min'],
    [second, 's'],
  ];
  // What would be rounded to a minute is one.
  const wholeMs = Math.max(ms, minute);
  const index = pairs.findIndex(([size]) => wholeMs >= size);
  const [size, unit] = pairs[index] ?? [second, 's'];
  const [smaller, smallerUnit] = pairs[index + 1] ?? [0, ''];
  const rest = smaller === 0 ? 0 : Math.floor((wholeMs % size) / smaller);
  return `${Math.floor(wholeMs / size)} ${unit}${rest === 0 ? '' : ` ${rest} ${smallerUnit}`}`;
}
