// Reads a list to its end, for what is counted or sorted here: a part of it would not be true of the whole.
import { useEffect } from 'react';

import type { Pages } from './use-pages.ts';

/** So many rows are read at most; `hasMore` of the list tells that this was not all. */
export const mostRows = 1_000;

/** Loads page after page. */
export function useReadOn({ rows, hasMore, isLoading, loadMore }: Pages<unknown>): void {
  const { length } = rows;
  useEffect(() => {
    if (hasMore && !isLoading && length < mostRows) loadMore();
  }, [length, hasMore, isLoading, loadMore]);
}
