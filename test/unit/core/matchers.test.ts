import { describe, expect, it } from 'vitest';

import { findMatcher, fitsPattern, matchesAll, writeMatcher } from '../../../src/core/matchers.ts';

describe('a matcher', () => {
  it.each([
    ['severity=CRITICAL', ['severity', '=', 'CRITICAL']],
    ['severity=critical', ['severity', '=', 'CRITICAL']],
    ['severity!=Info', ['severity', '!=', 'INFO']],
    ['severity=fatal', ['severity', '=', 'fatal']],
    [' database ~ shop-*|billing ', ['database', '~', 'shop-*|billing']],
    ['database!~test-?', ['database', '!~', 'test-?']],
    ['team="a = b"', ['team', '=', 'a = b']],
    ['team=', ['team', '=', '']],
    ['a.b/c-d=x', ['a.b/c-d', '=', 'x']],
  ])('%s', (text, [label, operator, value]) => {
    expect(findMatcher(text)).toEqual({ label, operator, value });
  });

  it.each(['', 'severity', '=x', '1a=x', 'a=\0', `a=${'x'.repeat(501)}`])('is not %j', (text) => {
    expect(findMatcher(text)).toBeUndefined();
  });

  it('is written as it is read', () => {
    for (const text of ['a=b', 'a!=b', 'a~b*', 'a!~b']) {
      const matcher = findMatcher(text);
      expect(matcher && writeMatcher(matcher)).toBe(text);
    }
  });

  it('takes a missing label for an empty one, and nothing of a prototype', () => {
    const fits = (text: string): boolean => {
      const matcher = findMatcher(text);
      return matcher !== undefined && matchesAll([matcher], { a: 'x' });
    };
    expect(['b=', 'b!=x', 'b~*', 'toString='].map(fits)).toEqual([true, true, true, true]);
    expect(['b=x', 'b~?*', 'a!=x'].map(fits)).toEqual([false, false, false]);
  });
});

describe('a pattern', () => {
  it.each([
    ['shop', 'shop', true],
    ['shop', 'shops', false],
    ['shop*', 'shop', true],
    ['*shop*', 'my shop 1', true],
    ['s?op', 'shop', true],
    ['s?op', 'sop', false],
    ['a|b', 'b', true],
    ['a|b', 'a|b', false],
    ['a*b*c', 'aXbXbXc', true],
    ['a*b*c', 'aXbXbX', false],
    ['*', '', true],
    ['', '', true],
    ['a.c', 'abc', false],
  ])('%j of %j: %s', (pattern, text, expected) => {
    expect(fitsPattern(pattern, text)).toBe(expected);
  });

  it('takes no longer for many stars', () => {
    expect(fitsPattern('a*'.repeat(100), `${'a'.repeat(5_000)}b`)).toBe(true);
    expect(fitsPattern(`${'a*'.repeat(100)}c`, `${'a'.repeat(5_000)}b`)).toBe(false);
  });
});
