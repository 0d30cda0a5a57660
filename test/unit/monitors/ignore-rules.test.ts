import { describe, expect, it } from 'vitest';

import { compileIgnores } from '../../../src/monitors/schema/ignore-rules.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const table = (name: string) => ({ kind: 'TABLE', name, parent: null }) as const;

describe('a pattern of objects that are no drift', () => {
  it.each([
    ['TABLE public.tmp_*', 'public.tmp_1', true],
    ['VIEW public.tmp_*', 'public.tmp_1', false],
    ['public.tmp_*', 'public.tmp_1', true],
    ['*_old', 'public.orders_old', true],
    ['*', 'anything', true],
    ['public.orders', 'public.orders', true],
    ['public.orders', 'public.orders_old', false],
    ['a*a', 'a', false],
    ['public.o.d*s', 'public.orders', false],
  ])('%s on %s: %s', (pattern, name, expected) => {
    expect(compileIgnores([pattern])(table(name))).toBe(expected);
  });

  it('covers what belongs to a table', () => {
    const column = { kind: 'COLUMN', name: 'public.t.c', parent: 'TABLE public.t' } as const;
    expect(compileIgnores(['TABLE public.t'])(column)).toBe(true);
  });

  const seed = chooseSeed();
  it(`fits what the same regular expression fits (HAWKWATCH_TEST_SEED=${seed})`, () => {
    const random = createSeeded(seed);
    const text = (letters: string, most: number): string =>
      Array.from(
        { length: random.integer(most) },
        () => letters[random.integer(letters.length)],
      ).join('');
    for (let round = 0; round < 5_000; round += 1) {
      const pattern = text('ab*', 8);
      const name = text('ab', 8);
      const form = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
      expect([pattern, name, compileIgnores([pattern])(table(name))]).toEqual([
        pattern,
        name,
        form.test(name),
      ]);
    }
  });

  it('with many stars takes no longer than others: a regular expression would not end', () => {
    const pattern = `${'a*'.repeat(100)}b`;
    expect(compileIgnores([pattern])(table('a'.repeat(5_000)))).toBe(false);
  });
});
