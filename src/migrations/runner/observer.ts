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
  /** Asks the server to end the present statement, again and again until `close`. */
  cancel(): void;
  close(): void;
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

/** Creates an observer of one server process. */
export function createObserver(options: ObserverOptions): Observer {
  const { target, pid, progress, clock, logger, firstMs = 200, everyMs = 400 } = options;
  let stopTimer: () => void = () => undefined;
  let cancelling = false;
  let closed = false;
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

  const sendCancel = (): void => {
    if (closed) return;
    cancelBackend(target.reader, pid).catch((error: unknown) => {
      logger.debug({ err: coerceError(error), pid }, 'a statement could not be cancelled yet');
    });
    clock.setTimer(200, sendCancel);
  };

  return {
    during: async (work) => {
      let running = true;
      const current = (): boolean => running;
      const schedule = (delayMs: number): void => {
        stopTimer = clock.setTimer(delayMs, () => {
          look(current)
            .catch((error: unknown) => {
              logger.debug({ err: coerceError(error), pid }, 'a run could not be observed');
            })
            .finally(() => {
              if (running) schedule(everyMs);
            });
        });
      };
      schedule(firstMs);
      try {
        return await work();
      } finally {
        running = false;
        stopTimer();
        if (blockedBy !== '') progress.unblocked();
        blockedBy = '';
        seenProgress = '';
      }
    },
    cancel: () => {
      if (cancelling) return;
      cancelling = true;
      sendCancel();
    },
    close: () => {
      closed = true;
      stopTimer();
    },
  };
}
