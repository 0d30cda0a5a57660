/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How an alert stands. */
export type AlertState =
  /** It fires, and somebody has taken it on. */
  | 'ACKNOWLEDGED'
  /** Its condition holds. */
  | 'FIRING'
  /** Its condition holds, but not for long enough yet; nobody was told. */
  | 'PENDING'
  /** Its condition does not hold any more, but not for long enough. */
  | 'RECOVERING'
  /** It is over. */
  | 'RESOLVED';

/** What happened to a run. */
export type MigrationProgressKind =
  /** Other sessions hold locks that are needed. */
  | 'BLOCKED'
  /** The run ended; nothing comes after it. */
  | 'FINISHED'
  /** A lock was not got in time; it is tried again. */
  | 'LOCK_RETRY'
  /** Something to know; see `message`. */
  | 'LOG'
  /** A migration ended. */
  | 'MIGRATION_FINISHED'
  /** A migration began. */
  | 'MIGRATION_STARTED'
  /** The run waits for its turn. */
  | 'QUEUED'
  /** The state when the subscription began. */
  | 'SNAPSHOT'
  /** The run began to execute. */
  | 'STARTED'
  /** A statement ended. */
  | 'STATEMENT_FINISHED'
  /** A long statement tells how far it is. */
  | 'STATEMENT_PROGRESS'
  /** A statement began. */
  | 'STATEMENT_STARTED'
  /** The locks were got. */
  | 'UNBLOCKED';

/** What a run does. */
export type MigrationRunKind =
  /** It applies migrations. */
  | 'MIGRATE'
  /** It undoes migrations. */
  | 'ROLLBACK';

/** How far a run is. */
export type MigrationRunState =
  /** Somebody has to look at it before it runs. */
  | 'AWAITING_REVIEW'
  /** Somebody ended it. */
  | 'CANCELLED'
  /** A statement failed; `error` tells which. */
  | 'FAILED'
  /** hawkwatch died on the way, and it can be retried; or a foreign one ended without recording what it had begun. */
  | 'INTERRUPTED'
  /** It waits for its turn. */
  | 'QUEUED'
  /** The review refused it. */
  | 'REJECTED'
  /** It executes. */
  | 'RUNNING'
  /** It ended well. */
  | 'SUCCEEDED';

/** How one migration stands. */
export type MigrationState =
  /** It was applied. */
  | 'APPLIED'
  /** It counts as applied before hawkwatch came. */
  | 'BASELINE'
  /** It was changed after it had been applied. */
  | 'EDITED'
  /** It failed and left nothing behind. */
  | 'FAILED'
  /** It is applied, but newer than anything the source has. */
  | 'FUTURE'
  /** The tool was told to leave it out. */
  | 'IGNORED'
  /** Somebody marked it as applied without running it. */
  | 'MARKED'
  /** It was applied, but the source does not have it any more. */
  | 'MISSING_FILE'
  /** A repeatable one that was changed since it was applied. */
  | 'OUTDATED'
  /** It is older than one that is applied, but was not applied itself. */
  | 'OUT_OF_ORDER'
  /** A part of it is applied, or the outcome of a statement is not known. */
  | 'PARTIAL'
  /** It was not applied yet. */
  | 'PENDING'
  /** It was applied and undone again. */
  | 'ROLLED_BACK'
  /** It is being applied. */
  | 'RUNNING'
  /** The tool will never apply it, and does not say so. */
  | 'SKIPPED_SILENTLY'
  /** A later one replaces it. */
  | 'SUPERSEDED';

/** What a token may do; each role includes those before it. */
export type Role =
  /** Also manages tokens, reads the audit log and repairs the history. */
  | 'ADMIN'
  /** Also runs, cancels, retries and rolls back migrations. */
  | 'OPERATOR'
  /** Reads everything but tokens and the audit log. */
  | 'VIEWER';

/** How bad something is. */
export type Severity =
  /** Somebody must act now. */
  | 'CRITICAL'
  /** Something does not work. */
  | 'ERROR'
  /** Worth knowing. */
  | 'INFO'
  /** Something will not work, or not well. */
  | 'WARNING';

