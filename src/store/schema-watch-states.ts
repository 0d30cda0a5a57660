// Whether the schema of each watched database can be read, and since when. A change of the state and its
// event stand in one transaction; another reason for the same state is written without one.
import { z } from 'zod';

import { eq, inArray } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import { schemaWatchStates } from './schema/index.ts';
import { storableText } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

/** PARTIAL: some kinds of objects may not be read, nothing is said of them. */
export const readableStates = ['READ', 'PARTIAL', 'FAILING'] as const;
export type ReadableState = (typeof readableStates)[number];

/** The schema of a database cannot be read (any more), or can be read again. */
export const schemaWatchChanged = defineEvent({
  type: 'schema_watch.changed',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    database: z.string(),
    databaseId: z.string(),
    state: z.enum(readableStates),
    /** Null: it was not known before. */
    before: z.enum(readableStates).nullable(),
    reason: z.string().nullable(),
  }),
});

export interface SchemaWatchState {
  readonly databaseId: string;
  readonly state: ReadableState;
  readonly reason: string | null;
  readonly since: Date;
}

const row = z.object({
  databaseId: z.string(),
  state: z.enum(readableStates),
  reason: z.string().nullable(),
  since: z.date(),
});

export async function findSchemaWatchStates(
  q: Queryable,
  databaseIds: readonly string[],
): Promise<readonly SchemaWatchState[]> {
  if (databaseIds.length === 0) return [];
  const rows = await q
    .select()
    .from(schemaWatchStates)
    .where(inArray(schemaWatchStates.databaseId, [...databaseIds]));
  return rows.map((one) => row.parse(one));
}

export interface FoundWatchState {
  readonly database: { readonly id: string; readonly name: string };
  readonly state: ReadableState;
  readonly reason: string | null;
  readonly at: Date;
}

/** Writes what was found; whoever could be read from the start is no news. */
export async function updateSchemaWatchState(
  tx: StoreTransaction,
  { database, state, reason: given, at }: FoundWatchState,
): Promise<void> {
  const reason = given === null ? null : storableText(given).slice(0, 1000);
  const [known] = await tx.q
    .select()
    .from(schemaWatchStates)
    .where(eq(schemaWatchStates.databaseId, database.id))
    .for('no key update');
  if (known?.state === state && known.reason === reason) return;
  const before = known === undefined ? null : row.shape.state.parse(known.state);
  const since = known?.state === state ? known.since : at;
  await tx.q
    .insert(schemaWatchStates)
    .values({ databaseId: database.id, state, reason, since })
    .onConflictDoUpdate({ target: schemaWatchStates.databaseId, set: { state, reason, since } });
  if (before === state || (before === null && state === 'READ')) return;
  const payload = { database: database.name, databaseId: database.id, state, before, reason };
  const subject = `database:${database.name}`;
  tx.append(schemaWatchChanged.create({ subject, occurredAt: at, payload }));
}
