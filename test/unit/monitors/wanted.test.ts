import { describe, expect, it } from 'vitest';

import { defineMonitor } from '../../../src/monitors/monitor.ts';
import { describeFailure } from '../../../src/monitors/supervisor/describe-failure.ts';
import {
  canonicalJson,
  nothingWanted,
  readWanted,
} from '../../../src/monitors/supervisor/wanted.ts';

const listed = defineMonitor<{ names: string[] | null }, object>({
  kind: 'listed',
  scope: 'host',
  description: 'One for each name.',
  silentAfterMs: 1,
  parseConfig: ({ names }) => {
    if (names === null) throw new Error('names: must be a list');
    return names.map((name) => ({ name, config: { b: 1, a: { d: 2, c: [3] } } }));
  },
  start: () => Promise.resolve(),
});
const fixed = defineMonitor({
  kind: 'fixed',
  scope: 'cluster',
  description: 'Always there.',
  silentAfterMs: 1,
  parseConfig: () => [{ name: 'main', config: {} }],
  start: () => Promise.resolve(),
});
const kinds = { listed, fixed };
const namesOf = ({ monitors }: ReturnType<typeof readWanted>): string[] =>
  monitors.map(({ kind, name }) => `${kind}/${name}`);

describe('what is wanted', () => {
  it('is what each kind makes of the settings', () => {
    const wanted = readWanted(kinds, { names: ['a', 'b'] }, nothingWanted);
    expect(namesOf(wanted)).toEqual(['listed/a', 'listed/b', 'fixed/main']);
    expect(wanted.faults.size).toBe(0);
    expect(wanted.monitors[0]?.configText).toBe('{"a":{"c":[3],"d":2},"b":1}');
  });

  it('stays as it was for a kind that cannot read its settings, and for no other', () => {
    const before = readWanted(kinds, { names: ['a'] }, nothingWanted);
    const wanted = readWanted(kinds, { names: null }, before);
    expect(namesOf(wanted)).toEqual(['listed/a', 'fixed/main']);
    expect([...wanted.faults]).toEqual([
      ['listed', 'its settings cannot be read: names: must be a list'],
    ]);
  });

  it.each([
    [['a', 'a'], 'the name a is there twice'],
    [[''], 'a name must have 1 to 200 characters'],
    [['*'], 'a name must not be `*`'],
  ])('has no instance with the names %j', (names, message) => {
    const wanted = readWanted(kinds, { names }, nothingWanted);
    expect(wanted.faults.get('listed')).toBe(`its settings cannot be read: ${message}`);
    expect(namesOf(wanted)).toEqual(['fixed/main']);
  });
});

it('compares configs by what they mean', () => {
  expect(canonicalJson({ a: 1, b: [{ d: 1, c: null }] })).toBe(
    canonicalJson({ b: [{ c: null, d: 1 }], a: 1 }),
  );
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
  expect(canonicalJson({ a: undefined })).toBe(canonicalJson({}));
});

describe('a failure in words', () => {
  it.each([
    [new Error('the daemon hung up\nat line 2'), 'the daemon hung up'],
    [
      new Error('cannot reach postgres://hawk:s3cret@db/shop'),
      'cannot reach postgres://***@db/shop',
    ],
    [Object.assign(new Error('select 1'), { query: 'select 1' }), 'a query failed'],
    [
      Object.assign(new Error('x'), { query: 'select 1', code: 'CONNECTION_CLOSED' }),
      "hawkwatch's own store could not be reached",
    ],
    ['thrown text', 'thrown text'],
    [undefined, 'something other than an Error was thrown'],
    [new Error(' '), 'it failed without saying why'],
  ])('is one line without secrets: %s', (thrown, expected) => {
    expect(describeFailure(thrown)).toBe(expected);
  });

  it('is short', () => {
    expect(describeFailure(new Error('x'.repeat(5_000)))).toHaveLength(300);
  });
});
