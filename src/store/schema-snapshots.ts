// Snapshots of schemas, each schema of a database once, compressed. What was too old to be kept has no
// content any more; its hash and time stay.
import { gunzip, gzip } from 'node:zlib';
import { promisify } from 'node:util';

import { z } from 'zod';

import { and, asc, count, desc, eq, inArray, isNotNull, lt, sql, type SQL } from './drizzle.ts';
import { schemaObjectKinds, type SchemaObject, type SchemaSnapshot } from '../core/schema.ts';
import { schemaChangeSets, schemaPositions, schemaSnapshots } from './schema/index.ts';
import type { Queryable } from './store.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);

export interface StoredSnapshot {
  readonly id: string;
  readonly databaseId: string;
  readonly engine: SchemaSnapshot['engine'];
  readonly hash: string;
  readonly objectCount: number;
  /** Null for a baseline that no database was ever seen with. */
  readonly serverVersion: string | null;
  /** What could not be read, in words. */
  readonly notes: readonly string[];
  readonly takenAt: Date;
  /** False once it was too old for its objects to be kept. */
  readonly isKept: boolean;
}

const stored = z.object({
  id: z.string(),
  databaseId: z.string(),
  engine: z.enum(['POSTGRESQL', 'SQLITE', 'DUCKDB']),
  hash: z.string(),
  objectCount: z.number(),
  serverVersion: z.string().nullable(),
  notes: z.array(z.string()),
  takenAt: z.date(),
  isKept: z.boolean(),
});

const columns = {
  id: schemaSnapshots.id,
  databaseId: schemaSnapshots.databaseId,
  engine: schemaSnapshots.engine,
  hash: schemaSnapshots.hash,
  objectCount: schemaSnapshots.objectCount,
  serverVersion: schemaSnapshots.serverVersion,
  notes: schemaSnapshots.notes,
  takenAt: schemaSnapshots.takenAt,
  isKept: sql<boolean>`${schemaSnapshots.content} is not null`,
};

const content = z.object({
  // Written by us from typed objects; going through each of tens of thousands again costs seconds.
  objects: z.custom<readonly SchemaObject[]>((value) => Array.isArray(value)),
  unread: z.array(z.enum(schemaObjectKinds)),
});

/** The bytes that are stored of a snapshot. */
export function packSnapshot({ objects, unread }: SchemaSnapshot): Promise<Buffer> {
  return compress(JSON.stringify({ objects, unread }), { level: 1 });
}

export interface NewSnapshot {
  /** Used when the database has not had this schema before. */
  readonly id: string;
  readonly databaseId: string;
  readonly snapshot: SchemaSnapshot;
  readonly packed: Uint8Array;
  readonly serverVersion: string | null;
  readonly notes: readonly string[];
  readonly takenAt: Date;
}

/** Stores a snapshot unless the database has had the same schema before; gives its id. */
export async function insertSnapshot(q: Queryable, added: NewSnapshot): Promise<string> {
  const { snapshot, packed, id, databaseId, serverVersion, notes, takenAt } = added;
  const [row] = await q
    .insert(schemaSnapshots)
    .values({
      id,
      databaseId,
      engine: snapshot.engine,
      hash: snapshot.hash,
      content: packed,
      objectCount: snapshot.objects.length,
      serverVersion,
      notes,
      takenAt,
    })
    .onConflictDoUpdate({
      target: [schemaSnapshots.databaseId, schemaSnapshots.hash],
      // A schema that comes back is readable again, and a baseline that is seen has a version.
      set: {
        content: sql`excluded.content`,
        serverVersion: sql`coalesce(${schemaSnapshots.serverVersion}, excluded.server_version)`,
      },
    })
    .returning({ id: schemaSnapshots.id });
  return row?.id ?? id;
}

export async function findSnapshots(
  q: Queryable,
  ids: readonly string[],
): Promise<readonly StoredSnapshot[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select(columns)
    .from(schemaSnapshots)
    .where(inArray(schemaSnapshots.id, [...ids]));
  return rows.map((row) => stored.parse(row));
}

