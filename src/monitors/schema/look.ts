// One look at the schema of a database. What differs from what the store has becomes a set of changes,
// told once, together with the new position in one transaction. Changes that a run explains have their
// origin at once; for the others a migration may still turn up (see `decide.ts`).
//
//   held (a migration goes on) -> unchanged, or changed -> recorded
import { coerceError } from '../../core/errors.ts';
import { addBrokenNeeds } from '../../databases/needs/broken-needs.ts';
import { diffSnapshots } from '../../databases/schema/diff.ts';
import type { SnapshotReading } from '../../databases/schema/snapshot.ts';
import { listNearbyRuns } from '../../store/nearby-runs.ts';
import {
  findSchemaPosition,
  insertSchemaPosition,
  lockSchemaPosition,
  markSchemaChecked,
  updateSchemaPosition,
  type SchemaPosition,
} from '../../store/schema-positions.ts';
import { packSnapshot, readSnapshotContent } from '../../store/schema-snapshots.ts';
import { explainChanges, runsBefore } from './explain.ts';
import { recordChanges, storeSnapshot } from './record.ts';
import { carryOver, laterThan, readStatements } from './statements.ts';
import { UnreadableSchemaError, type WatchedSchema, type WatchMemory } from './watched-schema.ts';

/** HELD: a migration goes on; look again soon. AGAIN: somebody else has moved the position. */
export type LookOutcome = 'UNCHANGED' | 'CHANGED' | 'HELD' | 'AGAIN';

/** @throws Error in words when the database cannot be read. */
export async function lookAtSchema(
  watched: WatchedSchema,
  memory: WatchMemory,
  signal: AbortSignal,
): Promise<LookOutcome> {
  const { store, database, connection, clock } = watched;
  if (memory.heldSinceMs !== undefined && (await isHeld(watched, memory))) return 'HELD';
  const startedAt = clock.now();
  const fingerprint = await readFingerprint(watched, signal);
  // Nearly every look ends here: it asks the store for nothing.
  const isKnown = memory.fingerprint === fingerprint;
  const position = isKnown ? undefined : await findSchemaPosition(store.q, database.id);
  if (isKnown || position?.fingerprint === fingerprint) {
    memory.fingerprint = fingerprint;
    await noteUnchanged(watched, memory, startedAt);
    return 'UNCHANGED';
  }
  if (position !== undefined && (await isHeld(watched, memory))) return 'HELD';
  return watched.inTurn(async () => {
    const { privileges } = watched.settings;
    const reading = await connection.readSnapshot({ signal, privileges });
    if (!reading.ok) throw new UnreadableSchemaError(reading.reason);
    const readAt = clock.now();
    memory.notes = reading.notes;
    if (position === undefined) return begin(watched, reading, fingerprint, startedAt, signal);
    // A migration that began meanwhile tells its changes at its end.
    if (await isHeld(watched, memory)) return 'HELD';
    return compare(watched, memory, {
      position,
      reading,
      fingerprint,
      startedAt,
      readAt,
      signal,
    });
  });
}

/** Where something else is read than before, the same schema is looked at anew. */
async function readFingerprint(
  { connection, settings }: WatchedSchema,
  signal: AbortSignal,
): Promise<string> {
  const fingerprint = await asked(connection.readFingerprint(signal));
  return settings.privileges ? `${fingerprint} with privileges` : fingerprint;
}

/** What the database answers; its failures have words for everybody, other failures have not. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new UnreadableSchemaError(coerceError(error).message, { cause: error });
  }
}

/** A run that goes on keeps its changes to itself until its end, but not for ever. */
async function isHeld(watched: WatchedSchema, memory: WatchMemory): Promise<boolean> {
  const { store, database, clock, timings } = watched;
  const runs = await listNearbyRuns(store.q, database.id, clock.now());
  const goesOn = runs.some(({ finishedAt, foreign }) => finishedAt === null && !foreign?.stale);
  if (!goesOn) {
    memory.heldSinceMs = undefined;
    return false;
  }
  memory.heldSinceMs ??= clock.monotonicMs();
  return clock.monotonicMs() - memory.heldSinceMs < timings.longestHoldMs;
}

