// Runs that were being executed at some time after a moment, however long ago they were asked for.
import { sql, type SQL } from './drizzle.ts';

/**
 * What `migration_runs` must fulfil for it. The few ids are found first, by the indexes on the end of a
 * database's runs and on what runs now: a page in the order of asking would else read all older runs.
 */
export function isActiveSince(since: Date): SQL {
  return sql`migration_runs.id = any(array(
    select ended.id from hawkwatch_store.databases d
      join hawkwatch_store.migration_runs ended on ended.database_id = d.id
        and ended.finished_at >= ${since.toISOString()}::timestamptz
      where ended.started_at is not null
    union all
    select running.id from hawkwatch_store.migration_runs running
      where running.state = 'RUNNING'))`;
}

/** The same of a run that was read. */
export function wasActiveSince(
  run: {
    readonly state: string;
    readonly startedAt: Date | null;
    readonly finishedAt: Date | null;
  },
  since: Date,
): boolean {
  if (run.state === 'RUNNING') return true;
  return run.startedAt !== null && run.finishedAt !== null && run.finishedAt >= since;
}
