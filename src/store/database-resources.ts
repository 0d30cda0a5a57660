// What the resources of each monitored database were found to be last, and what its statements cost
// within the latest window. Only the latest is kept here: the course of the numbers is in the samples.
import { z } from 'zod';

import { inArray } from './drizzle.ts';
import { databaseResources, slowStatements } from './schema/index.ts';
import { storableText, storableValue } from './storable.ts';
import type { Queryable } from './store.ts';

const measure = z.object({
  metric: z.string(),
  labels: z.record(z.string(), z.string()).readonly().optional(),
  value: z.number(),
});

const note = z.object({ about: z.string(), reason: z.string() });

const table = z.object({
  schema: z.string(),
  name: z.string(),
  bytes: z.number().nullable(),
  liveRows: z.number(),
  deadRows: z.number(),
});

const facts = z.object({
  measures: z.array(measure).readonly(),
  tables: z.array(table).readonly(),
  notes: z.array(note).readonly(),
});

const statement = z.object({
  id: z.string(),
  /** Null when the role may not read it. */
  text: z.string().nullable(),
  calls: z.number(),
  totalMs: z.number(),
  meanMs: z.number(),
  rows: z.number(),
  blocksHit: z.number(),
  blocksRead: z.number(),
  tempBlocks: z.number(),
  walBytes: z.number(),
});
/** What a statement cost within a window. */
export type StoredStatement = z.infer<typeof statement>;

export interface DatabaseResourcesRow extends z.infer<typeof facts> {
  readonly databaseId: string;
  readonly at: Date;
}

export interface SlowStatementsRow {
  readonly databaseId: string;
  readonly since: Date;
  readonly until: Date;
  readonly statements: readonly StoredStatement[];
}

export async function findDatabaseResources(
  q: Queryable,
  databaseIds: readonly string[],
): Promise<DatabaseResourcesRow[]> {
  if (databaseIds.length === 0) return [];
  const rows = await q
    .select()
    .from(databaseResources)
    .where(inArray(databaseResources.databaseId, [...databaseIds]));
  return rows.map((row) => ({
    databaseId: row.databaseId,
    at: row.at,
    ...facts.parse(row.facts),
  }));
}

export async function updateDatabaseResources(
  q: Queryable,
  { databaseId, at, ...found }: DatabaseResourcesRow,
): Promise<void> {
  const row = { databaseId, at, facts: storableValue(found) };
  await q
    .insert(databaseResources)
    .values(row)
    .onConflictDoUpdate({ target: databaseResources.databaseId, set: row });
}

export async function findSlowStatements(
  q: Queryable,
  databaseIds: readonly string[],
): Promise<SlowStatementsRow[]> {
  if (databaseIds.length === 0) return [];
  const rows = await q
    .select()
    .from(slowStatements)
    .where(inArray(slowStatements.databaseId, [...databaseIds]));
  return rows.map((row) => ({ ...row, statements: z.array(statement).parse(row.statements) }));
}

export async function updateSlowStatements(
  q: Queryable,
  { databaseId, since, until, statements }: SlowStatementsRow,
): Promise<void> {
  const stored = statements.map(({ text, ...rest }) => ({
    ...rest,
    text: text === null ? null : storableText(text),
  }));
  const row = { databaseId, since, until, statements: stored };
  await q
    .insert(slowStatements)
    .values(row)
    .onConflictDoUpdate({ target: slowStatements.databaseId, set: row });
}
