// The source of a subscription on the event log: what it takes from the log and what it makes of
// that. It iterates like any stream; whoever serves many subscribers reads its description instead
// and follows the log once for all of them.
import type { Hub } from '../bus/hub.ts';
import type { Selection } from '../bus/subscription.ts';
import type { StoredEvent } from '../core/events.ts';
import { convertStream } from './streams.ts';

/** Of two streams of one operation and role, only `start`, `leading` and `shows` may differ. */
export interface LogSource<View> {
  /** It begins just after the event of this id. */
  readonly start: number;
  readonly selection: Selection;
  /** What subscribers see of an event; undefined when nothing. */
  convert(event: StoredEvent): View | undefined | Promise<View | undefined>;
  /** True for the view that ends the stream. */
  isLast?(view: View): boolean;
  /** What this subscriber sees first. */
  readonly leading?: readonly View[];
  /** True for what `leading` shows already; once it is false it stays so. */
  shows?(view: View): boolean;
}

export class LogStream<View> implements AsyncIterableIterator<View, undefined> {
  readonly source: LogSource<View>;
  readonly #views: AsyncIterableIterator<View, undefined>;

  constructor(hub: Pick<Hub, 'open'>, source: LogSource<View>) {
    this.source = source;
    const { leading = [], isLast } = source;
    this.#views = convertStream(
      openLater(() => hub.open(source.start, source.selection)),
      {
        leading,
        convert: async (event) => {
          const view = await source.convert(event);
          return view === undefined || source.shows?.(view) === true ? undefined : view;
        },
        ...(isLast === undefined ? {} : { isLast }),
      },
    );
  }

  next(): Promise<IteratorResult<View, undefined>> {
    return this.#views.next();
  }

  /** Ends it at once, even while it waits. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    await this.#views.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** Opened with the first `next`: a stream of which only the description is read is never opened. */
function openLater<Item>(
  open: () => AsyncIterableIterator<Item>,
): AsyncIterableIterator<Item, undefined> {
  let items: AsyncIterableIterator<Item> | undefined;
  const stream: AsyncIterableIterator<Item, undefined> = {
    next: () => (items ??= open()).next(),
    return: async () => {
      await items?.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
