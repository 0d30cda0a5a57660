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

/** Which events. All conditions must hold; of a list, one of its words. */
export type ContainerEventFilter = {
  /** Actions, as `die`. */
  actions?: Array<string> | null | undefined;
  /** Global ids of containers. */
  containers?: Array<string | number> | null | undefined;
  /** Names of daemons. */
  daemons?: Array<string> | null | undefined;
  /** Databases in them: global ids or names. */
  databases?: Array<string | number> | null | undefined;
  /** Hosts. */
  hosts?: Array<string> | null | undefined;
  /** Those that were concluded, or those that were told. */
  inferred?: boolean | null | undefined;
  /** Then or later. */
  since?: string | null | undefined;
  /** Before then. */
  until?: string | null | undefined;
  /** Verdicts. */
  verdicts?: Array<ContainerVerdict> | null | undefined;
};

/** Which containers. All conditions must hold; of a list, one of its words. */
export type ContainerFilter = {
  /** Those that end again and again, or the others. */
  crashLooping?: boolean | null | undefined;
  /** Names of daemons. */
  daemons?: Array<string> | null | undefined;
  /** Databases: global ids or names. */
  databases?: Array<string | number> | null | undefined;
  /** Engines of recognised databases. */
  engines?: Array<DatabaseEngine> | null | undefined;
  /** Results of health checks, as `unhealthy`. */
  health?: Array<string> | null | undefined;
  /** Hosts. */
  hosts?: Array<string> | null | undefined;
  /** True (as when it is left out): those there are; false: those gone; null: both. */
  present?: boolean | null | undefined;
  /** Projects of Compose. */
  projects?: Array<string> | null | undefined;
  /** What was recognised. */
  recognised?: Array<RecognitionVerdict> | null | undefined;
  /** States, as `running`. */
  states?: Array<string> | null | undefined;
  /** A part of the key, the name or the image. */
  text?: string | null | undefined;
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

/** Why a container that has to do with databases is none. */
export type DatabaseCompanionRole =
  /** People work on databases with it. */
  | 'ADMIN_TOOL'
  /** It saves databases. */
  | 'BACKUP'
  /** It uses a database. */
  | 'CLIENT'
  /** It measures a database. */
  | 'EXPORTER'
  /** Its labels say so. */
  | 'IGNORED'
  /** It runs databases. */
  | 'OPERATOR'
  /** It stands in front of a database. */
  | 'POOLER'
  /** A test or a single command started it. */
  | 'TEMPORARY';

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

/** A TLS handshake and its certificates. */
export type EndpointCertificateInput = {
  /** Name or address. */
  host: string;
  /** Port; 443 when left out. */
  port?: number | null | undefined;
  /** The name that is asked for; else the host. */
  servername?: string | null | undefined;
  /** What is expected of TLS. */
  tls?: EndpointTlsInput | null | undefined;
};

/** Records of a name in DNS. */
export type EndpointDnsInput = {
  /** Records that must be among the answers. */
  expect?: Array<string> | null | undefined;
  /** The name. */
  name: string;
  /** The DNS server that is asked, which must be public. It is needed over the API. */
  server?: string | null | undefined;
  /** As `MX`; A when left out. */
  type?: string | null | undefined;
};

/** Which endpoints; what is left out does not restrict. */
export type EndpointFilter = {
  /** Of these databases, by name. */
  databases?: Array<string> | null | undefined;
  /** Of these environments. */
  environments?: Array<string> | null | undefined;
  /** Of these kinds. */
  kinds?: Array<EndpointKind> | null | undefined;
  /** Those that left instead of those that are there. */
  retired?: boolean | null | undefined;
  /** As they were found last. */
  states?: Array<EndpointState> | null | undefined;
};

/** What is expected of a response. */
export type EndpointHttpExpectInput = {
  /** A text within the body. */
  bodyContains?: string | null | undefined;
  /** A regular expression that the body matches. */
  bodyMatches?: string | null | undefined;
  /** What it must find: a plain value. */
  equals?: unknown;
  /** Headers of the response, with what their values contain. */
  header?: Array<NamedValueInput> | null | undefined;
  /** A JSON path (RFC 9535) that finds something. */
  jsonPath?: string | null | undefined;
  /** Slower is DEGRADED. */
  maxResponseMs?: number | null | undefined;
  /** As `200`, `2xx` or `200-299` (the default). */
  status?: Array<string> | null | undefined;
};

/** A request over HTTP or HTTPS. */
export type EndpointHttpInput = {
  /** A body; it is sealed. */
  body?: string | null | undefined;
  /** What is expected. */
  expect?: EndpointHttpExpectInput | null | undefined;
  /** How many redirects are followed, 0 to 5 (default). */
  followRedirects?: number | null | undefined;
  /** Headers; they are sealed. */
  headers?: Array<NamedValueInput> | null | undefined;
  /** As `POST`; GET when left out. */
  method?: string | null | undefined;
  /** What is expected of TLS. */
  tls?: EndpointTlsInput | null | undefined;
  /** Where to. It is sealed. */
  url: string;
};

/** What is looked at. */
export type EndpointKind =
  /** A TLS handshake and its certificates. */
  | 'CERTIFICATE'
  /** Records of a name in DNS. */
  | 'DNS'
  /** A request over HTTP or HTTPS. */
  | 'HTTP'
  /** A query on PostgreSQL. */
  | 'POSTGRES'
  /** PING of Redis. */
  | 'REDIS'
  /** Banner and EHLO of SMTP, with TLS where it is offered. */
  | 'SMTP'
  /** A TCP connection. */
  | 'TCP';

/** Who says that there is an endpoint. */
export type EndpointOrigin =
  /** It was registered with registerEndpoint. */
  | 'API'
  /** The configuration file; only there it can be changed. */
  | 'FILE';

/** What is expected of a query. */
export type EndpointPostgresExpectInput = {
  /** How many rows it gives. */
  rows?: number | null | undefined;
  /** The first column of the first row, as text. */
  value?: string | null | undefined;
};

/** A query on PostgreSQL; it may only read. */
export type EndpointPostgresInput = {
  /** What is expected. */
  expect?: EndpointPostgresExpectInput | null | undefined;
  /** One statement; `select 1` when left out. */
  query?: string | null | undefined;
  /** Of the database. It is sealed. */
  url: string;
};

/** PING of Redis. */
export type EndpointRedisInput = {
  /** What is expected of TLS. */
  tls?: EndpointTlsInput | null | undefined;
  /** `redis:` or `rediss:`. It is sealed. */
  url: string;
};

/** Banner and EHLO of SMTP. */
export type EndpointSmtpInput = {
  /** Name or address. */
  host: string;
  /** Port; 25 when left out. */
  port?: number | null | undefined;
  /** `none`, `offered` (default), `required`, `implicit`. */
  security?: string | null | undefined;
  /** What is expected of TLS. */
  tls?: EndpointTlsInput | null | undefined;
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

/** A TCP connection. */
export type EndpointTcpInput = {
  /** Name or address. */
  host: string;
  /** Port. */
  port: number;
};

/** What is expected of TLS. */
export type EndpointTlsInput = {
  /** The certificate must be valid (default true). */
  verify?: boolean | null | undefined;
  /** DEGRADED when it ends within so many days (default 14). */
  warnDays?: number | null | undefined;
};

/** Which changes; what is left out does not restrict. */
export type FileChangeFilter = {
  /** Only of this burst. */
  burst?: string | number | null | undefined;
  /** Only what became this. */
  changes?: Array<FileChangeKind> | null | undefined;
  /** Only of these databases (global ids or names). */
  databases?: Array<string | number> | null | undefined;
  /** Only of this file (global id). */
  file?: string | number | null | undefined;
  /** True: only where settings of a database changed. */
  hasSettings?: boolean | null | undefined;
  /** Only on these hosts. */
  hosts?: Array<string> | null | undefined;
  /** Only of files of these kinds. */
  kinds?: Array<FileKind> | null | undefined;
  /** Only where the path has this in it. */
  path?: string | null | undefined;
  /** Only of these risks. */
  risks?: Array<RiskLevel> | null | undefined;
  /** Only what was found then or later. */
  since?: string | null | undefined;
  /** Only what was found before then. */
  until?: string | null | undefined;
  /** Only of these watches. */
  watches?: Array<string> | null | undefined;
};

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

/** What a watched file is. */
export type FileKind =
  /** Any other file. */
  | 'CONFIGURATION'
  /** A database: SQLite, DuckDB, or what is declared to be one. */
  | 'DATABASE'
  /** Manifests of Kubernetes. */
  | 'KUBERNETES'
  /** Terraform: a declaration, or values of variables. */
  | 'TERRAFORM';

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

/** A label that a series must have. */
export type MetricLabelInput = {
  /** As `device`. */
  name: string;
  /** As `sda`. */
  value: string;
};

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

/** How a monitor is. */
export type MonitorState =
  /** It works in part; `reason` says what does not. */
  | 'DEGRADED'
  /** It threw, or ended by itself; it is tried again, later and later. */
  | 'FAILING'
  /** It did not end when it was told to; it was given up and started anew. */
  | 'HUNG'
  /** It works. */
  | 'OK'
  /** Somebody has paused it. */
  | 'PAUSED'
  /** It is not configured any more; its history is kept. */
  | 'RETIRED'
  /** A stream has said nothing for too long; it is started anew. */
  | 'SILENT'
  /** It was started, and has not said yet that it works. */
  | 'STARTING'
  /** Nobody runs it: it is about to be started, or its host is away. */
  | 'WAITING';

/** A name with its value. */
export type NamedValueInput = {
  /** The name. */
  name: string;
  /** The value. */
  value: string;
};

/** What a recognition comes to. */
export type RecognitionVerdict =
  /** A database. */
  | 'DATABASE'
  /** It has to do with databases and is none. */
  | 'EXCLUDED';

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

/** The endpoint to register, with exactly one of `http`, `tcp` … `certificate`. */
export type RegisterEndpointInput = {
  /** Certificates only. */
  certificate?: EndpointCertificateInput | null | undefined;
  /** Name of the monitored database that it stands for. */
  database?: string | null | undefined;
  /** DNS. */
  dns?: EndpointDnsInput | null | undefined;
  /** Where it belongs, as `production`. */
  environment?: string | null | undefined;
  /** From check to check, 5000 to 86400000 (default 300000). */
  everyMs?: number | null | undefined;
  /** HTTP or HTTPS. */
  http?: EndpointHttpInput | null | undefined;
  /** Your own words about it, 50 at most. */
  labels?: Array<LabelInput> | null | undefined;
  /** Its identity: lower-case letters, digits, `_` and `-`, 63 at most. */
  name: string;
  /** It is known, but not checked. */
  paused?: boolean | null | undefined;
  /** A query on PostgreSQL. */
  postgres?: EndpointPostgresInput | null | undefined;
  /** Redis. */
  redis?: EndpointRedisInput | null | undefined;
  /** Failures that are tried again before DOWN (default 2). */
  retries?: number | null | undefined;
  /** How long before it is tried again (default 10000). */
  retryDelayMs?: number | null | undefined;
  /** SMTP. */
  smtp?: EndpointSmtpInput | null | undefined;
  /** Successes in a row before UP after DOWN (default 1). */
  successes?: number | null | undefined;
  /** A TCP connection. */
  tcp?: EndpointTcpInput | null | undefined;
  /** How long a check may take, 100 to 120000 (default 10000). */
  timeoutMs?: number | null | undefined;
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

/** Whether a schema can be read. */
export type SchemaWatchStateKind =
  /** It cannot be read; what is told of it is what was read last. */
  | 'FAILING'
  /** Some kinds of objects may not be read: nothing is said of them. */
  | 'PARTIAL'
  /** All of it is read. */
  | 'READ';

/** What a declared setting of a database is about. */
export type SettingAspect =
  /** Backups: whether, when, how long they are kept. */
  | 'BACKUP'
  /** Encryption of the data at rest. */
  | 'ENCRYPTION'
  /** The image that a container runs. */
  | 'IMAGE'
  /** When and how it is maintained. */
  | 'MAINTENANCE'
  /** Who can reach it, and how connections are protected. */
  | 'NETWORK'
  /** A parameter of the server. */
  | 'PARAMETER'
  /** What keeps it from being deleted. */
  | 'PROTECTION'
  /** How many instances there are, standbys too. */
  | 'REPLICAS'
  /** That it is declared at all. */
  | 'RESOURCE'
  /** Where credentials come from. */
  | 'SECRET'
  /** The machine: its class, memory, processors. */
  | 'SIZE'
  /** Size and kind of the storage. */
  | 'STORAGE'
  /** The version of the server. */
  | 'VERSION';

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

/** The time up to now. */
export type UptimeWindow =
  /** The last 7 days. */
  | 'LAST_7_DAYS'
  /** The last 24 hours. */
  | 'LAST_24_HOURS'
  /** The last 30 days. */
  | 'LAST_30_DAYS'
  /** The last 90 days. */
  | 'LAST_90_DAYS';

/** Which files; what is left out does not restrict. */
export type WatchedFileFilter = {
  /** Only of these databases (global ids or names). */
  databases?: Array<string | number> | null | undefined;
  /** Only on these hosts. */
  hosts?: Array<string> | null | undefined;
  /** Only of these kinds. */
  kinds?: Array<FileKind> | null | undefined;
  /** Only where the path has this in it. */
  path?: string | null | undefined;
  /** True: also those that are gone. */
  removed?: boolean | null | undefined;
  /** Only of these watches. */
  watches?: Array<string> | null | undefined;
};

export type LiveEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type LiveEventsSubscription = { events: { cursor: string, type: string, occurredAt: string, subject: string, payload: unknown } };

export type HeadQueryVariables = Exact<{ [key: string]: never; }>;


export type HeadQuery = { head: string };

export type OpenAlertsQueryVariables = Exact<{
  labels?: Array<string> | string | null | undefined;
}>;


export type OpenAlertsQuery = { alerts: { totalCount: number, edges: Array<{ node: { id: string, title: string, severity: Severity, state: AlertState, startedAt: string, acknowledgedBy: string | null } }> } };

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

export type SeriesWindowQueryVariables = Exact<{
  query: MetricSeriesQuery;
}>;


export type SeriesWindowQuery = { metricSeries: { stepMs: number, series: Array<{ metric: string, subject: string, labels: Array<{ name: string, value: string }>, points: Array<{ at: string, avg: number, min: number, max: number, last: number | null }> }> } };

export type WatchersQueryVariables = Exact<{
  kinds?: Array<string> | string | null | undefined;
}>;


export type WatchersQuery = { monitors: { edges: Array<{ node: { id: string, name: string, host: string | null, state: MonitorState, reason: string | null, since: string } }> } };

export type ContainerPageQueryVariables = Exact<{
  id: string | number;
}>;


export type ContainerPageQuery = { container: { id: string, key: string, name: string, dockerId: string, image: string, imageId: string, state: string, health: string | null, crashLoopSince: string | null, exitCode: number | null, oomKilled: boolean, startedAt: string | null, finishedAt: string | null, firstSeenAt: string, lastSeenAt: string, vanishedAt: string | null, host: string, daemon: string, composeProject: string | null, composeService: string | null, restartPolicy: string, restartCount: number, environmentKeys: Array<string>, labels: unknown, ports: Array<{ port: number, protocol: string, hostPort: number | null, hostIp: string | null }>, networks: Array<{ name: string, address: string | null }>, recognition: { product: string | null, excludedAs: DatabaseCompanionRole | null, reasons: Array<string> } | null, database: { id: string, name: string } | null } | null };

export type ContainerEventsPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  id: string | number;
}>;


export type ContainerEventsPageQuery = { container: { id: string, events: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { at: string, action: string, verdict: ContainerVerdict | null, exitCode: number | null, signal: number | null, reason: string | null, inferred: boolean, dockerId: string } }> } } | null };

