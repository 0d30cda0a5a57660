// The monitors of one kind: whether anything of it is configured, and what does not work.
import { useLiveQuery } from '../client/use-live-query.ts';
import { graphql } from '../graphql/gql.ts';
import type { WatchersQuery } from '../graphql/graphql.ts';

const watchersQuery = graphql(`
  query Watchers($kinds: [String!]) {
    monitors(first: 100, filter: { kinds: $kinds }) {
      edges {
        node {
          id
          name
          host
          state
          reason
          since
        }
      }
    }
  }
`);

export type Watcher = WatchersQuery['monitors']['edges'][number]['node'];

export interface Watchers {
  /** Undefined until it is known. */
  readonly all: readonly Watcher[] | undefined;
  readonly troubled: readonly Watcher[];
}

const wellStates: ReadonlySet<string> = new Set(['OK', 'STARTING', 'WAITING']);

/** The monitors of a kind, as `files`. */
export function useWatchers(kind: string): Watchers {
  const answer = useLiveQuery(
    watchersQuery,
    { kinds: [kind] },
    { staleAfter: ['monitor.', 'file_watch.'], everyMs: 3_000 },
  );
  const all = answer.data?.monitors.edges.map(({ node }) => node);
  return { all, troubled: (all ?? []).filter(({ state }) => !wellStates.has(state)) };
}
