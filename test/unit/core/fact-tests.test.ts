import { describe, expect, it } from 'vitest';

import { findFactTest, passes, writeFactTest } from '../../../src/core/fact-tests.ts';

const payload = {
  state: { before: null, after: 'DIVERGED' },
  counts: { pending: 3 },
  ok: false,
  empty: [],
  changes: [
    { name: 'a', breaks: [] },
    { name: 'b', breaks: [{ object: 'x' }] },
  ],
};

const passed: readonly (readonly [string, boolean])[] = [
  ['state.after=DIVERGED', true],
  ['state.after != DIVERGED', false],
  ['state.after~DIV*|DIRTY', true],
  ['state.after!~DIV*|DIRTY', false],
  ['state.before!~A|B', true],
  ['state.before exists', false],
  ['state.before not exists', true],
  ['counts.pending > 2', true],
  ['counts.pending>3', false],
  ['counts.pending >= 3', true],
  ['counts.pending < 3', false],
  ['counts.pending <= 3', true],
  ['counts.applied > 0', false],
  ['counts.applied < 9', false],
  ['state.after in DIRTY, DIVERGED', true],
  ['state.after in DIRTY', false],
  ['ok=false', true],
  ['empty.length = 0', true],
  ['changes.length > 1', true],
  ['changes.*.name=b', true],
  ['changes.*.name!=b', false],
  ['changes.*.breaks.length > 0', true],
  ['nothing.at.all=', true],
  ['constructor exists', false],
  ['__proto__ exists', false],
];

describe('a test of a fact', () => {
  it.each(passed)('%s is %s', (text, expected) => {
    const test = findFactTest(text);
    if (test === undefined) throw new Error(`${text} is no test`);
    expect(passes(test, payload)).toBe(expected);
    expect(findFactTest(writeFactTest(test))).toEqual(test);
  });

  it.each(['', 'a', '=b', 'a > b', 'a in', 'a..b=c', 'a b=c', '1=1', `a=${'x'.repeat(600)}`])(
    '%j is none',
    (text) => {
      expect(findFactTest(text)).toBeUndefined();
    },
  );
});
