// Where the parts of one embedded server are. The state directory holds the log, the password and
// normally the data; as root, when the server's account cannot get there, the data and the socket
// go to `<shared directory>/<hash of the state directory>`, and a pointer file remembers it.
// Data that exists is never moved and never left behind in silence.
import { createHash } from 'node:crypto';
import {
  chmod,
  lchown,
  lstat,
  mkdir,
  readFile,
  readdir,
  realpath,
  rename,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';

import type { Logger } from '../../core/logger.ts';
import { chooseAccount } from './account.ts';
import { EmbeddedServerError, errorCode } from './errors.ts';
import type { Account, Host } from './host.ts';
import { canReach, firstBarrier, permission } from './reach.ts';

export interface Place {
  readonly stateDirectory: string;
  /** Holds the data, the socket directory and what is left of interrupted starts. */
  readonly root: string;
  readonly dataDirectory: string;
  readonly logFile: string;
  readonly passwordFile: string;
  /** The account that PostgreSQL runs as; undefined: our own. */
  readonly account: Account | undefined;
  /** Short and stable: the hash of the state directory's path. */
  readonly key: string;
}

const pointerName = 'postgres.location';

async function ownerOf(entry: string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await lstat(entry);
    return { uid, gid };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function readPointer(stateDirectory: string): Promise<string | undefined> {
  const file = path.join(stateDirectory, pointerName);
  let target: string;
  try {
    target = (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  if ((await ownerOf(target)) !== undefined) return target;
  throw new EmbeddedServerError(
    `${file} says that the data is in ${target}, and that does not exist: restore it, or remove ` +
      `${file} to start with an empty database`,
  );
}

/** Remembers where the data is when that is not the usual place. */
export async function writePointer(place: Place): Promise<void> {
  if (place.root === place.stateDirectory) return;
  const file = path.join(place.stateDirectory, pointerName);
  await writeFile(`${file}.new`, `${place.dataDirectory}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Makes a directory with exactly this mode and owner, whatever the umask. */
export async function makeDirectory(
  directory: string,
  mode: number,
  owner: Account | undefined,
): Promise<void> {
  await mkdir(directory, { mode });
  await chmod(directory, mode);
  if (owner !== undefined) await lchown(directory, owner.uid, owner.gid);
}

// Data restored or copied by root: PostgreSQL insists on owning it.
async function giveTo(account: Account, directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true });
  for (const entry of entries) {
    await lchown(path.join(directory, entry), account.uid, account.gid);
  }
  await lchown(directory, account.uid, account.gid);
}

async function checkAccess(
  dataDirectory: string,
  owner: Account,
  host: Host,
  account: Account | undefined,
): Promise<void> {
  if (account === undefined) {
    if (owner.uid === host.uid) return;
    throw new EmbeddedServerError(
      `${dataDirectory} belongs to uid ${owner.uid} and hawkwatch runs as uid ${host.uid}: start ` +
        'it as that user or as root, or change the owner of the state directory and all in it',
    );
  }
  const barrier = await firstBarrier(path.dirname(dataDirectory), account, permission.execute);
  if (barrier === undefined) return;
  throw new EmbeddedServerError(
    `PostgreSQL runs as uid ${account.uid} and cannot reach its data in ${dataDirectory}, because ` +
      `${barrier} is closed to it: run "chmod o+x ${barrier}", or move the state directory`,
  );
}

async function makeStateDirectory(stateDirectory: string, host: Host): Promise<string> {
  await mkdir(path.dirname(path.resolve(stateDirectory)), { recursive: true });
  try {
    // Another account must pass through a directory of ours, and may not list it.
    await makeDirectory(stateDirectory, host.uid === 0 ? 0o711 : 0o700, undefined);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  return realpath(stateDirectory);
}

async function makeSharedRoot(host: Host, root: string, account: Account): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o711 });
  await chmod(host.sharedDirectory, 0o755);
  await chmod(root, 0o711);
  const barrier = await firstBarrier(root, account, permission.execute);
  if (barrier === undefined) return;
  throw new EmbeddedServerError(
    `PostgreSQL runs as uid ${account.uid} and can reach neither the state directory nor ${root} ` +
      `(${barrier} is closed to it): run "chmod o+x ${barrier}", or set DATABASE_URL`,
  );
}

/** Decides where everything is; makes the directories above the data, not the data. */
export async function choosePlace(
  givenDirectory: string,
  host: Host,
  logger: Logger,
): Promise<Place> {
  const stateDirectory = await makeStateDirectory(givenDirectory, host);
  const key = createHash('sha256').update(stateDirectory).digest('hex').slice(0, 16);
  const usual = path.join(stateDirectory, 'postgres');
  const shared = path.join(host.sharedDirectory, key, 'postgres');
  const candidates = host.uid === 0 ? [usual, shared] : [usual];
  let dataDirectory = await readPointer(stateDirectory);
  for (const candidate of candidates) {
    if (dataDirectory === undefined && (await ownerOf(path.join(candidate, 'PG_VERSION'))))
      dataDirectory = candidate;
  }
  const fixedParts = {
    stateDirectory,
    key,
    logFile: path.join(stateDirectory, 'postgres.log'),
    passwordFile: path.join(stateDirectory, 'postgres-password'),
  };
  if (dataDirectory !== undefined) {
    const root = path.dirname(dataDirectory);
    dataDirectory = await realpath(dataDirectory);
    const owner = (await ownerOf(dataDirectory)) ?? host;
    const account = await chooseAccount(host, owner);
    await checkAccess(dataDirectory, owner, host, account);
    if (account !== undefined && owner.uid === 0) await giveTo(account, dataDirectory);
    return { ...fixedParts, root, dataDirectory, account };
  }
  const account = await chooseAccount(host, undefined);
  if (account === undefined || (await canReach(stateDirectory, account, permission.execute))) {
    return { ...fixedParts, root: stateDirectory, dataDirectory: usual, account };
  }
  const root = path.dirname(shared);
  await makeSharedRoot(host, root, account);
  logger.info(
    { stateDirectory, dataDirectory: shared, uid: account.uid },
    'PostgreSQL cannot run as root and its account cannot reach the state directory: its data is elsewhere',
  );
  return { ...fixedParts, root, dataDirectory: shared, account };
}
