import { describe, expect, it } from 'vitest';

import { createOnceKeys } from '../../../src/dashboard/parts/once-key.ts';

function createKeyOf() {
  let made = 0;
  return createOnceKeys(() => `key ${(made += 1)}`);
}

describe('the key of what is asked for', () => {
  const asked = { database: 'shop', toVersion: '4', expected: [{ version: '5', checksum: 'a' }] };

  it('is the same when the same is asked again, so that it is done once', () => {
    const keyOf = createKeyOf();
    expect(keyOf(asked)).toBe('key 1');
    expect(keyOf({ ...asked })).toBe('key 1');
  });

  it('is another for another version, mode or plan, which the service would refuse with the first', () => {
    const keyOf = createKeyOf();
    const others = [
      { ...asked, toVersion: '3' },
      { ...asked, reason: 'orders fail' },
      { ...asked, expected: [{ version: '5', checksum: 'b' }] },
    ];
    expect(new Set([asked, ...others].map(keyOf)).size).toBe(4);
  });

  it('is that of the first time when one comes back to what was asked: it may have been done', () => {
    const keyOf = createKeyOf();
    const first = keyOf(asked);
    keyOf({ ...asked, reason: 'orders fail' });
    expect(keyOf(asked)).toBe(first);
  });
});
