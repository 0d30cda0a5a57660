// A monitored database as the other rooms see it. Its URL stays in this room.

export interface TargetHealth {
  readonly state: 'UP' | 'DEGRADED' | 'DOWN' | 'UNKNOWN';
  /** Why it is not UP; holds no secret. */
  readonly reason: string | null;
  readonly serverVersion: string | null;
  readonly latencyMs: number | null;
}

export interface SourceSettings {
  readonly name: string;
  readonly tool: string;
  /** Absolute. */
  readonly folder: string;
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

export interface TargetSettings {
  readonly name: string;
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly url: string;
  /** Why it cannot be reached whatever the URL says; null when it can be tried. */
  readonly unavailable: string | null;
  readonly sources: readonly SourceSettings[];
  readonly locks: LockSettings;
}
