// A page's clock and its reader, for what the dashboard's client reads again and again: time goes on only
// when a test says so, and each thing that is due is done with all that follows from it before the next.
import type { Surroundings } from '../../src/dashboard/client/renewal.ts';

export interface VirtualPage extends Surroundings {
  /** Somebody looks, or nobody does. */
  see(isSeen: boolean): void;
  /** Goes on by so many milliseconds. */
  advance(ms: number): Promise<void>;
  /** Goes on until nothing is due any more. */
  rest(): Promise<void>;
  /** Resolves after so many milliseconds. */
  after(ms: number): Promise<void>;
}

/** Lets everything happen that waits for nothing but its turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Creates a page at which somebody looks. */
export function createVirtualPage(fraction: () => number = () => 0.5): VirtualPage {
  const due = new Map<() => void, number>();
  const lookers = new Set<() => void>();
  let nowMs = 0;
  let isSeen = true;
  const setTimer: Surroundings['setTimer'] = (ms, run) => {
    const timer = (): void => run();
    due.set(timer, nowMs + Math.max(0, ms));
    return () => void due.delete(timer);
  };
  const goTo = async (untilMs: number): Promise<void> => {
    await turn();
    for (;;) {
      const [next] = [...due].toSorted(([, a], [, b]) => a - b);
      if (next === undefined || next[1] > untilMs) break;
      nowMs = next[1];
      due.delete(next[0]);
      next[0]();
      await turn();
    }
    if (Number.isFinite(untilMs)) nowMs = untilMs;
  };
  return {
    nowMs: () => nowMs,
    setTimer,
    isSeen: () => isSeen,
    onSeen: (run) => {
      lookers.add(run);
      return () => void lookers.delete(run);
    },
    fraction,
    see: (next) => {
      isSeen = next;
      if (isSeen) for (const run of lookers) run();
    },
    advance: (ms) => goTo(nowMs + ms),
    rest: () => goTo(Number.POSITIVE_INFINITY),
    after: (ms) => new Promise((resolve) => setTimer(ms, resolve)),
  };
}
