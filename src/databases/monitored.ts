// All databases that are watched, of every engine, each with the connection of its driver. A database
// that cannot be reached is one with a reason, never an error.
import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import { createByName, type ByName } from './by-name.ts';
import type { DatabaseConnection } from './driver.ts';
import { databaseDrivers } from './registry.ts';
import { downBecause, type TargetHealth, type TargetSettings } from './target.ts';

export interface MonitoredDatabase {
  readonly settings: TargetSettings;
  readonly connection: DatabaseConnection;
  /** The health as it was found a moment ago at most. */
  health(): Promise<TargetHealth>;
}

export type MonitoredDatabases = ByName<MonitoredDatabase>;

export interface MonitoredDatabasesOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** For how long a found health is told again without asking the database. */
  readonly healthTtlMs?: number;
  readonly connectTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
}

/** Creates the registry; it is empty until `replace` is called. */
export function createMonitoredDatabases(options: MonitoredDatabasesOptions): MonitoredDatabases {
  const { clock, random, healthTtlMs = 3000 } = options;
  const { connectTimeoutMs = 5000, statementTimeoutMs = 10_000 } = options;
  return createByName((settings) => {
    const { name, url, engine, unavailable } = settings;
    const connection = databaseDrivers[engine].open({
      name,
      url,
      clock,
      random,
      connectTimeoutMs,
      statementTimeoutMs,
    });
    let known: { at: number; health: Promise<TargetHealth> } | undefined;
    const ask = (): Promise<TargetHealth> =>
      unavailable === null ? connection.health() : Promise.resolve(downBecause(unavailable));
    return {
      settings,
      connection,
      health: () => {
        const now = clock.monotonicMs();
        if (known === undefined || now - known.at > healthTtlMs) known = { at: now, health: ask() };
        return known.health;
      },
      close: () => connection.close(),
    };
  });
}
