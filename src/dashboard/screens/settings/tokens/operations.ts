// What the list of tokens asks for and does.
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsTokensQuery } from '../../../graphql/graphql.ts';

export const tokensQuery = graphql(`
  query SettingsTokens($first: Int!, $after: String, $revoked: Boolean) {
    tokens(first: $first, after: $after, revoked: $revoked) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          name
          role
          createdAt
          createdBy
          expiresAt
          revokedAt
        }
      }
    }
  }
`);

export type ShownToken = SettingsTokensQuery['tokens']['edges'][number]['node'];

export const createTokenMutation = graphql(`
  mutation SettingsCreateToken($input: CreateTokenInput!) {
    createToken(input: $input) {
      __typename
      ... on CreatedToken {
        text
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

export const revokeTokenMutation = graphql(`
  mutation SettingsRevokeToken($id: ID!) {
    revokeToken(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);
