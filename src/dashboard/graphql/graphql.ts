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

/** Which series; what is left out does not restrict. */
export type AnalysedFilter = {
  /** Names of metrics, at most 100. */
  metrics?: Array<string> | null | undefined;
  /** As `database:shop`, at most 100. */
  subjects?: Array<string> | null | undefined;
};

/** What others cannot do meanwhile. */
export type BlockedKind =
  /** SELECT. */
  | 'READS'
  /** Other migrations, VACUUM. */
  | 'SCHEMA_CHANGES'
  /** INSERT, UPDATE, DELETE. */
  | 'WRITES';

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

/** Who says that there is a database. */
export type DatabaseDeclaration =
  /** It was registered with registerDatabase. */
  | 'API'
  /** The configuration file; only there it can be changed. */
  | 'FILE';

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

/** What a server is in replication. */
export type DatabaseRole =
  /** It takes writes. */
  | 'PRIMARY'
  /** It follows another server, or recovers: read-only. */
  | 'REPLICA';

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

/** What to roll back, and why. */
export type EmergencyRollbackInput = {
  /** The same key gives the same run again instead of a second one. */
  clientMutationId?: string | null | undefined;
  /** Global id or name of the database. */
  database: string | number;
  /** Why; it is kept with the run. */
  reason: string;
  /** Needed where a database has several sources. */
  source?: string | null | undefined;
  /** The version that stays, `0` for none; without it, the last known good one. */
  toVersion?: string | null | undefined;
};

/** A label and its value. */
export type LabelInput = {
  /** Name of the label. */
  name: string;
  /** What it must be. */
  value: string;
};

/** PostgreSQL's table locks, from the weakest to the strongest. */
export type LockMode =
  /** Blocks reads and writes. */
  | 'ACCESS_EXCLUSIVE'
  /** What SELECT takes. */
  | 'ACCESS_SHARE'
  /** Blocks writes. */
  | 'EXCLUSIVE'
  /** What writing rows takes. */
  | 'ROW_EXCLUSIVE'
  /** What SELECT … FOR UPDATE takes. */
  | 'ROW_SHARE'
  /** Blocks writes. */
  | 'SHARE'
  /** Blocks writes. */
  | 'SHARE_ROW_EXCLUSIVE'
  /** Lets others read and write. */
  | 'SHARE_UPDATE_EXCLUSIVE';

/** How an anomaly ended. */
export type MetricAnomalyEnd =
  /** They stayed, and after three days that is the usual level. */
  | 'NEW_LEVEL'
  /** The series is not watched any more. */
  | 'NOT_WATCHED'
  /** Nothing was measured for two hours. */
  | 'NO_DATA'
  /** The values came back. */
  | 'USUAL_AGAIN';

/** Which anomalies; what is left out does not restrict. */
export type MetricAnomalyFilter = {
  /** Names of metrics, at most 100. */
  metrics?: Array<string> | null | undefined;
  /** With this confidence or more, 0 to 1. */
  minConfidence?: number | null | undefined;
  /** True: those that last. False: those that ended. */
  open?: boolean | null | undefined;
  /** That lasted then or later. */
  since?: string | null | undefined;
  /** As `database:shop`, at most 100. */
  subjects?: Array<string> | null | undefined;
  /** That began before then. */
  until?: string | null | undefined;
};

/** A confidence in a word. */
export type MetricConfidenceWord =
  /** From 0.8. */
  | 'HIGH'
  /** Below 0.5. */
  | 'LOW'
  /** From 0.5. */
  | 'MEDIUM';

/** A label that a series must have. */
export type MetricLabelInput = {
  /** As `device`. */
  name: string;
  /** As `sda`. */
  value: string;
};

/** By which hours (UTC) a series repeats. */
export type MetricSeason =
  /** Each hour of the day has its own level. */
  | 'HOUR_OF_DAY'
  /** Each hour of the week has its own level. */
  | 'HOUR_OF_WEEK'
  /** One level for all hours. */
  | 'NONE';

/** Which series, and in which window. */
export type MetricSeriesQuery = {
  /** The beginning. */
  from: string;
  /** Only with all these labels. */
  labels?: Array<MetricLabelInput> | null | undefined;
  /** Buckets of a series, 1 to 2,000 (default 500). With many series each gets fewer: 30,000 in all. */
  maxPoints?: number | null | undefined;
  /** Of these metrics. */
  metrics: Array<string>;
  /** Only of these subjects. */
  subjects?: Array<string> | null | undefined;
  /** The end; without it, now. */
  to?: string | null | undefined;
};

/** On which side of what is usual, or of a limit. */
export type MetricSide =
  /** Above. */
  | 'ABOVE'
  /** Below. */
  | 'BELOW';

/** Where a series goes. */
export type MetricTrendDirection =
  /** It falls. */
  | 'FALLING'
  /** Neither can be told apart from noise. */
  | 'FLAT'
  /** It rises. */
  | 'RISING';

/** Which migrations to run, and how. */
export type MigrationInput = {
  /** Assess first; below the threshold the run waits as AWAITING_REVIEW. */
  autoApply?: boolean | null | undefined;
  /** Per actor: the same key gives the same run, with other input a ConflictError that names it. */
  clientMutationId?: string | null | undefined;
  /** The least confidence, 0 to 100, for `autoApply`. */
  confidenceThreshold?: number | null | undefined;
  /** Global id or name of the database. */
  database: string | number;
  /** Execute what can be undone, undo it, and report. */
  dryRun?: boolean | null | undefined;
  /** Needed where a database has several sources. */
  source?: string | null | undefined;
  /** The last version to apply; without it, all pending. */
  toVersion?: string | null | undefined;
};

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

/** How a report is written. */
export type OperationsReportFormat =
  /** RFC 4180, one line for each figure. */
  | 'CSV'
  /** One file without scripts, for a browser. */
  | 'HTML'
  /** All figures. */
  | 'JSON'
  /** Tables, for a pull request or a chat. */
  | 'MARKDOWN';

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

/** What a review came to. */
export type ReviewDecision =
  /** It may run. */
  | 'APPROVED'
  /** It is not run, or a newer run took its place. */
  | 'REJECTED';

/** In which way something is risky. */
export type RiskClass =
  /** What applications do fails afterwards. */
  | 'BREAKS_CLIENTS'
  /** Data are gone afterwards. */
  | 'DATA_LOSS'
  /** It blocks others. */
  | 'LOCK'
  /** Whether it succeeds depends on the data. */
  | 'MAY_FAIL'
  /** It works, but there is a better form. */
  | 'QUALITY'
  /** It writes a table anew. */
  | 'REWRITE'
  /** It reads a whole table while it holds a lock. */
  | 'SCAN'
  /** It opens a way that should be closed. */
  | 'SECURITY'
  /** It does not fit the transaction it runs in. */
  | 'TRANSACTION';

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

