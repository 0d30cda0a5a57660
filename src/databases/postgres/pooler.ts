// Tells a connection pooler in transaction mode from the real thing. Behind one, two clients share
// a server process between their transactions, so a session lock would be taken on a process that
// is somebody else's a moment later.
import { openTargetClient } from './client.ts';
import type { Session } from './session.ts';

/**
 * True when `session` does not own its server process. While a second connection keeps a
 * transaction open, a session of its own still has the process it had; behind a pooler the second
 * connection has been given that very process, or the session gets another one.
 */
export async function isTransactionPooled(
  session: Session,
  options: { url: string; applicationName: string },
): Promise<boolean> {
  const other = openTargetClient({
    ...options,
    max: 1,
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 10_000,
    idleTimeoutMs: 0,
  });
  try {
    const pid = 'select pg_catalog.pg_backend_pid() as pid';
    const [before] = await session.query<{ pid: number }>(pid);
    return await other.begin(async (transaction) => {
      const [theirs] = await transaction.unsafe<{ pid: number }[]>(pid);
      const [after] = await session.query<{ pid: number }>(pid);
      return theirs?.pid === before?.pid || after?.pid !== before?.pid;
    });
  } finally {
    await other.end({ timeout: 1 });
  }
}
