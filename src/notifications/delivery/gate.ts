// What this replica knows of the channels without asking the store: how they were found last, how many
// messages it may send to each (taken from the store's bucket in advance, a quarter of it at most), and how
// many are on their way. So a delivery can be written already claimed.
import type { Clock } from '../../core/clock.ts';
import type { ChannelState } from '../../store/channel-states.ts';
import { isHalfOpen, isHeldBack } from './breaker.ts';
import type { ConfiguredChannels } from './channels.ts';
import type { Rate } from './token-bucket.ts';

export interface Gate {
  /** Takes one message's right to be sent at once; false when it has to wait. */
  take(channel: string): boolean;
  /** Gives rights back that were not used. */
  giveBack(channel: string, count: number): void;
  /** How many rights are left here. */
  allowance(channel: string): number;
  /** Sets what is known. */
  learn(states: readonly ChannelState[]): void;
  grant(channel: string, count: number): void;
  isHeld(channel: string): boolean;
  begin(channel: string): void;
  end(channel: string): void;
  onTheirWay(channel: string): number;
  /** From now on nothing is claimed when it is written. */
  close(): void;
}

/** Rights that are held in advance. */
export const inAdvance = ({ messages }: Rate): number =>
  Math.min(400, Math.max(1, Math.floor(messages / 4)));

/** Creates a gate; so many of a channel are claimed when they are written and not written down as sent yet. */
export function createGate(options: {
  readonly channels: ConfiguredChannels;
  readonly clock: Clock;
  readonly perChannel: number;
}): Gate {
  const { channels, clock, perChannel } = options;
  const states = new Map<string, ChannelState>();
  const allowances = new Map<string, number>();
  const underWay = new Map<string, number>();
  let isOpen = true;

  const allowance = (channel: string): number => allowances.get(channel) ?? 0;
  const onTheirWay = (channel: string): number => underWay.get(channel) ?? 0;
  const add = (counts: Map<string, number>, channel: string, count: number): void => {
    counts.set(channel, Math.max(0, (counts.get(channel) ?? 0) + count));
  };
  const isHeld = (channel: string): boolean => {
    const state = states.get(channel);
    return state !== undefined && isHeldBack(state, clock.now());
  };

  return {
    take: (channel) => {
      const state = states.get(channel);
      const mayGo =
        isOpen &&
        state !== undefined &&
        channels.find(channel) !== undefined &&
        !isHeld(channel) &&
        !isHalfOpen(state) &&
        allowance(channel) >= 1 &&
        onTheirWay(channel) < perChannel;
      if (mayGo) add(allowances, channel, -1);
      return mayGo;
    },
    giveBack: (channel, count) => add(allowances, channel, count),
    grant: (channel, count) => add(allowances, channel, count),
    allowance,
    learn: (known) => {
      for (const state of known) states.set(state.channel, state);
    },
    isHeld,
    begin: (channel) => add(underWay, channel, 1),
    end: (channel) => add(underWay, channel, -1),
    onTheirWay,
    close: () => {
      isOpen = false;
    },
  };
}
