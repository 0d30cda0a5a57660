// Where the schema of each database stands: the snapshot that was told last, the baseline that drift is
// measured against, and how far the database's own log of changes was read.
import { eq, inArray, sql } from './drizzle.ts';
import { schemaPositions } from './schema/index.ts';
import type { Queryable } from './store.ts';

export type SchemaPosition = typeof schemaPositions.$inferSelect;

export async function findSchemaPosition(
  q: Queryable,
  databaseId: string,
): Promise<SchemaPosition | undefined> {
  const [row] = await q
    .select()
    .from(schemaPositions)
    .where(eq(schemaPositions.databaseId, databaseId));
  return row;
}

/** The positions of several databases. */
export async function findSchemaPositions(
  q: Queryable,
  databaseIds: readonly string[],
): Promise<readonly SchemaPosition[]> {
  if (databaseIds.length === 0) return [];
  return q
    .select()
    .from(schemaPositions)
    .where(inArray(schemaPositions.databaseId, [...databaseIds]));
}

/** The position under a lock that everybody takes who changes it. */
export async function lockSchemaPosition(
  q: Queryable,
  databaseId: string,
): Promise<SchemaPosition | undefined> {
  const [row] = await q
    .select()
    .from(schemaPositions)
    .where(eq(schemaPositions.databaseId, databaseId))
    .for('no key update');
  return row;
}

/** Stores the first position of a database; false when it has one already. */
export async function insertSchemaPosition(q: Queryable, row: SchemaPosition): Promise<boolean> {
  const added = await q
    .insert(schemaPositions)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: schemaPositions.databaseId });
  return added.length > 0;
}

export async function updateSchemaPosition(
  q: Queryable,
  databaseId: string,
  set: Partial<Omit<SchemaPosition, 'databaseId'>>,
): Promise<void> {
  await q.update(schemaPositions).set(set).where(eq(schemaPositions.databaseId, databaseId));
}

/** Notes that the schema is still the same; a time never goes back. */
export async function markSchemaChecked(
  q: Queryable,
  databaseId: string,
  checkedAt: Date,
): Promise<void> {
  await q
    .update(schemaPositions)
    .set({
      checkedAt: sql`greatest(${schemaPositions.checkedAt}, ${checkedAt.toISOString()}::timestamptz)`,
    })
    .where(eq(schemaPositions.databaseId, databaseId));
}
