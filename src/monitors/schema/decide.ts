// Decides what made the changes that no run explained when they were found. A migration may turn up
// within a moment: as a run that was noticed late, or as new versions in a history. What nothing
// explains then is drift, unless a rule says that it is none.
//
//   UNDECIDED -> MIGRATION, FOREIGN_MIGRATION, DRIFT or IGNORED, once
import { listCheckTimes } from '../../store/migration-statuses.ts';
import { statusChanged } from '../../store/migration-status-events.ts';
import { listEventsBackwards } from '../../store/event-log.ts';
import { listNearbyRuns, listVersionsOfRuns, versionKey } from '../../store/nearby-runs.ts';
import {
  attributeChangeSet,
  isUndecided,
  listChangesOfSet,
  listUndecidedSets,
  listUnseenMigrations,
  type SchemaChangeSet,
  type StoredChange,
  type UnseenMigration,
} from '../../store/schema-changes.ts';
import { lockSchemaPosition } from '../../store/schema-positions.ts';
import { readSnapshotContent } from '../../store/schema-snapshots.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { judgeDrift, listIgnoredPatterns } from './drift.ts';
import { explainChanges, runsBefore, type ExplainedPart } from './explain.ts';
import { compileIgnores } from './ignore-rules.ts';
import { adoptChanges } from './record.ts';
import type { WatchedSchema } from './watched-schema.ts';

/** Clocks differ a little, and a status is recorded a moment after it was read. */
const slackMs = 1_000;
/** Runs that ended so long before may be told by a status that was recorded after. */
const earlierMs = 120_000;

/**
 * Decides what can be decided; gives how long to wait for the next, null when nothing is left. Whoever has
 * something more urgent says so by `isUrgent`, and is let go first between two sets.
 */
export async function decideOrigins(
  watched: WatchedSchema,
  isUrgent: () => boolean = () => false,
): Promise<number | null> {
  const { store, database, clock, timings } = watched;
  for (const set of await listUndecidedSets(store.q, database.id)) {
    const ageMs = clock.now().getTime() - set.detectedAt.getTime();
    // What is urgent may never end.
    if (isUrgent() && ageMs < timings.longestGraceMs) return 0;
    const changes = await listChangesOfSet(store.q, set.id);
    const nearby = await listNearbyRuns(store.q, database.id, set.sinceAt);
    const runs = runsBefore(nearby, set.detectedAt, timings.graceMs);
    const facts = { changes, statements: set.statements, runs };
    const byRuns = explainChanges({ ...facts, unseen: null });
    const isExplained = byRuns.every(({ origin }) => origin !== 'UNDECIDED');
    if (!isExplained) {
      if (ageMs < timings.graceMs) return timings.graceMs - ageMs;
      if (ageMs < timings.longestGraceMs && !(await areHistoriesRead(watched, set))) {
        return timings.heldEveryMs;
      }
    }
    const unseen = isExplained ? null : await findUnseenMigration(watched, set);
    const parts = explainChanges({ ...facts, unseen });
    await store.transaction((tx) => decide(tx, watched, { set, changes, parts }));
  }
  return null;
}

/** True when the history of every source was read after the change had been found. */
async function areHistoriesRead(
  { store, database, hasSources }: WatchedSchema,
  { detectedAt }: SchemaChangeSet,
): Promise<boolean> {
  if (!hasSources) return true;
  const statuses = await listCheckTimes(store.q, database.id);
  return statuses.length > 0 && statuses.every(({ checkedAt }) => checkedAt > detectedAt);
}

/** Versions that were applied or taken back meanwhile, by whomever. */
async function findUnseenMigration(
  { store, database, timings }: WatchedSchema,
  { sinceAt, detectedAt }: SchemaChangeSet,
): Promise<UnseenMigration | null> {
  const since = new Date(sinceAt.getTime() - earlierMs);
  // What a run has applied explains what that run did, and no more.
  const known = new Set(await listVersionsOfRuns(store.q, database.id, since));
  for (const one of await listUnseenMigrations(store.q, database.id, since, detectedAt)) {
    for (const version of one.versions) known.add(versionKey(one.source, version));
  }
  const untilMs = detectedAt.getTime() + timings.longestGraceMs;
  const events = await listEventsBackwards(
    store.raw,
    { limit: 200 },
    {
      types: [statusChanged.type],
      subjects: [`database:${database.name}`],
      since: new Date(sinceAt.getTime() - slackMs),
    },
  );
  for (const event of events) {
    const fact = statusChanged.read(event);
    if (fact === undefined || fact.state.before === null) continue;
    if (event.occurredAt.getTime() > untilMs) continue;
    const versions = [...fact.changes.applied, ...fact.changes.gone].filter(
      (version) => !known.has(versionKey(fact.source, version)),
    );
    if (versions.length > 0) return { source: fact.source, tool: fact.tool, versions };
  }
  return null;
}

interface Decision {
  readonly set: SchemaChangeSet;
  readonly changes: readonly StoredChange[];
  readonly parts: readonly ExplainedPart[];
}

async function decide(
  tx: StoreTransaction,
  watched: WatchedSchema,
  { set, changes, parts }: Decision,
): Promise<void> {
  const { database, clock } = watched;
  const position = await lockSchemaPosition(tx.q, database.id);
  // Another replica may have decided it meanwhile.
  if (position === undefined || !(await isUndecided(tx.q, set.id))) return;
  const explained = parts.filter(({ origin }) => origin !== 'UNDECIDED');
  const others = parts.filter(({ origin }) => origin === 'UNDECIDED').flatMap((one) => one.changes);
  if (explained.length > 0 && set.beforeId !== null && set.afterId !== null) {
    const before = await readSnapshotContent(tx.q, set.beforeId);
    const after = await readSnapshotContent(tx.q, set.afterId);
    if (before !== undefined && after !== undefined) {
      const step = { before, after, baselineId: position.baselineId };
      await adoptChanges(
        tx,
        watched,
        step,
        explained.flatMap((part) => part.changes),
      );
    }
  }
  const isIgnored = compileIgnores(await listIgnoredPatterns(tx.q, watched));
  const isDrift = others.some((change) => !isIgnored(change));
  const driftId = await judgeDrift(tx, watched, {
    statements: isDrift ? set.statements : [],
    resolution: others.length > 0 ? 'GONE' : 'MIGRATED',
    decided: set.id,
  });
  const [first] = explained;
  await attributeChangeSet(
    tx,
    { ...set, database: database.name, changes },
    {
      // Partly a migration's: what it is not decides.
      origin: isDrift ? 'DRIFT' : originOf(first),
      runId: first?.runId ?? null,
      driftId: isDrift ? driftId : null,
      migration: first?.migration ?? null,
      attributedAt: clock.now(),
    },
  );
}

function originOf(part: ExplainedPart | undefined): 'MIGRATION' | 'FOREIGN_MIGRATION' | 'IGNORED' {
  if (part === undefined || part.origin === 'UNDECIDED') return 'IGNORED';
  return part.origin;
}
