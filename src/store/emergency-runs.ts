// What an emergency roll-back needs to know of runs, and its verification, which is written once.
import { and, desc, eq, isNotNull, isNull, sql } from './drizzle.ts';
import type { RunVerification } from '../core/migrations.ts';
import { findRuns, type MigrationRun } from './migration-runs.ts';
import { isEmergency } from './run-reviews.ts';
import { migrationRuns } from './schema/index.ts';
import { storableJson } from './storable.ts';
import type { Queryable } from './store.ts';

const ended = and(
  isNotNull(migrationRuns.finishedAt),
  sql`${migrationRuns.state} not in ('AWAITING_REVIEW', 'QUEUED', 'RUNNING')`,
);

/** Runs of a source that have ended and were no dry runs, those that ended last first. */
export async function listEndedRuns(
  q: Queryable,
  databaseId: string,
  source: string,
  limit: number,
): Promise<readonly MigrationRun[]> {
  const rows = await q
    .select({ id: migrationRuns.id })
    .from(migrationRuns)
    .where(
      and(
        eq(migrationRuns.databaseId, databaseId),
        eq(migrationRuns.source, source),
        eq(migrationRuns.dryRun, false),
        ended,
      ),
    )
    .orderBy(desc(migrationRuns.finishedAt), desc(migrationRuns.id))
    .limit(limit);
  const ids = rows.map((row) => row.id);
  const runs = new Map((await findRuns(q, ids)).map((run) => [run.id, run]));
  return ids.flatMap((id) => runs.get(id) ?? []);
}

/** The run of hawkwatch's own that executes in a database right now. */
export async function findRunningRun(
  q: Queryable,
  databaseId: string,
): Promise<string | undefined> {
  const [row] = await q
    .select({ id: migrationRuns.id })
    .from(migrationRuns)
    .where(
      and(
        eq(migrationRuns.databaseId, databaseId),
        eq(migrationRuns.state, 'RUNNING'),
        sql`${migrationRuns.executor} <> 'foreign'`,
      ),
    );
  return row?.id;
}

/** Emergency roll-backs that have ended and were not verified yet. */
export async function listUnverifiedRuns(q: Queryable): Promise<readonly MigrationRun[]> {
  const rows = await q
    .select({ id: migrationRuns.id })
    .from(migrationRuns)
    .where(and(isEmergency, ended, isNull(migrationRuns.verification)));
  return findRuns(
    q,
    rows.map((row) => row.id),
  );
}

/** Writes a run's verification; false when it has one already. */
export async function updateVerification(
  q: Queryable,
  runId: string,
  verification: RunVerification,
): Promise<boolean> {
  const rows = await q
    .update(migrationRuns)
    .set({ verification: JSON.parse(storableJson(verification)) })
    .where(and(eq(migrationRuns.id, runId), isNull(migrationRuns.verification)))
    .returning({ id: migrationRuns.id });
  return rows.length > 0;
}
