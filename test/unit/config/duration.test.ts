// Durations: units are needed, and only whole numbers count.
import { describe, expect, it } from 'vitest';

import { parseDurationMs } from '../../../src/config/duration.ts';

describe('a duration', () => {
  it.each([
    ['0ms', 0],
    ['250ms', 250],
    ['5s', 5_000],
    ['10min', 600_000],
    ['12 h', 43_200_000],
    [' 30d ', 2_592_000_000],
  ])('reads %j', (text, durationMs) => {
    expect(parseDurationMs(text)).toBe(durationMs);
  });

  it.each(['', '5', 's', '-5s', '1.5h', '5m', '5 S', '1h30min', '999999999999d', '5constructor'])(
    'refuses %j',
    (text) => {
      expect(() => parseDurationMs(text)).toThrow('a whole number with a unit');
    },
  );
});