export type ContainerUseSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type ContainerUseSubscription = { containerStats: { at: string, running: boolean, cpuPercent: number | null, cpus: number | null, memoryBytes: number | null, memoryLimitBytes: number | null, memoryPercent: number | null, networkReceivedBytesPerSecond: number | null, networkSentBytesPerSecond: number | null, blockReadBytesPerSecond: number | null, blockWrittenBytesPerSecond: number | null, pids: number | null } };

export type ContainerRestartMutationVariables = Exact<{
  id: string | number;
}>;


export type ContainerRestartMutation = { restartContainer:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'Container', id: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type ContainersPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: ContainerFilter | null | undefined;
}>;


export type ContainersPageQuery = { containers: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, key: string, name: string, state: string, health: string | null, crashLoopSince: string | null, exitCode: number | null, startedAt: string | null, finishedAt: string | null, vanishedAt: string | null, image: string, composeProject: string | null, host: string, daemon: string, restartCount: number, recognition: { product: string | null, excludedAs: DatabaseCompanionRole | null } | null, database: { id: string, name: string } | null } }> } };

export type ContainersEventsPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: ContainerEventFilter | null | undefined;
}>;


export type ContainersEventsPageQuery = { containerEvents: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { at: string, action: string, verdict: ContainerVerdict | null, exitCode: number | null, signal: number | null, reason: string | null, inferred: boolean, dockerId: string, container: { id: string, name: string } } }> } };

