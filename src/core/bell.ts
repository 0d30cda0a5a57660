// Wakes somebody who waits: rung by whoever has work for him, or by the end of a time.
import type { Clock } from './clock.ts';

export interface Bell {
  ring(): void;
  /** It was rung, and nobody has waited for it since. */
  readonly isRung: boolean;
  /** Forgets that it was rung. */
  hush(): void;
  /** Until it rings (then true) or the time is over; at once when it was rung before. */
  wait(clock: Clock, maxMs: number): Promise<boolean>;
}

/** Creates a bell; it rings by itself when the work is to end. */
export function createBell(signal: AbortSignal): Bell {
  let rung = false;
  let wake: () => void = () => undefined;
  const ring = (): void => {
    rung = true;
    wake();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    get isRung() {
      return rung;
    },
    hush: () => {
      rung = false;
    },
    wait: (clock, maxMs) =>
      new Promise((resolve) => {
        const end = (hasRung: boolean): void => {
          cancel();
          // Whoever rings from now on rings for the next one who waits.
          wake = () => undefined;
          rung = false;
          resolve(hasRung);
        };
        const cancel = clock.setTimer(maxMs, () => end(rung));
        wake = () => end(true);
        if (rung) wake();
      }),
  };
}
