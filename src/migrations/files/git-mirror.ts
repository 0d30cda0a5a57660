// Mirrors of remote repositories in the state directory: bare, without history, one folder for each
// URL. A mirror is only a cache: one that is broken is made anew. What it fetched counts as fresh for
// a moment, a failure too, so that a hundred databases ask the remote once. Passwords of a URL never
// get onto a command line, into a file or a message.
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import type { Clock } from '../../core/clock.ts';
import { GitError, runGit, type GitCall, type GitSettings } from './git-process.ts';

export interface GitMirrorOptions {
  readonly directory: string;
  readonly git: GitSettings;
  readonly clock: Clock;
  readonly freshMs?: number;
  readonly fetchTimeoutMs?: number;
}

export interface GitMirrors {
  /**
   * Fetches a ref of a remote, unless that was done a moment ago.
   * @throws GitError
   */
  fetch(url: string, ref: string): Promise<{ directory: string; ref: string }>;
  /** Removes the mirrors of all other URLs; never rejects. */
  keep(urls: readonly string[]): Promise<void>;
}

interface Fetch {
  /** When it ended; undefined while it goes on. */
  endedAtMs: number | undefined;
  readonly outcome: Promise<void>;
}

const protocols = ['https', 'http', 'ssh', 'git', 'file'];
/** Each fetch adds a pack, and nothing is ever collected: after so many it begins anew. */
const maxPacks = 40;
const fullCommit = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Creates the mirrors; nothing is fetched before it is asked for. */
export function createGitMirrors(options: GitMirrorOptions): GitMirrors {
  const { git, clock, freshMs = 30_000, fetchTimeoutMs = 30_000 } = options;
  const fetches = new Map<string, Fetch>();
  const lanes = new Map<string, Promise<void>>();

  /** One at a time in a mirror. */
  const inLane = (directory: string, work: () => Promise<void>): Promise<void> => {
    const turn = (lanes.get(directory) ?? Promise.resolve()).catch(() => undefined).then(work);
    lanes.set(directory, turn);
    return turn;
  };

  const fetchInto = async (directory: string, url: string, ref: string): Promise<void> => {
    const { address, secretConfig } = splitSecret(url);
    const call = (args: readonly string[], timeoutMs: number): GitCall => ({
      args,
      directory,
      timeoutMs,
      maxBytes: 1024 * 1024,
      protocols,
      secretConfig: { 'remote.source.url': address, ...secretConfig },
    });
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await runGit(git, call(['init', '--bare', '--quiet', '--template=', '--', '.'], 10_000));
    // What is named by its hash does not change.
    if (
      fullCommit.test(ref) &&
      (await has(git, call(['cat-file', '-e', `${ref}^{tree}`], 10_000)))
    ) {
      await runGit(git, call(['update-ref', localRef(ref), ref], 10_000));
      return;
    }
    const how = ['--depth=1', '--no-tags', '--force', '--no-write-fetch-head', '--quiet'];
    const what = ['--', 'source', `+${ref}:${localRef(ref)}`];
    await runGit(git, call(['fetch', ...how, ...what], fetchTimeoutMs));
  };

  const fetchOrRenew = async (directory: string, url: string, ref: string): Promise<void> => {
    const packs = await readdir(path.join(directory, 'objects/pack')).catch(() => []);
    if (packs.length > maxPacks * 3) await rm(directory, { recursive: true, force: true });
    try {
      await fetchInto(directory, url, ref);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      if (!isBroken(error)) throw explain(error, url, ref);
      await rm(directory, { recursive: true, force: true });
      await fetchInto(directory, url, ref).catch((again: unknown) => {
        throw again instanceof GitError ? explain(again, url, ref) : again;
      });
    }
  };

  const begin = (key: string, work: () => Promise<void>, directory: string): Promise<void> => {
    const outcome = inLane(directory, work);
    const fetch: Fetch = { endedAtMs: undefined, outcome };
    const end = (): void => {
      fetch.endedAtMs = clock.monotonicMs();
    };
    outcome.then(end, end);
    fetches.set(key, fetch);
    return outcome;
  };

  return {
    fetch: async (url, ref) => {
      const directory = path.join(options.directory, mirrorName(url));
      const key = `${directory} ${ref}`;
      const known = fetches.get(key);
      const isFresh =
        known !== undefined &&
        (known.endedAtMs === undefined || clock.monotonicMs() - known.endedAtMs <= freshMs);
      await (isFresh
        ? known.outcome
        : begin(key, () => fetchOrRenew(directory, url, ref), directory));
      return { directory, ref: localRef(ref) };
    },
    keep: async (urls) => {
      const kept = new Set(urls.map(mirrorName));
      const present = await readdir(options.directory).catch(() => []);
      for (const name of present.filter((one) => !kept.has(one))) {
        const directory = path.join(options.directory, name);
        for (const key of fetches.keys()) {
          if (key.startsWith(`${directory} `)) fetches.delete(key);
        }
        const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
        // One that cannot be removed takes room, and does no other harm.
        await inLane(directory, remove).catch(() => undefined);
        lanes.delete(directory);
      }
    },
  };
}

