// The waves that are shown: the one that the address names, all that run, which somebody may have to stop, and
// the newest. A wave holds all its databases, so that few are asked for at first.
import { useState } from 'react';
import type { CombinedError } from 'urql';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { mergeWaves } from './merge-waves.ts';
import { wavesQuery, type Wave } from './operations.ts';

const shownAtFirst = 5;
const shownMore = 20;
/** As many as a page of the API holds. */
const shownAtMost = 100;
const live = { staleAfter: ['migration_wave.'], everyMs: 2_000 };

export interface WavesAnswer {
  readonly waves: readonly Wave[];
  readonly error: CombinedError | undefined;
  /** There are waves that are not among them. */
  readonly hasMore: boolean;
  /** No more of them can be shown. */
  readonly isAtEnd: boolean;
  loadMore(): void;
  refresh(): void;
}

/** The waves, kept up to date. */
export function useWaves(named: string | undefined): WavesAnswer {
  const [wanted, setWanted] = useState(shownAtFirst);
  const one = useLiveQuery(
    wavesQuery,
    { first: 1, filter: { ids: [named ?? ''] } },
    { ...live, pause: named === undefined },
  );
  const running = useLiveQuery(
    wavesQuery,
    { first: Math.min(shownAtMost, wanted + shownMore), filter: { states: ['RUNNING'] } },
    live,
  );
  const newest = useLiveQuery(wavesQuery, { first: wanted, filter: null }, live);
  const answers = [one, running, newest];
  return {
    waves: mergeWaves(
      ...answers.map(({ data }) => data?.migrationWaves.edges.map(({ node }) => node) ?? []),
    ),
    error: answers.find(({ error }) => error !== undefined)?.error,
    hasMore: answers
      .slice(1)
      .some(({ data }) => data?.migrationWaves.pageInfo.hasNextPage === true),
    isAtEnd: wanted >= shownAtMost,
    loadMore: () => setWanted(Math.min(shownAtMost, wanted + shownMore)),
    refresh: () => {
      for (const answer of answers) answer.refresh();
    },
  };
}
