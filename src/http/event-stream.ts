// Server-sent events in the form of graphql-sse's "distinct connections": `next` for each result,
// then `complete`. A result whose event has a position carries it as `id:`, so that a client which
// sends it back as `Last-Event-ID` goes on where it was.
import type { ExecutionResult } from 'graphql';

import type { Clock } from '../core/clock.ts';
import type { Described, ResultStream } from './subscriptions.ts';

export interface EventStreamOptions {
  readonly clock: Clock;
  readonly keepAliveMs: number;
  describe(result: ExecutionResult): Described;
}

/** The text of one result. */
export function formatResult({ text, cursor }: Described): string {
  const id = cursor === undefined ? '' : `id: ${cursor}\n`;
  return `event: next\n${id}data: ${text}\n\n`;
}

const complete = 'event: complete\ndata:\n\n';
const comment = ':\n\n';

/** A body that sends the results; results are taken only as fast as they are read. */
export function eventStreamOf(
  results: ResultStream,
  options: EventStreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let cancelTimer: () => void = () => undefined;
  const leave = async (): Promise<void> => {
    cancelTimer();
    await results.return?.();
  };
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const keepAlive = (): void => {
        // A stream that is not being read needs no sign of life, and must not grow.
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(comment));
        cancelTimer = options.clock.setTimer(options.keepAliveMs, keepAlive);
      };
      // At once, so that the client sees the headers before the first event.
      keepAlive();
    },
    pull: async (controller) => {
      try {
        const step = await results.next();
        if (step.done === true) {
          cancelTimer();
          controller.enqueue(encoder.encode(complete));
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(formatResult(options.describe(step.value))));
      } catch (error) {
        // A stream that failed is not cancelled by its reader any more.
        await leave();
        throw error;
      }
    },
    cancel: leave,
  });
}

/** One result as a stream. */
export async function* streamOf(
  result: ExecutionResult,
): AsyncGenerator<ExecutionResult, undefined> {
  yield result;
  return undefined;
}
