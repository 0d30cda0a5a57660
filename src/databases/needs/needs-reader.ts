// What applications need, as the configuration and its folder of queries tell it. Files are read again only
// when they have changed; what is wrong with them is data.
import type { Clock } from '../../core/clock.ts';
import { UnavailableError } from '../../core/errors.ts';
import { createQueryReader } from '../../sql/queries/query-reader.ts';
import type { ReadQuery } from '../../sql/queries/shape.ts';
import type { SchemaSettings } from '../target.ts';
import { noNeeds, type ApplicationNeeds, type QueryNeed } from './needs.ts';
import type { NotChecked } from './problems.ts';
import {
  listQueryFolder,
  readQueryFile,
  reasonOf,
  type FolderLimits,
  type QueryFile,
} from './query-folder.ts';

export interface NeedsReader {
  /** The needs as they are now. @throws UnavailableError when it is stopped. */
  load(settings: Pick<SchemaSettings, 'required' | 'queries'>): Promise<ApplicationNeeds>;
  /** Ends the worker that reads big files. */
  stop(): Promise<void>;
}

interface Folder {
  stamp: string | undefined;
  readonly files: Map<string, { readonly stamp: string; readonly queries: readonly ReadQuery[] }>;
  needs: Pick<ApplicationNeeds, 'queries' | 'unreadable' | 'faults'>;
  reading: Promise<void> | undefined;
}

/** So many folders are remembered: the ones used last. */
const maxFolders = 64;
/** File systems count time in steps: what has just changed may change again without a trace. */
const coarsestTickMs = 3000;

/** Creates the reader. */
export function createNeedsReader({
  clock,
  limits,
}: {
  readonly clock: Clock;
  readonly limits?: FolderLimits;
}): NeedsReader {
  const reader = createQueryReader({ clock });
  const folders = new Map<string, Folder>();

  const folderOf = (folder: string): Folder => {
    const { queries, unreadable, faults } = noNeeds;
    const needs = { queries, unreadable, faults };
    const known = folders.get(folder) ?? {
      stamp: undefined,
      files: new Map(),
      needs,
      reading: undefined,
    };
    folders.delete(folder);
    folders.set(folder, known);
    for (const oldest of folders.keys()) {
      if (folders.size <= maxFolders) break;
      folders.delete(oldest);
    }
    return known;
  };

  const isSettled = ({ changedMs }: QueryFile): boolean =>
    clock.now().getTime() - changedMs > coarsestTickMs;

  const readFile = async (
    folder: string,
    file: QueryFile,
    kept: Folder,
  ): Promise<readonly ReadQuery[]> => {
    const known = kept.files.get(file.path);
    if (known?.stamp === file.stamp) return known.queries;
    const queries = await reader.read(await readQueryFile(folder, file.path));
    if (isSettled(file)) kept.files.set(file.path, { stamp: file.stamp, queries });
    else kept.files.delete(file.path);
    return queries;
  };

  const readFolder = async (folder: string, kept: Folder): Promise<void> => {
    const listing = await listQueryFolder(folder, limits);
    if (listing.stamp === kept.stamp) return;
    const queries: QueryNeed[] = [];
    const unreadable: NotChecked[] = [];
    const faults = [...listing.faults];
    for (const file of listing.files) {
      let read: readonly ReadQuery[];
      try {
        read = await readFile(folder, file, kept);
      } catch (error) {
        if (error instanceof UnavailableError) throw error;
        faults.push(`${file.path} cannot be read: ${reasonOf(error)}`);
        continue;
      }
      for (const query of read) {
        const need = `queries/${file.path}:${query.line}`;
        if (query.ok) queries.push({ need, shape: query.shape });
        else unreadable.push({ need, reason: query.reason });
      }
    }
    const paths = new Set(listing.files.map((file) => file.path));
    for (const name of kept.files.keys()) if (!paths.has(name)) kept.files.delete(name);
    kept.needs = { queries, unreadable, faults };
    kept.stamp = listing.files.every(isSettled) ? listing.stamp : undefined;
  };

  return {
    load: async ({ required, queries }) => {
      if (queries === null) return { ...noNeeds, required };
      const kept = folderOf(queries);
      // Whoever asks while it is read gets that reading.
      kept.reading ??= readFolder(queries, kept).finally(() => {
        kept.reading = undefined;
      });
      await kept.reading;
      return { required, ...kept.needs };
    },
    stop: () => reader.stop(),
  };
}