export type DatabaseHeaderQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseHeaderQuery = { database: { id: string, name: string, engine: DatabaseEngine, environment: string | null, health: { state: DatabaseState, reason: string | null, since: string | null, latencyMs: number | null, serverVersion: string | null }, drift: { state: DriftState, changeCount: number } | null, container: { id: string, name: string } | null } | null };

export type DatabaseAboutQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseAboutQuery = { database: { id: string, name: string, engine: DatabaseEngine, environment: string | null, labels: unknown, declaredBy: DatabaseDeclaration | null, schemaCheckedAt: string | null, schemaWatch: { state: SchemaWatchStateKind, reason: string | null, since: string } | null, container: { id: string, name: string, image: string, state: string } | null, discovery: { since: string | null, places: Array<{ host: string, port: number }>, recognition: { product: string | null, score: number | null, reasons: Array<string> } | null } | null, health: { state: DatabaseState, reason: string | null, since: string | null, latencyMs: number | null, serverVersion: string | null, sizeBytes: number | null, role: DatabaseRole | null, checkedAt: string | null, tls: { encrypted: boolean, protocol: string | null, cipher: string | null, certificate: { subject: string, issuer: string, validTo: string, verified: boolean, fault: string | null } | null } | null }, resources: { at: string, cacheHitPercent: number | null, commitsPerSecond: number | null, rollbacksPerSecond: number | null, connections: number | null, connectionsMax: number | null, connectionsUsedPercent: number | null, deadRows: number | null, deadlocks: number | null, locksWaiting: number | null, longestQuerySeconds: number | null, longestTransactionSeconds: number | null, replayLagSeconds: number | null, sessionsBlocked: number | null, sizeBytes: number | null, walBytesPerSecond: number | null, wraparoundPercent: number | null, tables: Array<{ schema: string, name: string, bytes: number | null, liveRows: number, deadRows: number }>, unread: Array<{ about: string, reason: string }> } | null, foreignMigrations: Array<{ id: string, startedAt: string | null, foreign: { tool: string, sign: string, since: string, stale: boolean, pid: number | null, application: string | null, user: string | null, query: string | null, waitsFor: Array<{ pid: number, application: string | null }>, blocks: Array<{ pid: number, application: string | null }> } | null }> } | null };

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

