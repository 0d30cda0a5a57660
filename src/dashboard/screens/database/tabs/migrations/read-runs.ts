// The latest runs of a database, kept up to date as they go on.
import { useMemo } from 'react';

import { useLiveQuery, type LiveAnswer } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import type { DatabaseCurrentRunsQuery } from '../../../../graphql/graphql.ts';
import { concernsDatabase } from '../../concerns.ts';

const runsQuery = graphql(`
  query DatabaseCurrentRuns($database: ID!) {
    migrationRuns(first: 10, filter: { database: $database }) {
      edges {
        node {
          id
          kind
          state
          dryRun
          emergency
          origin
          source
          toVersion
          triggeredBy
          queuedAt
          finishedAt
          error {
            message
            hint
            statement
          }
          migrations {
            version
            state
          }
        }
      }
    }
  }
`);

export type Run = DatabaseCurrentRunsQuery['migrationRuns']['edges'][number]['node'];

const turns = [
  'migration.queued',
  'migration.started',
  'migration.completed',
  'migration.verified',
  'migration.cancel_requested',
];

/** The latest runs of a database, newest first. */
export function useLatestRuns(id: string, name: string): LiveAnswer<DatabaseCurrentRunsQuery> {
  const concerns = useMemo(() => concernsDatabase(name), [name]);
  return useLiveQuery(runsQuery, { database: id }, { staleAfter: turns, concerns, everyMs: 500 });
}

/** The runs in such an answer; none while it is awaited. */
export function runsOf(data: DatabaseCurrentRunsQuery | undefined): readonly Run[] {
  return data?.migrationRuns.edges.map(({ node }) => node) ?? [];
}
