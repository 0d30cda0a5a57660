// Runs those who follow changes of alerts, one after the other, in the transaction of the changes, and puts
// on record what comes out: a row of the timeline and an event for each. Whoever changes alerts outside of
// the engine (a silence that begins, a window that ends) tells it here, too.
import type { AlertChange, AlertFollower } from '../store/alert-changes.ts';
import { alertEventOf } from '../store/alert-events.ts';
import { insertTimeline } from '../store/alert-timeline.ts';
import type { StoreTransaction } from '../store/store.ts';

export interface AlertFollowing {
  /**
   * Tells changes to the followers, or to those after one of them, and puts them on record. The alerts'
   * rows are written already.
   */
  tell(
    tx: StoreTransaction,
    changes: readonly AlertChange[],
    now: Date,
    after?: AlertFollower,
  ): Promise<readonly AlertChange[]>;
}

/** Creates it; the order of the followers is the order in which they are told. */
export function createFollowing(followers: readonly AlertFollower[]): AlertFollowing {
  return {
    tell: async (tx, given, now, after) => {
      if (given.length === 0) return given;
      let changes = given;
      const first = after === undefined ? 0 : followers.indexOf(after) + 1;
      for (const follower of followers.slice(first)) {
        changes = await follower.follow(tx, changes, now);
      }
      await insertTimeline(
        tx.q,
        changes.filter(isInTimeline).map((change) => entryOf(change, now)),
      );
      for (const change of changes) tx.append(alertEventOf(change, now));
      return changes;
    },
  };
}

/** A dropped alert has no row any more; what is only said differently would fill the timeline. */
function isInTimeline({ kind, detail }: AlertChange): boolean {
  return kind !== 'DROPPED' && (kind !== 'UPDATED' || detail !== undefined);
}

function entryOf({ kind, alert, by, text, detail }: AlertChange, now: Date) {
  const why =
    kind === 'SUPPRESSED' ? alert.suppressed.map(({ reason }) => reason).join('; ') : undefined;
  return {
    alertId: alert.id,
    at: now,
    kind,
    actor: by ?? null,
    text: text ?? why ?? null,
    detail: detail ?? {},
  };
}
