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
  /** Runs a statement, or several in one message; rows are counted and thrown away. */
  execute(statement: string): Promise<StatementResult>;
  /** Runs a query of hawkwatch's own and returns its rows; of several statements the last one's. */
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
  /** Milliseconds after which the server itself ends a statement; 0, as without it, is no limit. */
  readonly statementTimeoutMs?: number;
  /** Ends the session at once, also while it is opened: for when a server no longer answers. */
  readonly signal?: AbortSignal;
}

/** Opens a session. */
export async function openSession(options: SessionOptions): Promise<Session> {
  let lost = false;
  // A statement that postgres.js holds back (the socket is full) is never answered by it when the
  // connection ends, so the loss is told to every statement here.
  const unanswered = new Set<() => void>();
  const client: TargetClient = openTargetClient({
    url: options.url,
    applicationName: options.applicationName,
    max: 1,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    statementTimeoutMs: options.statementTimeoutMs ?? 0,
    idleTimeoutMs: 0,
    onClose: () => {
      lost = true;
      for (const lose of unanswered) lose();
    },
  });
  const { signal } = options;
  const onAbort = (): void => void client.end({ timeout: 0 }).catch(() => undefined);
  try {
    signal?.throwIfAborted();
    signal?.addEventListener('abort', onAbort, { once: true });
    // Without fetch_types, postgres.js never hands out a connection that it opens for `reserve`:
    // an open one must be there already.
    const [row] = await client<{ pid: number }[]>`select pg_catalog.pg_backend_pid() as pid`;
    if (row === undefined) throw new Error('the server did not tell its process id');
    const reserved = await client.reserve();
    const guard = async <T>(work: () => Promise<T>): Promise<T> => {
      if (lost) throw new SessionLostError('the connection to the database is gone');
      const { promise: loss, reject } = Promise.withResolvers<never>();
      const lose = (): void =>
        reject(new SessionLostError('the connection to the database was lost'));
      unanswered.add(lose);
      try {
        return await Promise.race([work(), loss]);
      } catch (error) {
        if (isConnectionFailure(error)) {
          lost = true;
          throw new SessionLostError('the connection to the database was lost', { cause: error });
        }
        throw error;
      } finally {
        unanswered.delete(lose);
      }
    };
    return {
      pid: row.pid,
      execute: (statement) =>
        guard(async () => {
          const result: unknown = await reserved
            .unsafe(statement)
            .simple()
            .forEach(() => undefined);
          return lastResult(result);
        }),
      query: <Row extends object>(statement: string) =>
        guard(async () => lastRows<Row>(await reserved.unsafe<Row[]>(statement).simple())),
      get lost() {
        return lost;
      },
      close: async () => {
        signal?.removeEventListener('abort', onAbort);
        if (!lost) reserved.release();
        lost = true;
        await client.end({ timeout: 1 });
      },
    };
  } catch (error) {
    signal?.removeEventListener('abort', onAbort);
    await client.end({ timeout: 1 });
    throw coerceError(error);
  }
}

/** Of several statements in one message, the rows of the last. */
export function lastRows<Row extends object>(
  result: readonly Row[] | readonly (readonly Row[])[],
): readonly Row[] {
  const last = result.at(-1);
  return !('command' in result) && Array.isArray(last) ? last : (result as readonly Row[]);
}

/** Of several statements in one message, postgres.js answers with a list of results. */
function lastResult(result: unknown): StatementResult {
  const last: unknown = Array.isArray(result) && !('command' in result) ? result.at(-1) : result;
  if (typeof last !== 'object' || last === null) return { command: '', rows: null };
  const command = 'command' in last && typeof last.command === 'string' ? last.command : '';
  const rows = 'count' in last && typeof last.count === 'number' ? last.count : null;
  return { command, rows };
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
  'TLS_FAILED',
  'CLOSED_EARLY',
  'NOT_POSTGRESQL',
]);

/**
 * True when an error tells of the connection, not of the statement. An error that the server
 * reports tells of it only when it is fatal: a function may raise any SQLSTATE, and a foreign
 * table's server that is away is reported with those of a connection.
 */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof SessionLostError) return true;
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  if ('severity' in error) return error.severity === 'FATAL' || error.severity === 'PANIC';
  return typeof error.code === 'string' && connectionFailures.has(error.code);
}
