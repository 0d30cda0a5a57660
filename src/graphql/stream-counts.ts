// What shared subscriptions have done since the start, and do now. Counted by the fan-out.
export interface StreamCounts {
  /** Events executed for subscribers. */
  executions: number;
  /** Results handed to subscribers. */
  deliveries: number;
  /** Bytes of results handed to subscribers. */
  bytes: number;
  /** Distinct subscriptions that are open. */
  groups: number;
  /** Subscribers of those. */
  members: number;
  /** Subscribers that read the log, because they have just come or cannot keep up. */
  lagging: number;
}

/** Counts that start at zero. */
export function createStreamCounts(): StreamCounts {
  return { executions: 0, deliveries: 0, bytes: 0, groups: 0, members: 0, lagging: 0 };
}
