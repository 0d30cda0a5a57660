// The containers of each daemon by what they are called. What the monitor sees of one and what it was
// recognised as are written apart, so that neither undoes the other.
import { z } from 'zod';

import { and, asc, eq, inArray, isNull } from './drizzle.ts';
import { parseStoredCompose, type StoredCompose } from './container-facts.ts';
import { containers, databases } from './schema/index.ts';
import { storableText, storableValue } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

const storedPorts = z.array(
  z.object({
    port: z.number(),
    protocol: z.string(),
    hostIp: z.string().nullable(),
    hostPort: z.number().nullable(),
  }),
);
const storedNetworks = z.array(
  z.object({
    name: z.string(),
    address: z.string().nullable(),
    aliases: z.array(z.string()).readonly(),
  }),
);
const storedLabels = z.record(z.string(), z.string());

/** What the monitor writes of a container. */
export interface ContainerDetails {
  readonly daemon: string;
  readonly host: string;
  readonly key: string;
  readonly containerId: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: string;
  readonly health: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  readonly restartCount: number;
  readonly restartPolicy: string;
  readonly stopSignal: string | null;
  readonly stopTimeoutS: number;
  readonly crashLoopSince: Date | null;
  readonly compose: StoredCompose | null;
  readonly ports: readonly z.infer<typeof storedPorts>[number][];
  readonly networks: readonly z.infer<typeof storedNetworks>[number][];
  readonly environmentKeys: readonly string[];
  readonly healthCommand: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly lastSeenAt: Date;
  readonly vanishedAt: Date | null;
}

export interface ContainerRow extends ContainerDetails {
  readonly id: string;
  readonly firstSeenAt: Date;
  /** As whoever recognises databases wrote it. */
  readonly recognised: unknown;
  readonly databaseId: string | null;
  /** The database's name. */
  readonly database: string | null;
}

type Joined = { readonly row: typeof containers.$inferSelect; readonly database: string | null };

export function toContainerRow({ row, database }: Joined): ContainerRow {
  return {
    ...row,
    compose: parseStoredCompose(row.compose),
    ports: storedPorts.parse(row.ports),
    networks: storedNetworks.parse(row.networks),
    labels: storedLabels.parse(row.labels),
    database,
  };
}

const withDatabases = (q: Queryable) =>
  q
    .select({ row: containers, database: databases.name })
    .from(containers)
    .leftJoin(databases, eq(databases.id, containers.databaseId));

/** The containers of a daemon that are not gone, by key. */
export async function listDaemonContainers(
  q: Queryable,
  { host, daemon }: { readonly host: string; readonly daemon: string },
): Promise<ContainerRow[]> {
  const rows = await withDatabases(q)
    .where(
      and(eq(containers.host, host), eq(containers.daemon, daemon), isNull(containers.vanishedAt)),
    )
    .orderBy(asc(containers.key));
  return rows.map(toContainerRow);
}

/** Containers by the ids of their rows. */
export async function findContainers(
  q: Queryable,
  ids: readonly string[],
): Promise<ContainerRow[]> {
  if (ids.length === 0) return [];
  const rows = await withDatabases(q).where(inArray(containers.id, [...ids]));
  return rows.map(toContainerRow);
}

/**
 * Writes what was seen of a container: its row by host, daemon and key is made with `id` or
 * updated. Returns it with what it was recognised as.
 */
export async function saveContainer(
  tx: StoreTransaction,
  id: string,
  details: ContainerDetails,
): Promise<ContainerRow> {
  const values = {
    ...details,
    key: storableText(details.key),
    name: storableText(details.name),
    image: storableText(details.image),
    imageId: storableText(details.imageId),
    state: storableText(details.state),
    compose: storableValue(details.compose),
    ports: storableValue(details.ports),
    networks: storableValue(details.networks),
    labels: storableValue(details.labels),
    environmentKeys: details.environmentKeys.map(storableText),
  };
  const [row] = await tx.q
    .insert(containers)
    .values({ ...values, id, firstSeenAt: details.lastSeenAt })
    .onConflictDoUpdate({
      target: [containers.host, containers.daemon, containers.key],
      set: values,
    })
    .returning();
  if (row === undefined) throw new Error('a container was not stored');
  if (row.databaseId === null) return toContainerRow({ row, database: null });
  const [named] = await tx.q
    .select({ name: databases.name })
    .from(databases)
    .where(eq(databases.id, row.databaseId));
  return toContainerRow({ row, database: named?.name ?? null });
}

/** Writes as what a container was recognised; false when there is none with that id. */
export async function updateContainerRecognition(
  tx: StoreTransaction,
  id: string,
  recognised: unknown,
): Promise<boolean> {
  const rows = await tx.q
    .update(containers)
    .set({ recognised: recognised === null ? null : storableValue(recognised) })
    .where(eq(containers.id, id))
    .returning({ id: containers.id });
  return rows.length > 0;
}

/** Writes which database runs in a container; null: none that is known. */
export async function updateContainerDatabase(
  tx: StoreTransaction,
  id: string,
  databaseId: string | null,
): Promise<void> {
  await tx.q.update(containers).set({ databaseId }).where(eq(containers.id, id));
}

/** Says that containers of a daemon are still there, or are there again. */
export async function updateContainersSeen(
  tx: StoreTransaction,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.q
    .update(containers)
    .set({ lastSeenAt: at, vanishedAt: null })
    .where(inArray(containers.id, [...ids]));
}
