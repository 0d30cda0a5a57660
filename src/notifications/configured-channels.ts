// The channels of the configuration in force, with what each kind made of its settings. Asked each time a
// channel is needed: the configuration may change meanwhile. It sends nothing.
import type { ChannelConfiguration } from '../core/channels.ts';
import { findChannelKind, type AnyChannelKind } from './channels/registry.ts';
import type { ChannelSettings } from './channel.ts';

export interface KnownChannel {
  /** With what the kind's `parseSettings` made of them in `settings.settings`. */
  readonly settings: ChannelSettings;
  readonly kind: AnyChannelKind;
}

export interface ChannelsInForce {
  find(name: string): KnownChannel | undefined;
  list(): readonly KnownChannel[];
  /** Where people reach hawkwatch; null when that is not configured. */
  externalUrl(): string | null;
}

export interface ConfigurableChannels extends ChannelsInForce {
  /** Takes another configuration. @throws InvalidInputError, and keeps the one before. */
  configure(settings: {
    readonly channels: readonly ChannelConfiguration[];
    readonly externalUrl?: string | undefined;
  }): void;
}

/** Begins without channels. */
export function createConfiguredChannels(): ConfigurableChannels {
  let known: ReadonlyMap<string, KnownChannel> = new Map();
  let url: string | null = null;
  return {
    find: (name) => known.get(name),
    list: () => [...known.values()],
    externalUrl: () => url,
    configure: ({ channels, externalUrl }) => {
      known = new Map(channels.map((channel) => [channel.name, toKnown(channel)]));
      url = externalUrl ?? null;
    },
  };
}

function toKnown(channel: ChannelConfiguration): KnownChannel {
  const kind = findChannelKind(channel.kind);
  // The form of the configuration file lets no other kind through.
  if (kind === undefined) throw new Error(`there is no kind of channel ${channel.kind}`);
  return { kind, settings: { ...channel, settings: kind.parseSettings(channel.settings) } };
}
