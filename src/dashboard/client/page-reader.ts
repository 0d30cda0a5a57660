// A long list, page by page. Each page begins after the last entry of the one before it. When an event
// made the list stale, the first page is asked for again and the later ones follow from it, so that
// nothing is shown twice and nothing falls between two pages. Pure: who asks and the clock are given.
//
// One reading at a time serves both wishes: for more pages (`#wanted`), and for fresh ones (`Renewal`).
// A reading from the first page on goes as far as is wanted by the time it gets there.
import type { CombinedError } from 'urql';

import { endingOf } from './ask.ts';
import { Renewal, type Ending, type Surroundings } from './renewal.ts';

export interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly endCursor?: string | null | undefined;
  };
  readonly totalCount?: number;
}

export interface AskedPage<Node> {
  readonly page: Page<Node> | undefined;
  readonly error: CombinedError | undefined;
}

export interface PageReaderOptions<Node> {
  /** Reads the page after a cursor; null: the first one. */
  readonly ask: (after: string | null, signal: AbortSignal) => Promise<AskedPage<Node>>;
  readonly everyMs: number;
  readonly surroundings: Surroundings;
}

export interface PagesState<Node> {
  readonly pages: readonly Page<Node>[];
  readonly error: CombinedError | undefined;
  readonly isLoading: boolean;
}

/** Reading so many pages anew may come once in `everyMs`; more of them come accordingly less often. */
const pagesAtFullPace = 4;

/** Whether the service says that there are more than these. */
export function hasMore(pages: readonly Page<unknown>[]): boolean {
  return pages.at(-1)?.pageInfo.hasNextPage ?? false;
}

/** The entries of all pages. While a list is read anew, an entry may stand on two of them. */
export function rowsOf<Node>(
  pages: readonly Page<Node>[],
  keyOf: (node: Node) => string,
): readonly Node[] {
  const byKey = new Map<string, Node>();
  for (const { node } of pages.flatMap(({ edges }) => edges)) {
    if (!byKey.has(keyOf(node))) byKey.set(keyOf(node), node);
  }
  return [...byKey.values()];
}

export class PageReader<Node> {
  readonly #options: PageReaderOptions<Node>;
  readonly #listeners = new Set<() => void>();
  #state: PagesState<Node> = { pages: [], error: undefined, isLoading: true };
  #wanted = 1;
  // A reading of all pages has begun and did not get to its end: what is shown may be of two times.
  #isMixed = false;
  #renewal: Renewal | undefined;
  #abort = new AbortController();

  constructor(options: PageReaderOptions<Node>) {
    this.#options = options;
  }

  readonly read = (): PagesState<Node> => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Begins to read, until the returned function is called. */
  start(): () => void {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const { everyMs, surroundings } = this.#options;
    const renewal = new Renewal({
      read: (isRenewal) => this.#readPages(isRenewal, signal),
      pauseMs: () => everyMs * Math.max(1, this.#state.pages.length / pagesAtFullPace),
      surroundings,
    });
    this.#renewal = renewal;
    renewal.now();
    return () => {
      this.#abort.abort();
      renewal.stop();
    };
  }

  /** The list may have changed. */
  readonly request = (): void => this.#renewal?.request();

  /** Reads all pages anew, now. */
  readonly refresh = (): void => this.#renewal?.now();

  readonly reconnected = (): void => this.#renewal?.reconnected();

  /** Wants one page more, unless there is none or it is on its way. */
  readonly loadMore = (): void => {
    const { pages } = this.#state;
    if (!hasMore(pages) || this.#wanted > pages.length) return;
    this.#wanted = pages.length + 1;
    this.#renewal?.more();
  };

  async #readPages(isRenewal: boolean, signal: AbortSignal): Promise<Ending> {
    this.#isMixed ||= isRenewal;
    const pages = this.#isMixed ? [] : [...this.#state.pages];
    while (pages.length === 0 || (pages.length < this.#wanted && hasMore(pages))) {
      const after = pages.at(-1)?.pageInfo.endCursor ?? null;
      const { page, error } = await this.#options.ask(after, signal);
      if (signal.aborted) return 'read';
      if (page === undefined) return this.#fail(error);
      pages.push(page);
      // What comes after stays until it was read anew.
      const rest = this.#state.pages.slice(pages.length, this.#wanted);
      this.#set({ pages: [...pages, ...rest], error, isLoading: false });
    }
    if (this.#state.pages.length > pages.length) this.#set({ ...this.#state, pages });
    this.#isMixed = false;
    return 'read';
  }

  #fail(error: CombinedError | undefined): Ending {
    const ending = endingOf(error);
    // Then it is not tried again by itself, and one may ask for the same page once more.
    if (ending === 'read') this.#wanted = Math.max(1, this.#state.pages.length);
    this.#set({ ...this.#state, error, isLoading: false });
    return ending;
  }

  #set(state: PagesState<Node>): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
