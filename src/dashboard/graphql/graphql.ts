/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** An alert of events. */
export type AlertEventConditionInput = {
  /** What identifies it: labels, with the path of their value, as `database`. */
  labels?: Array<LabelInput> | null | undefined;
  /** Without anything new it ends after so long. */
  lastsMs?: number | null | undefined;
  /** What makes it. */
  on: Array<AlertEventPatternInput>;
  /** What ends it, with the same labels. */
  until?: Array<AlertEventPatternInput> | null | undefined;
};

/** Which events. */
export type AlertEventPatternInput = {
  /** Their type, as `migration.completed`. */
  event: string;
  /** Tests of their payload, as `runState=FAILED`, `counts.pending > 0`, `reason exists`. */
  where?: Array<string> | null | undefined;
};

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

/** An alert of measurements. Either `above` or `below` is needed. */
export type AlertMetricConditionInput = {
  /** Beyond it is above this. */
  above?: number | null | undefined;
  /** What is compared (AVERAGE). */
  aggregate?: AlertRuleAggregate | null | undefined;
  /** Beyond it is below this. */
  below?: number | null | undefined;
  /** A firing alert ends only on the other side of this. */
  clear?: number | null | undefined;
  /** Which series, as `subject=database:shop`. */
  match?: Array<string> | null | undefined;
  /** Name of the metric, or a pattern. */
  name: string;
  /** When a series is missing (ten minutes). */
  noDataAfterMs?: number | null | undefined;
  /** What is when measurements cannot be read (KEEP). */
  onError?: AlertMissingPolicy | null | undefined;
  /** What is then (OK). */
  onNoData?: AlertMissingPolicy | null | undefined;
  /** Of the last so many milliseconds (five minutes). */
  windowMs?: number | null | undefined;
};

/** What is made of measurements that are missing. */
export type AlertMissingPolicy =
  /** It is an alert. */
  | 'ALERT'
  /** It stays as it was. */
  | 'KEEP'
  /** All is well. */
  | 'OK';

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
  /** The intake that reported it is not configured any more. */
  | 'INTAKE_REMOVED'
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

/** Which rules. */
export type AlertRuleFilter = {
  /** Only those that are (not) enabled. */
  enabled?: boolean | null | undefined;
  /** Only from these places. */
  origins?: Array<AlertRuleOrigin> | null | undefined;
  /** Only of these severities. */
  severities?: Array<Severity> | null | undefined;
  /** Only those with this text in the name or description. */
  text?: string | null | undefined;
  /** Only of these types. */
  types?: Array<string> | null | undefined;
};

/** A rule. Either `event` or `metric` is needed. */
export type AlertRuleInput = {
  /** What it is about. */
  description?: string | null | undefined;
  /** False: it makes no alerts (default true). */
  enabled?: boolean | null | undefined;
  /** Name of an escalation policy. */
  escalation?: string | null | undefined;
  /** An alert of events. */
  event?: AlertEventConditionInput | null | undefined;
  /** The condition holds for so long before anybody is told. */
  forMs?: number | null | undefined;
  /** An alert goes on for so long after its condition has ended. */
  keepFiringForMs?: number | null | undefined;
  /** Added to each alert. */
  labels?: Array<LabelInput> | null | undefined;
  /** Liquid template, too. */
  message?: string | null | undefined;
  /** An alert of measurements. */
  metric?: AlertMetricConditionInput | null | undefined;
  /** Lower case, as `slow-checkout`. */
  name: string;
  /** What is different for some. */
  overrides?: Array<AlertRuleOverrideInput> | null | undefined;
  /** Where it says what to do. */
  runbook?: string | null | undefined;
  /** How bad its alerts are. */
  severity: Severity;
  /** Liquid template over `event`, `labels`, `value`, `metric`, `subject`, `rule`. */
  title?: string | null | undefined;
  /** The type of its alerts; else made of the name. */
  type?: string | null | undefined;
};

/** Who says that there is a rule. */
export type AlertRuleOrigin =
  /** It was made with createAlertRule. */
  | 'API'
  /** Hawkwatch ships it. */
  | 'DEFAULT'
  /** The configuration file; only there it can be changed. */
  | 'FILE';

/** Other settings for some alerts of a rule; the first that fits decides. */
export type AlertRuleOverrideInput = {
  /** Threshold. */
  above?: number | null | undefined;
  /** Threshold. */
  below?: number | null | undefined;
  /** Where a firing alert ends. */
  clear?: number | null | undefined;
  /** False: there are none of these. */
  enabled?: boolean | null | undefined;
  /** How long the condition holds before anybody is told. */
  forMs?: number | null | undefined;
  /** Which: their labels, `database`, or values of the event. */
  match: Array<string>;
  /** How bad these are. */
  severity?: Severity | null | undefined;
};

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

/** How a channel is. */
export type ChannelState =
  /** It is not used until `enableChannel`. */
  | 'DISABLED'
  /** Its last attempts failed. */
  | 'FAILING'
  /** It works, or was not used yet. */
  | 'OK'
  /** It failed so often that it is tried now and then only. */
  | 'OPEN'
  /** What waits may be sent a little later. */
  | 'RATE_LIMITED';

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

/** Which alerts, when and why. */
export type CreateMaintenanceWindowInput = {
  /** Why; up to 1000 characters. */
  comment?: string | null | undefined;
  /** As `severity=CRITICAL`, `database~shop-*|billing`, `rule!=disk-full`; all must fit. Labels are the alert's own and `rule`, `type`, `severity`, `database`, `subject`. */
  matchers: Array<string>;
  /** Unique; lower-case letters, digits, - and _. */
  name: string;
  /** Set this or the other one of `once` and `recurring`. */
  once?: MaintenanceOnceInput | null | undefined;
  /** Set this or the other one of `once` and `recurring`. */
  recurring?: MaintenanceRecurringInput | null | undefined;
};

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

/** The token to make. */
export type CreateTokenInput = {
  /** When it stops working; without it, never. */
  expiresAt?: string | null | undefined;
  /** What it is called, as `ci`. */
  name: string;
  /** What it may do. */
  role: Role;
};

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

/** Which databases, by what hawkwatch last saw of them; what is left out does not restrict. */
export type DatabaseFilter = {
  /** Only those that have (no) drift. */
  drift?: boolean | null | undefined;
  /** Of these environments; null stands for those without one. */
  environments?: Array<string | null | undefined> | null | undefined;
  /** With all these labels. */
  labels?: Array<LabelInput> | null | undefined;
  /** With a migration source that stands so (`storedMigrationStatuses`). */
  migrationStates?: Array<MigrationStatusState> | null | undefined;
  /** Found to be so (`health.state`). */
  states?: Array<DatabaseState> | null | undefined;
  /** With this in the name, the environment, the engine, or the name or tool of a migration source. */
  text?: string | null | undefined;
};

/** In which order databases are listed; those that are equal in it by name. */
export type DatabaseOrder =
  /** The largest first; those of unknown size last. */
  | 'LARGEST_FIRST'
  /** Those with the most pending migrations first. */
  | 'MOST_PENDING_FIRST'
  /** By name. */
  | 'NAME'
  /** Those that took longest to answer first; those without an answer last. */
  | 'SLOWEST_FIRST'
  /** Those that need somebody first: down, migrations that need somebody, open drift, degraded, acknowledged drift, pending migrations, unknown, the others. */
  | 'WORST_FIRST';

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

/** Which deliveries; what is left out does not restrict. */
export type DeliveryFilter = {
  /** That tell of this alert: its id. */
  alert?: string | number | null | undefined;
  /** To these channels, by name. */
  channels?: Array<string> | null | undefined;
  /** For these reasons. */
  reasons?: Array<NotifyReason> | null | undefined;
  /** That came to be since then. */
  since?: string | null | undefined;
  /** In these states. */
  states?: Array<DeliveryState> | null | undefined;
};

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
  /** A digest that the receiver refused: its `parts` tell what it would have told. */
  | 'SPLIT'
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
  /** What was seen before: these migrations and no others, with these contents. Where something else would be done, nothing is, and a ConflictError says what. */
  expected?: Array<ExpectedMigrationInput> | null | undefined;
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

/** A migration that somebody has seen before asking for it. */
export type ExpectedMigrationInput = {
  /** SHA-256 (hex) of its file, as `AssessedFile.checksum` and `RollbackStep.checksum` tell it; without it any contents will do, as they do where a tool's own command reads its files. */
  checksum?: string | null | undefined;
  /** Its version. */
  version: string;
};

/** What kind of failure it was. */
export type FailureReason =
  /** The receiver does not accept the credential. */
  | 'AUTH_ERROR'
  /** The receiver does not want such a message. */
  | 'CLIENT_ERROR'
  /** The receiver is gone for good. */
  | 'GONE'
  /** The receiver was not reached, or the connection was lost. */
  | 'NETWORK'
  /** Something else. */
  | 'OTHER'
  /** The receiver was sent too much. */
  | 'RATE_LIMITED'
  /** hawkwatch may not send to this address. */
  | 'REFUSED'
  /** The receiver failed. */
  | 'SERVER_ERROR'
  /** There was no answer in time. */
  | 'TIMEOUT';

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

/** How the service or a part of it is. */
export type HealthState =
  /** It works with restrictions; `reason` names them. */
  | 'DEGRADED'
  /** It does not work. */
  | 'DOWN'
  /** It works. */
  | 'OK';

