// The password of the server's only user, in a file of the state directory that only its owner may
// read. It is made before the data, so that two simultaneous starts agree on one.
import { chown, link, open, readFile, stat, unlink } from 'node:fs/promises';

import type { Random } from '../../core/random.ts';
import { EmbeddedServerError, errorCode } from './errors.ts';
import type { Host } from './host.ts';
import type { Place } from './place.ts';

async function read(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** As root, gives a file to the owner of its state directory, who may start hawkwatch next time. */
export async function giveToStateOwner(file: string, place: Place, host: Host): Promise<void> {
  if (host.uid !== 0) return;
  const { uid, gid } = await stat(place.stateDirectory);
  await chown(file, uid, gid);
}

/** The password; a new one is made unless the data exists already. */
export async function readOrMakePassword(
  place: Place,
  host: Host,
  random: Random,
  dataExists: boolean,
): Promise<string> {
  const found = await read(place.passwordFile);
  if (found !== undefined && found !== '') return found;
  if (dataExists) {
    throw new EmbeddedServerError(
      `${place.passwordFile}, the password of the database in ${place.dataDirectory}, is missing: ` +
        `restore it, or remove ${place.dataDirectory} to start with an empty database`,
    );
  }
  const draft = `${place.passwordFile}.${random.uuid()}`;
  const password = random.bytes(24).toString('base64url');
  const handle = await open(draft, 'wx', 0o600);
  await handle.writeFile(`${password}\n`);
  await handle.sync();
  await handle.close();
  try {
    await giveToStateOwner(draft, place, host);
    // Unlike rename, link fails when another start was faster; then its password counts.
    await link(draft, place.passwordFile);
    return password;
  } catch (error) {
    const other = errorCode(error) === 'EEXIST' ? await read(place.passwordFile) : undefined;
    if (other === undefined) throw error;
    return other;
  } finally {
    await unlink(draft);
  }
}
