// Waits until a page has nothing more to load: no request is on its way, its stream is open and was silent for
// a moment, nothing says that it is loading, and this is still so when the page has been painted.
import type { Page } from 'playwright-core';

import { until } from '../support/until.ts';

const silenceMs = 250;

export interface Settling {
  /** Resolves when the page has come to rest. */
  settled(): Promise<void>;
}

/** Watches a page's requests from now on. */
export function watchSettling(page: Page): Settling {
  const open = new Set<unknown>();
  page.on('request', (request) => open.add(request));
  let spokenMs = 0;
  page.on('websocket', (socket) => {
    const speak = (): void => void (spokenMs = performance.now());
    socket.on('framesent', speak);
    socket.on('framereceived', speak);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  const isAtRest = async (): Promise<boolean> => {
    if (open.size > 0 || performance.now() - spokenMs < silenceMs) return false;
    const isLoading = await page.evaluate(async () => {
      await new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      });
      const notes = [...document.querySelectorAll('main [role="status"]')];
      const phase = document.querySelector('[data-stream]')?.getAttribute('data-stream');
      return (
        document.querySelector('h1') === null ||
        (phase !== undefined && phase !== 'live' && phase !== 'lagging') ||
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
