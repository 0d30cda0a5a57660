// A clock that stands still until a test moves it.
import { createClock, type Clock } from '../../src/core/clock.ts';

export interface FakeClock extends Clock {
  /** Moves the time on; timers that fall due on the way run at their time, in order. */
  advance(ms: number): void;
  /** Timers that are set. */
  timers(): number;
  /** Milliseconds until the next timer falls due; undefined when none is set. */
  untilNext(): number | undefined;
}

/** A fake clock at the start of 1970. */
export function createFakeClock(): FakeClock {
  let nowMs = 0;
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  const clock = createClock({
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    setTimer: (delayMs, run) => {
      const timer = { atMs: nowMs + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  const advance = (ms: number): void => {
    const endMs = nowMs + ms;
    for (;;) {
      const [next] = [...timers].toSorted((a, b) => a.atMs - b.atMs);
      if (next === undefined || next.atMs > endMs) break;
      timers.delete(next);
      nowMs = Math.max(nowMs, next.atMs);
      next.run();
    }
    // What ran may have moved the time on itself.
    nowMs = Math.max(nowMs, endMs);
  };
  const untilNext = (): number | undefined =>
    timers.size === 0
      ? undefined
      : Math.max(0, Math.min(...[...timers].map(({ atMs }) => atMs)) - nowMs);
  return { ...clock, advance, timers: () => timers.size, untilNext };
}
