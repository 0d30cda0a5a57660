// Watches the files of one watch until it is told to end. The store holds each file as it was seen
// last; whatever is found is compared with that, so that nothing is lost between two looks, two
// replicas or two starts. Notices of the system only say where to look first.
//
//   notice or look ──> settling ──> examined by the reader ──> judged ──> row + change + event
//
// All files are looked at when it starts, whenever notices may have been lost, and now and then.
import path from 'node:path';

import { createBell } from '../../core/bell.ts';
import { coerceError } from '../../core/errors.ts';
import { deleteOldFileChanges } from '../../store/watched-files.ts';
import type { MonitorContext } from '../monitor.ts';
import { databaseOfCompanion } from './companions.ts';
import { compareScan } from './compare-scan.ts';
import { openFileBook, writtenAtOnce } from './file-book.ts';
import { createPathFilter } from './globs.ts';
import type { Hints, OpenHints } from './hints.ts';
import { createHclReader } from './manifests/hcl.ts';
import { isRemote, readMounts } from './mounts.ts';
import type { RootState, Scan } from './reader/protocol.ts';
import { HungError, type FileReader } from './reader/reader.ts';
import { burstSize } from './record.ts';
import { createSettling, type Noticed } from './settling.ts';
import type { FileWatchSettings } from './settings.ts';
import { createTroubles, parsePosition, shortOf, wholeWatch } from './troubles.ts';

export interface WatchPorts {
  openReader(): FileReader;
  readonly openHints: OpenHints;
  readonly times: WatchTimes;
}

export interface WatchTimes {
  /** How often all files are looked at although notices come. */
  readonly recheckMs: number;
  /** The same where no notices are to be had. */
  readonly pollMs: number;
  /** How soon what is missing, or hangs, is looked at again. */
  readonly retryMs: number;
  /** How soon notices are asked for again after the system refused them. */
  readonly hintsRetryMs: number;
  /** The longest time a file that never rests goes untold. */
  readonly longestMs: number;
  /** The least time between two announcements of one database file. */
  readonly quietMs: number;
}

export const defaultTimes: WatchTimes = {
  recheckMs: 600_000,
  pollMs: 30_000,
  retryMs: 5_000,
  hintsRetryMs: 300_000,
  longestMs: 60_000,
  quietMs: 60_000,
};

const maxFiles = 50_000;
const maxChanges = 100_000;
const beatMs = 15_000;
const gatherMs = 2_000;
const hintsReadyMs = 30_000;
const pruneMs = 3_600_000;

