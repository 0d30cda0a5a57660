// The server's log: one file that its processes append to, kept small by moving its text to `.1`.
// The file itself stays, because the server keeps it open.
import { chmod, copyFile, open, readFile, stat, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

import { errorCode } from './errors.ts';
import type { Host } from './host.ts';
import { giveToStateOwner } from './password.ts';
import type { Place } from './place.ts';

const limitBytes = 10 * 1024 * 1024;

/** Opens the log for a server process. */
export async function openLog(place: Place, host: Host): Promise<FileHandle> {
  const handle = await open(place.logFile, 'a', 0o600);
  await giveToStateOwner(place.logFile, place, host);
  return handle;
}

/** The length of the log now; 0 when there is none. */
export async function logLength(logFile: string): Promise<number> {
  try {
    return (await stat(logFile)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** What was logged after `start`: its last few lines. */
export async function logSince(logFile: string, start: number): Promise<string> {
  const text = (await readFile(logFile)).subarray(start).toString('utf8');
  return text.trim().split('\n').slice(-6).join('\n');
}

/** Moves the text of a log that has grown over `limit` bytes to `<log>.1`. */
export async function boundLog(logFile: string, limit = limitBytes): Promise<void> {
  if ((await logLength(logFile)) <= limit) return;
  await copyFile(logFile, `${logFile}.1`);
  await chmod(`${logFile}.1`, 0o600);
  await truncate(logFile, 0);
}
