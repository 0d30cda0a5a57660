// Whether durations have become longer than they were: the newest of them beside those before (a job's
// runs, a query's executions). Ranks are compared (Mann and Whitney), so one slow run is no regression
// and no distribution is assumed.
import { confidenceOf, silent, type Confidence, type Silence } from './confidence.ts';
import { averageOf, medianOf, quantileOfSorted, sorted } from './statistics.ts';

export interface Regression {
  /** What was usual: of the values before. */
  readonly average: number;
  readonly p50: number;
  readonly p95: number;
  readonly sampleSize: number;
  /** The newest values: their median, and how many. */
  readonly recentP50: number;
  readonly recentSize: number;
  /** The newest median over the median before; null where that was 0. */
  readonly ratio: number | null;
  /** The newest are longer by more than chance and by more than `leastRatio`. */
  readonly regressed: boolean;
  /** That what is said (regressed or not) is so. */
  readonly confidence: Confidence;
}

export interface RegressionRules {
  /** Slower by this factor is worth telling. */
  readonly leastRatio: number;
  /** Values before and newest ones that are needed. */
  readonly leastBefore: number;
  readonly leastRecent: number;
}

export const regressionRules: RegressionRules = {
  leastRatio: 1.5,
  leastBefore: 20,
  leastRecent: 5,
};

/** Standard deviations by which ranks differ when it is no chance: one in some 4,000. */
const clearZ = 3.5;

/** Compares; silent on fewer values than the rules want. */
export function findRegression(
  before: readonly number[],
  recent: readonly number[],
  rules: RegressionRules = regressionRules,
): Regression | Silence {
  const { leastBefore, leastRecent, leastRatio } = rules;
  if (before.length < leastBefore || recent.length < leastRecent) {
    return silent(
      `a comparison needs ${leastBefore} values and ${leastRecent} newer ones; ` +
        `there are ${before.length} and ${recent.length}`,
    );
  }
  const order = sorted(before);
  const p50 = quantileOfSorted(order, 0.5);
  const recentP50 = medianOf(recent);
  const ratio = p50 === 0 ? null : recentP50 / p50;
  const z = rankDifference(order, recent);
  // Few newer values cannot be clear by themselves, however slow: the bar is what they can reach.
  const bar = Math.min(clearZ, 0.9 * mostZ(before.length, recent.length));
  const slower = ratio === null ? recentP50 > 0 : ratio >= leastRatio;
  const regressed = slower && z >= bar;
  const sure = Math.min(Math.max(z / bar, 0), 1);
  return {
    average: averageOf(before),
    p50,
    p95: quantileOfSorted(order, 0.95),
    sampleSize: before.length,
    recentP50,
    recentSize: recent.length,
    ratio,
    regressed,
    confidence: confidenceOf(
      (recent.length / (recent.length + 1)) * (regressed ? 1 : slower ? 1 - sure / 2 : 1),
    ),
  };
}

/** By how many standard deviations the newer ones rank higher than they would by chance. */
function rankDifference(before: Float64Array, recent: readonly number[]): number {
  let wins = 0;
  for (const value of recent) {
    for (const other of before) {
      if (value > other) wins += 1;
      else if (value === other) wins += 0.5;
    }
  }
  return zOf(wins, before.length, recent.length);
}

function zOf(wins: number, before: number, recent: number): number {
  return (wins - (before * recent) / 2) / Math.sqrt((before * recent * (before + recent + 1)) / 12);
}

/** When each of the newer ones is longer than all before. */
function mostZ(before: number, recent: number): number {
  return zOf(before * recent, before, recent);
}
