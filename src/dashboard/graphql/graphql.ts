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

/** Which runs; what is left out does not restrict. */
export type MigrationRunFilter = {
  /** Only runs of this database (global id or name). */
  database?: string | number | null | undefined;
  /** Only runs that do one of these. */
  kinds?: Array<MigrationRunKind> | null | undefined;
  /** Only runs that one of these began. */
  origins?: Array<MigrationRunOrigin> | null | undefined;
  /** Only runs asked for then or later. */
  since?: string | null | undefined;
  /** Only runs in one of these states. */
  states?: Array<MigrationRunState> | null | undefined;
  /** Only runs that the token with this name asked for. */
  triggeredBy?: string | null | undefined;
};

/** What a run does. */
export type MigrationRunKind =
  /** It applies migrations. */
  | 'MIGRATE'
  /** It undoes migrations. */
  | 'ROLLBACK';

/** What started a run. */
export type MigrationRunOrigin =
  /** A request to this API. */
  | 'API'
  /** hawkwatch itself, because the risk was low. */
  | 'AUTOMATIC'
  /** The command line. */
  | 'COMMAND'
  /** Another tool; hawkwatch only saw it. */
  | 'FOREIGN';

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

/** How far a database of a wave is. */
export type MigrationWaveDatabaseState =
  /** Its run did not end well, or could not be made. */
  | 'FAILED'
  /** Its run is queued, waits for a review, or executes. */
  | 'RUNNING'
  /** The wave was stopped before its turn. */
  | 'SKIPPED'
  /** It was migrated, or there was nothing to do. */
  | 'SUCCEEDED'
  /** Its turn has not come. */
  | 'WAITING';

/** When a database has its turn. */
export type MigrationWaveStage =
  /** First; all of them must succeed. */
  | 'CANARY'
  /** After the canaries. */
  | 'REST';

/** How far a wave is. */
export type MigrationWaveState =
  /** Somebody cancelled it. */
  | 'CANCELLED'
  /** A database failed; `reason` tells more. */
  | 'FAILED'
  /** It goes on, or comes to its end after it was stopped. */
  | 'RUNNING'
  /** Every database was migrated. */
  | 'SUCCEEDED';

/** What a review came to. */
export type ReviewDecision =
  /** It may run. */
  | 'APPROVED'
  /** It is not run, or a newer run took its place. */
  | 'REJECTED';

/** How risky something is. UNKNOWN counts as the worst. */
export type RiskLevel =
  /** Data are lost, or a table in use is blocked for long. */
  | 'CRITICAL'
  /** Others wait or fail; do it when nobody needs the table, or another way. */
  | 'HIGH'
  /** A moment, or a detail to know. */
  | 'LOW'
  /** Others may wait or fail for some time. */
  | 'MEDIUM'
  /** Nothing that others would notice. */
  | 'NONE'
  /** It cannot be told: somebody has to look. Counts as the worst. */
  | 'UNKNOWN';

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

export type RunPageQueryVariables = Exact<{
  id: string | number;
}>;


export type RunPageQuery = { migrationRun: { id: string, subject: string, kind: MigrationRunKind, state: MigrationRunState, origin: MigrationRunOrigin, dryRun: boolean, emergency: boolean, source: string, toVersion: string | null, triggeredBy: string | null, queuedAt: string, startedAt: string | null, finishedAt: string | null, database: { id: string, name: string, environment: string | null }, migrations: Array<{ version: string, state: MigrationState }>, error: { message: string, sqlState: string | null, statement: string | null, position: number | null, hint: string | null } | null, review: { decision: ReviewDecision, by: string, at: string, comment: string | null } | null, retryOf: { id: string, queuedAt: string } | null, wave: { id: string, source: string, toVersion: string } | null, verification: { at: string, ok: boolean, checks: Array<{ name: string, ok: boolean, message: string }> } | null, foreign: { tool: string, pid: number | null, application: string | null, user: string | null, since: string, sign: string, query: string | null, stale: boolean, worker: { pid: number, application: string | null } | null, waitsFor: Array<{ pid: number, application: string | null }>, blocks: Array<{ pid: number, application: string | null }> } | null, report: Array<{ version: string, index: number, text: string, executed: boolean, reason: string | null, durationMs: number | null, rows: number | null, rewrites: Array<string>, locks: Array<{ mode: string, relation: string }> }> | null, assessment: { risk: RiskLevel, confidence: number, doubts: Array<string>, findings: Array<{ rule: string, version: string | null, line: number, level: RiskLevel, message: string, safeForm: string | null, because: Array<string> }>, losses: Array<{ object: string, message: string }>, estimate: { lowMs: number, highMs: number, basis: string } | null } | null } | null };

