// How long the supervisor waits for what.

export interface SupervisorTimings {
  /** How often those who do not lead try, and after what silence a leader is given up. */
  readonly leadershipPollMs: number;
  readonly leadershipIdleMs: number;
  /** How often the rows are compared with what runs, whether or not somebody was woken. */
  readonly lookMs: number;
  /** How often what moves all the time is written. */
  readonly writeMs: number;
  /** What a monitor has for ending, before it is given up. */
  readonly graceMs: number;
  /** From the end of a stream that failed to its next start. */
  readonly restart: { readonly firstMs: number; readonly maxMs: number };
  /** A stream that lived for so long begins again without back-off. */
  readonly steadyMs: number;
  /** How long a host may be without anybody who runs its monitors before they are WAITING. */
  readonly unledMs: number;
}

export const defaultTimings: SupervisorTimings = {
  leadershipPollMs: 1_000,
  leadershipIdleMs: 6_000,
  lookMs: 2_000,
  writeMs: 5_000,
  graceMs: 5_000,
  restart: { firstMs: 1_000, maxMs: 60_000 },
  steadyMs: 60_000,
  unledMs: 15_000,
};
