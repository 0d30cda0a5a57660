// What a look at all files says against what is known: which paths are to be examined, and which are
// not watched any more. A file below a place that could not be looked at is left as it is known.
import type { KnownFile } from '../../store/watched-files.ts';
import type { Scan } from './reader/protocol.ts';

export interface ScanDifference {
  /** New, different or gone; the signature is null for one that is gone. */
  readonly paths: readonly { readonly path: string; readonly signature: string | null }[];
  /** Known, but no path of the watch leads there any more, or its patterns do not let it through. */
  readonly forgotten: readonly string[];
}

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** `isWatched` tells whether a path is one that the watch is for. */
export function compareScan(
  known: ReadonlyMap<string, KnownFile>,
  scan: Scan,
  isWatched: (path: string) => boolean,
): ScanDifference {
  const paths: { path: string; signature: string | null }[] = [];
  const forgotten: string[] = [];
  const found = new Set<string>();
  for (const { path, signature } of scan.files) {
    found.add(path);
    const before = known.get(path);
    if (before?.signature !== signature || before.fault !== null) paths.push({ path, signature });
  }
  const closed = [
    ...scan.unreadable.map(({ path }) => path),
    // A path that was a file, and is not there any more, is gone itself; a folder is only out of sight.
    ...scan.roots
      .filter(({ path, problem, isMissing }) => problem !== null && !(isMissing && known.has(path)))
      .map(({ path }) => path),
  ];
  for (const { path } of known.values()) {
    if (found.has(path)) continue;
    if (!isWatched(path)) forgotten.push(path);
    else if (!scan.isTruncated && !closed.some((folder) => isBelow(path, folder))) {
      paths.push({ path, signature: null });
    }
  }
  return { paths, forgotten };
}
