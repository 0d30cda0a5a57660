// Tells which sessions are migrations that somebody else runs. Pure but for one memory: since when
// a session has been seen with a strong lock. In this order a sign counts:
//
//   advisory lock of a tool (held or waited for) > a write to a tool's table > a lock row >
//   an application name, in a transaction for a while > schema changes or ACCESS EXCLUSIVE for longer
//
// The last two may be ordinary work, so they need time, and a table that others see and that stays.
import type { LockBook } from './lock-keys.ts';
import { isAtWork, type SeenSession } from './sessions.ts';
import { isSchemaChange, isUpkeep, toolOfApplication } from './signs.ts';
import type { LockRow, ToolTable } from './tool-tables.ts';

export const unknownTool = 'unknown';

export interface Sighting {
  /** Names it as long as it lasts. */
  readonly key: string;
  readonly tool: string;
  readonly sign: string;
  /** Null for a lock row: it does not tell whose it is. */
  readonly session: SeenSession | null;
  /** It holds a lock that no other migration of the tool gets past. */
  readonly holdsLock: boolean;
  /** Other sessions of it that show a sign themselves. */
  readonly workers: readonly SeenSession[];
  /** Of a lock row: its lease has run out. */
  readonly expired: boolean;
}

export interface Thresholds {
  /** From when on an application name or a transaction counts. */
  readonly namedMs: number;
  /** From when on a statement that changes the schema counts. */
  readonly statementMs: number;
  /** From when on ACCESS EXCLUSIVE counts, whatever is executed. */
  readonly exclusiveMs: number;
}

export const usualThresholds: Thresholds = {
  namedMs: 3_000,
  statementMs: 5_000,
  exclusiveMs: 10_000,
};

export interface Look {
  readonly sessions: readonly SeenSession[];
  readonly lockRows: readonly LockRow[];
  readonly book: LockBook;
  /** Tools' tables by oid. */
  readonly tables: ReadonlyMap<number, ToolTable>;
  /** Monotonic milliseconds. */
  readonly atMs: number;
}

export interface Recogniser {
  recognise(look: Look): readonly Sighting[];
}

interface Sign {
  readonly tool: string;
  readonly sign: string;
  readonly holdsLock?: boolean;
}

/** Creates a recogniser for one database. */
export function createRecogniser(thresholds: Thresholds = usualThresholds): Recogniser {
  let exclusiveSince = new Map<string, number>();

  const signOf = (session: SeenSession, look: Look): Sign | undefined =>
    advisorySign(session, look) ??
    tableSign(session, look) ??
    nameSign(session, thresholds) ??
    statementSign(session, thresholds) ??
    exclusiveSign(session, look.atMs, exclusiveSince.get(session.id), thresholds);

  return {
    recognise: (look) => {
      const since = new Map<string, number>();
      for (const session of look.sessions) {
        if (exclusiveTables(session).length === 0) continue;
        since.set(session.id, exclusiveSince.get(session.id) ?? look.atMs);
      }
      exclusiveSince = since;
      const rows = look.lockRows.map(fromLockRow);
      const seen = look.sessions.flatMap((session) => {
        const sign = signOf(session, look);
        return sign === undefined ? [] : [fromSession(session, sign)];
      });
      return joinWorkers([...rows, ...seen]);
    },
  };
}

function fromSession(session: SeenSession, { tool, sign, holdsLock = false }: Sign): Sighting {
  const key = `${tool}/${session.id}`;
  return { key, tool, sign, session, holdsLock, workers: [], expired: false };
}

function fromLockRow({ tool, id, sign, expired }: LockRow): Sighting {
  const key = `${tool}/${id}`;
  return { key, tool, sign, session: null, holdsLock: true, workers: [], expired };
}

