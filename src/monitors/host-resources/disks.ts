// How full each disk is. A mount whose server is gone never answers, and the thread that asks is lost with
// it. So a mount is not asked again while a question is under way, remote ones are asked by another
// process, which can be left behind, and not every time.
import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';

import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Mount } from './mounts.ts';
import type { HostMeasure, HostNote } from './settings.ts';

/** Of a file system, in blocks and inodes. */
export interface DiskFacts {
  readonly blockBytes: number;
  readonly blocks: number;
  readonly free: number;
  /** Free for those who are not root. */
  readonly available: number;
  readonly inodes: number;
  readonly inodesFree: number;
}

export interface DiskReader {
  read(mounts: readonly Mount[]): Promise<{
    readonly measures: readonly HostMeasure[];
    readonly notes: readonly HostNote[];
  }>;
}

export interface DiskReaderOptions {
  readonly clock: Clock;
  readonly timeoutMs?: number;
  readonly remoteEveryMs?: number;
  /** Asks the kernel, and may never come back. */
  ask?(mount: Mount): Promise<DiskFacts>;
}

const mostMounts = 64;
const mostUnanswered = 4;

/** Remembers which mounts have not answered. */
export function createDiskReader(options: DiskReaderOptions): DiskReader {
  const { clock, timeoutMs = 2_000, remoteEveryMs = 60_000, ask = askKernel } = options;
  const unanswered = new Set<string>();
  const known = new Map<string, { readonly atMs: number; readonly facts: DiskFacts }>();

  const one = async (mount: Mount): Promise<DiskFacts | string> => {
    const { path } = mount;
    const last = known.get(path);
    const nowMs = clock.monotonicMs();
    if (mount.isRemote && last !== undefined && nowMs - last.atMs < remoteEveryMs) {
      return last.facts;
    }
    if (unanswered.has(path)) return 'it has not answered yet: does its server?';
    if (unanswered.size >= mostUnanswered) return 'other mounts do not answer; it is not asked';
    unanswered.add(path);
    const answer = ask(mount)
      .then((facts) => {
        known.set(path, { atMs: nowMs, facts });
        return facts;
      })
      .catch((error: unknown) => reasonOf(error))
      .finally(() => unanswered.delete(path));
    let cancel: () => void = () => undefined;
    const late = new Promise<string>((resolve) => {
      const reason = `it did not answer within ${timeoutMs} ms`;
      cancel = clock.setTimer(timeoutMs, () => resolve(reason));
    });
    return Promise.race([answer, late]).finally(cancel);
  };

  return {
    read: async (mounts) => {
      const measures: HostMeasure[] = [];
      const notes: HostNote[] = [];
      const shown = mounts.slice(0, mostMounts);
      const paths = new Set(shown.map(({ path }) => path));
      for (const path of known.keys()) if (!paths.has(path)) known.delete(path);
      // Local ones one after the other: they answer at once, and use one thread. None of them waits
      // for a remote one.
      const local = async (): Promise<void> => {
        for (const mount of shown) if (!mount.isRemote) await take(mount);
      };
      const take = async (mount: Mount): Promise<void> => {
        const found = await one(mount);
        if (typeof found === 'string') notes.push({ about: `disk ${mount.path}`, reason: found });
        else measures.push(...measureDisk(mount.path, found));
      };
      await Promise.all([local(), ...shown.filter(({ isRemote }) => isRemote).map(take)]);
      if (mounts.length > mostMounts) {
        const reason = `there are ${mounts.length}: the first ${mostMounts} are measured`;
        notes.push({ about: 'disks', reason });
      }
      return { measures, notes };
    },
  };
}

/** What is told of a disk; nothing of one without a size, as some remote ones are. */
export function measureDisk(path: string, facts: DiskFacts): readonly HostMeasure[] {
  const { blockBytes, blocks, free, available, inodes, inodesFree } = facts;
  const used = blocks - free;
  if (blocks <= 0) return [];
  const labels = { mount: path };
  // As df does: what root alone may use is not there for others.
  const usable = used + available;
  const measures: HostMeasure[] = [
    { metric: 'host.disk_bytes', labels, value: blocks * blockBytes },
    { metric: 'host.disk_used_bytes', labels, value: used * blockBytes },
    { metric: 'host.disk_free_bytes', labels, value: available * blockBytes },
    {
      metric: 'host.disk_used_percent',
      labels,
      value: usable <= 0 ? 100 : Math.min(100, (100 * used) / usable),
    },
  ];
  // Some file systems make them as they need them, and count none.
  if (inodes > 0) {
    const value = (100 * (inodes - inodesFree)) / inodes;
    measures.push({ metric: 'host.inodes_used_percent', labels, value });
  }
  return measures;
}

async function askKernel({ path, isRemote }: Mount): Promise<DiskFacts> {
  if (isRemote) return askInProcess(path);
  const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(path);
  return {
    blockBytes: bsize,
    blocks,
    free: bfree,
    available: bavail,
    inodes: files,
    inodesFree: ffree,
  };
}

/** By `stat` of coreutils or busybox; killed after a while, and left behind when that does not help. */
function askInProcess(path: string): Promise<DiskFacts> {
  return new Promise((resolve, reject) => {
    const options = { env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' }, timeout: 30_000 };
    const limits = { killSignal: 'SIGKILL', maxBuffer: 4096 } as const;
    const format = '%S %b %f %a %c %d';
    const child = execFile(
      'stat',
      ['-f', '-c', format, '--', path],
      { ...options, ...limits },
      (error, stdout) => {
        const numbers = stdout.trim().split(' ').map(Number);
        const [blockBytes = 0, blocks = 0, free = 0, available = 0, inodes = 0, inodesFree = 0] =
          numbers;
        if (error !== null) reject(error);
        else if (numbers.length !== 6 || numbers.some(Number.isNaN)) {
          reject(new Error('stat answered something unexpected'));
        } else resolve({ blockBytes, blocks, free, available, inodes, inodesFree });
      },
    );
    child.unref();
  });
}

function reasonOf(error: unknown): string {
  const failure = coerceError(error);
  const code = 'code' in failure && typeof failure.code === 'string' ? failure.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') return 'hawkwatch may not ask for it';
  if (code === 'ENOENT') return 'it is not there';
  if (code === 'ESTALE' || code === 'ENOTCONN' || code === 'EIO') return `it is broken (${code})`;
  return code === undefined ? 'it cannot be asked' : `it cannot be asked (${code})`;
}
