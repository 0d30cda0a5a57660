// Queries that stay true: a query is asked again when an event came that may have changed its answer,
// at most once in an interval, and at once after a gap. While the connection is away its answer is shown
// as stale.
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { AnyVariables, CombinedError } from 'urql';

import type { TypedDocumentString } from '../graphql/graphql.ts';
import type { AnswerState } from './answers.ts';
import { useConnection } from './connection-context.ts';
import type { LiveEvent } from './live-log.ts';

export interface LiveQueryOptions {
  /** Kinds of events that make the answer stale, as `alert.` (all that begin so) or `alert.fired`. */
  readonly staleAfter?: readonly string[];
  /** Of those events, which; by default all. */
  readonly concerns?: (event: LiveEvent) => boolean;
  /** Not more often than this; in milliseconds, 1,000 by default. */
  readonly everyMs?: number;
  /** True: do not ask yet. */
  readonly pause?: boolean;
  /**
   * What is asked about, in any words, where the variables hold a time that moves: the answer to the
   * former variables stays until that to the new ones is there, if it is about the same.
   */
  readonly about?: string;
}

export interface LiveAnswer<Data> {
  /**
   * Undefined until the first answer to these variables; a later failure keeps the last one. Never the
   * answer to others, but with `about`.
   */
  readonly data: Data | undefined;
  readonly error: CombinedError | undefined;
  /** True while the first answer is awaited. */
  readonly isLoading: boolean;
  /** Asks again, now. */
  refresh(): void;
}

const nothing: AnswerState = { data: undefined, error: undefined };
const readNothing = (): AnswerState => nothing;
const listenToNothing = (): (() => void) => () => undefined;

/** The answer to a query, kept up to date by the events of the log. */
export function useLiveQuery<Data, Variables extends AnyVariables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  options: LiveQueryOptions = {},
): LiveAnswer<Data> {
  const { staleAfter = [], everyMs = 1_000, pause = false, about } = options;
  const { answers } = useConnection();
  const query = document.toString();
  const key = JSON.stringify(variables);
  const answer = useMemo(
    () => (pause ? undefined : answers.of(query, key)),
    [answers, query, key, pause],
  );
  const state = useSyncExternalStore(
    answer?.listen ?? listenToNothing,
    answer?.read ?? readNothing,
  );
  const concerns = useRef(options.concerns);
  concerns.current = options.concerns;
  const kinds = staleAfter.join(' ');
  useEffect(
    () => answer?.join({ kinds, everyMs, concerns: (event) => concerns.current?.(event) ?? true }),
    [answer, kinds, everyMs],
  );

  const former = useRef<{ readonly about: string | undefined; readonly data: unknown }>(undefined);
  if (state.data !== undefined) former.current = { about, data: state.data };
  const isSame = about !== undefined && !pause && former.current?.about === about;
  const data = (state.data ?? (isSame ? former.current?.data : undefined)) as Data | undefined;
  const refresh = useCallback(() => answer?.refresh(), [answer]);
  return {
    data,
    error: state.error,
    isLoading: !pause && data === undefined && state.error === undefined,
    refresh,
  };
}
