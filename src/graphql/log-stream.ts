// The source of a subscription on the event log: what it takes from the log and what it makes of
// that. It iterates like any stream; whoever serves many subscribers reads its description instead
// and follows the log once for all of them.
import type { Hub } from '../bus/hub.ts';
import type { Selection } from '../bus/subscription.ts';
import type { StoredEvent } from '../core/events.ts';

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
  readonly #hub: Pick<Hub, 'open'>;
  readonly #leading: View[];
  #events: AsyncIterableIterator<StoredEvent> | undefined;
  #ended = false;

  constructor(hub: Pick<Hub, 'open'>, source: LogSource<View>) {
    this.#hub = hub;
    this.source = source;
    this.#leading = [...(source.leading ?? [])];
  }

  async next(): Promise<IteratorResult<View, undefined>> {
    try {
      return await this.#take();
    } catch (error) {
      await this.return();
      throw error;
    }
  }

  /** Ends it at once, even while it waits. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#ended = true;
    await this.#events?.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #take(): Promise<IteratorResult<View, undefined>> {
    const { source } = this;
    while (!this.#ended) {
      const first = this.#leading.shift();
      const view = first ?? (await this.#nextView());
      if (view === undefined) continue;
      if (source.isLast?.(view) === true) await this.return();
      return { done: false, value: view };
    }
    return { done: true, value: undefined };
  }

  async #nextView(): Promise<View | undefined> {
    const { source } = this;
    this.#events ??= this.#hub.open(source.start, source.selection);
    const step = await this.#events.next();
    if (step.done === true) {
      this.#ended = true;
      return undefined;
    }
    const view = await source.convert(step.value);
    return view === undefined || source.shows?.(view) === true ? undefined : view;
  }
}
