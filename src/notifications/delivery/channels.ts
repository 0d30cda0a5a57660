// The channels of the configuration in force, as deliveries see them.
import type { ChannelKind, ChannelSettings } from '../channel.ts';

export interface ConfiguredChannel {
  /** With what the kind's `parseSettings` made of them in `settings.settings`. */
  readonly settings: ChannelSettings;
  readonly kind: ChannelKind<unknown>;
}

/** Asked each time: the configuration may change. */
export interface ConfiguredChannels {
  find(name: string): ConfiguredChannel | undefined;
  list(): readonly ConfiguredChannel[];
}
