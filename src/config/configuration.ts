// What a configuration file means once it is read: paths absolute, durations in milliseconds,
// defaults filled in. Never write one to a log: its URLs hold passwords.
import { createHash } from 'node:crypto';

import type { EscalationSettings } from '../core/escalation.ts';
import type { ChannelConfiguration } from '../core/channels.ts';
import type {
  CorrelationSettings,
  RemediationSettings,
  TopologyService,
} from '../core/correlation.ts';
import type { HeartbeatSettings, OutgoingHeartbeatSettings } from '../core/heartbeats.ts';
import type { AllowedHours } from '../core/hours.ts';
import type { IntakeSettings } from '../core/intakes.ts';
import type { SuppressionSettings } from '../core/suppression.ts';
import type { EventRouteSettings, RouteSettings } from '../core/notifications.ts';
import type { AlertsConfiguration } from './sections/alerts.ts';
import type { EndpointConfiguration, EndpointRulesConfiguration } from './sections/endpoints.ts';

export interface GitLocation {
  /** Absolute path of a repository, or a URL. */
  readonly repository: string;
  /** Branch, tag or commit. */
  readonly ref: string;
  /** Folder within the repository; empty for its root. */
  readonly path: string;
}

export interface CommandConfiguration {
  /** The program and its arguments; no shell reads them. */
  readonly migrate: readonly string[];
  readonly rollback?: readonly string[] | undefined;
  /** Absolute; where it is started. */
  readonly directory: string;
  /** All of its environment: what `pass` and `set` give it, and nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  /** Values of the environment that must not be shown. */
  readonly secrets: readonly string[];
  readonly timeoutMs: number;
}

export interface MigrationSourceConfiguration {
  /** Unique within its database. */
  readonly name: string;
  /** The adapter that reads it, as `sql`; `auto` recognises it. */
  readonly tool: string;
  /** Absolute. At most one of `folder`, `git` and `manifest` is set. */
  readonly folder?: string | undefined;
  readonly git?: GitLocation | undefined;
  /** CI sends what the source has. */
  readonly manifest?: true | undefined;
  /** The tool's history table, where it is not the usual one. */
  readonly table?: string | undefined;
  /** How the tool's own command is started. */
  readonly command?: CommandConfiguration | undefined;
  /** Files up to this version are taken as applied already. */
  readonly baseline?: string | undefined;
  /** What a run does with a pending file that is older than an applied one. */
  readonly outOfOrder: 'refuse' | 'run';
}

export interface LocksConfiguration {
  /** PostgreSQL's `lock_timeout` of each statement. */
  readonly lockTimeoutMs: number;
  /** How often a statement is tried again after its lock was not to be had. */
  readonly retries: number;
  /** How long a run waits for another run of the same database to end. */
  readonly waitForRunMs: number;
}

/** What may run without being asked for. */
export interface AutomaticConfiguration {
  readonly maxRisk: 'NONE' | 'LOW' | 'MEDIUM';
  /** 0 to 100. */
  readonly confidence: number;
  readonly hours?: AllowedHours | undefined;
  /** A dry run goes first. */
  readonly dryRun: boolean;
}

export interface SchemaConfiguration {
  readonly watch: boolean;
  /** How often a database is asked whether its schema may have changed. */
  readonly intervalMs: number;
  /** Who may do what is part of the schema, where the engine has that. */
  readonly privileges: boolean;
  readonly drift: {
    /** What a run does that finds drift. */
    readonly beforeRun: 'off' | 'warn' | 'block';
    /** Patterns of objects whose changes are no drift, with the reason. */
    readonly ignore: readonly { readonly objects: string; readonly reason: string }[];
  };
  /** What applications need: a table with columns; a type of null is any. */
  readonly required: readonly {
    readonly table: string;
    readonly columns: readonly { readonly name: string; readonly type: string | null }[];
  }[];
  /** Absolute; a folder of SQL files that applications send. */
  readonly queries?: string | undefined;
}

export interface DatabaseConfiguration {
  /** The database's identity. */
  readonly name: string;
  /** A PostgreSQL URL, `embedded:NAME`, or `sqlite:` (`duckdb:`) with an absolute path. */
  readonly url: string;
  readonly environment?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly migrations: readonly MigrationSourceConfiguration[];
  readonly locks: LocksConfiguration;
  /** Undefined: nothing runs by itself. */
  readonly automatic?: AutomaticConfiguration | undefined;
  /** Four eyes: whoever asked for a run may not approve it. */
  readonly review: { readonly fourEyes: boolean };
  readonly foreign: { readonly watch: boolean; readonly intervalMs: number };
  readonly schema: SchemaConfiguration;
  readonly resources: { readonly watch: boolean; readonly intervalMs: number };
}

export interface LimitsConfiguration {
  readonly depth: number;
  readonly cost: number;
  readonly aliases: number;
  readonly tokens: number;
  readonly messageBytes: number;
  readonly subscriptionsPerSocket: number;
  readonly socketsPerToken: number;
  /** How long a WebSocket's client may take nothing of what waits for it. */
  readonly slowClientMs: number;
}

export interface RetentionConfiguration {
  readonly eventsMs: number;
  /** Events older than this go even when a consumer has not read them. */
  readonly eventsHardLimitMs: number;
  /** Single samples. */
  readonly samplesMs: number;
  /** Samples rolled up to minutes; not shorter than `samplesMs`. */
  readonly minutesMs: number;
  /** Samples rolled up to hours; not shorter than `minutesMs`. */
  readonly rollupsMs: number;
  /** Resolved alerts, with what became of them. */
  readonly alertsMs: number;
}

