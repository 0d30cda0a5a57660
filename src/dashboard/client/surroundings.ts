// The page's clock, and whether anybody looks at it.
import type { Surroundings } from './renewal.ts';

export const pageSurroundings: Surroundings = {
  nowMs: () => performance.now(),
  setTimer: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  isSeen: () => !document.hidden,
  onSeen: (run) => {
    const onChange = (): void => {
      if (!document.hidden) run();
    };
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  },
  fraction: () => Math.random(),
};
