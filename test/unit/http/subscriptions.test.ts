import { GraphQLError, type ExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';

import { eventStreamOf, formatResult } from '../../../src/http/event-stream.ts';
import { textOf } from '../../../src/http/fan-out/shared-result.ts';
import {
  interruptible,
  type Described,
  type ResultStream,
} from '../../../src/http/subscriptions.ts';
import { createSystemClock } from '../../../src/core/clock.ts';

function waitingStream(results: ExecutionResult[]) {
  let leave: () => void = () => undefined;
  let taken = 0;
  const stream: ResultStream = {
    next: () => {
      const value = results.shift();
      if (value !== undefined) {
        taken += 1;
        return Promise.resolve({ done: false, value });
      }
      return new Promise((resolve) => {
        leave = () => resolve({ done: true, value: undefined });
      });
    },
    return: () => {
      leave();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return { stream, taken: () => taken };
}

const revoked: ExecutionResult = { errors: [new GraphQLError('revoked')] };

describe('a stream that can be interrupted', () => {
  it('gives one last result while it waits, and then ends', async () => {
    const { stream, interrupt } = interruptible(waitingStream([{ data: { a: 1 } }]).stream);
    expect(await stream.next()).toEqual({ done: false, value: { data: { a: 1 } } });
    const waiting = stream.next();
    interrupt(revoked);
    interrupt({ data: null });
    expect(await waiting).toEqual({ done: false, value: revoked });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('gives nothing more once it was left', async () => {
    const { stream, interrupt } = interruptible(waitingStream([]).stream);
    await stream.return?.();
    interrupt(revoked);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
});

describe('an event stream', () => {
  const described = (result: ExecutionResult): Described => ({
    text: textOf(result),
    cursor: 'here',
  });
  const options = { clock: createSystemClock(), keepAliveMs: 60_000, describe: described };

  it('names the position of a result as its id', () => {
    expect(formatResult(described({ data: { a: 'x\ny' } }))).toBe(
      'event: next\nid: here\ndata: {"data":{"a":"x\\ny"}}\n\n',
    );
    expect(formatResult({ ...described(revoked), cursor: undefined })).toBe(
      'event: next\ndata: {"errors":[{"message":"revoked"}]}\n\n',
    );
  });

  it('takes results only as fast as they are read', async () => {
    const many = Array.from({ length: 100 }, () => ({ data: { a: 1 } }));
    const { stream, taken } = waitingStream(many);
    const reader = eventStreamOf(stream, options).getReader();
    await reader.read();
    await reader.read();
    expect(taken()).toBeLessThan(4);
    await reader.cancel();
  });
});
