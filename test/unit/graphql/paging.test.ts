import { describe, expect, it } from 'vitest';

import { InvalidInputError } from '../../../src/core/errors.ts';
import {
  connectionOf,
  decodeTimedPlace,
  encodeTimedPlace,
  parsePage,
  sliceOf,
  type PageArguments,
} from '../../../src/graphql/paging.ts';

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const read = (args: PageArguments) => {
  const page = parsePage(args, (cursor) => (letters.includes(cursor) ? cursor : undefined));
  const rows = sliceOf(page, letters, (letter) => letter);
  const list = connectionOf(page, rows, 'now', (node) => ({ node, cursor: node }));
  const { hasPreviousPage, hasNextPage } = list.pageInfo;
  return [list.edges.map((edge) => edge.node).join(''), hasPreviousPage, hasNextPage];
};

describe('a page', () => {
  it.each([
    [{}, 'abcdefg', false, false],
    [{ first: 3 }, 'abc', false, true],
    [{ first: 3, after: 'c' }, 'def', true, true],
    [{ first: 3, after: 'e' }, 'fg', true, false],
    [{ last: 3 }, 'efg', true, false],
    [{ last: 3, before: 'e' }, 'bcd', true, true],
    [{ last: 3, before: 'c' }, 'ab', false, true],
    [{ first: 2, after: 'b', before: 'd' }, 'c', true, false],
    [{ first: 2, after: 'g' }, '', true, false],
  ])('for %j is %s', (args, nodes, hasPrevious, hasNext) => {
    expect(read(args)).toEqual([nodes, hasPrevious, hasNext]);
  });

  it('of some of the rows begins where it was, also when its cursor is none of them', () => {
    const page = parsePage({ first: 2, after: 'c' }, (cursor) => cursor);
    const isVowel = (letter: string): boolean => 'ae'.includes(letter);
    const rows = sliceOf(
      page,
      letters,
      (letter) => letter,
      (letter) => !isVowel(letter),
    );
    expect(rows).toEqual(['d', 'f', 'g']);
    expect(sliceOf(page, letters, (letter) => letter, isVowel)).toEqual(['e']);
  });

  it('tells everything that is wrong with its arguments at once', () => {
    const wrong = () =>
      parsePage({ first: 5, last: 500, after: 'x', before: 'y' }, () => undefined);
    expect(wrong).toThrow(InvalidInputError);
    expect(wrong).toThrow(
      'This page cannot be read: `last` cannot be combined with `first`, `last` must be between ' +
        '1 and 100, `after` is not a cursor of this list, `before` is not a cursor of this list.',
    );
  });
});

describe('the place of a row', () => {
  it('survives its cursor', () => {
    const place = { at: new Date(1_700_000_000_123), id: '3b1f8c52-0d7a-4c1e-9a55-2f6f0e6f9d11' };
    expect(decodeTimedPlace(encodeTimedPlace(place))).toEqual(place);
  });

  it.each(['', 'nonsense', 'x'.repeat(500), Buffer.from('1/2').toString('base64url')])(
    'is not found in %j',
    (cursor) => {
      expect(decodeTimedPlace(cursor)).toBeUndefined();
    },
  );
});
