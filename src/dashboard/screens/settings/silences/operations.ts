// What the list of silences asks for and does.
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsSilencesQuery } from '../../../graphql/graphql.ts';

export const silencesQuery = graphql(`
  query SettingsSilences($first: Int!, $after: String, $filter: SilenceFilter) {
    silences(first: $first, after: $after, filter: $filter) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          state
          comment
          createdBy
          startsAt
          endsAt
          endedAt
          endedBy
          silencedAlerts
          matchers {
            text
          }
        }
      }
    }
  }
`);

export type ShownSilence = SettingsSilencesQuery['silences']['edges'][number]['node'];

export const createSilenceMutation = graphql(`
  mutation SettingsCreateSilence($input: CreateSilenceInput!) {
    createSilence(input: $input) {
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

export const updateSilenceMutation = graphql(`
  mutation SettingsUpdateSilence($id: ID!, $input: UpdateSilenceInput!) {
    updateSilence(id: $id, input: $input) {
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

export const expireSilenceMutation = graphql(`
  mutation SettingsExpireSilence($id: ID!) {
    expireSilence(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);
