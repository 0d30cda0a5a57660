// Percentiles of measured times, by the nearest rank. Pure.

export interface Percentile {
  readonly name: string;
  readonly value: number;
}

const wanted: readonly (readonly [string, number])[] = [
  ['Median', 50],
  ['95th percentile', 95],
  ['99th percentile', 99],
];

/** The value below or at which so many percent of all values are; undefined of none. */
function percentileOf(sorted: readonly number[], percent: number): number | undefined {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

/** Those that are shown, and the slowest. */
export function percentilesOf(values: readonly number[]): readonly Percentile[] {
  const sorted = values.toSorted((a, b) => a - b);
  const named = wanted.flatMap(([name, percent]) => {
    const value = percentileOf(sorted, percent);
    return value === undefined ? [] : [{ name, value }];
  });
  const slowest = sorted.at(-1);
  return slowest === undefined ? named : [...named, { name: 'Slowest', value: slowest }];
}
