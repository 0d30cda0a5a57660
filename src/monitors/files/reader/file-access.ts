// The calls to the file system that a reader makes: synchronous, because it runs in a
// process of its own that may hang without holding up anybody else.
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
  type BigIntStats,
} from 'node:fs';

import { coerceError } from '../../../core/errors.ts';

export interface RawStat {
  readonly isFile: boolean;
  readonly isFolder: boolean;
  readonly isLink: boolean;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly ino: bigint;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface FileAccess {
  /** Undefined when nothing is there. */
  stat(path: string, followLinks: boolean): RawStat | undefined;
  list(
    path: string,
  ): readonly { readonly name: string; readonly kind: 'file' | 'folder' | 'link' | 'other' }[];
  realPath(path: string): string;
  /** Never waits for a pipe or device. */
  open(path: string): number;
  statOpen(descriptor: number): RawStat;
  read(descriptor: number, into: Uint8Array): number;
  close(descriptor: number): void;
}

const toStat = (stats: BigIntStats): RawStat => ({
  isFile: stats.isFile(),
  isFolder: stats.isDirectory(),
  isLink: stats.isSymbolicLink(),
  size: Number(stats.size),
  mtimeNs: stats.mtimeNs,
  ctimeNs: stats.ctimeNs,
  ino: stats.ino,
  mode: Number(stats.mode) & 0o7777,
  uid: Number(stats.uid),
  gid: Number(stats.gid),
});

/** The code of a failed call, as ENOENT. */
export function codeOf(error: unknown): string {
  const cause = coerceError(error);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown reason';
}

/** Nothing is there, or a part of the path is no folder. */
export function isAbsent(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'it is not there: a part of its path is no folder',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  ELOOP: 'its links lead to each other',
  EIO: 'the device fails',
  ESTALE: 'the network mount is stale: mount it anew',
  ENOTCONN: 'the mount has lost its connection',
  EHOSTDOWN: 'the server of the mount is away',
  ETIMEDOUT: 'the server of the mount does not answer',
  ENAMETOOLONG: 'its path is too long',
};

/** Why a call failed, for people. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return reasons[code] ?? `it cannot be read (${code})`;
}

/** The machine's file system. */
export const nodeFileAccess: FileAccess = {
  stat: (path, followLinks) => {
    const options = { bigint: true, throwIfNoEntry: false } as const;
    const stats = followLinks ? statSync(path, options) : lstatSync(path, options);
    return stats === undefined ? undefined : toStat(stats);
  },
  list: (path) =>
    readdirSync(path, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      kind: entry.isFile()
        ? 'file'
        : entry.isDirectory()
          ? 'folder'
          : entry.isSymbolicLink()
            ? 'link'
            : 'other',
    })),
  realPath: (path) => realpathSync(path),
  open: (path) => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
  statOpen: (descriptor) => toStat(fstatSync(descriptor, { bigint: true })),
  read: (descriptor, into) => readSync(descriptor, into),
  close: (descriptor) => closeSync(descriptor),
};
