// Runs as the API shows them: one by its id, pages, and what is computed from a run.
import { InvalidInputError, NotFoundError } from '../core/errors.ts';
import type { DatabaseRecord } from '../store/databases.ts';
import { listRuns, type MigrationRun, type RunFilter } from '../store/migration-runs.ts';
import type { RunKind, RunOrigin, RunState } from '../core/migrations.ts';
import type { GraphqlContext } from './context.ts';
import { getDatabase } from './database-reference.ts';
import type { RunView } from './loaders.ts';
import {
  connectionOf,
  decodeTimedPlace,
  encodeTimedPlace,
  maxPageSize,
  parsePage,
  type Connection,
  type PageArguments,
  type Page,
  type TimedPlace,
} from './paging.ts';

export interface RunFilterInput {
  readonly database?: string | null | undefined;
  readonly states?: readonly RunState[] | null | undefined;
  readonly kinds?: readonly RunKind[] | null | undefined;
  readonly dryRun?: boolean | null | undefined;
  readonly origins?: readonly RunOrigin[] | null | undefined;
  readonly triggeredBy?: string | null | undefined;
  readonly since?: Date | null | undefined;
  readonly activeSince?: Date | null | undefined;
}

/** Milliseconds a run took, or has taken until `now`; null before it started. */
export function durationOf(run: MigrationRun, now: Date): number | null {
  if (run.startedAt === null) return null;
  return (run.finishedAt ?? now).getTime() - run.startedAt.getTime();
}

/** The database of a run; it is never deleted before its runs. */
export async function getRunDatabase(
  { loaders }: GraphqlContext,
  { run }: RunView,
): Promise<DatabaseRecord> {
  const database = await loaders.databases.load(run.databaseId);
  if (database === undefined) throw new Error(`run ${run.id} has no database`);
  return database;
}

/** @throws NotFoundError when there is no such run. */
export async function getRunView({ loaders }: GraphqlContext, id: string): Promise<RunView> {
  const view = await loaders.runs.load(id);
  if (view === undefined) throw runNotFound(id);
  return view;
}

/** What to answer when a run is asked for that is not there. */
export function runNotFound(id: string): NotFoundError {
  return new NotFoundError(
    `There is no run "${id.slice(0, 100)}". \`migrationRuns\` lists those there are.`,
  );
}

/** The store's filter for an API filter; the database is looked up by id or name. */
export async function parseRunFilter(
  context: GraphqlContext,
  input: RunFilterInput | null | undefined,
): Promise<RunFilter> {
  const { database, states, kinds, dryRun, origins, triggeredBy, since, activeSince } = input ?? {};
  return {
    databaseIds:
      typeof database === 'string' ? [(await getDatabase(context, database)).id] : undefined,
    states: states ?? undefined,
    kinds: kinds ?? undefined,
    dryRun: dryRun ?? undefined,
    origins: origins ?? undefined,
    triggeredBy: triggeredBy ?? undefined,
    since: since ?? undefined,
    activeSince: activeSince ?? undefined,
  };
}

/** A page of runs, newest first. */
export async function pageOfRuns(
  context: GraphqlContext,
  args: PageArguments,
  filter: RunFilterInput | null | undefined,
): Promise<Connection<RunView>> {
  const asOf = await context.asOf();
  const page: Page<TimedPlace> = parsePage(args, decodeTimedPlace);
  const place = (at: TimedPlace | undefined) => at && { queuedAt: at.at, id: at.id };
  const rows = await listRuns(context.services.store.q, await parseRunFilter(context, filter), {
    limit: page.limit,
    after: place(page.after),
    before: place(page.before),
    backwards: page.backwards,
  });
  return connectionOf(page, rows, asOf, (run) => ({
    node: { run, asOf },
    cursor: encodeTimedPlace({ at: run.queuedAt, id: run.id }),
  }));
}

/** The newest `limit` runs. */
export async function newestRuns(
  context: GraphqlContext,
  limit: number,
  filter: RunFilterInput,
): Promise<RunView[]> {
  if (limit < 1 || limit > maxPageSize) {
    throw new InvalidInputError(`\`limit\` must be between 1 and ${maxPageSize}.`, [
      { path: 'limit', message: `must be between 1 and ${maxPageSize}` },
    ]);
  }
  const asOf = await context.asOf();
  const runs = await listRuns(context.services.store.q, await parseRunFilter(context, filter), {
    limit,
  });
  return runs.map((run) => ({ run, asOf }));
}
