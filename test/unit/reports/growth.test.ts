// By how much counters grew, and how finely a range is read.
import { expect, it } from 'vitest';

import { growthOf, stepOf } from '../../../src/reports/operations/measured.ts';

const columns = { times: Float64Array.of(1, 2, 3), values: Float64Array.of(5, 8, 2) };

it('what a counter had before the range is not counted', () => {
  const { times, values } = growthOf(columns, false);
  expect([[...times], [...values]]).toEqual([
    [2, 3],
    [3, 2],
  ]);
});

it('the first value of a counter that began within the range is counted in full', () => {
  const { times, values } = growthOf(columns, true);
  expect([[...times], [...values]]).toEqual([
    [1, 2, 3],
    [5, 3, 2],
  ]);
});

it('a short range is read in hours when its minutes are not kept any more', () => {
  const range = { from: new Date(0), until: new Date(3_600_000) };
  expect(stepOf({ ...range, minutesSince: range.from })).toBe(300_000);
  expect(stepOf({ ...range, minutesSince: range.until })).toBe(3_600_000);
});
