// Tells a connection pooler in transaction mode from the real thing. Behind one, two clients share
// a server process between their transactions, so a session lock would be taken on a process that
// is somebody else's a moment later.
import type { Clock } from '../../core/clock.ts';
import { openTargetClient } from './client.ts';
import type { Session } from './session.ts';

const answerMs = 5000;

/**
 * True when `session` does not own its server process. While a second connection keeps a
 * transaction open, a session of its own still has the process it had; behind a pooler the second
 * connection has been given that very process, or the session gets another one.
 */
export async function isTransactionPooled(
  session: Session,
  { url, applicationName, clock }: { url: string; applicationName: string; clock: Clock },
): Promise<boolean> {
  const other = openTargetClient({
    url,
    applicationName,
    max: 1,
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 10_000,
    idleTimeoutMs: 0,
  });
  try {
    const pid = 'select pg_catalog.pg_backend_pid() as pid';
    const [before] = await session.query<{ pid: number }>(pid);
    // Its only connection; `other.begin` would not survive the loss of that.
    await other.unsafe('begin');
    const [theirs] = await other.unsafe<{ pid: number }[]>(pid);
    if (theirs?.pid === before?.pid) return true;
    // A pooler without a free server process answers only after the other's transaction.
    let stopWaiting: () => void = () => undefined;
    const silence = new Promise<undefined>((resolve) => {
      stopWaiting = clock.setTimer(answerMs, () => resolve(undefined));
    });
    const answer = session.query<{ pid: number }>(pid);
    const after = await Promise.race([answer, silence]).finally(stopWaiting);
    return after?.[0]?.pid !== before?.pid;
  } finally {
    await other.end({ timeout: 1 });
  }
}