export type RunPageCancelMutationVariables = Exact<{
  id: string | number;
}>;


export type RunPageCancelMutation = { cancelMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type RunPageRetryMutationVariables = Exact<{
  id: string | number;
  key: string;
}>;


export type RunPageRetryMutation = { retryMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun', id: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type RunPageApproveMutationVariables = Exact<{
  id: string | number;
  comment?: string | null | undefined;
}>;


export type RunPageApproveMutation = { approveMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type RunPageRejectMutationVariables = Exact<{
  id: string | number;
  comment: string;
}>;


export type RunPageRejectMutation = { rejectMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type RunPageResolveInDoubtMutationVariables = Exact<{
  id: string | number;
  applied: boolean;
}>;


export type RunPageResolveInDoubtMutation = { resolveInDoubt:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type RunPageAppliedQueryVariables = Exact<{
  database: string | number;
  source: string;
}>;


export type RunPageAppliedQuery = { migrationStatus: { migrations: Array<{ version: string, state: MigrationState }> } };

export type RunPagePreviewRollbackQueryVariables = Exact<{
  database: string | number;
  source: string;
  toVersion: string;
}>;


export type RunPagePreviewRollbackQuery = { previewRollback: { fromVersion: string | null, migrations: Array<{ version: string, name: string, file: string, statements: number }>, impact: { risk: RiskLevel, confidence: number, doubts: Array<string>, findings: Array<{ rule: string, version: string | null, line: number, level: RiskLevel, message: string, safeForm: string | null, because: Array<string> }>, losses: Array<{ object: string, message: string }>, estimate: { lowMs: number, highMs: number, basis: string } | null } | null } };

export type RunPageRollbackMutationVariables = Exact<{
  database: string | number;
  source: string;
  toVersion: string;
  key: string;
}>;


export type RunPageRollbackMutation = { rollbackMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun', id: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type RunPageAlertsQueryVariables = Exact<{
  since: string;
}>;


export type RunPageAlertsQuery = { alerts: { edges: Array<{ node: { id: string, title: string, state: AlertState, severity: Severity, startedAt: string, labels: unknown, metadata: unknown, suspects: Array<{ reason: string, event: { subject: string } }> } }> } };

export type RunsPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: MigrationRunFilter | null | undefined;
}>;


export type RunsPageQuery = { migrationRuns: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, kind: MigrationRunKind, state: MigrationRunState, origin: MigrationRunOrigin, dryRun: boolean, emergency: boolean, source: string, toVersion: string | null, triggeredBy: string | null, percent: number, queuedAt: string, startedAt: string | null, finishedAt: string | null, database: { name: string }, error: { message: string } | null } }> } };

export type RunsDatabaseNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type RunsDatabaseNamesQuery = { databases: { edges: Array<{ node: { id: string, name: string } }> } };

export type RunsWavesQueryVariables = Exact<{ [key: string]: never; }>;


export type RunsWavesQuery = { migrationWaves: { edges: Array<{ node: { id: string, source: string, toVersion: string, state: MigrationWaveState, reason: string | null, startedBy: string, createdAt: string, finishedAt: string | null, databases: Array<{ state: MigrationWaveDatabaseState, stage: MigrationWaveStage, reason: string | null, database: { id: string, name: string }, run: { id: string } | null }> } }> } };

export type RunsCancelWaveMutationVariables = Exact<{
  id: string | number;
  running: boolean;
  reason?: string | null | undefined;
}>;


