// When to ask again: at once when nothing was asked for a while, else at the end of the interval; not
// while nobody looks, but as soon as somebody does.

export interface Refresh {
  request(): void;
  stop(): void;
}

/**
 * Calls `refresh` at most once in `everyMs`, and once after the last request; the interval may change with
 * what there is to read.
 */
export function createRefresh(everyMs: number | (() => number), refresh: () => void): Refresh {
  const pauseMs = typeof everyMs === 'number' ? () => everyMs : everyMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  let isWanted = false;
  const run = (): void => {
    timer = undefined;
    if (!isWanted || document.hidden) return;
    isWanted = false;
    lastMs = performance.now();
    refresh();
  };
  const request = (): void => {
    isWanted = true;
    if (document.hidden) return;
    timer ??= setTimeout(run, Math.max(0, lastMs + pauseMs() - performance.now()));
  };
  const onVisible = (): void => {
    if (!document.hidden && isWanted) request();
  };
  document.addEventListener('visibilitychange', onVisible);
  return {
    request,
    stop: () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    },
  };
}
