// Paths that were noticed and wait until they are left alone. A notice puts a path off; one that never
// rests is due all the same after a longest wait, so that it is told once in a while and not never.
// It sets no timers: whoever takes from it asks when something is due.
import type { Clock } from '../../core/clock.ts';

export interface SettlingOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly settleMs: number;
  readonly longestMs: number;
}

export interface Noticed {
  readonly path: string;
  /** How it looked when it was noticed; null when nobody looked. */
  readonly signature: string | null;
  /** It was put off until the longest wait was over: it may still be in motion. */
  readonly isOverdue: boolean;
}

export interface Settling {
  /** `readyMs`: not before so many milliseconds from now; by default after `settleMs`. */
  notice(path: string, signature: string | null, readyMs?: number): void;
  /** Takes what is due now. */
  take(most: number): readonly Noticed[];
  /** Milliseconds until something is due; undefined when nothing waits. */
  untilNext(): number | undefined;
  readonly waiting: number;
  clear(): void;
}

interface Waiting {
  readonly signature: string | null;
  readonly sinceMs: number;
  readonly latestMs: number;
  readonly dueMs: number;
}

/** Nothing waits in it at first. */
export function createSettling({ clock, settleMs, longestMs }: SettlingOptions): Settling {
  const waiting = new Map<string, Waiting>();
  return {
    notice: (path, signature, readyMs = settleMs) => {
      const nowMs = clock.monotonicMs();
      const { sinceMs = nowMs, latestMs = nowMs + Math.max(longestMs, readyMs) } =
        waiting.get(path) ?? {};
      const dueMs = Math.min(nowMs + readyMs, latestMs);
      waiting.set(path, { signature, sinceMs, latestMs, dueMs });
    },
    take: (most) => {
      const nowMs = clock.monotonicMs();
      const due: Noticed[] = [];
      for (const [path, { dueMs, latestMs, sinceMs, signature }] of waiting) {
        if (due.length >= most) break;
        if (dueMs > nowMs) continue;
        waiting.delete(path);
        due.push({ path, signature, isOverdue: dueMs >= latestMs && latestMs > sinceMs });
      }
      return due;
    },
    untilNext: () => {
      if (waiting.size === 0) return undefined;
      let earliest = Number.POSITIVE_INFINITY;
      for (const { dueMs } of waiting.values()) earliest = Math.min(earliest, dueMs);
      return Math.max(0, earliest - clock.monotonicMs());
    },
    get waiting() {
      return waiting.size;
    },
    clear: () => waiting.clear(),
  };
}
