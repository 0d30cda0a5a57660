// Which runs that wait for their review would be rejected by what one is about to begin.
import { useMemo } from 'react';

import { useLiveQuery, type LiveAnswer } from '../../client/use-live-query.ts';
import type { RunActionsWaitingQuery } from '../../graphql/graphql.ts';
import { concernsDatabase } from '../concerns-database.ts';
import { endedBy, type ActedRun } from './actions-of.ts';
import { waitingQuery } from './operations.ts';

const turns = ['migration.queued', 'migration.started', 'migration.completed'];

export interface EndedReviews extends Pick<
  LiveAnswer<RunActionsWaitingQuery>,
  'error' | 'isLoading' | 'refresh'
> {
  /** Their ids; none while they are not known. */
  readonly runs: readonly string[];
}

/** The runs of the same source that wait, kept up to date. */
export function useEndedReviews(
  begun: Pick<ActedRun, 'source' | 'dryRun' | 'database'>,
): EndedReviews {
  const { id, name } = begun.database;
  const concerns = useMemo(() => concernsDatabase(name), [name]);
  const { data, error, isLoading, refresh } = useLiveQuery(
    waitingQuery,
    { database: id },
    { staleAfter: turns, concerns },
  );
  const waiting = data?.migrationRuns.edges.map(({ node }) => node) ?? [];
  return { runs: endedBy(begun, waiting).map((run) => run.id), error, isLoading, refresh };
}
