// The database sessions of a command: who blocks them, how far a long statement is, and that they have
// ended. They are known by their application name, which most drivers take from PGAPPNAME.
import type { Clock } from '../../../core/clock.ts';
import {
  cancelBackend,
  findStatementProgress,
  listBlockers,
} from '../../../databases/postgres/activity.ts';
import { listSessionsNamed } from '../../../databases/postgres/named-sessions.ts';
import type { Target } from '../../../databases/targets.ts';
import type { RunProgress } from '../progress.ts';

export interface SessionWatchOptions {
  readonly target: Target;
  readonly applicationName: string;
  readonly progress: Pick<RunProgress, 'blocked' | 'unblocked' | 'log'>;
  readonly clock: Clock;
}

export interface SessionWatch {
  look(): Promise<void>;
  /** Asks the server to end what they do. */
  cancel(): Promise<void>;
  /** Resolves when none is left, or after `waitMs`. Rejects with the reason when aborted. */
  waitForEnd(waitMs: number, signal?: AbortSignal): Promise<void>;
}

/** Creates a watch over the sessions with an application name. */
export function createSessionWatch(options: SessionWatchOptions): SessionWatch {
  const { target, applicationName, progress, clock } = options;
  const { reader } = target;
  let blockedBy = '';
  let seenPhase = '';

  const look = async (): Promise<void> => {
    const pids = await listSessionsNamed(reader, applicationName);
    const blocking = (await Promise.all(pids.map((pid) => listBlockers(reader, pid)))).flat();
    // A tool with several connections may wait for itself; that is not somebody else.
    const others = blocking.filter((session) => !pids.includes(session.pid));
    const key = others.map((session) => session.pid).join();
    if (key !== blockedBy) {
      blockedBy = key;
      if (others.length > 0) progress.blocked(others, 'the command waits for a lock');
      else progress.unblocked();
    }
    const [first] = pids;
    const statement = first === undefined ? undefined : await findStatementProgress(reader, first);
    if (statement === undefined || statement.phase === seenPhase) return;
    seenPhase = statement.phase;
    progress.log(`the command's statement: ${statement.phase}`);
  };

  return {
    look,
    cancel: async () => {
      const pids = await listSessionsNamed(reader, applicationName);
      await Promise.all(pids.map((pid) => cancelBackend(reader, pid)));
    },
    waitForEnd: async (waitMs, signal) => {
      const until = clock.monotonicMs() + waitMs;
      while (clock.monotonicMs() < until) {
        // A database that does not answer has not said that they are gone.
        const pids = await listSessionsNamed(reader, applicationName).catch(() => undefined);
        if (pids?.length === 0) return;
        await clock.sleep(200, signal);
      }
    },
  };
}
