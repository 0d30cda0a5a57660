// What the list of what needs somebody asks and does.
import { graphql } from '../../../graphql/gql.ts';
import type { NowNeedsYouQuery } from '../../../graphql/graphql.ts';

export const needsYouQuery = graphql(`
  query NowNeedsYou {
    alerts(first: 20, filter: { states: [FIRING], suppressed: false }, order: WORST_FIRST) {
      totalCount
      edges {
        node {
          id
          title
          message
          severity
          databaseName
          startedAt
          assignedTo
          flappingSince
        }
      }
    }
    migrationRuns(first: 20, filter: { states: [AWAITING_REVIEW] }) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
          source
          kind
          queuedAt
          triggeredBy
          origin
          migrations {
            version
            name
          }
          database {
            name
            environment
          }
          assessment {
            risk
            losses {
              object
              message
            }
          }
        }
      }
    }
  }
`);

export type NeedyAlert = NowNeedsYouQuery['alerts']['edges'][number]['node'];
export type NeedyRun = NowNeedsYouQuery['migrationRuns']['edges'][number]['node'];

export const acknowledgeMutation = graphql(`
  mutation NowAcknowledge($id: ID!) {
    acknowledgeAlert(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const silenceMutation = graphql(`
  mutation NowSilence($id: ID!) {
    silenceAlert(alertId: $id, durationMinutes: 60, comment: "Silenced for an hour, from Now") {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const impactQuery = graphql(`
  query NowImpact($id: ID!) {
    migrationRun(id: $id) {
      assessment {
        ...ShownImpact
      }
    }
  }
`);

export const approveMutation = graphql(`
  mutation NowApprove($id: ID!, $comment: String) {
    approveMigration(runId: $id, comment: $comment) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const rejectMutation = graphql(`
  mutation NowReject($id: ID!, $comment: String!) {
    rejectMigration(runId: $id, comment: $comment) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);
