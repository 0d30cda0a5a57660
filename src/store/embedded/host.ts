// What the embedded server must know of the machine and of this process, read once and passed on
// as a value, so that tests can place it elsewhere.
import os from 'node:os';

import { EmbeddedServerError } from './errors.ts';

/** A user of the operating system; no supplementary groups. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Host {
  readonly uid: number;
  readonly gid: number;
  readonly pid: number;
  readonly hostname: string;
  readonly platform: NodeJS.Platform;
  /** For sockets whose path would be too long elsewhere. */
  readonly temporaryDirectory: string;
  /** As root, what the server's account cannot reach is put below this directory. */
  readonly sharedDirectory: string;
  /** The folder with `bin`, `lib` and `share`; undefined: that of the npm package. */
  readonly nativeDirectory?: string;
}

/** The present machine and process. */
export function readHost(): Host {
  const { geteuid, getegid, pid, platform } = process;
  if (geteuid === undefined || getegid === undefined) {
    throw new EmbeddedServerError(
      `the embedded PostgreSQL runs on Linux and macOS, not on ${platform}: set DATABASE_URL`,
    );
  }
  return {
    uid: geteuid(),
    gid: getegid(),
    pid,
    hostname: os.hostname(),
    platform,
    temporaryDirectory: os.tmpdir(),
    sharedDirectory: '/var/lib/hawkwatch',
  };
}
