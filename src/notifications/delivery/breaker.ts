// What outcomes mean for their channel. Pure.
//
//   closed ──5 failures in a row──> open (30 s, then twice that … 5 min) ──time over──> half open
//      ^                              ^                                                   │ one is tried
//      └───────────── it worked ──────┼───────────────────────────────────────────────────┤
//                                     └──────────────────── it failed ────────────────────┘
//
// A receiver that asks to wait is left alone for so long, whatever else it says meanwhile. One that says that
// it is gone, or that the credential is not valid, is disabled until somebody enables it. A message that a
// receiver does not want says nothing about the channel, and neither does an attempt that hawkwatch ended.
//
// What was on its way when a channel was left alone, paused or found to work says what is known already: its
// failure counts no more (`countedFrom`). So one outage of a receiver is one, however many attempts it hits.
import type { ChannelState } from '../../store/channel-states.ts';
import type { AttemptResult } from './attempt.ts';
import { maxRetryAfterMs } from './retry.ts';

/** Failures in a row that open it. */
export const failuresToOpen = 5;
const firstOpenMs = 30_000;
const longestOpenMs = 5 * 60_000;

export interface EndedAttempt {
  /** When it was begun. */
  readonly at: Date;
  readonly endedAt: Date;
  readonly result: AttemptResult;
}

export interface ChannelNews {
  readonly state: ChannelState;
  readonly disabled: boolean;
  /** It is left alone from now on: it failed so often, or did again when it was tried. */
  readonly opened: boolean;
  /** It had failed so often that it was not tried any more, and works again. */
  readonly recovered: boolean;
}

const nothing = { disabled: false, opened: false, recovered: false } as const;

/** The channel after an attempt. */
export function afterAttempt(state: ChannelState, attempt: EndedAttempt): ChannelNews {
  const { at, endedAt, result } = attempt;
  if (result.isInterrupted) return { ...nothing, state };
  if (result.ok) return afterSuccess(state, endedAt);
  const failed = { ...state, lastFailureAt: endedAt, lastFailure: result.failure };
  const { failureReason } = result;
  if (failureReason === 'GONE' || (failureReason === 'AUTH_ERROR' && result.permanent)) {
    if (state.disabledAt !== null) return { ...nothing, state: failed };
    const disabledReason = result.failure ?? 'The receiver does not accept messages any more.';
    return {
      ...nothing,
      state: { ...failed, disabledAt: endedAt, disabledReason },
      disabled: true,
    };
  }
  if (result.permanent) return { ...nothing, state: failed };
  const askedMs = Math.min(result.retryAfterMs ?? 0, maxRetryAfterMs);
  const asked = askedMs > 0 ? new Date(endedAt.getTime() + askedMs) : null;
  const paused = {
    ...failed,
    pausedUntil: later(state.pausedUntil, asked),
    countedFrom: later(state.countedFrom, asked),
  };
  if (state.countedFrom !== null && at < state.countedFrom) return { ...nothing, state: paused };
  const failures = state.failures + 1;
  const waitMs = openMs(failures);
  if (waitMs === 0) return { ...nothing, state: { ...paused, failures } };
  const openUntil = new Date(endedAt.getTime() + waitMs);
  const countedFrom = later(paused.countedFrom, openUntil);
  return { ...nothing, state: { ...paused, failures, openUntil, countedFrom }, opened: true };
}

/** It works, and what it asked for stays: that a message came through before is no leave for the next one. */
function afterSuccess(state: ChannelState, endedAt: Date): ChannelNews {
  const recovered = isHalfOpen(state);
  // Failures of before do not open it again.
  const countedFrom = recovered ? later(endedAt, state.pausedUntil) : state.countedFrom;
  return {
    ...nothing,
    state: { ...state, failures: 0, openUntil: null, countedFrom, lastDeliveredAt: endedAt },
    recovered,
  };
}

function later(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function openMs(failures: number): number {
  if (failures < failuresToOpen) return 0;
  return Math.min(longestOpenMs, firstOpenMs * 2 ** Math.min(failures - failuresToOpen, 10));
}

/** Until when nothing is sent, as far as that ends by itself. */
export function heldUntil({
  openUntil,
  pausedUntil,
}: Pick<ChannelState, 'openUntil' | 'pausedUntil'>): Date | null {
  return later(openUntil, pausedUntil);
}

/** Nothing is sent for the time being. */
export function isHeldBack(
  state: Pick<ChannelState, 'disabledAt' | 'openUntil' | 'pausedUntil'>,
  now: Date,
): boolean {
  const until = heldUntil(state);
  return state.disabledAt !== null || (until !== null && until > now);
}

/** One is sent to find out whether it works again. */
export function isHalfOpen(state: Pick<ChannelState, 'failures'>): boolean {
  return state.failures >= failuresToOpen;
}
