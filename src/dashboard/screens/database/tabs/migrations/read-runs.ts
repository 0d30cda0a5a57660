// The runs of a database that may matter now, kept up to date as they go on: the latest, those that are not
// over, and the last one that was to change something.
import { useMemo } from 'react';

import { useLiveQuery, type LiveAnswer } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import type { DatabaseCurrentRunsQuery, DatabaseRunFragment } from '../../../../graphql/graphql.ts';
import { concernsDatabase } from '../../../../parts/concerns-database.ts';
import { mergeRuns } from './choose-runs.ts';

graphql(`
  fragment DatabaseRun on MigrationRun {
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
    database {
      id
      name
    }
    migrations {
      version
      state
    }
  }
`);

const runsQuery = graphql(`
  query DatabaseCurrentRuns($database: ID!) {
    latest: migrationRuns(first: 10, filter: { database: $database }) {
      edges {
        node {
          ...DatabaseRun
        }
      }
    }
    open: migrationRuns(
      first: 10
      filter: { database: $database, states: [AWAITING_REVIEW, QUEUED, RUNNING] }
    ) {
      edges {
        node {
          ...DatabaseRun
        }
      }
    }
    last: migrationRuns(
      first: 1
      filter: {
        database: $database
        states: [SUCCEEDED, FAILED, CANCELLED, INTERRUPTED, REJECTED]
        dryRun: false
      }
    ) {
      edges {
        node {
          ...DatabaseRun
        }
      }
    }
  }
`);

export type Run = DatabaseRunFragment;

const turns = [
  'migration.queued',
  'migration.started',
  'migration.completed',
  'migration.verified',
  'migration.cancel_requested',
];

/** The runs of a database that may matter now. */
export function useLatestRuns(id: string, name: string): LiveAnswer<DatabaseCurrentRunsQuery> {
  const concerns = useMemo(() => concernsDatabase(name), [name]);
  return useLiveQuery(runsQuery, { database: id }, { staleAfter: turns, concerns, everyMs: 500 });
}

/**
 * The runs in such an answer, newest first; none while it is awaited. Those that are not over and the last
 * one that was to change something are among them, however many came after.
 */
export function runsOf(data: DatabaseCurrentRunsQuery | undefined): readonly Run[] {
  if (data === undefined) return [];
  const lists = [data.latest, data.open, data.last];
  return mergeRuns(lists.flatMap(({ edges }) => edges.map(({ node }) => node)));
}
