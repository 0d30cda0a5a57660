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

/** How to log in to a discovered database: a URL, or credentials. */
export type ConfirmDiscoveredDatabaseInput = {
  /** The same request with the same key gives the same registration again. */
  clientMutationId?: string | null | undefined;
  /** Instead of a URL. */
  credentials?: DatabaseCredentialsInput | null | undefined;
  /** Global id or name of the database. */
  database: string | number;
  /** Check all of it, tell what was found, and store nothing. */
  dryRun?: boolean | null | undefined;
  /** Where it belongs; without it, as the label `hawkwatch.environment` says. */
  environment?: string | null | undefined;
  /** Your own words about it, 50 at most. */
  labels?: Array<LabelInput> | null | undefined;
  /** Refuse it when it cannot be logged in to within a few seconds. */
  requireReachable?: boolean | null | undefined;
  /** How its schema is watched. */
  schema?: DatabaseSchemaInput | null | undefined;
  /** A PostgreSQL URL. It is sealed, and never shown again. Send it as a variable. */
  url?: string | null | undefined;
};

/** How to log in to a database whose place is known. */
export type DatabaseCredentialsInput = {
  /** The database's name; without it, the role's. */
  databaseName?: string | null | undefined;
  /** Its password. It is sealed, and never shown. Send it as a variable. */
  password: string;
  /** Where it is; without it, the first of its `places`. */
  place?: DatabasePlaceInput | null | undefined;
  /** As in a URL: `require`, `verify-full` … */
  sslMode?: string | null | undefined;
  /** The role. */
  userName: string;
};

/** The kind of a database. */
export type DatabaseEngine =
  /** DuckDB. */
  | 'DUCKDB'
  /** Elasticsearch or OpenSearch. */
  | 'ELASTICSEARCH'
  /** MongoDB. */
  | 'MONGODB'
  /** MySQL or MariaDB. */
  | 'MYSQL'
  /** Any other one. */
  | 'OTHER'
  /** PostgreSQL. */
  | 'POSTGRESQL'
  /** Redis. */
  | 'REDIS'
  /** SQLite. */
  | 'SQLITE';

/** Where a server is. */
export type DatabasePlaceInput = {
  /** Name or address. */
  host: string;
  /** Port. */
  port: number;
};

/** How its schema is watched; what is left out is as the configuration file has it. */
export type DatabaseSchemaInput = {
  /** What a run does that finds drift. */
  beforeRun?: DriftBeforeRun | null | undefined;
  /** How often it is asked whether its schema may have changed: 1000 to 86400000. */
  intervalMs?: number | null | undefined;
};

/** Whether a database can be used. */
export type DatabaseState =
  /** It answers with restrictions; `stateReason` names them. */
  | 'DEGRADED'
  /** It was found, but how to reach it is not configured. */
  | 'DISCOVERED'
  /** It does not answer. */
  | 'DOWN'
  /** It left the configuration; its history is kept. */
  | 'RETIRED'
  /** Nobody has looked yet. */
  | 'UNKNOWN'
  /** It answers. */
  | 'UP';

/** What a run does that finds drift. */
export type DriftBeforeRun =
  /** It does not begin. */
  | 'BLOCK'
  /** Nothing: it does not look. */
  | 'OFF'
  /** It says so and goes on. */
  | 'WARN';

/** How far a drift is. */
export type DriftState =
  /** Somebody knows. */
  | 'ACKNOWLEDGED'
  /** Nobody has taken note of it. */
  | 'OPEN'
  /** It is over. */
  | 'RESOLVED';

/** A label and its value. */
export type LabelInput = {
  /** Name of the label. */
  name: string;
  /** What it must be. */
  value: string;
};

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

