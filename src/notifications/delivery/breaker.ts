// What outcomes mean for their channel. Pure.
//
//   closed ──5 failures in a row──> open (30 s, then twice that … 5 min) ──time over──> half open
//      ^                              ^                                                   │ one is tried
//      └───────────── it worked ──────┼───────────────────────────────────────────────────┤
//                                     └──────────────────── it failed ────────────────────┘
//
// A receiver that asks to wait is left alone for so long. One that says that it is gone, or that the
// credential is not valid, is disabled until somebody enables it. A message that a receiver does not want
// says nothing about the channel.
import type { ChannelState } from '../../store/channel-states.ts';
import type { AttemptResult } from './attempt.ts';
import { maxRetryAfterMs } from './retry.ts';

/** Failures in a row that open it. */
export const failuresToOpen = 5;
const firstOpenMs = 30_000;
const longestOpenMs = 5 * 60_000;

export interface ChannelNews {
  readonly state: ChannelState;
  readonly disabled: boolean;
  /** It had failed so often that it was not tried any more, and works again. */
  readonly recovered: boolean;
}

/** The channel after an attempt that ended at `now`. */
export function afterAttempt(state: ChannelState, result: AttemptResult, now: Date): ChannelNews {
  if (result.ok) {
    return {
      state: { ...state, failures: 0, openUntil: null, lastDeliveredAt: now },
      disabled: false,
      recovered: state.failures >= failuresToOpen,
    };
  }
  const failed = { ...state, lastFailureAt: now, lastFailure: result.failure };
  const { failureReason } = result;
  if (failureReason === 'GONE' || (failureReason === 'AUTH_ERROR' && result.permanent)) {
    if (state.disabledAt !== null) return { state: failed, disabled: false, recovered: false };
    const disabledReason = result.failure ?? 'The receiver does not accept messages any more.';
    return {
      state: { ...failed, disabledAt: now, disabledReason },
      disabled: true,
      recovered: false,
    };
  }
  if (result.permanent) return { state: failed, disabled: false, recovered: false };
  const failures = state.failures + 1;
  const waitMs = Math.max(openMs(failures), Math.min(result.retryAfterMs ?? 0, maxRetryAfterMs));
  const until = new Date(now.getTime() + waitMs);
  const openUntil =
    waitMs > 0 && (state.openUntil === null || until > state.openUntil) ? until : state.openUntil;
  return { state: { ...failed, failures, openUntil }, disabled: false, recovered: false };
}

function openMs(failures: number): number {
  if (failures < failuresToOpen) return 0;
  return Math.min(longestOpenMs, firstOpenMs * 2 ** Math.min(failures - failuresToOpen, 10));
}

/** Nothing is sent for the time being. */
export function isHeldBack(
  state: Pick<ChannelState, 'disabledAt' | 'openUntil'>,
  now: Date,
): boolean {
  return state.disabledAt !== null || (state.openUntil !== null && state.openUntil > now);
}

/** One is sent to find out whether it works again. */
export function isHalfOpen(state: Pick<ChannelState, 'failures'>): boolean {
  return state.failures >= failuresToOpen;
}
