// How long, and how long ago, in words.
import { describe, expect, it } from 'vitest';

import { formatDuration, formatRelative } from '../../../src/dashboard/parts/format-time.ts';

const hourMs = 3_600_000;

describe('how long ago', () => {
  it.each([
    [0, 'now'],
    [-12_000, '12s ago'],
    [200_000, 'in 3m'],
    // On Wednesday, 10:00: the Monday and the Friday of that week, not "yesterday" and "tomorrow".
    [-47 * hourMs, '1d ago'],
    [47 * hourMs, 'in 1d'],
    [-3 * 24 * hourMs, '3d ago'],
  ])('%d ms is %s', (ms, words) => {
    const from = Date.parse('2026-03-04T10:00:00Z');
    expect(formatRelative(from + ms, from).replaceAll(/(?<=\d)\s/g, '')).toBe(words);
  });
});

describe('how long', () => {
  it.each([
    [0.4, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [1_240, '1.2 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [60_000, '1 min'],
    [200_700, '3 min 20 s'],
    [2 * hourMs + 300_000, '2 h 5 min'],
    [99 * hourMs, '4 d 3 h'],
  ])('%d ms is %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});
