// What the list of maintenance windows asks for and does.
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsWindowsQuery } from '../../../graphql/graphql.ts';

export const windowsQuery = graphql(`
  query SettingsWindows($first: Int!, $after: String) {
    maintenanceWindows(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          comment
          origin
          cron
          timeZone
          createdBy
          suppressedAlerts
          matchers {
            text
          }
          current {
            startsAt
            endsAt
          }
          next {
            startsAt
            endsAt
          }
        }
      }
    }
  }
`);

export type ShownWindow = SettingsWindowsQuery['maintenanceWindows']['edges'][number]['node'];

export const createWindowMutation = graphql(`
  mutation SettingsCreateWindow($input: CreateMaintenanceWindowInput!) {
    createMaintenanceWindow(input: $input) {
      __typename
      ... on InvalidInputError {
        issues {
          path
          message
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

export const endWindowMutation = graphql(`
  mutation SettingsEndWindow($window: ID!) {
    endMaintenanceWindow(window: $window) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);
