// Runs of a database that may have made a change of its schema: those that were going on at some time
// after a moment, hawkwatch's own and other people's.
import { and, desc, eq, gte, isNotNull, isNull, or, sql } from './drizzle.ts';
import type { ForeignSession, RunExecutor } from '../core/migrations.ts';
import { migrationRuns, migrationRunSteps } from './schema/index.ts';
import type { Queryable } from './store.ts';

export interface NearbyRun {
  readonly id: string;
  readonly executor: RunExecutor;
  readonly startedAt: Date;
  /** Null while it goes on. */
  readonly finishedAt: Date | null;
  readonly foreign: ForeignSession | null;
}

const most = 50;

/** The latest runs that had not ended at `since`, the oldest first; dry runs change nothing. */
export async function listNearbyRuns(
  q: Queryable,
  databaseId: string,
  since: Date,
): Promise<readonly NearbyRun[]> {
  const runs = await q
    .select({
      id: migrationRuns.id,
      executor: sql<RunExecutor>`${migrationRuns.executor}`,
      startedAt: migrationRuns.startedAt,
      finishedAt: migrationRuns.finishedAt,
      foreign: sql<ForeignSession | null>`${migrationRuns.foreign}`,
    })
    .from(migrationRuns)
    .where(
      and(
        eq(migrationRuns.databaseId, databaseId),
        eq(migrationRuns.dryRun, false),
        isNotNull(migrationRuns.startedAt),
        or(
          and(isNull(migrationRuns.finishedAt), eq(migrationRuns.state, 'RUNNING')),
          gte(migrationRuns.finishedAt, since),
        ),
      ),
    )
    .orderBy(desc(migrationRuns.startedAt))
    .limit(most);
  return runs
    .toReversed()
    .flatMap(({ startedAt, ...run }) => (startedAt === null ? [] : [{ ...run, startedAt }]));
}

/** Names a version of a source. */
export const versionKey = (source: string, version: string): string => `${source} ${version}`;

/** What runs that had not ended at `since` were to apply or take back, by source and version. */
export async function listVersionsOfRuns(
  q: Queryable,
  databaseId: string,
  since: Date,
): Promise<readonly string[]> {
  const rows = await q
    .selectDistinct({ source: migrationRuns.source, version: migrationRunSteps.version })
    .from(migrationRuns)
    .innerJoin(migrationRunSteps, eq(migrationRunSteps.runId, migrationRuns.id))
    .where(
      and(
        eq(migrationRuns.databaseId, databaseId),
        eq(migrationRuns.dryRun, false),
        isNotNull(migrationRuns.startedAt),
        or(isNull(migrationRuns.finishedAt), gte(migrationRuns.finishedAt, since)),
      ),
    );
  return rows.map(({ source, version }) => versionKey(source, version));
}
