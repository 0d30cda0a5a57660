// Drift: the schema of a database is not what its migrations made of it. One at a time for a database;
// its row goes through OPEN, perhaps ACKNOWLEDGED, to RESOLVED and is told at each step.
//
//   OPEN -> ACKNOWLEDGED (somebody knows) -> RESOLVED (gone, migrated, accepted or ignored)
//   ACKNOWLEDGED -> OPEN when it has become another one
import { z } from 'zod';

import { and, asc, eq, ne } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import { riskClasses, riskLevels, type RiskLevel } from '../core/impact.ts';
import {
  driftResolutions,
  driftStates,
  schemaChangeKinds,
  type DriftResolution,
  type SchemaChange,
  type SchemaStatement,
} from '../core/schema-change.ts';
import { schemaObjectKinds } from '../core/schema.ts';
import { changeFact, schemaStatement, tellChange } from './schema-changes.ts';
import { driftIgnores, schemaDrifts } from './schema/index.ts';
import { storableValue } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** A difference between the baseline and the present schema. */
const driftChange = z.object({
  change: z.enum(schemaChangeKinds),
  kind: z.enum(schemaObjectKinds),
  name: z.string(),
  parent: z.string().nullable(),
  risk: z.enum(riskLevels),
  classes: z.array(z.enum(riskClasses)),
  message: z.string(),
  attributes: z.array(z.object({ name: z.string(), from: value, to: value })),
  breaks: z.array(z.object({ object: z.string(), reason: z.string() })),
});

/** The form of a drift's row. */
export const drift = z.object({
  id: z.string(),
  databaseId: z.string(),
  state: z.enum(driftStates),
  resolution: z.enum(driftResolutions).nullable(),
  changes: z.array(driftChange),
  changeCount: z.number(),
  risk: z.enum(riskLevels),
  digest: z.string(),
  statements: z.array(schemaStatement),
  openedAt: z.date(),
  changedAt: z.date(),
  acknowledgedAt: z.date().nullable(),
  acknowledgedBy: z.string().nullable(),
  resolvedAt: z.date().nullable(),
  resolvedBy: z.string().nullable(),
  comment: z.string().nullable(),
});
export type SchemaDrift = z.infer<typeof drift>;

const driftFact = z.object({
  driftId: z.string(),
  database: z.string(),
  databaseId: z.string(),
  state: z.enum(driftStates),
  resolution: z.enum(driftResolutions).nullable(),
  risk: z.enum(riskLevels),
  changeCount: z.number(),
  /** 50 at most. */
  changes: z.array(changeFact),
  /** Who did it, 20 at most; statements are left out. */
  by: z.array(schemaStatement.omit({ statement: true })),
  actor: z.string().nullable(),
  comment: z.string().nullable(),
});

const define = <const Type extends string>(type: Type) =>
  defineEvent({ type, version: 1, audience: 'viewer', schema: driftFact });

export const driftDetected = define('drift.detected');
/** It has become another one while it was open. */
export const driftChanged = define('drift.changed');
export const driftAcknowledged = define('drift.acknowledged');
export const driftResolved = define('drift.resolved');

type DriftEvent =
  typeof driftDetected | typeof driftChanged | typeof driftAcknowledged | typeof driftResolved;

const keptChanges = 500;
const keptStatements = 100;
const told = schemaStatement.omit({ statement: true });

function announce(
  tx: StoreTransaction,
  kind: DriftEvent,
  row: SchemaDrift,
  database: string,
  at: Date,
  actor: string | null = null,
): void {
  const payload = {
    driftId: row.id,
    database,
    databaseId: row.databaseId,
    state: row.state,
    resolution: row.resolution,
    risk: row.risk,
    changeCount: row.changeCount,
    changes: row.changes.slice(0, 50).map(tellChange),
    by: row.statements.slice(-20).map((one) => told.parse(one)),
    actor,
    comment: row.comment,
  };
  tx.append(kind.create({ subject: `database:${database}`, occurredAt: at, payload }));
}

export async function findOpenDrift(
  q: Queryable,
  databaseId: string,
): Promise<SchemaDrift | undefined> {
  const [row] = await q
    .select()
    .from(schemaDrifts)
    .where(and(eq(schemaDrifts.databaseId, databaseId), ne(schemaDrifts.state, 'RESOLVED')));
  return row === undefined ? undefined : drift.parse(row);
}

