// The connection by which one database is watched: opened when it is needed, opened again after a
// loss, and given up when the server says nothing for too long. Its queries end on the server by
// themselves after a while, so that none is left behind.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { isConnectionFailure, type Session } from '../../databases/postgres/session.ts';
import { trustedPath } from '../../databases/postgres/trusted-path.ts';
import type { Target } from '../../databases/targets.ts';

export interface WatchConnectionOptions {
  readonly target: Target;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds after which the server ends a query of ours. */
  readonly statementTimeoutMs?: number;
  /** Milliseconds after which a server that says nothing is given up. */
  readonly silenceMs?: number;
}

export interface WatchConnection {
  query<Row extends object>(sql: string): Promise<readonly Row[]>;
  /** Changes whenever a connection is made: what was prepared is gone then. */
  open(): Promise<Session>;
  /** False after a failure that cost the connection. */
  readonly isOpen: boolean;
  close(): Promise<void>;
}

class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/** Creates a connection; it is opened by its first query. */
export function createWatchConnection(options: WatchConnectionOptions): WatchConnection {
  const { target, clock, logger, statementTimeoutMs = 4_000, silenceMs = 8_000 } = options;
  let session: Session | undefined;

  const drop = (): void => {
    const closing = session;
    session = undefined;
    closing?.close().catch((error: unknown) => {
      logger.debug({ err: coerceError(error) }, 'a connection that watches did not close well');
    });
  };

  const within = async <T>(work: Promise<T>): Promise<T> => {
    let cancel: () => void = () => undefined;
    const late = new Promise<never>((_resolve, reject) => {
      cancel = clock.setTimer(silenceMs, () =>
        reject(new SilenceError(`the database did not answer within ${silenceMs} ms`)),
      );
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      if (error instanceof SilenceError || isConnectionFailure(error)) drop();
      throw error;
    } finally {
      cancel();
    }
  };

  const open = async (): Promise<Session> => {
    if (session?.lost === true) drop();
    session ??= await target.openSession('hawkwatch watch', { statementTimeoutMs });
    return session;
  };

  return {
    open,
    query: async <Row extends object>(sql: string) =>
      within((await open()).query<Row>(`${trustedPath} ${sql}`)),
    get isOpen() {
      return session !== undefined;
    },
    close: async () => {
      const closing = session;
      session = undefined;
      await closing?.close();
    },
  };
}
