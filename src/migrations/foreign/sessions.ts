// What a poll answers, as the words of this folder: sessions with their locks. Pure.
import { normaliseQuery } from '../../sql/normalise.ts';
import type { AdvisoryKey } from './lock-keys.ts';
import type { SessionRow } from './poll-query.ts';

export interface AdvisoryHold {
  readonly key: AdvisoryKey;
  /** False while the session waits for it. */
  readonly granted: boolean;
}

export interface RelationHold {
  readonly oid: number;
  readonly name: string;
  readonly mode: string;
  readonly granted: boolean;
  /** A table that others see and that stays: no temporary one, none that is only being made. */
  readonly lastingTable: boolean;
  readonly lasting: boolean;
}

export interface SeenSession {
  /** Names the session for ever: a pid alone is used again. */
  readonly id: string;
  readonly pid: number;
  /** Null when the role may not see it. */
  readonly backendStart: string | null;
  readonly application: string | null;
  readonly user: string | null;
  /** Application, user and address: what a tool's several connections have in common. */
  readonly client: string;
  /** Null when the role may not see it. */
  readonly state: string | null;
  readonly query: string | null;
  readonly backendMs: number | null;
  readonly xactMs: number | null;
  readonly queryMs: number | null;
  readonly stateMs: number | null;
  readonly advisory: readonly AdvisoryHold[];
  readonly relations: readonly RelationHold[];
  /** The database's clock. */
  readonly now: Date;
}

// What the server shows instead of a query that the role may not see.
const hidden = '<insufficient privilege>';

export function sessionId(pid: number, backendStart: string | null): string {
  return `${pid}@${backendStart ?? '?'}`;
}

/** The session of a row. */
export function toSession(row: SessionRow): SeenSession {
  const advisory: AdvisoryHold[] = [];
  const relations: RelationHold[] = [];
  for (const [type, classId, objectId, keys, granted, mode, oid, name, kind] of row.locks ?? []) {
    if (type === 'advisory') {
      const key = { classId: Number(classId), objectId: Number(objectId) };
      advisory.push({ key: { ...key, keys: keys === 2 ? 2 : 1 }, granted });
    } else {
      // Persistence and kind; a relation of an open transaction is in nobody's catalogue yet.
      const lasting = kind !== null && !kind.startsWith('t');
      const lastingTable = lasting && /[rp]$/.test(kind);
      relations.push({ oid: Number(oid), name: name ?? '', mode, granted, lasting, lastingTable });
    }
  }
  const { pid, backend_start: backendStart, application, usename: user, state, query } = row;
  return {
    id: sessionId(pid, backendStart),
    pid,
    backendStart,
    application,
    user,
    client: JSON.stringify([application, user, row.client]),
    state,
    query: query === null || query === '' || query === hidden ? null : query,
    backendMs: row.backend_ms,
    xactMs: row.xact_ms,
    queryMs: row.query_ms,
    stateMs: row.state_ms,
    advisory,
    relations,
    now: new Date(row.now_ms),
  };
}

/** True while it executes or has a transaction open; a session that cannot be seen may be. */
export function isAtWork(session: Pick<SeenSession, 'state'>): boolean {
  return session.state !== 'idle' && session.state !== null;
}

/** The statement for people and events: no constants, no secrets. */
export function shownQuery(query: string | null): string | null {
  return query === null ? null : normaliseQuery(query);
}