async function noteUnchanged(
  { store, database, clock, timings }: WatchedSchema,
  memory: WatchMemory,
  checkedAt: Date,
): Promise<void> {
  memory.checkedAt = checkedAt;
  const nowMs = clock.monotonicMs();
  if (memory.markedMs !== undefined && nowMs - memory.markedMs < timings.markEveryMs) return;
  await markSchemaChecked(store.q, database.id, checkedAt);
  memory.markedMs = nowMs;
}

type GoodReading = Extract<SnapshotReading, { ok: true }>;

/** A database that is seen for the first time: what it has is the baseline. */
async function begin(
  watched: WatchedSchema,
  reading: GoodReading,
  fingerprint: string,
  checkedAt: Date,
  signal: AbortSignal,
): Promise<LookOutcome> {
  const { store, database, connection } = watched;
  const { position: ddlPosition } = await asked(readStatements(connection, null, signal));
  const packed = await packSnapshot(reading.snapshot);
  await store.transaction(async (tx) => {
    const id = await storeSnapshot(tx, watched, { ...reading, packed, takenAt: checkedAt });
    const first = { databaseId: database.id, snapshotId: id, baselineId: id };
    await insertSchemaPosition(tx.q, { ...first, fingerprint, ddlPosition, checkedAt });
  });
  return 'UNCHANGED';
}

interface Look {
  readonly position: SchemaPosition;
  readonly reading: GoodReading;
  readonly fingerprint: string;
  readonly startedAt: Date;
  /** When the snapshot had been read. */
  readonly readAt: Date;
  readonly signal: AbortSignal;
}

async function compare(
  watched: WatchedSchema,
  memory: WatchMemory,
  { position, reading, fingerprint, startedAt, readAt, signal }: Look,
): Promise<LookOutcome> {
  const { store, database, connection, clock } = watched;
  // After the snapshot, so that all it shows is in the log already.
  const log = await asked(readStatements(connection, position.ddlPosition, signal));
  const since = memory.checkedAt ?? position.checkedAt;
  // A log that is read for the first time may tell of what was there before.
  const fresh = position.ddlPosition === null ? laterThan(log.statements, since) : log.statements;
  const statements = [...memory.carried, ...fresh];
  const before = await readSnapshotContent(store.q, position.snapshotId);
  const after = reading.snapshot;
  const moved = { fingerprint, ddlPosition: log.position, checkedAt: startedAt };
  // Without it nobody can say what changed; to go on from here would lose it.
  if (before === undefined) throw new Error('the stored schema is gone from the store');
  if (before.hash === after.hash) {
    await store.transaction(async (tx) => {
      const locked = await lockSchemaPosition(tx.q, database.id);
      if (locked?.snapshotId === position.snapshotId) {
        await updateSchemaPosition(tx.q, database.id, moved);
      }
    });
    memory.carried = carryOver(statements, new Set(), clock.now());
    memory.checkedAt = startedAt;
    return 'UNCHANGED';
  }
  const nearby = await listNearbyRuns(store.q, database.id, since);
  const runs = runsBefore(nearby, readAt, watched.timings.graceMs);
  const plain = diffSnapshots(before, after);
  const needs = await watched.needs.load(watched.settings);
  const { changes, renames } = addBrokenNeeds(plain, before, after, needs);
  const parts = explainChanges({ changes, statements, runs, unseen: null });
  const packed = await packSnapshot(after);
  const { serverVersion, notes } = reading;
  const told = { parts, renames, since, moved };
  const found = { position, before, after, ...told, packed, serverVersion, notes };
  const isRecorded = await store.transaction((tx) => recordChanges(tx, watched, found));
  if (!isRecorded) return 'AGAIN';
  const used = new Set(parts.flatMap((part) => part.statements));
  memory.carried = carryOver(statements, used, clock.now());
  memory.checkedAt = startedAt;
  memory.markedMs = clock.monotonicMs();
  return 'CHANGED';
}
