/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which alerts; what is left out does not restrict. */
export type AlertFilter = {
  /** About this database: its global id or name. */
  database?: string | number | null | undefined;
  /** Matchers that all fit, as `team=shop`, `host!=a`, `host~web-*|db-?`. Besides the labels they know `rule`, `type`, `severity`, `subject` and `database`. */
  labels?: Array<string> | null | undefined;
  /** Of these rules, by name. */
  rules?: Array<string> | null | undefined;
  /** Of these severities. */
  severities?: Array<Severity> | null | undefined;
  /** Started then or later. */
  since?: string | null | undefined;
  /** In these states. */
  states?: Array<AlertState> | null | undefined;
  /** Only those that are (not) kept from being told. */
  suppressed?: boolean | null | undefined;
  /** With this in title, message or subject. */
  text?: string | null | undefined;
};

/** Orders of alerts. */
export type AlertOrder =
  /** By when they started. */
  | 'NEWEST_FIRST'
  /** By severity, and the newest first within one. */
  | 'WORST_FIRST';

/** How an alert came to be over. */
export type AlertResolution =
  /** Nothing was heard of it for as long as it lasts. */
  | 'EXPIRED'
  /** Somebody said that it is over. */
  | 'MANUAL'
  /** Its condition ended. */
  | 'RECOVERED'
  /** There is no such rule any more. */
  | 'RULE_REMOVED';

/** What is made of the samples of a window. */
export type AlertRuleAggregate =
  /** Their mean. */
  | 'AVERAGE'
  /** The newest one. */
  | 'LAST'
  /** The highest one. */
  | 'MAX'
  /** The lowest one. */
  | 'MIN';

/** Who says that there is a rule. */
export type AlertRuleOrigin =
  /** It was made with createAlertRule. */
  | 'API'
  /** Hawkwatch ships it. */
  | 'DEFAULT'
  /** The configuration file; only there it can be changed. */
  | 'FILE';

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

/** What keeps an alert from being told. */
export type AlertSuppressionKind =
  /** What it depends on has an alert of its own. */
  | 'DEPENDENCY'
  /** Another alert that says it all. */
  | 'INHIBITION'
  /** A maintenance window. */
  | 'MAINTENANCE'
  /** A silence. */
  | 'SILENCE';

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

/** What the end of a container means. */
export type ContainerVerdict =
  /** It ended by itself with exit code 0. */
  | 'COMPLETED'
  /** Once more, in a crash loop that was told. */
  | 'CRASH_LOOP'
  /** It was replaced by another image or configuration. */
  | 'DEPLOY'
  /** All went down together, with their daemon. */
  | 'HOST_MAINTENANCE'
  /** The kernel ended it for its memory. */
  | 'OOM'
  /** Somebody stopped it. */
  | 'PLANNED'
  /** It ended by itself otherwise. */
  | 'UNPLANNED';

/** Which alerts, for how long and why. */
export type CreateSilenceInput = {
  /** Why; up to 1000 characters. */
  comment: string;
  /** How long it lasts; or set `endsAt`. */
  durationMinutes?: number | null | undefined;
  /** When it ends; or set `durationMinutes`. */
  endsAt?: string | null | undefined;
  /** As `severity=CRITICAL`, `database~shop-*|billing`, `rule!=disk-full`; all must fit. Labels are the alert's own and `rule`, `type`, `severity`, `database`, `subject`. */
  matchers: Array<string>;
  /** When it begins; now when left out. */
  startsAt?: string | null | undefined;
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

/** How a delivery stands. */
export type DeliveryState =
  /** It is given up. */
  | 'DEAD'
  /** The receiver took it. */
  | 'DELIVERED'
  /** A digest tells what it would have told. */
  | 'MERGED'
  /** It is being sent. */
  | 'SENDING'
  /** It is to be sent, for the first time or again. */
  | 'WAITING';

/** How far a deployment is. */
export type DeploymentStatus =
  /** It failed; what was deployed may be broken. */
  | 'FAILED'
  /** The version before it is in use again. */
  | 'ROLLED_BACK'
  /** It begins. */
  | 'STARTED'
  /** It was done. */
  | 'SUCCEEDED';

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

/** How an endpoint is. */
export type EndpointState =
  /** It works, but is slow, or its certificate ends soon. */
  | 'DEGRADED'
  /** It is not as it should be, after all retries. */
  | 'DOWN'
  /** Somebody has paused its checks. */
  | 'PAUSED'
  /** Nothing that was measured says how it is now. */
  | 'UNKNOWN'
  /** It is as it should be. */
  | 'UP';

/** Why nobody else is told of an alert (for the time being). */
export type EscalationStop =
  /** Somebody has taken it on; it goes on when that is withdrawn. */
  | 'ACKNOWLEDGED'
  /** The last level was told, in the last round. */
  | 'ALL_TOLD'
  /** Its policy is not configured any more. */
  | 'POLICY_REMOVED'
  /** It is over. */
  | 'RESOLVED'
  /** It is silenced, or the like; it goes on when that ends. */
  | 'SUPPRESSED';

/** What became of a file. */
export type FileChangeKind =
  /** It is new. */
  | 'ADDED'
  /** Its content is another one. */
  | 'CHANGED'
  /** Who may use it, or whose it is, is different. */
  | 'PERMISSIONS'
  /** It is gone. */
  | 'REMOVED'
  /** Another file took its place, as editors and Kubernetes write files. */
  | 'REPLACED';

/** Which incidents; what is left out does not restrict. */
export type IncidentFilter = {
  /** True: those that are not over; false: those that are. */
  open?: boolean | null | undefined;
  /** Of these severities. */
  severities?: Array<Severity> | null | undefined;
  /** That began then or later. */
  since?: string | null | undefined;
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

/** Why something is sent. */
export type NotifyReason =
  /** All of them are. */
  | 'ALL_RESOLVED'
  /** More was to be sent than the channel may be sent. */
  | 'DIGEST'
  /** Nobody has acknowledged it. */
  | 'ESCALATION'
  /** An event that is told as it is. */
  | 'EVENT'
  /** The first of these alerts fires. */
  | 'FIRST_NOTIFICATION'
  /** More alerts fire. */
  | 'NEW_ALERTS'
  /** Somebody has it sent again. */
  | 'REDELIVERY'
  /** They still fire. */
  | 'REPEAT'
  /** Some of the alerts are resolved. */
  | 'SOME_RESOLVED'
  /** Somebody tries the channel. */
  | 'TEST';

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

/** What is done. */
export type RemediationAction =
  /** A database is rolled back to its last good version. */
  | 'EMERGENCY_ROLLBACK'
  /** A container is stopped and started again. */
  | 'RESTART_CONTAINER';

/** How far a remediation is. */
export type RemediationState =
  /** It could not be done; the message says why. */
  | 'FAILED'
  /** It is about to be done. */
  | 'QUEUED'
  /** It is under way. */
  | 'RUNNING'
  /** It was done. */
  | 'SUCCEEDED'
  /** How it ended is not known, because hawkwatch stopped or it took too long. */
  | 'UNKNOWN';

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

export type AssigneeOnCallQueryVariables = Exact<{ [key: string]: never; }>;


export type AssigneeOnCallQuery = { onCall: Array<{ person: { name: string } }> };

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

export type AlertPageDeliveriesQueryVariables = Exact<{
  id: string | number;
  first: number;
}>;


export type AlertPageDeliveriesQuery = { deliveries: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string, channel: string, route: string, reason: NotifyReason, state: DeliveryState, createdAt: string, endedAt: string | null, nextTryAt: string | null, attemptCount: number, failure: string | null, alertCount: number, attempts: Array<{ attempt: number, at: string, ok: boolean | null, status: number | null, durationMs: number | null, failure: string | null, body: string | null }> } }> } };

