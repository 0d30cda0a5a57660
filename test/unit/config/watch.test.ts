// The watch over a real file: every way a file is replaced, and every way it is wrong.
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { configurationHash, type Configuration } from '../../../src/config/configuration.ts';
import { readConfiguration } from '../../../src/config/file.ts';
import { recheckMs, watchConfiguration } from '../../../src/config/watch.ts';
import { createClock, type Clock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { until } from '../../support/until.ts';
import { temporaryFolder } from './temporary-folder.ts';

// Settling takes one millisecond; the slow look falls due only when a test says so.
function createQuickClock(): Clock & { fireRecheck(): void } {
  const waiting = new Set<() => void>();
  const clock = createClock({
    now: () => new Date(0),
    monotonicMs: () => 0,
    setTimer: (delayMs, callback) => {
      if (delayMs === recheckMs) {
        waiting.add(callback);
        return () => waiting.delete(callback);
      }
      const timer = setTimeout(callback, 1);
      return () => clearTimeout(timer);
    },
  });
  const fireRecheck = (): void => {
    const due = [...waiting];
    waiting.clear();
    for (const callback of due) callback();
  };
  return { ...clock, fireRecheck };
}

const depth = (value: number | string): string => `limits:\n  depth: ${value}\n`;

async function createWatch(
  path: string,
  options: { onChange?: (configuration: Configuration) => void; before?: () => Promise<void> } = {},
) {
  const clock = createQuickClock();
  const changes: number[] = [];
  const faults: ConfigurationError[] = [];
  const seen = { loads: 0, restored: 0, hash: '' };
  const current = await readConfiguration({ path, env: {} });
  await options.before?.();
  const watch = watchConfiguration({
    path,
    current,
    load: async () => {
      try {
        return await readConfiguration({ path, env: {} });
      } finally {
        seen.loads += 1;
      }
    },
    onChange: (configuration, hash) => {
      options.onChange?.(configuration);
      seen.hash = hash;
      changes.push(configuration.limits.depth);
    },
    onFault: (error) => faults.push(error),
    onRestored: () => {
      seen.restored += 1;
    },
    clock,
    logger: silentLogger,
  });
  onTestFinished(() => watch.close());
  await watch.ready;
  await until('the first look', () => seen.loads > 0);
  return { watch, clock, changes, faults, seen };
}

// In one step: a file that is written in place is empty for a moment, which is a legal one.
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

async function createFile(text = depth(1)): Promise<{ folder: string; path: string }> {
  const folder = await temporaryFolder();
  const path = join(folder, 'hawkwatch.yaml');
  await writeFile(path, text);
  return { folder, path };
}

describe('watching the configuration file', () => {
  it('tells a change made in place', async () => {
    const { path } = await createFile();
    const { changes, seen } = await createWatch(path);
    await writeFile(path, depth(2));
    await until('the change', () => changes.at(-1) === 2);
    expect(seen.hash).toBe(configurationHash(await readConfiguration({ path, env: {} })));
  });

  it('tells each of several replacements by rename, as editors do', async () => {
    const { path } = await createFile();
    const { changes } = await createWatch(path);
    for (const value of [2, 3, 4]) {
      await replace(path, depth(value));
      await until(`change to ${value}`, () => changes.at(-1) === value);
    }
    expect(changes).toEqual([2, 3, 4]);
  });

  it('tells each swap of a directory link, as Kubernetes does', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'hawkwatch.yaml');
    const put = async (value: number): Promise<void> => {
      const version = `..2026_${value}`;
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, 'hawkwatch.yaml'), depth(value));
      await symlink(version, join(folder, '..data_tmp'));
      await rename(join(folder, '..data_tmp'), join(folder, '..data'));
      await rm(join(folder, `..2026_${value - 1}`), { recursive: true, force: true });
    };
    await put(1);
    await symlink('..data/hawkwatch.yaml', path);
    const { changes } = await createWatch(path);
    for (const value of [2, 3, 4]) {
      await put(value);
      await until(`change to ${value}`, () => changes.at(-1) === value);
    }
    expect(changes).toEqual([2, 3, 4]);
  });

  it('tells a change of the file that a link leads to', async () => {
    const { folder, path: target } = await createFile();
    await mkdir(join(folder, 'etc'));
    const path = join(folder, 'etc', 'linked.yaml');
    await symlink(target, path);
    const { changes } = await createWatch(path);
    await writeFile(target, depth(2));
    await until('the change', () => changes.at(-1) === 2);
    expect(changes).toContain(2);
  });

  it('tells what changed before the watch began', async () => {
    const { path } = await createFile();
    const { changes } = await createWatch(path, { before: () => replace(path, depth(2)) });
    await until('the change', () => changes.length > 0);
    expect(changes).toEqual([2]);
  });

  it('keeps what runs when the file is wrong, and tells all its faults once', async () => {
    const { path } = await createFile();
    const { changes, faults, seen, clock } = await createWatch(path);
    await replace(path, `${depth('no')}  cost: no\n`);
    await until('the faults', () => faults.length === 1);
    expect(faults[0]?.faults.map(({ line }) => line)).toEqual([2, 3]);
    const { loads } = seen;
    await until('one more look', () => {
      clock.fireRecheck();
      return seen.loads > loads;
    });
    await replace(path, depth(1));
    await until('the way back', () => seen.restored === 1);
    expect(faults).toHaveLength(1);
    expect(changes).toEqual([]);
  });

  it('keeps what runs when the file is gone, and takes it when it is there again', async () => {
    const { path } = await createFile();
    const { changes, faults } = await createWatch(path);
    await rm(path);
    await until('the fault', () => faults.at(-1)?.message.includes('is not there'));
    expect(changes).toEqual([]);
    await replace(path, depth(2));
    await until('the change', () => changes.length > 0);
    expect(changes).toEqual([2]);
  });

  it('takes the same meaning in other words for no change', async () => {
    const { path } = await createFile();
    const { changes, seen } = await createWatch(path);
    const { loads } = seen;
    await replace(path, `# the same\n${depth(1)}`);
    await until('a look', () => seen.loads > loads);
    await replace(path, depth(2));
    await until('the change', () => changes.length > 0);
    expect(changes).toEqual([2]);
  });

  it('finds a change that gave no notice with its slow look', async () => {
    const { folder, path: target } = await createFile();
    await mkdir(join(folder, 'etc'));
    await mkdir(join(folder, 'versions'));
    await symlink('../versions', join(folder, 'etc', 'versions'));
    const path = join(folder, 'etc', 'linked.yaml');
    // The link in the middle is watched by nobody.
    await rename(target, join(folder, 'versions', 'first.yaml'));
    await symlink('versions/first.yaml', path);
    const { changes, clock } = await createWatch(path);
    await mkdir(join(folder, 'next'));
    await writeFile(join(folder, 'next', 'first.yaml'), depth(2));
    await symlink('../next', join(folder, 'etc', 'swap'));
    await rename(join(folder, 'etc', 'swap'), join(folder, 'etc', 'versions'));
    await until('the change', () => {
      clock.fireRecheck();
      return changes.length > 0;
    });
    expect(changes).toEqual([2]);
  });

  it('tries a configuration again that could not be put in force', async () => {
    const { path } = await createFile();
    let refusals = 0;
    const { changes, clock } = await createWatch(path, {
      onChange: () => {
        refusals += 1;
        if (refusals === 1) throw new Error('not now');
      },
    });
    await replace(path, depth(2));
    await until('the change', () => {
      clock.fireRecheck();
      return changes.at(-1) === 2;
    });
    expect(refusals).toBe(2);
  });

  it('looks at nothing any more after it was closed', async () => {
    const { path } = await createFile();
    const { watch, seen, clock } = await createWatch(path);
    await watch.close();
    const { loads } = seen;
    await replace(path, depth(2));
    clock.fireRecheck();
    await watch.close();
    expect(seen.loads).toBe(loads);
  });
});
