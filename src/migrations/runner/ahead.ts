// Sends the next migration while the present one is executed, so that the server goes from one to
// the next without waiting for hawkwatch. At most one is sent early.
import type { ExecutedStep, Execution } from './execution.ts';
import { createPipeline } from './pipeline.ts';
import { canFollow, sendWhole, type SentMigration } from './whole.ts';

export interface SendingAhead {
  /** True when the migration was sent early: it may be executed already. */
  holds(executed: ExecutedStep): boolean;
  /** Hands out what was sent early of a migration. */
  take(executed: ExecutedStep): SentMigration | undefined;
  /** Sends the migration after this one, whose end has been sent. */
  sendAfter(executed: ExecutedStep): void;
  /** Waits for the end of what was sent early; it has no effect when its predecessor failed. */
  drop(): Promise<void>;
}

/** `nextOf` gives the migration that is executed after another, if any. */
export function createSendingAhead(
  execution: Execution,
  nextOf: (executed: ExecutedStep) => ExecutedStep | undefined,
): SendingAhead {
  let early: { executed: ExecutedStep; sent: SentMigration } | undefined;
  return {
    holds: (executed) => early?.executed === executed,
    take: (executed) => {
      if (early?.executed !== executed) return undefined;
      const { sent } = early;
      early = undefined;
      return sent;
    },
    sendAfter: (executed) => {
      const next = nextOf(executed);
      if (next === undefined || early !== undefined || execution.signal.aborted) return;
      if (!canFollow(execution, next)) return;
      early = {
        executed: next,
        sent: sendWhole(execution, next, createPipeline(execution.session), executed),
      };
    },
    drop: async () => {
      const dropped = early;
      early = undefined;
      await dropped?.sent.pipeline.drop();
    },
  };
}
