// What the list asks for: a page at a time of the databases that match, each with all that its row shows, so
// that no row is half known; and which databases there are at all.
import { useMemo } from 'react';

import { useEvery } from '../../client/use-every.ts';
import { useLiveQuery } from '../../client/use-live-query.ts';
import { usePages, type Pages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type { DatabaseFilter, DatabaseOrder, DatabasesPageQuery } from '../../graphql/graphql.ts';
import { noEnvironment, toRow, type DatabaseRow, type ListedDatabase } from './database-rows.ts';

const databasesQuery = graphql(`
  query DatabasesPage(
    $first: Int
    $after: String
    $retired: Boolean
    $filter: DatabaseFilter
    $order: DatabaseOrder
  ) {
    databases(
      first: $first
      after: $after
      retired: $retired
      discovered: false
      filter: $filter
      order: $order
    ) {
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
          storedMigrationStatuses {
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

const allQuery = graphql(`
  query DatabasesAll($retired: Boolean) {
    databases(first: 1, retired: $retired, discovered: false) {
      totalCount
      environments
    }
  }
`);

const pageOf = ({ databases }: DatabasesPageQuery): DatabasesPageQuery['databases'] => databases;
const keyOf = ({ id }: ListedDatabase): string => id;

// Latency and size change without an event; they are stored once a minute.
const readAgainMs = 60_000;

export interface DatabasesAnswer extends Omit<Pages<ListedDatabase>, 'rows'> {
  readonly rows: readonly DatabaseRow[];
  /** How many there are, whatever the filter. */
  readonly all: number | undefined;
  /** The environments there are, as the address calls them. */
  readonly environments: readonly string[];
}

export interface DatabasesQuestion {
  readonly retired: boolean;
  readonly filter: DatabaseFilter;
  readonly order: DatabaseOrder;
}

/** The databases that match, kept up to date. */
export function useDatabases({ retired, filter, order }: DatabasesQuestion): DatabasesAnswer {
  const pages = usePages(
    databasesQuery,
    { retired, filter, order },
    {
      pageOf,
      keyOf,
      staleAfter: ['database.', 'drift.', 'migration_status.changed'],
      everyMs: 3_000,
    },
  );
  const all = useLiveQuery(allQuery, { retired }, { staleAfter: ['database.'], everyMs: 3_000 });
  const refresh = (): void => {
    pages.refresh();
    all.refresh();
  };
  useEvery(readAgainMs, refresh);
  const rows = useMemo(() => pages.rows.map(toRow), [pages.rows]);
  const known = all.data?.databases;
  return {
    ...pages,
    rows,
    all: known?.totalCount,
    environments: known?.environments.map((name) => name ?? noEnvironment) ?? [],
    error: pages.error ?? all.error,
    refresh,
  };
}
