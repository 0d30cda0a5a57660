import { describe, expect, it } from 'vitest';

import { InvalidInputError } from '../../../src/core/errors.ts';
import {
  bareId,
  decodeGlobalId,
  encodeGlobalId,
  nodeTypes,
  parseGlobalId,
} from '../../../src/graphql/global-ids.ts';

describe('a global id', () => {
  it.each(nodeTypes)('of a %s can be read back', (typename) => {
    expect(decodeGlobalId(encodeGlobalId(typename, 'a:b'))).toEqual({ typename, id: 'a:b' });
  });

  it.each(['', 'shop', 'x'.repeat(500), Buffer.from('Query:1').toString('base64url'), 'ä', '{}'])(
    'is not %j',
    (text) => {
      expect(decodeGlobalId(text)).toBeUndefined();
      expect(() => parseGlobalId(text)).toThrow(InvalidInputError);
    },
  );

  it('is taken for the bare id of its own type only', () => {
    const run = encodeGlobalId('MigrationRun', 'r1');
    expect(bareId('MigrationRun', run)).toBe('r1');
    expect(bareId('Event', run)).toBe(run);
    expect(bareId('MigrationRun', 'r1')).toBe('r1');
  });
});
