// Makes measured series ready for a chart: one row of times for all, with gaps where nothing was measured.
// A line is broken by its own rhythm: what is measured every five minutes has no gap after half a minute,
// and what is measured each second has one, whatever is drawn beside it. Pure.

export interface LinePoint {
  /** When its bucket begins. */
  readonly at: string;
  readonly value: number;
  /** How many measurements its bucket holds; one, where it is not said. */
  readonly count?: number;
}

export interface Line {
  readonly label: string;
  readonly points: readonly LinePoint[];
  readonly color?: string;
}

/** Null where nothing was measured, undefined where only other lines have a point: the line runs through. */
export type AlignedValue = number | null | undefined;

/** What was asked for: times as ISO text, and how long a bucket is. */
export interface MeasuredWindow {
  readonly from: string;
  readonly to: string;
  readonly stepMs: number;
}

/** What the axis of a chart covers, in seconds since the epoch. */
export interface ChartWindow {
  readonly from: number;
  readonly to: number;
}

export interface AlignedLines {
  readonly window: ChartWindow;
  /** Seconds since the epoch, rising. */
  readonly times: readonly number[];
  readonly series: readonly {
    readonly label: string;
    readonly values: readonly AlignedValue[];
    readonly color?: string;
  }[];
}

interface TimedPoint {
  readonly atMs: number;
  readonly count: number;
}

/** Of an even number the lower one, so that a single long silence does not become the rhythm. */
function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

/** The usual time between two measurements, long silences left out; undefined of a single bucket. */
function rhythmOf(points: readonly TimedPoint[]): number | undefined {
  const steps = points.slice(1).map(({ atMs }, index) => {
    const { atMs: beforeMs, count } = points[index] ?? { atMs, count: 1 };
    return { distanceMs: atMs - beforeMs, count };
  });
  const median = medianOf(steps.map(({ distanceMs }) => distanceMs));
  if (median === undefined) return undefined;
  const usual = steps.filter(({ distanceMs }) => distanceMs <= median * 2.5);
  const sum = (read: (step: (typeof steps)[number]) => number): number =>
    usual.reduce((total, step) => total + read(step), 0);
  return (
    sum(({ distanceMs }) => distanceMs) /
    Math.max(
      1,
      sum(({ count }) => count),
    )
  );
}

/**
 * How far apart two buckets of a line may begin before something is missing between them. A bucket hides when
 * in it was measured, so that each distance may be a step longer than the silence; a silence of one and a
 * half times the line's rhythm is one too many.
 */
export function reachOf(points: readonly TimedPoint[], stepMs: number): number {
  return stepMs + 1.5 * (rhythmOf(points) ?? stepMs);
}

function timed(points: readonly LinePoint[]): readonly (TimedPoint & { readonly value: number })[] {
  return points.map(({ at, value, count = 1 }) => ({ atMs: Date.parse(at), value, count }));
}

/** All lines over the same times, each with its own gaps. */
export function alignLines(
  lines: readonly Line[],
  { from, to, stepMs }: MeasuredWindow,
): AlignedLines {
  const read = lines.map(({ points }) => {
    const known = timed(points);
    const reachMs = reachOf(known, stepMs);
    const gaps = known.flatMap(({ atMs }, index) => {
      const before = known[index - 1];
      return before !== undefined && atMs - before.atMs > reachMs
        ? [{ fromMs: before.atMs, toMs: atMs }]
        : [];
    });
    return { byTime: new Map(known.map(({ atMs, value }) => [atMs, value])), gaps };
  });
  // A gap needs a time of its own to be seen, for other lines may have none in it.
  const times = [
    ...new Set(
      read.flatMap(({ byTime, gaps }) => [
        ...byTime.keys(),
        ...gaps.map(({ fromMs }) => fromMs + stepMs),
      ]),
    ),
  ].toSorted((a, b) => a - b);
  return {
    window: { from: Date.parse(from) / 1_000, to: Date.parse(to) / 1_000 },
    times: times.map((time) => time / 1_000),
    series: lines.map(({ label, color }, index) => ({
      label,
      values: valuesAt(times, read[index]),
      ...(color === undefined ? {} : { color }),
    })),
  };
}

interface ReadLine {
  readonly byTime: ReadonlyMap<number, number>;
  /** Rising, and none within another. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
}

function valuesAt(times: readonly number[], line: ReadLine | undefined): AlignedValue[] {
  const { byTime = new Map<number, number>(), gaps = [] } = line ?? {};
  let next = 0;
  return times.map((time) => {
    while ((gaps[next]?.toMs ?? Infinity) <= time) next += 1;
    const value = byTime.get(time);
    if (value !== undefined) return value;
    return (gaps[next]?.fromMs ?? Infinity) < time ? null : undefined;
  });
}

/** Where a line has a point that it does not reach from either side: drawn as a dot, or it is not seen. */
export function lonePoints(values: readonly AlignedValue[]): number[] {
  const lone: number[] = [];
  // Whether the last value before was no gap, and what may stand alone.
  let isJoined = false;
  let candidate: number | undefined;
  for (const [index, value] of values.entries()) {
    if (value === undefined) continue;
    if (value === null) {
      if (candidate !== undefined) lone.push(candidate);
      candidate = undefined;
      isJoined = false;
      continue;
    }
    candidate = isJoined ? undefined : index;
    isJoined = true;
  }
  return candidate === undefined ? lone : [...lone, candidate];
}

/** Whether a line is still measured at the end of its window: what was measured last holds now. */
export function isGoingOn(
  points: readonly LinePoint[],
  { to, stepMs }: Pick<MeasuredWindow, 'to' | 'stepMs'>,
): boolean {
  const known = timed(points);
  const last = known.at(-1);
  // The window ends with a whole bucket, that has perhaps only begun.
  return last !== undefined && Date.parse(to) - last.atMs <= reachOf(known, stepMs) + stepMs;
}

/** The last value of a counter in a bucket, and when it was read; null where that is not known. */
export interface CounterPoint extends LinePoint {
  readonly readAt: string | null;
}

/** The time between two readings; null when one knows its time and the other does not. */
function elapsedBetween(before: CounterPoint, now: CounterPoint): number | null {
  if (before.readAt !== null && now.readAt !== null) {
    return Date.parse(now.readAt) - Date.parse(before.readAt);
  }
  // Two whole buckets were read at about the same place of each.
  if (before.readAt === now.readAt) return Date.parse(now.at) - Date.parse(before.at);
  return null;
}

/**
 * How much a counter rose in a second; nothing where it began anew or was not read for long. By when it was
 * read: by when buckets begin, a bucket that has only begun would seem slow. So nothing either where that
 * is not known of the window's last bucket, or of one reading of two.
 */
export function ratesOf(
  points: readonly CounterPoint[],
  { to, stepMs }: Pick<MeasuredWindow, 'to' | 'stepMs'>,
): readonly LinePoint[] {
  const known = timed(points);
  const reachMs = reachOf(known, stepMs);
  return points.flatMap((point, index) => {
    const { at, readAt, value, count = 1 } = point;
    const [before, now] = [points[index - 1], known[index]];
    const isLate = (now?.atMs ?? 0) - (known[index - 1]?.atMs ?? 0) > reachMs;
    if (before === undefined || isLate || value < before.value) return [];
    if (readAt === null && Date.parse(at) + stepMs >= Date.parse(to)) return [];
    const elapsedMs = elapsedBetween(before, point);
    if (elapsedMs === null || elapsedMs <= 0) return [];
    return [{ at, value: ((value - before.value) / elapsedMs) * 1_000, count }];
  });
}
