// Waits until a page has nothing more to load: no request is on its way, nothing says that it is loading,
// and this is still so when the page has been painted.
import type { Page } from 'playwright-core';

import { until } from '../support/until.ts';

export interface Settling {
  /** Resolves when the page has come to rest. */
  settled(): Promise<void>;
}

/** Watches a page's requests from now on. */
export function watchSettling(page: Page): Settling {
  const open = new Set<unknown>();
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  const isAtRest = async (): Promise<boolean> => {
    if (open.size > 0) return false;
    const isLoading = await page.evaluate(async () => {
      await new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      });
      const notes = [...document.querySelectorAll('main [role="status"]')];
      return (
        document.querySelector('h1') === null ||
        notes.some((note) => note.textContent.trim().endsWith('…'))
      );
    });
    return !isLoading && open.size === 0;
  };
  return {
    settled: async () => {
      await until('the page to come to rest', isAtRest, 30_000);
    },
  };
}
