// What an answer means for the state of a database, and when to ask again. Pure.
//
//   an answer                          the state is what it says, at once; asked again after the interval
//   no answer, the first time          nothing yet: one lost packet is no outage; asked again after 1 s
//   no answer again, or DOWN before    DOWN, since the first failure; asked again with back-off: within
//                                      10 s while the outage is young, so that its end is seen soon,
//                                      within a minute when it has lasted for ten minutes
import { backoffMs } from '../../core/backoff.ts';
import type { Random } from '../../core/random.ts';
import type { TargetHealth } from '../../databases/target.ts';
import type { FoundState } from '../../store/database-states.ts';

/** Failures in a row; empty after an answer. */
export interface Failures {
  readonly count: number;
  readonly since: Date | null;
}

export const noFailures: Failures = { count: 0, since: null };

export interface VerdictInput {
  readonly health: TargetHealth;
  readonly failures: Failures;
  /** What is stored; null when nothing is. */
  readonly known: { readonly state: FoundState; readonly since: Date } | null;
  readonly now: Date;
  readonly intervalMs: number;
  readonly random: Random;
}

export interface Verdict {
  /** Null: it is not told yet. */
  readonly found: { readonly state: FoundState; readonly since: Date } | null;
  readonly failures: Failures;
  readonly waitMs: number;
}

const secondLookMs = 1000;
const youngMs = 10 * 60_000;
const youngPauseMs = 10_000;
const longestPauseMs = 60_000;

export function reachVerdict(input: VerdictInput): Verdict {
  const { health, known, now, intervalMs, random } = input;
  if (health.state === 'UP' || health.state === 'DEGRADED') {
    return {
      found: { state: health.state, since: now },
      failures: noFailures,
      waitMs: intervalMs * (0.9 + 0.2 * random.fraction()),
    };
  }
  const since = input.failures.since ?? now;
  const failures = { count: input.failures.count + 1, since };
  const isKnown = known?.state === 'DOWN';
  if (failures.count === 1 && !isKnown) return { found: null, failures, waitMs: secondLookMs };
  const beganMs = (isKnown ? known.since : since).getTime();
  const maxMs = now.getTime() - beganMs < youngMs ? youngPauseMs : longestPauseMs;
  const waitMs = backoffMs(failures.count, { firstMs: secondLookMs, maxMs }, random);
  return { found: { state: 'DOWN', since }, failures, waitMs };
}
