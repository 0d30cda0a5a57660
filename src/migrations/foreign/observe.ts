// From a sighting and what else was asked about it to what a run shows of it. Pure.
import type { StatementProgress } from '../../databases/postgres/activity.ts';
import type { ForeignSession } from '../../core/migrations.ts';
import type { BlockingSession } from '../events.ts';
import type { WaitRow } from './poll-query.ts';
import { workerOf, type Sighting } from './recognise.ts';
import { shownQuery, type SeenSession } from './sessions.ts';

/** A statement that has been executed for a moment. */
export interface SeenStatement {
  /** Changes with each execution, as far as the database tells. */
  readonly id: string;
  readonly text: string;
  readonly ms: number;
}

export interface Observation {
  readonly session: ForeignSession;
  readonly blockedBy: readonly BlockingSession[];
  readonly statement: SeenStatement | null;
  readonly progress: StatementProgress | null;
}

export interface ObservationFacts {
  readonly sighting: Sighting;
  readonly companions: readonly SeenSession[];
  readonly waits: readonly WaitRow[];
  readonly progress: StatementProgress | undefined;
  /** ISO 8601. */
  readonly since: string;
  readonly stale: boolean;
}

/** The server processes of a sighting. */
export function pidsOf(sighting: Sighting, worker: SeenSession | undefined): readonly number[] {
  const sessions = [sighting.session, ...sighting.workers, worker ?? null];
  return [...new Set(sessions.flatMap((session) => session?.pid ?? []))];
}

/** For how long nothing of it has moved; 0 where that cannot be told. */
export function idleMs(sighting: Sighting, companions: readonly SeenSession[]): number {
  const sessions = [sighting.session, ...sighting.workers, ...companions];
  const quiet = sessions.flatMap((session) => {
    if (session === null) return [];
    return session.state === null || session.state === 'active' ? [0] : [session.stateMs ?? 0];
  });
  return quiet.length === 0 ? 0 : Math.min(...quiet);
}

/**
 * For how long it has been going on. A lock that a look before did not show was taken since; else a
 * session's own times are the least that is certain.
 */
export function ageMs({ session, holdsLock }: Sighting, sinceLookMs: number | undefined): number {
  if (session === null) return 0;
  const { xactMs, queryMs, stateMs } = session;
  const own = session.state === 'idle' ? stateMs : (xactMs ?? queryMs);
  return holdsLock ? Math.min(own ?? 0, sinceLookMs ?? Infinity) : (own ?? 0);
}

const maxShown = 20;

/** Everything that is shown of it at this moment. */
export function observe(facts: ObservationFacts): Observation {
  const { sighting, waits, since, stale, progress } = facts;
  const worker = workerOf(sighting, facts.companions);
  const shown = worker ?? sighting.session;
  const pids = new Set(pidsOf(sighting, worker));
  const blockers = waits.filter(({ waiter, blocker }) => pids.has(waiter) && !pids.has(blocker));
  const blockedBy = uniqueBy(blockers, ({ blocker }) => blocker)
    .slice(0, maxShown)
    .map(toBlocking);
  const blocked = waits.filter(({ waiter, blocker }) => pids.has(blocker) && !pids.has(waiter));
  const blocks = uniqueBy(blocked, ({ waiter }) => waiter)
    .slice(0, maxShown)
    .map(({ waiter, waiter_application: application }) => ({ pid: waiter, application }));
  const ofOwn = worker === undefined || worker.pid === sighting.session?.pid;
  return {
    session: {
      ...describeSession(sighting, since),
      stale,
      query: shownQuery(shown?.query ?? null),
      worker: ofOwn ? null : asWorker(worker),
      waitsFor: blockedBy.map(({ pid, application }) => ({ pid, application })),
      blocks,
    },
    blockedBy,
    statement: statementOf(shown),
    progress: progress ?? null,
  };
}

/** A session as the one that works for another one. */
export function asWorker(session: SeenSession): NonNullable<ForeignSession['worker']> {
  const { pid, application, backendStart } = session;
  return { pid, application, backendStart };
}

/** What a run shows of a sighting before anything else was asked. */
export function describeSession(sighting: Sighting, since: string): ForeignSession {
  const { session } = sighting;
  return {
    tool: sighting.tool,
    pid: session?.pid ?? 0,
    backendStart: session?.backendStart ?? null,
    application: session?.application ?? null,
    user: session?.user ?? null,
    since,
    sign: sighting.sign,
    stale: false,
    query: shownQuery((session ?? sighting.workers[0])?.query ?? null),
    worker: null,
    waitsFor: [],
    blocks: [],
  };
}

function statementOf(session: SeenSession | null): SeenStatement | null {
  if (session?.state !== 'active' || session.query === null || session.queryMs === null)
    return null;
  // When it began, in tenths of a second: the ages of two looks differ by the time of the asking.
  const began = Math.round((session.now.getTime() - session.queryMs) / 100);
  return {
    id: `${session.pid}/${began}`,
    text: shownQuery(session.query) ?? '',
    ms: session.queryMs,
  };
}

function toBlocking(row: WaitRow): BlockingSession {
  return {
    pid: row.blocker,
    application: row.blocker === 0 ? 'a prepared transaction' : row.application,
    user: row.usename,
    query: shownQuery(row.query),
    sinceMs: row.since_ms,
  };
}

function uniqueBy<T>(list: readonly T[], keyOf: (one: T) => number): readonly T[] {
  return [...new Map(list.map((one) => [keyOf(one), one])).values()];
}
