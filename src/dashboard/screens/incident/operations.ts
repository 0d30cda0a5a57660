// What an incident's page asks for.
import { graphql } from '../../graphql/gql.ts';
import type { IncidentPageQuery } from '../../graphql/graphql.ts';

export const incidentPageQuery = graphql(`
  query IncidentPage($id: ID!) {
    incident(id: $id) {
      id
      title
      severity
      isOpen
      reason
      startedAt
      resolvedAt
      suspects {
        score
        reason
        event {
          id
          type
          occurredAt
          subject
          payload
        }
      }
      alerts(first: 100) {
        pageInfo {
          hasNextPage
        }
        edges {
          node {
            id
            severity
            state
            title
            subject
            startedAt
            resolvedAt
            acknowledgedBy
            assignedTo
          }
        }
      }
    }
  }
`);

export type IncidentDetails = NonNullable<IncidentPageQuery['incident']>;

export const incidentStatesQuery = graphql(`
  query IncidentPageStates($id: ID!, $after: String) {
    incident(id: $id) {
      alerts(first: 100, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            id
            state
          }
        }
      }
    }
  }
`);

export const incidentTimelineQuery = graphql(`
  query IncidentPageTimeline($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    incident(id: $id) {
      timeline(first: $first, after: $after, last: $last, before: $before) {
        pageInfo {
          hasPreviousPage
          hasNextPage
        }
        edges {
          cursor
          node {
            at
            kind
            actor
            text
            detail
            alert {
              id
              title
            }
          }
        }
      }
    }
  }
`);

export const acknowledgeIncident = graphql(`
  mutation IncidentPageAcknowledge($ids: [ID!]!) {
    acknowledgeAlerts(ids: $ids) {
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
