// How a monitored database is shown: what its driver found, or that it left the configuration.
import type { DatabaseRecord } from '../store/databases.ts';
import type { GraphqlContext } from './context.ts';

export const databaseStates = [
  'UP',
  'DEGRADED',
  'DOWN',
  'UNKNOWN',
  'DISCOVERED',
  'RETIRED',
] as const;
export type DatabaseState = (typeof databaseStates)[number];

export interface DatabaseHealth {
  readonly state: DatabaseState;
  readonly reason: string | null;
  readonly serverVersion: string | null;
}

/** The state of a database; a retired one is not reached for. */
export async function readDatabaseHealth(
  context: GraphqlContext,
  database: DatabaseRecord,
): Promise<DatabaseHealth> {
  if (database.retiredAt !== null) {
    const reason = 'It is not in the configuration any more; its history is kept.';
    return { state: 'RETIRED', reason, serverVersion: null };
  }
  if (database.discoveredAt !== null) {
    return { state: 'DISCOVERED', reason: discoveredReason, serverVersion: null };
  }
  return context.loaders.targetHealth.load(database.name);
}

/** Why nobody knows how a discovered database is, and what to do. */
export const discoveredReason =
  'It was found in a container, and nobody has told how to log in: give credentials with ' +
  'confirmDiscoveredDatabase, or declare it in the configuration.';
