// What a check means for the state of an endpoint, and when to look again. Pure.
//
//   state                   ok                                   not ok
//   UNKNOWN, PAUSED,        UP or DEGRADED, at once              nothing yet, and again after the retry
//   UP, DEGRADED                                                 delay; after `retries` of them DOWN,
//                                                                since the first failure
//   DOWN                    nothing yet, and again after the     DOWN; the reason is the newest one
//                           retry delay, until there were
//                           `successes` in a row: UP or
//                           DEGRADED, since the first of them
//
// "Nothing yet" leaves state and reason as they are: what is told is certain. Only of what is UNKNOWN the
// reason says why it still is.
import type { EndpointState } from '../../core/endpoints.ts';

/** What is known of an endpoint before a check. */
export interface KnownState {
  readonly state: EndpointState;
  readonly reason: string | null;
  readonly since: Date;
  /** Failures in a row. */
  readonly failures: number;
  /** Successes in a row. */
  readonly successes: number;
  /** The first of the present row of failures or successes. */
  readonly rowSince: Date;
}

export interface CheckResult {
  readonly at: Date;
  readonly ok: boolean;
  readonly degraded: boolean;
  readonly reason: string | null;
}

export interface Patience {
  readonly everyMs: number;
  readonly retries: number;
  readonly retryDelayMs: number;
  readonly successes: number;
}

export interface Verdict extends KnownState {
  /** The state is another one than before. */
  readonly changed: boolean;
  /** Milliseconds until the next check; null: as usual. */
  readonly nextInMs: number | null;
}

/** Reaches the verdict; `known` is null before the first check. */
export function reachVerdict(
  known: KnownState | null,
  check: CheckResult,
  patience: Patience,
): Verdict {
  const before = known ?? firstKnown(check.at);
  const failures = check.ok ? 0 : before.failures + 1;
  const successes = check.ok ? before.successes + 1 : 0;
  const continues = check.ok ? before.successes > 0 : before.failures > 0;
  const row = { failures, successes, rowSince: continues ? before.rowSince : check.at };
  const soon = Math.min(patience.retryDelayMs, patience.everyMs);
  const reason = before.state === 'UNKNOWN' && !check.ok ? undecided(check) : before.reason;
  const wait: Verdict = { ...before, ...row, reason, changed: false, nextInMs: soon };
  const reach = (state: EndpointState, since: Date): Verdict => {
    const changed = state !== before.state;
    return {
      ...row,
      state,
      reason: check.reason,
      since: changed ? since : before.since,
      changed,
      nextInMs: null,
    };
  };
  if (!check.ok) {
    const isDown = before.state === 'DOWN' || failures > patience.retries;
    return isDown ? reach('DOWN', row.rowSince) : wait;
  }
  if (before.state === 'DOWN' && successes < patience.successes) return wait;
  const state = check.degraded ? 'DEGRADED' : 'UP';
  return reach(state, before.state === 'DOWN' ? row.rowSince : check.at);
}

function undecided({ reason }: CheckResult): string {
  return `It has failed, and is checked again before it is called DOWN: ${reason ?? 'no reason'}`;
}

function firstKnown(at: Date): KnownState {
  return {
    state: 'UNKNOWN',
    reason: 'It was not checked yet.',
    since: at,
    failures: 0,
    successes: 0,
    rowSince: at,
  };
}
