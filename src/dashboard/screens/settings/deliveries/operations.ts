// What the list of deliveries asks for and does.
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsDeliveriesQuery } from '../../../graphql/graphql.ts';

export const deliveriesQuery = graphql(`
  query SettingsDeliveries($first: Int!, $after: String, $filter: DeliveryFilter) {
    deliveries(first: $first, after: $after, filter: $filter) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          channel
          route
          state
          reason
          createdAt
          endedAt
          nextTryAt
          alertCount
          attemptCount
          failure
        }
      }
    }
  }
`);

export type DeliveryRow = SettingsDeliveriesQuery['deliveries']['edges'][number]['node'];

export const deliveryQuery = graphql(`
  query SettingsDelivery($id: ID!) {
    delivery(id: $id) {
      id
      deliveryId
      channel
      route
      state
      reason
      createdAt
      endedAt
      nextTryAt
      failure
      failureReason
      status
      alertCount
      content
      alerts {
        id
        title
        severity
        state
      }
      attempts {
        attempt
        at
        ok
        durationMs
        status
        failure
        body
        replica
      }
      mergedInto {
        id
      }
      redeliveryOf {
        id
      }
    }
  }
`);

export const redeliverMutation = graphql(`
  mutation SettingsRedeliver($id: ID!) {
    redeliver(id: $id) {
      __typename
      ... on Delivery {
        id
      }
      ... on Error {
        message
      }
    }
  }
`);

export const channelNamesQuery = graphql(`
  query SettingsChannelNames {
    channels {
      name
    }
  }
`);