/** Which statuses; what is left out does not restrict. */
export type MigrationStatusFilter = {
  /** Only databases of these environments. */
  environments?: Array<string> | null | undefined;
  /** Only databases with all these labels. */
  labels?: Array<LabelInput> | null | undefined;
  /** Only sources of these names. */
  sources?: Array<string> | null | undefined;
  /** Only those in one of these states. */
  states?: Array<MigrationStatusState> | null | undefined;
  /** Only those with this text in the name, the source, the version or the reason. */
  text?: string | null | undefined;
  /** Only sources of these migration tools. */
  tools?: Array<string> | null | undefined;
};

/** How a source as a whole stands in its database. */
export type MigrationStatusState =
  /** The database has migrations that the source does not know. */
  | 'AHEAD'
  /** Migrations are pending. */
  | 'BEHIND'
  /** A migration failed, or its outcome is not known. */
  | 'DIRTY'
  /** Applied migrations were edited, or are out of order. */
  | 'DIVERGED'
  /** Somebody migrates right now. */
  | 'LOCKED'
  /** No migration was ever applied. */
  | 'UNINITIALISED'
  /** The database does not answer, or its history cannot be read. */
  | 'UNREACHABLE'
  /** Every migration is applied. */
  | 'UP_TO_DATE';

/** The database to register. */
export type RegisterDatabaseInput = {
  /** The same request with the same key gives the same registration again. */
  clientMutationId?: string | null | undefined;
  /** Check all of it, tell what was found, and store nothing. */
  dryRun?: boolean | null | undefined;
  /** Where it belongs, as `production`. */
  environment?: string | null | undefined;
  /** Your own words about it, 50 at most. */
  labels?: Array<LabelInput> | null | undefined;
  /** Its identity: lower-case letters, digits, `_` and `-`, 63 at most. */
  name: string;
  /** Refuse it when it cannot be reached within a few seconds. */
  requireReachable?: boolean | null | undefined;
  /** How its schema is watched. */
  schema?: DatabaseSchemaInput | null | undefined;
  /** A PostgreSQL URL, or `sqlite:` or `duckdb:` with the absolute path of a file. It is sealed, and never shown again. Send it as a variable, so that it is in no log of documents. */
  url: string;
};

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

export type DatabaseHeaderQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseHeaderQuery = { database: { id: string, name: string } | null };

export type DatabasesDiscoveredQueryVariables = Exact<{ [key: string]: never; }>;


export type DatabasesDiscoveredQuery = { discoveredDatabases: { totalCount: number, edges: Array<{ node: { id: string, name: string, engine: DatabaseEngine, discovery: { since: string | null, container: { id: string, name: string }, recognition: { product: string | null, reasons: Array<string> } | null, places: Array<{ host: string, port: number }> } | null } }> } };

export type DatabasesMatrixColumnsQueryVariables = Exact<{
  source: string;
  filter?: MigrationStatusFilter | null | undefined;
  first?: string | number | null | undefined;
}>;


export type DatabasesMatrixColumnsQuery = { migrationMatrix: { columns: Array<{ aheadCount: number, behindCount: number, status: { state: MigrationStatusState, reason: string | null, database: { id: string, name: string, environment: string | null } } }> } };

export type DatabasesMatrixRowsQueryVariables = Exact<{
  source: string;
  filter?: MigrationStatusFilter | null | undefined;
  relativeTo?: string | number | null | undefined;
  differing: boolean;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DatabasesMatrixRowsQuery = { migrationMatrix: { rows: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { version: string, states: Array<MigrationState | null> } }> } } };

export type DatabasesPageQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  retired?: boolean | null | undefined;
}>;


export type DatabasesPageQuery = { databases: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, engine: DatabaseEngine, environment: string | null, health: { state: DatabaseState, reason: string | null, latencyMs: number | null, sizeBytes: number | null, checkedAt: string | null }, drift: { state: DriftState, risk: RiskLevel, changeCount: number } | null } }> } };

export type DatabasesStatusesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DatabasesStatusesQuery = { migrationOverview: { statuses: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { source: string, tool: string, state: MigrationStatusState, reason: string | null, database: { id: string }, counts: { pending: number, failed: number } } }> } } };

export type DatabasesConfirmDiscoveredMutationVariables = Exact<{
  input: ConfirmDiscoveredDatabaseInput;
}>;


