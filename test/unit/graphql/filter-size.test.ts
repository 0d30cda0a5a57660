import { describe, expect, it } from 'vitest';

import { InvalidInputError } from '../../../src/core/errors.ts';
import { checkFilterSize } from '../../../src/graphql/filter-size.ts';

const issuesOf = (filter: object, maxText?: number): readonly string[] => {
  try {
    checkFilterSize(filter, maxText);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.issues.map(({ path, message }) => `${path} ${message}`);
  }
};

describe('the size of a filter', () => {
  it('is checked in every list and text, and all that is too long is named', () => {
    const long = 'x'.repeat(201);
    const many = Array.from({ length: 101 }, () => 'x');
    expect(issuesOf({ kinds: many, names: ['a', long], text: long, since: new Date() })).toEqual([
      'filter.kinds holds more than 100',
      'filter.names has a text of more than 200 characters',
      'filter.text has more than 200 characters',
    ]);
  });

  it('may be as large as it says', () => {
    const full = Array.from({ length: 100 }, () => 'x'.repeat(200));
    expect(issuesOf({ full, none: null, left: undefined, text: 'x'.repeat(200) })).toEqual([]);
    expect(issuesOf({ path: 'x'.repeat(1000) }, 1000)).toEqual([]);
  });
});
