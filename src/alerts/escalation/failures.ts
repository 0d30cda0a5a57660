// Alerts that could not be told of: this replica leaves them alone for a while, so that the others are told.
const leftAloneMs = 10_000;
const mostKept = 1000;

export interface Failures {
  add(alertId: string, now: Date): void;
  /** Those that are to be left alone now. */
  present(now: Date): readonly string[];
}

export function createFailures(): Failures {
  const until = new Map<string, number>();
  return {
    add: (alertId, now) => {
      until.set(alertId, now.getTime() + leftAloneMs);
      const [oldest] = until.keys();
      if (until.size > mostKept && oldest !== undefined) until.delete(oldest);
    },
    present: (now) => {
      for (const [alertId, end] of until) if (end <= now.getTime()) until.delete(alertId);
      return [...until.keys()];
    },
  };
}
