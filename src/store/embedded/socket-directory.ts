// The private directory of the server's socket. Every start takes a new name, so that no starter
// ever removes a socket that another one's server has just made; the pid file tells the present one.
// Links in it, to itself, make one URL work everywhere, see `urlHost`.
import { lstat, readdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';

import type { Random } from '../../core/random.ts';
import { errorCode } from './errors.ts';
import type { Host } from './host.ts';
import { makeDirectory } from './place.ts';
import type { Place } from './place.ts';
import { socketPath } from './pid-file.ts';
import { canReach, permission } from './reach.ts';
import { serverPort } from './settings.ts';

// 103 bytes on macOS, 107 on Linux. PostgreSQL and libpq split lists of directories at commas.
const limitBytes = 103;
const plain = /^[A-Za-z0-9_./@+ -]+$/;

/**
 * Host and port of a URL. libpq decodes `%2Fdirectory` into a socket directory. postgres.js 3.4.9
 * decodes a host only when it holds a comma, and then takes all of it, with the port, for the
 * directory; node-postgres takes it without the port; libpq sees a list of hosts. So
 * `<directory>/,` and `<directory>/,:5432` are links to the directory, and one URL fits all three.
 */
export function urlHost(directory: string): string {
  return `${encodeURIComponent(`${directory}/,`)}:${serverPort}`;
}

const links = [',', `,:${serverPort}`];

function fits(directory: string): boolean {
  const longest = socketPath(`${directory}/,:${serverPort}`, serverPort);
  return Buffer.byteLength(longest) <= limitBytes && plain.test(directory);
}

function prefixes(place: Place, temporary: string): { near: string; far: string } {
  return {
    near: path.join(place.root, 'socket-'),
    far: path.join(temporary, `hawkwatch-${place.key.slice(0, 8)}-`),
  };
}

/** A name for a new socket directory, beside the data when the path is short enough. */
export async function nameSocketDirectory(
  place: Place,
  host: Host,
  random: Random,
): Promise<string> {
  const suffix = random.bytes(6).toString('hex');
  const near = prefixes(place, host.temporaryDirectory).near + suffix;
  if (fits(near)) return near;
  const account = place.account ?? host;
  const far = prefixes(place, host.temporaryDirectory).far + suffix;
  const usable = await canReach(host.temporaryDirectory, account, permission.execute);
  return usable && fits(far) ? far : prefixes(place, '/tmp').far + suffix;
}

/** Makes the directory; in one that exists, of ours, it removes the socket of a server that ended. */
export async function prepareSocketDirectory(directory: string, place: Place): Promise<void> {
  try {
    await makeDirectory(directory, 0o700, place.account);
    for (const name of links) await symlink('.', path.join(directory, name));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const socket = socketPath(directory, serverPort);
    await rm(socket, { force: true });
    await rm(`${socket}.lock`, { force: true });
  }
}

/** Removes the socket directory of a server of ours that has ended. */
export async function removeSocketDirectory(
  directory: string,
  place: Place,
  host: Host,
): Promise<void> {
  const ours = Object.values(prefixes(place, host.temporaryDirectory));
  if (ours.some((prefix) => directory.startsWith(prefix))) {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Removes the socket directories of earlier starts; only the owner of the server may. */
export async function removeLeftSockets(place: Place, host: Host, present: string): Promise<void> {
  const owner = (place.account ?? host).uid;
  for (const prefix of Object.values(prefixes(place, host.temporaryDirectory))) {
    const parent = path.dirname(prefix);
    for (const name of await readdir(parent)) {
      const directory = path.join(parent, name);
      if (!directory.startsWith(prefix) || directory === present) continue;
      const entry = await lstat(directory).catch(() => undefined);
      if (entry?.isDirectory() === true && entry.uid === owner) {
        await rm(directory, { recursive: true, force: true });
      }
    }
  }
}