function mirrorName(url: string): string {
  return createHash('sha256').update(url).digest('hex').slice(0, 32);
}

/** Where a fetched ref is kept; a hash, because a mirror's names must not clash (a, a/b). */
function localRef(ref: string): string {
  return `refs/hawkwatch/${createHash('sha256').update(ref).digest('hex').slice(0, 32)}`;
}

async function has(git: GitSettings, call: GitCall): Promise<boolean> {
  try {
    await runGit(git, call);
    return true;
  } catch (error) {
    if (error instanceof GitError && error.failure === 'refused') return false;
    throw error;
  }
}

const remoteSigns = [
  "couldn't find remote ref",
  'could not read',
  'unable to access',
  'authentication failed',
  'does not appear to be a git repository',
  'not allowed',
  'permission denied',
  'remote error',
  'host key',
  'strange hostname',
];

/** True when the mirror is to blame and not the remote: a killed git or a disk has damaged it. */
function isBroken({ failure, message }: GitError): boolean {
  const words = message.toLowerCase();
  return failure === 'refused' && !remoteSigns.some((sign) => words.includes(sign));
}

function explain(error: GitError, url: string, ref: string): GitError {
  const { failure } = error;
  if (failure === 'refused' && /couldn't find remote ref/i.test(error.message)) {
    const hint = /^[0-9a-f]{7,39}$/.test(ref) ? '; a commit needs all of its digits here' : '';
    return new GitError('refused', `it has no branch, tag or commit "${ref}"${hint}`);
  }
  return new GitError(failure, redactText(error.message, url));
}

interface Address {
  readonly address: string;
  readonly secretConfig: Readonly<Record<string, string>>;
}

/** A URL without its password, which goes into a header that only this remote is sent. */
function splitSecret(url: string): Address {
  const parsed = /^https?:\/\//.test(url) && URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || (parsed.username === '' && parsed.password === '')) {
    return { address: url, secretConfig: {} };
  }
  const credentials = Buffer.from(`${safeDecode(parsed.username)}:${safeDecode(parsed.password)}`);
  parsed.username = '';
  parsed.password = '';
  const header = `Authorization: Basic ${credentials.toString('base64')}`;
  return {
    address: parsed.href,
    secretConfig: { [`http.${parsed.origin}/.extraHeader`]: header },
  };
}

/** A URL as it may be shown. */
export function redactUrl(url: string): string {
  return url.replace(/^([a-z][a-z0-9+]*:\/\/)[^/@]*@/i, '$1');
}

function redactText(text: string, url: string): string {
  const { password, username } = URL.canParse(url) ? new URL(url) : { password: '', username: '' };
  const secrets = [url, password, username, safeDecode(password)].filter((word) => word.length > 3);
  const plain = secrets.reduce((all, word) => all.replaceAll(word, '***'), text);
  return plain.replaceAll(/([a-z][a-z0-9+]*:\/\/)[^/@\s]*@/gi, '$1');
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // No escape sequence: it stands as it is.
    return text;
  }
}
