// A folder of its own for each test, removed after it.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

/** A new folder that is gone when the running test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'hawkwatch-config-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
