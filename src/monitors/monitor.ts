// The contract of a monitor: what notices something by itself. A kind is one file (or folder) that
// exports `defineMonitor({...})` and one line in `registry.ts`; the supervisor does the rest. A
// monitor that throws, hangs or falls silent is a state that everybody can see, never a silent gap.
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';
import type { MonitoredDatabases } from '../databases/monitored.ts';
import type { NeedsReader } from '../databases/needs/needs-reader.ts';
import type { EventLoopLag } from '../metrics/event-loop-lag.ts';
import type { SampleRecorder } from '../metrics/samples.ts';
import type { Store, StoreTransaction } from '../store/store.ts';

/** What all monitors may use. */
export interface MonitorServices {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly samples: SampleRecorder;
  readonly eventLoop: EventLoopLag;
  readonly databases: MonitoredDatabases;
  readonly needs: NeedsReader;
}

/**
 * `cluster`: runs on one replica. `host`: runs once on each host, which is part of the identity of
 * what it sees (a Docker socket, files, this machine's resources).
 */
export type MonitorScope = 'cluster' | 'host';

/** What a monitor is given when it starts. */
export interface MonitorContext extends MonitorServices {
  /** Of this instance, unique within its kind. */
  readonly name: string;
  /** The host of this replica. */
  readonly host: string;
  /** Aborted when it is to end: paused, reconfigured, taken over, shut down, out of time. */
  readonly signal: AbortSignal;
  /** What the last holder of this instance saved, on whichever replica; null at the first start. */
  readonly position: unknown;
  /**
   * A store transaction that is refused (throws `TakenOverError`) once another holder runs this
   * instance, or it is paused: what two holders saw is written by one. `savePosition` stores the
   * position with it. Those of one instance go one after the other, so never begin one in another.
   */
  transaction<T>(work: (tx: MonitorTransaction) => Promise<T>): Promise<T>;
  /**
   * Says that it works. A stream is STARTING until it says so first, and one that says nothing for
   * longer than its `silentAfterMs` is SILENT and started anew. Beating often costs nothing; a beat
   * that does not depend on the work says nothing. `lagMs`: how far behind the source it is.
   */
  beat(progress?: { readonly lagMs?: number | undefined }): void;
  /**
   * Says what does not work while the monitor goes on by itself (no daemon, no permission, one of
   * ten folders away): the state is DEGRADED with this reason. Null: everything works again. A stream
   * says it when it changes; of a check only counts what its last run has said.
   */
  degraded(reason: string | null): void;
}

export interface MonitorTransaction extends StoreTransaction {
  /** A JSON value of some kilobytes at most. */
  savePosition(position: unknown): Promise<void>;
}

/** One configured thing that a kind watches: a Docker daemon, a set of files, an endpoint. */
export interface MonitorInstance<Config> {
  /** Unique within the kind, and stable: pausing it and its position go by it. */
  readonly name: string;
  /** A plain value; when it changes (compared as JSON) the instance is started anew. */
  readonly config: Config;
}

interface MonitorBase<Settings, Config> {
  /** `kebab-case`, as `database-states`. */
  readonly kind: string;
  readonly scope: MonitorScope;
  /** One sentence for the API and the documentation. */
  readonly description: string;
  /**
   * What is to run by the settings; a kind without settings has one instance. When it throws, what ran
   * before goes on, and the message is the reason of a monitor named `*`.
   */
  parseConfig(settings: Settings): readonly MonitorInstance<Config>[];
}

/** Runs until it is told to end. */
export interface StreamMonitor<Settings, Config> extends MonitorBase<Settings, Config> {
  /** Milliseconds without a beat after which it counts as silent. */
  readonly silentAfterMs: number;
  /**
   * Resolves soon after `signal` is aborted (within seconds, or it counts as hanging); ending or
   * throwing before that is a failure.
   */
  start(config: Config, context: MonitorContext): Promise<void>;
}

/** Is run again and again. */
export interface CheckMonitor<Settings, Config> extends MonitorBase<Settings, Config> {
  /** Milliseconds from start to start; a check never overlaps its predecessor. */
  intervalMs(config: Config): number;
  /** Milliseconds after which a check is aborted and counts as failed. */
  timeoutMs(config: Config): number;
  /**
   * One check. That the watched thing is down is data and no failure; what is thrown is the
   * monitor's own failure. A returned number asks for the next check after so many milliseconds,
   * instead of the interval (a retry before something is called down).
   */
  check(config: Config, context: MonitorContext): Promise<number | void>;
}

/** Declares a kind of monitor. */
export function defineMonitor<Settings, Config>(
  monitor: StreamMonitor<Settings, Config>,
): StreamMonitor<Settings, Config>;
export function defineMonitor<Settings, Config>(
  monitor: CheckMonitor<Settings, Config>,
): CheckMonitor<Settings, Config>;
export function defineMonitor<Monitor>(monitor: Monitor): Monitor {
  return monitor;
}
