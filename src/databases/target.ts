// A monitored database as the other rooms see it. Its URL stays in this room.
import type { AllowedHours } from '../core/hours.ts';
import type { TlsFacts } from '../postgres/secure.ts';

export interface TargetHealth {
  readonly state: 'UP' | 'DEGRADED' | 'DOWN' | 'UNKNOWN';
  /** Why it is not UP; holds no secret. */
  readonly reason: string | null;
  readonly serverVersion: string | null;
  readonly latencyMs: number | null;
  /** Null when it may not be asked, or was not answered in time. */
  readonly sizeBytes: number | null;
  /** Null for a file. */
  readonly role: 'PRIMARY' | 'REPLICA' | null;
  /** Of the connection, or of the one that failed; null for a file, and before there was one. */
  readonly tls: TlsFacts | null;
}

/** The health of what cannot be used. */
export function downBecause(reason: string): TargetHealth {
  return { state: 'DOWN', reason, ...nothingFound };
}

/** The health of what nobody has looked at. */
export function unknownBecause(reason: string): TargetHealth {
  return { state: 'UNKNOWN', reason, ...nothingFound };
}

const nothingFound = {
  serverVersion: null,
  latencyMs: null,
  sizeBytes: null,
  role: null,
  tls: null,
};

export interface GitSettings {
  /** Absolute path of a repository, or a URL. */
  readonly repository: string;
  readonly ref: string;
  readonly path: string;
}

/** How a tool's own command is started; `set` may hold secrets. */
export interface CommandSettings {
  readonly migrate: readonly string[];
  readonly rollback: readonly string[] | null;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Values of `environment` that must not be shown. */
  readonly secrets: readonly string[];
  readonly timeoutMs: number;
}

export interface SourceSettings {
  readonly name: string;
  readonly tool: string;
  /** Absolute; null when the files are elsewhere. */
  readonly folder: string | null;
  readonly git: GitSettings | null;
  /** CI sends what the source has. */
  readonly manifest: boolean;
  /** The tool's history table, where it is not the usual one. */
  readonly table: string | null;
  readonly command: CommandSettings | null;
  /** Files up to this version count as applied before hawkwatch came. */
  readonly baseline: string | null;
  readonly outOfOrder: 'refuse' | 'run';
}

export interface LockSettings {
  readonly lockTimeoutMs: number;
  readonly retries: number;
  /** How long a run waits for the run lock of its database, in milliseconds. */
  readonly waitForRunMs: number;
}

export interface AutomaticPolicy {
  readonly maxRisk: 'NONE' | 'LOW' | 'MEDIUM';
  /** 0 to 100. */
  readonly confidence: number;
  readonly hours: AllowedHours | null;
  /** A dry run goes first. */
  readonly dryRun: boolean;
}

export const engines = ['POSTGRESQL', 'SQLITE', 'DUCKDB'] as const;
export type Engine = (typeof engines)[number];

/** A table that applications need; a type of null is any. */
export interface RequiredTable {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string | null }[];
}

/** Objects whose changes are no drift: `KIND name` with `*` for any characters. */
export interface DriftIgnore {
  readonly objects: string;
  readonly reason: string;
}

export interface SchemaSettings {
  readonly watch: boolean;
  readonly intervalMs: number;
  /** Who may do what is part of the schema (PostgreSQL). */
  readonly privileges: boolean;
  /** What a run does that finds drift. */
  readonly beforeRun: 'off' | 'warn' | 'block';
  readonly ignore: readonly DriftIgnore[];
  readonly required: readonly RequiredTable[];
  /** A folder of SQL that applications send; absolute. */
  readonly queries: string | null;
}

export interface TargetSettings {
  readonly name: string;
  readonly engine: Engine;
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly url: string;
  /** Why it cannot be reached whatever the URL says; null when it can be tried. */
  readonly unavailable: string | null;
  readonly sources: readonly SourceSettings[];
  readonly locks: LockSettings;
  /** Null: nothing runs by itself. */
  readonly automatic: AutomaticPolicy | null;
  /** Whoever asked for a run may not approve it. */
  readonly fourEyes: boolean;
  readonly foreign: { readonly watch: boolean; readonly intervalMs: number };
  readonly schema: SchemaSettings;
  /** Without them its resources are not measured. */
  readonly resources?: { readonly watch: boolean; readonly intervalMs: number };
}
