// How each monitored database was found to be: the state, since when, and what was found with it. A
// change of state and its event stand in one transaction, under the row's lock, so that nobody tells
// the same change twice.
import { z } from 'zod';

import { and, asc, eq, inArray, isNull } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import { databaseStates, databases } from './schema/index.ts';
import { storableText, storableValue } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

const foundStates = ['UP', 'DEGRADED', 'DOWN'] as const;
export type FoundState = (typeof foundStates)[number];

const certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
  fingerprint: z.string(),
  verified: z.boolean(),
  fault: z.string().nullable(),
});
export type StoredCertificate = z.infer<typeof certificate>;

const stateFacts = z.object({
  latencyMs: z.number().nullable(),
  serverVersion: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  role: z.enum(['PRIMARY', 'REPLICA']).nullable(),
  tls: z
    .object({
      encrypted: z.boolean(),
      protocol: z.string().nullable(),
      cipher: z.string().nullable(),
      certificate: certificate.nullable(),
    })
    .nullable(),
});
/** What is found with a state. */
export type DatabaseStateFacts = z.infer<typeof stateFacts>;

/** What was told of a certificate's end, so that it is told once. */
const toldOfCertificate = z.object({ fingerprint: z.string(), expired: z.boolean() });

const storedFacts = stateFacts.extend({ told: toldOfCertificate.nullable() });

const stateFact = stateFacts.extend({
  databaseId: z.string(),
  database: z.string(),
  state: z.enum(foundStates),
  /** Null: it was not known before. */
  before: z.enum(foundStates).nullable(),
  reason: z.string().nullable(),
  since: z.iso.datetime(),
});
/** The state of a database after a change. */
export type DatabaseStateFact = z.infer<typeof stateFact>;

export const databaseStateChanged = defineEvent({
  type: 'database.state_changed',
  version: 1,
  audience: 'viewer',
  schema: stateFact,
});

/** A server's certificate will end soon, or has ended; once each for a certificate. */
export const certificateExpiring = defineEvent({
  type: 'database.certificate_expiring',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    databaseId: z.string(),
    database: z.string(),
    expired: z.boolean(),
    subject: z.string(),
    issuer: z.string(),
    validTo: z.iso.datetime(),
    fingerprint: z.string(),
  }),
});

/** A certificate whose end was told of was replaced by another one. */
export const certificateRenewed = defineEvent({
  type: 'database.certificate_renewed',
  version: 1,
  audience: 'viewer',
  schema: z.object({
    databaseId: z.string(),
    database: z.string(),
    subject: z.string(),
    validTo: z.iso.datetime(),
    fingerprint: z.string(),
  }),
});

export interface DatabaseStateRow extends DatabaseStateFacts {
  readonly databaseId: string;
  readonly state: FoundState;
  readonly reason: string | null;
  readonly since: Date;
  readonly checkedAt: Date;
}

type StoredRow = typeof databaseStates.$inferSelect;

function toRow(row: StoredRow): DatabaseStateRow {
  const { told: _told, ...facts } = storedFacts.parse(row.facts);
  const { databaseId, reason, since, checkedAt } = row;
  return {
    databaseId,
    state: z.enum(foundStates).parse(row.state),
    reason,
    since,
    checkedAt,
    ...facts,
  };
}

export async function findDatabaseStates(
  q: Queryable,
  databaseIds: readonly string[],
): Promise<DatabaseStateRow[]> {
  if (databaseIds.length === 0) return [];
  const rows = await q
    .select()
    .from(databaseStates)
    .where(inArray(databaseStates.databaseId, [...databaseIds]));
  return rows.map(toRow);
}

/** The states of the databases in the configuration, by name. */
export async function listDatabaseStates(q: Queryable): Promise<DatabaseStateRow[]> {
  const rows = await q
    .select({ row: databaseStates })
    .from(databaseStates)
    .innerJoin(databases, eq(databases.id, databaseStates.databaseId))
    .where(and(isNull(databases.retiredAt), isNull(databases.discoveredAt)))
    .orderBy(asc(databases.name));
  return rows.map(({ row }) => toRow(row));
}

export interface FoundDatabaseState {
  readonly database: { readonly id: string; readonly name: string };
  readonly state: FoundState;
  readonly reason: string | null;
  readonly facts: DatabaseStateFacts;
  /** When it began to be so, if this is a change. */
  readonly since: Date;
  readonly checkedAt: Date;
}

/** A certificate whose end is to be told of. */
export interface CertificateEnd extends StoredCertificate {
  readonly expired: boolean;
}

/**
 * Stores what was found, and announces it when the state is another one than is stored. `ending` is
 * announced unless that was done before.
 */
export async function recordDatabaseState(
  tx: StoreTransaction,
  found: FoundDatabaseState,
  ending: CertificateEnd | null,
): Promise<DatabaseStateRow> {
  const { database, state, checkedAt, facts } = found;
  const reason = found.reason === null ? null : storableText(found.reason);
  // There is no row to lock at first: then the database's own.
  await tx.q
    .select({ id: databases.id })
    .from(databases)
    .where(eq(databases.id, database.id))
    .for('no key update');
  const [stored] = await tx.q
    .select()
    .from(databaseStates)
    .where(eq(databaseStates.databaseId, database.id));
  const before = stored === undefined ? null : toRow(stored);
  const told = stored === undefined ? null : storedFacts.parse(stored.facts).told;
  const changed = before?.state !== state;
  const since = changed ? found.since : before.since;
  const tells = ending !== null && !isTold(told, ending);
  const shown = facts.tls?.certificate ?? null;
  const renewed =
    ending === null && shown !== null && told !== null && told.fingerprint !== shown.fingerprint;
  const toldNow = tells
    ? { fingerprint: ending.fingerprint, expired: ending.expired }
    : renewed
      ? null
      : told;
  const row = {
    databaseId: database.id,
    state,
    reason,
    since,
    facts: storableValue({ ...facts, told: toldNow }),
    checkedAt,
  };
  const [saved] = await tx.q
    .insert(databaseStates)
    .values(row)
    .onConflictDoUpdate({ target: databaseStates.databaseId, set: row })
    .returning();
  if (saved === undefined) throw new Error('the state of a database was not stored');
  const about = { subject: `database:${database.name}`, occurredAt: checkedAt };
  const named = { databaseId: database.id, database: database.name };
  if (changed) {
    const payload = {
      ...named,
      ...facts,
      state,
      before: before?.state ?? null,
      reason,
      since: since.toISOString(),
    };
    tx.append(databaseStateChanged.create({ ...about, payload }));
  }
  if (tells) {
    const { subject, issuer, validTo, fingerprint, expired } = ending;
    const payload = { ...named, expired, subject, issuer, validTo, fingerprint };
    tx.append(certificateExpiring.create({ ...about, payload }));
  }
  if (renewed) {
    const { subject, validTo, fingerprint } = shown;
    const payload = { ...named, subject, validTo, fingerprint };
    tx.append(certificateRenewed.create({ ...about, payload }));
  }
  return toRow(saved);
}

/** Whoever was told that it has expired need not hear that it is about to. */
function isTold(
  told: z.infer<typeof toldOfCertificate> | null,
  { fingerprint, expired }: CertificateEnd,
): boolean {
  return told?.fingerprint === fingerprint && (told.expired || !expired);
}
