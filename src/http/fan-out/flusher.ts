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
// What comes so soon after such a round is waited with: more is likely to be on its way.
const soonMs = 8;
const pauseMs = 4;

/** A flusher without anything to flush. */
export function createFlusher(clock: Pick<Clock, 'monotonicMs' | 'setTimer'>): Flusher {
  let waiting: Flushable[] = [];
  let busyUntilMs = -Infinity;

  const flush = (): void => {
    const items = waiting;
    waiting = [];
    const started = clock.monotonicMs();
    for (const item of items) item.flush();
    const ended = clock.monotonicMs();
    busyUntilMs = ended - started > busyMs ? ended + soonMs : -Infinity;
  };

  return {
    add: (item) => {
      waiting.push(item);
      if (waiting.length > 1) return;
      if (clock.monotonicMs() < busyUntilMs) clock.setTimer(pauseMs, flush);
      else setImmediate(flush);
    },
  };
}
