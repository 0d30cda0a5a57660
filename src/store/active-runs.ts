// Runs that were being executed at some time after a moment, however long ago they were asked for.
import { sql, type SQL } from './drizzle.ts';

/**
 * What `migration_runs` must fulfil for it. The few ids are found first, by the index on the end of a
 * database's runs: a page in the order of asking would else read all older runs. Whatever was begun and has
 * no end counts, so also what a restart of hawkwatch has put back into the queue.
 */
export function isActiveSince(since: Date): SQL {
  return sql`migration_runs.id = any(array(
    select ended.id from hawkwatch_store.databases d
      join hawkwatch_store.migration_runs ended on ended.database_id = d.id
        and ended.finished_at >= ${since.toISOString()}::timestamptz
      where ended.started_at is not null
    union all
    select begun.id from hawkwatch_store.databases d
      join hawkwatch_store.migration_runs begun on begun.database_id = d.id
        and begun.finished_at is null
      where begun.started_at is not null))`;
}

/** The same of a run that was read. */
export function wasActiveSince(
  run: {
    readonly startedAt: Date | null;
    readonly finishedAt: Date | null;
  },
  since: Date,
): boolean {
  return run.startedAt !== null && (run.finishedAt === null || run.finishedAt >= since);
}
