// Statements sent before the answers to the ones before them have come. Answers are taken in the
// order of sending; a failure shows when its answer is taken.
import type { Session, StatementResult } from '../../databases/postgres/session.ts';

export interface Pipeline {
  send(statement: string): void;
  /** The answer to the oldest statement that was not taken yet. */
  take(): Promise<StatementResult>;
  /** Waits for the answers that are left and forgets them. */
  drop(): Promise<void>;
}

/** A pipeline on a session. */
export function createPipeline(session: Session): Pipeline {
  let pending: Promise<StatementResult>[] = [];
  return {
    send: (statement) => {
      const answer = session.execute(statement);
      // Taken later; until then a failure must not count as unhandled.
      answer.catch(() => undefined);
      pending.push(answer);
    },
    take: () => {
      const answer = pending.shift();
      if (answer === undefined) throw new Error('no answer is awaited');
      return answer;
    },
    drop: async () => {
      const rest = pending;
      pending = [];
      await Promise.allSettled(rest);
    },
  };
}
