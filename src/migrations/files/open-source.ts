// Chooses where the files of a configured source are read.
import type { Clock } from '../../core/clock.ts';
import type { SourceSettings } from '../../databases/target.ts';
import { findManifest } from '../../store/migration-manifests.ts';
import type { Store } from '../../store/store.ts';
import { folderFiles } from './folder-files.ts';
import type { GitFiles } from './git-files.ts';
import { manifestFiles } from './manifest-files.ts';
import { createReadings, type Readings } from './readings.ts';
import { unreadableFiles, type SourceFiles } from './source-files.ts';

/**
 * The files of a database's source. Of a source that cannot be read there are files too: they tell
 * why as soon as they are read. Rejects only when our own store is away.
 */
export type SourceOpener = (databaseName: string, source: SourceSettings) => Promise<SourceFiles>;

export interface SourceOpenerOptions {
  /** Holds the manifests. */
  readonly store: Pick<Store, 'q'>;
  readonly clock: Clock;
  /** Undefined: sources in git repositories cannot be read. */
  readonly git?: GitFiles;
  /** What was read of folders before. */
  readonly readings?: Readings;
}

/** Creates the chooser; nothing is read before it is asked for. */
export function createSourceOpener(options: SourceOpenerOptions): SourceOpener {
  const { store, git, clock, readings = createReadings(clock) } = options;
  return async (databaseName, source) => {
    if (source.folder !== null) return folderFiles(source.folder, readings);
    const description = `the source "${source.name}"`;
    if (source.git !== null) {
      if (git !== undefined) return git.open(source.git);
      return unreadableFiles(description, 'git repositories are not read here');
    }
    if (source.manifest) {
      return manifestFiles(source, await findManifest(store.q, databaseName, source.name));
    }
    return unreadableFiles(description, `${description} says nowhere where its files are`);
  };
}