export type AlertPageRedeliverMutationVariables = Exact<{
  id: string | number;
}>;


export type AlertPageRedeliverMutation = { redeliver:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'Delivery' }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type AlertPageQueryVariables = Exact<{
  id: string | number;
}>;


export type AlertPageQuery = { alert: { id: string, fingerprint: string, severity: Severity, state: AlertState, title: string, message: string, type: string, rule: string, source: string, subject: string, labels: unknown, metadata: unknown, value: number | null, url: string | null, databaseName: string | null, startedAt: string, firedAt: string | null, acknowledgedAt: string | null, acknowledgedBy: string | null, recoveringSince: string | null, resolvedAt: string | null, resolvedBy: string | null, resolution: AlertResolution | null, assignedTo: string | null, observedAt: string, conditionHolds: boolean, timesFired: number, flappingSince: string | null, database: { id: string } | null, incident: { id: string, title: string } | null, suppressions: Array<{ kind: AlertSuppressionKind, reason: string, until: string | null, silence: { id: string } | null, dependsOn: { id: string, title: string } | null }>, suspects: Array<{ score: number, reason: string, event: { id: string, type: string, occurredAt: string, subject: string, payload: unknown } }>, escalation: { policy: string, nextLevel: number | null, nextAt: string | null, round: number, stop: EscalationStop | null } | null, remediations: Array<{ name: string, action: RemediationAction, object: string, automatic: boolean, refusal: string | null }>, remediationRuns: Array<{ remedy: string, action: RemediationAction, object: string, askedBy: string, state: RemediationState, message: string | null, queuedAt: string, finishedAt: string | null }> } | null };

export type AlertPageRuleQueryVariables = Exact<{
  name: string | number;
}>;


export type AlertPageRuleQuery = { alertRule: { name: string, description: string, origin: AlertRuleOrigin, runbook: string | null, forMs: number, keepFiringForMs: number, condition:
      | { __typename: 'AlertEventCondition', lastsMs: number | null, on: Array<{ event: string, where: Array<string> }>, until: Array<{ event: string, where: Array<string> }> }
      | { __typename: 'AlertMetricCondition', metric: string, aggregate: AlertRuleAggregate, above: number | null, below: number | null, clear: number | null, windowMs: number }
     } | null };

export type AlertPagePoliciesQueryVariables = Exact<{ [key: string]: never; }>;


export type AlertPagePoliciesQuery = { escalationPolicies: Array<{ name: string, repeat: number, levels: Array<{ number: number, afterMs: number, hours: string | null, rotation: string | null, channels: Array<{ severity: Severity, channels: Array<string> }> }> }>, onCall: Array<{ rotation: string, person: { name: string } }> };

export type AlertPageEscalateMutationVariables = Exact<{
  id: string | number;
}>;


