// The one way a subscription is executed, over WebSocket and event streams alike: each event of the
// source is executed with a context of its own. When the source fails (the cursor expired, the log
// was restored, hawkwatch stops) that is one last result, and the stream then completes.
import { createSourceEventStream, type ExecutionResult } from 'graphql';

import { createContext } from '../graphql/context.ts';
import { convertStream } from '../graphql/streams.ts';
import type { OperationArgs, Operations } from './operations.ts';

export type ResultStream = AsyncIterableIterator<ExecutionResult, undefined>;

export interface Subscriptions {
  /** A stream of results, or the result that tells why there is none. */
  subscribe(args: OperationArgs): Promise<ResultStream | ExecutionResult>;
  /** The log position of a result, where its event has one. */
  cursorOf(result: ExecutionResult): string | undefined;
}

function isStream(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value;
}

/** Makes any iterator one with the members that a stream needs. */
function asIterator(source: AsyncIterable<unknown>): AsyncIterableIterator<unknown> {
  const iterator = source[Symbol.asyncIterator]();
  const stream: AsyncIterableIterator<unknown> = {
    next: () => iterator.next(),
    return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}

/** Subscriptions that execute through `operations`. */
export function createSubscriptions(operations: Operations): Subscriptions {
  const cursors = new WeakMap<ExecutionResult, string>();

  const executeEvent = async (args: OperationArgs, event: unknown): Promise<ExecutionResult> => {
    const contextValue = createContext(args.contextValue);
    const result = await operations.execute({ ...args, rootValue: event, contextValue });
    if (typeof event === 'object' && event !== null && 'cursor' in event) {
      cursors.set(result, String(event.cursor));
    }
    return result;
  };

  return {
    cursorOf: (result) => cursors.get(result),
    subscribe: async (args) => {
      const source = await createSourceEventStream(args);
      if (!isStream(source)) {
        return { ...source, errors: (source.errors ?? []).map(operations.present) };
      }
      const results = convertStream(asIterator(source), {
        convert: (event) => executeEvent(args, event),
      });
      let failed = false;
      const stream: ResultStream = {
        next: async () => {
          if (failed) return { done: true, value: undefined };
          try {
            return await results.next();
          } catch (error) {
            failed = true;
            return { done: false, value: { errors: [operations.present(error)] } };
          }
        },
        return: () => results.return?.() ?? Promise.resolve({ done: true, value: undefined }),
        [Symbol.asyncIterator]: () => stream,
      };
      return stream;
    },
  };
}

/** A stream that can be ended from outside with one last result. */
export function interruptible(source: ResultStream): {
  stream: ResultStream;
  interrupt(last: ExecutionResult): void;
} {
  let last: ExecutionResult | undefined;
  let ended = false;
  const finish = (): IteratorResult<ExecutionResult, undefined> => {
    if (last === undefined || ended) return { done: true, value: undefined };
    ended = true;
    return { done: false, value: last };
  };
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await source.return?.();
    return { done: true, value: undefined };
  };
  const stream: ResultStream = {
    next: async () => {
      if (last !== undefined || ended) return finish();
      const step = await source.next();
      return step.done === true ? finish() : step;
    },
    return: () => {
      ended = true;
      return end();
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return {
    stream,
    interrupt: (result) => {
      if (last !== undefined || ended) return;
      last = result;
      void end();
    },
  };
}
