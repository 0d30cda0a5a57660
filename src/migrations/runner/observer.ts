// Watches the executing server process from another connection: who blocks it and how far a long
// statement has come. It looks only while a statement takes longer than a moment, so short
// migrations cost nothing; when it cannot look, the run goes on without.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import {
  cancelBackend,
  findStatementProgress,
  listBlockers,
} from '../../databases/postgres/activity.ts';
import type { Target } from '../../databases/targets.ts';
import type { RunProgress } from './progress.ts';

export interface Observer {
  /** Observes while `work` goes on. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Asks the server to end what `during` observes, now and from now on. What is executed outside
   * of `during` (hawkwatch's own rows, a roll-back) is never hit.
   */
  cancel(): void;
}

export interface ObserverOptions {
  readonly target: Target;
  readonly pid: number;
  readonly progress: Pick<RunProgress, 'blocked' | 'unblocked' | 'statementProgressed'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds before the first look. */
  readonly firstMs?: number;
  readonly everyMs?: number;
}

interface Observed {
  readonly ended: AbortSignal;
  /** The requests to end it, when there are any. */
  asking: Promise<void> | undefined;
}

const cancelAnswerMs = 5000;

/** Creates an observer of one server process. */
export function createObserver(options: ObserverOptions): Observer {
  const { target, pid, progress, clock, logger, firstMs = 200, everyMs = 400 } = options;
  let stopTimer: () => void = () => undefined;
  let cancelling = false;
  let present: Observed | undefined;
  let blockedBy = '';
  let seenProgress = '';

  const look = async (current: () => boolean): Promise<void> => {
    const [blockers, statement] = await Promise.all([
      listBlockers(target.reader, pid),
      findStatementProgress(target.reader, pid),
    ]);
    if (!current()) return;
    const blocking = blockers.map((session) => session.pid).join();
    if (blocking !== blockedBy) {
      blockedBy = blocking;
      if (blockers.length > 0) progress.blocked(blockers, 'waits for a lock');
      else progress.unblocked();
    }
    if (statement === undefined) return;
    const { phase, done, of } = statement;
    const seen = `${phase}/${done ?? ''}/${of ?? ''}`;
    if (seen === seenProgress) return;
    seenProgress = seen;
    progress.statementProgressed(phase, done, of);
  };

  /** Asks until the statement has ended; one request at a time. */
  const askToEnd = async (statement: Observed): Promise<void> => {
    while (!statement.ended.aborted) {
      try {
        await cancelBackend(target.reader, pid);
      } catch (error) {
        logger.debug({ err: coerceError(error), pid }, 'a statement could not be cancelled yet');
      }
      await clock.sleep(200, statement.ended).catch(() => undefined);
    }
  };

  const cancelPresent = (): void => {
    if (present !== undefined) present.asking ??= askToEnd(present);
  };

  /** A request that is still on its way must not hit what the session executes next. */
  const lastAnswer = async ({ asking }: Observed): Promise<void> => {
    if (asking === undefined) return;
    let stopWaiting: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      stopWaiting = clock.setTimer(cancelAnswerMs, resolve);
    });
    await Promise.race([asking, late]);
    stopWaiting();
  };

  return {
    during: async (work) => {
      const ended = new AbortController();
      const statement: Observed = { ended: ended.signal, asking: undefined };
      const current = (): boolean => !ended.signal.aborted;
      const schedule = (delayMs: number): void => {
        stopTimer = clock.setTimer(delayMs, () => {
          look(current)
            .catch((error: unknown) => {
              logger.debug({ err: coerceError(error), pid }, 'a run could not be observed');
            })
            .finally(() => {
              if (current()) schedule(everyMs);
            });
        });
      };
      present = statement;
      if (cancelling) cancelPresent();
      schedule(firstMs);
      try {
        return await work();
      } finally {
        present = undefined;
        // A reason of our own: the default one is an exception with a stack, made for each statement.
        ended.abort('the statement has ended');
        stopTimer();
        if (blockedBy !== '') progress.unblocked();
        blockedBy = '';
        seenProgress = '';
        await lastAnswer(statement);
      }
    },
    cancel: () => {
      cancelling = true;
      cancelPresent();
    },
  };
}
