// The keyboard: which keys can be switched off, where keys are text, and where one is in a list that lives.
import { describe, expect, it } from 'vitest';

import { followChoice, indexBeside } from '../../../src/dashboard/parts/row-choice.ts';
import { isCharacter, repeats, takesText } from '../../../src/dashboard/parts/single-keys.ts';

describe('keys that write a character', () => {
  it.each(['a', '/', '?', '+', '[', 'ß', '👍'])('%s is one', (key) => {
    expect(isCharacter(key)).toBe(true);
  });

  it.each(['Enter', 'Escape', 'ArrowDown', 'F1', ''])('%s is none', (key) => {
    expect(isCharacter(key)).toBe(false);
  });
});

describe('a key that is held', () => {
  it.each(['j', 'k', '+', ']'])('goes on when it only moves: %s', (key) => {
    expect(repeats(key)).toBe(true);
  });

  it.each(['a', 'x', 'Enter', '/', 'n'])('counts once when it does something: %s', (key) => {
    expect(repeats(key)).toBe(false);
  });
});

describe('keys are text', () => {
  it.each(['text', 'search', 'password', 'number', 'datetime-local', 'email'])(
    'in an input of type %s',
    (type) => expect(takesText({ tagName: 'INPUT', type })).toBe(true),
  );

  it.each(['checkbox', 'radio', 'range', 'button', 'file'])('but not in one of type %s', (type) =>
    expect(takesText({ tagName: 'INPUT', type })).toBe(false),
  );

  it('in lists to choose from, in areas of text, and in what can be edited', () => {
    expect(takesText({ tagName: 'SELECT' })).toBe(true);
    expect(takesText({ tagName: 'TEXTAREA' })).toBe(true);
    expect(takesText({ tagName: 'DIV', isContentEditable: true })).toBe(true);
    expect(takesText({ tagName: 'DIV' })).toBe(false);
  });
});

describe('the chosen row', () => {
  const keyOf = (row: string): string => row;
  const at = (key: string, index: number, isGone = false) => ({ key, at: index, isGone });

  it('stays chosen where it moves', () => {
    const choice = at('b', 1);
    expect(followChoice(choice, ['a', 'b'], keyOf)).toBe(choice);
    expect(followChoice(choice, ['x', 'a', 'b'], keyOf)).toEqual(at('b', 2));
  });

  it('is not chosen any more when it leaves, nor when it comes back', () => {
    const gone = followChoice(at('b', 1), ['a', 'c'], keyOf);
    expect(gone).toEqual(at('b', 1, true));
    expect(followChoice(gone, ['a', 'b', 'c'], keyOf)).toBe(gone);
  });

  it('is the first one at first', () => {
    expect(indexBeside(undefined, 1, 3)).toBe(0);
    expect(indexBeside(undefined, -1, 3)).toBe(0);
    expect(indexBeside(undefined, 1, 0)).toBeUndefined();
  });

  it('ends at both ends', () => {
    expect(indexBeside(at('a', 0), 1, 3)).toBe(1);
    expect(indexBeside(at('c', 2), 1, 3)).toBe(2);
    expect(indexBeside(at('a', 0), -1, 3)).toBe(0);
  });

  it('is followed by what took its place, and not by the top of the list', () => {
    expect(indexBeside(at('b', 1, true), 1, 3)).toBe(1);
    expect(indexBeside(at('b', 1, true), -1, 3)).toBe(0);
    expect(indexBeside(at('c', 2, true), 1, 2)).toBe(1);
  });
});
