// The time line of an alert or of an incident, live, from its end backwards as far as it was asked for.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { AnyVariables, CombinedError } from 'urql';

import { useConnection } from '../../client/connection-context.ts';
import { matchKinds } from '../../client/live-log.ts';
import { createRefresh } from '../../client/refresh.ts';
import { asDocument } from '../../client/use-live-query.ts';
import type { TypedDocumentString } from '../../graphql/graphql.ts';
import type { TimelinePage } from './timeline-entries.ts';
import {
  createTimelineReader,
  laterPageSize,
  nothingRead,
  type ReadTimeline,
  type TimelineReader,
} from './timeline-reader.ts';

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
  const { uncached, log, started } = useConnection();
  const [now, setNow] = useState<ReadTimeline<Node>>(nothingRead);
  const [error, setError] = useState<CombinedError>();
  const reader = useRef<TimelineReader>(undefined);
  const pageOf = useRef(options.pageOf);
  pageOf.current = options.pageOf;
  const kinds = options.staleAfter.join(' ');

  useEffect(() => {
    let length = 0;
    const reading = createTimelineReader<Node>(
      async (range) => {
        await started;
        const asked = { id, ...range } as unknown as Variables;
        const result = await uncached
          .query(asDocument(document), asked, { requestPolicy: 'network-only' })
          .toPromise();
        setError(result.error);
        return result.data == null ? undefined : (pageOf.current(result.data) ?? nothing);
      },
      (next) => {
        length = next.edges?.length ?? 0;
        setNow(next);
      },
    );
    reader.current = reading;
    setNow(nothingRead);
    setError(undefined);
    void reading.read();
    // The longer it is, the more there is to read anew.
    const refreshing = createRefresh(
      () => everyMs * Math.max(1, length / laterPageSize),
      () => void reading.read(),
    );
    const leave = log.listen({
      matches: matchKinds(kinds.split(' ')),
      onEvent: refreshing.request,
      onGap: refreshing.request,
    });
    return () => {
      leave();
      refreshing.stop();
      reading.stop();
    };
  }, [uncached, log, started, document, id, kinds]);

  const entries = useMemo(
    () => now.edges?.toReversed().map(({ cursor, node }) => ({ key: cursor, entry: node })),
    [now.edges],
  );
  return {
    entries,
    error,
    hasOlder: now.hasOlder,
    isBusy: now.isBusy,
    showOlder: () => void reader.current?.showOlder(),
    refresh: () => void reader.current?.read(),
  };
}
