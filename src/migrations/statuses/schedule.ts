// Which database's statuses are to be read next. Each has its own time, spread by jitter; one that
// is down waits longer each time, and those that are down never take all of the places. One that is
// being migrated is looked at again soon. No I/O.
import type { Random } from '../../core/random.ts';

export interface ScheduleOptions {
  readonly random: Random;
  /** Databases that may be read at once. */
  readonly places: number;
  /** The longest that a database which is down waits. */
  readonly maxWaitMs: number;
  intervalMs(): number;
}

/** `busy`: somebody migrates it right now. */
export type Finding = 'idle' | 'busy' | 'down';

export interface Schedule {
  /** Takes the names that are configured: new ones are due at once, others go. */
  keep(names: readonly string[]): void;
  /** Makes a database due at once, or all of them; one that is being read is read once more. */
  hasten(name?: string): void;
  /** The next database to read, which counts as being read until `done`; undefined: none now. */
  take(nowMs: number): string | undefined;
  done(name: string, nowMs: number, finding: Finding): void;
  /** When the next one may be taken; undefined while that depends on a `done`. */
  nextAtMs(): number | undefined;
}

interface Entry {
  dueAtMs: number;
  /** How often in a row it was down, or busy. */
  failures: number;
  busy: number;
  reading: boolean;
  again: boolean;
}

const jitter = 0.1;
const busyMs = 1000;

/** An empty schedule. */
export function createSchedule(options: ScheduleOptions): Schedule {
  const { random, places, maxWaitMs } = options;
  const entries = new Map<string, Entry>();
  const placesForDown = Math.max(1, Math.floor(places / 2));

  const count = (which: (entry: Entry) => boolean): number =>
    [...entries.values()].filter(which).length;

  /** Who has waited longest among those for whom there is a place. */
  const next = (): [string, Entry] | undefined => {
    if (count((entry) => entry.reading) >= places) return undefined;
    const full = count((entry) => entry.reading && entry.failures > 0) >= placesForDown;
    let first: [string, Entry] | undefined;
    for (const [name, entry] of entries) {
      if (entry.reading || (full && entry.failures > 0)) continue;
      if (first === undefined || entry.dueAtMs < first[1].dueAtMs) first = [name, entry];
    }
    return first;
  };

  const waitMs = ({ failures, busy }: Entry): number => {
    const interval = options.intervalMs();
    const most = failures > 0 ? Math.max(interval, maxWaitMs) : interval;
    // A first failure is looked at again after the usual time.
    const least = busy > 0 ? busyMs : interval;
    const plain = Math.min(most, least * 2 ** Math.min(Math.max(failures, busy, 1) - 1, 20));
    return plain * (1 - jitter + 2 * jitter * random.fraction());
  };

  return {
    keep: (names) => {
      const configured = new Set(names);
      for (const name of entries.keys()) if (!configured.has(name)) entries.delete(name);
      for (const name of configured) {
        if (entries.has(name)) continue;
        entries.set(name, { dueAtMs: 0, failures: 0, busy: 0, reading: false, again: false });
      }
    },
    hasten: (name) => {
      for (const [one, entry] of entries) {
        if (name !== undefined && name !== one) continue;
        entry.dueAtMs = 0;
        entry.again = entry.reading;
      }
    },
    take: (nowMs) => {
      const [name, entry] = next() ?? [];
      if (name === undefined || entry === undefined || entry.dueAtMs > nowMs) return undefined;
      entry.reading = true;
      entry.again = false;
      return name;
    },
    done: (name, nowMs, finding) => {
      const entry = entries.get(name);
      if (entry === undefined) return;
      entry.reading = false;
      entry.failures = finding === 'down' ? entry.failures + 1 : 0;
      entry.busy = finding === 'busy' ? entry.busy + 1 : 0;
      entry.dueAtMs = entry.again ? 0 : nowMs + waitMs(entry);
      entry.again = false;
    },
    nextAtMs: () => next()?.[1].dueAtMs,
  };
}
