// The contract of a database engine: one file (or folder) per engine with `defineDriver`, and a line in
// `registry.ts`. A driver reads; it never writes to a monitored database, takes no lock stronger than
// a read's, and ends every wait by itself. Being down is data.
import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { DdlLogReading, DdlLogRequest } from './ddl-log.ts';
import type { ResourceReading, ResourceRequest } from './resources.ts';
import type { SnapshotReading } from './schema/snapshot.ts';
import type { Engine, TargetHealth } from './target.ts';

/** What is known of a change before anybody has looked at the schema. */
export interface ChangeHint {
  readonly kind: 'notification' | 'file' | 'reconnected';
}

export interface DatabaseConnection {
  /** Reaches the database now. */
  health(): Promise<TargetHealth>;
  /** The whole schema, in one consistent pass. */
  readSnapshot(options: SnapshotOptions): Promise<SnapshotReading>;
  /**
   * A short text that changes whenever the schema may have changed; costs next to nothing.
   * @throws Error when the database cannot be reached.
   */
  readFingerprint(signal: AbortSignal): Promise<string>;
  /**
   * Told when something may have changed, where the engine can tell by itself. A hint `reconnected`
   * comes whenever hints may have been missed, also when listening begins.
   */
  watch?(onHint: (hint: ChangeHint) => void): { close(): Promise<void> };
  /**
   * Who changed what, where the database keeps a log of it (PostgreSQL with the schema trigger).
   * @throws Error when the database cannot be reached.
   */
  readDdlLog?(request: DdlLogRequest): Promise<DdlLogReading>;
  /**
   * What its resources are, where the engine tells. What may not be read is a note in it.
   * @throws Error when the database cannot be reached.
   */
  readResources?(request: ResourceRequest): Promise<ResourceReading>;
  /**
   * Texts of statements by the ids of a reading, without constants and secrets; where the engine counts
   * statements.
   * @throws Error when the database cannot be reached.
   */
  readStatementTexts?(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

export interface SnapshotOptions {
  readonly signal: AbortSignal;
  /** Privileges are left out unless asked for: the snapshot's `unread` then has them. */
  readonly privileges?: boolean;
  /** Schemas that are left out, beside the engine's own. */
  readonly without?: readonly string[];
}

export interface DriverOptions {
  readonly name: string;
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

export interface DatabaseDriver<E extends Engine = Engine> {
  readonly engine: E;
  /** As `PostgreSQL`. */
  readonly title: string;
  /** URL schemes it serves, as `postgres:`. */
  readonly schemes: readonly string[];
  /** What is wrong with a URL, without repeating it; undefined when nothing is. */
  urlFault(url: string): string | undefined;
  open(options: DriverOptions): DatabaseConnection;
}

/** Declares a driver. */
export function defineDriver<const E extends Engine>(driver: DatabaseDriver<E>): DatabaseDriver<E> {
  return driver;
}
