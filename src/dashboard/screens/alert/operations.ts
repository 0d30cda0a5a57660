// What an alert's page asks for and does.
import { graphql } from '../../graphql/gql.ts';
import type { AlertPageQuery } from '../../graphql/graphql.ts';

export const alertPageQuery = graphql(`
  query AlertPage($id: ID!) {
    alert(id: $id) {
      id
      fingerprint
      severity
      state
      title
      message
      type
      rule
      source
      subject
      labels
      metadata
      value
      url
      databaseName
      startedAt
      firedAt
      acknowledgedAt
      acknowledgedBy
      recoveringSince
      resolvedAt
      resolvedBy
      resolution
      assignedTo
      observedAt
      conditionHolds
      timesFired
      flappingSince
      database {
        id
      }
      incident {
        id
        title
      }
      suppressions {
        kind
        reason
        until
        silence {
          id
        }
        dependsOn {
          id
          title
        }
      }
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
      escalation {
        policy
        nextLevel
        nextAt
        round
        stop
      }
      remediations {
        name
        action
        object
        automatic
        refusal
      }
      remediationRuns {
        remedy
        action
        object
        askedBy
        state
        message
        queuedAt
        finishedAt
      }
    }
  }
`);

export type AlertDetails = NonNullable<AlertPageQuery['alert']>;

export const ruleQuery = graphql(`
  query AlertPageRule($name: ID!) {
    alertRule(name: $name) {
      name
      description
      origin
      runbook
      forMs
      keepFiringForMs
      condition {
        __typename
        ... on AlertMetricCondition {
          metric
          aggregate
          above
          below
          clear
          windowMs
          noDataAfterMs
          onNoData
          onError
        }
        ... on AlertEventCondition {
          lastsMs
          on {
            event
            where
          }
          until {
            event
            where
          }
        }
      }
    }
  }
`);

export const policiesQuery = graphql(`
  query AlertPagePolicies {
    escalationPolicies {
      name
      repeat
      levels {
        number
        afterMs
        hours
        rotation
        channels {
          severity
          channels
        }
      }
    }
    onCall {
      rotation
      person {
        name
      }
    }
  }
`);

export const escalate = graphql(`
  mutation AlertPageEscalate($id: ID!) {
    escalateAlert(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const acknowledge = graphql(`
  mutation AlertPageAcknowledge($id: ID!) {
    acknowledgeAlert(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const unacknowledge = graphql(`
  mutation AlertPageUnacknowledge($id: ID!) {
    unacknowledgeAlert(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const resolve = graphql(`
  mutation AlertPageResolve($id: ID!, $comment: String) {
    resolveAlert(id: $id, comment: $comment) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const assign = graphql(`
  mutation AlertPageAssign($id: ID!, $assignee: String) {
    assignAlert(id: $id, assignee: $assignee) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const comment = graphql(`
  mutation AlertPageComment($id: ID!, $text: String!) {
    commentOnAlert(id: $id, text: $text) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const previewSilence = graphql(`
  query AlertPagePreviewSilence($matchers: [String!]!) {
    previewSilence(matchers: $matchers) {
      total
      alerts {
        id
        title
        severity
      }
    }
  }
`);

export const createSilence = graphql(`
  mutation AlertPageSilence($input: CreateSilenceInput!) {
    createSilence(input: $input) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const expireSilence = graphql(`
  mutation AlertPageExpireSilence($id: ID!) {
    expireSilence(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const runRemediation = graphql(`
  mutation AlertPageRemedy($alertId: ID!, $action: String!) {
    runRemediation(alertId: $alertId, action: $action) {
      __typename
      ... on RemediationRun {
        state
        outcome: message
      }
      ... on Error {
        message
      }
    }
  }
`);
