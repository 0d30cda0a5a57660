// What happens to a run while it executes. The run's events are numbered; `recorded_seq` advances
// in the transaction that appends them, so repeating a batch whose commit was never acknowledged,
// or replaying it from a spool, adds nothing. `claim` fences: when another replica has taken the
// run over, the old one's batches are refused.

import { and, asc, desc, eq, inArray, isNotNull, ne, notExists, or, sql } from './drizzle.ts';
import type { NewEvent } from '../core/events.ts';
import {
  isRunEnded,
  type DryRunStatement,
  type ForeignSession,
  type MigrationState,
  type RunError,
  type RunReview,
  type RunState,
} from '../core/migrations.ts';
import { findRun, type MigrationRun } from './migration-runs.ts';
import { isEmergency, isUnreviewedAutomatic } from './run-reviews.ts';
import { migrationRuns, migrationRunSteps, replicas } from './schema/index.ts';
import type { Queryable, Store, StoreTransaction } from './store.ts';

export interface RunPatch {
  readonly state?: RunState;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
  readonly percent?: number;
  readonly error?: RunError | null;
  readonly report?: readonly DryRunStatement[];
  /** Of a migration that somebody else runs: how its session stands now. */
  readonly foreign?: ForeignSession;
  /** Only of a run that nobody executes: it never goes through a spool. */
  readonly review?: RunReview;
}

export interface StepPatch {
  readonly position: number;
  readonly state: MigrationState;
  readonly statementsDone: number;
  readonly durationMs: number | null;
}

/** One numbered fact of a run: its event and what it changes. */
export interface RunEntry {
  /** Counted from 1 within the run, without gaps. */
  readonly seq: number;
  /** Outcomes are never dropped, progress may be when there is no room. */
  readonly outcome: boolean;
  readonly event: NewEvent;
  readonly run?: RunPatch;
  readonly step?: StepPatch;
}

export type RecordResult = 'recorded' | 'fenced';

/** Writes a batch of entries; those recorded before are passed over. */
export function recordRunEntries(
  store: Store,
  runId: string,
  claim: number,
  entries: readonly RunEntry[],
): Promise<RecordResult> {
  return store.transaction((tx) => recordRunEntriesIn(tx, runId, claim, entries));
}

/** The same within a transaction of the caller's. */
export async function recordRunEntriesIn(
  { q, append }: StoreTransaction,
  runId: string,
  claim: number,
  entries: readonly RunEntry[],
): Promise<RecordResult> {
  const [held] = await q
    .select({ claim: migrationRuns.claim, recordedSeq: migrationRuns.recordedSeq })
    .from(migrationRuns)
    .where(eq(migrationRuns.id, runId))
    .for('update');
  if (held === undefined || held.claim !== claim) return 'fenced';
  const fresh = entries.filter((entry) => entry.seq > held.recordedSeq);
  const last = fresh.at(-1);
  if (last === undefined) return 'recorded';
  const patch: RunPatch = Object.assign({}, ...fresh.map((entry) => entry.run ?? {}));
  await q
    .update(migrationRuns)
    .set({ ...patch, recordedSeq: last.seq })
    .where(eq(migrationRuns.id, runId));
  await updateSteps(q, runId, fresh);
  if (patch.state !== undefined && isRunEnded(patch.state)) await deleteSealed(q, runId);
  for (const entry of fresh) append(entry.event);
  return 'recorded';
}

async function updateSteps(
  q: Queryable,
  runId: string,
  entries: readonly RunEntry[],
): Promise<void> {
  const latest = new Map<number, StepPatch>();
  for (const { step } of entries) if (step !== undefined) latest.set(step.position, step);
  if (latest.size === 0) return;
  const rows = JSON.stringify([...latest.values()]);
  await q.execute(sql`
    update hawkwatch_store.migration_run_steps as s
    set state = p.state, statements_done = p."statementsDone", duration_ms = p."durationMs"
    from jsonb_to_recordset(${rows}::jsonb)
      as p(position integer, state text, "statementsDone" integer, "durationMs" float8)
    where s.run_id = ${runId} and s.position = p.position`);
}

/** Drops the sealed bytes of a run; the hashes stay. */
export async function deleteSealed(q: Queryable, runId: string): Promise<void> {
  await q.update(migrationRunSteps).set({ sealed: null }).where(eq(migrationRunSteps.runId, runId));
}

/** An id that no row has: a list of ids is never empty. */
const noDatabase = '00000000-0000-0000-0000-000000000000';

/**
 * Takes the oldest queued run that this replica can execute, of a database that has none running;
 * emergency roll-backs first. The partial unique index decides a race between replicas: the loser gets nothing. A run that was
 * to be cancelled when its replica handed it back is taken too: its executor ends it.
 */
