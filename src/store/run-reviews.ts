// Runs that wait for somebody's decision, and queued ones that may be made to wait. Whoever decides
// takes the run's row first, so that of two deciders the second finds it decided.

import { and, asc, count, eq, isNull, sql } from './drizzle.ts';
import { findRun, findRuns, type MigrationRun } from './migration-runs.ts';
import { migrationRuns } from './schema/index.ts';
import type { Queryable } from './store.ts';

/** A run under its row's lock, whatever its state. */
export async function claimRun(q: Queryable, runId: string): Promise<MigrationRun | undefined> {
  const [held] = await q
    .select({ id: migrationRuns.id })
    .from(migrationRuns)
    .where(eq(migrationRuns.id, runId))
    .for('update');
  return held === undefined ? undefined : findRun(q, runId);
}

async function claimWhere(
  q: Queryable,
  where: ReturnType<typeof and>,
): Promise<readonly MigrationRun[]> {
  const held = await q
    .select({ id: migrationRuns.id })
    .from(migrationRuns)
    .where(where)
    // One order for everybody who takes several.
    .orderBy(asc(migrationRuns.id))
    .for('update');
  const runs = await findRuns(
    q,
    held.map((row) => row.id),
  );
  return runs.toSorted((a, b) => a.queuedAt.getTime() - b.queuedAt.getTime());
}

/** Runs of a source that wait for a review, oldest first, under their rows' locks. */
export function claimWaitingRuns(
  q: Queryable,
  databaseId: string,
  source: string,
): Promise<readonly MigrationRun[]> {
  return claimWhere(
    q,
    and(
      eq(migrationRuns.databaseId, databaseId),
      eq(migrationRuns.source, source),
      eq(migrationRuns.state, 'AWAITING_REVIEW'),
    ),
  );
}

/**
 * What hawkwatch started by itself and nobody has looked at: it has no review. Such a run begins
 * only while its database's policy allows it.
 */
export const isUnreviewedAutomatic = and(
  eq(migrationRuns.origin, 'AUTOMATIC'),
  isNull(migrationRuns.review),
);

/**
 * An emergency roll-back: decided by whoever asked for it, which its review says from the start. It
 * goes ahead of the queue and is verified when it has ended.
 */
export const isEmergency = sql<boolean>`(${migrationRuns.kind} = 'ROLLBACK'
  and ${migrationRuns.review} is not null)`;

/** The same of a run that was read. */
export function isEmergencyRun(run: Pick<MigrationRun, 'kind' | 'review'>): boolean {
  return run.kind === 'ROLLBACK' && run.review !== null;
}

/** Queued automatic runs that have not begun, of one database or of all, under their rows' locks. */
export function claimQueuedAutomaticRuns(
  q: Queryable,
  databaseId?: string,
): Promise<readonly MigrationRun[]> {
  return claimWhere(
    q,
    and(
      eq(migrationRuns.state, 'QUEUED'),
      isNull(migrationRuns.startedAt),
      isUnreviewedAutomatic,
      databaseId === undefined ? undefined : eq(migrationRuns.databaseId, databaseId),
    ),
  );
}

/** True while a run of the source that changes the database is queued or executed. */
export async function hasOpenRun(
  q: Queryable,
  databaseId: string,
  source: string,
): Promise<boolean> {
  const [open] = await q
    .select({ id: migrationRuns.id })
    .from(migrationRuns)
    .where(
      and(
        eq(migrationRuns.databaseId, databaseId),
        eq(migrationRuns.source, source),
        eq(migrationRuns.dryRun, false),
        sql`${migrationRuns.state} in ('QUEUED', 'RUNNING')`,
      ),
    )
    .limit(1);
  return open !== undefined;
}

/** How many automatic dry runs of the same bytes were cut off. */
export async function countInterruptedRehearsals(
  q: Queryable,
  { databaseId, source, inputHash }: Pick<MigrationRun, 'databaseId' | 'source' | 'inputHash'>,
): Promise<number> {
  const [row] = await q
    .select({ n: count() })
    .from(migrationRuns)
    .where(
      and(
        eq(migrationRuns.databaseId, databaseId),
        eq(migrationRuns.source, source),
        eq(migrationRuns.inputHash, inputHash),
        eq(migrationRuns.origin, 'AUTOMATIC'),
        eq(migrationRuns.dryRun, true),
        eq(migrationRuns.state, 'INTERRUPTED'),
      ),
    );
  return row?.n ?? 0;
}

export interface KnownBytes {
  readonly version: string;
  readonly checksum: string;
}

/**
 * The newest run that has dealt with one of these migrations with these very bytes: they are pending
 * again, or still, so a person has to look before they are tried again. One that merely gave way to
 * a newer run does not count.
 */
export async function findEarlierRun(
  q: Queryable,
  databaseId: string,
  source: string,
  steps: readonly KnownBytes[],
): Promise<MigrationRun | undefined> {
  if (steps.length === 0) return undefined;
  const [row] = await q.execute<{ id: string }>(sql`
    select r.id
    from hawkwatch_store.migration_runs r
    where r.database_id = ${databaseId} and r.source = ${source} and r.kind = 'MIGRATE'
      and not r.dry_run and r.state not in ('AWAITING_REVIEW', 'QUEUED', 'RUNNING')
      and coalesce(r.review->>'actorId', '') <> 'system'
      and exists (
        select 1 from hawkwatch_store.migration_run_steps s
        join jsonb_to_recordset(${JSON.stringify(steps)}::jsonb)
          as w(version text, checksum text) on w.version = s.version and w.checksum = s.checksum
        where s.run_id = r.id)
    order by r.queued_at desc, r.id desc
    limit 1`);
  return row === undefined ? undefined : findRun(q, row.id);
}

/** The run of the source that waits for its review with exactly these bytes, in this order. */
export async function findWaitingRunOf(
  q: Queryable,
  databaseId: string,
  source: string,
  steps: readonly KnownBytes[],
): Promise<string | undefined> {
  const wanted = JSON.stringify(steps.map(({ version, checksum }) => [version, checksum]));
  const [row] = await q.execute<{ id: string }>(sql`
    select r.id
    from hawkwatch_store.migration_runs r
    where r.database_id = ${databaseId} and r.source = ${source} and r.kind = 'MIGRATE'
      and not r.dry_run and r.state = 'AWAITING_REVIEW'
      and (select jsonb_agg(jsonb_build_array(s.version, s.checksum) order by s.position)
           from hawkwatch_store.migration_run_steps s where s.run_id = r.id) = ${wanted}::jsonb
    limit 1`);
  return row?.id;
}