export type DatabasesConfirmDiscoveredMutation = { confirmDiscoveredDatabase:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'DatabaseRegistration', dryRun: boolean, health: { state: DatabaseState, reason: string | null, serverVersion: string | null, latencyMs: number | null, encrypted: boolean | null } | null }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabasesRegisterMutationVariables = Exact<{
  input: RegisterDatabaseInput;
}>;


export type DatabasesRegisterMutation = { registerDatabase:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'DatabaseRegistration', dryRun: boolean, health: { state: DatabaseState, reason: string | null, serverVersion: string | null, latencyMs: number | null, encrypted: boolean | null } | null }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
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
export const DatabaseHeaderDocument = new TypedDocumentString(`
    query DatabaseHeader($id: ID!) {
  database(id: $id) {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<DatabaseHeaderQuery, DatabaseHeaderQueryVariables>;
export const DatabasesDiscoveredDocument = new TypedDocumentString(`
    query DatabasesDiscovered {
  discoveredDatabases(first: 50) {
    totalCount
    edges {
      node {
        id
        name
        engine
        discovery {
          since
          container {
            id
            name
          }
          recognition {
            product
            reasons
          }
          places {
            host
            port
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabasesDiscoveredQuery, DatabasesDiscoveredQueryVariables>;
export const DatabasesMatrixColumnsDocument = new TypedDocumentString(`
    query DatabasesMatrixColumns($source: String!, $filter: MigrationStatusFilter, $first: ID) {
  migrationMatrix(source: $source, filter: $filter, relativeTo: $first) {
    columns {
      aheadCount
      behindCount
      status {
        state
        reason
        database {
          id
          name
          environment
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabasesMatrixColumnsQuery, DatabasesMatrixColumnsQueryVariables>;
export const DatabasesMatrixRowsDocument = new TypedDocumentString(`
    query DatabasesMatrixRows($source: String!, $filter: MigrationStatusFilter, $relativeTo: ID, $differing: Boolean!, $first: Int, $after: String) {
  migrationMatrix(source: $source, filter: $filter, relativeTo: $relativeTo) {
    rows(first: $first, after: $after, differing: $differing) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          version
          states
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabasesMatrixRowsQuery, DatabasesMatrixRowsQueryVariables>;
export const DatabasesPageDocument = new TypedDocumentString(`
    query DatabasesPage($first: Int, $after: String, $retired: Boolean) {
  databases(first: $first, after: $after, retired: $retired, discovered: false) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        name
        engine
        environment
        health {
          state
          reason
          latencyMs
          sizeBytes
          checkedAt
        }
        drift {
          state
          risk
          changeCount
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabasesPageQuery, DatabasesPageQueryVariables>;
export const DatabasesStatusesDocument = new TypedDocumentString(`
    query DatabasesStatuses($first: Int, $after: String) {
  migrationOverview {
    statuses(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          database {
            id
          }
          source
          tool
          state
          reason
          counts {
            pending
            failed
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabasesStatusesQuery, DatabasesStatusesQueryVariables>;
export const DatabasesConfirmDiscoveredDocument = new TypedDocumentString(`
    mutation DatabasesConfirmDiscovered($input: ConfirmDiscoveredDatabaseInput!) {
  confirmDiscoveredDatabase(input: $input) {
    __typename
    ... on DatabaseRegistration {
      dryRun
      health {
        state
        reason
        serverVersion
        latencyMs
        encrypted
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabasesConfirmDiscoveredMutation, DatabasesConfirmDiscoveredMutationVariables>;
export const DatabasesRegisterDocument = new TypedDocumentString(`
    mutation DatabasesRegister($input: RegisterDatabaseInput!) {
  registerDatabase(input: $input) {
    __typename
    ... on DatabaseRegistration {
      dryRun
      health {
        state
        reason
        serverVersion
        latencyMs
        encrypted
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabasesRegisterMutation, DatabasesRegisterMutationVariables>;
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