/** The drift under a lock; undefined when there is none of that id. */
export async function lockDrift(q: Queryable, id: string): Promise<SchemaDrift | undefined> {
  const [row] = await q
    .select()
    .from(schemaDrifts)
    .where(eq(schemaDrifts.id, id))
    .for('no key update');
  return row === undefined ? undefined : drift.parse(row);
}

export interface DriftFound {
  readonly databaseId: string;
  readonly database: string;
  readonly changes: readonly SchemaChange[];
  readonly risk: RiskLevel;
  readonly digest: string;
  readonly statements: readonly SchemaStatement[];
  readonly at: Date;
}

/** Opens a drift and tells it. */
export async function openDrift(
  tx: StoreTransaction,
  id: string,
  found: DriftFound,
): Promise<SchemaDrift> {
  const { databaseId, database, changes, risk, digest, statements, at } = found;
  const [row] = await tx.q
    .insert(schemaDrifts)
    .values({
      id,
      databaseId,
      state: 'OPEN',
      changes: bounded(changes),
      changeCount: changes.length,
      risk,
      digest,
      statements: storableValue(statements.slice(-keptStatements)),
      openedAt: at,
      changedAt: at,
    })
    .returning();
  const opened = drift.parse(row);
  announce(tx, driftDetected, opened, database, at);
  return opened;
}

/** Makes an open drift what was found now, and tells it when it is another one. */
export async function updateDrift(
  tx: StoreTransaction,
  known: SchemaDrift,
  found: DriftFound,
): Promise<SchemaDrift> {
  if (known.digest === found.digest) return known;
  const statements = [...known.statements, ...found.statements].slice(-keptStatements);
  const [row] = await tx.q
    .update(schemaDrifts)
    .set({
      // Whoever has taken note of another drift has not taken note of this one.
      state: 'OPEN',
      acknowledgedAt: null,
      acknowledgedBy: null,
      changes: bounded(found.changes),
      changeCount: found.changes.length,
      risk: found.risk,
      digest: found.digest,
      statements: storableValue(statements),
      changedAt: found.at,
    })
    .where(eq(schemaDrifts.id, known.id))
    .returning();
  const changed = drift.parse(row);
  announce(tx, driftChanged, changed, found.database, found.at);
  return changed;
}

export interface DriftDecision {
  readonly database: string;
  readonly at: Date;
  /** Null when nobody decided it. */
  readonly actor: string | null;
  readonly comment: string | null;
}

export async function acknowledgeDrift(
  tx: StoreTransaction,
  id: string,
  { database, at, actor, comment }: DriftDecision,
): Promise<SchemaDrift> {
  const [row] = await tx.q
    .update(schemaDrifts)
    .set({ state: 'ACKNOWLEDGED', acknowledgedAt: at, acknowledgedBy: actor, comment })
    .where(eq(schemaDrifts.id, id))
    .returning();
  const acknowledged = drift.parse(row);
  announce(tx, driftAcknowledged, acknowledged, database, at, actor);
  return acknowledged;
}

export async function resolveDrift(
  tx: StoreTransaction,
  id: string,
  resolution: DriftResolution,
  { database, at, actor, comment }: DriftDecision,
): Promise<SchemaDrift> {
  const [row] = await tx.q
    .update(schemaDrifts)
    .set({
      state: 'RESOLVED',
      resolution,
      resolvedAt: at,
      resolvedBy: actor,
      ...(comment === null ? {} : { comment }),
    })
    .where(eq(schemaDrifts.id, id))
    .returning();
  const resolved = drift.parse(row);
  announce(tx, driftResolved, resolved, database, at, actor);
  return resolved;
}

export type DriftIgnoreRow = typeof driftIgnores.$inferSelect;

/** Patterns of a database whose changes are no drift, beside what its configuration says. */
export async function listDriftIgnores(
  q: Queryable,
  databaseId: string,
): Promise<readonly DriftIgnoreRow[]> {
  return q
    .select()
    .from(driftIgnores)
    .where(eq(driftIgnores.databaseId, databaseId))
    .orderBy(asc(driftIgnores.createdAt), asc(driftIgnores.id));
}

function bounded(changes: readonly SchemaChange[]): unknown {
  return storableValue(changes.slice(0, keptChanges).map((change) => driftChange.parse(change)));
}
