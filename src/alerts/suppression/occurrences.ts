// When a maintenance window is: its occurrence at a moment and those to come. Pure and bounded. A
// recurring one begins at local times; it lasts its duration in elapsed time, so that clocks that change
// meanwhile make it neither shorter nor longer. A time that a day skips is taken later, one that it has
// twice is taken once, the first time.
import { Cron } from 'croner';

import type { WindowSchedule } from '../../core/suppression.ts';

export interface Occurrence {
  readonly from: Date;
  readonly until: Date;
}

export interface Occurrences {
  /** The one that began last and goes on at `now`. */
  at(now: Date): Occurrence | undefined;
  /** The first that begins after `now`. */
  after(now: Date): Occurrence | undefined;
}

/** Why a cron expression cannot be used; undefined when it can. */
export function cronFault(cron: string, timeZone: string, now: Date): string | undefined {
  try {
    if (readCron(cron, timeZone).nextRun(now) !== null) return undefined;
    return 'is a time that never comes';
  } catch {
    // The only way to ask: what is none is an error, whose text may hold what was written.
    return 'must have five fields as cron has them: minute, hour, day, month, weekday';
  }
}

function readCron(cron: string, timezone: string): Cron {
  return new Cron(cron, { timezone, mode: '5-part' });
}

/** The occurrences of a schedule, which was checked before. */
export function occurrencesOf(schedule: WindowSchedule): Occurrences {
  if (schedule.kind === 'once') {
    const one = { from: new Date(schedule.from), until: new Date(schedule.until) };
    return {
      at: (now) => (one.from <= now && now < one.until ? one : undefined),
      after: (now) => (one.from > now ? one : undefined),
    };
  }
  const { durationMs } = schedule;
  const cron = readCron(schedule.cron, schedule.timeZone);
  const beginning = (from: Date | null | undefined): Occurrence | undefined =>
    from == null ? undefined : { from, until: new Date(from.getTime() + durationMs) };
  return {
    at: (now) => {
      // Only what lies before it is given, so it is asked a millisecond later.
      const last = beginning(cron.previousRuns(1, new Date(now.getTime() + 1))[0]);
      return last !== undefined && now < last.until ? last : undefined;
    },
    after: (now) => beginning(cron.nextRun(now)),
  };
}