export type EndpointCheckNowMutationVariables = Exact<{
  endpoint: string | number;
}>;


export type EndpointCheckNowMutation = { checkEndpointNow:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'EndpointCheckNow', recorded: boolean, finding: { ok: boolean, degraded: boolean, durationMs: number, reason: string | null, status: number | null } }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type EndpointRemoveMutationVariables = Exact<{
  endpoint: string | number;
}>;


export type EndpointRemoveMutation = { removeEndpoint:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'Endpoint', id: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type EndpointPageQueryVariables = Exact<{
  id: string | number;
}>;


export type EndpointPageQuery = { endpoint: { id: string, name: string, kind: EndpointKind, target: string, environment: string | null, labels: unknown, origin: EndpointOrigin, everyMs: number, state: EndpointState, since: string, reason: string | null, status: number | null, durationMs: number | null, failures: number, checkedAt: string | null, lastOkAt: string | null, retiredAt: string | null, outage: { beganAt: string } | null, database: { id: string, name: string } | null, certificates: Array<{ fingerprint: string, subject: string, issuer: string, validFrom: string, validTo: string }>, uptime: Array<{ window: UptimeWindow, percent: number | null, downMs: number, measuredShare: number }> } | null };

export type EndpointChangesQueryVariables = Exact<{
  subject: string;
}>;


export type EndpointChangesQuery = { events: { edges: Array<{ node: { type: string, occurredAt: string, payload: unknown } }> } };

export type EndpointChecksPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  id: string | number;
}>;


