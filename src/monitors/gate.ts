// Lets so many go on at once; the others wait in their order. Where a place is held for a moment only, one
// that takes long does not keep the others out.
import type { Clock } from '../core/clock.ts';

export interface GateOptions {
  readonly clock: Clock;
  readonly places: number;
  /** After so many milliseconds a place is given to the next one; without it, at the end only. */
  readonly holdMs?: number;
}

export interface Gate {
  /** @throws the signal's reason when it is aborted before there was a place. */
  pass<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createGate({ clock, places, holdMs }: GateOptions): Gate {
  let free = places;
  const waiting = new Set<() => void>();
  const release = (): void => {
    const [next] = waiting;
    if (next === undefined) free += 1;
    else next();
  };
  const enter = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(take);
        signal.removeEventListener('abort', onAbort);
      };
      const take = (): void => {
        leave();
        resolve();
      };
      const onAbort = (): void => {
        leave();
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      waiting.add(take);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  };
  return {
    pass: async (signal, work) => {
      await enter(signal);
      let held = true;
      const leave = (): void => {
        if (!held) return;
        held = false;
        cancel();
        release();
      };
      const cancel = holdMs === undefined ? () => undefined : clock.setTimer(holdMs, leave);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
