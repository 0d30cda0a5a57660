// Ends a wait by itself: after a time, or when the caller no longer wants the result. What was waited
// for is told to stop, and its late result or failure is dropped.
import type { Clock } from '../core/clock.ts';

export interface WithinOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Told when nobody waits any more. */
  onGivenUp(): void;
}

/** The wait was ended before there was a result. */
export class GivenUpError extends Error {
  override readonly name = 'GivenUpError';
}

/** @throws GivenUpError when it takes too long or is aborted, and whatever `work` throws. */
export function within<T>(options: WithinOptions, work: () => Promise<T>): Promise<T> {
  const { clock, timeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    const giveUp = (message: string): void => {
      stop();
      reject(new GivenUpError(message));
      options.onGivenUp();
    };
    const onAbort = (): void => giveUp('nobody waits for it any more');
    const cancel = clock.setTimer(timeoutMs, () =>
      giveUp(`there was no answer within ${timeoutMs} ms`),
    );
    const stop = (): void => {
      cancel();
      signal?.removeEventListener('abort', onAbort);
    };
    if (signal?.aborted === true) {
      onAbort();
      return;
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    work().then(resolve, reject).finally(stop);
  });
}
