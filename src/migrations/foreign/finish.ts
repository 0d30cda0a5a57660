// The end of a foreign migration: its sources' histories are read again, compared with before, and
// what became of it is written with its steps, once.
import { coerceError } from '../../core/errors.ts';
import type { RunError } from '../../core/migrations.ts';
import { listStoredPending } from '../../store/foreign-runs.ts';
import type { SourceStatus } from '../status-words.ts';
import type { Fact } from './changes.ts';
import type { OpenRun } from './open-run.ts';
import { judgeOutcome, type Outcome } from './outcome.ts';
import type { Poller } from './poll.ts';
import { recordForeign, type Recording } from './record.ts';
import type { WatchedDatabase } from './watched-database.ts';

/** The status of the database's sources; undefined when it could not be read. */
export async function readStatuses(
  watched: WatchedDatabase,
): Promise<readonly SourceStatus[] | undefined> {
  const { sources, statuses, database, logger } = watched;
  if (sources.length === 0) return [];
  try {
    return await statuses.read(database.name);
  } catch (error) {
    logger.debug({ err: coerceError(error) }, 'the status around a foreign run was not read');
    return undefined;
  }
}

/** Finds out what became of a run that was not seen any more, and records its end. */
export async function finishForeignRun(
  watched: WatchedDatabase,
  run: OpenRun,
  poller: Poller,
): Promise<void> {
  const { store, sources, database, clock } = watched;
  const finishedAt = clock.now();
  const badEnds = await poller.badEnds().catch(() => undefined);
  const [before, after] = await Promise.all([run.before, readStatuses(watched)]);
  const pending = await Promise.all(
    sources.map(async ({ name }) => {
      const versions = await listStoredPending(store.q, database.id, name);
      return versions.map((version) => `${name}/${version}`);
    }),
  );
  const facts = {
    before,
    after: after ?? [],
    storedPending: new Set(pending.flat()),
    since: run.since,
    abnormalEnds: run.badEnds !== undefined && badEnds !== undefined && badEnds > run.badEnds,
    unwatched: run.unwatched,
  };
  await recordForeign(watched, run.run, database, (row) => {
    // The row, not what was told last: whoever ended the session has said so there.
    const session = {
      ...(row.foreign ?? run.told.session),
      stale: false,
      waitsFor: [],
      blocks: [],
    };
    return { ...endOf(judgeOutcome({ ...facts, session }), finishedAt), session };
  });
}

// Each becomes an event; the rows of all are there anyway.
const maxStepEvents = 200;

function endOf({ state, message, error, steps }: Outcome, finishedAt: Date): Recording {
  const done = steps.slice(0, maxStepEvents).map((step): Fact => ({
    kind: 'MIGRATION_FINISHED',
    migration: {
      version: step.version,
      name: step.name,
      state: step.state,
      statementsDone: 0,
      statementsTotal: 0,
      durationMs: step.durationMs,
    },
  }));
  return {
    facts: [...done, { kind: 'FINISHED', message, error }],
    patch: { state, finishedAt, error, ...(state === 'SUCCEEDED' ? { percent: 100 } : {}) },
    steps,
  };
}

/** Records that a run was not followed to its end, and why. */
export async function abandonForeignRun(
  watched: Pick<WatchedDatabase, 'store' | 'clock' | 'database'>,
  run: OpenRun['run'],
  reason: string,
): Promise<void> {
  const rest = { sqlState: null, statement: null, position: null, hint: null };
  const error: RunError = { message: reason, ...rest };
  await recordForeign(watched, run, watched.database, () => ({
    facts: [{ kind: 'FINISHED', message: reason, error }],
    patch: { state: 'INTERRUPTED', finishedAt: watched.clock.now(), error },
  }));
}
