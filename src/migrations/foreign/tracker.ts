// The foreign migrations of one watched database, from first sight to outcome. Each look goes through
// here: what is new is opened at once, what goes on is compared with what was told last, what is gone
// is judged by its sources' histories. What was told is what the store has: a write that fails is
// made again from the next look.
//
//   seen first -> open (RUNNING) -> [missed -> seen again]* -> missed for good -> ending -> ended
import { coerceError } from '../../core/errors.ts';
import type { ForeignSession } from '../../core/migrations.ts';
import { listOwnRunningRuns, type MigrationRun } from '../../store/migration-runs.ts';
import type { Told } from './changes.ts';
import { finishForeignRun, readStatuses } from './finish.ts';
import { ageMs, describeSession } from './observe.ts';
import { hasEnded, keyOf, matchSightings, sessionIdOf, type OpenRun } from './open-run.ts';
import type { Poller } from './poll.ts';
import { unknownTool, type Look, type Recogniser, type Sighting } from './recognise.ts';
import { beginForeignRun } from './record.ts';
import { updateForeignRun } from './update.ts';
import type { WatchedDatabase } from './watched-database.ts';

export interface Tracker {
  /** Server processes that every look has to report. */
  pids(): readonly number[];
  /** True while it follows the run, or finds out how it ended. */
  holds(runId: string): boolean;
  /** Takes over a run that was open before. */
  adopt(run: MigrationRun): void;
  /** Makes of a look what it means. */
  take(look: Look, poller: Poller): Promise<void>;
  /** Waits for the outcomes that are being found out. */
  settled(): Promise<void>;
}

// Rows that were applied in the moment before the first sight are counted in.
const toleranceMs = 1_000;

/** Creates the tracker of one database. */
export function createTracker(watched: WatchedDatabase, recogniser: Recogniser): Tracker {
  const { database, sources, store, clock, logger } = watched;
  const open = new Set<OpenRun>();
  /** By sighting's key: none of them is opened anew while its run is being ended. */
  const ending = new Map<string, Promise<void>>();
  const endingRuns = new Set<string>();
  let lookedAtMs: number | undefined;

  const holds = (runId: string): boolean =>
    endingRuns.has(runId) || [...open].some(({ run }) => run.id === runId);

  /** What hawkwatch runs by a tool's own command looks like anybody's. */
  const isOwn = async ({ tool }: Sighting): Promise<boolean> => {
    if (sources.every(({ command }) => command === null)) return false;
    const own = await listOwnRunningRuns(store.q, database.id);
    return own.some(({ executor, source: name }) => {
      const source = sources.find((one) => one.name === name);
      if (executor !== 'command') return false;
      return tool === unknownTool || source?.tool === 'auto' || source?.tool === tool;
    });
  };

  const sourceOf = (tool: string): string => {
    const exact = sources.find((source) => source.tool === tool);
    const guessed = sources.filter((source) => source.tool === 'auto');
    return (exact ?? (guessed.length === 1 ? guessed[0] : undefined))?.name ?? tool;
  };

  const begin = async (sighting: Sighting, look: Look, poller: Poller): Promise<void> => {
    const { key, tool, session: seen } = sighting;
    if (ending.has(key) || (await isOwn(sighting))) return;
    const age = ageMs(sighting, lookedAtMs === undefined ? undefined : look.atMs - lookedAtMs);
    const startedAt = new Date(clock.now().getTime() - age);
    const session = describeSession(sighting, startedAt.toISOString());
    const source = sourceOf(tool);
    const run = await beginForeignRun(watched, { database, source, key, session, startedAt });
    if (run === undefined || holds(run.id)) return;
    const opened: OpenRun = {
      run,
      key,
      sessionId: seen?.id ?? null,
      client: seen?.client ?? null,
      told: toldOf(run.foreign ?? session),
      missed: 0,
      quietSinceMs: null,
      since: new Date((seen?.now ?? clock.now()).getTime() - age - toleranceMs),
      before: readStatuses(watched),
      badEnds: undefined,
      unwatched: false,
    };
    open.add(opened);
    const { pid, application, user } = session;
    const about = { database: database.name, run: run.id, tool, pid, application, user };
    logger.info(about, 'a migration that hawkwatch did not start was seen');
    opened.badEnds = await poller.badEnds();
  };

  const end = (run: OpenRun, poller: Poller): void => {
    open.delete(run);
    endingRuns.add(run.run.id);
    const done = finishForeignRun(watched, run, poller)
      .catch((error: unknown) => {
        // The store is away: the run stays open and is ended by a later look.
        logger.warn({ err: coerceError(error), run: run.run.id }, 'an end was not recorded yet');
        open.add(run);
      })
      .finally(() => {
        ending.delete(run.key);
        endingRuns.delete(run.run.id);
      });
    ending.set(run.key, done);
  };

  return {
    pids: () => [...open].flatMap(({ told }) => (told.session.pid === 0 ? [] : told.session.pid)),
    holds,
    adopt: (run) => {
      const { foreign } = run;
      if (foreign === null) return;
      const startedAt = run.startedAt ?? run.queuedAt;
      open.add({
        run,
        key: keyOf(run),
        sessionId: sessionIdOf(run),
        client: null,
        told: toldOf(foreign),
        missed: 0,
        quietSinceMs: null,
        since: new Date(startedAt.getTime() - toleranceMs),
        before: Promise.resolve(undefined),
        badEnds: undefined,
        unwatched: true,
      });
    },
    take: async (look, poller) => {
      const { seen, fresh } = matchSightings(open, recogniser.recognise(look));
      const missed = [...open].filter((run) => !seen.has(run));
      for (const sighting of fresh) await begin(sighting, look, poller);
      lookedAtMs = look.atMs;
      for (const [run, sighting] of seen) {
        const facts = { run, sighting, poller, atMs: look.atMs };
        if (!(await updateForeignRun(watched, facts))) open.delete(run);
      }
      for (const run of missed) {
        run.missed += 1;
        if (hasEnded(run, look.sessions)) end(run, poller);
      }
    },
    settled: async () => {
      await Promise.all(ending.values());
    },
  };
}

function toldOf(session: ForeignSession): Told {
  return { session, statementId: '', progress: '', blocksAtMs: Number.NEGATIVE_INFINITY };
}