export type AlertPageEscalateMutation = { escalateAlert:
    | { __typename: 'Alert' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type AlertPageAcknowledgeMutationVariables = Exact<{
  id: string | number;
}>;


export type AlertPageAcknowledgeMutation = { acknowledgeAlert:
    | { __typename: 'Alert' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type AlertPageUnacknowledgeMutationVariables = Exact<{
  id: string | number;
}>;


export type AlertPageUnacknowledgeMutation = { unacknowledgeAlert:
    | { __typename: 'Alert' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type AlertPageResolveMutationVariables = Exact<{
  id: string | number;
  comment?: string | null | undefined;
}>;


export type AlertPageResolveMutation = { resolveAlert:
    | { __typename: 'Alert' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type AlertPageAssignMutationVariables = Exact<{
  id: string | number;
  assignee?: string | null | undefined;
}>;


export type AlertPageAssignMutation = { assignAlert:
    | { __typename: 'Alert' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type AlertPageCommentMutationVariables = Exact<{
  id: string | number;
  text: string;
}>;


export type AlertPageCommentMutation = { commentOnAlert:
    | { __typename: 'Alert' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type AlertPagePreviewSilenceQueryVariables = Exact<{
  matchers: Array<string> | string;
}>;


export type AlertPagePreviewSilenceQuery = { previewSilence: { total: number, alerts: Array<{ id: string, title: string, severity: Severity }> } };

export type AlertPageSilenceMutationVariables = Exact<{
  input: CreateSilenceInput;
}>;


export type AlertPageSilenceMutation = { createSilence:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'Silence' }
   };

export type AlertPageExpireSilenceMutationVariables = Exact<{
  id: string | number;
}>;


export type AlertPageExpireSilenceMutation = { expireSilence:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'Silence' }
   };

export type AlertPageRemedyMutationVariables = Exact<{
  alertId: string | number;
  action: string;
}>;


export type AlertPageRemedyMutation = { runRemediation:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'RemediationRun', state: RemediationState, outcome: string | null }
   };

export type AlertPageTimelineQueryVariables = Exact<{
  id: string | number;
  before?: string | null | undefined;
}>;


export type AlertPageTimelineQuery = { alert: { timeline: { pageInfo: { hasPreviousPage: boolean, startCursor: string | null }, edges: Array<{ cursor: string, node: { at: string, kind: string, actor: string | null, text: string | null, detail: unknown } }> } } | null };

export type AlertsPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: AlertFilter | null | undefined;
  order?: AlertOrder | null | undefined;
}>;


export type AlertsPageQuery = { alerts: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, severity: Severity, state: AlertState, title: string, rule: string, subject: string, databaseName: string | null, startedAt: string, resolvedAt: string | null, acknowledgedBy: string | null, assignedTo: string | null, updatedAt: string, suppressions: Array<{ reason: string }> } }> } };

export type AlertsLiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  filter?: AlertFilter | null | undefined;
}>;


export type AlertsLiveSubscription = { alertsChanged: { cursor: string, alert: { id: string, severity: Severity, state: AlertState, title: string, rule: string, subject: string, databaseName: string | null, startedAt: string, resolvedAt: string | null, acknowledgedBy: string | null, assignedTo: string | null, updatedAt: string, suppressions: Array<{ reason: string }> } } };

export type AlertsFilterNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type AlertsFilterNamesQuery = { alertRules: { edges: Array<{ node: { name: string } }> }, databases: { edges: Array<{ node: { id: string, name: string } }> } };

export type AlertsIncidentsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: IncidentFilter | null | undefined;
}>;


export type AlertsIncidentsQuery = { incidents: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, title: string, severity: Severity, isOpen: boolean, reason: string, startedAt: string, resolvedAt: string | null } }> } };

export type AlertsAcknowledgeMutationVariables = Exact<{
  ids: Array<string | number> | string | number;
  comment?: string | null | undefined;
}>;


export type AlertsAcknowledgeMutation = { acknowledgeAlerts:
    | { __typename: 'AlertOutcomes', outcomes: Array<{ alertId: string, refusal: string | null }> }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
   };

export type AlertsResolveMutationVariables = Exact<{
  ids: Array<string | number> | string | number;
  comment?: string | null | undefined;
}>;


export type AlertsResolveMutation = { resolveAlerts:
    | { __typename: 'AlertOutcomes', outcomes: Array<{ alertId: string, refusal: string | null }> }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
   };

export type AlertsAssignMutationVariables = Exact<{
  ids: Array<string | number> | string | number;
  assignee?: string | null | undefined;
  comment?: string | null | undefined;
}>;


export type AlertsAssignMutation = { assignAlerts:
    | { __typename: 'AlertOutcomes', outcomes: Array<{ alertId: string, refusal: string | null }> }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
   };

export type AlertsSilenceMutationVariables = Exact<{
  ids: Array<string | number> | string | number;
  comment: string;
  minutes: number;
}>;


export type AlertsSilenceMutation = { silenceAlerts:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'SilencesPayload', silences: Array<{ id: string }> }
   };

export type DatabaseHeaderQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseHeaderQuery = { database: { id: string, name: string, engine: DatabaseEngine, environment: string | null, declaredBy: DatabaseDeclaration | null, health: { state: DatabaseState, reason: string | null, since: string | null, latencyMs: number | null, serverVersion: string | null }, drift: { state: DriftState, changeCount: number } | null, container: { id: string, name: string } | null } | null };

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

