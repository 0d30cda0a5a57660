// Writes to sockets once per turn of the event loop: a write costs the same whatever it carries.
// While events come faster than the sockets can be written, it waits a moment between two rounds,
// so that more is joined; what comes after a quiet moment leaves in its own turn.
import type { Clock } from '../../core/clock.ts';

export interface Flushable {
  flush(): void;
}

export interface Flusher {
  /** Flushes it with the others of this round. */
  add(item: Flushable): void;
}

// A round that took longer than this has had many sockets to write.
const busyMs = 2;
const pauseMs = 4;

/** A flusher without anything to flush. */
export function createFlusher(clock: Pick<Clock, 'monotonicMs' | 'setTimer'>): Flusher {
  let waiting: Flushable[] = [];
  let quietFromMs = -Infinity;

  const flush = (): void => {
    const items = waiting;
    waiting = [];
    const started = clock.monotonicMs();
    for (const item of items) item.flush();
    const ended = clock.monotonicMs();
    quietFromMs = ended - started > busyMs ? ended + pauseMs : -Infinity;
  };

  return {
    add: (item) => {
      waiting.push(item);
      if (waiting.length > 1) return;
      const waitMs = quietFromMs - clock.monotonicMs();
      if (waitMs > 0) clock.setTimer(waitMs, flush);
      else setImmediate(flush);
    },
  };
}
