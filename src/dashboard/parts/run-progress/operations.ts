// What the progress of a run asks for and subscribes to.
import { graphql } from '../../graphql/gql.ts';
import type { RunProgressEventsSubscription, RunProgressRunQuery } from '../../graphql/graphql.ts';

export type Run = NonNullable<RunProgressRunQuery['migrationRun']>;
export type Step = Run['migrations'][number];
export type ProgressEvent = RunProgressEventsSubscription['migrationProgress'];

export const runProgressQuery = graphql(`
  query RunProgressRun($id: ID!) {
    migrationRun(id: $id) {
      id
      cursor
      kind
      state
      dryRun
      percent
      startedAt
      finishedAt
      database {
        id
        name
      }
      migrations {
        version
        name
        state
        statementsDone
        statementsTotal
        durationMs
      }
    }
  }
`);

// Nothing of the run itself is selected: that would be read anew for each of thousands of events.
export const runProgressStream = graphql(`
  subscription RunProgressEvents($id: ID!, $after: Cursor) {
    migrationProgress(runId: $id, after: $after) {
      cursor
      at
      kind
      percent
      etaMs
      message
      migration {
        version
        name
        state
        statementsDone
        statementsTotal
        durationMs
      }
      statement {
        index
        total
        text
        rows
        durationMs
        phase
        done
        of
      }
      blockedBy {
        pid
        application
        user
        query
        sinceMs
      }
    }
  }
`);

export const terminateSession = graphql(`
  mutation RunProgressTerminate($input: TerminateSessionInput!) {
    terminateSession(input: $input) {
      __typename
      ... on TerminatedSession {
        message
      }
      ... on Error {
        message
      }
    }
  }
`);
