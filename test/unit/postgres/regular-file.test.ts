import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { inspectFile } from '../../../src/databases/duckdb/inspect-file.ts';
import { openRegularFile, readSmallFile } from '../../../src/postgres/regular-file.ts';
import { secureSocket } from '../../../src/postgres/secure.ts';
import { takeTlsSettings } from '../../../src/postgres/tls-settings.ts';

let folder: string;
const at = (name: string): string => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-files-'));
  execFileSync('mkfifo', [at('fifo')]);
  await writeFile(at('small'), 'x'.repeat(100));
  await writeFile(at('large'), 'x'.repeat(1024 * 1024 + 1));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What connecting says of a URL whose parameter names that file. */
async function connectWith(parameter: string, file: string): Promise<unknown> {
  const query = `sslmode=require&${parameter}=${encodeURIComponent(file)}`;
  const { settings } = takeTlsSettings(`postgres://h/db?${query}`);
  const socket = new net.Socket();
  const refusal: unknown = await secureSocket(socket, {
    settings,
    host: 'h',
    onFacts: () => undefined,
  }).catch((error: unknown) => error);
  socket.destroy();
  return refusal;
}

describe('a file that somebody names', () => {
  it('is read up to its bound, and not above', async () => {
    expect((await readSmallFile(at('small'), 100)).toString()).toBe('x'.repeat(100));
    await expect(readSmallFile(at('small'), 99)).rejects.toThrow('it has more than 99 bytes');
    // It says that it has no bytes, and has many.
    await expect(readSmallFile('/proc/self/maps', 99)).rejects.toThrow('more than 99 bytes');
    await expect(readSmallFile(at('nothing'), 99)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each(['fifo', '.', '/dev/zero'])('is refused when it is none: %s', async (name) => {
    const file = path.resolve(folder, name);
    await expect(openRegularFile(file)).rejects.toThrow('what is at that path is no file');
    expect(await inspectFile(file)).toEqual({
      ok: false,
      reason: 'what is at that path is no file',
    });
  });

  it('leaves the threads free that files and host names share, however often it is a FIFO', async () => {
    const looks = Array.from({ length: 8 }, () => inspectFile(at('fifo')));
    const connections = ['sslrootcert', 'sslcert', 'sslkey'].map((name) =>
      connectWith(name, at('fifo')),
    );
    for (const look of await Promise.all(looks)) expect(look).toMatchObject({ ok: false });
    for (const refusal of await Promise.all(connections)) {
      expect(refusal).toMatchObject({
        code: 'TLS_FAILED',
        message: expect.stringMatching(
          /ssl\w+ names cannot be read: what is at that path is no file/,
        ),
      });
    }
    expect((await readSmallFile(at('small'), 100)).length).toBe(100);
  });

  it('is no certificate when it is large', async () => {
    for (const name of ['sslrootcert', 'sslcert', 'sslkey']) {
      expect(await connectWith(name, at('large'))).toMatchObject({
        message: `the file that ${name} names cannot be read: it has more than 1048576 bytes`,
      });
    }
  });
});
