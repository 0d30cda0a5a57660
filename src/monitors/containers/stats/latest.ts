// A stream of which only the latest value counts: what nobody took is replaced by what came after it.

export interface Latest<Value> {
  readonly values: AsyncIterableIterator<Value, undefined>;
  put(value: Value): void;
  /** Ends the stream, with a failure when there is one. Without effect when it has ended. */
  end(failure: Error | undefined): void;
}

/** `onLeave` is called once, when the reader ends it; not when `end` does. */
export function createLatest<Value>(onLeave: () => void): Latest<Value> {
  let kept: { readonly value: Value } | undefined;
  let waiting: PromiseWithResolvers<IteratorResult<Value, undefined>> | undefined;
  let over: { readonly failure: Error | undefined } | undefined;
  const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

  const settle = (): void => {
    if (waiting === undefined) return;
    const { resolve, reject } = waiting;
    if (kept !== undefined) {
      const { value } = kept;
      kept = undefined;
      waiting = undefined;
      resolve({ done: false, value });
    } else if (over !== undefined) {
      const { failure } = over;
      // It is told once.
      over = { failure: undefined };
      waiting = undefined;
      if (failure === undefined) resolve(done);
      else reject(failure);
    }
  };

  const values: AsyncIterableIterator<Value, undefined> = {
    next: () => {
      // Two at once are not asked for by anybody who takes one value after the other.
      if (waiting !== undefined) return waiting.promise;
      waiting = Promise.withResolvers();
      const { promise } = waiting;
      settle();
      return promise;
    },
    return: () => {
      const isFirst = over === undefined;
      kept = undefined;
      over = { failure: undefined };
      settle();
      if (isFirst) onLeave();
      return Promise.resolve(done);
    },
    [Symbol.asyncIterator]: () => values,
  };
  return {
    values,
    put: (value) => {
      if (over !== undefined) return;
      kept = { value };
      settle();
    },
    end: (failure) => {
      if (over !== undefined) return;
      over = { failure };
      settle();
    },
  };
}
