// Files of a git repository at a ref: of one on this machine (a work tree, bare, a linked work tree),
// or of a remote one through a mirror in the state directory. No work tree, index or ref of anybody's
// is touched. What was made of a commit is remembered: a commit never changes.
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { GitSettings as GitLocation } from '../../databases/target.ts';
import { readBlobs, listTree, type TreeFile } from './git-objects.ts';
import { createGitMirrors, redactUrl, type GitMirrors } from './git-mirror.ts';
import { GitError, runGit, type GitSettings } from './git-process.ts';
import type { Readings } from './readings.ts';
import { SourceUnreadableError, unreadableFiles, type SourceFiles } from './source-files.ts';

export interface GitFilesOptions {
  /** Mirrors of remote repositories are kept here. */
  readonly directory: string;
  /** All that git gets of hawkwatch's environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly readings?: Readings;
  /** For how long a remote repository is taken to be as it was fetched. */
  readonly freshMs?: number;
  readonly fetchTimeoutMs?: number;
}

export interface GitFiles {
  /** The files at a ref as it is now; never rejects: what is wrong is told by whoever reads them. */
  open(location: GitLocation): Promise<SourceFiles>;
  /** Removes the mirrors of all other repositories. */
  keep(locations: readonly GitLocation[]): Promise<void>;
  /** Ends what runs. */
  close(): void;
}

/** The configuration makes every path absolute. */
const isUrl = (repository: string): boolean => !path.isAbsolute(repository);
const readTimeoutMs = 20_000;

/** Creates the access to git; nothing runs before it is asked for. */
export function createGitFiles(options: GitFilesOptions): GitFiles {
  const stopping = new AbortController();
  const { clock, environment, readings } = options;
  const git: GitSettings = { clock, environment, signal: stopping.signal };
  const mirrors = createGitMirrors({ ...options, git });

  return {
    open: async (location) => {
      const at = location.path === '' ? '' : `, folder ${location.path}`;
      const where = redactUrl(location.repository);
      const description = `the git repository ${where} at ${location.ref}${at}`;
      try {
        return await openCommit(git, mirrors, location, { description, readings });
      } catch (error) {
        const { message } = coerceError(error);
        return unreadableFiles(description, `${description} cannot be read: ${message}`);
      }
    },
    keep: (locations) =>
      mirrors.keep(locations.flatMap(({ repository }) => (isUrl(repository) ? [repository] : []))),
    close: () => stopping.abort(),
  };
}

const moving = () => Promise.resolve({ text: '', settled: false });

async function openCommit(
  git: GitSettings,
  mirrors: GitMirrors,
  location: GitLocation,
  { description, readings }: { description: string; readings: Readings | undefined },
): Promise<SourceFiles> {
  checkRef(location.ref);
  const folder = treePathOf(location.path);
  const found = isUrl(location.repository)
    ? await mirrors.fetch(location.repository, location.ref)
    : { directory: await findRepository(location.repository), ref: location.ref };
  const resolve = (): Promise<string> => resolveCommit(git, found, location.ref);
  // Never remembered, but shared by all who ask at one time.
  const key = `commit ${found.directory} ${found.ref}`;
  const commit = await (readings?.remember(key, moving, resolve) ?? resolve());
  const { directory } = found;
  let tree: Promise<readonly TreeFile[]> | undefined;
  let blobs: Promise<ReadonlyMap<string, Buffer>> | undefined;
  const list = (): Promise<readonly TreeFile[]> =>
    (tree ??= listTree(git, { directory, commit, folder, description }));
  const files: SourceFiles = {
    description,
    revision: commit,
    list: async () => (await list()).map((file) => file.path),
    read: async (name) => {
      blobs ??= list().then((all) => readBlobs(git, { directory, commit, folder, files: all }));
      const bytes = (await blobs).get(name);
      if (bytes !== undefined) return bytes;
      const isThere = (await list()).some((file) => file.path === name);
      throw new SourceUnreadableError(
        isThere
          ? `${name} in ${description} cannot be read: it is too large, or a link to nowhere`
          : `${name} is not in ${description}`,
      );
    },
  };
  if (readings === undefined) return files;
  const stamp = () => Promise.resolve({ text: commit, settled: true });
  const place = `${location.repository} ${folder}`;
  return { ...files, remember: (key, make) => readings.remember(`${key} ${place}`, stamp, make) };
}

/** What git takes as the name of a ref or commit; no option, no expression of git's language. */
function checkRef(ref: string): void {
  const isName =
    ref.length <= 250 &&
    /^[A-Za-z0-9_][A-Za-z0-9._/+@=#-]*$/.test(ref) &&
    !/\.\.|\/\/|@\{|\.lock$|[./]$/.test(ref);
  if (!isName) throw new GitError('refused', `"${ref.slice(0, 100)}" is no branch, tag or commit`);
}

function treePathOf(folder: string): string {
  const plain = path.posix.normalize(`/${folder}`).replaceAll(/^\/+|\/+$/g, '');
  const leaves = folder.split('/').includes('..');
  if (leaves || /[\0\n]/.test(folder)) {
    throw new GitError('refused', `the folder "${folder.slice(0, 100)}" is not in the repository`);
  }
  return plain;
}

async function findRepository(directory: string): Promise<string> {
  const found = await stat(directory).catch(() => undefined);
  if (found?.isDirectory() === true) return realpath(directory);
  throw new GitError('refused', `there is no folder ${directory}`);
}

async function resolveCommit(
  git: GitSettings,
  { directory, ref }: { directory: string; ref: string },
  asked: string,
): Promise<string> {
  const args = ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`];
  const call = { args, directory, timeoutMs: readTimeoutMs, maxBytes: 1000 };
  try {
    return (await runGit(git, call)).toString('latin1').trim();
  } catch (error) {
    if (!(error instanceof GitError) || error.failure !== 'refused') throw error;
    if (error.message.includes('not a git repository')) {
      throw new GitError('refused', `${directory} is no git repository: name its root`);
    }
    // The usual words for it; whatever else is wrong is told as git tells it.
    const unknown = /Needed a single revision|unknown revision|bad revision/.test(error.message);
    if (!unknown) throw error;
    throw new GitError('refused', `it has no branch, tag or commit "${asked}"`);
  }
}
