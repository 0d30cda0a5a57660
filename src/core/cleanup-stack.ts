// Undoing in reverse order what was started: one stack serves failures during start-up and the
// normal shutdown. A failing step is reported and never keeps the others from running.
import { coerceError } from './errors.ts';
import type { Logger } from './logger.ts';

export interface CleanupStack {
  /** Adds a step that runs before all steps added earlier. */
  add(name: string, step: () => Promise<void> | void): void;
  /** Runs all steps, the last added first; a second call waits for the first one. */
  unwind(): Promise<void>;
}

export function createCleanupStack(logger: Logger): CleanupStack {
  const steps: { name: string; step: () => Promise<void> | void }[] = [];
  let unwinding: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    for (let next = steps.pop(); next !== undefined; next = steps.pop()) {
      try {
        await next.step();
      } catch (error) {
        logger.error({ err: coerceError(error), step: next.name }, 'a clean-up step failed');
      }
    }
  };
  return {
    add: (name, step) => {
      steps.push({ name, step });
    },
    unwind: () => (unwinding ??= run()),
  };
}
