// The source of a subscription that shows how something is now: its newest value, and nothing that was
// before. A subscriber who is slow misses values; none waits for him. Whoever serves many subscribers
// reads the source instead and watches once for all of them.

export interface LatestSource<View> {
  /** The value now; undefined when there is none yet. */
  current(): View | undefined;
  /** Hands each newer value to `listener` until what is returned is called. */
  watch(listener: (view: View) => void): () => void;
}

export class LatestStream<View> implements AsyncIterableIterator<View, undefined> {
  readonly source: LatestSource<View>;
  #newest: View | undefined;
  #stopWatching: (() => void) | undefined;
  #wake: () => void = () => undefined;
  #over = false;

  constructor(source: LatestSource<View>) {
    this.source = source;
  }

  async next(): Promise<IteratorResult<View, undefined>> {
    // Watched with the first `next`: a stream of which only the source is read never watches.
    if (this.#stopWatching === undefined && !this.#over) {
      this.#newest = this.source.current();
      this.#stopWatching = this.source.watch((view) => {
        this.#newest = view;
        this.#wake();
      });
    }
    while (this.#newest === undefined && !this.#over) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const value = this.#newest;
    if (value === undefined || this.#over) return { done: true, value: undefined };
    this.#newest = undefined;
    return { done: false, value };
  }

  /** Ends it at once, even while it waits. */
  return(): Promise<IteratorReturnResult<undefined>> {
    this.#over = true;
    this.#stopWatching?.();
    this.#wake();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
