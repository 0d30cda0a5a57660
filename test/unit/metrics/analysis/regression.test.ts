import { describe, expect, test } from 'vitest';

import { isSilent } from '../../../../src/metrics/analysis/confidence.ts';
import { findRegression } from '../../../../src/metrics/analysis/regression.ts';
import { chooseSeed, createSeeded } from '../../../support/seeded.ts';
import { normal } from '../../../support/synthetic-series.ts';

const seed = chooseSeed();
const told = `seed ${seed}`;

const durations = (count: number, factor: number, next: () => number): number[] =>
  Array.from({ length: count }, () => factor * 200 * Math.exp(0.5 * next()));

function rateOf(factor: number): number {
  const seeded = createSeeded(seed);
  const next = (): number => normal(seeded);
  let regressed = 0;
  for (let round = 0; round < 2000; round += 1) {
    const found = findRegression(durations(100, 1, next), durations(10, factor, next));
    if (!isSilent(found) && found.regressed) regressed += 1;
  }
  return regressed / 2000;
}

describe('a regression of durations', () => {
  test('is rare where nothing changed, and found where they doubled or more', () => {
    const [same, tripled] = [rateOf(1), rateOf(3)];
    process.stdout.write(`regressions: ${same * 100} % of none, ${tripled * 100} % (${told})\n`);
    expect(same, told).toBeLessThan(0.002);
    expect(tripled, told).toBeGreaterThan(0.95);
  });

  test('has what was usual as its evidence', () => {
    const before = Array.from({ length: 40 }, (_, n) => 100 + n);
    expect(findRegression(before, [300, 310, 305, 290, 320, 300])).toEqual({
      average: 119.5,
      p50: 119.5,
      p95: 137.05,
      sampleSize: 40,
      recentP50: 302.5,
      recentSize: 6,
      ratio: 302.5 / 119.5,
      regressed: true,
      confidence: { score: 0.86, word: 'HIGH' },
    });
  });

  test('is not made of one slow run, nor of a difference that is certain but small', () => {
    const before = Array.from({ length: 40 }, (_, n) => 100 + n);
    expect(findRegression(before, [110, 120, 9000, 115, 125])).toMatchObject({ regressed: false });
    expect(findRegression(before, [150, 151, 152, 153, 154])).toMatchObject({ regressed: false });
  });

  test('is not said of few runs, and does not depend on order and scale', () => {
    expect(findRegression([1, 2, 3], [4])).toEqual({
      silence: 'a comparison needs 20 values and 5 newer ones; there are 3 and 1',
    });
    const seeded = createSeeded(seed);
    const before = durations(50, 1, () => normal(seeded));
    const recent = durations(8, 2.5, () => normal(seeded));
    const found = findRegression(before, recent);
    const scaled = findRegression(
      before.toSorted((a, b) => a - b).map((value) => value * 4),
      recent.toReversed().map((value) => value * 4),
    );
    const verdict = (one: typeof found) => (isSilent(one) ? one : [one.regressed, one.confidence]);
    expect(verdict(scaled), told).toEqual(verdict(found));
  });
});
