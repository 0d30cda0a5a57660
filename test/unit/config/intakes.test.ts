// The section `intakes`: what it refuses, and what it leaves to its defaults.
import { expect, it } from 'vitest';

import { parseConfiguration } from '../../../src/config/file.ts';

const parse = (text: string) =>
  parseConfiguration(text, { path: '/hawkwatch.yaml', env: {} }).intakes;

it('refuses the name that alerts of rules have as their source', () => {
  expect(() => parse('intakes: [{ name: rule, token: a-token-of-16-signs }]')).toThrow(
    'must not be rule',
  );
});

const signed = (hmac: object) =>
  parse(JSON.stringify({ intakes: [{ name: 'jobs', hmac: { secret: 'x'.repeat(16), ...hmac } }] }));

it('takes names of headers in lower case, as they come', () => {
  expect(signed({ header: 'X-Sum', timestampHeader: 'X-Time' })[0]?.hmac).toEqual({
    secret: 'x'.repeat(16),
    header: 'x-sum',
    timestampHeader: 'x-time',
  });
});

it.each([
  [{ header: 'X-Sum', timestampHeader: 'x-sum' }, 'must be another one than header'],
  [
    { secret: `whsec_${'A'.repeat(24)}`, timestampHeader: 'X-Time' },
    'is not used by Standard Webhooks',
  ],
  [{ timestampHeader: 'no header' }, 'is no name of a header'],
])('refuses %j', (hmac, message) => {
  expect(() => signed(hmac)).toThrow(message);
});