/** Whether a heartbeat comes in time. */
export type HeartbeatState =
  /** It did not come in time; its next report ends that. */
  | 'MISSING'
  /** It came in time. */
  | 'OK'
  /** It was never heard of; its first report arms it. */
  | 'WAITING';

/** Which incidents; what is left out does not restrict. */
export type IncidentFilter = {
  /** True: those that are not over; false: those that are. */
  open?: boolean | null | undefined;
  /** Of these severities. */
  severities?: Array<Severity> | null | undefined;
  /** That began then or later. */
  since?: string | null | undefined;
};

/** What form an intake reads. */
export type IntakeKind =
  /** What Alertmanager, Grafana and Prometheus send. */
  | 'ALERTMANAGER'
  /** hawkwatch's own form. */
  | 'GENERIC';

/** How it is proven who reports. */
export type IntakeProof =
  /** By a signature of the body (HMAC-SHA256, in hex) in `header`. */
  | 'SIGNATURE'
  /** By the headers of Standard Webhooks. */
  | 'STANDARD_WEBHOOKS'
  /** By a token, sent as `Authorization: Bearer …`. */
  | 'TOKEN';

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

/** A window of one time. */
export type MaintenanceOnceInput = {
  /** When it begins. */
  from: string;
  /** When it ends. */
  until: string;
};

/** A window that recurs. */
export type MaintenanceRecurringInput = {
  /** When it begins: minute, hour, day, month, weekday, as `0 2 * * sun`. */
  cron: string;
  /** How long it lasts, up to 31 days. */
  durationMinutes: number;
  /** The zone of `cron`, as `Europe/Berlin`; UTC when left out. */
  timeZone?: string | null | undefined;
};

/** Where a window is declared. */
export type MaintenanceWindowOrigin =
  /** Over the API. */
  | 'API'
  /** In `hawkwatch.yaml`; it is changed there only. */
  | 'FILE';

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

/** What hawkwatch can do with the migrations of a source. */
export type MigrationDeed =
  /** `triggerMigration` with `dryRun`. */
  | 'DRY_RUN'
  /** `rollbackMigration`. */
  | 'ROLL_BACK'
  /** `triggerMigration`. */
  | 'RUN';

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
  /** What was seen before: these migrations and no others, with these contents. Where something else would be done, nothing is, and a ConflictError says what. */
  expected?: Array<ExpectedMigrationInput> | null | undefined;
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
  /** Only runs that were executed then or later, whenever they were asked for. */
  activeSince?: string | null | undefined;
  /** Only runs of this database (global id or name). */
  database?: string | number | null | undefined;
  /** Only dry runs, or only those that are none. */
  dryRun?: boolean | null | undefined;
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
  /** Only databases of these environments; null stands for those without one. */
  environments?: Array<string | null | undefined> | null | undefined;
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

/** Which waves; what is left out does not restrict. */
export type MigrationWaveFilter = {
  /** Only these waves (global ids). */
  ids?: Array<string | number> | null | undefined;
  /** Only waves of this source. */
  source?: string | null | undefined;
  /** Only waves in one of these states. */
  states?: Array<MigrationWaveState> | null | undefined;
};

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

/** Which monitors. */
export type MonitorFilter = {
  /** Only of these kinds. */
  kinds?: Array<string> | null | undefined;
  /** Only those in these states; without it, all but the retired ones. */
  states?: Array<MonitorState> | null | undefined;
};

/** Where a monitor runs. */
export type MonitorScope =
  /** Once, on one of all replicas. */
  | 'CLUSTER'
  /** Once on each host: what it sees is of that host. */
  | 'HOST';

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
  /** It took too long. While `finishedAt` is null it goes on, and nothing else is done to its object; then the message says how it ended. */
  | 'TIMED_OUT'
  /** How it ended is not known, because hawkwatch stopped. */
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

/** Which silences; what is left out does not restrict. */
export type SilenceFilter = {
  /** Made by one of these. */
  createdBy?: Array<string> | null | undefined;
  /** In these states. */
  states?: Array<SilenceState> | null | undefined;
  /** With this in their comment. */
  text?: string | null | undefined;
};

/** How a silence stands. */
export type SilenceState =
  /** Nobody is told of the alerts that fit. */
  | 'ACTIVE'
  /** Its time is over, or somebody ended it. */
  | 'EXPIRED'
  /** It begins later. */
  | 'PENDING';

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

/** What is to be another; what is left out stays. */
export type UpdateSilenceInput = {
  /** Why. */
  comment?: string | null | undefined;
  /** How long it lasts from now, or from its beginning. */
  durationMinutes?: number | null | undefined;
  /** When it ends. */
  endsAt?: string | null | undefined;
  /** As `severity=CRITICAL`, `database~shop-*|billing`, `rule!=disk-full`; all must fit. Labels are the alert's own and `rule`, `type`, `severity`, `database`, `subject`. */
  matchers?: Array<string> | null | undefined;
  /** When it begins. */
  startsAt?: string | null | undefined;
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

export type AssigneeOnCallQueryVariables = Exact<{ [key: string]: never; }>;


export type AssigneeOnCallQuery = { onCall: Array<{ person: { name: string } }> };

export type ShownAnomaliesFragment = { edges: Array<{ node: { anomalyId: string, since: string, until: string | null, endReason: MetricAnomalyEnd | null, direction: MetricSide, actual: number, expectedLow: number, expectedHigh: number, peakAt: string, confidence: { word: MetricConfidenceWord, score: number }, series: { metric: string, subject: string, unit: string, labels: unknown } } }>, pageInfo: { hasNextPage: boolean } };

export type AnalysisAnomaliesQueryVariables = Exact<{
  ongoing?: MetricAnomalyFilter | null | undefined;
  ended?: MetricAnomalyFilter | null | undefined;
}>;


export type AnalysisAnomaliesQuery = { ongoing: { edges: Array<{ node: { anomalyId: string, since: string, until: string | null, endReason: MetricAnomalyEnd | null, direction: MetricSide, actual: number, expectedLow: number, expectedHigh: number, peakAt: string, confidence: { word: MetricConfidenceWord, score: number }, series: { metric: string, subject: string, unit: string, labels: unknown } } }>, pageInfo: { hasNextPage: boolean } }, ended: { edges: Array<{ node: { anomalyId: string, since: string, until: string | null, endReason: MetricAnomalyEnd | null, direction: MetricSide, actual: number, expectedLow: number, expectedHigh: number, peakAt: string, confidence: { word: MetricConfidenceWord, score: number }, series: { metric: string, subject: string, unit: string, labels: unknown } } }>, pageInfo: { hasNextPage: boolean } } };

export type AnalysisBaselinesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: AnalysedFilter | null | undefined;
}>;


export type AnalysisBaselinesQuery = { metricBaselines: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { silence: string | null, computedAt: string | null, series: { metric: string, subject: string, unit: string, labels: unknown }, baseline: { p50: number, p95: number, level: number, sampleSize: number, awaitsAdoption: boolean, confidence: { word: MetricConfidenceWord, score: number }, seasonality: { season: MetricSeason } } | null, forecasts: Array<{ limit: number, side: MetricSide, crossesAt: string | null, earliest: string | null, latest: string | null }> } }> } };

export type AnalysisTrendsQueryVariables = Exact<{
  after?: string | null | undefined;
  subjects?: Array<string> | string | null | undefined;
  metrics?: Array<string> | string | null | undefined;
}>;


export type AnalysisTrendsQuery = { metricTrends: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { silence: string | null, series: { metric: string, subject: string, unit: string, labels: unknown }, trend: { direction: MetricTrendDirection, level: number, slopePerDay: number, slopeLowPerDay: number, slopeHighPerDay: number, confidence: { word: MetricConfidenceWord, score: number } } | null } }> } };

export type ShownImpactFragment = { risk: RiskLevel, confidence: number, doubts: Array<string>, estimate: { lowMs: number, highMs: number, basis: string } | null, losses: Array<{ object: string, message: string, rows: number | null }>, files: Array<{ file: string, version: string | null, risk: RiskLevel, checksum: string, statements: number }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }> };

export type OpenAlertsQueryVariables = Exact<{
  labels?: Array<string> | string | null | undefined;
}>;


export type OpenAlertsQuery = { alerts: { totalCount: number, edges: Array<{ node: { id: string, title: string, severity: Severity, state: AlertState, startedAt: string, acknowledgedBy: string | null } }> } };

export type RunActionsCancelMutationVariables = Exact<{
  id: string | number;
}>;


