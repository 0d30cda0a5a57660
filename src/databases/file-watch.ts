// Tells when a database file, or one of the files that belong to it, has changed: written, replaced by
// rename, removed, or there again. Many changes at once are told once.
import { watch, type FSWatcher } from 'chokidar';

import type { Clock } from '../core/clock.ts';

export interface FileWatchOptions {
  /** Absolute paths; they need not be there. */
  readonly paths: readonly string[];
  readonly clock: Clock;
  /** Changes within so many milliseconds are one. */
  readonly settleMs?: number;
  onChange(): void;
}

/** Watches files. */
export function watchFiles(options: FileWatchOptions): { close(): Promise<void> } {
  const { clock, settleMs = 200 } = options;
  let cancel: (() => void) | undefined;
  const watcher: FSWatcher = watch([...options.paths], {
    ignoreInitial: true,
    persistent: true,
    // Only the files themselves: their folder may hold many others.
    depth: 0,
  });
  const settle = (): void => {
    // The first change starts the wait: a file that never rests must not put it off for ever.
    cancel ??= clock.setTimer(settleMs, () => {
      cancel = undefined;
      options.onChange();
    });
  };
  watcher.on('all', settle);
  // A folder that cannot be watched costs the hint only: the poll finds the change.
  watcher.on('error', () => undefined);
  return {
    close: async () => {
      cancel?.();
      await watcher.close();
    },
  };
}
