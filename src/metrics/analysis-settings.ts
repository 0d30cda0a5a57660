// Which series are analysed, how sensitively, and which limits are looked out for. The configuration
// is assignable to it.
import type { Sensitivity } from './analysis/anomalies.ts';
import type { Limit } from './analysis/forecast.ts';
import { dayMs } from './analysis/time-series.ts';
import { findMetric } from './catalogue/registry.ts';

export interface WatchedLimit {
  /** A metric, or a pattern as `host.*`. */
  readonly metric: string;
  /** One of the two. */
  readonly above?: number | undefined;
  readonly below?: number | undefined;
  /** How long before the crossing it is told. */
  readonly withinMs: number;
}

export interface AnalysisSettings {
  readonly watch: boolean;
  /** Patterns of metrics, as `database.*`. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly sensitivity: Sensitivity;
  /** Series that are watched at most. */
  readonly maxSeries: number;
  readonly limits: readonly WatchedLimit[];
}

/** What analysis has to know of a metric. */
export interface AnalysedMetric {
  /** Its rate per second is analysed, not its value. */
  readonly isCounter: boolean;
  /** Differences in the order of this mean nothing. */
  readonly leastSpread: number;
}

/** How much of history a baseline is made of. */
export const baselineWindowMs = 28 * dayMs;

const leastSpreads: Readonly<Record<string, number>> = {
  percent: 1,
  ratio: 0.01,
  ms: 1,
  seconds: 0.5,
  bytes: 1_048_576,
  count: 1,
  days: 1,
  celsius: 1,
};
/** Of a counter, per second: one in a minute. */
const leastRate = 1 / 60;

export function describeMetric(metric: string, unit: string): AnalysedMetric {
  if (findMetric(metric)?.kind === 'counter') return { isCounter: true, leastSpread: leastRate };
  return { isCounter: false, leastSpread: leastSpreads[unit] ?? 0 };
}

/** True when a pattern fits: `*` stands for anything. */
export function fitsPattern(pattern: string, metric: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return metric === first;
  if (!metric.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = metric.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return metric.length - last.length >= at && metric.endsWith(last);
}

/** True for what is included, and for what has a limit that is looked out for. */
export function isAnalysed(
  { include, exclude, limits }: AnalysisSettings,
  metric: string,
): boolean {
  const fits = (pattern: string): boolean => fitsPattern(pattern, metric);
  const wanted = include.some(fits) || limits.some((limit) => fits(limit.metric));
  return wanted && !exclude.some(fits);
}

export function limitOf({ above, below }: WatchedLimit): Limit | undefined {
  if (above !== undefined) return { value: above, side: 'ABOVE' };
  return below === undefined ? undefined : { value: below, side: 'BELOW' };
}

/** The limits that are looked out for in a metric; of several on one side with the same value one. */
export function limitsOf(
  { limits }: AnalysisSettings,
  metric: string,
): readonly { readonly limit: Limit; readonly withinMs: number }[] {
  return limits
    .filter((one) => fitsPattern(one.metric, metric))
    .flatMap((one) => {
      const limit = limitOf(one);
      return limit === undefined ? [] : [{ limit, withinMs: one.withinMs }];
    })
    .filter(
      ({ limit }, place, all) =>
        all.findIndex((other) => limitKey(other.limit) === limitKey(limit)) === place,
    );
}

/** Names a limit among those of a series. */
export function limitKey({ side, value }: Limit): string {
  return `${side.toLowerCase()} ${value}`;
}
