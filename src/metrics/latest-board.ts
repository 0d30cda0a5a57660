// The newest sample of each series that this replica measured, for those who show them as they are now.
// Bounded: what finds no room is counted, and what has not been measured for a while makes room.
import type { Clock } from '../core/clock.ts';
import type { Sample } from './samples.ts';
import { seriesKey } from './series-cache.ts';

export interface LatestBoard {
  /** To be told of all samples. */
  note(samples: readonly Sample[]): void;
  /** The newest samples, by metric and subject; nothing that is too old. */
  list(): readonly Sample[];
  /** Samples that found no room, since the start. */
  readonly left: number;
}

/** Older samples say nothing of how it is now. */
const freshMs = 15 * 60_000;
/** What is further ahead would stay the newest until its time has come. */
const aheadMs = 5 * 60_000;

/** An empty board. */
export function createLatestBoard(options: {
  readonly clock: Pick<Clock, 'now'>;
  readonly maxSeries: number;
}): LatestBoard {
  const { clock, maxSeries } = options;
  const latest = new Map<string, Sample>();
  let left = 0;
  let sweptMs = 0;

  const sweep = (): void => {
    const nowMs = clock.now().getTime();
    if (nowMs - sweptMs < 10_000) return;
    sweptMs = nowMs;
    for (const [key, { at }] of latest) {
      if (nowMs - at.getTime() > freshMs) latest.delete(key);
    }
  };

  return {
    note: (samples) => {
      const latestMs = clock.now().getTime() + aheadMs;
      for (const sample of samples) {
        if (!Number.isFinite(sample.value) || !(sample.at.getTime() <= latestMs)) continue;
        const key = seriesKey(sample);
        const before = latest.get(key);
        if (before === undefined && latest.size >= maxSeries) {
          sweep();
          if (latest.size >= maxSeries) {
            left += 1;
            continue;
          }
        }
        if (before === undefined || before.at <= sample.at) latest.set(key, sample);
      }
    },
    list: () => {
      const oldest = clock.now().getTime() - freshMs;
      return [...latest]
        .filter(([, { at }]) => at.getTime() >= oldest)
        .toSorted(([left1], [right]) => (left1 < right ? -1 : 1))
        .map(([, sample]) => sample);
    },
    get left() {
      return left;
    },
  };
}
