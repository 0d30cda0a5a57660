// Queries that stay true: a query is asked again when an event came that may have changed its answer,
// at most once in an interval, and at once after a gap. While the connection is away its answer is shown
// as stale.
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useQuery, type AnyVariables, type CombinedError, type TypedDocumentNode } from 'urql';

import type { TypedDocumentString } from '../graphql/graphql.ts';
import { useConnection, useStarted } from './connection-context.ts';
import { matchKinds, type LiveEvent } from './live-log.ts';
import { createRefresh } from './refresh.ts';

export interface LiveQueryOptions {
  /** Kinds of events that make the answer stale, as `alert.` (all that begin so) or `alert.fired`. */
  readonly staleAfter?: readonly string[];
  /** Of those events, which; by default all. Must not change between renderings. */
  readonly concerns?: (event: LiveEvent) => boolean;
  /** Not more often than this; in milliseconds, 1,000 by default. */
  readonly everyMs?: number;
  /** True: do not ask yet. */
  readonly pause?: boolean;
}

export interface LiveAnswer<Data> {
  /** Undefined until the first answer; a later failure keeps the last one. */
  readonly data: Data | undefined;
  readonly error: CombinedError | undefined;
  /** True while the first answer is awaited. */
  readonly isLoading: boolean;
  /** Asks again, now. */
  refresh(): void;
}

/** urql reads text; this is the same document with the same types. */
export function asDocument<Data, Variables extends AnyVariables>(
  document: TypedDocumentString<Data, Variables>,
): TypedDocumentNode<Data, Variables> {
  return document.toString() as unknown as TypedDocumentNode<Data, Variables>;
}

/** The answer to a query, kept up to date by the events of the log. */
export function useLiveQuery<Data, Variables extends AnyVariables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  options: LiveQueryOptions = {},
): LiveAnswer<Data> {
  const { staleAfter = [], everyMs = 1_000 } = options;
  const { log } = useConnection();
  const pause = !useStarted() || options.pause === true;
  const [{ data, error, fetching }, execute] = useQuery<Data, Variables>({
    query: asDocument(document),
    variables,
    pause,
  } as Parameters<typeof useQuery<Data, Variables>>[0]);
  const last = useRef<Data | undefined>(undefined);
  // Where a field that must have a value failed, there is no answer at all: null.
  if (data != null) last.current = data;
  const refresh = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const latest = useRef({ refresh, concerns: options.concerns });
  latest.current = { refresh, concerns: options.concerns };

  const kinds = staleAfter.join(' ');
  const matches = useMemo(() => matchKinds(kinds === '' ? [] : kinds.split(' ')), [kinds]);
  useEffect(() => {
    if (pause) return undefined;
    const refreshing = createRefresh(everyMs, () => latest.current.refresh());
    const leave = log.listen({
      matches: (event) => matches(event) && (latest.current.concerns?.(event) ?? true),
      onEvent: refreshing.request,
      onGap: refreshing.request,
    });
    return () => {
      leave();
      refreshing.stop();
    };
  }, [log, matches, everyMs, pause]);

  const shown = pause ? undefined : (data ?? last.current);
  const isAwaited = fetching || (pause && options.pause !== true);
  return { data: shown, error, isLoading: isAwaited && shown === undefined, refresh };
}
