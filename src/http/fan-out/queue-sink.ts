// A sink that is read like a stream, for transports that ask for the next result. It holds a few
// results; a reader who is slower than that catches up from the log.
import type { ExecutionResult } from 'graphql';

import type { Sink } from './member.ts';
import { SharedResult } from './shared-result.ts';

const capacity = 64;
const maxLength = 1_000_000;

export interface QueueSink extends Sink {
  /** Nothing more comes, but for `last`. */
  end(last: ExecutionResult | undefined): void;
  /** The next result; undefined after the last. */
  next(): Promise<SharedResult | ExecutionResult | undefined>;
}

/** An empty sink. */
export function createQueueSink(): QueueSink {
  let queue: (SharedResult | ExecutionResult)[] = [];
  /** Of the results' texts. */
  let length = 0;
  let ended = false;
  const isFull = (): boolean => queue.length >= capacity || length >= maxLength;
  let wake: () => void = () => undefined;
  let makeRoom: () => void = () => undefined;
  return {
    push: (result) => {
      if (ended) return true;
      if (isFull()) return false;
      queue.push(result);
      length += result.text.length;
      wake();
      return true;
    },
    room: () =>
      ended || !isFull()
        ? Promise.resolve()
        : new Promise((resolve) => {
            makeRoom = resolve;
          }),
    end: (last) => {
      ended = true;
      if (last !== undefined) queue.push(last);
      wake();
      makeRoom();
    },
    next: async () => {
      while (queue.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const [first, ...rest] = queue;
      queue = rest;
      if (first instanceof SharedResult) length -= first.text.length;
      if (queue.length < capacity / 2 && length < maxLength / 2) makeRoom();
      return first;
    },
  };
}
