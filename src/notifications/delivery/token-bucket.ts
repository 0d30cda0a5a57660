// How much a channel may be sent. Pure: the bucket holds `messages`, and is filled evenly over `perMs`.
import type { ChannelSettings } from '../channel.ts';

export type Rate = ChannelSettings['rate'];

export interface Bucket {
  /** Null: nothing was ever taken. */
  readonly tokens: number | null;
  readonly tokensAt: Date | null;
}

/** What is in it now. A clock that was set back takes nothing away. */
export function tokensNow({ tokens, tokensAt }: Bucket, rate: Rate, now: Date): number {
  if (tokens === null || tokensAt === null) return rate.messages;
  const passedMs = Math.max(0, now.getTime() - tokensAt.getTime());
  return Math.min(rate.messages, tokens + (passedMs * rate.messages) / rate.perMs);
}

/** Milliseconds until one message may be sent. */
export function untilToken(tokens: number, rate: Rate): number {
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * rate.perMs) / rate.messages);
}
