// One go at something that may throw, or never end: it can be told to end, and is given up when it
// does not. Nobody ever waits longer for it than that.
import type { Clock } from '../../core/clock.ts';

export type Ending<T> =
  | { readonly how: 'ended'; readonly value: T }
  | { readonly how: 'failed'; readonly error: unknown }
  /** It was told to end and did not; it may still be at work. */
  | { readonly how: 'abandoned' };

export interface Attempt<T> {
  /** Aborted once it was told to end; its reason says why. */
  readonly signal: AbortSignal;
  /** Tells it to end; only the first reason counts. */
  end(reason: Error): void;
  readonly ending: Promise<Ending<T>>;
  /** Resolves when it has really ended. */
  readonly gone: Promise<void>;
}

export interface AttemptOptions {
  readonly clock: Clock;
  /** Milliseconds it has for ending. */
  readonly graceMs: number;
  /** Ends it too. */
  readonly signal: AbortSignal;
}

/** Begins at once. */
export function startAttempt<T>(
  { clock, graceMs, signal: outer }: AttemptOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Attempt<T> {
  const ending = new AbortController();
  const end = (reason: Error): void => {
    if (!ending.signal.aborted) ending.abort(reason);
  };
  const onOuter = (): void => {
    end(outer.reason instanceof Error ? outer.reason : new Error('it is to end'));
  };
  const settled = (async (): Promise<Ending<T>> => {
    try {
      return { how: 'ended', value: await work(ending.signal) };
    } catch (error) {
      return { how: 'failed', error };
    }
  })();
  const result = new Promise<Ending<T>>((resolve) => {
    let cancel = (): void => undefined;
    const onEnd = (): void => {
      cancel = clock.setTimer(graceMs, () => resolve({ how: 'abandoned' }));
    };
    ending.signal.addEventListener('abort', onEnd, { once: true });
    if (ending.signal.aborted) onEnd();
    void settled.then((how) => {
      ending.signal.removeEventListener('abort', onEnd);
      outer.removeEventListener('abort', onOuter);
      cancel();
      resolve(how);
    });
  });
  outer.addEventListener('abort', onOuter, { once: true });
  if (outer.aborted) onOuter();
  return { signal: ending.signal, end, ending: result, gone: settled.then(() => undefined) };
}
