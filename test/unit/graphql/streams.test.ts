import { describe, expect, it } from 'vitest';

import { convertStream } from '../../../src/graphql/streams.ts';

/** A source that gives `items` and then waits until it is left. */
function waitingSource(items: number[]) {
  const left: string[] = [];
  let leave: () => void = () => undefined;
  const source: AsyncIterableIterator<number> = {
    next: () => {
      const value = items.shift();
      if (value !== undefined) return Promise.resolve({ done: false, value });
      return new Promise((resolve) => {
        leave = () => resolve({ done: true, value: undefined });
      });
    },
    return: () => {
      left.push('left');
      leave();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => source,
  };
  return { source, left };
}

describe('converting a stream', () => {
  it('gives what leads, then converted items without those that are left out', async () => {
    const { source } = waitingSource([1, 2, 3, 4]);
    const stream = convertStream(source, {
      leading: ['first'],
      convert: (n) => (n % 2 === 0 ? `n${n}` : undefined),
      isLast: (text) => text === 'n4',
    });
    const seen: string[] = [];
    for await (const text of stream) seen.push(text);
    expect(seen).toEqual(['first', 'n2', 'n4']);
  });

  it('leaves its source when it ends by itself', async () => {
    const { source, left } = waitingSource([1, 2]);
    const stream = convertStream(source, { convert: String, isLast: () => true });
    await stream.next();
    expect(left).toEqual(['left']);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('ends at once when it is left, even while it waits', async () => {
    const { source, left } = waitingSource([]);
    const stream = convertStream(source, { convert: String });
    const waiting = stream.next();
    await stream.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(left).toEqual(['left']);
  });

  it('leaves its source when an item cannot be converted', async () => {
    const { source, left } = waitingSource([1]);
    const stream = convertStream(source, {
      convert: () => {
        throw new Error('broken');
      },
    });
    await expect(stream.next()).rejects.toThrow('broken');
    expect(left).toEqual(['left']);
  });
});