export type DatabaseAboutQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseAboutQuery = { database: { id: string, name: string, engine: DatabaseEngine, environment: string | null, labels: unknown, declaredBy: DatabaseDeclaration | null, schemaCheckedAt: string | null, schemaWatch: { state: SchemaWatchStateKind, reason: string | null, since: string } | null, container: { id: string, name: string, image: string, state: string } | null, discovery: { since: string | null, places: Array<{ host: string, port: number }>, recognition: { product: string | null, score: number | null, reasons: Array<string> } | null } | null, health: { state: DatabaseState, since: string | null, latencyMs: number | null, serverVersion: string | null, sizeBytes: number | null, role: DatabaseRole | null, checkedAt: string | null, tls: { encrypted: boolean, protocol: string | null, cipher: string | null, certificate: { subject: string, issuer: string, validTo: string, verified: boolean, fault: string | null } | null } | null }, resources: { at: string, cacheHitPercent: number | null, commitsPerSecond: number | null, rollbacksPerSecond: number | null, connections: number | null, connectionsMax: number | null, connectionsUsedPercent: number | null, deadRows: number | null, deadlocks: number | null, locksWaiting: number | null, longestQuerySeconds: number | null, longestTransactionSeconds: number | null, replayLagSeconds: number | null, sessionsBlocked: number | null, sizeBytes: number | null, walBytesPerSecond: number | null, wraparoundPercent: number | null, tables: Array<{ schema: string, name: string, bytes: number | null, liveRows: number, deadRows: number }>, unread: Array<{ about: string, reason: string }> } | null, foreignMigrations: Array<{ id: string, startedAt: string | null, foreign: { tool: string, sign: string, since: string, stale: boolean, pid: number | null, application: string | null, user: string | null, query: string | null, waitsFor: Array<{ pid: number, application: string | null }>, blocks: Array<{ pid: number, application: string | null }> } | null }> } | null };

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

export type DatabaseRecognisedToolsQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseRecognisedToolsQuery = { database: { recognisedTools: Array<{ title: string, tool: string, table: string, why: string }> } | null };

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

export type DatabaseCurrentRunsQueryVariables = Exact<{
  database: string | number;
}>;


export type DatabaseCurrentRunsQuery = { migrationRuns: { edges: Array<{ node: { id: string, kind: MigrationRunKind, state: MigrationRunState, dryRun: boolean, emergency: boolean, origin: MigrationRunOrigin, source: string, toVersion: string | null, triggeredBy: string | null, queuedAt: string, finishedAt: string | null, error: { message: string, hint: string | null, statement: string | null } | null, migrations: Array<{ version: string, state: MigrationState }> } }> } };

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

export type IncidentPageQueryVariables = Exact<{
  id: string | number;
}>;


export type IncidentPageQuery = { incident: { id: string, title: string, severity: Severity, isOpen: boolean, reason: string, startedAt: string, resolvedAt: string | null, suspects: Array<{ score: number, reason: string, event: { id: string, type: string, occurredAt: string, subject: string, payload: unknown } }>, alerts: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string, severity: Severity, state: AlertState, title: string, subject: string, startedAt: string, resolvedAt: string | null, acknowledgedBy: string | null, assignedTo: string | null } }> } } | null };

export type IncidentPageTimelineQueryVariables = Exact<{
  id: string | number;
  before?: string | null | undefined;
}>;


export type IncidentPageTimelineQuery = { incident: { timeline: { pageInfo: { hasPreviousPage: boolean, startCursor: string | null }, edges: Array<{ cursor: string, node: { at: string, kind: string, actor: string | null, text: string | null, detail: unknown, alert: { id: string, title: string } | null } }> } } | null };

export type IncidentPageAcknowledgeMutationVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type IncidentPageAcknowledgeMutation = { acknowledgeAlerts:
    | { __typename: 'AlertOutcomes', outcomes: Array<{ alertId: string, refusal: string | null }> }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
   };

export type NowDeliveriesQueryVariables = Exact<{ [key: string]: never; }>;


export type NowDeliveriesQuery = { deliveries: { edges: Array<{ node: { id: string, channel: string, state: DeliveryState, reason: NotifyReason, alertCount: number, createdAt: string, failure: string | null } }> } };

export type NowChangesQueryVariables = Exact<{
  since?: string | null | undefined;
}>;


export type NowChangesQuery = { migrationRuns: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string, state: MigrationRunState, kind: MigrationRunKind, dryRun: boolean, source: string, startedAt: string | null, finishedAt: string | null, database: { name: string } } }> }, deployments: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string, service: string, version: string, status: DeploymentStatus, environment: string | null, url: string | null, at: string, databases: Array<{ id: string }> } }> }, schemaChanges: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { message: string, detectedAt: string, database: { id: string, name: string }, set: { id: string, origin: SchemaChangeOrigin, changeCount: number, drift: { id: string } | null } } }> }, containerEvents: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { action: string, at: string, verdict: ContainerVerdict | null, reason: string | null, container: { id: string, name: string } } }> }, fileChanges: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string, path: string, change: FileChangeKind, detectedAt: string, file: { id: string } | null } }> } };

export type NowDatabasesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NowDatabasesQuery = { databases: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, environment: string | null, health: { state: DatabaseState } } }> } };

export type NowEndpointsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NowEndpointsQuery = { endpoints: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, environment: string | null, state: EndpointState } }> } };

export type NowContainersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NowContainersQuery = { containers: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, key: string, state: string, health: string | null, crashLoopSince: string | null, database: { environment: string | null } | null } }> } };

export type NowFilesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type NowFilesQuery = { watchedFiles: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, path: string, fault: string | null, database: { environment: string | null } | null } }> } };

export type NowNeedsYouQueryVariables = Exact<{ [key: string]: never; }>;


export type NowNeedsYouQuery = { alerts: { totalCount: number, edges: Array<{ node: { id: string, title: string, message: string, severity: Severity, databaseName: string | null, startedAt: string, assignedTo: string | null, flappingSince: string | null } }> }, migrationRuns: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string, source: string, kind: MigrationRunKind, queuedAt: string, triggeredBy: string | null, origin: MigrationRunOrigin, migrations: Array<{ version: string, name: string }>, database: { name: string, environment: string | null }, assessment: { risk: RiskLevel, losses: Array<{ object: string, message: string }> } | null } }> } };