/** The session to end, and why. */
export type TerminateSessionInput = {
  /** Global id or name of the database. */
  database: string | number;
  /** Its process id, as a run shows it. */
  pid: number;
  /** Why, for the audit log: 3 to 500 characters. */
  reason: string;
  /** Global id of the run that shows it, to be sure. */
  runId?: string | number | null | undefined;
};

export type LiveEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type LiveEventsSubscription = { events: { cursor: string, type: string, occurredAt: string, subject: string, payload: unknown } };

export type HeadQueryVariables = Exact<{ [key: string]: never; }>;


export type HeadQuery = { head: string };

export type RunProgressRunQueryVariables = Exact<{
  id: string | number;
}>;


export type RunProgressRunQuery = { migrationRun: { id: string, cursor: string, kind: MigrationRunKind, state: MigrationRunState, dryRun: boolean, percent: number, startedAt: string | null, finishedAt: string | null, database: { id: string, name: string }, migrations: Array<{ version: string, name: string, state: MigrationState, statementsDone: number, statementsTotal: number, durationMs: number | null }> } | null };

export type RunProgressEventsSubscriptionVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type RunProgressEventsSubscription = { migrationProgress: { cursor: string, at: string, kind: MigrationProgressKind, percent: number, etaMs: number | null, message: string | null, migration: { version: string, name: string, state: MigrationState, statementsDone: number, statementsTotal: number, durationMs: number | null } | null, statement: { index: number, total: number, text: string, rows: number | null, durationMs: number | null, phase: string | null, done: number | null, of: number | null } | null, blockedBy: Array<{ pid: number, application: string | null, user: string | null, query: string | null, sinceMs: number | null }> } };

export type RunProgressTerminateMutationVariables = Exact<{
  input: TerminateSessionInput;
}>;


export type RunProgressTerminateMutation = { terminateSession:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'TerminatedSession', message: string }
   };

export type NowAlertsQueryVariables = Exact<{ [key: string]: never; }>;


export type NowAlertsQuery = { alerts: { totalCount: number, edges: Array<{ node: { id: string, title: string, state: AlertState, severity: Severity, startedAt: string } }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { name: string, role: Role } };

export type SearchNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type SearchNamesQuery = { databases: { edges: Array<{ node: { id: string, name: string } }> }, containers: { edges: Array<{ node: { id: string, name: string } }> }, endpoints: { edges: Array<{ node: { id: string, name: string } }> } };

export type SearchAlertsQueryVariables = Exact<{
  text: string;
}>;


export type SearchAlertsQuery = { alerts: { edges: Array<{ node: { id: string, title: string } }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const LiveEventsDocument = new TypedDocumentString(`
    subscription LiveEvents($after: Cursor) {
  events(after: $after) {
    cursor
    type
    occurredAt
    subject
    payload
  }
}
    `) as unknown as TypedDocumentString<LiveEventsSubscription, LiveEventsSubscriptionVariables>;
export const HeadDocument = new TypedDocumentString(`
    query Head {
  head
}
    `) as unknown as TypedDocumentString<HeadQuery, HeadQueryVariables>;
export const RunProgressRunDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<RunProgressRunQuery, RunProgressRunQueryVariables>;
export const RunProgressEventsDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<RunProgressEventsSubscription, RunProgressEventsSubscriptionVariables>;
export const RunProgressTerminateDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<RunProgressTerminateMutation, RunProgressTerminateMutationVariables>;
export const NowAlertsDocument = new TypedDocumentString(`
    query NowAlerts {
  alerts(first: 10, filter: {states: [FIRING, ACKNOWLEDGED, RECOVERING]}) {
    totalCount
    edges {
      node {
        id
        title
        state
        severity
        startedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowAlertsQuery, NowAlertsQueryVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    name
    role
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const SearchNamesDocument = new TypedDocumentString(`
    query SearchNames {
  databases(first: 100) {
    edges {
      node {
        id
        name
      }
    }
  }
  containers(first: 100) {
    edges {
      node {
        id
        name
      }
    }
  }
  endpoints(first: 100) {
    edges {
      node {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchNamesQuery, SearchNamesQueryVariables>;
export const SearchAlertsDocument = new TypedDocumentString(`
    query SearchAlerts($text: String!) {
  alerts(first: 8, filter: {text: $text}) {
    edges {
      node {
        id
        title
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchAlertsQuery, SearchAlertsQueryVariables>;