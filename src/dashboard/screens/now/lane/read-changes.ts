// What the change lane asks: everything that somebody or something changed since a time, the newest first. A
// run counts by when it was executed: it may have waited for its review for days.
import { useMemo } from 'react';

import { useLiveQuery, type LiveAnswer } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import type { NowChangesQuery } from '../../../graphql/graphql.ts';
import type { ChangeKind, Mark } from './clusters.ts';
import { cutKinds, marksOf } from './marks.ts';
import type { RangeName } from './time-axis.ts';

const changesQuery = graphql(`
  query NowChanges($since: DateTime) {
    migrationRuns(first: 100, filter: { activeSince: $since }) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
          state
          kind
          dryRun
          source
          startedAt
          finishedAt
          database {
            name
          }
        }
      }
    }
    deployments(first: 100, filter: { since: $since }) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
          service
          version
          status
          environment
          url
          at
          databases {
            id
          }
        }
      }
    }
    schemaChanges(first: 100, filter: { since: $since }) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          message
          detectedAt
          database {
            id
            name
          }
          set {
            id
            origin
            changeCount
            drift {
              id
            }
          }
        }
      }
    }
    containerEvents(first: 100, filter: { since: $since, actions: ["die", "oom"] }) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          action
          at
          verdict
          reason
          container {
            id
            name
          }
        }
      }
    }
    fileChanges(first: 100, filter: { since: $since }) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
          path
          change
          detectedAt
          file {
            id
          }
        }
      }
    }
  }
`);

export interface Changes {
  readonly answer: LiveAnswer<NowChangesQuery>;
  readonly marks: readonly Mark[];
  readonly cut: readonly ChangeKind[];
}

/** The changes of a range, since a time that moves on with it, kept up to date. */
export function useChanges(since: string, range: RangeName): Changes {
  const answer = useLiveQuery(
    changesQuery,
    { since },
    {
      about: range,
      staleAfter: [
        'migration.started',
        'migration.completed',
        'deployment.',
        'schema.',
        'container.',
        'file.',
        'files.',
      ],
      everyMs: 5_000,
    },
  );
  const { data } = answer;
  return useMemo(
    () => ({
      answer,
      marks: data === undefined ? [] : marksOf(data),
      cut: data === undefined ? [] : cutKinds(data),
    }),
    [answer.data, answer.error],
  );
}
