// What changed in schemas: sets of changes that were found in one go, each with its origin, and one row
// for each object in them.
import { z } from 'zod';

import { and, asc, eq, gte, isNotNull, isNull, lt } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import { riskClasses, riskLevels, riskRank } from '../core/impact.ts';
import {
  changeOrigins,
  schemaChangeKinds,
  type ChangeOrigin,
  type RenameProposal,
  type SchemaChange,
  type SchemaStatement,
} from '../core/schema-change.ts';
import { schemaObjectKinds } from '../core/schema.ts';
import { schemaChanges, schemaChangeSets } from './schema/index.ts';
import { storableText, storableValue } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

const value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const attributes = z.array(z.object({ name: z.string(), from: value, to: value }));
const breaks = z.array(z.object({ object: z.string(), reason: z.string() }));
const classes = z.array(z.enum(riskClasses));

export const schemaStatement = z.object({
  at: z.string(),
  user: z.string().nullable(),
  application: z.string().nullable(),
  client: z.string().nullable(),
  pid: z.number(),
  tag: z.string(),
  object: z.string().nullable(),
  statement: z.string().nullable(),
});

const toldStatement = schemaStatement.omit({ statement: true });

const rename = z.object({
  kind: z.enum(schemaObjectKinds),
  from: z.string(),
  to: z.string(),
  probability: z.number(),
  basis: z.string(),
});

/** A migration that nobody saw run: its versions turned up in the history of a source. */
const unseenMigration = z.object({
  source: z.string(),
  tool: z.string(),
  versions: z.array(z.string()),
});
export type UnseenMigration = z.infer<typeof unseenMigration>;

/** One change as events tell it. */
export const changeFact = z.object({
  change: z.enum(schemaChangeKinds),
  kind: z.enum(schemaObjectKinds),
  name: z.string(),
  risk: z.enum(riskLevels),
  message: z.string(),
  /** What may not work any more, five at most; left out where that is nothing. */
  breaks: breaks.optional(),
});

/** A change as events tell it, cut to what they hold. */
export function tellChange(
  change: Omit<z.input<typeof changeFact>, 'breaks'> & {
    readonly breaks?: readonly { readonly object: string; readonly reason: string }[] | undefined;
  },
): z.output<typeof changeFact> {
  const told = (change.breaks ?? []).slice(0, 5);
  return changeFact.parse({ ...change, breaks: told.length === 0 ? undefined : told });
}

const setFact = z.object({
  changeSetId: z.string(),
  database: z.string(),
  databaseId: z.string(),
  origin: z.enum(changeOrigins),
  runId: z.string().nullable(),
  driftId: z.string().nullable(),
  risk: z.enum(riskLevels),
  changeCount: z.number(),
  /** The riskiest first, 50 at most. */
  changes: z.array(changeFact),
  /** Who did it, 20 at most; statements are left out. */
  by: z.array(toldStatement),
  /** The change was made after this moment. */
  sinceAt: z.string(),
});

/** A set of changes was found; told once. */
export const schemaChanged = defineEvent({
  type: 'schema.changed',
  version: 1,
  audience: 'viewer',
  schema: setFact,
});

/** The origin of a set became known after it was told. */
export const schemaAttributed = defineEvent({
  type: 'schema.attributed',
  version: 1,
  audience: 'viewer',
  schema: setFact,
});
export type SchemaSetFact = z.infer<typeof setFact>;

/** The form of a set's row; a page of another file reads it, too. */
export const changeSet = z.object({
  id: z.string(),
  databaseId: z.string(),
  beforeId: z.string().nullable(),
  afterId: z.string().nullable(),
  origin: z.enum(changeOrigins),
  runId: z.string().nullable(),
  driftId: z.string().nullable(),
  migration: unseenMigration.nullable(),
  statements: z.array(schemaStatement),
  renames: z.array(rename),
  risk: z.enum(riskLevels),
  changeCount: z.number(),
  sinceAt: z.date(),
  detectedAt: z.date(),
  attributedAt: z.date().nullable(),
});
export type SchemaChangeSet = z.infer<typeof changeSet>;

/** The form of a change's row. */
export const storedChange = z.object({
  id: z.number(),
  setId: z.string(),
  databaseId: z.string(),
  change: z.enum(schemaChangeKinds),
  kind: z.enum(schemaObjectKinds),
  name: z.string(),
  parent: z.string().nullable(),
  risk: z.enum(riskLevels),
  classes,
  attributes,
  message: z.string(),
  breaks,
  detectedAt: z.date(),
});
export interface StoredChange extends SchemaChange {
  readonly id: number;
  readonly setId: string;
  readonly databaseId: string;
  readonly detectedAt: Date;
}

export interface NewChangeSet extends Omit<
  SchemaChangeSet,
  'statements' | 'renames' | 'changeCount'
> {
  readonly database: string;
  readonly statements: readonly SchemaStatement[];
  readonly renames: readonly RenameProposal[];
  readonly changes: readonly SchemaChange[];
}

const insertedAtOnce = 1000;
const toldChanges = 50;
const toldStatements = 20;