export type EndpointChecksPageQuery = { endpoint: { id: string, checks: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { at: string, ok: boolean, state: EndpointState, durationMs: number, status: number | null, reason: string | null, phases: { dns: number | null, connect: number | null, tls: number | null, firstByte: number | null } } }> } } | null };

export type EndpointsPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: EndpointFilter | null | undefined;
}>;


export type EndpointsPageQuery = { endpoints: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, kind: EndpointKind, target: string, environment: string | null, state: EndpointState, since: string, reason: string | null, retiredAt: string | null, durationMs: number | null, certificate: { validTo: string } | null, uptime: Array<{ percent: number | null }> } }> } };

export type EndpointsRegisterMutationVariables = Exact<{
  input: RegisterEndpointInput;
}>;


export type EndpointsRegisterMutation = { registerEndpoint:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'Endpoint', id: string, name: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
   };

export type FileChangeDetailQueryVariables = Exact<{
  id: string | number;
}>;


export type FileChangeDetailQuery = { node:
    | { __typename: 'AccessToken' }
    | { __typename: 'Alert' }
    | { __typename: 'AlertRule' }
    | { __typename: 'Container' }
    | { __typename: 'Database' }
    | { __typename: 'Delivery' }
    | { __typename: 'Deployment' }
    | { __typename: 'Endpoint' }
    | { __typename: 'Event' }
    | { __typename: 'FileChange', id: string, path: string, diff: string | null, note: string | null, settings: Array<{ resource: string, attribute: string, before: string | null, after: string | null, message: string, risk: RiskLevel }>, before: { mode: string, uid: number, gid: number, sizeBytes: number } | null, after: { mode: string, uid: number, gid: number, sizeBytes: number } | null }
    | { __typename: 'Incident' }
    | { __typename: 'MaintenanceWindow' }
    | { __typename: 'MigrationRun' }
    | { __typename: 'MigrationWave' }
    | { __typename: 'Monitor' }
    | { __typename: 'NotificationGroup' }
    | { __typename: 'SchemaChange' }
    | { __typename: 'SchemaChangeSet' }
    | { __typename: 'SchemaDrift' }
    | { __typename: 'SchemaSnapshot' }
    | { __typename: 'Silence' }
    | { __typename: 'WatchedFile' }
   | null };

