// What the deliveries of an alert ask for and do.
import { graphql } from '../../../graphql/gql.ts';
import type { AlertPageDeliveriesQuery } from '../../../graphql/graphql.ts';

export const deliveriesQuery = graphql(`
  query AlertPageDeliveries($id: ID!, $first: Int!) {
    deliveries(first: $first, filter: { alert: $id }) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
          channel
          route
          reason
          state
          createdAt
          endedAt
          nextTryAt
          attemptCount
          failure
          alertCount
          attempts {
            attempt
            at
            ok
            status
            durationMs
            failure
            body
          }
        }
      }
    }
  }
`);

export type DeliveryShape = AlertPageDeliveriesQuery['deliveries']['edges'][number]['node'];

export const redeliver = graphql(`
  mutation AlertPageRedeliver($id: ID!) {
    redeliver(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);
