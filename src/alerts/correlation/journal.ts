// The changes of late, as a replica knows them: each look reads only the events that came since the one
// before, so that a storm of alerts costs one small statement for each of its transactions. Bounded; what is
// older than the longest window is dropped. It remembers committed events only, so that a transaction which
// is rolled back leaves nothing wrong behind.
import { readChangeEvents } from '../../store/change-events.ts';
import type { Queryable } from '../../store/store.ts';
import { createChangeBook, type ChangeBook } from './change-book.ts';
import { changeEventTypes, readChange } from './change.ts';

export interface ChangeJournal {
  /** The changes since `since`, and perhaps some from before. */
  read(q: Queryable, since: Date): Promise<ChangeBook>;
}

const mostKept = 5000;
/** What is old is dropped with so many others, or when it is that much older. */
const spare = 1000;
const spareMs = 600_000;

export function createChangeJournal(): ChangeJournal {
  let epoch = '';
  let seenThrough = 0;
  let seenSinceMs = Number.POSITIVE_INFINITY;
  let oldestMs = Number.POSITIVE_INFINITY;
  let book = createChangeBook();

  const forget = (sinceMs: number): void => {
    if (book.all.length <= mostKept + spare && oldestMs >= sinceMs - spareMs) return;
    book = createChangeBook(book.all.filter(({ atMs }) => atMs >= sinceMs).slice(-mostKept));
    oldestMs = book.all.reduce((oldest, { atMs }) => Math.min(oldest, atMs), Infinity);
  };

  const take = async (q: Queryable, since: Date): Promise<ChangeBook> => {
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
    if (fromStart) {
      book = createChangeBook();
      oldestMs = Number.POSITIVE_INFINITY;
      seenThrough = 0;
    }
    // Others may have looked meanwhile: nothing is kept twice.
    const fresh = found.events.flatMap((event) =>
      book.has(event.id) ? [] : (readChange(event) ?? []),
    );
    book.add(fresh);
    for (const { atMs } of fresh) oldestMs = Math.min(oldestMs, atMs);
    forget(since.getTime());
    seenThrough = Math.max(seenThrough, found.events.at(-1)?.id ?? 0);
    seenSinceMs = Math.min(seenSinceMs, since.getTime());
    return book;
  };
  return { read: take };
}