export type RunsCancelWaveMutation = { cancelMigrationWave:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationWave' }
    | { __typename: 'NotFoundError', message: string }
   };

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
export const RunPageDocument = new TypedDocumentString(`
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
      risk
      confidence
      doubts
      findings {
        rule
        version
        line
        level
        message
        safeForm
        because
      }
      losses {
        object
        message
      }
      estimate {
        lowMs
        highMs
        basis
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RunPageQuery, RunPageQueryVariables>;
export const RunPageCancelDocument = new TypedDocumentString(`
    mutation RunPageCancel($id: ID!) {
  cancelMigration(runId: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RunPageCancelMutation, RunPageCancelMutationVariables>;
export const RunPageRetryDocument = new TypedDocumentString(`
    mutation RunPageRetry($id: ID!, $key: String!) {
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
    `) as unknown as TypedDocumentString<RunPageRetryMutation, RunPageRetryMutationVariables>;
export const RunPageApproveDocument = new TypedDocumentString(`
    mutation RunPageApprove($id: ID!, $comment: String) {
  approveMigration(runId: $id, comment: $comment) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RunPageApproveMutation, RunPageApproveMutationVariables>;
export const RunPageRejectDocument = new TypedDocumentString(`
    mutation RunPageReject($id: ID!, $comment: String!) {
  rejectMigration(runId: $id, comment: $comment) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RunPageRejectMutation, RunPageRejectMutationVariables>;
export const RunPageResolveInDoubtDocument = new TypedDocumentString(`
    mutation RunPageResolveInDoubt($id: ID!, $applied: Boolean!) {
  resolveInDoubt(runId: $id, applied: $applied) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RunPageResolveInDoubtMutation, RunPageResolveInDoubtMutationVariables>;
export const RunPageAppliedDocument = new TypedDocumentString(`
    query RunPageApplied($database: ID!, $source: String!) {
  migrationStatus(database: $database, source: $source) {
    migrations {
      version
      state
    }
  }
}
    `) as unknown as TypedDocumentString<RunPageAppliedQuery, RunPageAppliedQueryVariables>;
export const RunPagePreviewRollbackDocument = new TypedDocumentString(`
    query RunPagePreviewRollback($database: ID!, $source: String!, $toVersion: String!) {
  previewRollback(database: $database, source: $source, toVersion: $toVersion) {
    fromVersion
    migrations {
      version
      name
      file
      statements
    }
    impact {
      risk
      confidence
      doubts
      findings {
        rule
        version
        line
        level
        message
        safeForm
        because
      }
      losses {
        object
        message
      }
      estimate {
        lowMs
        highMs
        basis
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RunPagePreviewRollbackQuery, RunPagePreviewRollbackQueryVariables>;
export const RunPageRollbackDocument = new TypedDocumentString(`
    mutation RunPageRollback($database: ID!, $source: String!, $toVersion: String!, $key: String!) {
  rollbackMigration(
    database: $database
    source: $source
    toVersion: $toVersion
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
    `) as unknown as TypedDocumentString<RunPageRollbackMutation, RunPageRollbackMutationVariables>;
export const RunPageAlertsDocument = new TypedDocumentString(`
    query RunPageAlerts($since: DateTime!) {
  alerts(last: 40, filter: {since: $since}) {
    edges {
      node {
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
}
    `) as unknown as TypedDocumentString<RunPageAlertsQuery, RunPageAlertsQueryVariables>;
export const RunsPageDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<RunsPageQuery, RunsPageQueryVariables>;
export const RunsDatabaseNamesDocument = new TypedDocumentString(`
    query RunsDatabaseNames {
  databases(first: 100) {
    edges {
      node {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RunsDatabaseNamesQuery, RunsDatabaseNamesQueryVariables>;
export const RunsWavesDocument = new TypedDocumentString(`
    query RunsWaves {
  migrationWaves(first: 5) {
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
    `) as unknown as TypedDocumentString<RunsWavesQuery, RunsWavesQueryVariables>;
export const RunsCancelWaveDocument = new TypedDocumentString(`
    mutation RunsCancelWave($id: ID!, $running: Boolean!, $reason: String) {
  cancelMigrationWave(id: $id, cancelRunning: $running, reason: $reason) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RunsCancelWaveMutation, RunsCancelWaveMutationVariables>;
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