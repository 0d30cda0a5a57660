// What two readings of a database's resources tell: measures as they are, rates of what only grows. Pure.
// Statistics that were reset in between, by somebody or by a restart, give no rate rather than a wrong one.
import type { Measure, ResourceReading } from '../../databases/resources.ts';

export interface TimedReading {
  readonly reading: ResourceReading;
  /** Of a monotonic clock. */
  readonly atMs: number;
}

/** Readings that are further apart tell of another time. */
const longestWindowMs = 3_600_000;
const shortestWindowMs = 100;

const keyOf = (metric: string, labels: Readonly<Record<string, string>> | undefined): string =>
  labels === undefined ? metric : `${metric} ${JSON.stringify(labels)}`;

/** All measures of a reading, the rates since the one before among them. */
export function toMeasures(
  before: TimedReading | undefined,
  now: TimedReading,
): readonly Measure[] {
  const { reading } = now;
  const windowMs = before === undefined ? 0 : now.atMs - before.atMs;
  const isComparable =
    before?.reading.epoch === reading.epoch &&
    windowMs >= shortestWindowMs &&
    windowMs <= longestWindowMs;
  if (before === undefined || !isComparable) return reading.measures;
  return [
    ...reading.measures,
    ...ratesOf(before.reading, reading, windowMs / 1000),
    ...sharesOf(before.reading, reading),
  ];
}

function ratesOf(before: ResourceReading, now: ResourceReading, seconds: number): Measure[] {
  const totals = new Map(
    before.counters.map(({ metric, labels, total }) => [keyOf(metric, labels), total]),
  );
  return now.counters.flatMap(({ metric, labels, total }) => {
    const known = totals.get(keyOf(metric, labels));
    // A number that went back was reset by itself.
    if (known === undefined || total < known) return [];
    const grown = total - known;
    const value = metric.endsWith('_per_second') ? grown / seconds : grown;
    return [{ metric, value, ...(labels === undefined ? {} : { labels }) }];
  });
}

function sharesOf(before: ResourceReading, now: ResourceReading): Measure[] {
  return now.shares.flatMap(({ metric, part, whole, least }) => {
    const known = before.shares.find((share) => share.metric === metric);
    if (known === undefined) return [];
    const [grownPart, grownWhole] = [part - known.part, whole - known.whole];
    if (grownPart < 0 || grownPart > grownWhole) return [];
    if (grownWhole < least || grownWhole <= 0) return [];
    return [{ metric, value: (100 * grownPart) / grownWhole }];
  });
}
