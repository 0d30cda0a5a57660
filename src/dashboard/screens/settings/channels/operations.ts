// What the list of channels asks for and does.
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsChannelsQuery } from '../../../graphql/graphql.ts';

export const channelsQuery = graphql(`
  query SettingsChannels {
    channels {
      name
      kind
      state
      target
      waiting
      failures
      sendsResolved
      disabledAt
      disabledReason
      openUntil
      lastDeliveredAt
      lastFailure
      lastFailureAt
    }
  }
`);

export const lastDeliveriesQuery = graphql(`
  query SettingsLastDeliveries($channels: [String!]) {
    deliveries(first: 3, filter: { channels: $channels }) {
      edges {
        node {
          id
          state
          reason
          createdAt
          alertCount
        }
      }
    }
  }
`);

export type ShownChannel = SettingsChannelsQuery['channels'][number];

export const testChannelMutation = graphql(`
  mutation SettingsTestChannel($name: String!) {
    testChannel(name: $name) {
      __typename
      ... on Delivery {
        id
        state
        failure
      }
      ... on Error {
        message
      }
    }
  }
`);

export const enableChannelMutation = graphql(`
  mutation SettingsEnableChannel($name: String!) {
    enableChannel(name: $name) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);
