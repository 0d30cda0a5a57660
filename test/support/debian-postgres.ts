// Throw-away clusters of the PostgreSQL versions that Debian's packages put on this machine, on a
// private Unix socket, as an account that PostgreSQL accepts. CI must have version 15.
import { execFileSync, spawn, type ChildProcessByStdio } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';

import postgres from 'postgres';

import { findAccount } from '../../src/store/embedded/account.ts';
import { urlHost } from '../../src/store/embedded/socket-directory.ts';
import { until } from './until.ts';

const packages = '/usr/lib/postgresql';
const oldest = 15;

export interface DebianPostgres {
  readonly major: number;
  readonly url: string;
  /** Stops the server at once; its data stay. */
  halt(): Promise<void>;
  /** Starts it again after `halt`. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** The versions that can be started here; in CI, 15 is among them whether it is there or not. */
export function debianVersions(): readonly number[] {
  const found = existsSync(packages) ? readdirSync(packages) : [];
  const usable = found
    .filter((name) => existsSync(path.join(packages, name, 'bin', 'postgres')))
    .map(Number)
    .filter((major) => major >= oldest);
  const needed = process.env['CI'] === undefined ? [] : [oldest];
  return [...new Set([...usable, ...needed])].toSorted((a, b) => a - b);
}

// The server ends, and its folder goes, with the test process, however that ends: its end of the pipe
// is closed even when it is killed.
const untilInputEnds = '"$@" & server=$!; cat >/dev/null; kill -INT $server; wait; rm -rf "$0"';

/** PostgreSQL refuses to run as root. */
function chooseAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = readFileSync('/etc/passwd', 'utf8');
  const account = findAccount(passwd, 'postgres') ?? findAccount(passwd, 'nobody');
  if (account === undefined) throw new Error('this machine has no account to run PostgreSQL as');
  return account;
}

/**
 * Starts a server of that version; its only user is `postgres`, without a password. `files` are put
 * into its data directory, for the server alone to read.
 */
export async function startDebianPostgres(
  major: number,
  settings: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<DebianPostgres> {
  const bin = path.join(packages, String(major), 'bin');
  if (!existsSync(path.join(bin, 'postgres'))) {
    throw new Error(`there is no ${bin}/postgres: apt-get install postgresql-${major}`);
  }
  const account = chooseAccount();
  // Not in TMPDIR: the account may not be allowed to go there, and socket paths are short.
  const directory = await mkdtemp(`/tmp/hawkwatch-pg${major}-`);
  if (account !== undefined) chownSync(directory, account.uid, account.gid);
  const data = path.join(directory, 'data');
  const run = { ...account, cwd: directory, env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } };
  execFileSync(
    path.join(bin, 'initdb'),
    ['--auth=trust', '--no-sync', '--username=postgres', '--encoding=UTF8', '--pgdata', data],
    { ...run, stdio: 'pipe' },
  );
  const options = { listen_addresses: '', fsync: 'off', unix_socket_directories: directory };
  const settled = Object.entries({ ...options, ...settings }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(data, name);
    await writeFile(file, text, { mode: 0o600 });
    if (account !== undefined) chownSync(file, account.uid, account.gid);
  }
  const children: ChildProcessByStdio<Writable, null, null>[] = [];
  const launch = (): void => {
    const command = [path.join(bin, 'postgres'), '-D', data, ...settled];
    const child = spawn('/bin/sh', ['-c', untilInputEnds, directory, ...command], {
      ...run,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.on('error', () => undefined);
    children.push(child);
  };
  const answering = (): Promise<unknown> =>
    until(`PostgreSQL ${major}`, () => answers(url), 30_000);
  launch();
  // So that the one URL form that postgres.js understands finds the socket.
  for (const link of [',', ',:5432']) await symlink('.', path.join(directory, link));
  // With a port of its own, its socket has another name.
  if (settings['port'] !== undefined) {
    await symlink(`.s.PGSQL.${settings['port']}`, path.join(directory, '.s.PGSQL.5432'));
  }
  const url = `postgres://postgres@${urlHost(directory)}/postgres`;
  const halt = async (): Promise<void> => {
    const file = path.join(data, 'postmaster.pid');
    process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGINT');
    await until('the server has ended', () => !existsSync(file), 30_000);
  };
  const stop = async (): Promise<void> => {
    for (const child of children) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null) await gone;
    }
    await rm(directory, { recursive: true, force: true });
  };
  const resume = async (): Promise<void> => {
    launch();
    await answering();
  };
  try {
    await answering();
  } catch (error) {
    await stop();
    throw error;
  }
  return { major, url, halt, resume, stop };
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch {
    // Not yet: it is asked again.
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
