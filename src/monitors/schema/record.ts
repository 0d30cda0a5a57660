// Writes what a look has found: the snapshot, the sets of changes with their events, the new position,
// and what it means for the baseline and for drift. All of it in the caller's transaction.
import { worstRisk } from '../../core/impact.ts';
import type { RenameProposal } from '../../core/schema-change.ts';
import type { SchemaSnapshot } from '../../core/schema.ts';
import { insertChangeSet } from '../../store/schema-changes.ts';
import {
  lockSchemaPosition,
  updateSchemaPosition,
  type SchemaPosition,
} from '../../store/schema-positions.ts';
import {
  forgetOldSnapshots,
  insertSnapshot,
  packSnapshot,
  readSnapshotContent,
} from '../../store/schema-snapshots.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { alignBaseline, patchBaseline } from './baseline.ts';
import { judgeDrift } from './drift.ts';
import type { ExplainedPart } from './explain.ts';
import type { WatchedSchema } from './watched-schema.ts';

/** Snapshots that can be read again later; beyond them only the changes are kept. */
const keptSnapshots = 200;
/** Of the statements of a set; the changes tell the rest. */
const keptStatements = 200;

export interface FoundChanges {
  /** What was compared; nothing is written when it has moved meanwhile. */
  readonly position: SchemaPosition;
  readonly before: SchemaSnapshot;
  readonly after: SchemaSnapshot;
  readonly parts: readonly ExplainedPart[];
  readonly renames: readonly RenameProposal[];
  /** They were made after this moment. */
  readonly since: Date;
  readonly moved: Pick<SchemaPosition, 'fingerprint' | 'ddlPosition' | 'checkedAt'>;
  readonly packed: Uint8Array;
  readonly serverVersion: string;
  readonly notes: readonly string[];
}

/** False when the position is another one by now. */
export async function recordChanges(
  tx: StoreTransaction,
  watched: WatchedSchema,
  found: FoundChanges,
): Promise<boolean> {
  const { database, clock, random } = watched;
  const { position, before, after, parts, renames, since, moved, packed } = found;
  const locked = await lockSchemaPosition(tx.q, database.id);
  if (locked?.snapshotId !== position.snapshotId || locked.baselineId !== position.baselineId) {
    return false;
  }
  const detectedAt = clock.now();
  const afterId = await storeSnapshot(tx, watched, {
    snapshot: after,
    packed,
    serverVersion: found.serverVersion,
    notes: found.notes,
    takenAt: moved.checkedAt,
  });
  await updateSchemaPosition(tx.q, database.id, { ...moved, snapshotId: afterId });
  for (const part of parts) {
    const { changes, statements, origin, runId, migration } = part;
    const names = new Set(changes.map(({ name }) => name));
    await insertChangeSet(tx, {
      id: random.uuid(),
      database: database.name,
      databaseId: database.id,
      beforeId: position.snapshotId,
      afterId,
      origin,
      runId,
      driftId: null,
      migration,
      statements: statements.slice(-keptStatements),
      renames: renames.filter(({ from, to }) => names.has(from) || names.has(to)),
      changes,
      risk: worstRisk(changes.map(({ risk }) => risk)),
      sinceAt: since,
      detectedAt,
      attributedAt: origin === 'UNDECIDED' ? null : detectedAt,
    });
  }
  const baselineId = await keepAligned(tx, watched, locked.baselineId, before, after);
  const explained = parts.filter(({ origin }) => origin !== 'UNDECIDED');
  if (explained.length > 0) {
    const changes = explained.flatMap((part) => part.changes);
    await adoptChanges(tx, watched, { before, after, baselineId }, changes);
    await judgeDrift(tx, watched, { statements: [], resolution: 'MIGRATED' });
  } else if (baselineId !== locked.baselineId) {
    await judgeDrift(tx, watched, { statements: [], resolution: 'IGNORED' });
  }
  await forgetOldSnapshots(tx.q, database.id, keptSnapshots);
  return true;
}

/** Other kinds of objects may be read now than before; gives the id of the baseline. */
async function keepAligned(
  tx: StoreTransaction,
  watched: WatchedSchema,
  baselineId: string,
  before: SchemaSnapshot,
  after: SchemaSnapshot,
): Promise<string> {
  if (before.unread.toSorted().join() === after.unread.toSorted().join()) return baselineId;
  const baseline = await readSnapshotContent(tx.q, baselineId);
  if (baseline === undefined) return baselineId;
  const unwanted = watched.settings.privileges ? [] : (['PRIVILEGE'] as const);
  const aligned = alignBaseline(baseline, after, unwanted);
  return aligned === baseline ? baselineId : moveBaseline(tx, watched, aligned);
}

export interface MigratedStep {
  readonly before: SchemaSnapshot;
  readonly after: SchemaSnapshot;
  readonly baselineId: string;
}

/** Makes a migration's changes part of the baseline. */
export async function adoptChanges(
  tx: StoreTransaction,
  watched: WatchedSchema,
  { before, after, baselineId }: MigratedStep,
  changes: ExplainedPart['changes'],
): Promise<void> {
  const baseline = (await readSnapshotContent(tx.q, baselineId)) ?? before;
  const snapshot = patchBaseline(baseline, { before, after }, changes);
  if (snapshot.hash !== baseline.hash) await moveBaseline(tx, watched, snapshot);
}

async function moveBaseline(
  tx: StoreTransaction,
  watched: WatchedSchema,
  snapshot: SchemaSnapshot,
): Promise<string> {
  const { database, clock } = watched;
  const packed = await packSnapshot(snapshot);
  const made = { snapshot, packed, serverVersion: null, notes: [], takenAt: clock.now() };
  const id = await storeSnapshot(tx, watched, made);
  await updateSchemaPosition(tx.q, database.id, { baselineId: id });
  return id;
}

interface SnapshotToStore {
  readonly snapshot: SchemaSnapshot;
  readonly packed: Uint8Array;
  readonly serverVersion: string | null;
  readonly notes: readonly string[];
  readonly takenAt: Date;
}

/** Stores a snapshot of the database; gives the id of the one that is there already, if any. */
export function storeSnapshot(
  tx: StoreTransaction,
  { database, random }: Pick<WatchedSchema, 'database' | 'random'>,
  snapshot: SnapshotToStore,
): Promise<string> {
  return insertSnapshot(tx.q, { id: random.uuid(), databaseId: database.id, ...snapshot });
}
