// What Chromium's own trace tells of one load, as Lighthouse reads it: paintings, long tasks of the page's
// main thread, and when it was free for a second.

interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  /** `startTime` of a mark: milliseconds since the beginning of the navigation. */
  readonly args: { readonly data?: { readonly startTime?: number } };
}

export interface LoadFigures {
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  /** What tasks took beyond 50 ms, from the first painting until the page was interactive. */
  readonly blockedMs: number;
  /** The page had shown its data, and the main thread was free from then on for a second. */
  readonly interactiveMs: number;
}

/** Marks, paintings and tasks, and nothing else: writing a large trace would be a part of what is measured. */
export const traceCategories = [
  '-*',
  'blink.user_timing',
  'loading',
  'disabled-by-default-devtools.timeline',
];

const longTaskMs = 50;
const quietMs = 1_000;

/** Reads the trace of one navigation; the page must have marked `shown` when its data stood there. */
export function readTrace(text: string): LoadFigures {
  const { traceEvents: events } = JSON.parse(text) as { traceEvents: readonly TraceEvent[] };
  const shown = events.findLast(({ name, cat }) => name === 'shown' && cat.includes('user_timing'));
  const sinceStartOfMark = shown?.args.data?.startTime;
  if (shown === undefined || sinceStartOfMark === undefined) {
    throw new Error('the trace has no mark `shown`');
  }
  // Not by the event `navigationStart`: a process that has only just begun to trace can lose it.
  const startUs = shown.ts - sinceStartOfMark * 1_000;
  const sinceStartMs = ({ ts }: { readonly ts: number }): number => (ts - startUs) / 1_000;
  const mine = events.filter(({ pid, ts }) => pid === shown.pid && ts >= startUs);
  const paint = mine.find(({ name }) => name === 'firstContentfulPaint');
  const largest = mine.findLast(({ name }) => name === 'largestContentfulPaint::Candidate');
  if (paint === undefined) throw new Error('the trace has no painting');
  const firstPaintMs = sinceStartMs(paint);
  const long = mine
    .filter(
      ({ name, tid, dur = 0 }) =>
        name === 'RunTask' && tid === shown.tid && dur >= longTaskMs * 1_000,
    )
    .map((event) => ({
      fromMs: sinceStartMs(event),
      untilMs: sinceStartMs(event) + (event.dur ?? 0) / 1_000,
    }))
    .toSorted((a, b) => a.fromMs - b.fromMs);
  let interactiveMs = Math.max(firstPaintMs, sinceStartMs(shown));
  for (const { fromMs, untilMs } of long) {
    if (untilMs > interactiveMs && fromMs < interactiveMs + quietMs) interactiveMs = untilMs;
  }
  const blockedMs = long
    .filter(({ fromMs, untilMs }) => untilMs > firstPaintMs && fromMs < interactiveMs)
    .reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs - longTaskMs, 0);
  return {
    firstPaintMs,
    largestPaintMs: largest === undefined ? firstPaintMs : sinceStartMs(largest),
    blockedMs,
    interactiveMs,
  };
}
