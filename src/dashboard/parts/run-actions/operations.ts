// What can be done with a run, and whether something of it is in doubt.
import { graphql } from '../../graphql/gql.ts';

export const cancelRun = graphql(`
  mutation RunActionsCancel($id: ID!) {
    cancelMigration(runId: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const retryRun = graphql(`
  mutation RunActionsRetry($id: ID!, $key: String!) {
    retryMigration(runId: $id, clientMutationId: $key) {
      __typename
      ... on MigrationRun {
        id
      }
      ... on Error {
        message
      }
    }
  }
`);

export const resolveDoubt = graphql(`
  mutation RunActionsResolveInDoubt($id: ID!, $applied: Boolean!) {
    resolveInDoubt(runId: $id, applied: $applied) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const waitingQuery = graphql(`
  query RunActionsWaiting($database: ID!) {
    migrationRuns(first: 100, filter: { database: $database, states: [AWAITING_REVIEW] }) {
      edges {
        node {
          id
          source
          dryRun
        }
      }
    }
  }
`);

export const doubtsQuery = graphql(`
  query RunActionsDoubts($database: ID!, $source: String!) {
    migrationStatus(database: $database, source: $source) {
      migrations {
        version
        inDoubt
      }
    }
  }
`);
