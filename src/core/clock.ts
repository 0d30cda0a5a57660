// The only source of time. Nothing else asks for the time or sets a timer, so that tests can
// advance a fake clock instead of waiting.

export interface Clock {
  /** Wall-clock time, UTC. */
  now(): Date;
  /** Milliseconds that never go backwards, for durations. */
  monotonicMs(): number;
  /** Runs `callback` once after `delayMs` milliseconds; the returned function cancels it. */
  setTimer(delayMs: number, callback: () => void): () => void;
  /** Resolves after `delayMs` milliseconds, or rejects with the signal's reason when aborted. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

function sleepWith(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const cancel = clock.setTimer(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    const onAbort = (): void => {
      cancel();
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** A clock whose `sleep` is built on its own `setTimer`. */
export function createClock(parts: Omit<Clock, 'sleep'>): Clock {
  const clock: Clock = {
    ...parts,
    sleep: (delayMs, signal) => sleepWith(clock, delayMs, signal),
  };
  return clock;
}

/** The machine's clock. */
export function createSystemClock(): Clock {
  return createClock({
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    setTimer: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
}
