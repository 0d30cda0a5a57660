// Tells when a folder has changed and is left alone again. File notices only wake it: what counts is
// a signature of the files (names, sizes, times, inodes) that is the same at two looks in a row, so
// a lost notice costs time and a file that is being written is not read.
//
//   idle -> restless (a notice, or a look found another signature) -> settled (told once) -> idle
//
// A folder that vanishes is looked for once a second and watched anew when it is back.
import { watch as watchFiles, type FSWatcher } from 'chokidar';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { maxSourceFiles } from '../files/source-files.ts';

export interface FolderWatchOptions {
  readonly folder: string;
  /** Files in folders below it count too. */
  readonly deep: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The folder is new (told once in any case) or has changed, and is left alone. */
  onSettled(): void;
  /** How long nothing may change, in milliseconds. */
  readonly settleMs?: number;
  /** How often it is looked at without any notice: some file systems give none. */
  readonly recheckMs?: number;
}

export interface FolderWatch {
  /** True when the folder is as it was when it settled last; else it settles, and tells, again. */
  isSettled(): Promise<boolean>;
  close(): Promise<void>;
}

const missing = 'missing';
const missingMs = 1000;
const passedOver = new Set(['node_modules', '.git', '__pycache__']);
const maxDepth = 8;
const filesPerTurn = 200;

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** True for files that a migration may be in; what editors leave beside it is none. */
function isOfInterest(name: string): boolean {
  // `..data` is how Kubernetes exchanges all files of a mounted folder at once.
  if (name.startsWith('..')) return true;
  return !name.startsWith('.') && !/(~|\.(swp|swx|tmp|bak|part|log))$/i.test(name);
}

async function signatureOf(folder: string, deep: boolean): Promise<string> {
  const hash = createHash('sha256');
  let files = 0;
  const visit = async (directory: string, depth: number): Promise<void> => {
    const entries = await readdir(directory, { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = path.join(directory, entry.name);
      if (entry.isDirectory()) {
        const enters = deep && depth < maxDepth && !passedOver.has(entry.name);
        if (enters) await visit(full, depth + 1);
        continue;
      }
      if (!isOfInterest(entry.name)) continue;
      files += 1;
      if (files > maxSourceFiles) return;
      // Others get their turn in between.
      if (files % filesPerTurn === 0) await nextTurn();
      // Synchronous, as the reading of the files is: a thirtieth of the time for many small ones.
      // A file that goes away in between makes another signature at the next look.
      const facts = statSync(full, { bigint: true, throwIfNoEntry: false });
      const { size = 0n, mtimeNs = 0n, ctimeNs = 0n, ino = 0n } = facts ?? {};
      hash.update(`${full}\0${size}\0${mtimeNs}\0${ctimeNs}\0${ino}\n`);
    }
  };
  try {
    await visit(folder, 0);
  } catch {
    // Whatever the reason is: it cannot be read now and is looked at again.
    return missing;
  }
  return hash.digest('hex');
}

/** Watches a folder until it is closed. */
export function watchFolder(options: FolderWatchOptions): FolderWatch {
  const { folder, deep, clock, logger, settleMs = 500, recheckMs = 30_000 } = options;
  let watcher: FSWatcher | undefined;
  let closed = false;
  let cancel: () => void = () => undefined;
  let looking = Promise.resolve();
  let seen: string | undefined;
  let told: string | undefined;
  let warned = false;

  const wait = (delayMs: number): void => {
    cancel();
    if (closed) return;
    cancel = clock.setTimer(delayMs, () => {
      looking = looking.then(look);
    });
  };

  const look = async (): Promise<void> => {
    if (closed) return;
    const signature = await signatureOf(folder, deep);
    if (closed) return;
    if (signature !== seen) {
      if (seen === missing) await reopen();
      seen = signature;
      // The second look of two: it must find the same.
      wait(Math.ceil(settleMs / 2));
      return;
    }
    wait(signature === missing ? Math.min(missingMs, recheckMs) : recheckMs);
    if (signature === told) return;
    told = signature;
    options.onSettled();
  };

  const open = (): FSWatcher => {
    const opened = watchFiles(folder, {
      depth: deep ? maxDepth : 0,
      ignoreInitial: true,
      ignorePermissionErrors: true,
      ignored: (candidate) => {
        const name = path.basename(candidate);
        return candidate !== folder && (passedOver.has(name) || !isOfInterest(name));
      },
    });
    opened.on('all', () => wait(settleMs));
    opened.on('error', (error) => {
      if (warned) return;
      warned = true;
      const err = coerceError(error);
      logger.warn({ folder, err, recheckMs }, 'a migration folder is looked at by polling only');
    });
    return opened;
  };

  const reopen = async (): Promise<void> => {
    await watcher?.close();
    if (!closed) watcher = open();
  };

  watcher = open();
  wait(Math.ceil(settleMs / 2));
  return {
    isSettled: async () => {
      const signature = await signatureOf(folder, deep);
      if (signature === told) return true;
      wait(settleMs);
      return false;
    },
    close: async () => {
      closed = true;
      cancel();
      await looking;
      await watcher?.close();
    },
  };
}