export type RunActionsCancelMutation = { cancelMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type RunActionsRetryMutationVariables = Exact<{
  id: string | number;
  key: string;
}>;


export type RunActionsRetryMutation = { retryMigration:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun', id: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type RunActionsResolveInDoubtMutationVariables = Exact<{
  id: string | number;
  applied: boolean;
}>;


export type RunActionsResolveInDoubtMutation = { resolveInDoubt:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MigrationRun' }
    | { __typename: 'NotFoundError', message: string }
   };

export type RunActionsWaitingQueryVariables = Exact<{
  database: string | number;
}>;


export type RunActionsWaitingQuery = { migrationRuns: { edges: Array<{ node: { id: string, source: string, dryRun: boolean } }> } };

export type RunActionsDoubtsQueryVariables = Exact<{
  database: string | number;
  source: string;
}>;


export type RunActionsDoubtsQuery = { migrationStatus: { migrations: Array<{ version: string, inDoubt: boolean | null }> } };

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


export type SeriesWindowQuery = { metricSeries: { from: string, to: string, stepMs: number, series: Array<{ metric: string, subject: string, unit: string, labels: Array<{ name: string, value: string }>, points: Array<{ at: string, count: number, avg: number, min: number, max: number, last: number | null, lastAt: string | null }> }> } };

export type WatchersQueryVariables = Exact<{
  kinds?: Array<string> | string | null | undefined;
}>;


export type WatchersQuery = { monitors: { edges: Array<{ node: { id: string, name: string, host: string | null, state: MonitorState, reason: string | null, since: string } }> } };

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
      | { __typename: 'AlertMetricCondition', metric: string, aggregate: AlertRuleAggregate, above: number | null, below: number | null, clear: number | null, windowMs: number, noDataAfterMs: number, onNoData: AlertMissingPolicy, onError: AlertMissingPolicy }
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
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type AlertPageTimelineQuery = { alert: { timeline: { pageInfo: { hasPreviousPage: boolean, hasNextPage: boolean }, edges: Array<{ cursor: string, node: { at: string, kind: string, actor: string | null, text: string | null, detail: unknown } }> } } | null };

export type AlertsPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: AlertFilter | null | undefined;
  order?: AlertOrder | null | undefined;
}>;


export type AlertsPageQuery = { alerts: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, severity: Severity, state: AlertState, title: string, rule: string, subject: string, databaseName: string | null, startedAt: string, acknowledgedBy: string | null, assignedTo: string | null, updatedAt: string, suppressions: Array<{ reason: string }> } }> } };

export type AlertsLiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  filter?: AlertFilter | null | undefined;
}>;


export type AlertsLiveSubscription = { alertsChanged: { cursor: string, alert: { id: string, severity: Severity, state: AlertState, title: string, rule: string, subject: string, databaseName: string | null, startedAt: string, acknowledgedBy: string | null, assignedTo: string | null, updatedAt: string, suppressions: Array<{ reason: string }> } } };

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

export type DatabaseSlowStatementsQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseSlowStatementsQuery = { database: { id: string, slowStatements: { since: string, until: string, statements: Array<{ id: string, text: string | null, calls: number, meanMs: number, totalMs: number, rows: number }> } | null } | null };

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


export type DatabaseMigrationsQuery = { database: { migrationStatuses: Array<{ source: string, tool: string, state: MigrationStatusState, reason: string | null, currentVersion: string | null, revision: string | null, checkedAt: string, deeds: Array<MigrationDeed>, counts: { total: number, applied: number, pending: number, failed: number, other: number }, migrations: Array<{ version: string, name: string, state: MigrationState, reason: string | null, inDoubt: boolean | null, appliedAt: string | null, appliedBy: string | null, durationMs: number | null }> }> } | null };

export type DatabaseImpactQueryVariables = Exact<{
  database: string | number;
  source?: string | null | undefined;
  toVersion?: string | null | undefined;
}>;


export type DatabaseImpactQuery = { assessImpact: { risk: RiskLevel, confidence: number, doubts: Array<string>, estimate: { lowMs: number, highMs: number, basis: string } | null, losses: Array<{ object: string, message: string, rows: number | null }>, files: Array<{ file: string, version: string | null, risk: RiskLevel, checksum: string, statements: number }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }> } };

export type DatabaseRunFragment = { id: string, kind: MigrationRunKind, state: MigrationRunState, dryRun: boolean, emergency: boolean, origin: MigrationRunOrigin, source: string, toVersion: string | null, triggeredBy: string | null, queuedAt: string, finishedAt: string | null, error: { message: string, hint: string | null, statement: string | null } | null, database: { id: string, name: string }, migrations: Array<{ version: string, state: MigrationState }> };

export type DatabaseCurrentRunsQueryVariables = Exact<{
  database: string | number;
}>;


export type DatabaseCurrentRunsQuery = { latest: { edges: Array<{ node: { id: string, kind: MigrationRunKind, state: MigrationRunState, dryRun: boolean, emergency: boolean, origin: MigrationRunOrigin, source: string, toVersion: string | null, triggeredBy: string | null, queuedAt: string, finishedAt: string | null, error: { message: string, hint: string | null, statement: string | null } | null, database: { id: string, name: string }, migrations: Array<{ version: string, state: MigrationState }> } }> }, open: { edges: Array<{ node: { id: string, kind: MigrationRunKind, state: MigrationRunState, dryRun: boolean, emergency: boolean, origin: MigrationRunOrigin, source: string, toVersion: string | null, triggeredBy: string | null, queuedAt: string, finishedAt: string | null, error: { message: string, hint: string | null, statement: string | null } | null, database: { id: string, name: string }, migrations: Array<{ version: string, state: MigrationState }> } }> }, last: { edges: Array<{ node: { id: string, kind: MigrationRunKind, state: MigrationRunState, dryRun: boolean, emergency: boolean, origin: MigrationRunOrigin, source: string, toVersion: string | null, triggeredBy: string | null, queuedAt: string, finishedAt: string | null, error: { message: string, hint: string | null, statement: string | null } | null, database: { id: string, name: string }, migrations: Array<{ version: string, state: MigrationState }> } }> } };

export type DatabaseReviewQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseReviewQuery = { migrationRun: { assessment: { risk: RiskLevel, confidence: number, doubts: Array<string>, estimate: { lowMs: number, highMs: number, basis: string } | null, losses: Array<{ object: string, message: string, rows: number | null }>, files: Array<{ file: string, version: string | null, risk: RiskLevel, checksum: string, statements: number }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }> } | null } | null };

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


export type DatabaseRollbackPreviewQuery = { previewRollback: { toVersion: string, migrations: Array<{ version: string, name: string, file: string, checksum: string | null, statements: number }>, impact: { risk: RiskLevel, confidence: number, doubts: Array<string>, estimate: { lowMs: number, highMs: number, basis: string } | null, losses: Array<{ object: string, message: string, rows: number | null }>, files: Array<{ file: string, version: string | null, risk: RiskLevel, checksum: string, statements: number }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }> } | null } };

export type DatabaseRollbackMutationVariables = Exact<{
  database: string | number;
  source: string;
  toVersion: string;
  expected?: Array<ExpectedMigrationInput> | ExpectedMigrationInput | null | undefined;
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

export type DatabaseSchemaQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseSchemaQuery = { database: { id: string, name: string, engine: DatabaseEngine, schemaCheckedAt: string | null, schemaWatch: { state: SchemaWatchStateKind, reason: string | null, since: string } | null, schemaSnapshot: { id: string, hash: string, takenAt: string, objectCount: number, serverVersion: string | null, notes: Array<string>, isBaseline: boolean } | null, drift: { id: string, state: DriftState, risk: RiskLevel, digest: string, changeCount: number, openedAt: string, changedAt: string, acknowledgedAt: string | null, acknowledgedBy: string | null, comment: string | null, changes: Array<{ kind: SchemaObjectKind, name: string, change: SchemaChangeKind, message: string, risk: RiskLevel, attributes: Array<{ name: string, from: unknown, to: unknown }>, breaks: Array<{ object: string, reason: string }> }>, statements: Array<{ at: string, user: string | null, application: string | null, client: string | null, statement: string | null, tag: string, object: string | null }> } | null, driftIgnores: Array<{ id: string, objects: string, reason: string, createdAt: string, createdBy: string }> } | null };

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

export type DatabasesDiscoveredQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DatabasesDiscoveredQuery = { discoveredDatabases: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, engine: DatabaseEngine, discovery: { since: string | null, container: { id: string, name: string }, recognition: { product: string | null, reasons: Array<string> } | null, places: Array<{ host: string, port: number }> } | null } }> } };

export type DatabasesMatrixEnvironmentsQueryVariables = Exact<{
  source: string;
}>;


export type DatabasesMatrixEnvironmentsQuery = { migrationOverview: { byEnvironment: Array<{ name: string | null, total: number }> } };

export type DatabasesMatrixSourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type DatabasesMatrixSourcesQuery = { migrationOverview: { bySource: Array<{ name: string | null, total: number }> } };

export type DatabasesMatrixColumnsQueryVariables = Exact<{
  source: string;
  filter?: MigrationStatusFilter | null | undefined;
  first?: string | number | null | undefined;
}>;


export type DatabasesMatrixColumnsQuery = { migrationMatrix: { columns: Array<{ aheadCount: number, behindCount: number, olderVersions: number, status: { state: MigrationStatusState, reason: string | null, database: { id: string, name: string, environment: string | null } } }> } };

export type DatabasesMatrixRowsQueryVariables = Exact<{
  source: string;
  filter?: MigrationStatusFilter | null | undefined;
  relativeTo?: string | number | null | undefined;
  differing: boolean;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DatabasesMatrixRowsQuery = { migrationMatrix: { columns: Array<{ status: { database: { id: string } } }>, rows: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { version: string, states: Array<MigrationState | null> } }> } } };

export type DatabasesPageQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  retired?: boolean | null | undefined;
  filter?: DatabaseFilter | null | undefined;
  order?: DatabaseOrder | null | undefined;
}>;


export type DatabasesPageQuery = { databases: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, engine: DatabaseEngine, environment: string | null, health: { state: DatabaseState, reason: string | null, latencyMs: number | null, sizeBytes: number | null, checkedAt: string | null }, drift: { state: DriftState, risk: RiskLevel, changeCount: number } | null, storedMigrationStatuses: Array<{ source: string, tool: string, state: MigrationStatusState, reason: string | null, counts: { pending: number, failed: number } }> } }> } };

