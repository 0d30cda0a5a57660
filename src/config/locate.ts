// Finds which configuration file is meant and where hawkwatch keeps its state. It reads no file's
// content and creates nothing.
import { lstat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { coerceError } from '../core/errors.ts';
import { ConfigurationError } from './configuration-error.ts';

export interface ConfigurationLocation {
  /** Absolute. */
  readonly path: string;
  /** True when nothing was configured and the package's own example is used. */
  readonly quickstart: boolean;
  /** Absolute; may not exist yet. */
  readonly stateDirectory: string;
}

export interface LocateOptions {
  /** From `--config`. */
  readonly argument?: string | undefined;
  /** From `HAWKWATCH_CONFIG`. */
  readonly variable?: string | undefined;
  /** From `HAWKWATCH_DATA_DIR`. */
  readonly dataDirectory?: string | undefined;
  readonly cwd: string;
  readonly packageRoot: string;
}

// A broken link or an unreadable file is there as well: it must fail, not start the quickstart.
async function isPresent(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    const cause = coerceError(error);
    return !('code' in cause && cause.code === 'ENOENT');
  }
}

async function locateFile(options: LocateOptions): Promise<{ path: string; quickstart: boolean }> {
  const named = options.argument ?? options.variable;
  if (named !== undefined) return { path: resolve(options.cwd, named), quickstart: false };
  const path = join(options.cwd, 'hawkwatch.yaml');
  if (await isPresent(path)) return { path, quickstart: false };
  if (await isPresent(join(options.cwd, 'hawkwatch.yml'))) {
    const message = 'is not looked for: rename it to hawkwatch.yaml, or name it with --config';
    throw new ConfigurationError('the working directory', [{ where: 'hawkwatch.yml', message }]);
  }
  return {
    path: join(options.packageRoot, 'examples', 'quickstart', 'hawkwatch.yaml'),
    quickstart: true,
  };
}

/** The configuration file and the state directory that the options mean. */
export async function locateConfiguration(options: LocateOptions): Promise<ConfigurationLocation> {
  const { path, quickstart } = await locateFile(options);
  const stateDirectory =
    options.dataDirectory === undefined
      ? join(quickstart ? options.cwd : dirname(path), '.hawkwatch')
      : resolve(options.cwd, options.dataDirectory);
  return { path, quickstart, stateDirectory };
}