/** Resolves when it was told to end; throws when the store fails: it is started anew then. */
export async function watchFiles(
  config: FileWatchSettings,
  context: MonitorContext,
  ports: WatchPorts,
): Promise<void> {
  const { clock, signal, logger } = context;
  const { times } = ports;
  const place = { host: context.host, watch: context.name };
  const filter = createPathFilter(config.include, config.exclude);
  const filterKey = shortOf(JSON.stringify([config.include, config.exclude]));
  const bell = createBell(signal);
  const settling = createSettling({ clock, settleMs: config.settleMs, longestMs: times.longestMs });
  let position = parsePosition(context.position);
  const troubles = createTroubles({
    context,
    database: config.database ?? null,
    position: () => position,
    savedPosition: (saved) => (position = saved),
  });
  const remoteRoots = new Set<string>();
  const hcl = createHclReader({ clock });
  let reader: FileReader | undefined;
  let hints: Hints | undefined;
  let hintsFailure: string | undefined;
  let hintsAgainMs = 0;
  let scanAtMs = clock.monotonicMs();
  let scannedAtMs = Number.NEGATIVE_INFINITY;
  let scanTookMs = 0;
  let isFirstScan = true;
  let hintsSinceScan = 0;
  let missing: readonly string[] = [];
  let held: Noticed[] = [];
  let wakesAtMs = 0;
  let heldSinceMs = 0;
  let pruneAtMs = clock.monotonicMs() + beatMs;

  const book = await openFileBook({
    config,
    context,
    hcl,
    reader: () => openReader(),
    notice: (file, signature) => notice(file, signature),
    onOutOfSight: () => scanBy(clock.monotonicMs()),
  });

  const rootOf = (file: string): string | undefined =>
    config.paths.find((root) => file === root || file.startsWith(root === '/' ? '/' : `${root}/`));
  const isWatched = (file: string): boolean => {
    const root = rootOf(file);
    if (root === undefined || file === root) return root !== undefined;
    const relative = path.relative(root, file);
    const folders = relative.split('/').slice(0, -1);
    return (
      filter.takesFile(relative) &&
      folders.every((_one, at) => filter.takesFolder(folders.slice(0, at + 1).join('/')))
    );
  };
  const isPolled = (): boolean => config.pollMs !== undefined || remoteRoots.size > 0;
  const scanBy = (atMs: number): void => {
    // A look that takes long does not follow itself at once.
    scanAtMs = Math.min(scanAtMs, Math.max(atMs, scannedAtMs + 3 * scanTookMs));
    bell.ring();
  };
  const notice = (file: string, signature: string | null, readyMs = config.settleMs): void => {
    const quietMs = book.toldAtMs(file) + times.quietMs - clock.monotonicMs();
    const waitMs = Math.max(readyMs, quietMs);
    settling.notice(file, signature, waitMs);
    // Its start takes as long as settling does.
    openReader().warm();
    if (clock.monotonicMs() + waitMs < wakesAtMs) bell.ring();
  };

  const onHint = (hinted: string, isFolder: boolean): void => {
    hintsSinceScan += 1;
    const nowMs = clock.monotonicMs();
    if (config.paths.includes(hinted) || path.basename(hinted).startsWith('..')) {
      scanBy(nowMs + config.settleMs);
    }
    // The system's queue of notices is bounded: a flood may have lost some.
    if (hintsSinceScan === 1_000) scanBy(nowMs + config.settleMs + gatherMs);
    if (isFolder) return;
    const file = databaseOfCompanion(hinted) ?? hinted;
    if (book.known.has(file) || isWatched(file)) notice(file, null);
  };

  const closeHints = async (): Promise<void> => {
    const closing = hints;
    hints = undefined;
    await closing?.close();
  };

  const openHints = async (): Promise<void> => {
    if (isPolled() || hints !== undefined || clock.monotonicMs() < hintsAgainMs) return;
    hintsFailure = undefined;
    hints = ports.openHints({
      roots: config.paths,
      include: config.include,
      exclude: config.exclude,
      onHint,
      onError: (error) => {
        const code = 'code' in error ? error.code : undefined;
        // What else fails (a folder without permission) is found by the looks, with its path.
        if (code !== 'ENOSPC' && code !== 'EMFILE' && code !== 'ENFILE') return;
        hintsFailure ??=
          code === 'ENOSPC'
            ? 'the limit of watches is reached (raise fs.inotify.max_user_watches)'
            : 'the limit of open files or of inotify instances is reached (raise it)';
        scanBy(clock.monotonicMs());
      },
    });
    await Promise.race([hints.ready, clock.sleep(hintsReadyMs, signal).catch(() => undefined)]);
  };

  const checkHints = async (): Promise<void> => {
    if (hintsFailure !== undefined && hints !== undefined) {
      await closeHints();
      hintsAgainMs = clock.monotonicMs() + times.hintsRetryMs;
    }
    const reason =
      hintsFailure === undefined
        ? null
        : `${hintsFailure}: files are looked at every ${times.pollMs / 1000} s instead`;
    await troubles.set(wholeWatch, reason);
  };

  const openReader = (): FileReader => (reader ??= ports.openReader());

  /** The file system does not answer: nothing is known, nothing is told, it is asked again. */
  const onHung = async (): Promise<void> => {
    await troubles.set(
      wholeWatch,
      'the file system does not answer: changes are told once it does',
    );
    scanAtMs = clock.monotonicMs() + times.retryMs;
  };

  const lookAtRoots = async (roots: readonly RootState[]): Promise<void> => {
    for (const { path: root, problem, isMissing } of roots) {
      const isFileThatWent = isMissing && (book.known.has(root) || book.isEarlier(root));
      await troubles.set(root, isFileThatWent ? null : problem);
    }
    missing = roots.filter(({ problem }) => problem !== null).map((one) => one.path);
  };

  /** Mounts that are gone leave an empty folder behind, which says nothing of their files. */
  const mountedRoots = async (): Promise<{ there: string[]; gone: RootState[] }> => {
    const mounts = await readMounts();
    const gone: RootState[] = [];
    const there = config.paths.filter((root) => {
      if (isRemote(mounts, root)) remoteRoots.add(root);
      else if (remoteRoots.has(root)) {
        gone.push({ path: root, problem: 'its mount is gone', isMissing: false, isFolder: true });
        return false;
      }
      return true;
    });
    return { there, gone };
  };

  const scan = async (): Promise<void> => {
    const startedMs = clock.monotonicMs();
    const { there, gone } = await mountedRoots();
    await openHints();
    if (signal.aborted) return;
    hintsSinceScan = 0;
    scanAtMs = Number.POSITIVE_INFINITY;
    const { include, exclude } = config;
    const task = { kind: 'scan', roots: there, include, exclude, maxFiles } as const;
    const looked = await openReader().scan(task);
    const seen: Scan = { ...looked, roots: [...looked.roots, ...gone] };
    const nowMs = clock.monotonicMs();
    scannedAtMs = nowMs;
    scanTookMs = nowMs - startedMs;
    await checkHints();
    await lookAtRoots(seen.roots);
    await tellUnreadable(seen);
    const hasHints = hints !== undefined && !isPolled();
    scanAtMs = Math.min(
      scanAtMs,
      nowMs + (config.pollMs ?? (hasHints ? times.recheckMs : times.pollMs)),
    );
    const { paths, forgotten } = compareScan(book.known, seen, isWatched);
    await book.forget(forgotten);
    await take(paths, seen.roots);
  };

  const take = async (
    paths: readonly { readonly path: string; readonly signature: string | null }[],
    roots: readonly RootState[],
  ): Promise<void> => {
    const knownRoots = position.filter === filterKey ? position.roots : [];
    const fresh = roots
      .filter(({ path: root, problem, isMissing }) => {
        return !knownRoots.includes(shortOf(root)) && (problem === null || isMissing);
      })
      .map((one) => one.path);
    const isBaseline = (file: string): boolean => {
      const root = rootOf(file);
      return root !== undefined && fresh.includes(root) && !book.known.has(file);
    };
    const now = paths.filter((one) => isFirstScan || isBaseline(one.path));
    for (const { path: file, signature } of paths) {
      if (!isFirstScan && !isBaseline(file)) notice(file, signature);
    }
    const noticed = now.map((one) => ({ ...one, isOverdue: false }));
    for (let from = 0; from < noticed.length; from += writtenAtOnce) {
      const part = noticed.slice(from, from + writtenAtOnce);
      await book.take(part, { foundLater: isFirstScan, isBaseline });
    }
    isFirstScan = false;
    if (fresh.length === 0) return;
    const current = config.paths.map(shortOf);
    const taken = [...knownRoots, ...fresh.map(shortOf)].filter((one) => current.includes(one));
    const next = { ...position, filter: filterKey, roots: taken };
    await book.savePosition(next);
    position = next;
  };

  const tellUnreadable = async ({ unreadable, isTruncated }: Scan): Promise<void> => {
    const [first] = unreadable;
    const reasons = [
      ...(first === undefined
        ? []
        : [`${unreadable.length} places cannot be read, as ${first.path}: ${first.reason}`]),
      ...(isTruncated ? [`there are more than ${maxFiles} files: the others are not watched`] : []),
    ];
    await troubles.set('?', reasons.length === 0 ? null : reasons.join('; '));
  };

  const tell = async (): Promise<void> => {
    const nowMs = clock.monotonicMs();
    const due = settling.take(2 * writtenAtOnce - held.length);
    if (held.length === 0) heldSinceMs = nowMs;
    held.push(...due);
    if (held.length === 0) return;
    // More are on their way: what belongs together is told together.
    const isGathering = held.length + settling.waiting > burstSize && settling.waiting > 0;
    if (isGathering && held.length < 2 * writtenAtOnce && nowMs - heldSinceMs < gatherMs) return;
    const noticed = held;
    held = [];
    try {
      await book.take(noticed, { foundLater: false, isBaseline: () => false });
    } catch (error) {
      if (!(error instanceof HungError)) throw error;
      for (const { path: file, signature } of noticed) notice(file, signature, times.retryMs);
      throw error;
    }
  };

  const lookForMissing = async (): Promise<void> => {
    const { there } = await mountedRoots();
    const roots = missing.filter((root) => there.includes(root));
    if (roots.length === 0) return;
    const { include, exclude } = config;
    const seen = await openReader().scan({ kind: 'scan', roots, include, exclude, maxFiles: 1 });
    if (seen.roots.some(({ problem }) => problem === null)) scanBy(clock.monotonicMs());
  };

  const prune = async (): Promise<void> => {
    pruneAtMs = clock.monotonicMs() + pruneMs;
    const before = new Date(clock.now().getTime() - config.keepMs);
    for (let gone = 1; gone > 0 && !signal.aborted;) {
      const bounds = { ...place, before, most: maxChanges, limit: 5_000 };
      gone = await context.transaction((tx) => deleteOldFileChanges(tx.q, bounds));
      context.beat();
    }
  };

  const step = async (): Promise<void> => {
    try {
      if (clock.monotonicMs() >= scanAtMs) await scan();
      if (signal.aborted) return;
      await tell();
    } catch (error) {
      if (!(error instanceof HungError)) throw error;
      await onHung();
    }
  };

  let missingAtMs = 0;
  try {
    while (!signal.aborted) {
      context.beat();
      await step();
      if (signal.aborted) break;
      const nowMs = clock.monotonicMs();
      if (missing.length > 0 && nowMs >= missingAtMs && scanAtMs > nowMs) {
        missingAtMs = nowMs + times.retryMs;
        await lookForMissing().catch((error: unknown) => {
          if (!(error instanceof HungError)) throw error;
        });
      }
      if (nowMs >= pruneAtMs) await prune();
      const waits = [
        scanAtMs - clock.monotonicMs(),
        settling.untilNext() ?? beatMs,
        held.length > 0 ? 50 : beatMs,
        missing.length > 0 ? times.retryMs : beatMs,
      ];
      // Changes come in flocks: a moment costs nobody anything.
      const waitMs = Math.max(10, Math.min(beatMs, ...waits));
      wakesAtMs = clock.monotonicMs() + waitMs;
      await bell.wait(clock, waitMs);
    }
  } finally {
    await Promise.all([closeHints(), reader?.stop(), hcl.stop()]).catch((error: unknown) => {
      logger.warn({ err: coerceError(error), watch: context.name }, 'a watch ended badly');
    });
  }
}
