// The changes of late, as a replica knows them: each look reads only the events that came since the one
// before, so that a storm of alerts costs one small statement for each of its transactions. Bounded; what is
// older than the longest window is dropped. It remembers committed events only, so that a transaction which
// is rolled back leaves nothing wrong behind.
import { readChangeEvents } from '../../store/change-events.ts';
import type { Queryable } from '../../store/store.ts';
import { changeEventTypes, readChange, type Change } from './change.ts';

export interface ChangeJournal {
  /** The changes since `since`, oldest first. */
  read(q: Queryable, since: Date): Promise<readonly Change[]>;
}

const mostKept = 5000;

export function createChangeJournal(): ChangeJournal {
  let epoch = '';
  let seenThrough = 0;
  let seenSinceMs = Number.POSITIVE_INFINITY;
  let changes: readonly Change[] = [];

  const take = async (q: Queryable, since: Date): Promise<readonly Change[]> => {
    // A window that has become longer is read anew.
    const fromStart = since.getTime() < seenSinceMs;
    const after = fromStart ? 0 : seenThrough;
    const found = await readChangeEvents(q, {
      types: changeEventTypes,
      after,
      since,
      limit: mostKept,
    });
    if (found.epoch !== epoch && after > 0) {
      epoch = found.epoch;
      seenSinceMs = Number.POSITIVE_INFINITY;
      return take(q, since);
    }
    epoch = found.epoch;
    // Others may have looked meanwhile: what they found is kept, and nothing is kept twice.
    const known = fromStart ? new Set<number>() : new Set(changes.map(({ eventId }) => eventId));
    const fresh = found.events.flatMap((event) =>
      known.has(event.id) ? [] : (readChange(event) ?? []),
    );
    const kept = fromStart ? [] : changes.filter(({ atMs }) => atMs >= since.getTime());
    changes = [...kept, ...fresh].toSorted((a, b) => a.eventId - b.eventId).slice(-mostKept);
    seenThrough = Math.max(fromStart ? 0 : seenThrough, found.events.at(-1)?.id ?? 0);
    seenSinceMs = Math.min(seenSinceMs, since.getTime());
    return changes;
  };
  return { read: take };
}