export type DatabasesAllQueryVariables = Exact<{
  retired?: boolean | null | undefined;
}>;


export type DatabasesAllQuery = { databases: { totalCount: number, environments: Array<string | null> } };

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
  first: number;
  after?: string | null | undefined;
  subjects?: Array<string> | string | null | undefined;
}>;


export type EndpointChangesQuery = { events: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, type: string, occurredAt: string, payload: unknown } }> } };

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
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: string, message: string }> }
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

export type IncidentPageQueryVariables = Exact<{
  id: string | number;
}>;


export type IncidentPageQuery = { incident: { id: string, title: string, severity: Severity, isOpen: boolean, reason: string, startedAt: string, resolvedAt: string | null, suspects: Array<{ score: number, reason: string, event: { id: string, type: string, occurredAt: string, subject: string, payload: unknown } }>, alerts: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string, severity: Severity, state: AlertState, title: string, subject: string, startedAt: string, resolvedAt: string | null, acknowledgedBy: string | null, assignedTo: string | null } }> } } | null };

export type IncidentPageStatesQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type IncidentPageStatesQuery = { incident: { alerts: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, state: AlertState } }> } } | null };

export type IncidentPageTimelineQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type IncidentPageTimelineQuery = { incident: { timeline: { pageInfo: { hasPreviousPage: boolean, hasNextPage: boolean }, edges: Array<{ cursor: string, node: { at: string, kind: string, actor: string | null, text: string | null, detail: unknown, alert: { id: string, title: string } | null } }> } } | null };

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


export type NowDatabasesQuery = { databases: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, environment: string | null, health: { state: DatabaseState } } }> } };

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


export type NowImpactQuery = { migrationRun: { assessment: { risk: RiskLevel, confidence: number, doubts: Array<string>, estimate: { lowMs: number, highMs: number, basis: string } | null, losses: Array<{ object: string, message: string, rows: number | null }>, files: Array<{ file: string, version: string | null, risk: RiskLevel, checksum: string, statements: number }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }> } | null } | null };

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


export type NowStripQuery = { critical: { totalCount: number }, error: { totalCount: number }, warning: { totalCount: number }, info: { totalCount: number }, unacknowledged: { totalCount: number }, drifted: { totalCount: number }, running: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string } }> }, dead: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string } }> } };

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

export type PerformanceReportQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type PerformanceReportQuery = { operationsReport: { from: string, notes: Array<string>, api: { total: number, failed: number, errorRate: number | null, mostRunning: number | null, durations: Array<{ percentile: string, usualMs: number | null, worstMs: number | null }> }, runs: { total: number, succeeded: number, failed: number, cancelled: number, open: number, dryRuns: number, p50Ms: number | null, p95Ms: number | null, longestMs: number | null }, runsByDatabase: Array<{ database: string | null, total: number, succeeded: number, failed: number, p50Ms: number | null, p95Ms: number | null, longestMs: number | null }>, thresholds: Array<{ name: string, severity: string, what: string, limit: string, peak: string, peakAt: string | null, times: number, unit: string }> } };

export type PerformanceStatementsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type PerformanceStatementsQuery = { databases: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, slowStatements: { until: string, statements: Array<{ id: string, text: string | null, calls: number, meanMs: number, totalMs: number, rows: number }> } | null } }> } };

export type RunPageQueryVariables = Exact<{
  id: string | number;
}>;


export type RunPageQuery = { migrationRun: { id: string, subject: string, kind: MigrationRunKind, state: MigrationRunState, origin: MigrationRunOrigin, dryRun: boolean, emergency: boolean, source: string, toVersion: string | null, triggeredBy: string | null, queuedAt: string, startedAt: string | null, finishedAt: string | null, database: { id: string, name: string, environment: string | null }, migrations: Array<{ version: string, state: MigrationState }>, error: { message: string, sqlState: string | null, statement: string | null, position: number | null, hint: string | null } | null, review: { decision: ReviewDecision, by: string, at: string, comment: string | null } | null, retryOf: { id: string, queuedAt: string } | null, wave: { id: string, source: string, toVersion: string } | null, verification: { at: string, ok: boolean, checks: Array<{ name: string, ok: boolean, message: string }> } | null, foreign: { tool: string, pid: number | null, application: string | null, user: string | null, since: string, sign: string, query: string | null, stale: boolean, worker: { pid: number, application: string | null } | null, waitsFor: Array<{ pid: number, application: string | null }>, blocks: Array<{ pid: number, application: string | null }> } | null, report: Array<{ version: string, index: number, text: string, executed: boolean, reason: string | null, durationMs: number | null, rows: number | null, rewrites: Array<string>, locks: Array<{ mode: string, relation: string }> }> | null, assessment: { risk: RiskLevel, confidence: number, doubts: Array<string>, estimate: { lowMs: number, highMs: number, basis: string } | null, losses: Array<{ object: string, message: string, rows: number | null }>, files: Array<{ file: string, version: string | null, risk: RiskLevel, checksum: string, statements: number }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }> } | null } | null };

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


export type RunPagePreviewRollbackQuery = { previewRollback: { toVersion: string, migrations: Array<{ version: string, name: string, file: string, statements: number, checksum: string | null }>, impact: { risk: RiskLevel, confidence: number, doubts: Array<string>, estimate: { lowMs: number, highMs: number, basis: string } | null, losses: Array<{ object: string, message: string, rows: number | null }>, files: Array<{ file: string, version: string | null, risk: RiskLevel, checksum: string, statements: number }>, findings: Array<{ rule: string, level: RiskLevel, classes: Array<RiskClass>, blocks: Array<BlockedKind>, lockMode: LockMode | null, file: string, line: number, version: string | null, message: string, because: Array<string>, safeForm: string | null }> } | null } };

export type RunPageRollbackMutationVariables = Exact<{
  database: string | number;
  source: string;
  toVersion: string;
  expected?: Array<ExpectedMigrationInput> | ExpectedMigrationInput | null | undefined;
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
  id: string | number;
}>;


export type RunPageAlertsQuery = { migrationRun: { alerts: Array<{ id: string, title: string, state: AlertState, severity: Severity, startedAt: string, labels: unknown, metadata: unknown, suspects: Array<{ reason: string, event: { subject: string } }> }> } | null };

export type RunsPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: MigrationRunFilter | null | undefined;
}>;


export type RunsPageQuery = { migrationRuns: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, kind: MigrationRunKind, state: MigrationRunState, origin: MigrationRunOrigin, dryRun: boolean, emergency: boolean, source: string, toVersion: string | null, triggeredBy: string | null, percent: number, queuedAt: string, startedAt: string | null, finishedAt: string | null, database: { name: string }, error: { message: string } | null } }> } };

export type RunsDatabaseNamesQueryVariables = Exact<{
  filter?: DatabaseFilter | null | undefined;
}>;


export type RunsDatabaseNamesQuery = { databases: { edges: Array<{ node: { id: string, name: string } }> } };

export type RunsDatabaseNameQueryVariables = Exact<{
  id: string | number;
}>;


export type RunsDatabaseNameQuery = { database: { name: string } | null };

export type RunsWavesQueryVariables = Exact<{
  first: number;
  filter?: MigrationWaveFilter | null | undefined;
}>;


export type RunsWavesQuery = { migrationWaves: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string, source: string, toVersion: string, state: MigrationWaveState, reason: string | null, startedBy: string, createdAt: string, finishedAt: string | null, databases: Array<{ state: MigrationWaveDatabaseState, stage: MigrationWaveStage, reason: string | null, database: { id: string, name: string }, run: { id: string } | null }> } }> } };

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

export type SettingsAboutQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsAboutQuery = { health: { version: string, state: HealthState, uptimeMs: number, parts: Array<{ name: string, state: HealthState, counts: boolean, latencyMs: number | null, reason: string | null }>, streams: { subscribers: number, distinct: number, sharingRatio: number | null, executions: number, deliveries: number, lagging: number, bytes: number } } };

export type SettingsAutomaticRunsQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsAutomaticRunsQuery = { automaticRuns: { enabled: boolean, at: string | null, by: string | null, reason: string | null } };

export type SettingsSwitchAutomaticRunsMutationVariables = Exact<{
  enabled: boolean;
  reason: string;
}>;


export type SettingsSwitchAutomaticRunsMutation = { setAutomaticRuns:
    | { __typename: 'AutomaticRuns' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
   };

export type SettingsAuditQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type SettingsAuditQuery = { auditLog: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, at: string, actor: string, action: string, subject: string, result: string, origin: string, detail: unknown } }> } };

export type SettingsChannelsQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsChannelsQuery = { channels: Array<{ name: string, kind: string, state: ChannelState, target: string, waiting: number, failures: number, sendsResolved: boolean, disabledAt: string | null, disabledReason: string | null, openUntil: string | null, lastDeliveredAt: string | null, lastFailure: string | null, lastFailureAt: string | null }> };

export type SettingsLastDeliveriesQueryVariables = Exact<{
  channels?: Array<string> | string | null | undefined;
}>;


export type SettingsLastDeliveriesQuery = { deliveries: { edges: Array<{ node: { id: string, state: DeliveryState, reason: NotifyReason, createdAt: string, alertCount: number } }> } };

