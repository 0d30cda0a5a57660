// How a channel is, in one word. Pure.
import type { ChannelState } from '../../store/channel-states.ts';
import { failuresToOpen } from './breaker.ts';
import { tokensNow, type Rate } from './token-bucket.ts';

export const channelConditions = ['OK', 'FAILING', 'OPEN', 'DISABLED', 'RATE_LIMITED'] as const;
export type ChannelCondition = (typeof channelConditions)[number];

/** The state of a channel for which so many deliveries wait. */
export function channelConditionOf(
  state: ChannelState | undefined,
  { rate, waiting }: { readonly rate: Rate; readonly waiting: number },
  now: Date,
): ChannelCondition {
  if (state === undefined) return 'OK';
  if (state.disabledAt !== null) return 'DISABLED';
  if (state.failures >= failuresToOpen) return 'OPEN';
  const isAskedToWait = state.pausedUntil !== null && state.pausedUntil > now;
  if (isAskedToWait || (waiting > 0 && tokensNow(state, rate, now) < 1)) return 'RATE_LIMITED';
  return state.failures > 0 ? 'FAILING' : 'OK';
}
