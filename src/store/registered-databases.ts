// Databases that were registered through the API. Their URLs are sealed (`sealing.ts`) before they come
// here: neither this table nor an event ever holds one. Callers hold `lockDeclaredDatabases`.
import { z } from 'zod';

import { asc, count, eq, inArray } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import { databases, registeredDatabases } from './schema/index.ts';
import { storableValue } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

const registeredFact = z.object({
  databaseId: z.string(),
  database: z.string(),
  engine: z.string(),
});

export const databaseRegistered = defineEvent({
  type: 'database.registered',
  version: 1,
  audience: 'admin',
  schema: registeredFact,
});

export const databaseUnregistered = defineEvent({
  type: 'database.unregistered',
  version: 1,
  audience: 'admin',
  schema: registeredFact,
});

/** `changed` names what is another one now, as `url`. */
export const databaseRegistrationChanged = defineEvent({
  type: 'database.registration_changed',
  version: 1,
  audience: 'admin',
  schema: registeredFact.extend({ changed: z.array(z.string()) }),
});

const settingsForm = z.object({
  /** Null, as with all of them: as a configuration file has it by default. */
  intervalMs: z.number().nullable(),
  beforeRun: z.enum(['off', 'warn', 'block']).nullable(),
  /** The request that made it, so that the same one again makes nothing new. */
  request: z.object({ actorId: z.string(), key: z.string() }).nullable(),
});
export type RegisteredSettings = z.infer<typeof settingsForm>;

export interface RegisteredDatabase {
  readonly name: string;
  readonly keyId: string;
  readonly sealedUrl: Uint8Array;
  readonly engine: string;
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly settings: RegisteredSettings;
  readonly registeredBy: string;
  readonly registeredAt: Date;
}

const labels = z.record(z.string(), z.string());

function toRegistered(row: typeof registeredDatabases.$inferSelect): RegisteredDatabase {
  return {
    ...row,
    labels: labels.parse(row.labels),
    settings: settingsForm.parse(row.settings),
  };
}

/** A registration with the id of its database. */
export interface RegisteredRecord extends RegisteredDatabase {
  readonly databaseId: string;
}

const withIds = (q: Queryable) =>
  q
    .select({ row: registeredDatabases, databaseId: databases.id })
    .from(registeredDatabases)
    .innerJoin(databases, eq(databases.name, registeredDatabases.name));

/** All of them by name. */
export async function listRegisteredDatabases(q: Queryable): Promise<RegisteredRecord[]> {
  const rows = await withIds(q).orderBy(asc(registeredDatabases.name));
  return rows.map(({ row, databaseId }) => ({ ...toRegistered(row), databaseId }));
}

export async function findRegisteredDatabase(
  q: Queryable,
  name: string,
): Promise<RegisteredRecord | undefined> {
  const [found] = await withIds(q).where(eq(registeredDatabases.name, name));
  return found && { ...toRegistered(found.row), databaseId: found.databaseId };
}

/** Those of the names that are registered. */
export async function findRegisteredNames(
  q: Queryable,
  names: readonly string[],
): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await q
    .select({ name: registeredDatabases.name })
    .from(registeredDatabases)
    .where(inArray(registeredDatabases.name, [...names]));
  return rows.map(({ name }) => name);
}

export async function countRegisteredDatabases(q: Queryable): Promise<number> {
  const [row] = await q.select({ n: count() }).from(registeredDatabases);
  return row?.n ?? 0;
}

const fact = (row: Pick<RegisteredRecord, 'databaseId' | 'name' | 'engine'>, at: Date) => ({
  subject: `database:${row.name}`,
  occurredAt: at,
  payload: { databaseId: row.databaseId, database: row.name, engine: row.engine },
});

function storable({ databaseId: _id, ...row }: RegisteredRecord) {
  return { ...row, labels: storableValue(row.labels), settings: storableValue(row.settings) };
}

/** Stores a registration; its database is there already. */
export async function insertRegisteredDatabase(
  tx: StoreTransaction,
  record: RegisteredRecord,
): Promise<void> {
  await tx.q.insert(registeredDatabases).values(storable(record));
  tx.append(databaseRegistered.create(fact(record, record.registeredAt)));
}

/** Puts a registration in the place of the one of that name; `changed` names what is different. */
export async function updateRegisteredDatabase(
  tx: StoreTransaction,
  record: RegisteredRecord,
  changed: readonly string[],
  now: Date,
): Promise<void> {
  await tx.q
    .update(registeredDatabases)
    .set(storable(record))
    .where(eq(registeredDatabases.name, record.name));
  const { payload, ...about } = fact(record, now);
  tx.append(
    databaseRegistrationChanged.create({
      ...about,
      payload: { ...payload, changed: [...changed] },
    }),
  );
}

/** Removes a registration, its URL with it. */
export async function deleteRegisteredDatabase(
  tx: StoreTransaction,
  record: RegisteredRecord,
  now: Date,
): Promise<void> {
  await tx.q.delete(registeredDatabases).where(eq(registeredDatabases.name, record.name));
  tx.append(databaseUnregistered.create(fact(record, now)));
}