/** What became of an object. */
export type SchemaChangeKind =
  /** It is new. */
  | 'ADDED'
  /** It has other attributes. */
  | 'CHANGED'
  /** It is gone. */
  | 'REMOVED';

/** What made a change of a schema. */
export type SchemaChangeOrigin =
  /** No migration explains it. */
  | 'DRIFT'
  /** A migration that somebody else ran. */
  | 'FOREIGN_MIGRATION'
  /** No migration explains it, and a rule says that it is no drift. */
  | 'IGNORED'
  /** A run of hawkwatch; or of a source whose history has it now. */
  | 'MIGRATION'
  /** A migration may still turn out to have made it. */
  | 'UNDECIDED';

/** What an object of a schema is. */
export type SchemaObjectKind =
  /** An aggregate. */
  | 'AGGREGATE'
  /** A collation. */
  | 'COLLATION'
  /** A column. */
  | 'COLUMN'
  /** A type of several fields. */
  | 'COMPOSITE_TYPE'
  /** A key, check or other constraint. */
  | 'CONSTRAINT'
  /** A domain. */
  | 'DOMAIN'
  /** An enumerated type. */
  | 'ENUM'
  /** An event trigger. */
  | 'EVENT_TRIGGER'
  /** An extension. */
  | 'EXTENSION'
  /** A table of another server. */
  | 'FOREIGN_TABLE'
  /** A function; in DuckDB a macro. */
  | 'FUNCTION'
  /** An index. */
  | 'INDEX'
  /** A materialised view. */
  | 'MATERIALIZED_VIEW'
  /** A policy of row security. */
  | 'POLICY'
  /** The owner of an object, or what a role may do with it; only where it is asked for. */
  | 'PRIVILEGE'
  /** A procedure. */
  | 'PROCEDURE'
  /** A range type. */
  | 'RANGE_TYPE'
  /** A rewrite rule. */
  | 'RULE'
  /** A schema. */
  | 'SCHEMA'
  /** A sequence. */
  | 'SEQUENCE'
  /** Extended statistics. */
  | 'STATISTICS'
  /** A table. */
  | 'TABLE'
  /** A trigger. */
  | 'TRIGGER'
  /** A view. */
  | 'VIEW';

/** A schema: exactly one of these. */
export type SchemaReference =
  {   /** What this database would have without drift. */
  baseline: string | number; current?: never; snapshot?: never; }
  |  { baseline?: never;   /** What this database has (global id or name). */
  current: string | number; snapshot?: never; }
  |  { baseline?: never; current?: never;   /** A snapshot, by its global id. */
  snapshot: string | number; };

/** How it stands with a schema trigger. */
export type SchemaTriggerState =
  /** It is not installed: changes are found by looking. */
  | 'ABSENT'
  /** A part of it is gone or changed, so that it may record nothing. */
  | 'BROKEN'
  /** It is there, but switched off. */
  | 'DISABLED'
  /** It records and notifies. */
  | 'INSTALLED'
  /** Another version of hawkwatch installed it. */
  | 'OUTDATED';

/** Whether a schema can be read. */
export type SchemaWatchStateKind =
  /** It cannot be read; what is told of it is what was read last. */
  | 'FAILING'
  /** Some kinds of objects may not be read: nothing is said of them. */
  | 'PARTIAL'
  /** All of it is read. */
  | 'READ';

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

/** What to change of a registered database; what is left out stays as it is. */
export type UpdateDatabaseInput = {
  /** Global id or name of the database. */
  database: string | number;
  /** Check all of it, tell what was found, and store nothing. */
  dryRun?: boolean | null | undefined;
  /** Where it belongs, as `production`. Null takes it away. */
  environment?: string | null | undefined;
  /** All its labels; null takes them away. */
  labels?: Array<LabelInput> | null | undefined;
  /** Refuse it when it cannot be reached within a few seconds. */
  requireReachable?: boolean | null | undefined;
  /** How its schema is watched; null within it is as the file has it by default. */
  schema?: DatabaseSchemaInput | null | undefined;
  /** A PostgreSQL URL, or `sqlite:` or `duckdb:` with the absolute path of a file. It is sealed, and never shown again. Send it as a variable, so that it is in no log of documents. Of the same engine as before. */
  url?: string | null | undefined;
};

export type LiveEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type LiveEventsSubscription = { events: { cursor: string, type: string, occurredAt: string, subject: string, payload: unknown } };

export type HeadQueryVariables = Exact<{ [key: string]: never; }>;


export type HeadQuery = { head: string };

export type AnalysisAnomaliesQueryVariables = Exact<{
  filter?: MetricAnomalyFilter | null | undefined;
}>;


export type AnalysisAnomaliesQuery = { metricAnomalies: { edges: Array<{ node: { anomalyId: string, since: string, until: string | null, endReason: MetricAnomalyEnd | null, direction: MetricSide, actual: number, expectedLow: number, expectedHigh: number, peakAt: string, confidence: { word: MetricConfidenceWord, score: number }, series: { metric: string, subject: string, unit: string, labels: unknown } } }>, pageInfo: { hasNextPage: boolean } } };

export type AnalysisBaselinesQueryVariables = Exact<{
  filter?: AnalysedFilter | null | undefined;
}>;


export type AnalysisBaselinesQuery = { metricBaselines: { edges: Array<{ node: { silence: string | null, computedAt: string | null, series: { metric: string, subject: string, unit: string, labels: unknown }, baseline: { p50: number, p95: number, level: number, sampleSize: number, awaitsAdoption: boolean, confidence: { word: MetricConfidenceWord, score: number }, seasonality: { season: MetricSeason } } | null, forecasts: Array<{ limit: number, side: MetricSide, crossesAt: string | null, earliest: string | null, latest: string | null }> } }> } };

export type AnalysisTrendsQueryVariables = Exact<{
  subjects?: Array<string> | string | null | undefined;
  metrics?: Array<string> | string | null | undefined;
}>;


export type AnalysisTrendsQuery = { metricTrends: { edges: Array<{ node: { silence: string | null, series: { metric: string, subject: string, unit: string, labels: unknown }, trend: { direction: MetricTrendDirection, level: number, slopePerDay: number, slopeLowPerDay: number, slopeHighPerDay: number, confidence: { word: MetricConfidenceWord, score: number } } | null } }> } };

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

