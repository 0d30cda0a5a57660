// The filter `duration`: seconds as people say them.
import { describe, expect, it } from 'vitest';

import { parseTemplate } from '../../../src/templates/template.ts';

const textOf = (value: unknown): string =>
  parseTemplate('{{ value | duration }}').render({ value });

describe('the filter duration', () => {
  it.each([
    [0, '0 s'],
    [0.354, '0.35 s'],
    [9.999, '10 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [1_016.89, '16 min 57 s'],
    [3_599.7, '1 h'],
    [3_600, '1 h'],
    [14_590, '4 h 3 min'],
    [86_399, '1 d'],
    [190_800, '2 d 5 h'],
    [-90, '-1 min 30 s'],
    ['120', '2 min'],
  ])('writes %s seconds as %s', (seconds, text) => {
    expect(textOf(seconds)).toBe(text);
  });

  it('leaves what is no number as it is, and what is not there empty', () => {
    expect(textOf('soon')).toBe('soon');
    expect(textOf(undefined)).toBe('');
    expect(textOf('')).toBe('');
    expect(textOf(Number.NaN)).toBe('NaN');
  });
});
