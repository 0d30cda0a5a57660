// Many files, many changes at once, and everything that can be away: a folder, the notices, the file
// system itself. Nothing is lost, and what is not seen is told.
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../../src/core/clock.ts';
import { openChokidarHints, type OpenHints } from '../../../../src/monitors/files/hints.ts';
import { createFileReader, HungError } from '../../../../src/monitors/files/reader/reader.ts';
import { listFileChanges } from '../../../../src/store/file-change-pages.ts';
import { listKnownFiles } from '../../../../src/store/watched-files.ts';
import { createTestStore, type TestStore } from '../../../support/store.ts';
import { until } from '../../../support/until.ts';
import { createFileRig, type FileRig } from './rig.ts';

const clock = createSystemClock();

describe('many files, and failures', { timeout: 240_000 }, () => {
  let own: TestStore;
  let rig: FileRig;
  let name = '';
  let names = 0;
  beforeAll(async () => {
    own = await createTestStore();
  });
  afterAll(() => own.close());
  beforeEach(async () => {
    names += 1;
    name = `watch-${names}`;
    rig = await createFileRig(own, name);
  });
  afterEach(() => rig.close());
  const at = (...parts: string[]): string => path.join(rig.folder, ...parts);
  const knownCount = async (): Promise<number> =>
    (await listKnownFiles(own.store.q, { host: 'test-host', watch: name })).length;
  const rowCount = async (): Promise<number> => {
    const [row] = await own.store.raw<{ n: number }[]>`
      select count(*)::int as n from hawkwatch_store.file_changes where watch = ${name}`;
    return row?.n ?? 0;
  };

  it('10,000 files, then 5,000 changes at once: each a row, few events, none twice', async () => {
    for (let folder = 0; folder < 100; folder += 1) {
      await mkdir(at(`d${folder}`));
      await Promise.all(
        Array.from({ length: 100 }, (_, n) =>
          writeFile(at(`d${folder}`, `f${n}.conf`), `n = ${n}\n`),
        ),
      );
    }
    await rig.start();
    expect(await knownCount()).toBe(10_000);
    const writing = Array.from({ length: 5_000 }, (_, n) =>
      writeFile(at(`d${n % 100}`, `f${Math.floor(n / 100)}.conf`), `changed = ${n}\n`),
    );
    await Promise.all(writing);
    await until('5,000 rows', async () => (await rowCount()) >= 5_000, 120_000);
    await rig.stop();
    expect(await rowCount()).toBe(5_000);
    const bursts = await rig.bursts();
    const single = (await rig.changes()).length;
    expect(bursts.reduce((sum, { count }) => sum + count, single)).toBe(5_000);
    expect(bursts.length + single).toBeLessThan(200);
    const [burst] = bursts;
    const rows = await listFileChanges(own.store.q, { burstId: burst?.burstId }, { limit: 10_000 });
    expect(rows).toHaveLength(burst?.count ?? 0);
    await rig.start();
    expect(await rowCount()).toBe(5_000);
  });

  it('a folder that disappears is lost, not removed; what changed meanwhile is told when it is back', async () => {
    await mkdir(at('etc'));
    for (const file of ['a', 'b', 'c']) await writeFile(at('etc', `${file}.conf`), `${file} = 1\n`);
    const bench = await rig.start({ paths: [at('etc')] });
    await rename(at('etc'), at('away'));
    await until('told to be lost', async () => (await rig.watches()).length === 1);
    expect(bench.reasons.at(-1)).toContain('it is not there');
    await writeFile(at('away', 'a.conf'), 'a = 2\n');
    await rm(at('away', 'b.conf'));
    await rename(at('away'), at('etc'));
    await rig.told('CHANGED etc/a.conf', 'REMOVED etc/b.conf');
    await until('told to be back', async () => (await rig.watches()).at(-1) === 'restored');
    expect(bench.reasons.at(-1)).toBe(null);
    await writeFile(at('etc', 'c.conf'), 'c = 2\n');
    await rig.told('CHANGED etc/a.conf', 'REMOVED etc/b.conf', 'CHANGED etc/c.conf');
  });

  it('a loss is told once, also over restarts', async () => {
    await mkdir(at('etc'));
    await writeFile(at('etc', 'a.conf'), 'a = 1\n');
    await rig.start({ paths: [at('etc')] });
    await rename(at('etc'), at('away'));
    await until('told to be lost', async () => (await rig.watches()).length === 1);
    await rig.stop();
    await rig.start({ paths: [at('etc')] });
    await rename(at('away'), at('etc'));
    await until('told to be back', async () => (await rig.watches()).at(-1) === 'restored');
    expect(await rig.watches()).toHaveLength(2);
    expect(await rig.changes()).toEqual([]);
  });

  it('without notices (the limit of watches) files are looked at, and that is told', async () => {
    await writeFile(at('a.conf'), 'a = 1\n');
    let refuses = true;
    const openHints: OpenHints = (options) => {
      if (!refuses) return openChokidarHints(options);
      options.onError(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }));
      return { ready: Promise.resolve(), close: () => Promise.resolve() };
    };
    const bench = await rig.start({}, { openHints });
    await until('degraded', () => bench.reasons.at(-1)?.includes('limit of watches') === true);
    await writeFile(at('a.conf'), 'a = 2\n');
    await rig.told('CHANGED a.conf');
    refuses = false;
    await until('notices again', () => bench.reasons.at(-1) === null);
    await writeFile(at('a.conf'), 'a = 3\n');
    await rig.told('CHANGED a.conf', 'CHANGED a.conf');
    expect((await rig.watches()).at(-1)).toBe('restored');
  });

  it('a file system that hangs is told; the monitor goes on, and tells all once it answers', async () => {
    await writeFile(at('a.conf'), 'a = 1\n');
    let hangs = false;
    const openReader = () => {
      const reader = createFileReader({ clock });
      const refuse = () => Promise.reject(new HungError('the file system does not answer'));
      return {
        ...reader,
        scan: (task: Parameters<typeof reader.scan>[0]) => (hangs ? refuse() : reader.scan(task)),
        examine: (task: Parameters<typeof reader.examine>[0]) =>
          hangs ? refuse() : reader.examine(task),
      };
    };
    const bench = await rig.start({}, { openReader });
    hangs = true;
    await writeFile(at('a.conf'), 'a = 2\n');
    await until('told to hang', () => bench.reasons.at(-1)?.includes('does not answer') === true);
    const beats = bench.beats();
    await until('it goes on', () => bench.beats() > beats + 3);
    expect(await rig.changes()).toEqual([]);
    hangs = false;
    await rig.told('CHANGED a.conf');
    await until('told to be over', () => bench.reasons.at(-1) === null);
  });

  it('a polled watch is read by a process of its own and misses nothing', async () => {
    await writeFile(at('a.conf'), 'a = 1\n');
    await rig.start({ pollMs: 200 });
    await writeFile(at('a.conf'), 'a = 2\n');
    await writeFile(at('b.conf'), 'b = 1\n');
    await rm(at('b.conf'));
    await writeFile(at('c.conf'), 'c = 1\n');
    expect(await rig.told('CHANGED a.conf', 'ADDED c.conf')).toHaveLength(2);
  });

  it('links that lead to each other, to folders and to nowhere do no harm', async () => {
    await mkdir(at('x'));
    await symlink(at('x'), at('x', 'self'));
    await symlink(at('two'), at('one'));
    await symlink(at('one'), at('two'));
    await symlink(at('nowhere'), at('broken'));
    await rig.start();
    await writeFile(at('x', 'a.conf'), 'a = 1\n');
    expect(await rig.told('ADDED x/a.conf')).toHaveLength(1);
  });
});

describe('a reader', { timeout: 60_000 }, () => {
  it('gives a call up that makes no progress, refuses others at once, and ends soon', async () => {
    // Nothing can be read within no time at all: the start of the process alone takes longer.
    const reader = createFileReader({ clock, timeoutMs: 1 });
    const task = { kind: 'scan', roots: ['/etc'], include: [], exclude: [], maxFiles: 10 } as const;
    await expect(reader.scan(task)).rejects.toBeInstanceOf(HungError);
    const started = clock.monotonicMs();
    await reader.stop();
    expect(clock.monotonicMs() - started).toBeLessThan(10_000);
    await expect(reader.scan(task)).rejects.toThrow('stopped');
  });

  it('is there again once the call returns', async () => {
    const reader = createFileReader({ clock, timeoutMs: 200 });
    const task = { kind: 'scan', roots: ['/etc'], include: [], exclude: [], maxFiles: 10 } as const;
    await until('an answer', () =>
      reader.scan(task).then(
        () => true,
        () => false,
      ),
    );
    await reader.stop();
    expect(reader).toBeDefined();
  });
});
