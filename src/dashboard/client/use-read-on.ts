// Reads a list to its end, for what is counted or sorted here: a part of it would not be true of the whole.
import { useEffect } from 'react';

import type { Pages } from './use-pages.ts';

/** So many rows are read at most where nothing else is said. */
export const mostRows = 1_000;

/** Loads page after page, up to `most` rows; `hasMore` of the list tells that this was not all. */
export function useReadOn(pages: Pages<unknown>, most = mostRows): void {
  const { rows, hasMore, isLoading, loadMore } = pages;
  // By the rows, not by their number: a page can bring none that is new.
  useEffect(() => {
    if (hasMore && !isLoading && rows.length < most) loadMore();
  }, [rows, hasMore, isLoading, loadMore, most]);
}
