// A foreign migration that is under way, as the watcher of its database keeps it, and how it is
// matched with what a look shows. Pure.
import type { MigrationRun } from '../../store/migration-runs.ts';
import type { SourceStatus } from '../status-words.ts';
import type { Told } from './changes.ts';
import { unknownTool, type Sighting } from './recognise.ts';
import { isAtWork, sessionId, type SeenSession } from './sessions.ts';

export interface OpenRun {
  readonly run: Pick<MigrationRun, 'id' | 'claim'>;
  /** Names the sighting that it was opened with. */
  readonly key: string;
  /** The session's id; null for a lock row. */
  readonly sessionId: string | null;
  /** Of its client, once seen: a tool's other connections have the same. */
  client: string | null;
  told: Told;
  /** Looks in a row that did not show it. */
  missed: number;
  /** Of a lock row: since when nobody has been at work, in monotonic milliseconds. */
  quietSinceMs: number | null;
  /** When it began, by the database's clock. */
  readonly since: Date;
  /** The sources' status when it was first seen. */
  readonly before: Promise<readonly SourceStatus[] | undefined>;
  /** How many sessions had ended badly by then; undefined when it was not told. */
  badEnds: number | undefined;
  /** Taken over, and not seen since. */
  unwatched: boolean;
}

/** The key within its database that a run was opened with. */
export function keyOf({ clientMutationId, databaseId }: MigrationRun): string {
  return clientMutationId?.slice(databaseId.length + 1) ?? '';
}

/** The id of a run's session; null for a lock row. */
export function sessionIdOf({ foreign }: MigrationRun): string | null {
  if (foreign === null || foreign.pid === 0) return null;
  return sessionId(foreign.pid, foreign.backendStart ?? null);
}

export interface Matched {
  readonly seen: ReadonlyMap<OpenRun, Sighting>;
  readonly fresh: readonly Sighting[];
}

/**
 * Which sightings are runs that are open already. First by session or lock row; then, for a run
 * whose session shows nothing at this moment, by its client: some tools give their lock back between
 * two migrations, while another connection of theirs is at work.
 */
export function matchSightings(open: Iterable<OpenRun>, sightings: readonly Sighting[]): Matched {
  const seen = new Map<OpenRun, Sighting>();
  const rest = new Set(sightings);
  const runs = [...open];
  const pair = (run: OpenRun, sighting: Sighting | undefined): void => {
    if (sighting === undefined) return;
    seen.set(run, sighting);
    rest.delete(sighting);
  };
  for (const run of runs) {
    const isIt = ({ session, key }: Sighting): boolean =>
      session === null || run.sessionId === null ? key === run.key : session.id === run.sessionId;
    pair(run, [...rest].find(isIt));
  }
  for (const run of runs) {
    if (seen.has(run) || run.client === null) continue;
    const { tool: own } = run.told.session;
    const isIts = ({ session, tool, holdsLock }: Sighting): boolean => {
      // Its lock, a row that was written and is committed by now.
      if (session === null) return tool === own;
      return session.client === run.client && !holdsLock && [unknownTool, own].includes(tool);
    };
    pair(run, [...rest].find(isIts));
  }
  return { seen, fresh: [...rest] };
}

// A script shows a sign only now and then; a tool that holds a lock shows it until it is done.
const missedWhileAtWork = 10;
const missedElse = 2;

/** True when a run that was missed has ended: at once when its session is gone. */
export function hasEnded(run: OpenRun, sessions: readonly SeenSession[]): boolean {
  const session = sessions.find(({ id }) => id === run.sessionId);
  if (session === undefined) return true;
  const waits = run.told.session.tool === unknownTool && isAtWork(session);
  return run.missed >= (waits ? missedWhileAtWork : missedElse);
}