export type FileChangesPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  file: string | number;
}>;


export type FileChangesPageQuery = { fileChanges: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, change: FileChangeKind, risk: RiskLevel, detectedAt: string, foundLater: boolean, settled: boolean } }> } };

export type FilePageQueryVariables = Exact<{
  id: string | number;
}>;


export type FilePageQuery = { watchedFile: { id: string, path: string, kind: FileKind, watch: string, host: string, target: string | null, mode: string, uid: number, gid: number, sizeBytes: number, sha256: string | null, modifiedAt: string, changedAt: string, removedAt: string | null, fault: string | null, content: string | null, databaseName: string | null, database: { id: string, name: string } | null, settings: Array<{ resource: string, attribute: string, value: string, aspect: SettingAspect }> } };

export type FilesChangesPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: FileChangeFilter | null | undefined;
}>;


export type FilesChangesPageQuery = { fileChanges: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, path: string, change: FileChangeKind, risk: RiskLevel, detectedAt: string, foundLater: boolean, settled: boolean, note: string | null, watch: string, host: string, databaseName: string | null, settings: Array<{ message: string }>, database: { id: string, name: string } | null, file: { id: string } | null } }> } };

export type FilesPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: WatchedFileFilter | null | undefined;
}>;


export type FilesPageQuery = { watchedFiles: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, path: string, kind: FileKind, watch: string, host: string, mode: string, sizeBytes: number, changedAt: string, removedAt: string | null, fault: string | null, databaseName: string | null, database: { id: string, name: string } | null } }> } };

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
export const OpenAlertsDocument = new TypedDocumentString(`
    query OpenAlerts($labels: [String!]) {
  alerts(
    first: 10
    order: WORST_FIRST
    filter: {labels: $labels, states: [FIRING, ACKNOWLEDGED, RECOVERING]}
  ) {
    totalCount
    edges {
      node {
        id
        title
        severity
        state
        startedAt
        acknowledgedBy
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OpenAlertsQuery, OpenAlertsQueryVariables>;
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
export const SeriesWindowDocument = new TypedDocumentString(`
    query SeriesWindow($query: MetricSeriesQuery!) {
  metricSeries(query: $query) {
    stepMs
    series {
      metric
      subject
      labels {
        name
        value
      }
      points {
        at
        avg
        min
        max
        last
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SeriesWindowQuery, SeriesWindowQueryVariables>;
export const WatchersDocument = new TypedDocumentString(`
    query Watchers($kinds: [String!]) {
  monitors(first: 100, filter: {kinds: $kinds}) {
    edges {
      node {
        id
        name
        host
        state
        reason
        since
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WatchersQuery, WatchersQueryVariables>;
export const ContainerPageDocument = new TypedDocumentString(`
    query ContainerPage($id: ID!) {
  container(id: $id) {
    id
    key
    name
    dockerId
    image
    imageId
    state
    health
    crashLoopSince
    exitCode
    oomKilled
    startedAt
    finishedAt
    firstSeenAt
    lastSeenAt
    vanishedAt
    host
    daemon
    composeProject
    composeService
    restartPolicy
    restartCount
    environmentKeys
    labels
    ports {
      port
      protocol
      hostPort
      hostIp
    }
    networks {
      name
      address
    }
    recognition {
      product
      excludedAs
      reasons
    }
    database {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<ContainerPageQuery, ContainerPageQueryVariables>;
export const ContainerEventsPageDocument = new TypedDocumentString(`
    query ContainerEventsPage($first: Int!, $after: String, $id: ID!) {
  container(id: $id) {
    id
    events(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          at
          action
          verdict
          exitCode
          signal
          reason
          inferred
          dockerId
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ContainerEventsPageQuery, ContainerEventsPageQueryVariables>;
export const ContainerUseDocument = new TypedDocumentString(`
    subscription ContainerUse($id: ID!) {
  containerStats(id: $id) {
    at
    running
    cpuPercent
    cpus
    memoryBytes
    memoryLimitBytes
    memoryPercent
    networkReceivedBytesPerSecond
    networkSentBytesPerSecond
    blockReadBytesPerSecond
    blockWrittenBytesPerSecond
    pids
  }
}
    `) as unknown as TypedDocumentString<ContainerUseSubscription, ContainerUseSubscriptionVariables>;
export const ContainerRestartDocument = new TypedDocumentString(`
    mutation ContainerRestart($id: ID!) {
  restartContainer(id: $id) {
    __typename
    ... on Container {
      id
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ContainerRestartMutation, ContainerRestartMutationVariables>;
export const ContainersPageDocument = new TypedDocumentString(`
    query ContainersPage($first: Int!, $after: String, $filter: ContainerFilter) {
  containers(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        key
        name
        state
        health
        crashLoopSince
        exitCode
        startedAt
        finishedAt
        vanishedAt
        image
        composeProject
        host
        daemon
        restartCount
        recognition {
          product
          excludedAs
        }
        database {
          id
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ContainersPageQuery, ContainersPageQueryVariables>;
export const ContainersEventsPageDocument = new TypedDocumentString(`
    query ContainersEventsPage($first: Int!, $after: String, $filter: ContainerEventFilter) {
  containerEvents(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        at
        action
        verdict
        exitCode
        signal
        reason
        inferred
        dockerId
        container {
          id
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ContainersEventsPageQuery, ContainersEventsPageQueryVariables>;
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
      reason
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
export const EndpointCheckNowDocument = new TypedDocumentString(`
    mutation EndpointCheckNow($endpoint: ID!) {
  checkEndpointNow(endpoint: $endpoint) {
    __typename
    ... on EndpointCheckNow {
      recorded
      finding {
        ok
        degraded
        durationMs
        reason
        status
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<EndpointCheckNowMutation, EndpointCheckNowMutationVariables>;
export const EndpointRemoveDocument = new TypedDocumentString(`
    mutation EndpointRemove($endpoint: ID!) {
  removeEndpoint(endpoint: $endpoint) {
    __typename
    ... on Endpoint {
      id
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<EndpointRemoveMutation, EndpointRemoveMutationVariables>;
export const EndpointPageDocument = new TypedDocumentString(`
    query EndpointPage($id: ID!) {
  endpoint(id: $id) {
    id
    name
    kind
    target
    environment
    labels
    origin
    everyMs
    state
    since
    reason
    status
    durationMs
    failures
    checkedAt
    lastOkAt
    retiredAt
    outage {
      beganAt
    }
    database {
      id
      name
    }
    certificates {
      fingerprint
      subject
      issuer
      validFrom
      validTo
    }
    uptime {
      window
      percent
      downMs
      measuredShare
    }
  }
}
    `) as unknown as TypedDocumentString<EndpointPageQuery, EndpointPageQueryVariables>;
export const EndpointChangesDocument = new TypedDocumentString(`
    query EndpointChanges($subject: String!) {
  events(
    first: 100
    filter: {subjects: [$subject], types: ["endpoint.state_changed", "endpoint.retired"]}
  ) {
    edges {
      node {
        type
        occurredAt
        payload
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EndpointChangesQuery, EndpointChangesQueryVariables>;
export const EndpointChecksPageDocument = new TypedDocumentString(`
    query EndpointChecksPage($first: Int!, $after: String, $id: ID!) {
  endpoint(id: $id) {
    id
    checks(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          at
          ok
          state
          durationMs
          status
          reason
          phases {
            dns
            connect
            tls
            firstByte
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EndpointChecksPageQuery, EndpointChecksPageQueryVariables>;
export const EndpointsPageDocument = new TypedDocumentString(`
    query EndpointsPage($first: Int!, $after: String, $filter: EndpointFilter) {
  endpoints(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        name
        kind
        target
        environment
        state
        since
        reason
        retiredAt
        durationMs
        certificate {
          validTo
        }
        uptime(windows: [LAST_30_DAYS]) {
          percent
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EndpointsPageQuery, EndpointsPageQueryVariables>;
export const EndpointsRegisterDocument = new TypedDocumentString(`
    mutation EndpointsRegister($input: RegisterEndpointInput!) {
  registerEndpoint(input: $input) {
    __typename
    ... on Endpoint {
      id
      name
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<EndpointsRegisterMutation, EndpointsRegisterMutationVariables>;
export const FileChangeDetailDocument = new TypedDocumentString(`
    query FileChangeDetail($id: ID!) {
  node(id: $id) {
    __typename
    ... on FileChange {
      id
      path
      diff
      note
      settings {
        resource
        attribute
        before
        after
        message
        risk
      }
      before {
        mode
        uid
        gid
        sizeBytes
      }
      after {
        mode
        uid
        gid
        sizeBytes
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FileChangeDetailQuery, FileChangeDetailQueryVariables>;
export const FileChangesPageDocument = new TypedDocumentString(`
    query FileChangesPage($first: Int!, $after: String, $file: ID!) {
  fileChanges(first: $first, after: $after, filter: {file: $file}) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        change
        risk
        detectedAt
        foundLater
        settled
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FileChangesPageQuery, FileChangesPageQueryVariables>;
export const FilePageDocument = new TypedDocumentString(`
    query FilePage($id: ID!) {
  watchedFile(id: $id) {
    id
    path
    kind
    watch
    host
    target
    mode
    uid
    gid
    sizeBytes
    sha256
    modifiedAt
    changedAt
    removedAt
    fault
    content
    databaseName
    database {
      id
      name
    }
    settings {
      resource
      attribute
      value
      aspect
    }
  }
}
    `) as unknown as TypedDocumentString<FilePageQuery, FilePageQueryVariables>;
export const FilesChangesPageDocument = new TypedDocumentString(`
    query FilesChangesPage($first: Int!, $after: String, $filter: FileChangeFilter) {
  fileChanges(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        path
        change
        risk
        detectedAt
        foundLater
        settled
        note
        watch
        host
        databaseName
        settings {
          message
        }
        database {
          id
          name
        }
        file {
          id
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FilesChangesPageQuery, FilesChangesPageQueryVariables>;
export const FilesPageDocument = new TypedDocumentString(`
    query FilesPage($first: Int!, $after: String, $filter: WatchedFileFilter) {
  watchedFiles(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        path
        kind
        watch
        host
        mode
        sizeBytes
        changedAt
        removedAt
        fault
        databaseName
        database {
          id
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FilesPageQuery, FilesPageQueryVariables>;
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