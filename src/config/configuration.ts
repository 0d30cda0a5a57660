// What a configuration file means once it is read: paths absolute, durations in milliseconds,
// defaults filled in. Never write one to a log: its URLs hold passwords.
import { createHash } from 'node:crypto';

export interface MigrationSourceConfiguration {
  /** Unique within its database. */
  readonly name: string;
  /** The adapter that reads it, as `sql`. */
  readonly tool: string;
  /** Absolute. */
  readonly folder: string;
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

export interface DatabaseConfiguration {
  /** The database's identity. */
  readonly name: string;
  /** A PostgreSQL URL, or `embedded:NAME`; holds a password. */
  readonly url: string;
  readonly environment?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly migrations: readonly MigrationSourceConfiguration[];
  readonly locks: LocksConfiguration;
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
}

export interface Configuration {
  readonly databases: readonly DatabaseConfiguration[];
  readonly limits: LimitsConfiguration;
  readonly retention: RetentionConfiguration;
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
