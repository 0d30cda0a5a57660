// Reads a time line that grows meanwhile: what is shown is read anew when it may have changed (`Renewal`), and
// older entries when somebody asks for them, one reading at a time. Pure: who asks and the clock are given.
import type { CombinedError } from 'urql';

import { endingOf } from '../../client/ask.ts';
import { Renewal, type Ending, type Surroundings } from '../../client/renewal.ts';
import {
  held,
  nothingShown,
  wayToRead,
  withLater,
  withNewest,
  withOlder,
  type ShownEntries,
  type TimelinePage,
} from './timeline-entries.ts';

/** Which entries: those at the end, perhaps before one; or those from the beginning, or after one. */
export type TimelineRange =
  | { readonly last: number; readonly before?: string }
  | { readonly first: number; readonly after?: string };

export interface AskedEntries<Node> {
  readonly page: TimelinePage<Node> | undefined;
  readonly error: CombinedError | undefined;
}

export interface TimelineReaderOptions<Node> {
  readonly ask: (range: TimelineRange, signal: AbortSignal) => Promise<AskedEntries<Node>>;
  readonly everyMs: number;
  readonly surroundings: Surroundings;
}

export interface TimelineState<Node> extends ShownEntries<Node> {
  readonly error: CombinedError | undefined;
  /** True while older ones are on their way. */
  readonly isBusy: boolean;
}

const pageSize = 50;
/** What is read anew may be longer than what is shown at first; it takes fewer answers so. */
const laterPageSize = 100;

export class TimelineReader<Node> {
  readonly #options: TimelineReaderOptions<Node>;
  readonly #listeners = new Set<() => void>();
  #state: TimelineState<Node> = { ...nothingShown, error: undefined, isBusy: false };
  #renewal: Renewal | undefined;

  constructor(options: TimelineReaderOptions<Node>) {
    this.#options = options;
  }

  readonly read = (): TimelineState<Node> => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Begins to read, until the returned function is called. */
  start(): () => void {
    const abort = new AbortController();
    const { everyMs, surroundings } = this.#options;
    const renewal = new Renewal({
      read: (isRenewal) => this.#read(isRenewal, abort.signal),
      // The longer it is, the more there is to read anew.
      pauseMs: () => everyMs * Math.max(1, (this.#state.edges?.length ?? 0) / laterPageSize),
      surroundings,
    });
    this.#renewal = renewal;
    renewal.now();
    return () => {
      abort.abort();
      renewal.stop();
    };
  }

  /** Something may have happened. */
  readonly request = (): void => this.#renewal?.request();

  /** Reads what is shown anew, now. */
  readonly refresh = (): void => this.#renewal?.now();

  readonly reconnected = (): void => this.#renewal?.reconnected();

  /** Wants a page more, unless there is none or it is on its way. */
  readonly showOlder = (): void => {
    if (!this.#state.hasOlder || this.#state.isBusy) return;
    this.#set({ ...this.#state, ...held(this.#state), isBusy: true });
    this.#renewal?.more();
  };

  async #read(isRenewal: boolean, signal: AbortSignal): Promise<Ending> {
    const ending = isRenewal ? await this.#readShown(signal) : 'read';
    if (ending === 'away' || !this.#state.isBusy || signal.aborted) return ending;
    const before = this.#state.edges?.at(0)?.cursor;
    if (before === undefined) return ending;
    const { page, error } = await this.#options.ask({ last: pageSize, before }, signal);
    if (signal.aborted) return 'read';
    if (page === undefined) return this.#fail(error);
    this.#set({ ...withOlder(this.#state, before, page), error, isBusy: false });
    return 'read';
  }

  async #readShown(signal: AbortSignal): Promise<Ending> {
    const way = wayToRead(this.#state);
    if (way !== 'newest') return this.#readLater(way === 'all' ? undefined : way.after, signal);
    const { page, error } = await this.#options.ask({ last: pageSize }, signal);
    if (signal.aborted) return 'read';
    if (page === undefined) return this.#fail(error);
    // Somebody asked for older ones meanwhile: this page may begin after the entry that is held now.
    if (wayToRead(this.#state) !== 'newest') return this.#readShown(signal);
    this.#set({ ...this.#state, ...withNewest(this.#state, page), error });
    return 'read';
  }

  async #readLater(after: string | undefined, signal: AbortSignal): Promise<Ending> {
    const later: TimelinePage<Node>['edges'][number][] = [];
    for (let from = after, hasMore = true; hasMore;) {
      const range = { first: laterPageSize, ...(from === undefined ? {} : { after: from }) };
      const { page, error } = await this.#options.ask(range, signal);
      if (signal.aborted) return 'read';
      if (page === undefined) return this.#fail(error);
      later.push(...page.edges);
      from = page.edges.at(-1)?.cursor;
      hasMore = page.pageInfo.hasNextPage && from !== undefined;
    }
    this.#set({ ...this.#state, ...withLater(this.#state, after, later), error: undefined });
    return 'read';
  }

  #fail(error: CombinedError | undefined): Ending {
    const ending = endingOf(error);
    // Then it is not tried again by itself, and one may ask for older ones once more.
    const isBusy = ending === 'away' && this.#state.isBusy;
    this.#set({ ...this.#state, error, isBusy });
    return ending;
  }

  #set(state: TimelineState<Node>): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
