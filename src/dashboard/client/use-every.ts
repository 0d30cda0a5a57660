// Asks again from time to time, for what changes without an event, as latencies do; not while nobody
// looks, and at once when somebody does again.
import { useEffect, useRef } from 'react';

/** Calls `run` every so many milliseconds while the page is seen. */
export function useEvery(everyMs: number, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    let lastMs = performance.now();
    const tick = (): void => {
      if (document.hidden || performance.now() - lastMs < everyMs * 0.9) return;
      lastMs = performance.now();
      latest.current();
    };
    const timer = setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [everyMs]);
}
