import { describe, expect, it } from 'vitest';

import { compareVersions } from '../../../src/migrations/version.ts';

describe('the order of versions', () => {
  it.each([
    ['2', '10'],
    ['20260102', '20260103'],
    ['1', '1.1'],
    ['1.2', '1.10'],
    ['1a', '1b'],
    ['9', '9a'],
    ['99999999999999999998', '99999999999999999999'],
  ])('%s comes before %s', (a, b) => {
    expect(compareVersions(a, b)).toBeLessThan(0);
    expect(compareVersions(b, a)).toBeGreaterThan(0);
  });

  it.each([
    ['1', '001'],
    ['1.01', '1.1'],
    ['20260102', '20260102'],
  ])('%s is %s', (a, b) => {
    expect(compareVersions(a, b)).toBe(0);
  });
});
