import { describe, expect, it } from 'vitest';

import { InvalidInputError } from '../../../../src/core/errors.ts';
import {
  checkManifest,
  maxManifestEntries,
  type ManifestInput,
} from '../../../../src/migrations/statuses/manifest-input.ts';

const good: ManifestInput = {
  databaseName: 'shop',
  source: 'main',
  tool: 'flyway',
  revision: 'f00dfeed',
  entries: [
    { version: '1', name: 'first', checksum: '-12345' },
    { version: '2', name: '', checksum: null },
  ],
};

function faults(change: Partial<ManifestInput>): string[] {
  try {
    checkManifest({ ...good, ...change });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.issues.map(({ path, message }) => `${path} ${message}`);
  }
}

const entry = (version: string, more: object = {}) => ({
  version,
  name: 'n',
  checksum: null,
  ...more,
});

describe('a manifest', () => {
  it('is taken when it says something', () => {
    expect(faults({})).toEqual([]);
    const most = Array.from({ length: maxManifestEntries }, (_, n) => entry(`${n}`));
    expect(faults({ entries: most })).toEqual([]);
  });

  it('is refused with all its faults at once', () => {
    expect(
      faults({
        revision: ' ',
        entries: [
          entry('1'),
          entry('2'),
          entry('1'),
          entry('', { checksum: '' }),
          entry('a\u0000b', { name: 'x'.repeat(301) }),
          entry(' 7'),
          entry('\ud800'),
        ],
      }),
    ).toEqual([
      'input.revision must not be empty',
      'input.entries.2.version is the same as that of entry 0',
      'input.entries.3.version must not be empty',
      'input.entries.3.checksum must not be empty',
      'input.entries.4.version must not hold control characters',
      'input.entries.4.name must have 300 characters at most',
      'input.entries.5.version must not begin or end with a space',
      'input.entries.6.version must not hold control characters',
    ]);
  });

  it('is refused when it is empty or too long', () => {
    expect(faults({ entries: [] })).toEqual([
      'input.entries must hold the migrations of the source; an empty list says nothing',
    ]);
    const many = Array.from({ length: maxManifestEntries + 1 }, (_, n) => entry(`${n}`));
    expect(faults({ entries: many })).toEqual(['input.entries must hold 20000 entries at most']);
  });

  it('is refused with a bounded number of faults', () => {
    const bad = Array.from({ length: 1000 }, () => entry(''));
    expect(faults({ entries: bad })).toHaveLength(50);
  });
});
