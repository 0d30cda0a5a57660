// Differences and paths of files.
import { describe, expect, it } from 'vitest';

import { diffLines, sizeOf } from '../../../../src/dashboard/screens/file/diff-lines.ts';
import { endOfFolder, partsOfPath } from '../../../../src/dashboard/screens/files/file-words.ts';

describe('a difference', () => {
  const diff = `@@ -3,3 +3,3 @@
 same
-was
+is
 [a]
@@ -90 +90,2 @@
+-- a comment
\\ No newline at end of file`;

  it('numbers its lines before and after, over all its parts', () => {
    expect(diffLines(diff)).toEqual([
      { kind: 'hunk', text: '@@ -3,3 +3,3 @@', before: undefined, after: undefined },
      { kind: 'same', text: 'same', before: 3, after: 3 },
      { kind: 'removed', text: 'was', before: 4, after: undefined },
      { kind: 'added', text: 'is', before: undefined, after: 4 },
      { kind: 'same', text: '[a]', before: 5, after: 5 },
      { kind: 'hunk', text: '@@ -90 +90,2 @@', before: undefined, after: undefined },
      { kind: 'added', text: '-- a comment', before: undefined, after: 90 },
      { kind: 'hunk', text: ' No newline at end of file', before: undefined, after: undefined },
    ]);
  });

  it('tells how many lines came and went', () => {
    expect(sizeOf(diffLines(diff))).toEqual({ added: 2, removed: 1 });
  });
});

describe('a path', () => {
  it('is a folder and a name', () => {
    expect(partsOfPath('/etc/postgresql/pg_hba.conf')).toEqual({
      folder: '/etc/postgresql/',
      name: 'pg_hba.conf',
    });
    expect(partsOfPath('bare')).toEqual({ folder: '', name: 'bare' });
  });

  it('shows the end of a long folder', () => {
    expect(endOfFolder('/srv/config/shop/etc/')).toBe('…/shop/etc/');
    expect(endOfFolder('/etc/')).toBe('/etc/');
  });
});
