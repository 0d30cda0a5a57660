import { expect, it } from 'vitest';

import { encodeBase64Url } from '../../../src/core/base64url.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

it('base64url is what Node makes of the same text', () => {
  const random = createSeeded(chooseSeed());
  for (let length = 0; length < 200; length += 1) {
    const text = Array.from({ length }, () => String.fromCharCode(random.integer(128))).join('');
    const expected = Buffer.from(text).toString('base64url');
    expect(encodeBase64Url(text), `seed ${random.seed}, ${JSON.stringify(text)}`).toBe(expected);
  }
});