export type SettingsTestChannelMutationVariables = Exact<{
  name: string;
}>;


export type SettingsTestChannelMutation = { testChannel:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'Delivery', id: string, state: DeliveryState, failure: string | null }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsEnableChannelMutationVariables = Exact<{
  name: string;
}>;


export type SettingsEnableChannelMutation = { enableChannel:
    | { __typename: 'Channel' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsDeliveriesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: DeliveryFilter | null | undefined;
}>;


export type SettingsDeliveriesQuery = { deliveries: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, channel: string, route: string, state: DeliveryState, reason: NotifyReason, createdAt: string, endedAt: string | null, nextTryAt: string | null, alertCount: number, attemptCount: number, failure: string | null } }> } };

export type SettingsDeliveryQueryVariables = Exact<{
  id: string | number;
}>;


export type SettingsDeliveryQuery = { delivery: { id: string, deliveryId: string, channel: string, route: string, state: DeliveryState, reason: NotifyReason, createdAt: string, endedAt: string | null, nextTryAt: string | null, failure: string | null, failureReason: FailureReason | null, status: number | null, alertCount: number, content: unknown, alerts: Array<{ id: string, title: string, severity: Severity, state: AlertState }>, attempts: Array<{ attempt: number, at: string, ok: boolean | null, durationMs: number | null, status: number | null, failure: string | null, body: string | null, replica: string }>, mergedInto: { id: string } | null, redeliveryOf: { id: string } | null } | null };

export type SettingsRedeliverMutationVariables = Exact<{
  id: string | number;
}>;


export type SettingsRedeliverMutation = { redeliver:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'Delivery', id: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsChannelNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsChannelNamesQuery = { channels: Array<{ name: string }> };

export type SettingsFittingQueryVariables = Exact<{
  matchers: Array<string> | string;
}>;


export type SettingsFittingQuery = { previewSilence: { total: number, alerts: Array<{ id: string, title: string, severity: Severity }> } };

export type SettingsHeartbeatsQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsHeartbeatsQuery = { heartbeats: Array<{ name: string, state: HeartbeatState, count: number, everyMs: number, graceMs: number, lastAt: string | null, dueAt: string | null, missingSince: string | null }> };

export type SettingsIntakesQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsIntakesQuery = { intakes: Array<{ name: string, kind: IntakeKind, path: string, proof: IntakeProof, header: string | null, expiresMs: number | null }> };

export type SettingsWindowsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type SettingsWindowsQuery = { maintenanceWindows: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, comment: string, origin: MaintenanceWindowOrigin, cron: string | null, timeZone: string | null, createdBy: string | null, suppressedAlerts: number, matchers: Array<{ text: string }>, current: { startsAt: string, endsAt: string } | null, next: { startsAt: string, endsAt: string } | null } }> } };

export type SettingsCreateWindowMutationVariables = Exact<{
  input: CreateMaintenanceWindowInput;
}>;


export type SettingsCreateWindowMutation = { createMaintenanceWindow:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: string, message: string }> }
    | { __typename: 'MaintenanceWindow' }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsEndWindowMutationVariables = Exact<{
  window: string | number;
}>;


export type SettingsEndWindowMutation = { endMaintenanceWindow:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'MaintenanceWindow' }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsMonitorsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: MonitorFilter | null | undefined;
}>;


export type SettingsMonitorsQuery = { monitors: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, kind: string, name: string, description: string | null, state: MonitorState, reason: string | null, since: string, scope: MonitorScope, host: string | null, lagMs: number | null, lastSuccessAt: string | null, lastError: string | null, lastErrorAt: string | null, nextRunAt: string | null, pausedBy: string | null } }> } };

export type SettingsPauseMonitorMutationVariables = Exact<{
  id: string | number;
}>;


export type SettingsPauseMonitorMutation = { pauseMonitor:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'Monitor' }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsResumeMonitorMutationVariables = Exact<{
  id: string | number;
}>;


export type SettingsResumeMonitorMutation = { resumeMonitor:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'Monitor' }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsRunMonitorMutationVariables = Exact<{
  id: string | number;
}>;


export type SettingsRunMonitorMutation = { runMonitorNow:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'Monitor' }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsRotationsQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsRotationsQuery = { onCall: Array<{ rotation: string, isOverride: boolean, from: string, until: string, person: { name: string, channels: Array<string> } }>, rotations: Array<{ name: string, handover: string, timeZone: string, people: Array<{ name: string, channels: Array<string> }>, overrides: Array<{ person: string, from: string, until: string, createdBy: string | null }>, shifts: Array<{ from: string, until: string, isOverride: boolean, person: { name: string } }> }> };

export type SettingsPoliciesQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsPoliciesQuery = { escalationPolicies: Array<{ name: string, isDefault: boolean, match: Array<string> | null, repeat: number, repeatAfterMs: number, levels: Array<{ number: number, afterMs: number, hours: string | null, rotation: string | null, alerts: number, channels: Array<{ severity: Severity, channels: Array<string> }> }>, standings: Array<{ nextLevel: number | null, nextAt: string | null, stop: EscalationStop | null, alert: { id: string, title: string, severity: Severity } }> }> };

export type SettingsOverrideOnCallMutationVariables = Exact<{
  rotation: string;
  person: string;
  from: string;
  until: string;
}>;


export type SettingsOverrideOnCallMutation = { overrideOnCall:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: string, message: string }> }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'OnCallRotation' }
   };

export type SettingsRoutePreviewQueryVariables = Exact<{
  labels: Array<LabelInput> | LabelInput;
}>;


export type SettingsRoutePreviewQuery = { previewRoute: Array<{ channels: Array<string>, groupLabels: unknown, route: { name: string } }> };

export type SettingsRoutesQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsRoutesQuery = { notificationRoutes: Array<{ name: string, match: Array<string>, channels: Array<string>, hours: string | null, goesOn: boolean, nested: Array<string>, groupBy: Array<string>, groupWaitMs: number, groupIntervalMs: number, repeatIntervalMs: number, alertCount: number, groupCount: number }> };

export type SettingsRulesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: AlertRuleFilter | null | undefined;
}>;


export type SettingsRulesQuery = { alertRules: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, description: string, enabled: boolean, severity: Severity, origin: AlertRuleOrigin, openAlerts: number, lastMatchedAt: string | null, lastError: string | null, warning: string | null } }> } };

export type SettingsRuleQueryVariables = Exact<{
  name: string | number;
}>;


export type SettingsRuleQuery = { alertRule: { id: string, name: string, type: string, description: string, enabled: boolean, severity: Severity, origin: AlertRuleOrigin, openAlerts: number, forMs: number, keepFiringForMs: number, escalation: string | null, runbook: string | null, title: string, message: string, labels: unknown, lastMatchedAt: string | null, lastEvaluatedAt: string | null, lastError: string | null, warning: string | null, overrides: Array<{ match: Array<string>, enabled: boolean | null, severity: Severity | null, forMs: number | null, above: number | null, below: number | null, clear: number | null }>, condition:
      | { __typename: 'AlertEventCondition', labels: unknown, lastsMs: number | null, on: Array<{ event: string, where: Array<string> }>, until: Array<{ event: string, where: Array<string> }> }
      | { __typename: 'AlertMetricCondition', metric: string, match: Array<string>, aggregate: AlertRuleAggregate, windowMs: number, above: number | null, below: number | null, clear: number | null, noDataAfterMs: number, onNoData: AlertMissingPolicy, onError: AlertMissingPolicy }
     } | null };

export type SettingsCreateRuleMutationVariables = Exact<{
  input: AlertRuleInput;
}>;


export type SettingsCreateRuleMutation = { createAlertRule:
    | { __typename: 'AlertRule' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: string, message: string }> }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsUpdateRuleMutationVariables = Exact<{
  input: AlertRuleInput;
}>;


export type SettingsUpdateRuleMutation = { updateAlertRule:
    | { __typename: 'AlertRule' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: string, message: string }> }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsDeleteRuleMutationVariables = Exact<{
  name: string | number;
}>;


export type SettingsDeleteRuleMutation = { deleteAlertRule:
    | { __typename: 'AlertRule' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsSwitchRuleMutationVariables = Exact<{
  name: string | number;
  enabled: boolean;
}>;


export type SettingsSwitchRuleMutation = { setAlertRuleEnabled:
    | { __typename: 'AlertRule' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsPreviewRuleQueryVariables = Exact<{
  name?: string | number | null | undefined;
  input?: AlertRuleInput | null | undefined;
  from: string;
  until: string;
}>;


export type SettingsPreviewRuleQuery = { previewRule:
    | { __typename: 'AlertRulePreview', alertCount: number, matched: number, examined: number, cutShort: string | null, stepMs: number | null, alerts: Array<{ title: string, subject: string, severity: Severity, startedAt: string, firedAt: string | null, resolvedAt: string | null, timesFired: number }> }
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: string, message: string }> }
    | { __typename: 'NotFoundError', message: string }
   };

export type SettingsSilencesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: SilenceFilter | null | undefined;
}>;


export type SettingsSilencesQuery = { silences: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, state: SilenceState, comment: string, createdBy: string, startsAt: string, endsAt: string, endedAt: string | null, endedBy: string | null, silencedAlerts: number, matchers: Array<{ text: string }> } }> } };

export type SettingsCreateSilenceMutationVariables = Exact<{
  input: CreateSilenceInput;
}>;


