// What the store keeps of migrations that hawkwatch did not start, besides their run: the steps that
// are known only at the end, and what is needed to tell them. A replica that takes the watch over
// raises the run's `claim`, which shuts out the one before.
import { and, eq, sql } from './drizzle.ts';
import type { MigrationState } from '../core/migrations.ts';
import { lockRun, type MigrationRun } from './migration-runs.ts';
import { migrationRuns, migrationStatuses } from './schema/index.ts';
import { decodeDetails } from './status-details.ts';
import type { Queryable, StoreTransaction } from './store.ts';

/** Makes an open run this replica's; undefined when it has ended meanwhile. */
export async function claimForeignRun(
  { q }: StoreTransaction,
  id: string,
): Promise<MigrationRun | undefined> {
  const run = await lockRun(q, id);
  if (run === undefined || run.state !== 'RUNNING') return undefined;
  const claim = run.claim + 1;
  await q.update(migrationRuns).set({ claim }).where(eq(migrationRuns.id, id));
  return { ...run, claim };
}

/** Lets the session of an ended run make another one: the key is unique for ever. */
export async function releaseForeignKey(q: Queryable, runId: string): Promise<void> {
  await q
    .update(migrationRuns)
    .set({ clientMutationId: sql`${migrationRuns.clientMutationId} || '#' || ${runId}::text` })
    .where(eq(migrationRuns.id, runId));
}

export interface ForeignStep {
  readonly version: string;
  readonly name: string;
  readonly checksum: string | null;
  readonly state: MigrationState;
  readonly durationMs: number | null;
}

/** Stores what a foreign migration turned out to have done; nothing is known of its statements. */
export async function insertForeignSteps(
  q: Queryable,
  runId: string,
  steps: readonly ForeignStep[],
): Promise<void> {
  if (steps.length === 0) return;
  const rows = JSON.stringify(steps.map((step, position) => ({ ...step, position })));
  await q.execute(sql`
    insert into hawkwatch_store.migration_run_steps
      (run_id, position, version, name, checksum, state, statements_total, duration_ms)
    select ${runId}::uuid, position, version, name, coalesce(checksum, ''), state, 0, "durationMs"
    from jsonb_to_recordset(${rows}::jsonb) as step(position integer, version text, name text,
      checksum text, state text, "durationMs" float8)`);
}

/** Versions of a source that were pending when its stored status was read; empty when there is none. */
export async function listStoredPending(
  q: Queryable,
  databaseId: string,
  source: string,
): Promise<readonly string[]> {
  const [row] = await q
    .select({ migrations: migrationStatuses.migrations })
    .from(migrationStatuses)
    .where(and(eq(migrationStatuses.databaseId, databaseId), eq(migrationStatuses.source, source)));
  if (row === undefined) return [];
  const { versions } = decodeDetails(row.migrations);
  return versions.flatMap(([version, state]) => (state === 'PENDING' ? [version] : []));
}
