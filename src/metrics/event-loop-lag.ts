// How late the event loop is. Each look wakes the process up, so one timer serves all who want to know: what
// one of them has seen the end of is kept for the others until they begin anew.
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface LagReader {
  /** 99th percentile since it began or was restarted; of several parts of that time, the highest. */
  lagMs(): number;
  /** Begins anew. */
  restart(): void;
  stop(): void;
}

export interface EventLoopLag {
  createReader(): LagReader;
  stop(): void;
}

/** Seldom enough to cost next to nothing. */
const resolutionMs = 100;

/** Begins to look. */
export function createEventLoopLag(): EventLoopLag {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  /** By reader: the highest of what it has not restarted since. */
  const seen = new Map<LagReader, number>();
  // What is measured includes the time between two looks.
  const current = (): number =>
    delay.count === 0 ? 0 : Math.max(0, delay.percentile(99) / 1e6 - resolutionMs);
  const endPart = (): void => {
    const lagMs = current();
    delay.reset();
    for (const [reader, before] of seen) seen.set(reader, Math.max(before, lagMs));
  };
  return {
    createReader: () => {
      const reader: LagReader = {
        lagMs: () => Math.max(seen.get(reader) ?? 0, current()),
        restart: () => {
          endPart();
          if (seen.has(reader)) seen.set(reader, 0);
        },
        stop: () => {
          seen.delete(reader);
        },
      };
      endPart();
      seen.set(reader, 0);
      return reader;
    },
    stop: () => {
      seen.clear();
      delay.disable();
    },
  };
}
