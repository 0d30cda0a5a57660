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
