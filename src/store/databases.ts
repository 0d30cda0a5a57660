// The monitored databases by name. One that left the configuration is retired, never deleted, and
// is the same object again when its name comes back.
import { z } from 'zod';

import {
  and,
  asc,
  count,
  desc,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  notInArray,
  sql,
} from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import type { Random } from '../core/random.ts';
import { databases } from './schema/index.ts';
import type { Queryable, StoreTransaction } from './store.ts';

const databaseFact = z.object({ id: z.string(), name: z.string() });

export const databaseAdded = defineEvent({
  type: 'database.added',
  version: 1,
  audience: 'viewer',
  schema: databaseFact,
});

export const databaseRetired = defineEvent({
  type: 'database.retired',
  version: 1,
  audience: 'viewer',
  schema: databaseFact,
});

const labels = z.record(z.string(), z.string());

export interface DatabaseRecord {
  readonly id: string;
  readonly name: string;
  readonly engine: string;
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly addedAt: Date;
  readonly retiredAt: Date | null;
}

function toRecord(row: typeof databases.$inferSelect): DatabaseRecord {
  return { ...row, labels: labels.parse(row.labels) };
}

export interface DeclaredDatabase {
  readonly name: string;
  readonly engine: string;
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** Makes the stored databases match the configuration; what left it is retired. */
export async function updateDeclaredDatabases(
  tx: StoreTransaction,
  declared: readonly DeclaredDatabase[],
  random: Random,
  now: Date,
): Promise<void> {
  const names = declared.map((database) => database.name);
  const known = await tx.q
    .select()
    .from(databases)
    .where(inArray(databases.name, ['', ...names]));
  const active = new Set(known.filter((row) => row.retiredAt === null).map((row) => row.name));
  for (const database of declared) {
    const [row] = await tx.q
      .insert(databases)
      .values({ id: random.uuid(), ...database, addedAt: now })
      .onConflictDoUpdate({
        target: databases.name,
        set: {
          engine: database.engine,
          environment: database.environment,
          labels: sql`excluded.labels`,
          retiredAt: null,
        },
      })
      .returning();
    if (row !== undefined && !active.has(database.name)) {
      announce(tx, databaseAdded, row, now);
    }
  }
  const retired = await tx.q
    .update(databases)
    .set({ retiredAt: now })
    .where(and(isNull(databases.retiredAt), notInArray(databases.name, ['', ...names])))
    .returning();
  for (const row of retired) announce(tx, databaseRetired, row, now);
}

function announce(
  tx: StoreTransaction,
  kind: typeof databaseAdded | typeof databaseRetired,
  row: { id: string; name: string },
  now: Date,
): void {
  const fact = {
    subject: `database:${row.name}`,
    occurredAt: now,
    payload: { id: row.id, name: row.name },
  };
  tx.append(kind.create(fact));
}

export async function findDatabases(
  q: Queryable,
  ids: readonly string[],
): Promise<DatabaseRecord[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(databases)
    .where(inArray(databases.id, [...ids]));
  return rows.map(toRecord);
}

export async function findDatabasesByName(
  q: Queryable,
  names: readonly string[],
): Promise<DatabaseRecord[]> {
  if (names.length === 0) return [];
  const rows = await q
    .select()
    .from(databases)
    .where(inArray(databases.name, [...names]));
  return rows.map(toRecord);
}

export async function findDatabaseByName(
  q: Queryable,
  name: string,
): Promise<DatabaseRecord | undefined> {
  const [row] = await findDatabasesByName(q, [name]);
  return row;
}

export interface DatabasePage {
  readonly limit: number;
  /** Names after (before) this one; backwards pages come in descending order. */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly backwards?: boolean | undefined;
  readonly retired?: boolean | undefined;
}

const state = (retired: boolean | undefined) =>
  retired === true ? isNotNull(databases.retiredAt) : isNull(databases.retiredAt);

/** Databases by name. */
export async function listDatabases(q: Queryable, page: DatabasePage): Promise<DatabaseRecord[]> {
  const rows = await q
    .select()
    .from(databases)
    .where(
      and(
        state(page.retired),
        page.after === undefined ? undefined : gt(databases.name, page.after),
        page.before === undefined ? undefined : lt(databases.name, page.before),
      ),
    )
    .orderBy(page.backwards === true ? desc(databases.name) : asc(databases.name))
    .limit(page.limit);
  return rows.map(toRecord);
}

export async function countDatabases(q: Queryable, retired?: boolean): Promise<number> {
  const [row] = await q.select({ n: count() }).from(databases).where(state(retired));
  return row?.n ?? 0;
}
