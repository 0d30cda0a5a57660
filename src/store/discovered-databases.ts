// Databases that were found in containers and that nobody has told how to reach: rows of `databases`
// with the time of the find. Callers hold `lockDeclaredDatabases`, so that nobody declares one meanwhile.
import { z } from 'zod';

import { and, eq, inArray, isNotNull, isNull, or, sql } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import type { Random } from '../core/random.ts';
import { toContainerRow, type ContainerRow } from './containers.ts';
import {
  announce,
  databaseAdded,
  databaseRetired,
  toDatabaseRecord,
  type DatabaseRecord,
} from './databases.ts';
import { containers, databases } from './schema/index.ts';
import { storableText } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

/** A database was found in a container, for the first time or again. */
export const databaseDiscovered = defineEvent({
  type: 'database.discovered',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    databaseId: z.string(),
    database: z.string(),
    engine: z.string(),
    product: z.string(),
    /** 1 to 100: how sure it is. */
    score: z.number(),
    reasons: z.array(z.string()),
    /** Inside the container. */
    port: z.number().nullable(),
    containerId: z.string(),
    container: z.string(),
    host: z.string(),
    daemon: z.string(),
    image: z.string(),
    /** True when it was known before: its container is back, or its configuration is gone. */
    again: z.boolean(),
  }),
});

/** What is told of a find beside the container. */
export interface DiscoveryFact {
  readonly engine: string;
  readonly product: string;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly port: number | null;
}

/** The containers that may be databases, or are: those present, and those gone that were one. */
export async function listDatabaseContainers(q: Queryable): Promise<ContainerRow[]> {
  const rows = await q
    .select({ row: containers, database: databases.name })
    .from(containers)
    .leftJoin(databases, eq(databases.id, containers.databaseId))
    .where(
      or(
        isNull(containers.vanishedAt),
        and(isNotNull(databases.discoveredAt), isNull(databases.retiredAt)),
      ),
    )
    .orderBy(containers.firstSeenAt, containers.host, containers.daemon, containers.key);
  return rows.map(toContainerRow);
}

/** The databases that were found in containers: those known by them alone, and those of present ones. */
export async function listFoundDatabases(q: Queryable): Promise<DatabaseRecord[]> {
  const isOpen = and(isNotNull(databases.discoveredAt), isNull(databases.retiredAt));
  const isThere = sql`exists (select from ${containers}
    where ${containers.id} = ${databases.discoveredIn} and ${containers.vanishedAt} is null)`;
  const rows = await q
    .select()
    .from(databases)
    .where(and(isNotNull(databases.discoveredIn), or(isOpen, isThere)));
  return rows.map(toDatabaseRecord);
}

/** Those of the names that a new discovery may not have. */
export async function findTakenNames(
  q: Queryable,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  // A name that was retired comes back as the same object, but not in another container.
  const rows = await q
    .select({ name: databases.name })
    .from(databases)
    .where(
      and(
        inArray(databases.name, [...names]),
        or(isNull(databases.retiredAt), isNotNull(databases.discoveredIn)),
      ),
    );
  return new Set(rows.map(({ name }) => name));
}

export interface NewDiscovery {
  readonly name: string;
  readonly environment: string | null;
  readonly fact: DiscoveryFact;
  readonly container: Pick<ContainerRow, 'id' | 'key' | 'host' | 'daemon' | 'image'>;
}

/** Has a database of a container, for the first time, and announces it. */
export async function insertDiscoveredDatabase(
  tx: StoreTransaction,
  { name, environment, fact, container }: NewDiscovery,
  random: Random,
  now: Date,
): Promise<DatabaseRecord> {
  const found = { engine: fact.engine, discoveredAt: now, discoveredIn: container.id };
  const [row] = await tx.q
    .insert(databases)
    .values({ id: random.uuid(), name, environment, labels: {}, addedAt: now, ...found })
    .onConflictDoUpdate({ target: databases.name, set: { ...found, retiredAt: null } })
    .returning();
  if (row === undefined) throw new Error('a discovered database was not stored');
  announce(tx, databaseAdded, row, now);
  announceDiscovery(tx, row, { fact, container, again: false }, now);
  return toDatabaseRecord(row);
}

/** Has a database again that was retired with its container. */
export async function updateDiscoveredAgain(
  tx: StoreTransaction,
  database: Pick<DatabaseRecord, 'id'>,
  { fact, container }: Pick<NewDiscovery, 'fact' | 'container'>,
  now: Date,
): Promise<void> {
  const [row] = await tx.q
    .update(databases)
    .set({ engine: fact.engine, discoveredAt: now, retiredAt: null })
    .where(eq(databases.id, database.id))
    .returning();
  if (row === undefined) return;
  announce(tx, databaseAdded, row, now);
  announceDiscovery(tx, row, { fact, container, again: true }, now);
}

function announceDiscovery(
  tx: StoreTransaction,
  row: { readonly id: string; readonly name: string },
  {
    fact,
    container,
    again,
  }: Pick<NewDiscovery, 'fact' | 'container'> & { readonly again: boolean },
  now: Date,
): void {
  const { id, key, host, daemon, image } = container;
  const payload = {
    databaseId: row.id,
    database: row.name,
    ...fact,
    reasons: [...fact.reasons],
    containerId: id,
    container: storableText(key),
    host,
    daemon,
    image: storableText(image),
    again,
  };
  const subject = `database:${row.name}`;
  tx.append(databaseDiscovered.create({ subject, occurredAt: now, payload }));
}

/** Retires databases that were only known by their containers; the others of them stay. */
export async function retireDiscoveredDatabases(
  tx: StoreTransaction,
  ids: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await tx.q
    .update(databases)
    .set({ retiredAt: now, discoveredAt: null })
    .where(
      and(
        inArray(databases.id, [...ids]),
        isNull(databases.retiredAt),
        isNotNull(databases.discoveredAt),
      ),
    )
    .returning();
  for (const row of rows) announce(tx, databaseRetired, row, now);
  return rows.map(({ name }) => name);
}

/** The containers of databases: where they were found, or where their configuration leads. */
export async function listContainersOf(
  q: Queryable,
  databaseIds: readonly string[],
): Promise<ContainerRow[]> {
  if (databaseIds.length === 0) return [];
  const rows = await q
    .select({ row: containers, database: databases.name })
    .from(containers)
    .innerJoin(databases, eq(databases.id, containers.databaseId))
    .where(inArray(containers.databaseId, [...databaseIds]))
    .orderBy(containers.vanishedAt, containers.firstSeenAt, containers.id);
  return rows.map(toContainerRow);
}