export interface MetricsConfiguration {
  /** `/metrics` needs no token. */
  readonly public: boolean;
  /** Series that are stored at most. */
  readonly maxSeries: number;
  /** Where samples are sent as well. */
  readonly dogstatsd?:
    | {
        readonly host: string;
        readonly port: number;
        readonly prefix: string;
        readonly tags: Readonly<Record<string, string>>;
        /** Names of metrics, or their beginnings with `*`; empty: all. */
        readonly include: readonly string[];
      }
    | undefined;
}

export interface ResourcesConfiguration {
  /** Of the machine hawkwatch runs on. */
  readonly host: {
    readonly watch: boolean;
    readonly intervalMs: number;
    /** Mounts that are left out; `*` stands for any characters. */
    readonly excludeMounts: readonly string[];
  };
  /** Of monitored databases; each has its own settings as well. */
  readonly databases: { readonly watch: boolean };
}

export interface ScratchConfiguration {
  /** A PostgreSQL where databases may be made; undefined: the embedded one. */
  readonly url?: string | undefined;
  /** How long one comparison may take. */
  readonly timeoutMs: number;
}

/** Which measurements are compared with what is usual. */
export interface AnalysisConfiguration {
  readonly watch: boolean;
  /** Patterns of metrics. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly sensitivity: 'low' | 'normal' | 'high';
  /** Series that are watched at most. */
  readonly maxSeries: number;
  /** What is forecast, and how long before it is told. */
  readonly limits: readonly {
    readonly metric: string;
    readonly above?: number | undefined;
    readonly below?: number | undefined;
    readonly withinMs: number;
  }[];
}

export interface DaemonConfiguration {
  readonly name: string;
  /** Absolute. One of `socket` and `address` is set. */
  readonly socket?: string | undefined;
  readonly address?: { readonly host: string; readonly port: number } | undefined;
  /** Absolute paths of files. */
  readonly tls?:
    | {
        readonly ca?: string | undefined;
        readonly cert?: string | undefined;
        readonly key?: string | undefined;
      }
    | undefined;
  /** Watched when it is there, and no fault when it is not. */
  readonly optional: boolean;
}

export interface ContainersConfiguration {
  readonly daemons: readonly DaemonConfiguration[];
  /** How often everything is compared with the daemon's list, beside its events. */
  readonly reconcileMs: number;
  /** How long events of containers, and containers that are gone, are kept. */
  readonly keepMs: number;
  /** How often each running container is measured. */
  readonly stats: { readonly intervalMs: number };
}

/** What hawkwatch may do to what it watches. */
export interface ActionsConfiguration {
  readonly restartContainers: boolean;
  /** As a remediation of an alert. */
  readonly rollBackMigrations: boolean;
}

/** Files that are watched for changes. */
export interface FileWatchConfiguration {
  readonly name: string;
  /** Absolute. */
  readonly paths: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly kind: 'auto' | 'database' | 'configuration' | 'terraform' | 'kubernetes';
  /** Name of the database they belong to. */
  readonly database?: string | undefined;
  readonly settleMs: number;
  readonly maxHashBytes: number;
  /** Undefined: the system's notices, where there are some. */
  readonly pollMs?: number | undefined;
  readonly keepMs: number;
}

export interface Configuration extends SuppressionSettings {
  readonly databases: readonly DatabaseConfiguration[];
  /** False stops all automatic runs. */
  readonly automaticRuns: boolean;
  /** How often the status of every database is read. */
  readonly statuses: { readonly intervalMs: number };
  readonly scratch: ScratchConfiguration;
  readonly containers: ContainersConfiguration;
  readonly files: readonly FileWatchConfiguration[];
  readonly actions: ActionsConfiguration;
  readonly limits: LimitsConfiguration;
  readonly retention: RetentionConfiguration;
  readonly analysis: AnalysisConfiguration;
  readonly alerts: AlertsConfiguration;
  readonly endpoints: readonly EndpointConfiguration[];
  readonly endpointRules: EndpointRulesConfiguration;
  readonly metrics: MetricsConfiguration;
  readonly resources: ResourcesConfiguration;
  readonly intakes: readonly IntakeSettings[];
  /** What reports to hawkwatch that it lives. */
  readonly heartbeats: readonly HeartbeatSettings[];
  /** Where hawkwatch reports that; undefined: nowhere. */
  readonly heartbeat?: OutgoingHeartbeatSettings | undefined;
  readonly escalation: EscalationSettings;
  /** Where people reach hawkwatch; without a slash at its end. */
  readonly externalUrl?: string | undefined;
  /** Ways to tell somebody. */
  readonly channels: readonly ChannelConfiguration[];
  /** Which alerts are told over which channels; empty: all over all. */
  readonly routes: readonly RouteSettings[];
  /** Events that are told as they are. */
  readonly eventRoutes: readonly EventRouteSettings[];
  /** Services with what belongs to them. */
  readonly topology: readonly TopologyService[];
  readonly correlation: CorrelationSettings;
  readonly remediation: readonly RemediationSettings[];
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}

/**
 * SHA-256 in hex over everything that is configured, secrets included: replicas compare it. The
 * order of keys does not matter, that of databases does.
 */
export function configurationHash(configuration: Configuration): string {
  return createHash('sha256').update(JSON.stringify(configuration, sortKeys)).digest('hex');
}
