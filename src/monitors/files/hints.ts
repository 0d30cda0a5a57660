// Notices of the operating system that something may have changed (chokidar). They only make the
// monitor look: a notice too many costs a look, one that is missing costs time.
import path from 'node:path';

import { watch } from 'chokidar';

import { coerceError } from '../../core/errors.ts';
import { createPathFilter } from './globs.ts';

export interface HintOptions {
  readonly roots: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Something about this path; it may be a file or a folder, or be gone. */
  onHint(path: string, isFolder: boolean): void;
  /** Notices are not to be had, or not all. */
  onError(error: Error): void;
}

export interface Hints {
  /** Resolves once changes are noticed. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export type OpenHints = (options: HintOptions) => Hints;

/** Notices of the machine's own file systems. */
export const openChokidarHints: OpenHints = ({ roots, include, exclude, onHint, onError }) => {
  const filter = createPathFilter(include, exclude);
  const rootOf = (place: string): string | undefined =>
    roots.find((root) => place === root || place.startsWith(`${root}/`));
  const watcher = watch([...roots], {
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
    ignored: (place, stats) => {
      const root = rootOf(place);
      if (root === undefined || place === root) return false;
      const relative = path.relative(root, place);
      // How Kubernetes exchanges a folder of files: the link is told, what it leads to is not walked.
      if (path.basename(place).startsWith('..')) return stats?.isDirectory() === true;
      if (stats === undefined) return false;
      return stats.isDirectory() ? !filter.takesFolder(relative) : false;
    },
  });
  watcher.on('all', (event, place) => onHint(place, event.endsWith('Dir')));
  watcher.on('error', (error) => onError(coerceError(error)));
  const ready = Promise.withResolvers<void>();
  watcher.once('ready', () => ready.resolve());
  return {
    ready: ready.promise,
    close: async () => {
      await watcher.close();
      // Nobody may wait for notices that were closed before they began.
      ready.resolve();
    },
  };
};
