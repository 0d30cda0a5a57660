// What the history of runs asks for and does.
import { graphql } from '../../graphql/gql.ts';
import type { RunsPageQuery, RunsWavesQuery } from '../../graphql/graphql.ts';

export const runsPageQuery = graphql(`
  query RunsPage($first: Int!, $after: String, $filter: MigrationRunFilter) {
    migrationRuns(first: $first, after: $after, filter: $filter) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          kind
          state
          origin
          dryRun
          emergency
          source
          toVersion
          triggeredBy
          percent
          queuedAt
          startedAt
          finishedAt
          database {
            name
          }
          error {
            message
          }
        }
      }
    }
  }
`);

export type RunRow = RunsPageQuery['migrationRuns']['edges'][number]['node'];

export const databaseNames = graphql(`
  query RunsDatabaseNames($filter: DatabaseFilter) {
    databases(first: 100, filter: $filter) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

export const databaseName = graphql(`
  query RunsDatabaseName($id: ID!) {
    database(id: $id) {
      name
    }
  }
`);

export const wavesQuery = graphql(`
  query RunsWaves($first: Int!, $filter: MigrationWaveFilter) {
    migrationWaves(first: $first, filter: $filter) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
          source
          toVersion
          state
          reason
          startedBy
          createdAt
          finishedAt
          databases {
            state
            stage
            reason
            database {
              id
              name
            }
            run {
              id
            }
          }
        }
      }
    }
  }
`);

export type Wave = RunsWavesQuery['migrationWaves']['edges'][number]['node'];

export const cancelWave = graphql(`
  mutation RunsCancelWave($id: ID!, $running: Boolean!, $reason: String) {
    cancelMigrationWave(id: $id, cancelRunning: $running, reason: $reason) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);