export async function claimQueuedRun(
  q: Queryable,
  claimant: {
    replicaId: string;
    keyId: string;
    databaseIds: readonly string[];
    /** Databases whose automatic runs may begin right now; undefined: those of all. */
    automaticIds?: readonly string[] | undefined;
  },
): Promise<MigrationRun | undefined> {
  const { automaticIds } = claimant;
  if (claimant.databaseIds.length === 0) return undefined;
  const running = q
    .select({ one: sql`1` })
    .from(sql`hawkwatch_store.migration_runs as r`)
    .where(
      sql`r.database_id = ${migrationRuns.databaseId} and r.state = 'RUNNING'
        and r.executor <> 'foreign'`,
    );
  const [next] = await q
    .select({ id: migrationRuns.id })
    .from(migrationRuns)
    .where(
      and(
        eq(migrationRuns.state, 'QUEUED'),
        eq(migrationRuns.keyId, claimant.keyId),
        inArray(migrationRuns.databaseId, [...claimant.databaseIds]),
        notExists(running),
        automaticIds === undefined
          ? undefined
          : or(
              sql`not (${isUnreviewedAutomatic})`,
              isNotNull(migrationRuns.startedAt),
              inArray(migrationRuns.databaseId, [noDatabase, ...automaticIds]),
            ),
      ),
    )
    .orderBy(desc(isEmergency), asc(migrationRuns.queuedAt), asc(migrationRuns.id))
    .limit(1)
    .for('update', { skipLocked: true });
  return next === undefined ? undefined : takeRun(q, next.id, claimant.replicaId);
}

/** Makes a run this replica's; the higher `claim` shuts out whoever had it before. */
async function takeRun(
  q: Queryable,
  runId: string,
  replicaId: string,
): Promise<MigrationRun | undefined> {
  await q
    .update(migrationRuns)
    .set({ state: 'RUNNING', claimedBy: replicaId, claim: sql`${migrationRuns.claim} + 1` })
    .where(eq(migrationRuns.id, runId));
  return findRun(q, runId);
}

/**
 * Takes a run that is marked as running although nobody runs it: this replica's own from before
 * a restart (`own`), or another's whose heartbeat has been silent.
 */
export async function claimAbandonedRun(
  q: Queryable,
  claimant: {
    replicaId: string;
    databaseIds: readonly string[];
    silentMs: number;
    /** False while this replica cannot tell who is silent: after an outage of the store all are. */
    others: boolean;
    /** Runs this replica executes right now. */
    executing: readonly string[];
  },
): Promise<MigrationRun | undefined> {
  if (claimant.databaseIds.length === 0) return undefined;
  const alive = q
    .select({ one: sql`1` })
    .from(replicas)
    .where(
      and(
        eq(replicas.id, migrationRuns.claimedBy),
        sql`${replicas.id} <> ${claimant.replicaId}`,
        sql`${replicas.heartbeatAt} > now() - ${claimant.silentMs} * interval '1 millisecond'`,
      ),
    );
  const [next] = await q
    .select({ id: migrationRuns.id })
    .from(migrationRuns)
    .where(
      and(
        eq(migrationRuns.state, 'RUNNING'),
        ne(migrationRuns.executor, 'foreign'),
        inArray(migrationRuns.databaseId, [...claimant.databaseIds]),
        claimant.executing.length === 0
          ? undefined
          : sql`${migrationRuns.id} not in ${[...claimant.executing]}`,
        notExists(alive),
        claimant.others ? undefined : eq(migrationRuns.claimedBy, claimant.replicaId),
      ),
    )
    .orderBy(asc(migrationRuns.queuedAt))
    .limit(1)
    .for('update', { skipLocked: true });
  return next === undefined ? undefined : takeRun(q, next.id, claimant.replicaId);
}

/** Asks for a run's end; a queued one ends here, for a running one the executor is told. */
export async function updateCancelRequest(
  q: Queryable,
  runId: string,
  now: Date,
): Promise<MigrationRun | undefined> {
  await q
    .update(migrationRuns)
    .set({
      cancelRequestedAt: sql`coalesce(${migrationRuns.cancelRequestedAt}, ${now.toISOString()}::timestamptz)`,
    })
    .where(eq(migrationRuns.id, runId));
  return findRun(q, runId);
}

/** Versions that a run of this database and source executes right now. */
export async function listRunningVersions(
  q: Queryable,
  databaseName: string,
  source: string,
): Promise<string[]> {
  const rows = await q.execute<{ version: string }>(sql`
    select s.version
    from hawkwatch_store.migration_runs r
    join hawkwatch_store.databases d on d.id = r.database_id
    join hawkwatch_store.migration_run_steps s on s.run_id = r.id
    where r.state = 'RUNNING' and not r.dry_run and d.name = ${databaseName}
      and r.source = ${source} and s.state = 'RUNNING'`);
  return rows.map((row) => row.version);
}
