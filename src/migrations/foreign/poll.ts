// Looks at one watched database: one cheap query a tick on a connection of its own, so that nothing
// else that is read there makes it late; more is asked only when something was found. Writes nothing,
// waits for no lock, and gives up on a server that does not answer.
import { coerceError } from '../../core/errors.ts';
import {
  statementProgressSql,
  toStatementProgress,
  type ProgressRow,
  type StatementProgress,
} from '../../databases/postgres/activity.ts';
import type { Session } from '../../databases/postgres/session.ts';
import { serverErrorOf } from '../runner/failure.ts';
import { findOut, type Knowledge } from './knowledge.ts';
import {
  badEndsQuery,
  busyQuery,
  companionsQuery,
  lockRowsQuery,
  pidArray,
  waitsQuery,
  type SessionRow,
  type WaitRow,
} from './poll-query.ts';
import type { Look } from './recognise.ts';
import { toSession, type SeenSession } from './sessions.ts';
import { readLockRow, type LockRow } from './tool-tables.ts';
import { createWatchConnection, type WatchConnectionOptions } from './watch-connection.ts';

export interface PollerOptions extends WatchConnectionOptions {
  /** How often the catalogue is asked for tools' tables. */
  readonly tablesEveryMs?: number;
  /** From when on a transaction is long enough to be looked at. */
  readonly longMs?: number;
}

export interface Poller {
  /** The sessions that show a sign, and those of `pids`. */
  look(pids: readonly number[]): Promise<Look>;
  /** Other sessions of the holders' clients that did something lately; by the holder's pid. */
  companions(
    holders: readonly number[],
    recentMs: number,
  ): Promise<ReadonlyMap<number, readonly SeenSession[]>>;
  waits(pids: readonly number[]): Promise<readonly WaitRow[]>;
  progress(pid: number): Promise<StatementProgress | undefined>;
  /** Whether anybody but hawkwatch has had a transaction open for a moment. */
  busy(): Promise<boolean>;
  /** How many sessions of the database have been killed or have crashed so far. */
  badEnds(): Promise<number | undefined>;
  close(): Promise<void>;
}

interface LockTuple {
  readonly oid: string;
  readonly lock: Readonly<Record<string, unknown>>;
  readonly now: Date;
}

// Unknown, or known already to the server process that is asked.
const preparationCodes = new Set(['26000', '42P05']);

function isPreparationLost(error: unknown): boolean {
  return preparationCodes.has(serverErrorOf(error)?.code ?? '');
}

/** Creates a poller; it connects when it looks first. */
export function createPoller(options: PollerOptions): Poller {
  const { target, clock, logger, tablesEveryMs = 15_000, longMs = 3_000 } = options;
  const connection = createWatchConnection(options);
  const { query } = connection;
  let known: Knowledge | undefined;
  let knownAtMs = 0;
  let lockRows: readonly LockRow[] = [];
  // Parsing and planning the one query costs the server more than executing it.
  let prepared: { readonly of: Session; readonly sql: string; readonly name: string } | undefined;
  let canPrepare = true;
  let preparations = 0;

  const learn = async (): Promise<Knowledge> => {
    if (known === undefined || clock.monotonicMs() - knownAtMs >= tablesEveryMs) {
      known = await findOut(connection, target.settings.sources, longMs);
      knownAtMs = clock.monotonicMs();
    }
    return known;
  };

  const prepare = async (sql: string): Promise<string> => {
    const session = await connection.open();
    if (prepared?.of === session && prepared.sql === sql) return prepared.name;
    const old = prepared?.of === session ? `deallocate ${prepared.name}; ` : '';
    preparations += 1;
    const name = `hawkwatch_watch_${preparations}`;
    await query(`${old}prepare ${name} (int[]) as ${sql}`);
    prepared = { of: session, sql, name };
    return name;
  };

  const poll = async (sql: string, pids: readonly number[]): Promise<readonly SessionRow[]> => {
    if (canPrepare) {
      try {
        const name = await prepare(sql);
        return await query<SessionRow>(`execute ${name} (${pidArray(pids)})`);
      } catch (error) {
        if (!isPreparationLost(error)) throw error;
        // A pooler gave the next transaction to another server process.
        canPrepare = false;
      }
    }
    return query<SessionRow>(sql.replaceAll('$1', () => pidArray(pids)));
  };

  const readLockRows = async ({ lockTables }: Knowledge): Promise<readonly LockRow[]> => {
    if (lockTables.length === 0) return [];
    try {
      const rows = await query<LockTuple>(lockRowsQuery(lockTables));
      lockRows = rows.flatMap(({ oid, lock, now }) => {
        const table = lockTables.find((one) => one.oid === Number(oid));
        return table === undefined ? [] : (readLockRow(table, lock, now) ?? []);
      });
    } catch (error) {
      if (!connection.isOpen || serverErrorOf(error) === undefined) throw error;
      // Locked or dropped at this moment: what was seen last stands, and the catalogue is asked.
      logger.debug({ err: coerceError(error) }, 'a lock table could not be read');
      known = undefined;
    }
    return lockRows;
  };

  return {
    look: async (pids) => {
      const knowledge = await learn();
      const rows = await poll(knowledge.sql, pids);
      return {
        sessions: rows.map(toSession),
        lockRows: await readLockRows(knowledge),
        book: knowledge.book,
        tables: knowledge.tables,
        atMs: clock.monotonicMs(),
      };
    },
    companions: async (holders, recentMs) => {
      if (holders.length === 0) return new Map();
      const rows = await query<SessionRow & { holder: number }>(companionsQuery(holders, recentMs));
      const byHolder = Map.groupBy(rows, (row) => row.holder);
      return new Map([...byHolder].map(([holder, list]) => [holder, list.map(toSession)]));
    },
    waits: async (pids) => (pids.length === 0 ? [] : query<WaitRow>(waitsQuery(pids))),
    progress: async (pid) => {
      const [row] = await query<ProgressRow>(statementProgressSql(pid));
      return toStatementProgress(row);
    },
    busy: async () => {
      const [row] = await query<{ busy: boolean }>(busyQuery);
      return row?.busy === true;
    },
    badEnds: async () => {
      const [row] = await query<{ ends: number }>(badEndsQuery);
      return row?.ends;
    },
    close: () => connection.close(),
  };
}
