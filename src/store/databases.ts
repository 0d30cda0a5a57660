// The monitored databases by name, from a file or registered. One that left is retired, never deleted, and
// is the same object again when its name comes back.
import { z } from 'zod';

import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  notInArray,
  sql,
  type SQL,
} from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import type { Random } from '../core/random.ts';
import { containers, databases, registeredDatabases } from './schema/index.ts';
import { lockSetting } from './settings.ts';
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
  /** Since when it is known by its container alone; null once it is configured or registered. */
  readonly discoveredAt: Date | null;
  /** The id of the container's row. */
  readonly discoveredIn: string | null;
}

export function toDatabaseRecord(row: typeof databases.$inferSelect): DatabaseRecord {
  return { ...row, labels: labels.parse(row.labels) };
}

export interface DeclaredDatabase {
  readonly name: string;
  readonly engine: string;
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** Whoever changes which databases there are holds this until the transaction ends. */
export function lockDeclaredDatabases(q: Queryable): Promise<void> {
  return lockSetting(q, 'declared databases', 'exclusive');
}

/**
 * Makes the stored databases match a configuration and what is registered beside it; what is in
 * neither is retired.
 */
export async function updateDeclaredDatabases(
  tx: StoreTransaction,
  declared: readonly DeclaredDatabase[],
  random: Random,
  now: Date,
): Promise<void> {
  await lockDeclaredDatabases(tx.q);
  const { name, engine, environment, labels: ownLabels } = registeredDatabases;
  const registered = await tx.q
    .select({ name, engine, environment, labels: ownLabels })
    .from(registeredDatabases)
    .where(notInArray(name, ['', ...declared.map((database) => database.name)]));
  const all = [
    ...declared,
    ...registered.map((row) => ({ ...row, labels: labels.parse(row.labels) })),
  ];
  await declareDatabases(tx, all, random, now);
  const undeclared = notInArray(databases.name, ['', ...all.map((database) => database.name)]);
  await retireWhere(tx, undeclared, now);
}

/** Retires databases that were declared; one whose container is still there is a discovered one again. */
async function retireWhere(tx: StoreTransaction, which: SQL, now: Date): Promise<void> {
  const declared = and(which, isNull(databases.retiredAt), isNull(databases.discoveredAt));
  await tx.q
    .update(databases)
    .set({ discoveredAt: now })
    .where(
      and(
        declared,
        sql`exists (select from ${containers} where ${containers.id} = ${databases.discoveredIn}
          and ${containers.databaseId} = ${databases.id} and ${containers.vanishedAt} is null)`,
      ),
    );
  const retired = await tx.q.update(databases).set({ retiredAt: now }).where(declared).returning();
  for (const row of retired) announce(tx, databaseRetired, row, now);
}

/** Adds databases, or has them again; those that are there already get their new description. */
export async function declareDatabases(
  tx: StoreTransaction,
  declared: readonly DeclaredDatabase[],
  random: Random,
  now: Date,
): Promise<DatabaseRecord[]> {
  const names = declared.map((database) => database.name);
  const known = await tx.q
    .select()
    .from(databases)
    .where(inArray(databases.name, ['', ...names]));
  const active = new Set(known.filter((row) => row.retiredAt === null).map((row) => row.name));
  const records: DatabaseRecord[] = [];
  for (const { name, engine, environment, labels: ownLabels } of declared) {
    const [row] = await tx.q
      .insert(databases)
      .values({ id: random.uuid(), name, engine, environment, labels: ownLabels, addedAt: now })
      .onConflictDoUpdate({
        target: databases.name,
        set: {
          engine,
          environment,
          labels: sql`excluded.labels`,
          retiredAt: null,
          discoveredAt: null,
        },
      })
      .returning();
    if (row === undefined) throw new Error('a database was not stored');
    records.push(toDatabaseRecord(row));
    if (!active.has(name)) announce(tx, databaseAdded, row, now);
  }
  return records;
}

/** Retires a declared database: it cannot be used any more, and its history is kept. */
export function retireDatabase(tx: StoreTransaction, name: string, now: Date): Promise<void> {
  return retireWhere(tx, eq(databases.name, name), now);
}

/** Tells that a database is there (again), or is there no more. */
export function announce(
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
  return rows.map(toDatabaseRecord);
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
  return rows.map(toDatabaseRecord);
}

export async function findDatabaseByName(
  q: Queryable,
  name: string,
): Promise<DatabaseRecord | undefined> {
  const [row] = await findDatabasesByName(q, [name]);
  return row;
}

/** The database under a lock that others who store runs of it take too; reading is not hindered. */
export async function lockDatabase(
  q: Queryable,
  name: string,
): Promise<DatabaseRecord | undefined> {
  const [row] = await q
    .select()
    .from(databases)
    .where(eq(databases.name, name))
    .for('no key update');
  return row === undefined ? undefined : toDatabaseRecord(row);
}

export interface DatabasePage {
  readonly limit: number;
  /** Names after (before) this one; backwards pages come in descending order. */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly backwards?: boolean | undefined;
  readonly retired?: boolean | undefined;
  /** True: only those that are known by their container alone; false: only the others. */
  readonly discovered?: boolean | undefined;
}

const state = ({ retired, discovered }: Pick<DatabasePage, 'retired' | 'discovered'>) =>
  and(
    retired === true ? isNotNull(databases.retiredAt) : isNull(databases.retiredAt),
    discovered === undefined
      ? undefined
      : (discovered ? isNotNull : isNull)(databases.discoveredAt),
  );

/** Databases by name. */
export async function listDatabases(q: Queryable, page: DatabasePage): Promise<DatabaseRecord[]> {
  const rows = await q
    .select()
    .from(databases)
    .where(
      and(
        state(page),
        page.after === undefined ? undefined : gt(databases.name, page.after),
        page.before === undefined ? undefined : lt(databases.name, page.before),
      ),
    )
    .orderBy(page.backwards === true ? desc(databases.name) : asc(databases.name))
    .limit(page.limit);
  return rows.map(toDatabaseRecord);
}

export async function countDatabases(
  q: Queryable,
  which: Pick<DatabasePage, 'retired' | 'discovered'>,
): Promise<number> {
  const [row] = await q.select({ n: count() }).from(databases).where(state(which));
  return row?.n ?? 0;
}
