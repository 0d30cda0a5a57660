// What a run's page asks for and does.
import { graphql } from '../../graphql/gql.ts';
import type { RunPageQuery } from '../../graphql/graphql.ts';

export const runPageQuery = graphql(`
  query RunPage($id: ID!) {
    migrationRun(id: $id) {
      id
      subject
      kind
      state
      origin
      dryRun
      emergency
      source
      toVersion
      triggeredBy
      queuedAt
      startedAt
      finishedAt
      database {
        id
        name
        environment
      }
      migrations {
        version
        state
      }
      error {
        message
        sqlState
        statement
        position
        hint
      }
      review {
        decision
        by
        at
        comment
      }
      retryOf {
        id
        queuedAt
      }
      wave {
        id
        source
        toVersion
      }
      verification {
        at
        ok
        checks {
          name
          ok
          message
        }
      }
      foreign {
        tool
        pid
        application
        user
        since
        sign
        query
        stale
        worker {
          pid
          application
        }
        waitsFor {
          pid
          application
        }
        blocks {
          pid
          application
        }
      }
      report {
        version
        index
        text
        executed
        reason
        durationMs
        rows
        rewrites
        locks {
          mode
          relation
        }
      }
      assessment {
        ...ShownImpact
      }
    }
  }
`);

export type RunDetails = NonNullable<RunPageQuery['migrationRun']>;

export const approveRun = graphql(`
  mutation RunPageApprove($id: ID!, $comment: String) {
    approveMigration(runId: $id, comment: $comment) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const rejectRun = graphql(`
  mutation RunPageReject($id: ID!, $comment: String!) {
    rejectMigration(runId: $id, comment: $comment) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const appliedBefore = graphql(`
  query RunPageApplied($database: ID!, $source: String!) {
    migrationStatus(database: $database, source: $source) {
      migrations {
        version
        state
      }
    }
  }
`);

export const previewRollback = graphql(`
  query RunPagePreviewRollback($database: ID!, $source: String!, $toVersion: String!) {
    previewRollback(database: $database, source: $source, toVersion: $toVersion) {
      toVersion
      migrations {
        version
        name
        file
        statements
        checksum
      }
      impact {
        ...ShownImpact
      }
    }
  }
`);

export const rollBack = graphql(`
  mutation RunPageRollback(
    $database: ID!
    $source: String!
    $toVersion: String!
    $expected: [ExpectedMigrationInput!]
    $key: String!
  ) {
    rollbackMigration(
      database: $database
      source: $source
      toVersion: $toVersion
      expected: $expected
      clientMutationId: $key
    ) {
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

export const alertsOfRun = graphql(`
  query RunPageAlerts($id: ID!) {
    migrationRun(id: $id) {
      alerts {
        id
        title
        state
        severity
        startedAt
        labels
        metadata
        suspects {
          reason
          event {
            subject
          }
        }
      }
    }
  }
`);
