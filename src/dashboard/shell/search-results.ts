// What search finds: screens, databases and endpoints by their names, which are all read when it is opened;
// containers and alerts by what the service finds for the text.
import type { CombinedError } from 'urql';

import { useLiveQuery } from '../client/use-live-query.ts';
import { usePages } from '../client/use-pages.ts';
import { useReadOn } from '../client/use-read-on.ts';
import { graphql } from '../graphql/gql.ts';
import { screens } from '../screens/screens.ts';
import { findResults, type Named, type Result } from './find-results.ts';

const databasesQuery = graphql(`
  query SearchDatabases($first: Int, $after: String) {
    databases(first: $first, after: $after) {
      edges {
        node {
          id
          name
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const endpointsQuery = graphql(`
  query SearchEndpoints($first: Int, $after: String) {
    endpoints(first: $first, after: $after) {
      edges {
        node {
          id
          name
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const textQuery = graphql(`
  query SearchText($text: String!) {
    alerts(first: 8, filter: { text: $text }) {
      edges {
        node {
          id
          title
        }
      }
    }
    containers(first: 8, filter: { text: $text }) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

export interface Results {
  readonly results: readonly Result[];
  /** True: there are more names than were read. */
  readonly isCut: boolean;
  /** True: there may be more. */
  readonly isLoading: boolean;
  readonly error: CombinedError | undefined;
  refresh(): void;
}

/** The service searches for as many letters and more. */
export const enoughText = 2;

/** So many names of databases, and of endpoints, are read at most. */
export const mostNames = 10_000;

const screenResults = screens.flatMap(({ path, title }) =>
  title === undefined ? [] : [{ kind: 'Screen', name: title, href: path }],
);

const keyOf = ({ id }: Named): string => id;

/** What is found for a text, as it becomes known. */
export function useResults(text: string): Results {
  const databases = usePages(databasesQuery, {}, { pageOf: (data) => data.databases, keyOf });
  const endpoints = usePages(endpointsQuery, {}, { pageOf: (data) => data.endpoints, keyOf });
  const found = useLiveQuery(textQuery, { text }, { pause: text.length < enoughText });
  useReadOn(databases, mostNames);
  useReadOn(endpoints, mostNames);
  const unread = [databases, endpoints].filter(({ hasMore }) => hasMore);
  const isCut = unread.some(({ rows }) => rows.length >= mostNames);
  const { alerts, containers } = found.data ?? {};
  const all = [databases, endpoints, found];
  return {
    results: findResults(text, {
      screens: screenResults,
      databases: databases.rows,
      endpoints: endpoints.rows,
      containers: containers?.edges.map(({ node }) => node) ?? [],
      alerts: alerts?.edges.map(({ node: { id, title } }) => ({ id, name: title })) ?? [],
    }),
    isCut,
    isLoading:
      all.some(({ isLoading }) => isLoading) || unread.some(({ rows }) => rows.length < mostNames),
    error: all.find(({ error }) => error !== undefined)?.error,
    refresh: () => {
      for (const { refresh } of all) refresh();
    },
  };
}
