// Loaders of watched files and their changes, so that lists cost a fixed number of queries.
import type DataLoader from 'dataloader';

import {
  findFileChanges,
  findWatchedFiles,
  type StoredFileChange,
  type WatchedFileRow,
} from '../store/file-change-pages.ts';
import type { MakeRowLoader } from './schema-loaders.ts';
import type { Services } from './services.ts';

export interface FileLoaders {
  readonly files: DataLoader<string, WatchedFileRow | undefined>;
  readonly changes: DataLoader<string, StoredFileChange | undefined>;
}

/** Loaders for one operation; `isUuid` and `rowLoader` are those of the others. */
export function createFileLoaders(
  { store: { q } }: Services,
  rowLoader: MakeRowLoader,
  isUuid: (text: string) => boolean,
): FileLoaders {
  return {
    files: rowLoader(
      (ids) => findWatchedFiles(q, ids),
      ({ id }) => id,
      isUuid,
    ),
    changes: rowLoader(
      (ids) => findFileChanges(q, ids),
      ({ id }) => id,
      isUuid,
    ),
  };
}
