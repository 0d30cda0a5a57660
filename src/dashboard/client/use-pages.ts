// A long list, page by page. Each page begins after the last entry of the one before it. When an event
// made the list stale, the first page is asked for again and the later ones follow from it, so that
// nothing is shown twice and nothing falls between two pages.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AnyVariables, CombinedError } from 'urql';

import type { TypedDocumentString } from '../graphql/graphql.ts';
import { useConnection } from './connection-context.ts';
import { matchKinds } from './live-log.ts';
import { createRefresh } from './refresh.ts';
import { asDocument } from './use-live-query.ts';

export interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly endCursor?: string | null | undefined;
  };
  readonly totalCount?: number;
}

export interface PagesOptions<Data, Node> {
  /** The connection in the answer. */
  readonly pageOf: (data: Data) => Page<Node>;
  readonly keyOf: (node: Node) => string;
  /** Kinds of events that make the list stale (see `useLiveQuery`). */
  readonly staleAfter?: readonly string[];
  readonly everyMs?: number;
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

interface State<Node> {
  readonly pages: readonly Page<Node>[];
  readonly error: CombinedError | undefined;
  readonly isLoading: boolean;
}

/** Reading so many pages anew may come once in `everyMs`; more of them come accordingly less often. */
const pagesAtFullPace = 4;

const empty = { pages: [], error: undefined, isLoading: true };

/** The list that `document` answers with; its variables `first` and `after` are set here. */
export function usePages<Data, Variables extends AnyVariables, Node>(
  document: TypedDocumentString<Data, Variables>,
  variables: Omit<Variables, 'first' | 'after'>,
  options: PagesOptions<Data, Node>,
): Pages<Node> {
  const { urql, log } = useConnection();
  const { staleAfter = [], everyMs = 2_000 } = options;
  const [state, setState] = useState<State<Node>>(empty);
  const latest = useRef({ options, state });
  latest.current = { options, state };
  // Only the newest reading counts; an older one that comes late is thrown away.
  const reading = useRef(0);
  const key = JSON.stringify(variables);

  const read = useCallback(
    async (wanted: number, keep: readonly Page<Node>[]): Promise<void> => {
      const mine = (reading.current += 1);
      const pages = [...keep];
      while (pages.length < wanted) {
        const last = pages.at(-1);
        if (last !== undefined && !last.pageInfo.hasNextPage) break;
        const after = last?.pageInfo.endCursor ?? null;
        const asked = { ...(JSON.parse(key) as object), first: 100, after } as unknown as Variables;
        const result = await urql
          .query(asDocument(document), asked, { requestPolicy: 'network-only' })
          .toPromise();
        if (mine !== reading.current) return;
        // Null where a field that must have a value failed.
        if (result.data == null) {
          setState((old) => ({ ...old, error: result.error, isLoading: false }));
          return;
        }
        pages.push(latest.current.options.pageOf(result.data));
        // What comes after stays until it was read anew.
        const rest = latest.current.state.pages.slice(pages.length, wanted);
        setState({ pages: [...pages, ...rest], error: result.error, isLoading: false });
      }
      setState((old) => ({ ...old, pages, isLoading: false }));
    },
    [urql, document, key],
  );

  useEffect(() => {
    setState(empty);
    void read(1, []);
    return () => void (reading.current += 1);
  }, [read]);

  const refresh = useCallback(
    () => void read(Math.max(1, latest.current.state.pages.length), []),
    [read],
  );
  const kinds = staleAfter.join(' ');
  useEffect(() => {
    const pauseMs = (): number =>
      everyMs * Math.max(1, latest.current.state.pages.length / pagesAtFullPace);
    const refreshing = createRefresh(pauseMs, refresh);
    const leave = log.listen({
      matches: matchKinds(kinds === '' ? [] : kinds.split(' ')),
      onEvent: refreshing.request,
      onGap: refreshing.request,
    });
    return () => {
      leave();
      refreshing.stop();
    };
  }, [log, kinds, everyMs, refresh]);

  const isMoreOnItsWay = useRef(false);
  const loadMore = useCallback(() => {
    const { pages, isLoading } = latest.current.state;
    const hasMore = pages.at(-1)?.pageInfo.hasNextPage ?? false;
    if (isLoading || !hasMore || isMoreOnItsWay.current) return;
    isMoreOnItsWay.current = true;
    void read(pages.length + 1, pages).finally(() => {
      isMoreOnItsWay.current = false;
    });
  }, [read]);

  const { keyOf } = options;
  const rows = useMemo(() => {
    const byKey = new Map<string, Node>();
    for (const page of state.pages) {
      for (const { node } of page.edges) if (!byKey.has(keyOf(node))) byKey.set(keyOf(node), node);
    }
    return [...byKey.values()];
  }, [state.pages, keyOf]);
  return {
    rows,
    total: state.pages[0]?.totalCount,
    isLoading: state.isLoading,
    error: state.error,
    hasMore: state.pages.at(-1)?.pageInfo.hasNextPage ?? false,
    loadMore,
    refresh,
  };
}
