// What is watched, with as much as the matrix needs of it. All pages are read, up to a thousand of a kind; of
// more databases, the thousand that need somebody most.
import { usePages, type Pages } from '../../../client/use-pages.ts';
import { useReadOn } from '../../../client/use-read-on.ts';
import { graphql } from '../../../graphql/gql.ts';
import type {
  NowContainersQuery,
  NowDatabasesQuery,
  NowEndpointsQuery,
  NowFilesQuery,
} from '../../../graphql/graphql.ts';
import { objectKinds, type ObjectKind, type WatchedObjects } from './matrix-model.ts';

const databasesQuery = graphql(`
  query NowDatabases($first: Int, $after: String) {
    databases(first: $first, after: $after, discovered: false, order: WORST_FIRST) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          environment
          health {
            state
          }
        }
      }
    }
  }
`);

const endpointsQuery = graphql(`
  query NowEndpoints($first: Int, $after: String) {
    endpoints(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          environment
          state
        }
      }
    }
  }
`);

const containersQuery = graphql(`
  query NowContainers($first: Int, $after: String) {
    containers(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          key
          state
          health
          crashLoopSince
          database {
            environment
          }
        }
      }
    }
  }
`);

const filesQuery = graphql(`
  query NowFiles($first: Int, $after: String) {
    watchedFiles(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          path
          fault
          database {
            environment
          }
        }
      }
    }
  }
`);

const everyMs = 5_000;
const keyOf = ({ id }: { readonly id: string }): string => id;

function useWhole<Node>(pages: Pages<Node>): readonly Node[] {
  useReadOn(pages);
  return pages.rows;
}

const databasesOf = (data: NowDatabasesQuery): NowDatabasesQuery['databases'] => data.databases;
const endpointsOf = (data: NowEndpointsQuery): NowEndpointsQuery['endpoints'] => data.endpoints;
const containersOf = (data: NowContainersQuery): NowContainersQuery['containers'] =>
  data.containers;
const filesOf = (data: NowFilesQuery): NowFilesQuery['watchedFiles'] => data.watchedFiles;

export interface ObjectsAnswer {
  readonly objects: WatchedObjects;
  /** Kinds of which there is more than was read. */
  readonly cut: readonly ObjectKind[];
  readonly isLoading: boolean;
  readonly error: Pages<unknown>['error'];
  refresh(): void;
}

/** All that is watched, kept up to date. */
export function useWatchedObjects(): ObjectsAnswer {
  const databases = usePages(
    databasesQuery,
    {},
    { pageOf: databasesOf, keyOf, staleAfter: ['database.'], everyMs },
  );
  const endpoints = usePages(
    endpointsQuery,
    {},
    { pageOf: endpointsOf, keyOf, staleAfter: ['endpoint.'], everyMs },
  );
  const containers = usePages(
    containersQuery,
    {},
    { pageOf: containersOf, keyOf, staleAfter: ['container.'], everyMs },
  );
  const files = usePages(
    filesQuery,
    {},
    { pageOf: filesOf, keyOf, staleAfter: ['file.', 'files.'], everyMs },
  );
  const byKind = { databases, endpoints, containers, files };
  const all = Object.values(byKind);
  return {
    cut: objectKinds.filter((kind) => byKind[kind].hasMore),
    objects: {
      databases: useWhole(databases),
      endpoints: useWhole(endpoints),
      containers: useWhole(containers),
      files: useWhole(files),
    },
    isLoading: all.some(({ isLoading }) => isLoading),
    error: all.find(({ error }) => error !== undefined)?.error,
    refresh: () => {
      for (const pages of all) pages.refresh();
    },
  };
}
