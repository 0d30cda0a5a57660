// Work by key: a key is never worked on twice at once, what comes in meanwhile is done once
// afterwards, and only so many keys are worked on at the same time. Holds no more than the keys.

import type { Clock } from '../../core/clock.ts';

const stopMs = 3000;

export interface KeyedQueue {
  push(key: string): void;
  /** Keys that wait or are worked on. */
  readonly size: number;
  /** Takes nothing more and resolves when the present work has ended, or soon in any case. */
  stop(): Promise<void>;
}

export interface KeyedQueueOptions {
  readonly clock: Clock;
  readonly parallel: number;
  /** Must not reject. */
  work(key: string): Promise<void>;
}

/** Creates a queue. */
export function createKeyedQueue({ clock, parallel, work }: KeyedQueueOptions): KeyedQueue {
  const waiting = new Set<string>();
  const running = new Map<string, Promise<void>>();
  let stopped = false;

  const startNext = (): void => {
    if (stopped) return;
    for (const key of waiting) {
      if (running.size >= parallel) return;
      if (running.has(key)) continue;
      waiting.delete(key);
      const done = work(key).finally(() => {
        running.delete(key);
        startNext();
      });
      running.set(key, done);
    }
  };

  return {
    push: (key) => {
      if (stopped) return;
      waiting.add(key);
      startNext();
    },
    get size() {
      return waiting.size + running.size;
    },
    stop: async () => {
      stopped = true;
      waiting.clear();
      // A database that does not answer must not hold up whoever stops.
      let cancel: () => void = () => undefined;
      const late = new Promise<void>((resolve) => {
        cancel = clock.setTimer(stopMs, resolve);
      });
      await Promise.race([Promise.all(running.values()), late]);
      cancel();
    },
  };
}