/** The whole schema; undefined when there is no such snapshot or it is not kept any more. */
export async function readSnapshotContent(
  q: Queryable,
  id: string,
): Promise<SchemaSnapshot | undefined> {
  const [row] = await q
    .select({
      engine: schemaSnapshots.engine,
      hash: schemaSnapshots.hash,
      content: schemaSnapshots.content,
    })
    .from(schemaSnapshots)
    .where(eq(schemaSnapshots.id, id));
  if (row === undefined || row.content === null) return undefined;
  const json: unknown = JSON.parse((await expand(row.content)).toString());
  const { objects, unread } = content.parse(json);
  return { engine: stored.shape.engine.parse(row.engine), hash: row.hash, objects, unread };
}

export interface SnapshotPlace {
  readonly at: Date;
  readonly id: string;
}

export interface SnapshotPage {
  readonly limit: number;
  /** Older (newer) than this one. */
  readonly after?: SnapshotPlace | undefined;
  readonly before?: SnapshotPlace | undefined;
  /** Pages from the old end, in ascending order. */
  readonly backwards?: boolean | undefined;
}

function beyond(sign: '<' | '>', place: SnapshotPlace | undefined): SQL | undefined {
  return (
    place &&
    sql`(${schemaSnapshots.takenAt}, ${schemaSnapshots.id}) ${sql.raw(sign)}
      (${place.at.toISOString()}::timestamptz, ${place.id}::uuid)`
  );
}

/** Schemas that a database was seen with. */
function seen(databaseId: string): SQL | undefined {
  return and(eq(schemaSnapshots.databaseId, databaseId), isNotNull(schemaSnapshots.serverVersion));
}

/** Schemas that a database was seen with, the newest first. */
export async function listSnapshots(
  q: Queryable,
  databaseId: string,
  page: SnapshotPage,
): Promise<readonly StoredSnapshot[]> {
  const order = page.backwards === true ? asc : desc;
  const rows = await q
    .select(columns)
    .from(schemaSnapshots)
    .where(and(seen(databaseId), beyond('<', page.after), beyond('>', page.before)))
    .orderBy(order(schemaSnapshots.takenAt), order(schemaSnapshots.id))
    .limit(page.limit);
  return rows.map((row) => stored.parse(row));
}

export async function countSnapshots(q: Queryable, databaseId: string): Promise<number> {
  const [row] = await q.select({ n: count() }).from(schemaSnapshots).where(seen(databaseId));
  return row?.n ?? 0;
}

/** Empties snapshots beyond the newest `keep` of a database, but for those it stands on. */
export async function forgetOldSnapshots(
  q: Queryable,
  databaseId: string,
  keep: number,
): Promise<void> {
  const [oldest] = await q
    .select({ takenAt: schemaSnapshots.takenAt })
    .from(schemaSnapshots)
    .where(and(eq(schemaSnapshots.databaseId, databaseId), isNotNull(schemaSnapshots.content)))
    .orderBy(desc(schemaSnapshots.takenAt))
    .offset(keep)
    .limit(1);
  if (oldest === undefined) return;
  await q
    .update(schemaSnapshots)
    .set({ content: null })
    .where(
      and(
        eq(schemaSnapshots.databaseId, databaseId),
        isNotNull(schemaSnapshots.content),
        lt(schemaSnapshots.takenAt, new Date(oldest.takenAt.getTime() + 1)),
        sql`not exists (select from ${schemaPositions} p where p.database_id = ${schemaSnapshots.databaseId}
          and ${schemaSnapshots.id} in (p.snapshot_id, p.baseline_id))`,
        // Whoever decides what made these changes needs both sides.
        sql`not exists (select from ${schemaChangeSets} c where c.attributed_at is null
          and c.database_id = ${schemaSnapshots.databaseId}
          and ${schemaSnapshots.id} in (c.before_id, c.after_id))`,
      ),
    );
}