function advisorySign(session: SeenSession, { book }: Look): Sign | undefined {
  const known = session.advisory.flatMap(({ key, granted }) => {
    const lock = book.find(key);
    return lock === undefined ? [] : [{ lock, granted }];
  });
  const first = known.find(({ granted }) => granted) ?? known[0];
  if (first === undefined) return undefined;
  const { lock, granted } = first;
  return {
    tool: lock.tool,
    sign: `${granted ? 'holds' : 'waits for'} ${lock.name}`,
    holdsLock: granted,
  };
}

const writing = new Set(['RowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock']);

function tableSign(session: SeenSession, { tables }: Look): Sign | undefined {
  for (const { oid, granted, mode } of session.relations) {
    const table = tables.get(oid);
    if (table === undefined || !granted || !writing.has(mode)) continue;
    return { tool: table.tool, sign: `writes to ${table.schema}.${table.name}` };
  }
  return undefined;
}

function nameSign(session: SeenSession, thresholds: Thresholds): Sign | undefined {
  const { application, xactMs } = session;
  const tool = application === null ? undefined : toolOfApplication(application);
  if (tool === undefined) return undefined;
  // A service that migrates its users' data calls itself so as well.
  const { namedMs, exclusiveMs } = thresholds;
  if ((xactMs ?? 0) < (tool === unknownTool ? exclusiveMs : namedMs)) return undefined;
  return { tool, sign: `calls itself "${application}" and has a transaction open` };
}

function statementSign(session: SeenSession, { statementMs }: Thresholds): Sign | undefined {
  const { state, query, queryMs, relations } = session;
  if (state !== 'active' || query === null || (queryMs ?? 0) < statementMs) return undefined;
  const table = relations.find(({ lasting }) => lasting);
  if (table === undefined || !isSchemaChange(query)) return undefined;
  return { tool: unknownTool, sign: `changes the schema (${table.name})` };
}

const exclusiveTables = ({ relations }: SeenSession): SeenSession['relations'] =>
  relations.filter(
    ({ mode, granted, lastingTable }) => mode === 'AccessExclusiveLock' && granted && lastingTable,
  );

function exclusiveSign(
  session: SeenSession,
  atMs: number,
  sinceMs: number | undefined,
  { exclusiveMs }: Thresholds,
): Sign | undefined {
  if (sinceMs === undefined || atMs - sinceMs < exclusiveMs) return undefined;
  if (session.query !== null && isUpkeep(session.query)) return undefined;
  const names = exclusiveTables(session).map(({ name }) => name);
  return { tool: unknownTool, sign: `holds ACCESS EXCLUSIVE on ${names.slice(0, 5).join(', ')}` };
}

/**
 * Makes one sighting of those that are one migration: a tool may hold its lock on one connection,
 * or as a row, and migrate on another.
 */
function joinWorkers(sightings: readonly Sighting[]): readonly Sighting[] {
  const taken = new Map<Sighting, SeenSession[]>();
  const rest: Sighting[] = [];
  const holders = sightings.filter(({ holdsLock }) => holdsLock);
  for (const sighting of sightings) {
    const { session, tool, holdsLock } = sighting;
    const isFor = (holder: Sighting): boolean =>
      (tool === unknownTool || tool === holder.tool) &&
      (holder.session === null || holder.session.client === session?.client);
    const waits = session?.advisory.some(({ granted }) => !granted) === true;
    const holder = session === null || holdsLock || waits ? undefined : holders.find(isFor);
    if (holder === undefined || session === null) rest.push(sighting);
    else taken.set(holder, [...(taken.get(holder) ?? []), session]);
  }
  return rest.map((sighting) => ({ ...sighting, workers: taken.get(sighting) ?? [] }));
}

/** The session that does the work: the sighting's own, a worker, or another one of its client. */
export function workerOf(
  sighting: Sighting,
  companions: readonly SeenSession[],
): SeenSession | undefined {
  const { session, workers } = sighting;
  if (session?.state === 'active') return session;
  const busy = [...workers, ...companions].filter(isAtWork);
  const changing = busy.find(({ query }) => query !== null && isSchemaChange(query));
  return changing ?? busy.find(({ xactMs }) => (xactMs ?? 0) >= 2_000) ?? workers[0];
}
