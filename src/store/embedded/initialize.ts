// Makes the data directory. `initdb` works in a temporary sibling that is renamed when it is
// complete and synced: a kill in the middle leaves nothing half-made, and of two simultaneous
// starts the second finds the first one's data and drops its own.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmod,
  lchown,
  lstat,
  open,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';

import { EmbeddedServerError, errorCode } from './errors.ts';
import { makeDirectory } from './place.ts';
import { isAlive } from './processes.ts';
import { serverEnvironment, serverUser } from './settings.ts';
import { spawnOptions } from './site.ts';
import type { Site } from './site.ts';

const draftPrefix = 'postgres.init-';
/** A draft whose maker cannot be asked about is left alone for this long. */
const draftLifeMs = 3_600_000;

function draftOfHost(site: Site): string {
  const host = createHash('sha256').update(site.host.hostname).digest('hex').slice(0, 8);
  return `${draftPrefix}${host}-`;
}

/** True when the data directory exists; throws when it cannot be served by these binaries. */
export async function dataExists(site: Pick<Site, 'place' | 'binaries'>): Promise<boolean> {
  const { dataDirectory } = site.place;
  let version: string;
  try {
    version = (await readFile(path.join(dataDirectory, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    const entries = await readdir(dataDirectory).catch((missing: unknown) => {
      if (errorCode(missing) === 'ENOENT') return [];
      throw missing;
    });
    if (entries.length === 0) return false;
    throw new EmbeddedServerError(
      `${dataDirectory} is not empty and is no PostgreSQL data directory: move it away, or choose ` +
        'another state directory with HAWKWATCH_DATA_DIR',
    );
  }
  if (version === site.binaries.major) return true;
  throw new EmbeddedServerError(
    `the data in ${dataDirectory} is of PostgreSQL ${version} and the installed binaries are of ` +
      `${site.binaries.major}: install the hawkwatch that made it, or dump it with that one and ` +
      'restore into a new state directory. Nothing was changed',
  );
}

function runInitdb(site: Site, draft: string, signal: AbortSignal | undefined): Promise<void> {
  const child = spawn(
    site.binaries.initdb,
    [
      `--pgdata=${path.join(draft, 'data')}`,
      `--username=${serverUser}`,
      `--pwfile=${path.join(draft, 'password')}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Sorts by code point and knows all of Unicode, the same on every machine.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    {
      ...spawnOptions(site),
      env: serverEnvironment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-2000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const stop = (): void => {
    child.kill('SIGINT');
  };
  signal?.addEventListener('abort', stop, { once: true });
  return new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(cannotRun(site.binaries.initdb, error)));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else if (signal?.aborted === true) reject(signal.reason);
      else reject(new EmbeddedServerError(`PostgreSQL's initdb failed: ${output.trim()}`));
    });
  }).finally(() => signal?.removeEventListener('abort', stop));
}

/** The error of a program that could not be started at all. */
export function cannotRun(program: string, cause: Error): EmbeddedServerError {
  return new EmbeddedServerError(
    `${program} cannot be run (${errorCode(cause) ?? cause.message}); its binaries need glibc on ` +
      'Linux, so not Alpine, and a file system that is not noexec: set DATABASE_URL to a PostgreSQL ' +
      'of yours where that is not possible',
    { cause },
  );
}

async function syncDirectory(directory: string): Promise<void> {
  await using handle = await open(directory, 'r');
  await handle.sync();
}

/** Makes the data directory when there is none; true when this call made it. */
export async function initializeIfMissing(site: Site, signal?: AbortSignal): Promise<boolean> {
  if (await dataExists(site)) return false;
  const { account, dataDirectory, root } = site.place;
  const suffix = site.random.bytes(6).toString('hex');
  const draft = path.join(root, `${draftOfHost(site)}${site.host.pid}-${suffix}`);
  await makeDirectory(draft, 0o700, account);
  try {
    const passwordFile = path.join(draft, 'password');
    await writeFile(passwordFile, `${site.password}\n`, { mode: 0o600 });
    await chmod(passwordFile, 0o600);
    if (account !== undefined) await lchown(passwordFile, account.uid, account.gid);
    await runInitdb(site, draft, signal);
    await rename(path.join(draft, 'data'), dataDirectory);
    await syncDirectory(root);
  } catch (error) {
    // Another start was faster.
    if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) return false;
    throw error;
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 5 });
  }
  site.logger.info({ dataDirectory }, 'made a new PostgreSQL data directory');
  return true;
}

/** Removes what interrupted starts left; only the owner of the server may. */
export async function removeLeftDrafts(site: Site): Promise<void> {
  const ours = draftOfHost(site);
  for (const name of await readdir(site.place.root)) {
    if (!name.startsWith(draftPrefix)) continue;
    const draft = path.join(site.place.root, name);
    const pid = name.startsWith(ours) ? Number(name.slice(ours.length).split('-')[0]) : 0;
    const abandoned =
      pid === site.host.pid || (pid > 0 && !(await isAlive(pid, site.host.platform)));
    const entry = await lstat(draft).catch(() => undefined);
    if (entry === undefined) continue;
    if (!abandoned && site.clock.now().getTime() - entry.mtimeMs < draftLifeMs) continue;
    await rm(draft, { recursive: true, force: true, maxRetries: 5 });
    site.logger.info({ draft }, 'removed what an interrupted start had left');
  }
}
