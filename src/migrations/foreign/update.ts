// A foreign migration that is still there: asks what else there is to know (who works, who waits,
// how far a statement is) and tells what has changed. Asked only while a migration is under way.
import type { ForeignSession } from '../../core/migrations.ts';
import { runSubject } from '../events.ts';
import { changesOf } from './changes.ts';
import { staleLockSeen } from './events.ts';
import { asWorker, idleMs, observe, pidsOf } from './observe.ts';
import type { OpenRun } from './open-run.ts';
import type { Poller } from './poll.ts';
import { unknownTool, workerOf, type Sighting } from './recognise.ts';
import { recordForeign } from './record.ts';
import type { SeenSession } from './sessions.ts';
import type { WatchedDatabase } from './watched-database.ts';

export interface UpdateFacts {
  readonly run: OpenRun;
  readonly sighting: Sighting;
  readonly poller: Poller;
  /** Of the look, in monotonic milliseconds. */
  readonly atMs: number;
}

/** Tells what has changed; false when the run is not this replica's any more. */
export async function updateForeignRun(
  watched: WatchedDatabase,
  facts: UpdateFacts,
): Promise<boolean> {
  const { run, sighting, poller, atMs } = facts;
  run.missed = 0;
  run.unwatched = false;
  run.client ??= sighting.session?.client ?? null;
  run.badEnds ??= await poller.badEnds();
  const pid = sighting.session?.pid;
  const known = await poller.companions(pid === undefined ? [] : [pid], watched.staleAfterMs);
  const companions = pid === undefined ? [] : (known.get(pid) ?? []);
  const worker = workerOf(sighting, companions);
  const working = worker?.state === 'active' ? worker.pid : undefined;
  const observation = observe({
    sighting,
    companions,
    waits: await poller.waits(pidsOf(sighting, worker)),
    progress: working === undefined ? undefined : await poller.progress(working),
    since: run.told.session.since,
    stale: await isStale(watched, facts, companions),
  });
  const session = keepIdentity(run, sighting, observation.session);
  const { facts: news, told, becameStale } = changesOf(run.told, { ...observation, session }, atMs);
  if (news.length === 0) return true;
  const recorded = await recordForeign(watched, run.run, watched.database, () => ({
    facts: news,
    session,
    events: becameStale ? [staleEvent(watched, run, session)] : [],
  }));
  if (recorded) run.told = told;
  return recorded;
}

/** True when nobody has been at work for so long that the lock is forgotten. */
async function isStale(
  { staleAfterMs }: WatchedDatabase,
  { run, sighting, poller, atMs }: UpdateFacts,
  companions: readonly SeenSession[],
): Promise<boolean> {
  if (sighting.session !== null) return idleMs(sighting, companions) >= staleAfterMs;
  if (sighting.expired) return true;
  const busy = sighting.workers.length > 0 || (await poller.busy());
  run.quietSinceMs = busy ? null : (run.quietSinceMs ?? atMs);
  return run.quietSinceMs !== null && atMs - run.quietSinceMs >= staleAfterMs;
}

/** A run is the session it was opened for, and its tool is not forgotten again. */
function keepIdentity(run: OpenRun, sighting: Sighting, session: ForeignSession): ForeignSession {
  const { tool, sign, pid, backendStart, application, user } = run.told.session;
  const seen = sighting.session;
  if (run.sessionId !== null && seen?.id !== run.sessionId) {
    const worker = seen === null ? (session.worker ?? null) : asWorker(seen);
    return {
      ...session,
      tool,
      sign,
      pid,
      application,
      user,
      worker,
      backendStart: backendStart ?? null,
    };
  }
  const forgets = session.tool === unknownTool && tool !== unknownTool;
  return forgets ? { ...session, tool, sign } : session;
}

function staleEvent({ database, clock }: WatchedDatabase, run: OpenRun, session: ForeignSession) {
  const { tool, pid, application, user, sign, since } = session;
  const about = { runId: run.run.id, database: database.name, databaseId: database.id };
  return staleLockSeen.create({
    subject: runSubject(run.run.id),
    occurredAt: clock.now(),
    payload: { ...about, tool, pid, application, user, sign, since },
  });
}
