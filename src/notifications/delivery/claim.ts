// Claims what is due of several channels, under the lock of their rows: as much as may be sent, on its way
// at a time and within the rate limit. What was taken of the bucket in advance is granted to this replica.
import type { ClaimedDelivery } from '../../store/deliveries.ts';
import { claimDeliveries } from '../../store/deliveries.ts';
import {
  claimChannelStates,
  updateChannelStates,
  type ChannelState,
} from '../../store/channel-states.ts';
import { isSendingTo } from '../../store/delivery-peek.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { isHalfOpen, isHeldBack } from './breaker.ts';
import type { ConfiguredChannel, ConfiguredChannels } from './channels.ts';
import { inAdvance, type Gate } from './gate.ts';
import { leaseMs } from './queue.ts';
import { tokensNow } from './token-bucket.ts';

export interface ClaimOptions {
  readonly channels: ConfiguredChannels;
  readonly gate: Gate;
  readonly replica: string;
  readonly perChannel: number;
  /** How many may be claimed of all channels together. */
  readonly free: number;
  /** Makes digests of what waits when more waits than may be sent. */
  merge(tx: StoreTransaction, channel: ConfiguredChannel, total: number, now: Date): Promise<void>;
}

export interface Claims {
  readonly claimed: readonly ClaimedDelivery[];
  readonly states: readonly ChannelState[];
  /** To be granted, or taken where negative, once the transaction is committed. */
  readonly grants: ReadonlyMap<string, number>;
  /** What is left in the buckets. */
  readonly tokens: ReadonlyMap<string, number>;
}

interface Share {
  readonly state: ChannelState;
  readonly channel: ConfiguredChannel;
  readonly tokens: number;
  readonly most: number;
}

/** Claims of the channels with these names. */
export async function claimDue(
  tx: StoreTransaction,
  names: readonly string[],
  options: ClaimOptions,
  now: Date,
): Promise<Claims> {
  const { gate, replica } = options;
  const states = await claimChannelStates(tx.q, names);
  const shares: Share[] = [];
  for (const state of states) {
    const share = await shareOf(tx, state, options, now);
    if (share !== undefined) shares.push(share);
  }
  const fair = divide(shares, options.free);
  const leaseUntil = new Date(now.getTime() + leaseMs);
  const claimed = await claimDeliveries(tx.q, fair, { replica, leaseUntil, leaseMs }, now);
  const counts = new Map<string, number>();
  for (const { channel } of claimed) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  const grants = new Map<string, number>();
  const tokens = new Map<string, number>();
  const changed = shares.map(({ state, channel, tokens: before }) => {
    const { name, rate } = channel.settings;
    const used = counts.get(name) ?? 0;
    const ofBucket = Math.min(used, Math.floor(before));
    const ofGate = used - ofBucket;
    const wanted = inAdvance(rate) - (gate.allowance(name) - ofGate);
    const ahead = Math.max(0, Math.min(wanted, Math.floor(before - ofBucket)));
    const left = before - ofBucket - ahead;
    grants.set(name, ahead - ofGate);
    tokens.set(name, left);
    return { ...state, tokens: left, tokensAt: now };
  });
  await updateChannelStates(tx.q, changed);
  return { claimed, states, grants, tokens };
}

async function shareOf(
  tx: StoreTransaction,
  state: ChannelState,
  { channels, gate, perChannel, merge }: ClaimOptions,
  now: Date,
): Promise<Share | undefined> {
  const channel = channels.find(state.channel);
  if (channel === undefined || isHeldBack(state, now)) return undefined;
  const { name, rate } = channel.settings;
  // What this replica holds in advance is not in the bucket, and does not come on top of it.
  const tokens = Math.min(tokensNow(state, rate, now), rate.messages - gate.allowance(name));
  const total = Math.floor(tokens) + gate.allowance(name);
  if (total >= 1) await merge(tx, channel, total, now);
  let room = Math.max(0, perChannel - gate.onTheirWay(name));
  if (isHalfOpen(state)) {
    const isTried = gate.onTheirWay(name) > 0 || (await isSendingTo(tx.q, name, now));
    room = isTried ? 0 : 1;
  }
  return { state, channel, tokens, most: Math.min(room, total) };
}

/** Divides what is free evenly; nobody gets more than he can use. */
function divide(shares: readonly Share[], free: number): { name: string; most: number }[] {
  let left = free;
  return shares
    .toSorted((a, b) => a.most - b.most)
    .map(({ channel, most }, i) => {
      const own = Math.min(most, Math.floor(left / (shares.length - i)));
      left -= own;
      return { name: channel.settings.name, most: own };
    });
}
