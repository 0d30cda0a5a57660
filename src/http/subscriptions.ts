// The one way a subscription is executed, over WebSocket and event streams alike. One that others
// share goes to the fan-out; else each event of the source is executed with a context of its own.
// When the source fails (the cursor expired, the log was restored, hawkwatch stops) that is one
// last result, and the stream then completes.
import { createSourceEventStream, type ExecutionResult } from 'graphql';

import { createContext } from '../graphql/context.ts';
import { LatestStream } from '../graphql/latest-stream.ts';
import { LogStream } from '../graphql/log-stream.ts';
import { convertStream } from '../graphql/streams.ts';
import type { FanOut } from './fan-out/fan-out.ts';
import type { Sink } from './fan-out/member.ts';
import { cursorOf, textOf } from './fan-out/shared-result.ts';
import { createIdleStream, createReadStream, type ResultStream } from './fan-out/shared-stream.ts';
import type { OperationArgs, Operations } from './operations.ts';

export type { ResultStream } from './fan-out/shared-stream.ts';

/** How a result is sent. */
export interface Described {
  /** As JSON. */
  readonly text: string;
  /** Its position in the log, where its event has one. */
  readonly cursor: string | undefined;
}

export interface Subscriptions {
  /**
   * A stream of results, or the result that tells why there is none. Shared results go to `direct`
   * when there is one, and past the stream.
   */
  subscribe(args: OperationArgs, direct?: Sink): Promise<ResultStream | ExecutionResult>;
  describe(result: ExecutionResult): Described;
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

/** Subscriptions that execute through `operations`; without a fan-out each by itself. */
export function createSubscriptions(
  operations: Operations,
  fanOut: FanOut | undefined,
): Subscriptions {
  const described = new WeakMap<ExecutionResult, Described>();

  const executeEvent = async (args: OperationArgs, event: unknown): Promise<ExecutionResult> => {
    const contextValue = createContext(args.contextValue);
    const result = await operations.execute({ ...args, rootValue: event, contextValue });
    described.set(result, {
      cursor: cursorOf(event),
      get text() {
        return textOf(result);
      },
    });
    return result;
  };

  const executeAlone = (args: OperationArgs, source: AsyncIterable<unknown>): ResultStream => {
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
  };

  return {
    describe: (result) => described.get(result) ?? { text: textOf(result), cursor: undefined },
    subscribe: async (args, direct) => {
      const source = await createSourceEventStream(args);
      if (!isStream(source)) {
        return { ...source, errors: (source.errors ?? []).map(operations.present) };
      }
      // Only now is known that the variables are what the operation takes.
      const shares = source instanceof LogStream || source instanceof LatestStream;
      const key = shares ? fanOut?.keyOf(args) : undefined;
      if (fanOut === undefined || key === undefined || !shares) return executeAlone(args, source);
      const { subscriber, stream } =
        direct === undefined ? createReadStream() : createIdleStream(direct);
      const member = fanOut.subscribe(key, { args, stream: source }, subscriber);
      return stream(
        () => member.leave(),
        (shared) => {
          const result = shared.in(args.document);
          described.set(result.result, result);
          return result.result;
        },
      );
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
