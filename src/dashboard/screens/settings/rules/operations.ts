// What the list of rules asks for and does.
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsRuleQuery, SettingsRulesQuery } from '../../../graphql/graphql.ts';

export const rulesQuery = graphql(`
  query SettingsRules($first: Int!, $after: String, $filter: AlertRuleFilter) {
    alertRules(first: $first, after: $after, filter: $filter) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          description
          enabled
          severity
          origin
          openAlerts
          lastMatchedAt
          lastError
          warning
        }
      }
    }
  }
`);

export type RuleRow = SettingsRulesQuery['alertRules']['edges'][number]['node'];

export const ruleQuery = graphql(`
  query SettingsRule($name: ID!) {
    alertRule(name: $name) {
      id
      name
      type
      description
      enabled
      severity
      origin
      openAlerts
      forMs
      keepFiringForMs
      escalation
      runbook
      title
      message
      labels
      lastMatchedAt
      lastEvaluatedAt
      lastError
      warning
      overrides {
        match
        enabled
        severity
        forMs
        above
        below
        clear
      }
      condition {
        __typename
        ... on AlertEventCondition {
          labels
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
        ... on AlertMetricCondition {
          metric
          match
          aggregate
          windowMs
          above
          below
          clear
          noDataAfterMs
          onNoData
          onError
        }
      }
    }
  }
`);

export type WholeRule = NonNullable<SettingsRuleQuery['alertRule']>;

export const createRuleMutation = graphql(`
  mutation SettingsCreateRule($input: AlertRuleInput!) {
    createAlertRule(input: $input) {
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

export const updateRuleMutation = graphql(`
  mutation SettingsUpdateRule($input: AlertRuleInput!) {
    updateAlertRule(input: $input) {
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

export const deleteRuleMutation = graphql(`
  mutation SettingsDeleteRule($name: ID!) {
    deleteAlertRule(name: $name) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const switchRuleMutation = graphql(`
  mutation SettingsSwitchRule($name: ID!, $enabled: Boolean!) {
    setAlertRuleEnabled(name: $name, enabled: $enabled) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const previewRuleQuery = graphql(`
  query SettingsPreviewRule(
    $name: ID
    $input: AlertRuleInput
    $from: DateTime!
    $until: DateTime!
  ) {
    previewRule(name: $name, input: $input, from: $from, until: $until) {
      __typename
      ... on AlertRulePreview {
        alertCount
        matched
        examined
        cutShort
        stepMs
        alerts {
          title
          subject
          severity
          startedAt
          firedAt
          resolvedAt
          timesFired
        }
      }
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
