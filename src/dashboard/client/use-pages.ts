// A long list in a component: read page by page (`page-reader.ts`), and renewed by the events of the log.
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { AnyVariables, CombinedError } from 'urql';

import type { TypedDocumentString } from '../graphql/graphql.ts';
import { useConnection } from './connection-context.ts';
import { matchKinds } from './live-log.ts';
import { hasMore, PageReader, rowsOf, type Page } from './page-reader.ts';
import { pageSurroundings } from './surroundings.ts';
import { useEvery } from './use-every.ts';

export interface PagesOptions<Data, Node, Variables = object> {
  /** The connection in the answer. */
  readonly pageOf: (data: Data) => Page<Node>;
  readonly keyOf: (node: Node) => string;
  /** Kinds of events that make the list stale (see `useLiveQuery`). */
  readonly staleAfter?: readonly string[];
  readonly everyMs?: number;
  /**
   * Variables that move with the time, as the beginning of the last hour: taken anew whenever the list is
   * read from its first page on, while it stays the same list. It is read anew each minute, for what was too
   * long ago leaves it without an event.
   */
  readonly moving?: (() => Partial<Variables>) | undefined;
}

export interface Pages<Node> {
  readonly rows: readonly Node[];
  /** How many there are in all, where the service counts. */
  readonly total: number | undefined;
  readonly isLoading: boolean;
  readonly error: CombinedError | undefined;
  /** True: there are more than are loaded. */
  readonly hasMore: boolean;
  /** Loads the next page, unless there is none or it is on its way. */
  loadMore(): void;
  refresh(): void;
}

const movedMs = 60_000;

/** The list that `document` answers with; its variables `first` and `after` are set here. */
export function usePages<Data, Variables extends AnyVariables, Node>(
  document: TypedDocumentString<Data, Variables>,
  variables: Omit<Variables, 'first' | 'after'>,
  options: PagesOptions<Data, Node, Variables>,
): Pages<Node> {
  const { ask, log } = useConnection();
  const { staleAfter = [], everyMs = 2_000, keyOf } = options;
  const pageOf = useRef(options.pageOf);
  pageOf.current = options.pageOf;
  const moving = useRef(options.moving);
  moving.current = options.moving;
  const moved = useRef<Partial<Variables>>({});
  const key = JSON.stringify(variables);
  const reader = useMemo(
    () =>
      new PageReader<Node>({
        ask: async (after, signal) => {
          // Later pages are of the same list as the first one.
          if (after === null) moved.current = moving.current?.() ?? {};
          const asked = { ...(JSON.parse(key) as object), ...moved.current, first: 100, after };
          const { data, error } = await ask(document.toString(), asked, signal);
          return { page: data === undefined ? undefined : pageOf.current(data as Data), error };
        },
        everyMs,
        surroundings: pageSurroundings,
      }),
    [ask, document, key, everyMs],
  );
  const { pages, error, isLoading } = useSyncExternalStore(reader.listen, reader.read);

  const kinds = staleAfter.join(' ');
  useEffect(() => {
    const unlisten = log.listen({
      matches: matchKinds(kinds === '' ? [] : kinds.split(' ')),
      onEvent: reader.request,
      onGap: reader.request,
      onBack: reader.reconnected,
    });
    const stop = reader.start();
    return () => {
      unlisten();
      stop();
    };
  }, [log, kinds, reader]);

  useEvery(movedMs, () => {
    if (moving.current !== undefined) reader.request();
  });

  const rows = useMemo(() => rowsOf(pages, keyOf), [pages, keyOf]);
  return {
    rows,
    total: pages[0]?.totalCount,
    isLoading,
    error,
    hasMore: hasMore(pages),
    loadMore: reader.loadMore,
    refresh: reader.refresh,
  };
}