export type NowAcknowledgeMutationVariables = Exact<{
  id: string | number;
}>;


export type NowAcknowledgeMutation = { acknowledgeAlert:
    | { __typename: 'Alert' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type NowSilenceMutationVariables = Exact<{
  id: string | number;
}>;


export type NowSilenceMutation = { silenceAlert:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'Silence' }
   };

export type NowImpactQueryVariables = Exact<{
  id: string | number;
}>;


export type NowImpactQuery = { migrationRun: { assessment: { risk: RiskLevel, confidence: number, doubts: Array<string>, estimate: { lowMs: number, highMs: number, basis: string } | null, losses: Array<{ object: string, message: string, rows: number | null }>, files: Array<{ file: string, version: string | null, risk: RiskLevel }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }> } | null } | null };

export type NowApproveMutationVariables = Exact<{
  id: string | number;
  comment?: string | null | undefined;
}>;


export type NowApproveMutation = { approveMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type NowRejectMutationVariables = Exact<{
  id: string | number;
  comment: string;
}>;


export type NowRejectMutation = { rejectMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type NowRecentAlertsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  since?: string | null | undefined;
}>;


export type NowRecentAlertsQuery = { alerts: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, title: string, severity: Severity, subject: string, databaseName: string | null, startedAt: string, resolvedAt: string | null } }> } };

export type NowOpenAlertsQueryVariables = Exact<{ [key: string]: never; }>;


export type NowOpenAlertsQuery = { alerts: { edges: Array<{ node: { id: string, title: string, severity: Severity, subject: string, databaseName: string | null, startedAt: string, resolvedAt: string | null } }> } };

export type NowStripQueryVariables = Exact<{
  since?: string | null | undefined;
}>;


export type NowStripQuery = { critical: { totalCount: number }, error: { totalCount: number }, warning: { totalCount: number }, info: { totalCount: number }, unacknowledged: { totalCount: number }, drifts: { totalCount: number }, running: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string } }> }, dead: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string } }> } };

export type RunPageQueryVariables = Exact<{
  id: string | number;
}>;


export type RunPageQuery = { migrationRun: { id: string, subject: string, kind: MigrationRunKind, state: MigrationRunState, origin: MigrationRunOrigin, dryRun: boolean, emergency: boolean, source: string, toVersion: string | null, triggeredBy: string | null, queuedAt: string, startedAt: string | null, finishedAt: string | null, database: { id: string, name: string, environment: string | null }, migrations: Array<{ version: string, state: MigrationState }>, error: { message: string, sqlState: string | null, statement: string | null, position: number | null, hint: string | null } | null, review: { decision: ReviewDecision, by: string, at: string, comment: string | null } | null, retryOf: { id: string, queuedAt: string } | null, wave: { id: string, source: string, toVersion: string } | null, verification: { at: string, ok: boolean, checks: Array<{ name: string, ok: boolean, message: string }> } | null, foreign: { tool: string, pid: number | null, application: string | null, user: string | null, since: string, sign: string, query: string | null, stale: boolean, worker: { pid: number, application: string | null } | null, waitsFor: Array<{ pid: number, application: string | null }>, blocks: Array<{ pid: number, application: string | null }> } | null, report: Array<{ version: string, index: number, text: string, executed: boolean, reason: string | null, durationMs: number | null, rows: number | null, rewrites: Array<string>, locks: Array<{ mode: string, relation: string }> }> | null, assessment: { risk: RiskLevel, confidence: number, doubts: Array<string>, files: Array<{ file: string, version: string | null, risk: RiskLevel }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }>, losses: Array<{ object: string, message: string, rows: number | null }>, estimate: { lowMs: number, highMs: number, basis: string } | null } | null } | null };

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


