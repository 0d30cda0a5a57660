import { mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSystemClock, type Clock } from '../../../../src/core/clock.ts';
import { folderFiles } from '../../../../src/migrations/files/folder-files.ts';
import { createReadings } from '../../../../src/migrations/files/readings.ts';
import { SourceUnreadableError } from '../../../../src/migrations/files/source-files.ts';

const system = createSystemClock();
/** A clock by which everything was written long ago. */
const later: Clock = { ...system, now: () => new Date(system.now().getTime() + 60_000) };

describe('what was read of a folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-readings-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const file = (name: string): string => path.join(folder, name);

  function open(clock: Clock) {
    let reads = 0;
    const readings = createReadings(clock);
    const text = async (): Promise<string> => {
      const files = folderFiles(folder, readings);
      const make = async (): Promise<string> => {
        reads += 1;
        const names = await files.list();
        const texts = await Promise.all(names.map((name) => files.read(name)));
        return names.map((name, n) => `${name}=${texts[n]?.toString()}`).join(' ');
      };
      return (await files.remember?.('text', make)) ?? '';
    };
    return { text, reads: () => reads };
  }

  it('is used again as long as nothing changed', async () => {
    await writeFile(file('1.sql'), 'one');
    const { text, reads } = open(later);
    expect([await text(), await text(), await text()]).toEqual(Array(3).fill('1.sql=one'));
    expect(reads()).toBe(1);
  });

  it('is read anew when a file was added, changed, replaced, renamed or removed', async () => {
    await writeFile(file('1.sql'), 'one');
    const { text, reads } = open(later);
    await text();
    await writeFile(file('2.sql'), 'two');
    expect(await text()).toBe('1.sql=one 2.sql=two');
    await writeFile(file('2.sql'), 'TWO');
    expect(await text()).toBe('1.sql=one 2.sql=TWO');
    await writeFile(file('new'), 'two');
    await rename(file('new'), file('2.sql'));
    expect(await text()).toBe('1.sql=one 2.sql=two');
    await rename(file('1.sql'), file('0.sql'));
    expect(await text()).toBe('0.sql=one 2.sql=two');
    await rm(file('0.sql'));
    expect(await text()).toBe('2.sql=two');
    expect(reads()).toBe(6);
  });

  it('is right when a file of the same length changes again and again within a second', async () => {
    const { text } = open(system);
    for (let n = 100; n < 400; n += 1) {
      await writeFile(file('1.sql'), `${n}`);
      expect(await text()).toBe(`1.sql=${n}`);
    }
  });

  it('is right when a changed file is given its old time again', async () => {
    const old = new Date('2020-01-01T00:00:00Z');
    await writeFile(file('1.sql'), 'one');
    await utimes(file('1.sql'), old, old);
    const { text } = open(later);
    expect(await text()).toBe('1.sql=one');
    await writeFile(file('1.sql'), 'eno');
    await utimes(file('1.sql'), old, old);
    expect(await text()).toBe('1.sql=eno');
  });

  it('is right when what a link leads to changes', async () => {
    await writeFile(file('first'), 'one');
    await writeFile(file('second'), 'two');
    await symlink(file('first'), file('z.sql'));
    const { text } = open(later);
    expect(await text()).toContain('z.sql=one');
    await writeFile(file('first'), 'ONE');
    expect(await text()).toContain('z.sql=ONE');
    await rm(file('z.sql'));
    await symlink(file('second'), file('z.sql'));
    expect(await text()).toContain('z.sql=two');
  });

  it('is never older than the moment it is asked for, however many ask at once', async () => {
    const { text, reads } = open(system);
    const beside = `${folder}.new`;
    const answers: Promise<{ least: number; found: string }>[] = [];
    for (let n = 100; n < 150; n += 1) {
      await writeFile(beside, `${n}`);
      await rename(beside, file('1.sql'));
      for (let m = 0; m < 4; m += 1) answers.push(text().then((found) => ({ least: n, found })));
    }
    for (const { least, found } of await Promise.all(answers)) {
      expect(Number(found.slice('1.sql='.length))).toBeGreaterThanOrEqual(least);
    }
    expect(reads()).toBeLessThan(200);
  });

  it('is read once for all who ask while it is read', async () => {
    await writeFile(file('1.sql'), 'one');
    const { text, reads } = open(system);
    await Promise.all(Array.from({ length: 100 }, text));
    expect(reads()).toBe(2);
  });

  it('is not used any more when the folder has vanished', async () => {
    await writeFile(file('1.sql'), 'one');
    const { text } = open(later);
    await text();
    await rm(folder, { recursive: true });
    await expect(text()).rejects.toThrow(SourceUnreadableError);
  });
});

describe('a memory of readings', () => {
  it('has a bounded number of places', async () => {
    const readings = createReadings(system, 2);
    const made: string[] = [];
    const stamp = () => Promise.resolve({ text: 'same', settled: true });
    const read = (key: string) =>
      readings.remember(key, stamp, () => {
        made.push(key);
        return Promise.resolve(key);
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(await read(key)).toBe(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('does not keep a failure', async () => {
    const readings = createReadings(system);
    const stamp = () => Promise.resolve({ text: 'same', settled: true });
    const fail = readings.remember('a', stamp, () => Promise.reject(new Error('away')));
    await expect(fail).rejects.toThrow('away');
    expect(await readings.remember('a', stamp, () => Promise.resolve(1))).toBe(1);
  });
});
