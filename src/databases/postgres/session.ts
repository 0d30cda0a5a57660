// One connection to a monitored database that is never replaced behind the caller's back: locks
// and settings live on it. When it is lost, it stays lost. Statements are sent as they stand
// (simple protocol), may be sent before the answer to the previous one, and are answered in order.
import { coerceError } from '../../core/errors.ts';
import { openTargetClient, type TargetClient } from './client.ts';

export interface StatementResult {
  /** The command tag's verb, as `INSERT` or `ROLLBACK`. */
  readonly command: string;
  /** Rows the statement touched or returned; null where that means nothing. */
  readonly rows: number | null;
}

export interface Session {
  /** The server process that serves this connection. */
  readonly pid: number;
  /** Runs a statement; rows it returns are counted and thrown away. */
  execute(statement: string): Promise<StatementResult>;
  /** Runs a query of hawkwatch's own and returns its rows. */
  query<Row extends object>(statement: string): Promise<readonly Row[]>;
  /** True once the connection is gone. */
  readonly lost: boolean;
  close(): Promise<void>;
}

/** The connection went away: whether the last statement had its effect is not known. */
export class SessionLostError extends Error {
  override readonly name = 'SessionLostError';
}

export interface SessionOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly connectTimeoutMs?: number;
}

/** Opens a session. */
export async function openSession(options: SessionOptions): Promise<Session> {
  let lost = false;
  const client: TargetClient = openTargetClient({
    url: options.url,
    applicationName: options.applicationName,
    max: 1,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    statementTimeoutMs: 0,
    idleTimeoutMs: 0,
    onClose: () => {
      lost = true;
    },
  });
  try {
    // Without fetch_types, postgres.js never hands out a connection that it opens for `reserve`:
    // an open one must be there already.
    const [row] = await client<{ pid: number }[]>`select pg_catalog.pg_backend_pid() as pid`;
    if (row === undefined) throw new Error('the server did not tell its process id');
    const reserved = await client.reserve();
    const guard = async <T>(work: () => Promise<T>): Promise<T> => {
      if (lost) throw new SessionLostError('the connection to the database is gone');
      try {
        return await work();
      } catch (error) {
        if (isConnectionFailure(error)) {
          lost = true;
          throw new SessionLostError('the connection to the database was lost', { cause: error });
        }
        throw error;
      }
    };
    return {
      pid: row.pid,
      execute: (statement) =>
        guard(async () => {
          const result = await reserved
            .unsafe(statement)
            .simple()
            .forEach(() => undefined);
          return { command: result.command, rows: result.count ?? null };
        }),
      query: <Row extends object>(statement: string) =>
        guard(async () => reserved.unsafe<Row[]>(statement).simple()),
      get lost() {
        return lost;
      },
      close: async () => {
        if (!lost) reserved.release();
        lost = true;
        await client.end({ timeout: 1 });
      },
    };
  } catch (error) {
    await client.end({ timeout: 1 });
    throw coerceError(error);
  }
}

const connectionFailures = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ENOTFOUND',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
]);

/** True when an error tells of the connection, not of the statement. */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof SessionLostError) return true;
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    (connectionFailures.has(error.code) || error.code.startsWith('08'))
  );
}
