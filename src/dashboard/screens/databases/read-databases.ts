// Everything about all databases that the list shows. It is filtered and sorted here, so all pages are
// read: ten for a thousand databases, and nothing is asked of the databases themselves.
import { useEffect } from 'react';
import type { CombinedError } from 'urql';

import { useEvery } from '../../client/use-every.ts';
import { usePages, type Pages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type { DatabasesPageQuery, DatabasesStatusesQuery } from '../../graphql/graphql.ts';
import type { ListedDatabase, ListedStatus } from './database-rows.ts';

const databasesQuery = graphql(`
  query DatabasesPage($first: Int, $after: String, $retired: Boolean) {
    databases(first: $first, after: $after, retired: $retired, discovered: false) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          engine
          environment
          health {
            state
            reason
            latencyMs
            sizeBytes
            checkedAt
          }
          drift {
            state
            risk
            changeCount
          }
        }
      }
    }
  }
`);

const statusesQuery = graphql(`
  query DatabasesStatuses($first: Int, $after: String) {
    migrationOverview {
      statuses(first: $first, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            database {
              id
            }
            source
            tool
            state
            reason
            counts {
              pending
              failed
            }
          }
        }
      }
    }
  }
`);

const databasesOf = ({ databases }: DatabasesPageQuery): DatabasesPageQuery['databases'] =>
  databases;
const statusesOf = ({ migrationOverview }: DatabasesStatusesQuery) => migrationOverview.statuses;
const keyOfDatabase = ({ id }: ListedDatabase): string => id;
const keyOfStatus = ({ database, source }: ListedStatus): string => `${database.id} ${source}`;

// Latency and size change without an event; they are stored once a minute.
const readAgainMs = 60_000;

/** Loads page after page until there is none left. */
function useWhole<Node>(pages: Pages<Node>): Pages<Node> {
  const { rows, isLoading, loadMore } = pages;
  useEffect(() => {
    if (!isLoading) loadMore();
  }, [rows, isLoading, loadMore]);
  return pages;
}

export interface DatabasesAnswer {
  readonly databases: readonly ListedDatabase[];
  readonly statuses: readonly ListedStatus[];
  readonly total: number | undefined;
  readonly isLoading: boolean;
  readonly error: CombinedError | undefined;
  refresh(): void;
}

/** All databases with the stored statuses of their migrations, kept up to date. */
export function useDatabases(retired: boolean): DatabasesAnswer {
  const databases = useWhole(
    usePages(
      databasesQuery,
      { retired },
      {
        pageOf: databasesOf,
        keyOf: keyOfDatabase,
        staleAfter: ['database.', 'drift.'],
        everyMs: 3_000,
      },
    ),
  );
  const statuses = useWhole(
    usePages(
      statusesQuery,
      {},
      {
        pageOf: statusesOf,
        keyOf: keyOfStatus,
        staleAfter: ['migration_status.changed', 'database.'],
        everyMs: 3_000,
      },
    ),
  );
  const refresh = (): void => {
    databases.refresh();
    statuses.refresh();
  };
  useEvery(readAgainMs, refresh);
  return {
    databases: databases.rows,
    statuses: statuses.rows,
    total: databases.total,
    isLoading: databases.isLoading,
    error: databases.error ?? statuses.error,
    refresh,
  };
}
