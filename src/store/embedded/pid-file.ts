// PostgreSQL's `postmaster.pid`: who serves this data directory.
//
// PostgreSQL refuses to start while the file names a process that exists, even when that is a
// zombie or a stranger that got the same pid. The file must not be deleted for that: its seventh
// line names the shared memory, by which PostgreSQL notices surviving backends of a killed
// postmaster. So the file stays and only its first line is rewritten with our own pid: PostgreSQL
// ignores the pid of its parent, and still checks the shared memory.
//
// Two starters may do so at once. Each writes through the descriptor it examined the file with. If
// a server has replaced the file meanwhile, the write goes to the unlinked old file and harms
// nothing; if not, the last writer's server starts and the other's finds it.
import { open } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';

import { errorCode } from './errors.ts';
import type { Host } from './host.ts';
import { isPostmasterOf } from './processes.ts';

export interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly socketDirectory: string;
  /** `starting`, `ready`, `stopping` or `standby`; empty very early. */
  readonly status: string;
}

export type PidFileState =
  /** No file, or a stale one that is ours now: a server may be started. */
  | { readonly kind: 'free' }
  /** Just being written by a server that starts. */
  | { readonly kind: 'empty' }
  /** A server runs; `foreign` when it answers though its process cannot be seen (a container). */
  | { readonly kind: 'live'; readonly file: PidFile; readonly foreign: boolean };

/** The parts of a pid file, or undefined when it holds no pid. */
export function parsePidFile(text: string): PidFile | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return {
    pid,
    port: Number(lines[3] ?? '') || 5432,
    socketDirectory: lines[4] ?? '',
    status: lines[7] ?? '',
  };
}

/** The text with another pid in its first line; at least as long as before, as it is not truncated. */
export function withPid(text: string, pid: number): string {
  const lines = text.split('\n');
  const first = String(pid).padEnd(lines[0]?.length ?? 0);
  return lines.length > 1 ? [first, ...lines.slice(1)].join('\n') : `${first}\n`;
}

/** The socket of a server. */
export function socketPath(socketDirectory: string, port: number): string {
  return path.join(socketDirectory, `.s.PGSQL.${port}`);
}

// A process of another container cannot be seen, but its socket in a shared volume answers.
function answers(file: PidFile): Promise<boolean> {
  if (file.socketDirectory === '') return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = net.connect(socketPath(file.socketDirectory, file.port));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Reads the file as it is; undefined when there is none or it is still empty. */
export async function readPidFile(dataDirectory: string): Promise<PidFile | undefined> {
  try {
    await using handle = await open(path.join(dataDirectory, 'postmaster.pid'), 'r');
    return parsePidFile(await handle.readFile('utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Finds out who serves the data directory. A stale file is claimed for this process; an empty one
 * only when `claimEmpty` says that it was waited for long enough.
 */
export async function examinePidFile(
  dataDirectory: string,
  host: Host,
  claimEmpty: boolean,
): Promise<PidFileState> {
  try {
    await using handle = await open(path.join(dataDirectory, 'postmaster.pid'), 'r+');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8192), 0, 8192, 0);
    const text = buffer.toString('utf8', 0, bytesRead);
    const file = parsePidFile(text);
    if (file === undefined && !claimEmpty) return { kind: 'empty' };
    if (file !== undefined) {
      if (await isPostmasterOf(file.pid, dataDirectory, host.platform)) {
        return { kind: 'live', file, foreign: false };
      }
      if (await answers(file)) return { kind: 'live', file, foreign: true };
    }
    await handle.write(withPid(file === undefined ? '' : text, host.pid), 0);
    return { kind: 'free' };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { kind: 'free' };
    throw error;
  }
}
