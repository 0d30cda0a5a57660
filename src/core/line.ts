// Lets one at a time do what takes much, in the order in which they came. Who would have to wait for too
// many is refused. When it stops, whoever works is told to end, and nobody begins.
import { UnavailableError } from './errors.ts';

export interface LineOptions {
  /** How many may wait; without it, as many as come. */
  readonly maxWaiting?: number;
  /** What is told to those who are refused. */
  tooMany?(inside: number): Error;
}

export interface Line {
  /** @throws what `tooMany` gives when too many wait; UnavailableError when it has stopped. */
  enter<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Resolves when nobody works any more. */
  stop(): Promise<void>;
}

/** An empty line. */
export function createLine(options: LineOptions = {}): Line {
  const { maxWaiting = Number.POSITIVE_INFINITY } = options;
  const stopping = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  let inside = 0;

  const throwIfStopped = (): void => {
    if (!stopping.signal.aborted) return;
    throw new UnavailableError('The service stops: ask again after its restart.');
  };

  return {
    enter: async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
      throwIfStopped();
      if (inside > maxWaiting) {
        throw options.tooMany?.(inside) ?? new UnavailableError('Too many wait already.');
      }
      inside += 1;
      const turn = last.then(() => {
        throwIfStopped();
        return work(stopping.signal);
      });
      // The next one waits for this one, whatever becomes of it; its own caller sees the failure.
      last = turn.catch(() => undefined);
      try {
        return await turn;
      } finally {
        inside -= 1;
      }
    },
    stop: async () => {
      stopping.abort();
      await last;
    },
  };
}
