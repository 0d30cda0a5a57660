// References to environment variables inside of the file's strings.
import { describe, expect, it } from 'vitest';

import { expandReferences } from '../../../src/config/references.ts';

const env = { NAME: 'shop', EMPTY: '', SLY: '${NAME} $& $1' };

describe('a reference', () => {
  it.each([
    ['plain', 'plain'],
    ['${NAME}', 'shop'],
    ['a-${NAME}-${NAME}', 'a-shop-shop'],
    ['${EMPTY}', ''],
    ['${EMPTY:-other}', 'other'],
    ['${NONE:-postgres://h:1/d}', 'postgres://h:1/d'],
    ['${NONE:-}', ''],
    ['${NAME:-other}', 'shop'],
    ['$${NAME}', '${NAME}'],
    ['$${NAME}${NAME}', '${NAME}shop'],
    ['$NAME costs $5', '$NAME costs $5'],
    ['${SLY}', '${NAME} $& $1'],
  ])('turns %j into %j', (text, expected) => {
    expect(expandReferences(text, env)).toEqual({ text: expected, faults: [] });
  });

  it.each([
    ['${NONE}', 'variable NONE, which is not set'],
    ['${}', '${NAME:-default}'],
    ['${1A}', '${NAME:-default}'],
    ['${NAME', '${NAME:-default}'],
    ['${NAME:default}', '${NAME:-default}'],
  ])('tells what is wrong with %j', (text, fault) => {
    expect(expandReferences(text, env).faults).toEqual([expect.stringContaining(fault)]);
  });

  it('tells every missing variable of a text', () => {
    expect(expandReferences('${ONE}/${TWO}', env).faults).toHaveLength(2);
  });
});
