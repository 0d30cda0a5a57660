// When a noticed path is due, on a clock that stands still.
import { describe, expect, it } from 'vitest';

import { compareScan } from '../../../../src/monitors/files/compare-scan.ts';
import { createPathFilter } from '../../../../src/monitors/files/globs.ts';
import { isRemote, parseMounts } from '../../../../src/monitors/files/mounts.ts';
import type { FileAccess } from '../../../../src/monitors/files/reader/file-access.ts';
import { scanFiles } from '../../../../src/monitors/files/reader/scan.ts';
import { createSettling } from '../../../../src/monitors/files/settling.ts';
import { differenceOf } from '../../../../src/monitors/files/text-difference.ts';
import type { KnownFile } from '../../../../src/store/watched-files.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const rig = () => {
  const clock = createFakeClock();
  return { clock, settling: createSettling({ clock, settleMs: 500, longestMs: 10_000 }) };
};

describe('settling', () => {
  it('a path is due once it was left alone, once', () => {
    const { clock, settling } = rig();
    settling.notice('/a', null);
    clock.advance(400);
    expect(settling.take(10)).toEqual([]);
    expect(settling.untilNext()).toBe(100);
    clock.advance(100);
    expect(settling.take(10)).toEqual([{ path: '/a', signature: null, isOverdue: false }]);
    expect(settling.take(10)).toEqual([]);
    expect(settling.untilNext()).toBe(undefined);
  });

  it('each notice puts it off, but not for ever: one that grows is told once a while', () => {
    const { clock, settling } = rig();
    let told = 0;
    for (let ms = 0; ms < 30_000; ms += 100) {
      settling.notice('/a', `${ms}`);
      clock.advance(100);
      told += settling.take(10).length;
    }
    expect(told).toBe(3);
  });

  it('a quiet time that was asked for is kept, however long', () => {
    const { clock, settling } = rig();
    settling.notice('/a.db', null, 60_000);
    clock.advance(59_000);
    expect(settling.take(10)).toEqual([]);
    clock.advance(1_000);
    expect(settling.take(10)).toHaveLength(1);
  });

  it('no more is taken than was asked for', () => {
    const { clock, settling } = rig();
    for (let n = 0; n < 25; n += 1) settling.notice(`/${n}`, null);
    clock.advance(500);
    expect(
      [settling.take(10), settling.take(10), settling.take(10)].map((one) => one.length),
    ).toEqual([10, 10, 5]);
  });
});

describe('patterns', () => {
  it.each([
    [['*.yaml'], [], 'a/b.yaml', true],
    [['*.yaml'], [], 'a/b.yml', false],
    [['*.{yaml,yml}'], [], 'a/b.yml', true],
    [['conf/**/*.conf'], [], 'conf/a/b/c.conf', true],
    [['conf/**/*.conf'], [], 'conf/c.conf', true],
    [['conf/*.conf'], [], 'conf/a/c.conf', false],
    [['file[0-9].txt'], [], 'file7.txt', true],
    [['a+b(c).txt'], [], 'a+b(c).txt', true],
    [[], ['*.log'], 'a/b.log', false],
    [[], ['tmp/**'], 'tmp/a/b', false],
    [[], [], 'a/b.conf~', false],
    [[], [], 'a/..data', false],
  ])('%j without %j: %s is %s', (include, exclude, file, taken) => {
    expect(createPathFilter(include, exclude).takesFile(file)).toBe(taken);
  });

  it('a pattern that is none stands for itself', () => {
    const { takesFile } = createPathFilter(['a[z-a]'], []);
    expect(takesFile('a[z-a]')).toBe(true);
    expect(takesFile('az')).toBe(false);
  });
});

describe('mounts', () => {
  const mounts = parseMounts(
    [
      '22 1 8:1 / / rw - ext4 /dev/sda1 rw',
      '30 22 0:40 / /mnt/data rw - nfs4 server:/x rw',
      String.raw`31 22 0:41 / /mnt/with\040space rw - cifs //s/x rw`,
      '32 30 8:2 / /mnt/data/local rw - xfs /dev/sdb rw',
    ].join('\n'),
  );
  it.each([
    ['/etc', false],
    ['/mnt/data/a', true],
    ['/mnt/database', false],
    ['/mnt/with space/a', true],
    ['/mnt/data/local/a', false],
  ])('%s is remote: %s', (file, remote) => {
    expect(isRemote(mounts, file)).toBe(remote);
  });
});

describe('a look at all files', () => {
  const known = (path: string): [string, KnownFile] => [
    path,
    { path, signature: 's', fault: null } as KnownFile,
  ];
  const denied = (): never => {
    throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
  };
  const folder = { isFile: false, isFolder: true, isLink: false } as const;

  it('what cannot be read is told and does not count as removed', () => {
    const access: FileAccess = {
      stat: () => ({
        ...folder,
        size: 0,
        mtimeNs: 0n,
        ctimeNs: 0n,
        ino: 1n,
        mode: 0,
        uid: 0,
        gid: 0,
      }),
      list: (place) => (place === '/w' ? [{ name: 'secret', kind: 'folder' }] : denied()),
      realPath: (place) => place,
      open: denied,
      statOpen: denied,
      read: denied,
      close: denied,
    };
    const task = { kind: 'scan', roots: ['/w'], include: [], exclude: [], maxFiles: 10 } as const;
    const seen = scanFiles(access, task, () => undefined);
    expect(seen.unreadable).toEqual([{ path: '/w/secret', reason: 'this user may not read it' }]);
    const all = new Map([known('/w/secret/a'), known('/w/b')]);
    expect(compareScan(all, seen, () => true)).toEqual({
      paths: [{ path: '/w/b', signature: null }],
      forgotten: [],
    });
    expect(compareScan(all, seen, () => false).forgotten).toEqual(['/w/secret/a', '/w/b']);
  });
});

describe('differences of texts', () => {
  it('has the lines with their surroundings', () => {
    expect(differenceOf('a\nb\nc\n', 'a\nB\nc\n').text).toBe('@@ -1,3 +1,3 @@\n a\n-b\n+B\n c');
  });

  it('is bounded, however much is different', () => {
    const text = (word: string) =>
      Array.from({ length: 20_000 }, (_, n) => `${word} ${n}`).join('\n');
    const { text: diff, note } = differenceOf(text('a'), text('b'));
    expect(diff).toBe(null);
    expect(note).toContain('Too much');
    const some = differenceOf(text('a').slice(0, 10_000), text('b').slice(0, 10_000));
    expect(some.text?.split('\n').length).toBeLessThanOrEqual(400);
  });
});
