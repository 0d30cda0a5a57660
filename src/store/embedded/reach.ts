// Whether a user of the operating system can reach a path, told from the permission bits of every
// directory on the way. Knows no ACLs; never changes anything.
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

import type { Account } from './host.ts';

export const permission = { execute: 1, write: 2, read: 4 } as const;

/** True when the bits grant all of `wanted` to `account`; only the first class that fits counts. */
export function grants(
  entry: { mode: number; uid: number; gid: number },
  account: Account,
  wanted: number,
): boolean {
  if (account.uid === 0) return true;
  const shift = entry.uid === account.uid ? 6 : entry.gid === account.gid ? 3 : 0;
  return ((entry.mode >> shift) & wanted) === wanted;
}

function directoriesAbove(file: string): string[] {
  const parent = path.dirname(file);
  return parent === file ? [] : [...directoriesAbove(parent), parent];
}

/**
 * The first path that keeps `account` from using `target` with the permissions `wanted`, or
 * undefined when nothing does. What does not exist, or is hidden from this process, is a barrier.
 */
export async function firstBarrier(
  target: string,
  account: Account,
  wanted: number,
): Promise<string | undefined> {
  const literal = path.resolve(target);
  let real: string;
  try {
    real = await realpath(literal);
  } catch {
    // Not there, or not visible: either way the account cannot be shown to reach it.
    return literal;
  }
  // Both ways count: that to the symbolic link and that to what it points to.
  const above = new Set([...directoriesAbove(literal), ...directoriesAbove(real)]);
  for (const directory of above) {
    if (!grants(await stat(directory), account, permission.execute)) return directory;
  }
  return grants(await stat(real), account, wanted) ? undefined : real;
}

/** True when `account` can use `target` with the permissions `wanted` (see `permission`). */
export async function canReach(target: string, account: Account, wanted: number): Promise<boolean> {
  return (await firstBarrier(target, account, wanted)) === undefined;
}
