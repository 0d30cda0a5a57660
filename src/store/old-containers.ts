// What was of containers and is old: events, containers that are gone, and databases that were only ever
// known by such a container. Of any host and daemon, because that of an old one may be gone, too.
import { lockDeclaredDatabases } from './databases.ts';
import { and, asc, inArray, isNotNull, isNull, lt, or, sql, type SQL } from './drizzle.ts';
import {
  containerEvents,
  containers,
  databaseResources,
  databases,
  databaseStates,
  driftIgnores,
  migrationAssessments,
  migrationManifests,
  migrationRuns,
  migrationStatuses,
  registeredDatabases,
  schemaChanges,
  schemaChangeSets,
  schemaDrifts,
  schemaPositions,
  schemaSnapshots,
  schemaWatchStates,
  slowStatements,
} from './schema/index.ts';
import type { StoreTransaction } from './store.ts';

/** All that is kept of a database, beside the containers it runs in. */
export const databaseHistory = [
  databaseResources,
  databaseStates,
  driftIgnores,
  migrationAssessments,
  migrationManifests,
  migrationRuns,
  migrationStatuses,
  schemaChanges,
  schemaChangeSets,
  schemaDrifts,
  schemaPositions,
  schemaSnapshots,
  schemaWatchStates,
  slowStatements,
] as const;

/** True of a row of `databases` that was found in a container, is retired, and of which nothing is kept. */
function isForgettable(): SQL | undefined {
  return and(
    isNotNull(databases.retiredAt),
    isNotNull(databases.discoveredIn),
    sql`not exists (select from ${registeredDatabases}
      where ${registeredDatabases.name} = ${databases.name})`,
    ...databaseHistory.map(
      (table) => sql`not exists (select from ${table} where ${table.databaseId} = ${databases.id})`,
    ),
  );
}

/** Removes events from before `before`, oldest first; returns how many. */
export async function deleteOldContainerEvents(
  tx: StoreTransaction,
  before: Date,
  most: number,
): Promise<number> {
  const old = tx.q
    .select({ id: containerEvents.id })
    .from(containerEvents)
    .where(lt(containerEvents.at, before))
    .orderBy(asc(containerEvents.at))
    .limit(most);
  const removed = await tx.q
    .delete(containerEvents)
    .where(sql`${containerEvents.id} in ${old}`)
    .returning({ id: containerEvents.id });
  return removed.length;
}

/**
 * Removes containers that have been gone since before `before`, with their events, but those of
 * databases of which something is kept. Returns how many.
 */
export async function deleteVanishedContainers(
  tx: StoreTransaction,
  before: Date,
  most: number,
): Promise<number> {
  const old = tx.q
    .select({ id: containers.id })
    .from(containers)
    .where(
      and(
        isNotNull(containers.vanishedAt),
        lt(containers.vanishedAt, before),
        or(
          isNull(containers.databaseId),
          sql`exists (select from ${databases}
            where ${databases.id} = ${containers.databaseId} and ${isForgettable()})`,
        ),
      ),
    )
    .orderBy(asc(containers.vanishedAt))
    .limit(most);
  const removed = await tx.q
    .delete(containers)
    .where(sql`${containers.id} in ${old}`)
    .returning({ id: containers.id });
  return removed.length;
}

/** Removes databases that were only ever known by a container that is removed; returns their names. */
export async function deleteForgottenDatabases(
  tx: StoreTransaction,
  before: Date,
  most: number,
): Promise<readonly string[]> {
  const forgotten = tx.q
    .select({ id: databases.id })
    .from(databases)
    .where(
      and(
        lt(databases.retiredAt, before),
        isForgettable(),
        sql`not exists (select from ${containers} where ${containers.id} = ${databases.discoveredIn})`,
        sql`not exists (select from ${containers} where ${containers.databaseId} = ${databases.id})`,
      ),
    )
    .limit(most);
  const found = await forgotten;
  if (found.length === 0) return [];
  // Nobody declares one of them meanwhile; what was declared before that is none any more.
  await lockDeclaredDatabases(tx.q);
  const ids = await forgotten;
  const removed = await tx.q
    .delete(databases)
    .where(
      inArray(
        databases.id,
        ids.map(({ id }) => id),
      ),
    )
    .returning({ name: databases.name });
  return removed.map(({ name }) => name);
}