/** Stores a set with its changes and announces it. */
export async function insertChangeSet(tx: StoreTransaction, set: NewChangeSet): Promise<void> {
  const { changes, database: _database, statements, renames, ...row } = set;
  await tx.q.insert(schemaChangeSets).values({
    ...row,
    statements: storableValue(statements),
    renames: storableValue(renames),
    changeCount: changes.length,
  });
  for (let at = 0; at < changes.length; at += insertedAtOnce) {
    await tx.q.insert(schemaChanges).values(
      changes.slice(at, at + insertedAtOnce).map((change) => ({
        ...change,
        name: storableText(change.name),
        message: storableText(change.message),
        attributes: storableValue(change.attributes),
        setId: row.id,
        databaseId: row.databaseId,
        detectedAt: row.detectedAt,
      })),
    );
  }
  announce(tx, schemaChanged, set, set.detectedAt);
}

/** What is needed of a database and its changes to tell of them. */
export type ToldSet = Pick<
  NewChangeSet,
  | 'id'
  | 'database'
  | 'databaseId'
  | 'origin'
  | 'runId'
  | 'driftId'
  | 'risk'
  | 'changes'
  | 'statements'
  | 'sinceAt'
>;

function announce(
  tx: StoreTransaction,
  kind: typeof schemaChanged | typeof schemaAttributed,
  set: ToldSet,
  occurredAt: Date,
): void {
  const { changes, statements } = set;
  const riskiest = changes.toSorted((a, b) => riskRank(b.risk) - riskRank(a.risk));
  const payload: SchemaSetFact = {
    changeSetId: set.id,
    database: set.database,
    databaseId: set.databaseId,
    origin: set.origin,
    runId: set.runId,
    driftId: set.driftId,
    risk: set.risk,
    changeCount: changes.length,
    changes: riskiest.slice(0, toldChanges).map(tellChange),
    by: statements.slice(-toldStatements).map((one) => toldStatement.parse(one)),
    sinceAt: set.sinceAt.toISOString(),
  };
  tx.append(kind.create({ subject: `database:${set.database}`, occurredAt, payload }));
}

export interface Attribution {
  readonly origin: Exclude<ChangeOrigin, 'UNDECIDED'>;
  readonly runId: string | null;
  readonly driftId: string | null;
  readonly migration: UnseenMigration | null;
  readonly attributedAt: Date;
}

/** Gives a set its origin and tells it. False when another replica has done so. */
export async function attributeChangeSet(
  tx: StoreTransaction,
  set: ToldSet,
  attribution: Attribution,
): Promise<boolean> {
  const rows = await tx.q
    .update(schemaChangeSets)
    .set(attribution)
    .where(and(eq(schemaChangeSets.id, set.id), isNull(schemaChangeSets.attributedAt)))
    .returning({ id: schemaChangeSets.id });
  if (rows.length === 0) return false;
  announce(tx, schemaAttributed, { ...set, ...attribution }, attribution.attributedAt);
  return true;
}

/** The sets of a database whose origin is not known yet, in their order. */
export async function listUndecidedSets(
  q: Queryable,
  databaseId: string,
): Promise<readonly SchemaChangeSet[]> {
  const rows = await q
    .select()
    .from(schemaChangeSets)
    .where(and(eq(schemaChangeSets.databaseId, databaseId), isNull(schemaChangeSets.attributedAt)))
    .orderBy(asc(schemaChangeSets.detectedAt), asc(schemaChangeSets.id));
  return rows.map((row) => changeSet.parse(row));
}

/** True when the origin of a set that was found then or later is known. */
export async function isDecidedSince(
  q: Queryable,
  databaseId: string,
  detectedAt: Date,
): Promise<boolean> {
  const rows = await q
    .select({ id: schemaChangeSets.id })
    .from(schemaChangeSets)
    .where(
      and(
        eq(schemaChangeSets.databaseId, databaseId),
        gte(schemaChangeSets.detectedAt, detectedAt),
        isNotNull(schemaChangeSets.attributedAt),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** False once the origin of a set is known. */
export async function isUndecided(q: Queryable, setId: string): Promise<boolean> {
  const rows = await q
    .select({ id: schemaChangeSets.id })
    .from(schemaChangeSets)
    .where(and(eq(schemaChangeSets.id, setId), isNull(schemaChangeSets.attributedAt)));
  return rows.length > 0;
}

/** Migrations that nobody saw run and that explained a set between two moments already. */
export async function listUnseenMigrations(
  q: Queryable,
  databaseId: string,
  since: Date,
  until: Date,
): Promise<readonly UnseenMigration[]> {
  const rows = await q
    .select({ migration: schemaChangeSets.migration })
    .from(schemaChangeSets)
    .where(
      and(
        eq(schemaChangeSets.databaseId, databaseId),
        gte(schemaChangeSets.detectedAt, since),
        lt(schemaChangeSets.attributedAt, until),
        isNotNull(schemaChangeSets.migration),
      ),
    );
  return rows.map(({ migration }) => unseenMigration.parse(migration));
}

/** All changes of a set. */
export async function listChangesOfSet(
  q: Queryable,
  setId: string,
): Promise<readonly StoredChange[]> {
  const rows = await q
    .select()
    .from(schemaChanges)
    .where(eq(schemaChanges.setId, setId))
    .orderBy(asc(schemaChanges.id));
  return rows.map((row) => storedChange.parse(row));
}
