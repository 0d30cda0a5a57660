// What the list of monitors asks for and does.
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsMonitorsQuery } from '../../../graphql/graphql.ts';

export const monitorsQuery = graphql(`
  query SettingsMonitors($first: Int!, $after: String, $filter: MonitorFilter) {
    monitors(first: $first, after: $after, filter: $filter) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          kind
          name
          description
          state
          reason
          since
          scope
          host
          lagMs
          lastSuccessAt
          lastError
          lastErrorAt
          nextRunAt
          pausedBy
        }
      }
    }
  }
`);

export type ShownMonitor = SettingsMonitorsQuery['monitors']['edges'][number]['node'];

export const pauseMonitorMutation = graphql(`
  mutation SettingsPauseMonitor($id: ID!) {
    pauseMonitor(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const resumeMonitorMutation = graphql(`
  mutation SettingsResumeMonitor($id: ID!) {
    resumeMonitor(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const runMonitorMutation = graphql(`
  mutation SettingsRunMonitor($id: ID!) {
    runMonitorNow(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);