export type SettingsCreateSilenceMutation = { createSilence:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: string, message: string }> }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'Silence' }
   };

export type SettingsUpdateSilenceMutationVariables = Exact<{
  id: string | number;
  input: UpdateSilenceInput;
}>;


export type SettingsUpdateSilenceMutation = { updateSilence:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: string, message: string }> }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'Silence' }
   };

export type SettingsExpireSilenceMutationVariables = Exact<{
  id: string | number;
}>;


export type SettingsExpireSilenceMutation = { expireSilence:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'Silence' }
   };

export type SettingsTokensQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  revoked?: boolean | null | undefined;
}>;


export type SettingsTokensQuery = { tokens: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, role: Role, createdAt: string, createdBy: string, expiresAt: string | null, revokedAt: string | null } }> } };

export type SettingsCreateTokenMutationVariables = Exact<{
  input: CreateTokenInput;
}>;


export type SettingsCreateTokenMutation = { createToken:
    | { __typename: 'CreatedToken', text: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'InvalidInputError', message: string, issues: Array<{ path: string, message: string }> }
   };

export type SettingsRevokeTokenMutationVariables = Exact<{
  id: string | number;
}>;


export type SettingsRevokeTokenMutation = { revokeToken:
    | { __typename: 'AccessToken' }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
   };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { name: string, role: Role } };

