// The checks of an endpoint, the newest first, page by page.
import { usePages, type Pages } from '../../client/use-pages.ts';
import { useEvery } from '../../client/use-every.ts';
import { graphql } from '../../graphql/gql.ts';
import type { EndpointChecksPageQuery } from '../../graphql/graphql.ts';

const checksQuery = graphql(`
  query EndpointChecksPage($first: Int!, $after: String, $id: ID!) {
    endpoint(id: $id) {
      id
      checks(first: $first, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            at
            ok
            state
            durationMs
            status
            reason
            phases {
              dns
              connect
              tls
              firstByte
            }
          }
        }
      }
    }
  }
`);

export type EndpointCheckRow = NonNullable<
  EndpointChecksPageQuery['endpoint']
>['checks']['edges'][number]['node'];

const none = { edges: [], pageInfo: { hasNextPage: false } };

/** A check is told apart by its time. */
export const keyOfCheck = ({ at }: EndpointCheckRow): string => at;

const readAgainMs = 10_000;

/** The checks. A check is no event: they are read again from time to time, and when the state changes. */
export function useChecks(id: string, everyMs: number): Pages<EndpointCheckRow> {
  const pages = usePages(
    checksQuery,
    { id },
    {
      pageOf: ({ endpoint }) => endpoint?.checks ?? none,
      keyOf: keyOfCheck,
      staleAfter: ['endpoint.', 'endpoints.'],
    },
  );
  useEvery(Math.max(readAgainMs, Math.min(everyMs, 60_000)), pages.refresh);
  return pages;
}
