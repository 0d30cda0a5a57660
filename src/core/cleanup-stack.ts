// Undoing in reverse order what was started: one stack serves failures during start-up and the
// normal shutdown. A step that fails, or takes too long, is reported and never keeps the others
// from running.
import type { Clock } from './clock.ts';
import { coerceError } from './errors.ts';
import type { Logger } from './logger.ts';

export interface CleanupStack {
  /** Adds a step that runs before all steps added earlier. */
  add(name: string, step: () => Promise<void> | void, maxMs?: number): void;
  /** Runs all steps, the last added first; a second call waits for the first one. */
  unwind(): Promise<void>;
}

export interface CleanupOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  /** Milliseconds after which the next step begins although this one goes on. */
  readonly stepMs?: number;
}

/** An empty stack. */
export function createCleanupStack(options: CleanupOptions): CleanupStack {
  const { logger, clock, stepMs = 2000 } = options;
  const steps: { name: string; step: () => Promise<void> | void; maxMs: number }[] = [];
  let unwinding: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    for (let next = steps.pop(); next !== undefined; next = steps.pop()) {
      const { name, step, maxMs } = next;
      let cancel: () => void = () => undefined;
      const late = new Promise<never>((_resolve, reject) => {
        cancel = clock.setTimer(maxMs, () => reject(new Error(`not done within ${maxMs} ms`)));
      });
      try {
        await Promise.race([Promise.resolve(step()), late]);
      } catch (error) {
        logger.error({ err: coerceError(error), step: name }, 'a clean-up step failed');
      } finally {
        cancel();
      }
    }
  };
  return {
    add: (name, step, maxMs = stepMs) => {
      steps.push({ name, step, maxMs });
    },
    unwind: () => (unwinding ??= run()),
  };
}