export type RunPagePreviewRollbackQuery = { previewRollback: { fromVersion: string | null, migrations: Array<{ version: string, name: string, file: string, statements: number }>, impact: { risk: RiskLevel, confidence: number, doubts: Array<string>, files: Array<{ file: string, version: string | null, risk: RiskLevel }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }>, losses: Array<{ object: string, message: string, rows: number | null }>, estimate: { lowMs: number, highMs: number, basis: string } | null } | null } };

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
export const AssigneeOnCallDocument = new TypedDocumentString(`
    query AssigneeOnCall {
  onCall {
    person {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<AssigneeOnCallQuery, AssigneeOnCallQueryVariables>;
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
export const AlertPageDeliveriesDocument = new TypedDocumentString(`
    query AlertPageDeliveries($id: ID!, $first: Int!) {
  deliveries(first: $first, filter: {alert: $id}) {
    pageInfo {
      hasNextPage
    }
    edges {
      node {
        id
        channel
        route
        reason
        state
        createdAt
        endedAt
        nextTryAt
        attemptCount
        failure
        alertCount
        attempts {
          attempt
          at
          ok
          status
          durationMs
          failure
          body
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageDeliveriesQuery, AlertPageDeliveriesQueryVariables>;
export const AlertPageRedeliverDocument = new TypedDocumentString(`
    mutation AlertPageRedeliver($id: ID!) {
  redeliver(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageRedeliverMutation, AlertPageRedeliverMutationVariables>;
export const AlertPageDocument = new TypedDocumentString(`
    query AlertPage($id: ID!) {
  alert(id: $id) {
    id
    fingerprint
    severity
    state
    title
    message
    type
    rule
    source
    subject
    labels
    metadata
    value
    url
    databaseName
    startedAt
    firedAt
    acknowledgedAt
    acknowledgedBy
    recoveringSince
    resolvedAt
    resolvedBy
    resolution
    assignedTo
    observedAt
    conditionHolds
    timesFired
    flappingSince
    database {
      id
    }
    incident {
      id
      title
    }
    suppressions {
      kind
      reason
      until
      silence {
        id
      }
      dependsOn {
        id
        title
      }
    }
    suspects {
      score
      reason
      event {
        id
        type
        occurredAt
        subject
        payload
      }
    }
    escalation {
      policy
      nextLevel
      nextAt
      round
      stop
    }
    remediations {
      name
      action
      object
      automatic
      refusal
    }
    remediationRuns {
      remedy
      action
      object
      askedBy
      state
      message
      queuedAt
      finishedAt
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageQuery, AlertPageQueryVariables>;
export const AlertPageRuleDocument = new TypedDocumentString(`
    query AlertPageRule($name: ID!) {
  alertRule(name: $name) {
    name
    description
    origin
    runbook
    forMs
    keepFiringForMs
    condition {
      __typename
      ... on AlertMetricCondition {
        metric
        aggregate
        above
        below
        clear
        windowMs
      }
      ... on AlertEventCondition {
        lastsMs
        on {
          event
          where
        }
        until {
          event
          where
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageRuleQuery, AlertPageRuleQueryVariables>;
export const AlertPagePoliciesDocument = new TypedDocumentString(`
    query AlertPagePolicies {
  escalationPolicies {
    name
    repeat
    levels {
      number
      afterMs
      hours
      rotation
      channels {
        severity
        channels
      }
    }
  }
  onCall {
    rotation
    person {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPagePoliciesQuery, AlertPagePoliciesQueryVariables>;
export const AlertPageEscalateDocument = new TypedDocumentString(`
    mutation AlertPageEscalate($id: ID!) {
  escalateAlert(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageEscalateMutation, AlertPageEscalateMutationVariables>;
export const AlertPageAcknowledgeDocument = new TypedDocumentString(`
    mutation AlertPageAcknowledge($id: ID!) {
  acknowledgeAlert(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageAcknowledgeMutation, AlertPageAcknowledgeMutationVariables>;
export const AlertPageUnacknowledgeDocument = new TypedDocumentString(`
    mutation AlertPageUnacknowledge($id: ID!) {
  unacknowledgeAlert(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageUnacknowledgeMutation, AlertPageUnacknowledgeMutationVariables>;
export const AlertPageResolveDocument = new TypedDocumentString(`
    mutation AlertPageResolve($id: ID!, $comment: String) {
  resolveAlert(id: $id, comment: $comment) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageResolveMutation, AlertPageResolveMutationVariables>;
export const AlertPageAssignDocument = new TypedDocumentString(`
    mutation AlertPageAssign($id: ID!, $assignee: String) {
  assignAlert(id: $id, assignee: $assignee) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageAssignMutation, AlertPageAssignMutationVariables>;
export const AlertPageCommentDocument = new TypedDocumentString(`
    mutation AlertPageComment($id: ID!, $text: String!) {
  commentOnAlert(id: $id, text: $text) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageCommentMutation, AlertPageCommentMutationVariables>;
export const AlertPagePreviewSilenceDocument = new TypedDocumentString(`
    query AlertPagePreviewSilence($matchers: [String!]!) {
  previewSilence(matchers: $matchers) {
    total
    alerts {
      id
      title
      severity
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPagePreviewSilenceQuery, AlertPagePreviewSilenceQueryVariables>;
export const AlertPageSilenceDocument = new TypedDocumentString(`
    mutation AlertPageSilence($input: CreateSilenceInput!) {
  createSilence(input: $input) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageSilenceMutation, AlertPageSilenceMutationVariables>;
export const AlertPageExpireSilenceDocument = new TypedDocumentString(`
    mutation AlertPageExpireSilence($id: ID!) {
  expireSilence(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageExpireSilenceMutation, AlertPageExpireSilenceMutationVariables>;
export const AlertPageRemedyDocument = new TypedDocumentString(`
    mutation AlertPageRemedy($alertId: ID!, $action: String!) {
  runRemediation(alertId: $alertId, action: $action) {
    __typename
    ... on RemediationRun {
      state
      outcome: message
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageRemedyMutation, AlertPageRemedyMutationVariables>;
export const AlertPageTimelineDocument = new TypedDocumentString(`
    query AlertPageTimeline($id: ID!, $before: String) {
  alert(id: $id) {
    timeline(last: 50, before: $before) {
      pageInfo {
        hasPreviousPage
        startCursor
      }
      edges {
        cursor
        node {
          at
          kind
          actor
          text
          detail
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AlertPageTimelineQuery, AlertPageTimelineQueryVariables>;
export const AlertsPageDocument = new TypedDocumentString(`
    query AlertsPage($first: Int!, $after: String, $filter: AlertFilter, $order: AlertOrder) {
  alerts(first: $first, after: $after, filter: $filter, order: $order) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        severity
        state
        title
        rule
        subject
        databaseName
        startedAt
        resolvedAt
        acknowledgedBy
        assignedTo
        updatedAt
        suppressions {
          reason
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AlertsPageQuery, AlertsPageQueryVariables>;
export const AlertsLiveDocument = new TypedDocumentString(`
    subscription AlertsLive($after: Cursor, $filter: AlertFilter) {
  alertsChanged(after: $after, filter: $filter) {
    cursor
    alert {
      id
      severity
      state
      title
      rule
      subject
      databaseName
      startedAt
      resolvedAt
      acknowledgedBy
      assignedTo
      updatedAt
      suppressions {
        reason
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AlertsLiveSubscription, AlertsLiveSubscriptionVariables>;
export const AlertsFilterNamesDocument = new TypedDocumentString(`
    query AlertsFilterNames {
  alertRules(first: 100) {
    edges {
      node {
        name
      }
    }
  }
  databases(first: 100) {
    edges {
      node {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AlertsFilterNamesQuery, AlertsFilterNamesQueryVariables>;
export const AlertsIncidentsDocument = new TypedDocumentString(`
    query AlertsIncidents($first: Int!, $after: String, $filter: IncidentFilter) {
  incidents(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        title
        severity
        isOpen
        reason
        startedAt
        resolvedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AlertsIncidentsQuery, AlertsIncidentsQueryVariables>;
export const AlertsAcknowledgeDocument = new TypedDocumentString(`
    mutation AlertsAcknowledge($ids: [ID!]!, $comment: String) {
  acknowledgeAlerts(ids: $ids, comment: $comment) {
    __typename
    ... on AlertOutcomes {
      outcomes {
        alertId
        refusal
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertsAcknowledgeMutation, AlertsAcknowledgeMutationVariables>;
export const AlertsResolveDocument = new TypedDocumentString(`
    mutation AlertsResolve($ids: [ID!]!, $comment: String) {
  resolveAlerts(ids: $ids, comment: $comment) {
    __typename
    ... on AlertOutcomes {
      outcomes {
        alertId
        refusal
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertsResolveMutation, AlertsResolveMutationVariables>;
export const AlertsAssignDocument = new TypedDocumentString(`
    mutation AlertsAssign($ids: [ID!]!, $assignee: String, $comment: String) {
  assignAlerts(ids: $ids, assignee: $assignee, comment: $comment) {
    __typename
    ... on AlertOutcomes {
      outcomes {
        alertId
        refusal
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertsAssignMutation, AlertsAssignMutationVariables>;
export const AlertsSilenceDocument = new TypedDocumentString(`
    mutation AlertsSilence($ids: [ID!]!, $comment: String!, $minutes: Int!) {
  silenceAlerts(alertIds: $ids, comment: $comment, durationMinutes: $minutes) {
    __typename
    ... on SilencesPayload {
      silences {
        id
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AlertsSilenceMutation, AlertsSilenceMutationVariables>;
export const DatabaseHeaderDocument = new TypedDocumentString(`
    query DatabaseHeader($id: ID!) {
  database(id: $id) {
    id
    name
    engine
    environment
    declaredBy
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
export const DatabaseRecognisedToolsDocument = new TypedDocumentString(`
    query DatabaseRecognisedTools($id: ID!) {
  database(id: $id) {
    recognisedTools {
      title
      tool
      table
      why
    }
  }
}
    `) as unknown as TypedDocumentString<DatabaseRecognisedToolsQuery, DatabaseRecognisedToolsQueryVariables>;
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
export const IncidentPageDocument = new TypedDocumentString(`
    query IncidentPage($id: ID!) {
  incident(id: $id) {
    id
    title
    severity
    isOpen
    reason
    startedAt
    resolvedAt
    suspects {
      score
      reason
      event {
        id
        type
        occurredAt
        subject
        payload
      }
    }
    alerts(first: 100) {
      pageInfo {
        hasNextPage
      }
      edges {
        node {
          id
          severity
          state
          title
          subject
          startedAt
          resolvedAt
          acknowledgedBy
          assignedTo
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<IncidentPageQuery, IncidentPageQueryVariables>;
export const IncidentPageTimelineDocument = new TypedDocumentString(`
    query IncidentPageTimeline($id: ID!, $before: String) {
  incident(id: $id) {
    timeline(last: 50, before: $before) {
      pageInfo {
        hasPreviousPage
        startCursor
      }
      edges {
        cursor
        node {
          at
          kind
          actor
          text
          detail
          alert {
            id
            title
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<IncidentPageTimelineQuery, IncidentPageTimelineQueryVariables>;
export const IncidentPageAcknowledgeDocument = new TypedDocumentString(`
    mutation IncidentPageAcknowledge($ids: [ID!]!) {
  acknowledgeAlerts(ids: $ids) {
    __typename
    ... on AlertOutcomes {
      outcomes {
        alertId
        refusal
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<IncidentPageAcknowledgeMutation, IncidentPageAcknowledgeMutationVariables>;
export const NowDeliveriesDocument = new TypedDocumentString(`
    query NowDeliveries {
  deliveries(first: 8) {
    edges {
      node {
        id
        channel
        state
        reason
        alertCount
        createdAt
        failure
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowDeliveriesQuery, NowDeliveriesQueryVariables>;
export const NowChangesDocument = new TypedDocumentString(`
    query NowChanges($since: DateTime) {
  migrationRuns(first: 100, filter: {since: $since}) {
    pageInfo {
      hasNextPage
    }
    edges {
      node {
        id
        state
        kind
        dryRun
        source
        startedAt
        finishedAt
        database {
          name
        }
      }
    }
  }
  deployments(first: 100, filter: {since: $since}) {
    pageInfo {
      hasNextPage
    }
    edges {
      node {
        id
        service
        version
        status
        environment
        url
        at
        databases {
          id
        }
      }
    }
  }
  schemaChanges(first: 100, filter: {since: $since}) {
    pageInfo {
      hasNextPage
    }
    edges {
      node {
        message
        detectedAt
        database {
          id
          name
        }
        set {
          id
          origin
          changeCount
          drift {
            id
          }
        }
      }
    }
  }
  containerEvents(first: 100, filter: {since: $since, actions: ["die", "oom"]}) {
    pageInfo {
      hasNextPage
    }
    edges {
      node {
        action
        at
        verdict
        reason
        container {
          id
          name
        }
      }
    }
  }
  fileChanges(first: 100, filter: {since: $since}) {
    pageInfo {
      hasNextPage
    }
    edges {
      node {
        id
        path
        change
        detectedAt
        file {
          id
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowChangesQuery, NowChangesQueryVariables>;
export const NowDatabasesDocument = new TypedDocumentString(`
    query NowDatabases($first: Int, $after: String) {
  databases(first: $first, after: $after, discovered: false) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        name
        environment
        health {
          state
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowDatabasesQuery, NowDatabasesQueryVariables>;
export const NowEndpointsDocument = new TypedDocumentString(`
    query NowEndpoints($first: Int, $after: String) {
  endpoints(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        name
        environment
        state
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowEndpointsQuery, NowEndpointsQueryVariables>;
export const NowContainersDocument = new TypedDocumentString(`
    query NowContainers($first: Int, $after: String) {
  containers(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        name
        key
        state
        health
        crashLoopSince
        database {
          environment
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowContainersQuery, NowContainersQueryVariables>;
export const NowFilesDocument = new TypedDocumentString(`
    query NowFiles($first: Int, $after: String) {
  watchedFiles(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        path
        fault
        database {
          environment
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowFilesQuery, NowFilesQueryVariables>;
export const NowNeedsYouDocument = new TypedDocumentString(`
    query NowNeedsYou {
  alerts(
    first: 20
    filter: {states: [FIRING], suppressed: false}
    order: WORST_FIRST
  ) {
    totalCount
    edges {
      node {
        id
        title
        message
        severity
        databaseName
        startedAt
        assignedTo
        flappingSince
      }
    }
  }
  migrationRuns(first: 20, filter: {states: [AWAITING_REVIEW]}) {
    pageInfo {
      hasNextPage
    }
    edges {
      node {
        id
        source
        kind
        queuedAt
        triggeredBy
        origin
        migrations {
          version
          name
        }
        database {
          name
          environment
        }
        assessment {
          risk
          losses {
            object
            message
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowNeedsYouQuery, NowNeedsYouQueryVariables>;
export const NowAcknowledgeDocument = new TypedDocumentString(`
    mutation NowAcknowledge($id: ID!) {
  acknowledgeAlert(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<NowAcknowledgeMutation, NowAcknowledgeMutationVariables>;
export const NowSilenceDocument = new TypedDocumentString(`
    mutation NowSilence($id: ID!) {
  silenceAlert(
    alertId: $id
    durationMinutes: 60
    comment: "Silenced for an hour, from Now"
  ) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<NowSilenceMutation, NowSilenceMutationVariables>;
export const NowImpactDocument = new TypedDocumentString(`
    query NowImpact($id: ID!) {
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
    `) as unknown as TypedDocumentString<NowImpactQuery, NowImpactQueryVariables>;
export const NowApproveDocument = new TypedDocumentString(`
    mutation NowApprove($id: ID!, $comment: String) {
  approveMigration(runId: $id, comment: $comment) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<NowApproveMutation, NowApproveMutationVariables>;
export const NowRejectDocument = new TypedDocumentString(`
    mutation NowReject($id: ID!, $comment: String!) {
  rejectMigration(runId: $id, comment: $comment) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<NowRejectMutation, NowRejectMutationVariables>;
export const NowRecentAlertsDocument = new TypedDocumentString(`
    query NowRecentAlerts($first: Int, $after: String, $since: DateTime) {
  alerts(
    first: $first
    after: $after
    filter: {since: $since, states: [FIRING, ACKNOWLEDGED, RECOVERING, RESOLVED]}
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        title
        severity
        subject
        databaseName
        startedAt
        resolvedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowRecentAlertsQuery, NowRecentAlertsQueryVariables>;
export const NowOpenAlertsDocument = new TypedDocumentString(`
    query NowOpenAlerts {
  alerts(
    first: 100
    filter: {states: [FIRING, ACKNOWLEDGED, RECOVERING]}
    order: WORST_FIRST
  ) {
    edges {
      node {
        id
        title
        severity
        subject
        databaseName
        startedAt
        resolvedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowOpenAlertsQuery, NowOpenAlertsQueryVariables>;
export const NowStripDocument = new TypedDocumentString(`
    query NowStrip($since: DateTime) {
  critical: alerts(
    filter: {states: [FIRING, ACKNOWLEDGED], severities: [CRITICAL]}
  ) {
    totalCount
  }
  error: alerts(filter: {states: [FIRING, ACKNOWLEDGED], severities: [ERROR]}) {
    totalCount
  }
  warning: alerts(filter: {states: [FIRING, ACKNOWLEDGED], severities: [WARNING]}) {
    totalCount
  }
  info: alerts(filter: {states: [FIRING, ACKNOWLEDGED], severities: [INFO]}) {
    totalCount
  }
  unacknowledged: alerts(filter: {states: [FIRING]}) {
    totalCount
  }
  drifts(filter: {states: [OPEN, ACKNOWLEDGED]}) {
    totalCount
  }
  running: migrationRuns(first: 100, filter: {states: [RUNNING]}) {
    pageInfo {
      hasNextPage
    }
    edges {
      node {
        id
      }
    }
  }
  dead: deliveries(first: 100, filter: {states: [DEAD], since: $since}) {
    pageInfo {
      hasNextPage
    }
    edges {
      node {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NowStripQuery, NowStripQueryVariables>;
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
      losses {
        object
        message
        rows
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
      losses {
        object
        message
        rows
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