export type CompareDatabaseNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type CompareDatabaseNamesQuery = { databases: { edges: Array<{ node: { id: string, name: string } }> } };

export type CompareSchemasQueryVariables = Exact<{
  a: SchemaReference;
  b: SchemaReference;
}>;


export type CompareSchemasQuery = { compareSchemas: { same: boolean, changeCount: number, risk: RiskLevel, renames: Array<{ kind: SchemaObjectKind, from: string, to: string, probability: number, basis: string }>, a: { id: string, takenAt: string, objectCount: number, isCurrent: boolean, isBaseline: boolean, database: { id: string, name: string } }, b: { id: string, takenAt: string, objectCount: number, isCurrent: boolean, isBaseline: boolean, database: { id: string, name: string } } } };

export type CompareChangesQueryVariables = Exact<{
  a: SchemaReference;
  b: SchemaReference;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CompareChangesQuery = { compareSchemas: { changes: { edges: Array<{ node: { kind: SchemaObjectKind, name: string, parent: string | null, change: SchemaChangeKind, message: string, risk: RiskLevel, attributes: Array<{ name: string, from: unknown, to: unknown }>, breaks: Array<{ object: string, reason: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type CompareWithMigrationsMutationVariables = Exact<{
  database: string | number;
}>;


export type CompareWithMigrationsMutation = { compareWithMigrations:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'MigrationComparison', equal: boolean, changeCount: number, risk: RiskLevel, sources: Array<string>, notes: Array<string>, database: { id: string, name: string }, failed: { source: string, version: string, file: string, message: string } | null, renames: Array<{ kind: SchemaObjectKind, from: string, to: string, probability: number, basis: string }>, changes: Array<{ kind: SchemaObjectKind, name: string, parent: string | null, change: SchemaChangeKind, message: string, risk: RiskLevel, attributes: Array<{ name: string, from: unknown, to: unknown }>, breaks: Array<{ object: string, reason: string }> }> }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseHeaderQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseHeaderQuery = { database: { id: string, name: string, engine: DatabaseEngine, environment: string | null, health: { state: DatabaseState, reason: string | null, since: string | null, latencyMs: number | null, serverVersion: string | null }, drift: { state: DriftState, changeCount: number } | null, container: { id: string, name: string } | null } | null };

export type DatabaseAboutQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseAboutQuery = { database: { id: string, name: string, engine: DatabaseEngine, environment: string | null, labels: unknown, declaredBy: DatabaseDeclaration | null, schemaCheckedAt: string | null, schemaWatch: { state: SchemaWatchStateKind, reason: string | null, since: string } | null, container: { id: string, name: string, image: string, state: string } | null, discovery: { since: string | null, places: Array<{ host: string, port: number }>, recognition: { product: string | null, score: number | null, reasons: Array<string> } | null } | null, health: { state: DatabaseState, since: string | null, latencyMs: number | null, serverVersion: string | null, sizeBytes: number | null, role: DatabaseRole | null, checkedAt: string | null, tls: { encrypted: boolean, protocol: string | null, cipher: string | null, certificate: { subject: string, issuer: string, validTo: string, verified: boolean, fault: string | null } | null } | null }, resources: { at: string, cacheHitPercent: number | null, commitsPerSecond: number | null, rollbacksPerSecond: number | null, connections: number | null, connectionsMax: number | null, connectionsUsedPercent: number | null, deadRows: number | null, deadlocks: number | null, locksWaiting: number | null, longestQuerySeconds: number | null, longestTransactionSeconds: number | null, replayLagSeconds: number | null, sessionsBlocked: number | null, sizeBytes: number | null, walBytesPerSecond: number | null, wraparoundPercent: number | null, tables: Array<{ schema: string, name: string, bytes: number | null, liveRows: number, deadRows: number }>, unread: Array<{ about: string, reason: string }> } | null, foreignMigrations: Array<{ id: string, startedAt: string | null, foreign: { tool: string, sign: string, since: string, stale: boolean, pid: number | null, application: string | null, user: string | null, query: string | null, waitsFor: Array<{ pid: number, application: string | null }>, blocks: Array<{ pid: number, application: string | null }> } | null }> } | null };

export type DatabaseUpdateMutationVariables = Exact<{
  input: UpdateDatabaseInput;
}>;


export type DatabaseUpdateMutation = { updateDatabase:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'DatabaseRegistration' }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseUnregisterMutationVariables = Exact<{
  database: string | number;
}>;


export type DatabaseUnregisterMutation = { unregisterDatabase:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'Database' }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseHistoryQueryVariables = Exact<{
  database: string | number;
  states?: Array<MigrationRunState> | MigrationRunState | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DatabaseHistoryQuery = { migrationRuns: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, kind: MigrationRunKind, state: MigrationRunState, dryRun: boolean, emergency: boolean, source: string, toVersion: string | null, origin: MigrationRunOrigin, triggeredBy: string | null, queuedAt: string, durationMs: number | null, error: { message: string } | null } }> } };

export type DatabaseMetricSeriesQueryVariables = Exact<{
  query: MetricSeriesQuery;
}>;


export type DatabaseMetricSeriesQuery = { metricSeries: { stepMs: number, series: Array<{ metric: string, subject: string, unit: string, labels: Array<{ name: string, value: string }>, points: Array<{ at: string, avg: number }> }> } };

export type DatabaseSlowStatementsQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseSlowStatementsQuery = { database: { id: string, slowStatements: { since: string, until: string, statements: Array<{ id: string, text: string | null, calls: number, meanMs: number, totalMs: number, rows: number }> } | null } | null };

export type DatabaseCurrentRunsQueryVariables = Exact<{
  database: string | number;
}>;


export type DatabaseCurrentRunsQuery = { migrationRuns: { edges: Array<{ node: { id: string, kind: MigrationRunKind, state: MigrationRunState, dryRun: boolean, emergency: boolean, origin: MigrationRunOrigin, source: string, toVersion: string | null, triggeredBy: string | null, queuedAt: string, finishedAt: string | null, error: { message: string, hint: string | null, statement: string | null } | null, migrations: Array<{ version: string, state: MigrationState }> } }> } };

export type DatabaseMarkAppliedMutationVariables = Exact<{
  database: string | number;
  source: string;
  version: string;
}>;


export type DatabaseMarkAppliedMutation = { markMigrationApplied:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationStatus' }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseWithoutSourceQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseWithoutSourceQuery = { database: { engine: DatabaseEngine, declaredBy: DatabaseDeclaration | null, recognisedTools: Array<{ title: string, tool: string, table: string, why: string }> } | null };

export type DatabaseMigrationsQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseMigrationsQuery = { database: { migrationStatuses: Array<{ source: string, tool: string, state: MigrationStatusState, reason: string | null, currentVersion: string | null, revision: string | null, checkedAt: string, counts: { total: number, applied: number, pending: number, failed: number, other: number }, migrations: Array<{ version: string, name: string, state: MigrationState, reason: string | null, appliedAt: string | null, appliedBy: string | null, durationMs: number | null }> }> } | null };

export type DatabaseImpactQueryVariables = Exact<{
  database: string | number;
  source?: string | null | undefined;
  toVersion?: string | null | undefined;
}>;


export type DatabaseImpactQuery = { assessImpact: { risk: RiskLevel, confidence: number, doubts: Array<string>, estimate: { lowMs: number, highMs: number, basis: string } | null, losses: Array<{ object: string, message: string, rows: number | null }>, files: Array<{ file: string, version: string | null, risk: RiskLevel }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }> } };

export type DatabaseReviewQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseReviewQuery = { migrationRun: { assessment: { risk: RiskLevel, confidence: number, doubts: Array<string>, estimate: { lowMs: number, highMs: number, basis: string } | null, losses: Array<{ object: string, message: string, rows: number | null }>, files: Array<{ file: string, version: string | null, risk: RiskLevel }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }> } | null } | null };

export type DatabaseApproveMutationVariables = Exact<{
  runId: string | number;
  comment?: string | null | undefined;
}>;


export type DatabaseApproveMutation = { approveMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseRejectMutationVariables = Exact<{
  runId: string | number;
  comment: string;
}>;


export type DatabaseRejectMutation = { rejectMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseRollbackPreviewQueryVariables = Exact<{
  database: string | number;
  source: string;
  toVersion: string;
}>;


export type DatabaseRollbackPreviewQuery = { previewRollback: { toVersion: string, migrations: Array<{ version: string, name: string, file: string, statements: number }>, impact: { risk: RiskLevel, confidence: number, doubts: Array<string>, estimate: { lowMs: number, highMs: number, basis: string } | null, losses: Array<{ object: string, message: string, rows: number | null }>, files: Array<{ file: string, version: string | null, risk: RiskLevel }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }> } | null } };

export type DatabaseRollbackMutationVariables = Exact<{
  database: string | number;
  source: string;
  toVersion: string;
  clientMutationId?: string | null | undefined;
}>;


export type DatabaseRollbackMutation = { rollbackMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun', id: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseEmergencyRollbackMutationVariables = Exact<{
  input: EmergencyRollbackInput;
}>;


export type DatabaseEmergencyRollbackMutation = { emergencyRollback:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun', id: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseCancelRunMutationVariables = Exact<{
  runId: string | number;
}>;


export type DatabaseCancelRunMutation = { cancelMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseRetryRunMutationVariables = Exact<{
  runId: string | number;
  clientMutationId?: string | null | undefined;
}>;


export type DatabaseRetryRunMutation = { retryMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseResolveInDoubtMutationVariables = Exact<{
  runId: string | number;
  applied: boolean;
}>;


export type DatabaseResolveInDoubtMutation = { resolveInDoubt:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseTriggerMutationVariables = Exact<{
  input: MigrationInput;
}>;


export type DatabaseTriggerMutation = { triggerMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun', id: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseRefreshStatusMutationVariables = Exact<{
  database: string | number;
}>;


export type DatabaseRefreshStatusMutation = { refreshMigrationStatus:
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'MigrationStatusRefresh' }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseSchemaQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseSchemaQuery = { database: { id: string, name: string, engine: DatabaseEngine, schemaCheckedAt: string | null, schemaWatch: { state: SchemaWatchStateKind, reason: string | null, since: string } | null, migrationStatuses: Array<{ source: string }>, schemaSnapshot: { id: string, hash: string, takenAt: string, objectCount: number, serverVersion: string | null, notes: Array<string>, isBaseline: boolean } | null, drift: { id: string, state: DriftState, risk: RiskLevel, digest: string, changeCount: number, openedAt: string, changedAt: string, acknowledgedAt: string | null, acknowledgedBy: string | null, comment: string | null, changes: Array<{ kind: SchemaObjectKind, name: string, change: SchemaChangeKind, message: string, risk: RiskLevel, attributes: Array<{ name: string, from: unknown, to: unknown }>, breaks: Array<{ object: string, reason: string }> }>, statements: Array<{ at: string, user: string | null, application: string | null, client: string | null, statement: string | null, tag: string, object: string | null }> } | null, driftIgnores: Array<{ id: string, objects: string, reason: string, createdAt: string, createdBy: string }> } | null };

export type DatabaseAcceptDriftMutationVariables = Exact<{
  id: string | number;
  comment: string;
  digest?: string | null | undefined;
}>;


export type DatabaseAcceptDriftMutation = { acceptDrift:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'SchemaDrift' }
   };

export type DatabaseAcknowledgeDriftMutationVariables = Exact<{
  id: string | number;
  comment?: string | null | undefined;
}>;


export type DatabaseAcknowledgeDriftMutation = { acknowledgeDrift:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'SchemaDrift' }
   };

export type DatabaseSchemaChangesQueryVariables = Exact<{
  database: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
  text?: string | null | undefined;
  origins?: Array<SchemaChangeOrigin> | SchemaChangeOrigin | null | undefined;
}>;


export type DatabaseSchemaChangesQuery = { schemaChanges: { totalCount: number, edges: Array<{ node: { id: string, change: SchemaChangeKind, message: string, risk: RiskLevel, detectedAt: string, set: { id: string, origin: SchemaChangeOrigin, run: { id: string } | null, migration: { tool: string, versions: Array<string> } | null, statements: Array<{ at: string, tag: string, user: string | null, application: string | null, client: string | null }> } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DatabaseUnignoreDriftMutationVariables = Exact<{
  id: string | number;
}>;


export type DatabaseUnignoreDriftMutation = { unignoreDrift:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'DriftIgnore' }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseIgnoreDriftMutationVariables = Exact<{
  database: string | number;
  objects: string;
  reason: string;
}>;


export type DatabaseIgnoreDriftMutation = { ignoreDrift:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'DriftIgnore' }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type DatabaseSchemaObjectsQueryVariables = Exact<{
  snapshot: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
  text?: string | null | undefined;
  kinds?: Array<SchemaObjectKind> | SchemaObjectKind | null | undefined;
}>;


export type DatabaseSchemaObjectsQuery = { schemaSnapshot: { id: string, objects: { totalCount: number, edges: Array<{ node: { kind: SchemaObjectKind, name: string, parent: string | null, attributes: unknown, uses: Array<string> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type DatabaseSchemaSnapshotsQueryVariables = Exact<{
  database: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DatabaseSchemaSnapshotsQuery = { schemaSnapshots: { totalCount: number, edges: Array<{ node: { id: string, hash: string, takenAt: string, objectCount: number, isBaseline: boolean, isCurrent: boolean, isKept: boolean } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DatabaseSchemaTriggerQueryVariables = Exact<{
  database: string | number;
}>;


export type DatabaseSchemaTriggerQuery = { schemaTrigger: { state: SchemaTriggerState, reason: string | null, refusal: string | null, mayInstall: boolean, installSql: Array<string>, removeSql: Array<string> } };

export type DatabaseInstallSchemaTriggerMutationVariables = Exact<{
  database: string | number;
}>;


export type DatabaseInstallSchemaTriggerMutation = { installSchemaTrigger:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'SchemaTriggerChange' }
   };

export type DatabaseRemoveSchemaTriggerMutationVariables = Exact<{
  database: string | number;
}>;


export type DatabaseRemoveSchemaTriggerMutation = { removeSchemaTrigger:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'SchemaTriggerChange' }
   };

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

export type PerformanceDocumentQueryVariables = Exact<{
  from: string;
  to: string;
  format: OperationsReportFormat;
}>;


export type PerformanceDocumentQuery = { operationsReport: { document: string } };

export type PerformanceHostsQueryVariables = Exact<{ [key: string]: never; }>;


export type PerformanceHostsQuery = { hostResources: Array<{ at: string, host: string, platform: string, isContainer: boolean, cores: number, cpuPercent: number | null, memoryBytes: number, memoryUsedPercent: number | null, disks: Array<{ mount: string, bytes: number, freeBytes: number, usedPercent: number }>, unread: Array<{ about: string, reason: string }> }> };

export type PerformanceNowQueryVariables = Exact<{ [key: string]: never; }>;


export type PerformanceNowQuery = { performanceMetrics: { at: string, operations: { running: number, completed: number, failed: number, averageMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null, memoryBytes: number | null }, caches: Array<{ name: string, hitRate: number | null, hits: number, misses: number }>, memory: { rssBytes: number, heapUsedBytes: number, eventLoopLagMs: number } } };

export type PerformanceLiveSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type PerformanceLiveSubscription = { performanceUpdates: { at: string, operations: { running: number, completed: number, failed: number, averageMs: number | null, p50Ms: number | null, p95Ms: number | null, p99Ms: number | null, memoryBytes: number | null }, caches: Array<{ name: string, hitRate: number | null, hits: number, misses: number }>, memory: { rssBytes: number, heapUsedBytes: number, eventLoopLagMs: number } } };

export type PerformanceSeriesQueryVariables = Exact<{
  query: MetricSeriesQuery;
}>;


export type PerformanceSeriesQuery = { metricSeries: { stepMs: number, series: Array<{ metric: string, subject: string, unit: string, labels: Array<{ name: string, value: string }>, points: Array<{ at: string, avg: number }> }> } };

export type PerformanceReportQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type PerformanceReportQuery = { operationsReport: { from: string, to: string, notes: Array<string>, api: { total: number, failed: number, errorRate: number | null, mostRunning: number | null, durations: Array<{ percentile: string, usualMs: number | null, worstMs: number | null }> }, runs: { total: number, succeeded: number, failed: number, cancelled: number, open: number, dryRuns: number, p50Ms: number | null, p95Ms: number | null, longestMs: number | null }, runsByDatabase: Array<{ database: string | null, total: number, succeeded: number, failed: number, p50Ms: number | null, p95Ms: number | null, longestMs: number | null }>, thresholds: Array<{ name: string, severity: string, what: string, limit: string, peak: string, peakAt: string | null, times: number, unit: string }> } };

export type PerformanceStatementsQueryVariables = Exact<{ [key: string]: never; }>;


export type PerformanceStatementsQuery = { databases: { edges: Array<{ node: { id: string, name: string, slowStatements: { statements: Array<{ id: string, text: string | null, calls: number, meanMs: number, totalMs: number, rows: number }> } | null } }> } };

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
export const AnalysisAnomaliesDocument = new TypedDocumentString(`
    query AnalysisAnomalies($filter: MetricAnomalyFilter) {
  metricAnomalies(first: 30, filter: $filter) {
    edges {
      node {
        anomalyId
        since
        until
        endReason
        direction
        actual
        expectedLow
        expectedHigh
        peakAt
        confidence {
          word
          score
        }
        series {
          metric
          subject
          unit
          labels
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<AnalysisAnomaliesQuery, AnalysisAnomaliesQueryVariables>;
export const AnalysisBaselinesDocument = new TypedDocumentString(`
    query AnalysisBaselines($filter: AnalysedFilter) {
  metricBaselines(first: 100, filter: $filter) {
    edges {
      node {
        series {
          metric
          subject
          unit
          labels
        }
        silence
        computedAt
        baseline {
          p50
          p95
          level
          sampleSize
          awaitsAdoption
          confidence {
            word
            score
          }
          seasonality {
            season
          }
        }
        forecasts {
          limit
          side
          crossesAt
          earliest
          latest
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AnalysisBaselinesQuery, AnalysisBaselinesQueryVariables>;
export const AnalysisTrendsDocument = new TypedDocumentString(`
    query AnalysisTrends($subjects: [String!], $metrics: [String!]) {
  metricTrends(
    first: 20
    days: 28
    filter: {subjects: $subjects, metrics: $metrics}
  ) {
    edges {
      node {
        series {
          metric
          subject
          unit
          labels
        }
        silence
        trend {
          direction
          level
          slopePerDay
          slopeLowPerDay
          slopeHighPerDay
          confidence {
            word
            score
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AnalysisTrendsQuery, AnalysisTrendsQueryVariables>;
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
export const CompareDatabaseNamesDocument = new TypedDocumentString(`
    query CompareDatabaseNames {
  databases(first: 100) {
    edges {
      node {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CompareDatabaseNamesQuery, CompareDatabaseNamesQueryVariables>;
export const CompareSchemasDocument = new TypedDocumentString(`
    query CompareSchemas($a: SchemaReference!, $b: SchemaReference!) {
  compareSchemas(a: $a, b: $b) {
    same
    changeCount
    risk
    renames {
      kind
      from
      to
      probability
      basis
    }
    a {
      id
      takenAt
      objectCount
      isCurrent
      isBaseline
      database {
        id
        name
      }
    }
    b {
      id
      takenAt
      objectCount
      isCurrent
      isBaseline
      database {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CompareSchemasQuery, CompareSchemasQueryVariables>;
export const CompareChangesDocument = new TypedDocumentString(`
    query CompareChanges($a: SchemaReference!, $b: SchemaReference!, $first: Int, $after: String) {
  compareSchemas(a: $a, b: $b) {
    changes(first: $first, after: $after) {
      edges {
        node {
          kind
          name
          parent
          change
          message
          risk
          attributes {
            name
            from
            to
          }
          breaks {
            object
            reason
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CompareChangesQuery, CompareChangesQueryVariables>;
export const CompareWithMigrationsDocument = new TypedDocumentString(`
    mutation CompareWithMigrations($database: ID!) {
  compareWithMigrations(database: $database) {
    __typename
    ... on Error {
      message
    }
    ... on MigrationComparison {
      equal
      changeCount
      risk
      sources
      notes
      database {
        id
        name
      }
      failed {
        source
        version
        file
        message
      }
      renames {
        kind
        from
        to
        probability
        basis
      }
      changes(limit: 500) {
        kind
        name
        parent
        change
        message
        risk
        attributes {
          name
          from
          to
        }
        breaks {
          object
          reason
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CompareWithMigrationsMutation, CompareWithMigrationsMutationVariables>;
export const DatabaseHeaderDocument = new TypedDocumentString(`
    query DatabaseHeader($id: ID!) {
  database(id: $id) {
    id
    name
    engine
    environment
    health {
      state
      reason
      since
      latencyMs
      serverVersion
    }
    drift {
      state
      changeCount
    }
    container {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseHeaderQuery, DatabaseHeaderQueryVariables>;
export const DatabaseAboutDocument = new TypedDocumentString(`
    query DatabaseAbout($id: ID!) {
  database(id: $id) {
    id
    name
    engine
    environment
    labels
    declaredBy
    schemaCheckedAt
    schemaWatch {
      state
      reason
      since
    }
    container {
      id
      name
      image
      state
    }
    discovery {
      since
      places {
        host
        port
      }
      recognition {
        product
        score
        reasons
      }
    }
    health {
      state
      since
      latencyMs
      serverVersion
      sizeBytes
      role
      checkedAt
      tls {
        encrypted
        protocol
        cipher
        certificate {
          subject
          issuer
          validTo
          verified
          fault
        }
      }
    }
    resources {
      at
      cacheHitPercent
      commitsPerSecond
      rollbacksPerSecond
      connections
      connectionsMax
      connectionsUsedPercent
      deadRows
      deadlocks
      locksWaiting
      longestQuerySeconds
      longestTransactionSeconds
      replayLagSeconds
      sessionsBlocked
      sizeBytes
      walBytesPerSecond
      wraparoundPercent
      tables {
        schema
        name
        bytes
        liveRows
        deadRows
      }
      unread {
        about
        reason
      }
    }
    foreignMigrations {
      id
      startedAt
      foreign {
        tool
        sign
        since
        stale
        pid
        application
        user
        query
        waitsFor {
          pid
          application
        }
        blocks {
          pid
          application
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseAboutQuery, DatabaseAboutQueryVariables>;
export const DatabaseUpdateDocument = new TypedDocumentString(`
    mutation DatabaseUpdate($input: UpdateDatabaseInput!) {
  updateDatabase(input: $input) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseUpdateMutation, DatabaseUpdateMutationVariables>;
export const DatabaseUnregisterDocument = new TypedDocumentString(`
    mutation DatabaseUnregister($database: ID!) {
  unregisterDatabase(database: $database) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseUnregisterMutation, DatabaseUnregisterMutationVariables>;
export const DatabaseHistoryDocument = new TypedDocumentString(`
    query DatabaseHistory($database: ID!, $states: [MigrationRunState!], $first: Int, $after: String) {
  migrationRuns(
    first: $first
    after: $after
    filter: {database: $database, states: $states}
  ) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        kind
        state
        dryRun
        emergency
        source
        toVersion
        origin
        triggeredBy
        queuedAt
        durationMs
        error {
          message
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseHistoryQuery, DatabaseHistoryQueryVariables>;
export const DatabaseMetricSeriesDocument = new TypedDocumentString(`
    query DatabaseMetricSeries($query: MetricSeriesQuery!) {
  metricSeries(query: $query) {
    stepMs
    series {
      metric
      subject
      unit
      labels {
        name
        value
      }
      points {
        at
        avg
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseMetricSeriesQuery, DatabaseMetricSeriesQueryVariables>;
export const DatabaseSlowStatementsDocument = new TypedDocumentString(`
    query DatabaseSlowStatements($id: ID!) {
  database(id: $id) {
    id
    slowStatements {
      since
      until
      statements {
        id
        text
        calls
        meanMs
        totalMs
        rows
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseSlowStatementsQuery, DatabaseSlowStatementsQueryVariables>;
export const DatabaseCurrentRunsDocument = new TypedDocumentString(`
    query DatabaseCurrentRuns($database: ID!) {
  migrationRuns(first: 10, filter: {database: $database}) {
    edges {
      node {
        id
        kind
        state
        dryRun
        emergency
        origin
        source
        toVersion
        triggeredBy
        queuedAt
        finishedAt
        error {
          message
          hint
          statement
        }
        migrations {
          version
          state
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseCurrentRunsQuery, DatabaseCurrentRunsQueryVariables>;
export const DatabaseMarkAppliedDocument = new TypedDocumentString(`
    mutation DatabaseMarkApplied($database: ID!, $source: String!, $version: String!) {
  markMigrationApplied(database: $database, source: $source, version: $version) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseMarkAppliedMutation, DatabaseMarkAppliedMutationVariables>;
export const DatabaseWithoutSourceDocument = new TypedDocumentString(`
    query DatabaseWithoutSource($id: ID!) {
  database(id: $id) {
    engine
    declaredBy
    recognisedTools {
      title
      tool
      table
      why
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseWithoutSourceQuery, DatabaseWithoutSourceQueryVariables>;
export const DatabaseMigrationsDocument = new TypedDocumentString(`
    query DatabaseMigrations($id: ID!) {
  database(id: $id) {
    migrationStatuses {
      source
      tool
      state
      reason
      currentVersion
      revision
      checkedAt
      counts {
        total
        applied
        pending
        failed
        other
      }
      migrations {
        version
        name
        state
        reason
        appliedAt
        appliedBy
        durationMs
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseMigrationsQuery, DatabaseMigrationsQueryVariables>;
export const DatabaseImpactDocument = new TypedDocumentString(`
    query DatabaseImpact($database: ID!, $source: String, $toVersion: String) {
  assessImpact(
    input: {database: $database, source: $source, toVersion: $toVersion}
  ) {
    risk
    confidence
    doubts
    estimate {
      lowMs
      highMs
      basis
    }
    losses {
      object
      message
      rows
    }
    files {
      file
      version
      risk
    }
    findings {
      rule
      level
      classes
      blocks
      lockMode
      file
      line
      version
      message
      because
      safeForm
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseImpactQuery, DatabaseImpactQueryVariables>;
export const DatabaseReviewDocument = new TypedDocumentString(`
    query DatabaseReview($id: ID!) {
  migrationRun(id: $id) {
    assessment {
      risk
      confidence
      doubts
      estimate {
        lowMs
        highMs
        basis
      }
      losses {
        object
        message
        rows
      }
      files {
        file
        version
        risk
      }
      findings {
        rule
        level
        classes
        blocks
        lockMode
        file
        line
        version
        message
        because
        safeForm
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseReviewQuery, DatabaseReviewQueryVariables>;
export const DatabaseApproveDocument = new TypedDocumentString(`
    mutation DatabaseApprove($runId: ID!, $comment: String) {
  approveMigration(runId: $runId, comment: $comment) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseApproveMutation, DatabaseApproveMutationVariables>;
export const DatabaseRejectDocument = new TypedDocumentString(`
    mutation DatabaseReject($runId: ID!, $comment: String!) {
  rejectMigration(runId: $runId, comment: $comment) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseRejectMutation, DatabaseRejectMutationVariables>;
export const DatabaseRollbackPreviewDocument = new TypedDocumentString(`
    query DatabaseRollbackPreview($database: ID!, $source: String!, $toVersion: String!) {
  previewRollback(database: $database, source: $source, toVersion: $toVersion) {
    toVersion
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
      estimate {
        lowMs
        highMs
        basis
      }
      losses {
        object
        message
        rows
      }
      files {
        file
        version
        risk
      }
      findings {
        rule
        level
        classes
        blocks
        lockMode
        file
        line
        version
        message
        because
        safeForm
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseRollbackPreviewQuery, DatabaseRollbackPreviewQueryVariables>;
export const DatabaseRollbackDocument = new TypedDocumentString(`
    mutation DatabaseRollback($database: ID!, $source: String!, $toVersion: String!, $clientMutationId: String) {
  rollbackMigration(
    database: $database
    source: $source
    toVersion: $toVersion
    clientMutationId: $clientMutationId
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
    `) as unknown as TypedDocumentString<DatabaseRollbackMutation, DatabaseRollbackMutationVariables>;
export const DatabaseEmergencyRollbackDocument = new TypedDocumentString(`
    mutation DatabaseEmergencyRollback($input: EmergencyRollbackInput!) {
  emergencyRollback(input: $input) {
    __typename
    ... on MigrationRun {
      id
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseEmergencyRollbackMutation, DatabaseEmergencyRollbackMutationVariables>;
export const DatabaseCancelRunDocument = new TypedDocumentString(`
    mutation DatabaseCancelRun($runId: ID!) {
  cancelMigration(runId: $runId) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseCancelRunMutation, DatabaseCancelRunMutationVariables>;
export const DatabaseRetryRunDocument = new TypedDocumentString(`
    mutation DatabaseRetryRun($runId: ID!, $clientMutationId: String) {
  retryMigration(runId: $runId, clientMutationId: $clientMutationId) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseRetryRunMutation, DatabaseRetryRunMutationVariables>;
export const DatabaseResolveInDoubtDocument = new TypedDocumentString(`
    mutation DatabaseResolveInDoubt($runId: ID!, $applied: Boolean!) {
  resolveInDoubt(runId: $runId, applied: $applied) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseResolveInDoubtMutation, DatabaseResolveInDoubtMutationVariables>;
export const DatabaseTriggerDocument = new TypedDocumentString(`
    mutation DatabaseTrigger($input: MigrationInput!) {
  triggerMigration(input: $input) {
    __typename
    ... on MigrationRun {
      id
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseTriggerMutation, DatabaseTriggerMutationVariables>;
export const DatabaseRefreshStatusDocument = new TypedDocumentString(`
    mutation DatabaseRefreshStatus($database: ID!) {
  refreshMigrationStatus(database: $database) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseRefreshStatusMutation, DatabaseRefreshStatusMutationVariables>;
export const DatabaseSchemaDocument = new TypedDocumentString(`
    query DatabaseSchema($id: ID!) {
  database(id: $id) {
    id
    name
    engine
    schemaCheckedAt
    schemaWatch {
      state
      reason
      since
    }
    migrationStatuses {
      source
    }
    schemaSnapshot {
      id
      hash
      takenAt
      objectCount
      serverVersion
      notes
      isBaseline
    }
    drift {
      id
      state
      risk
      digest
      changeCount
      openedAt
      changedAt
      acknowledgedAt
      acknowledgedBy
      comment
      changes {
        kind
        name
        change
        message
        risk
        attributes {
          name
          from
          to
        }
        breaks {
          object
          reason
        }
      }
      statements {
        at
        user
        application
        client
        statement
        tag
        object
      }
    }
    driftIgnores {
      id
      objects
      reason
      createdAt
      createdBy
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseSchemaQuery, DatabaseSchemaQueryVariables>;
export const DatabaseAcceptDriftDocument = new TypedDocumentString(`
    mutation DatabaseAcceptDrift($id: ID!, $comment: String!, $digest: String) {
  acceptDrift(id: $id, comment: $comment, digest: $digest) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseAcceptDriftMutation, DatabaseAcceptDriftMutationVariables>;
export const DatabaseAcknowledgeDriftDocument = new TypedDocumentString(`
    mutation DatabaseAcknowledgeDrift($id: ID!, $comment: String) {
  acknowledgeDrift(id: $id, comment: $comment) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseAcknowledgeDriftMutation, DatabaseAcknowledgeDriftMutationVariables>;
export const DatabaseSchemaChangesDocument = new TypedDocumentString(`
    query DatabaseSchemaChanges($database: ID!, $first: Int, $after: String, $text: String, $origins: [SchemaChangeOrigin!]) {
  schemaChanges(
    first: $first
    after: $after
    filter: {databases: [$database], text: $text, origins: $origins}
  ) {
    totalCount
    edges {
      node {
        id
        change
        message
        risk
        detectedAt
        set {
          id
          origin
          run {
            id
          }
          migration {
            tool
            versions
          }
          statements {
            at
            tag
            user
            application
            client
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseSchemaChangesQuery, DatabaseSchemaChangesQueryVariables>;
export const DatabaseUnignoreDriftDocument = new TypedDocumentString(`
    mutation DatabaseUnignoreDrift($id: ID!) {
  unignoreDrift(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseUnignoreDriftMutation, DatabaseUnignoreDriftMutationVariables>;
export const DatabaseIgnoreDriftDocument = new TypedDocumentString(`
    mutation DatabaseIgnoreDrift($database: ID!, $objects: String!, $reason: String!) {
  ignoreDrift(database: $database, objects: $objects, reason: $reason) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseIgnoreDriftMutation, DatabaseIgnoreDriftMutationVariables>;
export const DatabaseSchemaObjectsDocument = new TypedDocumentString(`
    query DatabaseSchemaObjects($snapshot: ID!, $first: Int, $after: String, $text: String, $kinds: [SchemaObjectKind!]) {
  schemaSnapshot(id: $snapshot) {
    id
    objects(first: $first, after: $after, filter: {text: $text, kinds: $kinds}) {
      totalCount
      edges {
        node {
          kind
          name
          parent
          attributes
          uses
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseSchemaObjectsQuery, DatabaseSchemaObjectsQueryVariables>;
export const DatabaseSchemaSnapshotsDocument = new TypedDocumentString(`
    query DatabaseSchemaSnapshots($database: ID!, $first: Int, $after: String) {
  schemaSnapshots(database: $database, first: $first, after: $after) {
    totalCount
    edges {
      node {
        id
        hash
        takenAt
        objectCount
        isBaseline
        isCurrent
        isKept
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseSchemaSnapshotsQuery, DatabaseSchemaSnapshotsQueryVariables>;
export const DatabaseSchemaTriggerDocument = new TypedDocumentString(`
    query DatabaseSchemaTrigger($database: ID!) {
  schemaTrigger(database: $database) {
    state
    reason
    refusal
    mayInstall
    installSql
    removeSql
  }
}
    `) as unknown as TypedDocumentString<DatabaseSchemaTriggerQuery, DatabaseSchemaTriggerQueryVariables>;
export const DatabaseInstallSchemaTriggerDocument = new TypedDocumentString(`
    mutation DatabaseInstallSchemaTrigger($database: ID!) {
  installSchemaTrigger(database: $database) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseInstallSchemaTriggerMutation, DatabaseInstallSchemaTriggerMutationVariables>;
export const DatabaseRemoveSchemaTriggerDocument = new TypedDocumentString(`
    mutation DatabaseRemoveSchemaTrigger($database: ID!) {
  removeSchemaTrigger(database: $database) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseRemoveSchemaTriggerMutation, DatabaseRemoveSchemaTriggerMutationVariables>;
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
export const PerformanceDocumentDocument = new TypedDocumentString(`
    query PerformanceDocument($from: DateTime!, $to: DateTime!, $format: OperationsReportFormat!) {
  operationsReport(from: $from, to: $to) {
    document(format: $format)
  }
}
    `) as unknown as TypedDocumentString<PerformanceDocumentQuery, PerformanceDocumentQueryVariables>;
export const PerformanceHostsDocument = new TypedDocumentString(`
    query PerformanceHosts {
  hostResources {
    at
    host
    platform
    isContainer
    cores
    cpuPercent
    memoryBytes
    memoryUsedPercent
    disks {
      mount
      bytes
      freeBytes
      usedPercent
    }
    unread {
      about
      reason
    }
  }
}
    `) as unknown as TypedDocumentString<PerformanceHostsQuery, PerformanceHostsQueryVariables>;
export const PerformanceNowDocument = new TypedDocumentString(`
    query PerformanceNow {
  performanceMetrics {
    at
    operations {
      running
      completed
      failed
      averageMs
      p50Ms
      p95Ms
      p99Ms
      memoryBytes
    }
    caches {
      name
      hitRate
      hits
      misses
    }
    memory {
      rssBytes
      heapUsedBytes
      eventLoopLagMs
    }
  }
}
    `) as unknown as TypedDocumentString<PerformanceNowQuery, PerformanceNowQueryVariables>;
export const PerformanceLiveDocument = new TypedDocumentString(`
    subscription PerformanceLive {
  performanceUpdates {
    at
    operations {
      running
      completed
      failed
      averageMs
      p50Ms
      p95Ms
      p99Ms
      memoryBytes
    }
    caches {
      name
      hitRate
      hits
      misses
    }
    memory {
      rssBytes
      heapUsedBytes
      eventLoopLagMs
    }
  }
}
    `) as unknown as TypedDocumentString<PerformanceLiveSubscription, PerformanceLiveSubscriptionVariables>;
export const PerformanceSeriesDocument = new TypedDocumentString(`
    query PerformanceSeries($query: MetricSeriesQuery!) {
  metricSeries(query: $query) {
    stepMs
    series {
      metric
      subject
      unit
      labels {
        name
        value
      }
      points {
        at
        avg
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PerformanceSeriesQuery, PerformanceSeriesQueryVariables>;
export const PerformanceReportDocument = new TypedDocumentString(`
    query PerformanceReport($from: DateTime!, $to: DateTime!) {
  operationsReport(from: $from, to: $to) {
    from
    to
    notes
    api {
      total
      failed
      errorRate
      mostRunning
      durations {
        percentile
        usualMs
        worstMs
      }
    }
    runs {
      total
      succeeded
      failed
      cancelled
      open
      dryRuns
      p50Ms
      p95Ms
      longestMs
    }
    runsByDatabase {
      database
      total
      succeeded
      failed
      p50Ms
      p95Ms
      longestMs
    }
    thresholds {
      name
      severity
      what
      limit
      peak
      peakAt
      times
      unit
    }
  }
}
    `) as unknown as TypedDocumentString<PerformanceReportQuery, PerformanceReportQueryVariables>;
export const PerformanceStatementsDocument = new TypedDocumentString(`
    query PerformanceStatements {
  databases(first: 50) {
    edges {
      node {
        id
        name
        slowStatements {
          statements {
            id
            text
            calls
            meanMs
            totalMs
            rows
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PerformanceStatementsQuery, PerformanceStatementsQueryVariables>;
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