// What the fan-out has done since the start, and does now.
export interface FanOutCounts {
  /** Events executed for subscribers. */
  executions: number;
  /** Results handed to subscribers. */
  deliveries: number;
  /** Bytes of results handed to subscribers. */
  bytes: number;
  /** Distinct subscriptions that are open and shared. */
  groups: number;
  /** Subscribers of those. */
  members: number;
  /** Subscribers that read the log, because they have just come or cannot keep up. */
  lagging: number;
}

/** Counts that start at zero. */
export function createFanOutCounts(): FanOutCounts {
  return { executions: 0, deliveries: 0, bytes: 0, groups: 0, members: 0, lagging: 0 };
}