export type SearchDatabasesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchDatabasesQuery = { databases: { edges: Array<{ node: { id: string, name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SearchEndpointsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchEndpointsQuery = { endpoints: { edges: Array<{ node: { id: string, name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SearchTextQueryVariables = Exact<{
  text: string;
}>;


export type SearchTextQuery = { alerts: { edges: Array<{ node: { id: string, title: string } }> }, containers: { edges: Array<{ node: { id: string, name: string } }> } };

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
export const ShownAnomaliesFragmentDoc = new TypedDocumentString(`
    fragment ShownAnomalies on MetricAnomalyConnection {
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
    `, {"fragmentName":"ShownAnomalies"}) as unknown as TypedDocumentString<ShownAnomaliesFragment, unknown>;
export const ShownImpactFragmentDoc = new TypedDocumentString(`
    fragment ShownImpact on ImpactAssessment {
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
    checksum
    statements
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
    `, {"fragmentName":"ShownImpact"}) as unknown as TypedDocumentString<ShownImpactFragment, unknown>;
export const DatabaseRunFragmentDoc = new TypedDocumentString(`
    fragment DatabaseRun on MigrationRun {
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
  database {
    id
    name
  }
  migrations {
    version
    state
  }
}
    `, {"fragmentName":"DatabaseRun"}) as unknown as TypedDocumentString<DatabaseRunFragment, unknown>;
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
export const AnalysisAnomaliesDocument = new TypedDocumentString(`
    query AnalysisAnomalies($ongoing: MetricAnomalyFilter, $ended: MetricAnomalyFilter) {
  ongoing: metricAnomalies(first: 100, filter: $ongoing) {
    ...ShownAnomalies
  }
  ended: metricAnomalies(first: 30, filter: $ended) {
    ...ShownAnomalies
  }
}
    fragment ShownAnomalies on MetricAnomalyConnection {
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
}`) as unknown as TypedDocumentString<AnalysisAnomaliesQuery, AnalysisAnomaliesQueryVariables>;
export const AnalysisBaselinesDocument = new TypedDocumentString(`
    query AnalysisBaselines($first: Int!, $after: String, $filter: AnalysedFilter) {
  metricBaselines(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
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
    query AnalysisTrends($after: String, $subjects: [String!], $metrics: [String!]) {
  metricTrends(
    first: 20
    after: $after
    days: 28
    filter: {subjects: $subjects, metrics: $metrics}
  ) {
    pageInfo {
      hasNextPage
      endCursor
    }
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
export const RunActionsCancelDocument = new TypedDocumentString(`
    mutation RunActionsCancel($id: ID!) {
  cancelMigration(runId: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RunActionsCancelMutation, RunActionsCancelMutationVariables>;
export const RunActionsRetryDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<RunActionsRetryMutation, RunActionsRetryMutationVariables>;
export const RunActionsResolveInDoubtDocument = new TypedDocumentString(`
    mutation RunActionsResolveInDoubt($id: ID!, $applied: Boolean!) {
  resolveInDoubt(runId: $id, applied: $applied) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<RunActionsResolveInDoubtMutation, RunActionsResolveInDoubtMutationVariables>;
export const RunActionsWaitingDocument = new TypedDocumentString(`
    query RunActionsWaiting($database: ID!) {
  migrationRuns(
    first: 100
    filter: {database: $database, states: [AWAITING_REVIEW]}
  ) {
    edges {
      node {
        id
        source
        dryRun
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RunActionsWaitingQuery, RunActionsWaitingQueryVariables>;
export const RunActionsDoubtsDocument = new TypedDocumentString(`
    query RunActionsDoubts($database: ID!, $source: String!) {
  migrationStatus(database: $database, source: $source) {
    migrations {
      version
      inDoubt
    }
  }
}
    `) as unknown as TypedDocumentString<RunActionsDoubtsQuery, RunActionsDoubtsQueryVariables>;
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
    from
    to
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
        count
        avg
        min
        max
        last
        lastAt
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
        noDataAfterMs
        onNoData
        onError
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
    query AlertPageTimeline($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  alert(id: $id) {
    timeline(first: $first, after: $after, last: $last, before: $before) {
      pageInfo {
        hasPreviousPage
        hasNextPage
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
      changes(limit: 100) {
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
      deeds
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
        inDoubt
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
    ...ShownImpact
  }
}
    fragment ShownImpact on ImpactAssessment {
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
    checksum
    statements
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
}`) as unknown as TypedDocumentString<DatabaseImpactQuery, DatabaseImpactQueryVariables>;
export const DatabaseCurrentRunsDocument = new TypedDocumentString(`
    query DatabaseCurrentRuns($database: ID!) {
  latest: migrationRuns(first: 10, filter: {database: $database}) {
    edges {
      node {
        ...DatabaseRun
      }
    }
  }
  open: migrationRuns(
    first: 10
    filter: {database: $database, states: [AWAITING_REVIEW, QUEUED, RUNNING]}
  ) {
    edges {
      node {
        ...DatabaseRun
      }
    }
  }
  last: migrationRuns(
    first: 1
    filter: {database: $database, states: [SUCCEEDED, FAILED, CANCELLED, INTERRUPTED, REJECTED], dryRun: false}
  ) {
    edges {
      node {
        ...DatabaseRun
      }
    }
  }
}
    fragment DatabaseRun on MigrationRun {
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
  database {
    id
    name
  }
  migrations {
    version
    state
  }
}`) as unknown as TypedDocumentString<DatabaseCurrentRunsQuery, DatabaseCurrentRunsQueryVariables>;
export const DatabaseReviewDocument = new TypedDocumentString(`
    query DatabaseReview($id: ID!) {
  migrationRun(id: $id) {
    assessment {
      ...ShownImpact
    }
  }
}
    fragment ShownImpact on ImpactAssessment {
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
    checksum
    statements
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
}`) as unknown as TypedDocumentString<DatabaseReviewQuery, DatabaseReviewQueryVariables>;
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
      checksum
      statements
    }
    impact {
      ...ShownImpact
    }
  }
}
    fragment ShownImpact on ImpactAssessment {
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
    checksum
    statements
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
}`) as unknown as TypedDocumentString<DatabaseRollbackPreviewQuery, DatabaseRollbackPreviewQueryVariables>;
export const DatabaseRollbackDocument = new TypedDocumentString(`
    mutation DatabaseRollback($database: ID!, $source: String!, $toVersion: String!, $expected: [ExpectedMigrationInput!], $clientMutationId: String) {
  rollbackMigration(
    database: $database
    source: $source
    toVersion: $toVersion
    expected: $expected
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
    query DatabasesDiscovered($first: Int, $after: String) {
  discoveredDatabases(first: $first, after: $after) {
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
export const DatabasesMatrixEnvironmentsDocument = new TypedDocumentString(`
    query DatabasesMatrixEnvironments($source: String!) {
  migrationOverview(filter: {sources: [$source]}) {
    byEnvironment {
      name
      total
    }
  }
}
    `) as unknown as TypedDocumentString<DatabasesMatrixEnvironmentsQuery, DatabasesMatrixEnvironmentsQueryVariables>;
export const DatabasesMatrixSourcesDocument = new TypedDocumentString(`
    query DatabasesMatrixSources {
  migrationOverview {
    bySource {
      name
      total
    }
  }
}
    `) as unknown as TypedDocumentString<DatabasesMatrixSourcesQuery, DatabasesMatrixSourcesQueryVariables>;
export const DatabasesMatrixColumnsDocument = new TypedDocumentString(`
    query DatabasesMatrixColumns($source: String!, $filter: MigrationStatusFilter, $first: ID) {
  migrationMatrix(source: $source, filter: $filter, relativeTo: $first) {
    columns {
      aheadCount
      behindCount
      olderVersions
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
    columns {
      status {
        database {
          id
        }
      }
    }
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
    query DatabasesPage($first: Int, $after: String, $retired: Boolean, $filter: DatabaseFilter, $order: DatabaseOrder) {
  databases(
    first: $first
    after: $after
    retired: $retired
    discovered: false
    filter: $filter
    order: $order
  ) {
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
        storedMigrationStatuses {
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
    `) as unknown as TypedDocumentString<DatabasesPageQuery, DatabasesPageQueryVariables>;
export const DatabasesAllDocument = new TypedDocumentString(`
    query DatabasesAll($retired: Boolean) {
  databases(first: 1, retired: $retired, discovered: false) {
    totalCount
    environments
  }
}
    `) as unknown as TypedDocumentString<DatabasesAllQuery, DatabasesAllQueryVariables>;
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
    query EndpointChanges($first: Int!, $after: String, $subjects: [String!]) {
  events(
    first: $first
    after: $after
    filter: {subjects: $subjects, types: ["endpoint.state_changed", "endpoint.retired"]}
  ) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
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
    ... on InvalidInputError {
      issues {
        path
        message
      }
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
export const IncidentPageStatesDocument = new TypedDocumentString(`
    query IncidentPageStates($id: ID!, $after: String) {
  incident(id: $id) {
    alerts(first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          state
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<IncidentPageStatesQuery, IncidentPageStatesQueryVariables>;
export const IncidentPageTimelineDocument = new TypedDocumentString(`
    query IncidentPageTimeline($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  incident(id: $id) {
    timeline(first: $first, after: $after, last: $last, before: $before) {
      pageInfo {
        hasPreviousPage
        hasNextPage
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
  migrationRuns(first: 100, filter: {activeSince: $since}) {
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
  databases(first: $first, after: $after, discovered: false, order: WORST_FIRST) {
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
      ...ShownImpact
    }
  }
}
    fragment ShownImpact on ImpactAssessment {
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
    checksum
    statements
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
}`) as unknown as TypedDocumentString<NowImpactQuery, NowImpactQueryVariables>;
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
  drifted: databases(first: 1, discovered: false, filter: {drift: true}) {
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
export const PerformanceReportDocument = new TypedDocumentString(`
    query PerformanceReport($from: DateTime!, $to: DateTime!) {
  operationsReport(from: $from, to: $to) {
    from
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
    query PerformanceStatements($first: Int!, $after: String) {
  databases(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        name
        slowStatements {
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
      ...ShownImpact
    }
  }
}
    fragment ShownImpact on ImpactAssessment {
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
    checksum
    statements
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
}`) as unknown as TypedDocumentString<RunPageQuery, RunPageQueryVariables>;
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
    fragment ShownImpact on ImpactAssessment {
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
    checksum
    statements
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
}`) as unknown as TypedDocumentString<RunPagePreviewRollbackQuery, RunPagePreviewRollbackQueryVariables>;
export const RunPageRollbackDocument = new TypedDocumentString(`
    mutation RunPageRollback($database: ID!, $source: String!, $toVersion: String!, $expected: [ExpectedMigrationInput!], $key: String!) {
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
    `) as unknown as TypedDocumentString<RunPageRollbackMutation, RunPageRollbackMutationVariables>;
export const RunPageAlertsDocument = new TypedDocumentString(`
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
    `) as unknown as TypedDocumentString<RunsDatabaseNamesQuery, RunsDatabaseNamesQueryVariables>;
export const RunsDatabaseNameDocument = new TypedDocumentString(`
    query RunsDatabaseName($id: ID!) {
  database(id: $id) {
    name
  }
}
    `) as unknown as TypedDocumentString<RunsDatabaseNameQuery, RunsDatabaseNameQueryVariables>;
export const RunsWavesDocument = new TypedDocumentString(`
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
export const SettingsAboutDocument = new TypedDocumentString(`
    query SettingsAbout {
  health {
    version
    state
    uptimeMs
    parts {
      name
      state
      counts
      latencyMs
      reason
    }
    streams {
      subscribers
      distinct
      sharingRatio
      executions
      deliveries
      lagging
      bytes
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsAboutQuery, SettingsAboutQueryVariables>;
export const SettingsAutomaticRunsDocument = new TypedDocumentString(`
    query SettingsAutomaticRuns {
  automaticRuns {
    enabled
    at
    by
    reason
  }
}
    `) as unknown as TypedDocumentString<SettingsAutomaticRunsQuery, SettingsAutomaticRunsQueryVariables>;
export const SettingsSwitchAutomaticRunsDocument = new TypedDocumentString(`
    mutation SettingsSwitchAutomaticRuns($enabled: Boolean!, $reason: String!) {
  setAutomaticRuns(enabled: $enabled, reason: $reason) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsSwitchAutomaticRunsMutation, SettingsSwitchAutomaticRunsMutationVariables>;
export const SettingsAuditDocument = new TypedDocumentString(`
    query SettingsAudit($first: Int!, $after: String) {
  auditLog(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        at
        actor
        action
        subject
        result
        origin
        detail
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsAuditQuery, SettingsAuditQueryVariables>;
export const SettingsChannelsDocument = new TypedDocumentString(`
    query SettingsChannels {
  channels {
    name
    kind
    state
    target
    waiting
    failures
    sendsResolved
    disabledAt
    disabledReason
    openUntil
    lastDeliveredAt
    lastFailure
    lastFailureAt
  }
}
    `) as unknown as TypedDocumentString<SettingsChannelsQuery, SettingsChannelsQueryVariables>;
export const SettingsLastDeliveriesDocument = new TypedDocumentString(`
    query SettingsLastDeliveries($channels: [String!]) {
  deliveries(first: 3, filter: {channels: $channels}) {
    edges {
      node {
        id
        state
        reason
        createdAt
        alertCount
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsLastDeliveriesQuery, SettingsLastDeliveriesQueryVariables>;
export const SettingsTestChannelDocument = new TypedDocumentString(`
    mutation SettingsTestChannel($name: String!) {
  testChannel(name: $name) {
    __typename
    ... on Delivery {
      id
      state
      failure
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsTestChannelMutation, SettingsTestChannelMutationVariables>;
export const SettingsEnableChannelDocument = new TypedDocumentString(`
    mutation SettingsEnableChannel($name: String!) {
  enableChannel(name: $name) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsEnableChannelMutation, SettingsEnableChannelMutationVariables>;
export const SettingsDeliveriesDocument = new TypedDocumentString(`
    query SettingsDeliveries($first: Int!, $after: String, $filter: DeliveryFilter) {
  deliveries(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        channel
        route
        state
        reason
        createdAt
        endedAt
        nextTryAt
        alertCount
        attemptCount
        failure
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsDeliveriesQuery, SettingsDeliveriesQueryVariables>;
export const SettingsDeliveryDocument = new TypedDocumentString(`
    query SettingsDelivery($id: ID!) {
  delivery(id: $id) {
    id
    deliveryId
    channel
    route
    state
    reason
    createdAt
    endedAt
    nextTryAt
    failure
    failureReason
    status
    alertCount
    content
    alerts {
      id
      title
      severity
      state
    }
    attempts {
      attempt
      at
      ok
      durationMs
      status
      failure
      body
      replica
    }
    mergedInto {
      id
    }
    redeliveryOf {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsDeliveryQuery, SettingsDeliveryQueryVariables>;
export const SettingsRedeliverDocument = new TypedDocumentString(`
    mutation SettingsRedeliver($id: ID!) {
  redeliver(id: $id) {
    __typename
    ... on Delivery {
      id
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsRedeliverMutation, SettingsRedeliverMutationVariables>;
export const SettingsChannelNamesDocument = new TypedDocumentString(`
    query SettingsChannelNames {
  channels {
    name
  }
}
    `) as unknown as TypedDocumentString<SettingsChannelNamesQuery, SettingsChannelNamesQueryVariables>;
export const SettingsFittingDocument = new TypedDocumentString(`
    query SettingsFitting($matchers: [String!]!) {
  previewSilence(matchers: $matchers) {
    total
    alerts {
      id
      title
      severity
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsFittingQuery, SettingsFittingQueryVariables>;
export const SettingsHeartbeatsDocument = new TypedDocumentString(`
    query SettingsHeartbeats {
  heartbeats {
    name
    state
    count
    everyMs
    graceMs
    lastAt
    dueAt
    missingSince
  }
}
    `) as unknown as TypedDocumentString<SettingsHeartbeatsQuery, SettingsHeartbeatsQueryVariables>;
export const SettingsIntakesDocument = new TypedDocumentString(`
    query SettingsIntakes {
  intakes {
    name
    kind
    path
    proof
    header
    expiresMs
  }
}
    `) as unknown as TypedDocumentString<SettingsIntakesQuery, SettingsIntakesQueryVariables>;
export const SettingsWindowsDocument = new TypedDocumentString(`
    query SettingsWindows($first: Int!, $after: String) {
  maintenanceWindows(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        name
        comment
        origin
        cron
        timeZone
        createdBy
        suppressedAlerts
        matchers {
          text
        }
        current {
          startsAt
          endsAt
        }
        next {
          startsAt
          endsAt
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsWindowsQuery, SettingsWindowsQueryVariables>;
export const SettingsCreateWindowDocument = new TypedDocumentString(`
    mutation SettingsCreateWindow($input: CreateMaintenanceWindowInput!) {
  createMaintenanceWindow(input: $input) {
    __typename
    ... on InvalidInputError {
      issues {
        path
        message
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsCreateWindowMutation, SettingsCreateWindowMutationVariables>;
export const SettingsEndWindowDocument = new TypedDocumentString(`
    mutation SettingsEndWindow($window: ID!) {
  endMaintenanceWindow(window: $window) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsEndWindowMutation, SettingsEndWindowMutationVariables>;
export const SettingsMonitorsDocument = new TypedDocumentString(`
    query SettingsMonitors($first: Int!, $after: String, $filter: MonitorFilter) {
  monitors(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        kind
        name
        description
        state
        reason
        since
        scope
        host
        lagMs
        lastSuccessAt
        lastError
        lastErrorAt
        nextRunAt
        pausedBy
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsMonitorsQuery, SettingsMonitorsQueryVariables>;
export const SettingsPauseMonitorDocument = new TypedDocumentString(`
    mutation SettingsPauseMonitor($id: ID!) {
  pauseMonitor(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsPauseMonitorMutation, SettingsPauseMonitorMutationVariables>;
export const SettingsResumeMonitorDocument = new TypedDocumentString(`
    mutation SettingsResumeMonitor($id: ID!) {
  resumeMonitor(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsResumeMonitorMutation, SettingsResumeMonitorMutationVariables>;
export const SettingsRunMonitorDocument = new TypedDocumentString(`
    mutation SettingsRunMonitor($id: ID!) {
  runMonitorNow(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsRunMonitorMutation, SettingsRunMonitorMutationVariables>;
export const SettingsRotationsDocument = new TypedDocumentString(`
    query SettingsRotations {
  onCall {
    rotation
    isOverride
    from
    until
    person {
      name
      channels
    }
  }
  rotations {
    name
    handover
    timeZone
    people {
      name
      channels
    }
    overrides {
      person
      from
      until
      createdBy
    }
    shifts(first: 5) {
      from
      until
      isOverride
      person {
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsRotationsQuery, SettingsRotationsQueryVariables>;
export const SettingsPoliciesDocument = new TypedDocumentString(`
    query SettingsPolicies {
  escalationPolicies {
    name
    isDefault
    match
    repeat
    repeatAfterMs
    levels {
      number
      afterMs
      hours
      rotation
      alerts
      channels {
        severity
        channels
      }
    }
    standings(first: 21) {
      nextLevel
      nextAt
      stop
      alert {
        id
        title
        severity
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsPoliciesQuery, SettingsPoliciesQueryVariables>;
export const SettingsOverrideOnCallDocument = new TypedDocumentString(`
    mutation SettingsOverrideOnCall($rotation: String!, $person: String!, $from: DateTime!, $until: DateTime!) {
  overrideOnCall(rotation: $rotation, person: $person, from: $from, until: $until) {
    __typename
    ... on InvalidInputError {
      issues {
        path
        message
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsOverrideOnCallMutation, SettingsOverrideOnCallMutationVariables>;
export const SettingsRoutePreviewDocument = new TypedDocumentString(`
    query SettingsRoutePreview($labels: [LabelInput!]!) {
  previewRoute(labels: $labels) {
    channels
    groupLabels
    route {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsRoutePreviewQuery, SettingsRoutePreviewQueryVariables>;
export const SettingsRoutesDocument = new TypedDocumentString(`
    query SettingsRoutes {
  notificationRoutes {
    name
    match
    channels
    hours
    goesOn
    nested
    groupBy
    groupWaitMs
    groupIntervalMs
    repeatIntervalMs
    alertCount
    groupCount
  }
}
    `) as unknown as TypedDocumentString<SettingsRoutesQuery, SettingsRoutesQueryVariables>;
export const SettingsRulesDocument = new TypedDocumentString(`
    query SettingsRules($first: Int!, $after: String, $filter: AlertRuleFilter) {
  alertRules(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        name
        description
        enabled
        severity
        origin
        openAlerts
        lastMatchedAt
        lastError
        warning
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsRulesQuery, SettingsRulesQueryVariables>;
export const SettingsRuleDocument = new TypedDocumentString(`
    query SettingsRule($name: ID!) {
  alertRule(name: $name) {
    id
    name
    type
    description
    enabled
    severity
    origin
    openAlerts
    forMs
    keepFiringForMs
    escalation
    runbook
    title
    message
    labels
    lastMatchedAt
    lastEvaluatedAt
    lastError
    warning
    overrides {
      match
      enabled
      severity
      forMs
      above
      below
      clear
    }
    condition {
      __typename
      ... on AlertEventCondition {
        labels
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
      ... on AlertMetricCondition {
        metric
        match
        aggregate
        windowMs
        above
        below
        clear
        noDataAfterMs
        onNoData
        onError
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsRuleQuery, SettingsRuleQueryVariables>;
export const SettingsCreateRuleDocument = new TypedDocumentString(`
    mutation SettingsCreateRule($input: AlertRuleInput!) {
  createAlertRule(input: $input) {
    __typename
    ... on InvalidInputError {
      issues {
        path
        message
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsCreateRuleMutation, SettingsCreateRuleMutationVariables>;
export const SettingsUpdateRuleDocument = new TypedDocumentString(`
    mutation SettingsUpdateRule($input: AlertRuleInput!) {
  updateAlertRule(input: $input) {
    __typename
    ... on InvalidInputError {
      issues {
        path
        message
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsUpdateRuleMutation, SettingsUpdateRuleMutationVariables>;
export const SettingsDeleteRuleDocument = new TypedDocumentString(`
    mutation SettingsDeleteRule($name: ID!) {
  deleteAlertRule(name: $name) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsDeleteRuleMutation, SettingsDeleteRuleMutationVariables>;
export const SettingsSwitchRuleDocument = new TypedDocumentString(`
    mutation SettingsSwitchRule($name: ID!, $enabled: Boolean!) {
  setAlertRuleEnabled(name: $name, enabled: $enabled) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsSwitchRuleMutation, SettingsSwitchRuleMutationVariables>;
export const SettingsPreviewRuleDocument = new TypedDocumentString(`
    query SettingsPreviewRule($name: ID, $input: AlertRuleInput, $from: DateTime!, $until: DateTime!) {
  previewRule(name: $name, input: $input, from: $from, until: $until) {
    __typename
    ... on AlertRulePreview {
      alertCount
      matched
      examined
      cutShort
      stepMs
      alerts {
        title
        subject
        severity
        startedAt
        firedAt
        resolvedAt
        timesFired
      }
    }
    ... on InvalidInputError {
      issues {
        path
        message
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsPreviewRuleQuery, SettingsPreviewRuleQueryVariables>;
export const SettingsSilencesDocument = new TypedDocumentString(`
    query SettingsSilences($first: Int!, $after: String, $filter: SilenceFilter) {
  silences(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        state
        comment
        createdBy
        startsAt
        endsAt
        endedAt
        endedBy
        silencedAlerts
        matchers {
          text
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsSilencesQuery, SettingsSilencesQueryVariables>;
export const SettingsCreateSilenceDocument = new TypedDocumentString(`
    mutation SettingsCreateSilence($input: CreateSilenceInput!) {
  createSilence(input: $input) {
    __typename
    ... on InvalidInputError {
      issues {
        path
        message
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsCreateSilenceMutation, SettingsCreateSilenceMutationVariables>;
export const SettingsUpdateSilenceDocument = new TypedDocumentString(`
    mutation SettingsUpdateSilence($id: ID!, $input: UpdateSilenceInput!) {
  updateSilence(id: $id, input: $input) {
    __typename
    ... on InvalidInputError {
      issues {
        path
        message
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsUpdateSilenceMutation, SettingsUpdateSilenceMutationVariables>;
export const SettingsExpireSilenceDocument = new TypedDocumentString(`
    mutation SettingsExpireSilence($id: ID!) {
  expireSilence(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsExpireSilenceMutation, SettingsExpireSilenceMutationVariables>;
export const SettingsTokensDocument = new TypedDocumentString(`
    query SettingsTokens($first: Int!, $after: String, $revoked: Boolean) {
  tokens(first: $first, after: $after, revoked: $revoked) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        name
        role
        createdAt
        createdBy
        expiresAt
        revokedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsTokensQuery, SettingsTokensQueryVariables>;
export const SettingsCreateTokenDocument = new TypedDocumentString(`
    mutation SettingsCreateToken($input: CreateTokenInput!) {
  createToken(input: $input) {
    __typename
    ... on CreatedToken {
      text
    }
    ... on InvalidInputError {
      issues {
        path
        message
      }
    }
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsCreateTokenMutation, SettingsCreateTokenMutationVariables>;
export const SettingsRevokeTokenDocument = new TypedDocumentString(`
    mutation SettingsRevokeToken($id: ID!) {
  revokeToken(id: $id) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SettingsRevokeTokenMutation, SettingsRevokeTokenMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    name
    role
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const SearchDatabasesDocument = new TypedDocumentString(`
    query SearchDatabases($first: Int, $after: String) {
  databases(first: $first, after: $after) {
    edges {
      node {
        id
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<SearchDatabasesQuery, SearchDatabasesQueryVariables>;
export const SearchEndpointsDocument = new TypedDocumentString(`
    query SearchEndpoints($first: Int, $after: String) {
  endpoints(first: $first, after: $after) {
    edges {
      node {
        id
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<SearchEndpointsQuery, SearchEndpointsQueryVariables>;
export const SearchTextDocument = new TypedDocumentString(`
    query SearchText($text: String!) {
  alerts(first: 8, filter: {text: $text}) {
    edges {
      node {
        id
        title
      }
    }
  }
  containers(first: 8, filter: {text: $text}) {
    edges {
      node {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchTextQuery, SearchTextQueryVariables>;