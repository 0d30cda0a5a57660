// Keeps the drift of a database what it is: opened when the schema leaves its baseline, changed while it
// goes on, resolved when nothing is left of it. Runs within the transaction that moves the baseline or
// the schema, under the lock of the position. Changes whose origin is not known yet are no drift yet.
import type { DriftResolution, SchemaStatement } from '../../core/schema-change.ts';
import type { SchemaObject, SchemaSnapshot } from '../../core/schema.ts';
import { findObject, objectId } from '../../databases/schema/snapshot.ts';
import { isDecidedSince, listChangesOfSet, listUndecidedSets } from '../../store/schema-changes.ts';
import {
  findOpenDrift,
  listDriftIgnores,
  openDrift,
  resolveDrift,
  updateDrift,
} from '../../store/schema-drifts.ts';
import { findSchemaPosition } from '../../store/schema-positions.ts';
import { readSnapshotContent } from '../../store/schema-snapshots.ts';
import type { Queryable, StoreTransaction } from '../../store/store.ts';
import { findDrift, patchBaseline } from './baseline.ts';
import { compileIgnores } from './ignore-rules.ts';
import type { WatchedSchema } from './watched-schema.ts';

export interface DriftJudgement {
  /** Who did what is new since the last judgement. */
  readonly statements: readonly SchemaStatement[];
  /** What it is called when no drift is left. */
  readonly resolution: DriftResolution;
  /** A set that is being decided just now. */
  readonly decided?: string;
}

export interface Judged extends Pick<WatchedSchema, 'database' | 'clock' | 'random'> {
  readonly settings: Pick<WatchedSchema['settings'], 'ignore'>;
}

/** All patterns that are ignored: the configuration's, and those given through the API. */
export async function listIgnoredPatterns(
  q: Queryable,
  { database, settings }: Pick<Judged, 'database' | 'settings'>,
): Promise<readonly string[]> {
  const added = await listDriftIgnores(q, database.id);
  return [...settings.ignore, ...added].map(({ objects }) => objects);
}

/** Judges the drift; gives the id of the one that is open afterwards, or that was until now. */
export async function judgeDrift(
  tx: StoreTransaction,
  watched: Judged,
  { statements, resolution, decided }: DriftJudgement,
): Promise<string | null> {
  const { database, clock, random } = watched;
  const position = await findSchemaPosition(tx.q, database.id);
  if (position === undefined) return null;
  const known = await findOpenDrift(tx.q, database.id);
  const baseline = await readSnapshotContent(tx.q, position.baselineId);
  const current = await readSnapshotContent(tx.q, position.snapshotId);
  if (baseline === undefined || current === undefined) return known?.id ?? null;
  const view = await withoutUndecided(tx.q, database.id, current, decided);
  const isIgnored = compileIgnores(await listIgnoredPatterns(tx.q, watched));
  const found = findDrift(baseline, view, isIgnored);
  const at = clock.now();
  if (found === undefined) {
    if (known === undefined) return null;
    const decision = { database: database.name, at, actor: null, comment: null };
    await resolveDrift(tx, known.id, resolution, decision);
    return known.id;
  }
  const told = { ...found, databaseId: database.id, database: database.name, statements, at };
  if (known !== undefined) return (await updateDrift(tx, known, told)).id;
  return (await openDrift(tx, random.uuid(), told)).id;
}

/** The schema as it would be without the changes that may still turn out to be a migration's. */
async function withoutUndecided(
  q: Queryable,
  databaseId: string,
  current: SchemaSnapshot,
  decided: string | undefined,
): Promise<SchemaSnapshot> {
  const sets = (await listUndecidedSets(q, databaseId)).filter(({ id }) => id !== decided);
  const [first] = sets;
  if (first === undefined) return current;
  // As a rule everything since the first of them is undecided: then it is the schema before that one.
  if (first.beforeId !== null && !(await isDecidedSince(q, databaseId, first.detectedAt))) {
    const before = await readSnapshotContent(q, first.beforeId);
    if (before !== undefined) return before;
  }
  let view = current;
  for (const { id, beforeId, afterId } of sets.toReversed()) {
    if (beforeId === null || afterId === null) continue;
    const before = await readSnapshotContent(q, beforeId);
    const after = await readSnapshotContent(q, afterId);
    if (before === undefined || after === undefined) continue;
    // What a later set has changed again is not taken back.
    const changes = (await listChangesOfSet(q, id)).filter((change) =>
      isSame(findObject(after, objectId(change)), findObject(view, objectId(change))),
    );
    view = patchBaseline(view, { before: after, after: before }, changes);
  }
  return view;
}

function isSame(one: SchemaObject | undefined, other: SchemaObject | undefined): boolean {
  return JSON.stringify(one?.attributes) === JSON.stringify(other?.attributes);
}
