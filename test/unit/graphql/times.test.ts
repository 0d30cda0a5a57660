import { assertScalarType } from 'graphql';
import { expect, it } from 'vitest';

import { schema } from '../../../src/graphql/schema.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

it('a DateTime is written as JavaScript writes it, whatever was written before', () => {
  const random = createSeeded(chooseSeed());
  const type = assertScalarType(schema.getType('DateTime'));
  let ms = 0;
  for (let i = 0; i < 5000; i += 1) {
    // Now and then another second, before and after 1970; else one nearby.
    ms = i % 3 === 0 ? Math.floor((random.fraction() - 0.4) * 4e12) : ms + random.integer(700);
    const time = new Date(ms);
    expect(type.serialize(time), `seed ${random.seed}`).toBe(time.toISOString());
  }
  expect(() => type.serialize(new Date(NaN))).toThrow(RangeError);
});
