// What the list of alerts asks for and does.
import { graphql } from '../../graphql/gql.ts';
import type { AlertsIncidentsQuery, AlertsPageQuery } from '../../graphql/graphql.ts';

export const alertsPageQuery = graphql(`
  query AlertsPage($first: Int!, $after: String, $filter: AlertFilter, $order: AlertOrder) {
    alerts(first: $first, after: $after, filter: $filter, order: $order) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          severity
          state
          title
          rule
          subject
          databaseName
          startedAt
          acknowledgedBy
          assignedTo
          updatedAt
          suppressions {
            reason
          }
        }
      }
    }
  }
`);

export type AlertRow = AlertsPageQuery['alerts']['edges'][number]['node'];

export const alertsLive = graphql(`
  subscription AlertsLive($after: Cursor, $filter: AlertFilter) {
    alertsChanged(after: $after, filter: $filter) {
      cursor
      alert {
        id
        severity
        state
        title
        rule
        subject
        databaseName
        startedAt
        acknowledgedBy
        assignedTo
        updatedAt
        suppressions {
          reason
        }
      }
    }
  }
`);

export const namesQuery = graphql(`
  query AlertsFilterNames {
    alertRules(first: 100) {
      edges {
        node {
          name
        }
      }
    }
    databases(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

export const incidentsQuery = graphql(`
  query AlertsIncidents($first: Int!, $after: String, $filter: IncidentFilter) {
    incidents(first: $first, after: $after, filter: $filter) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          title
          severity
          isOpen
          reason
          startedAt
          resolvedAt
        }
      }
    }
  }
`);

export type IncidentRow = AlertsIncidentsQuery['incidents']['edges'][number]['node'];

export const acknowledgeMany = graphql(`
  mutation AlertsAcknowledge($ids: [ID!]!, $comment: String) {
    acknowledgeAlerts(ids: $ids, comment: $comment) {
      __typename
      ... on AlertOutcomes {
        outcomes {
          alertId
          refusal
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

export const resolveMany = graphql(`
  mutation AlertsResolve($ids: [ID!]!, $comment: String) {
    resolveAlerts(ids: $ids, comment: $comment) {
      __typename
      ... on AlertOutcomes {
        outcomes {
          alertId
          refusal
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

export const assignMany = graphql(`
  mutation AlertsAssign($ids: [ID!]!, $assignee: String, $comment: String) {
    assignAlerts(ids: $ids, assignee: $assignee, comment: $comment) {
      __typename
      ... on AlertOutcomes {
        outcomes {
          alertId
          refusal
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

export const silenceMany = graphql(`
  mutation AlertsSilence($ids: [ID!]!, $comment: String!, $minutes: Int!) {
    silenceAlerts(alertIds: $ids, comment: $comment, durationMinutes: $minutes) {
      __typename
      ... on SilencesPayload {
        silences {
          id
        }
      }
      ... on Error {
        message
      }
    }
  }
`);
