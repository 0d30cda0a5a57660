// The time line of an alert or of an incident, live, from its end backwards as far as it was asked for.
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { AnyVariables, CombinedError } from 'urql';

import { useConnection } from '../../client/connection-context.ts';
import { matchKinds } from '../../client/live-log.ts';
import { pageSurroundings } from '../../client/surroundings.ts';
import type { TypedDocumentString } from '../../graphql/graphql.ts';
import type { TimelinePage } from './timeline-entries.ts';
import { TimelineReader } from './timeline-reader.ts';

export interface TimelineOptions<Data, Node> {
  /** The time line in the answer; nothing when what it is of is gone. */
  readonly pageOf: (data: Data) => TimelinePage<Node> | null | undefined;
  /** Kinds of events that make it stale (see `useLiveQuery`). */
  readonly staleAfter: readonly string[];
}

export interface LiveTimeline<Node> {
  /** The newest first; undefined until the first answer. */
  readonly entries: readonly { readonly key: string; readonly entry: Node }[] | undefined;
  readonly error: CombinedError | undefined;
  readonly hasOlder: boolean;
  /** True while older ones are on their way. */
  readonly isBusy: boolean;
  showOlder(): void;
  refresh(): void;
}

const everyMs = 1_000;
const nothing = { edges: [], pageInfo: { hasPreviousPage: false, hasNextPage: false } };

/** The time line that `document` answers with for `id`; its other variables say which entries. */
export function useTimeline<Data, Variables extends AnyVariables, Node>(
  document: TypedDocumentString<Data, Variables>,
  id: string,
  options: TimelineOptions<Data, Node>,
): LiveTimeline<Node> {
  const { ask, log } = useConnection();
  const pageOf = useRef(options.pageOf);
  pageOf.current = options.pageOf;
  const reader = useMemo(
    () =>
      new TimelineReader<Node>({
        ask: async (range, signal) => {
          const { data, error } = await ask(document.toString(), { id, ...range }, signal);
          const isThere = data !== undefined;
          return { page: isThere ? (pageOf.current(data as Data) ?? nothing) : undefined, error };
        },
        everyMs,
        surroundings: pageSurroundings,
      }),
    [ask, document, id],
  );
  const { edges, error, hasOlder, isBusy } = useSyncExternalStore(reader.listen, reader.read);

  const kinds = options.staleAfter.join(' ');
  useEffect(() => {
    const unlisten = log.listen({
      matches: matchKinds(kinds.split(' ')),
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

  const entries = useMemo(
    () => edges?.toReversed().map(({ cursor, node }) => ({ key: cursor, entry: node })),
    [edges],
  );
  const { showOlder, refresh } = reader;
  return { entries, error, hasOlder, isBusy, showOlder, refresh };
}
