// Turning one stream into another. An async generator cannot do it: its `return()` waits for a
// pending `next()`, so a subscriber that leaves a quiet stream would never be let go.

export interface Conversion<From, To> {
  /** Comes first. */
  readonly leading?: readonly To[];
  /** The converted item, or undefined to leave it out. */
  convert(item: From): Promise<To | undefined> | To | undefined;
  /** True for the item that ends the stream. */
  isLast?(item: To): boolean;
}

/** Items of `source`, converted; `return()` ends both at once, even while they wait. */
export function convertStream<From, To>(
  source: AsyncIterableIterator<From>,
  conversion: Conversion<From, To>,
): AsyncIterableIterator<To, undefined> {
  const leading = [...(conversion.leading ?? [])];
  let ended = false;

  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    ended = true;
    await source.return?.();
    return { done: true, value: undefined };
  };

  const next = async (): Promise<IteratorResult<To, undefined>> => {
    const first = leading.shift();
    if (first !== undefined && !ended) return { done: false, value: first };
    while (!ended) {
      const step = await source.next();
      if (step.done === true) break;
      const item = await conversion.convert(step.value);
      if (item === undefined) continue;
      if (conversion.isLast?.(item) === true) await end();
      return { done: false, value: item };
    }
    return { done: true, value: undefined };
  };

  const stream: AsyncIterableIterator<To, undefined> = {
    next: async () => {
      try {
        return await next();
      } catch (error) {
        await end();
        throw error;
      }
    },
    return: end,
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
