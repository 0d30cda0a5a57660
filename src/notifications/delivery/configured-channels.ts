// The channels that the configuration in force declares, each with its kind and settings as the kind reads
// them. One that its kind does not accept is left out, and the log says so: its deliveries wait.
import type { ChannelConfiguration } from '../../core/channels.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { findChannelKind } from '../channels/registry.ts';
import type { ConfiguredChannel, ConfiguredChannels } from './channels.ts';

export interface DeclaredChannels extends ConfiguredChannels {
  /** Takes another configuration. */
  configure(declared: readonly ChannelConfiguration[]): void;
}

/** Creates an empty list of channels. */
export function createDeclaredChannels({ logger }: { readonly logger: Logger }): DeclaredChannels {
  let channels: ReadonlyMap<string, ConfiguredChannel> = new Map();
  return {
    find: (name) => channels.get(name),
    list: () => [...channels.values()],
    configure: (declared) => {
      const next = new Map<string, ConfiguredChannel>();
      for (const one of declared) {
        const kind = findChannelKind(one.kind);
        if (kind === undefined) continue;
        try {
          const settings: unknown = kind.parseSettings(one.settings);
          next.set(one.name, { kind, settings: { ...one, settings } });
        } catch (error) {
          const err = coerceError(error);
          logger.error({ err, channel: one.name }, 'a channel cannot be used as it is configured');
        }
      }
      channels = next;
    },
  };
}
