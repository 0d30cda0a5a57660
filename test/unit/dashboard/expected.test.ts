import { describe, expect, it } from 'vitest';

import { expectedOf, look } from '../../../src/dashboard/parts/expected.ts';

describe('what is expected of a request', () => {
  it('is what was shown with its contents; of what could not be read the contents may be any', () => {
    const seen = [
      { version: '1', checksum: 'a', statements: 2 },
      { version: '2', checksum: 'b', statements: 0 },
      { version: '3', checksum: null, statements: null },
      { version: null, checksum: 'c', statements: 1 },
    ];
    expect(expectedOf(seen)).toEqual([
      { version: '1', checksum: 'a' },
      { version: '2', checksum: null },
      { version: '3', checksum: null },
    ]);
  });

  it('has changed when it became something else, not when it came or another question is asked', () => {
    const looks = (...all: readonly [string, string | undefined][]) =>
      all.reduce<ReturnType<typeof look> | undefined>(
        (watch, [subject, seen]) => look(watch, subject, seen),
        undefined,
      )?.changes;
    expect(looks(['to 4', undefined], ['to 4', '5'], ['to 4', undefined], ['to 4', '5'])).toBe(0);
    expect(looks(['to 4', '5'], ['to 4', '6 5'])).toBe(1);
    expect(looks(['to 4', '5'], ['to 4', '6 5'], ['to 3', '6 5 4'])).toBe(0);
  });
});
