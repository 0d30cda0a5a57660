// Reads the files for TLS of a daemon: regular files of a bounded size, and nothing else.
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';

import { DaemonError } from './daemon-error.ts';
import type { DaemonTls } from './settings.ts';

const maxBytes = 1_048_576;

/** @throws DaemonError that names the setting, never a file's content. */
export async function readTlsFiles(
  tls: DaemonTls,
): Promise<{ ca?: Buffer; cert?: Buffer; key?: Buffer }> {
  const found: { ca?: Buffer; cert?: Buffer; key?: Buffer } = {};
  for (const name of ['ca', 'cert', 'key'] as const) {
    const path = tls[name];
    if (path !== undefined) found[name] = await readFile(path, `tls.${name}`);
  }
  return found;
}

async function readFile(path: string, setting: string): Promise<Buffer> {
  try {
    // Before it is opened: a FIFO would wait for its other end, and a device never ends.
    if (!(await stat(path)).isFile()) throw new Error('it is no file');
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile() || stats.size > maxBytes) throw new Error('it is too large');
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new DaemonError('REFUSED', `the file of ${setting} cannot be read: correct its path`, {
      cause,
    });
  }
}
