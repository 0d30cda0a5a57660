// What resolvers may call. Made once by the composition root and shared by all operations.
import type { Hub } from '../bus/hub.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Random } from '../core/random.ts';
import type { TargetHealth } from '../databases/target.ts';
import type { MigrationCommands } from '../migrations/commands-contract.ts';
import type { StatusReader } from '../migrations/status-words.ts';
import type { Store } from '../store/store.ts';
import type { StreamCounts } from './stream-counts.ts';

export interface HealthPart {
  readonly name: string;
  readonly state: 'OK' | 'DEGRADED' | 'DOWN';
  readonly reason: string | null;
  readonly latencyMs: number | null;
}

export interface ServiceHealth {
  /** OK, or the worst part's state. */
  readonly state: 'OK' | 'DEGRADED' | 'DOWN';
  readonly version: string;
  readonly uptimeMs: number;
  readonly parts: readonly HealthPart[];
}

export interface Services {
  readonly store: Store;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly statuses: StatusReader;
  readonly commands: MigrationCommands;
  /** Reaches the database now (or tells what was found within the last seconds). */
  targetHealth(databaseName: string): Promise<TargetHealth>;
  health(): Promise<ServiceHealth>;
  readonly streams: StreamCounts;
}
