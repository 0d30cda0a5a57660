// A shared subscription as the stream of one subscriber. Results go past the stream where the
// transport can take them directly; the stream then only tells the end.
import type { ExecutionResult } from 'graphql';

import type { Sink, Subscriber } from './member.ts';
import { createQueueSink } from './queue-sink.ts';
import { SharedResult } from './shared-result.ts';

export type ResultStream = AsyncIterableIterator<ExecutionResult, undefined>;

interface SharedStream {
  readonly subscriber: Subscriber;
  /** Gives what `resultOf` makes of the results. */
  stream(leave: () => void, resultOf: (result: SharedResult) => ExecutionResult): ResultStream;
}

const done = { done: true, value: undefined } as const;

function streamOf(
  next: () => Promise<IteratorResult<ExecutionResult, undefined>>,
  leave: () => void,
): ResultStream {
  const stream: ResultStream = {
    next,
    return: () => {
      leave();
      return Promise.resolve(done);
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}

/** Results are read from the stream. */
export function createReadStream(): SharedStream {
  const sink = createQueueSink();
  return {
    subscriber: { sink, onEnd: (last) => sink.end(last) },
    stream: (leave, resultOf) =>
      streamOf(
        async () => {
          const item = await sink.next();
          if (item === undefined) return done;
          return { done: false, value: item instanceof SharedResult ? resultOf(item) : item };
        },
        () => {
          leave();
          sink.end(undefined);
        },
      ),
  };
}

/** Results go to `direct`. */
export function createIdleStream(direct: Sink): SharedStream {
  const { promise: ended, resolve: end } = Promise.withResolvers<ExecutionResult | undefined>();
  let told = false;
  return {
    subscriber: { sink: direct, onEnd: end },
    stream: (leave) =>
      streamOf(
        async () => {
          const last = await ended;
          if (told || last === undefined) return done;
          told = true;
          return { done: false, value: last };
        },
        () => {
          leave();
          end(undefined);
        },
      ),
  };
}
