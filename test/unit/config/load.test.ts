// Which file is meant, where the state lies, and all faults of a start together.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { loadConfiguration, type LoadedConfiguration } from '../../../src/config/load.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface Scene {
  readonly cwd: string;
  load(argv?: readonly string[], env?: NodeJS.ProcessEnv): Promise<LoadedConfiguration>;
}

const named = (name: string): string => `databases: [{ name: ${name}, url: 'embedded:${name}' }]`;

async function createScene(): Promise<Scene> {
  const folder = await temporaryFolder();
  const cwd = join(folder, 'cwd');
  const packageRoot = join(folder, 'package');
  const quickstart = join(packageRoot, 'examples', 'quickstart');
  await mkdir(cwd);
  await mkdir(join(cwd, 'sub'));
  await mkdir(quickstart, { recursive: true });
  await writeFile(join(quickstart, 'hawkwatch.yaml'), named('quickstart'));
  await writeFile(join(cwd, 'sub', 'a.yaml'), named('a'));
  await writeFile(join(cwd, 'b.yaml'), named('b'));
  return {
    cwd,
    load: (argv = [], env = {}) => loadConfiguration({ argv, env, cwd, packageRoot }),
  };
}

describe('loading the configuration', () => {
  it('takes the quickstart when nothing is configured, with its state in the working directory', async () => {
    const { cwd, load } = await createScene();
    const loaded = await load();
    expect(loaded.quickstart).toBe(true);
    expect(loaded.stateDirectory).toBe(join(cwd, '.hawkwatch'));
    expect(loaded.configuration.databases[0]?.name).toBe('quickstart');
  });

  it.each([
    ['--config before the variable', ['--config', 'sub/a.yaml'], { HAWKWATCH_CONFIG: 'b.yaml' }],
    ['the variable before the working directory', [], { HAWKWATCH_CONFIG: 'sub/a.yaml' }],
  ])('takes %s', async (_what, argv, env) => {
    const { cwd, load } = await createScene();
    await writeFile(join(cwd, 'hawkwatch.yaml'), named('here'));
    const loaded = await load(argv, env);
    expect(loaded).toMatchObject({
      path: join(cwd, 'sub', 'a.yaml'),
      quickstart: false,
      stateDirectory: join(cwd, 'sub', '.hawkwatch'),
      configuration: { databases: [{ name: 'a' }] },
    });
  });

  it('takes hawkwatch.yaml of the working directory', async () => {
    const { cwd, load } = await createScene();
    await writeFile(join(cwd, 'hawkwatch.yaml'), named('here'));
    const loaded = await load([], { HAWKWATCH_DATA_DIR: 'state', HAWKWATCH_CONFIG: '' });
    expect(loaded.configuration.databases[0]?.name).toBe('here');
    expect(loaded.stateDirectory).toBe(join(cwd, 'state'));
  });

  it('does not fall back to the quickstart when the file is a broken link', async () => {
    const { cwd, load } = await createScene();
    await symlink('nowhere', join(cwd, 'hawkwatch.yaml'));
    await expect(load()).rejects.toThrow('is not there');
  });

  it('does not fall back to the quickstart when the file is called hawkwatch.yml', async () => {
    const { cwd, load } = await createScene();
    await writeFile(join(cwd, 'hawkwatch.yml'), '');
    await expect(load()).rejects.toThrow('rename it to hawkwatch.yaml');
  });

  it.each([
    ['none.yaml', 'is not there'],
    ['sub', 'is a directory'],
    ['b.yaml/x', 'is no directory'],
    ['/dev/zero', 'larger than'],
    ['binary', 'is not UTF-8 text'],
  ])('tells why %s cannot be read', async (path, message) => {
    const { cwd, load } = await createScene();
    await writeFile(join(cwd, 'binary'), Buffer.from([0xff, 0xfe, 0x00]));
    await expect(load(['--config', path])).rejects.toThrow(message);
  });

  it('tells the faults of the environment and of the file together', async () => {
    const { cwd, load } = await createScene();
    await writeFile(join(cwd, 'wrong.yaml'), 'limits:\n  depth: no');
    const env = { HAWKWATCH_CONFIG: 'wrong.yaml', HAWKWATCH_PORT: 'x', HAWKWATCH_LOG_LEVEL: 'x' };
    await expect(load([], env)).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining('3 faults in the environment and '),
      faults: [
        { where: 'HAWKWATCH_PORT' },
        { where: 'HAWKWATCH_LOG_LEVEL' },
        { where: 'limits.depth', line: 2 },
      ],
    });
  });

  it('can read the same file again', async () => {
    const { cwd, load } = await createScene();
    const loaded = await load(['--config', 'b.yaml']);
    await writeFile(join(cwd, 'b.yaml'), named('c'));
    expect((await loaded.reload()).databases[0]?.name).toBe('c');
    expect(loaded.configuration.databases[0]?.name).toBe('b');
  });
});
